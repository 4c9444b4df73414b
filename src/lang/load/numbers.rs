//! Lists of numbers and of what is counted.

use super::{ClassReader, number};
use crate::article::Casualty;
use crate::lang::error::PackError;
use crate::lang::nouns::Ending;
use crate::lang::tsv::Table;
use crate::lang::{FoldTable, NounForm, Nouns, NumberWordKind, QuantityRole, ShortName, TermClass};

/// How a row of the list in `file` is read; `None` for files of other kinds.
pub(super) fn class_reader(file: &str) -> Option<ClassReader> {
    Some(match file {
        "number_words.tsv" => |row| {
            Ok(TermClass::NumberWord {
                kind: row.parse("kind", number_word)?,
                value: row.parse("value", |value| value.parse().ok())?,
                per: 1,
            })
        },
        "fractions.tsv" => |row| {
            Ok(TermClass::NumberWord {
                kind: NumberWordKind::Fraction,
                value: row.parse("value", |value| value.parse().ok())?,
                per: row.parse("per", |value| value.parse().ok().filter(|&per| per > 0))?,
            })
        },
        "currencies.tsv" => |row| {
            Ok(TermClass::Currency {
                code: match row.need("currency")? {
                    "-" => None,
                    _ => Some(row.parse("currency", ShortName::new)?),
                },
                family: row.parse("family", ShortName::new)?,
                parts: row.parse("parts", |value| value.parse().ok().filter(|&n| n > 0))?,
                count: row.parse("count", number(0, 2))?,
            })
        },
        "measures.tsv" => |row| {
            Ok(TermClass::Measure {
                unit: row.parse("unit", ShortName::new)?,
                count: row.parse("count", number(0, 2))?,
            })
        },
        "quantity_words.tsv" => {
            |row| Ok(TermClass::QuantityWord(row.parse("role", quantity_role)?))
        }
        "casualties.tsv" => |row| {
            Ok(TermClass::Casualty {
                casualty: row.parse("casualty", casualty)?,
                behind: row.parse("place", |value| match value {
                    "any" => Some(false),
                    "behind" => Some(true),
                    _ => None,
                })?,
            })
        },
        _ => return None,
    })
}

fn number_word(value: &str) -> Option<NumberWordKind> {
    Some(match value {
        "cardinal" => NumberWordKind::Cardinal,
        "tens" => NumberWordKind::Tens,
        "before_ten" => NumberWordKind::BeforeTen,
        "ten" => NumberWordKind::Ten,
        "multiplier" => NumberWordKind::Multiplier,
        "multiplier_accusative" => NumberWordKind::MultiplierAccusative,
        "multiplier_plural" => NumberWordKind::MultiplierPlural,
        "vague" => NumberWordKind::Vague,
        "fraction" => NumberWordKind::Fraction,
        "homograph_fraction" => NumberWordKind::HomographFraction,
        "ordinal" => NumberWordKind::Ordinal,
        "ordinal_before_ten" => NumberWordKind::OrdinalBeforeTen,
        "point" => NumberWordKind::Point,
        "reversed_point" => NumberWordKind::ReversedPoint,
        "minus" => NumberWordKind::Minus,
        "except" => NumberWordKind::Except,
        "over" => NumberWordKind::Over,
        _ => return None,
    })
}

fn quantity_role(value: &str) -> Option<QuantityRole> {
    Some(match value {
        "about" => QuantityRole::About,
        "more" => QuantityRole::More,
        "at_least" => QuantityRole::AtLeast,
        "less" => QuantityRole::Less,
        "at_most" => QuantityRole::AtMost,
        "or_more" => QuantityRole::OrMore,
        "or_less" => QuantityRole::OrLess,
        "or_equal" => QuantityRole::OrEqual,
        "equal" => QuantityRole::Equal,
        "up_to" => QuantityRole::UpTo,
        "between" => QuantityRole::Between,
        "from" => QuantityRole::From,
        "to" => QuantityRole::To,
        "or" => QuantityRole::Or,
        "share" => QuantityRole::Share,
        "below_zero" => QuantityRole::BelowZero,
        "label" => QuantityRole::Label,
        "time" => QuantityRole::Time,
        "change" => QuantityRole::Change,
        "other" => QuantityRole::Other,
        "of" => QuantityRole::Of,
        "stage" => QuantityRole::Stage,
        _ => return None,
    })
}

fn casualty(value: &str) -> Option<Casualty> {
    Some(match value {
        "killed" => Casualty::Killed,
        "injured" => Casualty::Injured,
        "missing" => Casualty::Missing,
        "displaced" => Casualty::Displaced,
        "detained" => Casualty::Detained,
        _ => return None,
    })
}

fn noun_form(value: &str) -> Option<NounForm> {
    Some(match value {
        "plural" => NounForm::Plural,
        "dual" => NounForm::Dual,
        "accusative" => NounForm::Accusative,
        "adjective" => NounForm::Adjective,
        "doubtful" => NounForm::Doubtful,
        _ => return None,
    })
}

pub(super) fn read_plurals(
    path: &str,
    content: &str,
    fold: &FoldTable,
    nouns: &mut Nouns,
) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["term", "singular", "of"])?;
    for row in table.rows() {
        let singular = row.need("singular")?;
        let people = row.parse("of", |value| match value {
            "people" => Some(true),
            "things" => Some(false),
            _ => None,
        })?;
        nouns.add_plural(
            fold.fold(row.need("term")?),
            singular,
            fold.fold(singular),
            people,
        );
    }
    Ok(())
}

pub(super) fn read_endings(
    path: &str,
    content: &str,
    fold: &FoldTable,
    nouns: &mut Nouns,
) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["ending", "singular", "form"])?;
    for row in table.rows() {
        nouns.add_ending(Ending {
            letters: fold.fold(row.need("ending")?),
            singular: row.need("singular")?.replace('-', ""),
            form: row.parse("form", noun_form)?,
        });
    }
    Ok(())
}
