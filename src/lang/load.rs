//! Files of packs → [`LanguagePacks`]. Which file means what stands here and in the modules below, and
//! nowhere else.

mod names;
mod numbers;
mod speech;
mod times;

use super::conventions::{AllConventions, Conventions, PackSet};
use super::error::{PackError, PackErrorKind, PackErrors};
use super::romanize::{MAX_CONTEXT, Romanizer};
use super::terms::{
    DateWord, DayPart, Era, LabelForm, LabelRole, RelativeSide, ShortName, Term, TermClass,
    TimeUnit,
};
use super::tsv::{Row, Table};
use super::{
    Clitic, CliticKind, Clitics, FoldTable, FutureVerbs, LanguagePacks, Lexicon, NameSets, Nouns,
    PlaceWords,
};
use crate::article::Calendar;

/// Reads every file; all errors are collected.
pub(super) fn load(files: &[(&str, &str)]) -> Result<LanguagePacks, PackErrors> {
    let mut errors = Vec::new();
    let mut tags: Vec<String> = files
        .iter()
        .filter_map(|(path, _)| path.split_once('/').map(|(tag, _)| tag.to_owned()))
        .collect();
    tags.sort();
    tags.dedup();
    let fold = fold_table(files, "/fold.tsv", &mut errors);
    let foreign_letters = fold_table(files, "/foreign_letters.tsv", &mut errors);
    let mut terms = Vec::new();
    let mut lists = Lists {
        nouns: tags.iter().map(|_| Nouns::default()).collect(),
        ..Lists::default()
    };
    let mut conventions = AllConventions {
        packs: tags.iter().map(|_| None).collect(),
    };
    // Terms may end with an article: the articles of all packs come first.
    for &(path, content) in files {
        if path.ends_with("/definite_articles.tsv") {
            errors.extend(read_articles(path, content, &mut lists.romanizer).err());
        }
    }
    for &(path, content) in files {
        let Some((tag, file)) = path.split_once('/') else {
            continue;
        };
        let pack = tags
            .iter()
            .position(|known| known == tag)
            .and_then(|idx| u8::try_from(idx).ok())
            .unwrap_or(0);
        if file == "pack.toml" {
            match Conventions::read(path, content) {
                Ok(read) => {
                    if let Some(slot) = conventions.packs.get_mut(usize::from(pack)) {
                        *slot = Some(read);
                    }
                }
                Err(error) => errors.push(error),
            }
        }
        if file == "clitics.tsv" {
            lists.clitic_packs = lists.clitic_packs.with(pack);
        }
        let result = lists
            .read((path, file), pack, content, &fold)
            .unwrap_or_else(|| {
                let Some(reader) = class_reader(file) else {
                    return Err(PackError {
                        file: path.to_owned(),
                        line: 0,
                        kind: PackErrorKind::UnknownFile,
                    });
                };
                read_terms(path, content, pack, reader, &mut terms, &mut errors)
            });
        errors.extend(result.err());
    }
    if !errors.is_empty() {
        return Err(PackErrors(errors));
    }
    let jalali_packs = jalali_packs(&terms);
    let placed_packs = placed_packs(&terms);
    let currencies = currencies(&terms);
    // Nouns of packs that say where words stand are read in their own language alone.
    let mut nouns = Nouns::default();
    for (pack, own) in (0..).zip(&mut lists.nouns) {
        if !placed_packs.contains(pack) {
            nouns.extend(std::mem::take(own));
        }
    }
    let lexicon = Lexicon::new(terms, &fold);
    Ok(LanguagePacks {
        tags,
        fold,
        foreign_letters,
        lexicon,
        jalali_packs,
        final_letters: lists.final_letters,
        attached_conjunctions: lists.attached_conjunctions,
        places: lists.places,
        clitics: lists.clitics,
        future_verbs: lists.future_verbs,
        names: lists.names,
        nouns,
        own_nouns: lists.nouns,
        currencies,
        placed_packs,
        month_first_packs: conventions.month_first(),
        clitic_packs: lists.clitic_packs,
        conventions,
        romanizer: lists.romanizer,
    })
}

/// Lists that are no terms.
#[derive(Default)]
struct Lists {
    final_letters: Vec<char>,
    attached_conjunctions: Vec<String>,
    places: PlaceWords,
    romanizer: Romanizer,
    clitics: Clitics,
    future_verbs: FutureVerbs,
    /// By the place of their pack among the tags.
    nouns: Vec<Nouns>,
    names: NameSets,
    clitic_packs: PackSet,
}

impl Lists {
    /// Reads the list in `file`; `None` for lists of terms.
    fn read(
        &mut self,
        (path, file): (&str, &str),
        pack: u8,
        content: &str,
        fold: &FoldTable,
    ) -> Option<Result<(), PackError>> {
        Some(match file {
            "pack.toml" | "sources.toml" | "fold.tsv" | "foreign_letters.tsv" => Ok(()),
            "final_letters.tsv" => read_column(path, content, "letter").map(|letters| {
                self.final_letters
                    .extend(letters.iter().filter_map(|letter| character(letter)));
            }),
            "attached_conjunctions.tsv" => read_column(path, content, "term").map(|words| {
                self.attached_conjunctions
                    .extend(words.iter().map(|word| fold.fold(word)));
            }),
            "definite_articles.tsv" => read_column(path, content, "term").map(|words| {
                self.places
                    .articles
                    .extend(words.iter().map(|word| fold.fold(word)));
            }),
            "place_types.tsv" => read_pairs(path, content, ["term", "subtype"]).map(|pairs| {
                let folded = pairs
                    .into_iter()
                    .map(|(term, kind)| (fold.fold(&term), kind));
                self.places.types.extend(folded);
            }),
            "nisba_endings.tsv" => read_pairs(path, content, ["ending", "base"]).map(|pairs| {
                let folded = pairs
                    .iter()
                    .map(|(end, base)| (fold.fold(end), fold.fold(base)));
                self.places.nisba_endings.extend(folded);
            }),
            "romanization.tsv" => read_letters(path, content, &mut self.romanizer),
            "romanization_terms.tsv" => read_latin(path, content, |term, latin| {
                self.romanizer.add_term(fold.fold(term), latin, fold);
            }),
            "romanized_names.tsv" => {
                self.romanizer.reserve_words(content.lines().count());
                read_latin(path, content, |term, latin| {
                    self.romanizer.add_word(term, latin, fold);
                })
            }
            "future_verbs.tsv" => read_pairs(path, content, ["letters", "use"]).map(|pairs| {
                for (letters, opens) in pairs {
                    self.future_verbs.add(fold.fold(&letters), opens == "opens");
                }
            }),
            "clitics.tsv" => read_clitics(path, content, fold, &mut self.clitics),
            "plurals.tsv" => {
                let nouns = self.nouns.get_mut(usize::from(pack))?;
                numbers::read_plurals(path, content, fold, nouns)
            }
            "noun_endings.tsv" => {
                let nouns = self.nouns.get_mut(usize::from(pack))?;
                numbers::read_endings(path, content, fold, nouns)
            }
            "lexicon/person_names.tsv" => read_names(path, content, fold, &mut self.names),
            _ => return None,
        })
    }
}

/// Packs that write dates of the Persian calendar, one bit each.
fn jalali_packs(terms: &[Term]) -> u64 {
    let jalali = |class| {
        matches!(
            class,
            TermClass::Month {
                calendar: Calendar::Jalali,
                ..
            }
        )
    };
    terms
        .iter()
        .filter(|term| jalali(term.class))
        .fold(0, |packs, term| {
            packs | 1u64.checked_shl(term.pack.into()).unwrap_or(0)
        })
}

/// Packs whose time words say where they stand.
fn placed_packs(terms: &[Term]) -> PackSet {
    let placed = |class| matches!(class, TermClass::TimeWord { place: Some(_), .. });
    terms
        .iter()
        .filter(|term| placed(term.class))
        .fold(PackSet::NONE, |packs, term| packs.with(term.pack))
}

/// The codes of currencies by what several of them are called.
fn currencies(terms: &[Term]) -> Vec<(ShortName, ShortName)> {
    let mut currencies: Vec<_> = terms
        .iter()
        .filter_map(|term| match term.class {
            TermClass::Currency {
                code: Some(code),
                family,
                parts: 1,
                ..
            } => Some((family, code)),
            _ => None,
        })
        .collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
}

/// Turns a row of a list into what its term means.
type ClassReader = fn(&Row<'_>) -> Result<TermClass, PackError>;

fn class_reader(file: &str) -> Option<ClassReader> {
    Some(match file {
        "labels.tsv" => |row| {
            Ok(TermClass::Label {
                role: row.parse("role", label_role)?,
                form: row.parse("form", label_form)?,
            })
        },
        "months.tsv" => |row| {
            Ok(TermClass::Month {
                calendar: row.parse("calendar", calendar)?,
                number: row.parse("number", number(1, 12))?,
            })
        },
        "weekdays.tsv" => |row| Ok(TermClass::Weekday(row.parse("number", number(1, 7))?)),
        "day_parts.tsv" => |row| Ok(TermClass::DayPart(row.parse("part", day_part)?)),
        "eras.tsv" => |row| Ok(TermClass::Era(row.parse("era", era)?)),
        "time_units.tsv" => |row| {
            Ok(TermClass::TimeUnit {
                unit: row.parse("unit", time_unit)?,
                count: row.parse("count", number(0, 99))?,
            })
        },
        "relative.tsv" => |row| Ok(TermClass::Relative(row.parse("side", relative)?)),
        "zones.tsv" => |row| {
            Ok(TermClass::Zone(
                row.parse("minutes", |value| value.parse().ok())?,
            ))
        },
        "date_words.tsv" => |row| Ok(TermClass::DateWord(row.parse("role", date_word)?)),
        "numerals.tsv" => |row| {
            Ok(TermClass::Numeral(
                row.parse("value", |value| value.parse().ok())?,
            ))
        },
        "function_words.tsv" => |_| Ok(TermClass::FunctionWord),
        "abbreviations.tsv" => |_| Ok(TermClass::Abbreviation),
        "interview.tsv" => |row| {
            Ok(TermClass::InterviewTurn {
                question: row.parse("turn", |value| match value {
                    "question" => Some(true),
                    "answer" => Some(false),
                    _ => None,
                })?,
            })
        },
        _ => {
            return times::class_reader(file)
                .or_else(|| names::class_reader(file))
                .or_else(|| speech::class_reader(file))
                .or_else(|| numbers::class_reader(file));
        }
    })
}

fn read_terms(
    path: &str,
    content: &str,
    pack: u8,
    reader: ClassReader,
    terms: &mut Vec<Term>,
    errors: &mut Vec<PackError>,
) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["term"])?;
    for row in table.rows() {
        match row.need("term").and_then(|text| Ok((text, reader(&row)?))) {
            Ok((text, class)) => terms.push(Term {
                class,
                pack,
                text: text.to_owned(),
            }),
            Err(error) => errors.push(error),
        }
    }
    Ok(())
}

fn read_clitics(
    path: &str,
    content: &str,
    fold: &FoldTable,
    clitics: &mut Clitics,
) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["term", "kind", "restore"])?;
    for row in table.rows() {
        let restore = row.need("restore")?;
        clitics.add(Clitic {
            letters: fold.fold(row.need("term")?),
            kind: row.parse("kind", |value| {
                Some(match value {
                    "conjunction" => CliticKind::Conjunction,
                    "preposition" => CliticKind::Preposition,
                    "particle" => CliticKind::Particle,
                    "article" => CliticKind::Article,
                    _ => return None,
                })
            })?,
            restore: if restore == "-" {
                String::new()
            } else {
                fold.fold(restore)
            },
        });
    }
    Ok(())
}

/// The values of one column.
fn read_column(path: &str, content: &str, column: &'static str) -> Result<Vec<String>, PackError> {
    let table = Table::parse(path, content);
    table.require(&[column])?;
    table
        .rows()
        .map(|row| row.need(column).map(str::to_owned))
        .collect()
}

/// Two columns of a list; `-` in the second is nothing.
fn read_pairs(
    path: &str,
    content: &str,
    columns: [&'static str; 2],
) -> Result<Vec<(String, String)>, PackError> {
    let table = Table::parse(path, content);
    table.require(&columns)?;
    let [first, second] = columns;
    table
        .rows()
        .map(|row| {
            Ok((
                row.need(first)?.to_owned(),
                row.need(second)?.replace('-', ""),
            ))
        })
        .collect()
}

/// What stands for each definite article; an article without a value is not romanised.
fn read_articles(path: &str, content: &str, romanizer: &mut Romanizer) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["term"])?;
    for row in table.rows() {
        let latin = row.get("latin");
        if !latin.is_empty() {
            romanizer.add_article(row.need("term")?, latin);
        }
    }
    Ok(())
}

fn read_letters(path: &str, content: &str, romanizer: &mut Romanizer) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["letter", "before", "after", "latin"])?;
    for row in table.rows() {
        let letter = row.parse("letter", character)?;
        let before = row.parse("before", neighbours)?;
        let after = row.parse("after", neighbours)?;
        let latin = row.need("latin")?;
        romanizer.add_letter(
            (letter, &before, &after),
            if latin == "-" { "" } else { latin },
        );
    }
    Ok(())
}

fn read_latin(path: &str, content: &str, mut add: impl FnMut(&str, &str)) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["term", "latin"])?;
    for row in table.rows() {
        add(row.need("term")?, row.need("latin")?);
    }
    Ok(())
}

fn read_names(
    path: &str,
    content: &str,
    fold: &FoldTable,
    names: &mut NameSets,
) -> Result<(), PackError> {
    let table = Table::parse(path, content);
    table.require(&["word", "strength"])?;
    for row in table.rows() {
        let strength = row.parse("strength", number(0, 3))?;
        let word = row.need("word")?;
        match strength {
            0 => names.add_common(word),
            _ => names.add_person(&fold.fold(word), strength),
        }
    }
    Ok(())
}

/// The foldings of all packs together, from the lists of that name: text of one language stands on pages of another.
fn fold_table(files: &[(&str, &str)], list: &str, errors: &mut Vec<PackError>) -> FoldTable {
    let mut pairs = Vec::new();
    for &(path, content) in files.iter().filter(|(path, _)| path.ends_with(list)) {
        let table = Table::parse(path, content);
        if let Err(error) = table.require(&["from", "to"]) {
            errors.push(error);
            continue;
        }
        for row in table.rows() {
            let from = row.parse("from", character);
            let to = match row.get("to") {
                "-" => Ok(None),
                _ => row.parse("to", character).map(Some),
            };
            match (from, to) {
                (Ok(from), Ok(to)) => pairs.push((from, to)),
                (from, to) => errors.extend(from.err().into_iter().chain(to.err())),
            }
        }
    }
    FoldTable::new(&pairs)
}

/// A single character, or `U+0640`.
fn character(value: &str) -> Option<char> {
    if let Some(code) = value.strip_prefix("U+") {
        return u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    }
    let mut letters = value.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// Letters beside a letter, as many as are looked at; `-` is none.
fn neighbours(value: &str) -> Option<String> {
    let letters = if value == "-" { "" } else { value };
    (letters.chars().count() <= MAX_CONTEXT).then(|| letters.to_owned())
}

fn number(least: u8, most: u8) -> impl Fn(&str) -> Option<u8> {
    move |value| {
        value
            .parse()
            .ok()
            .filter(|number| (least..=most).contains(number))
    }
}

fn calendar(value: &str) -> Option<Calendar> {
    Some(match value {
        "gregorian" => Calendar::Gregorian,
        "hijri" => Calendar::Hijri,
        "jalali" => Calendar::Jalali,
        _ => return None,
    })
}

fn era(value: &str) -> Option<Era> {
    Some(match value {
        "gregorian" => Era::Gregorian,
        "hijri" => Era::Hijri,
        "jalali" => Era::Jalali,
        _ => return None,
    })
}

fn day_part(value: &str) -> Option<DayPart> {
    Some(match value {
        "am" => DayPart::Am,
        "pm" => DayPart::Pm,
        "noon" => DayPart::Noon,
        "midnight" => DayPart::Midnight,
        _ => return None,
    })
}

fn date_word(value: &str) -> Option<DateWord> {
    Some(match value {
        "ordinal" => DateWord::Ordinal,
        "of" => DateWord::Of,
        "at" => DateWord::At,
        "twin" => DateWord::Twin,
        "hour" => DateWord::Hour,
        "zone" => DateWord::ZoneLead,
        _ => return None,
    })
}

fn time_unit(value: &str) -> Option<TimeUnit> {
    Some(match value {
        "second" => TimeUnit::Second,
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "year" => TimeUnit::Year,
        "weekend" => TimeUnit::Weekend,
        "decade" => TimeUnit::Decade,
        "century" => TimeUnit::Century,
        _ => return None,
    })
}

/// `before`, `after`, `now`, or a number of days from the anchor.
fn relative(value: &str) -> Option<RelativeSide> {
    Some(match value {
        "before" => RelativeSide::AgoBefore,
        "after" => RelativeSide::AgoAfter,
        "now" => RelativeSide::Now,
        days => RelativeSide::Day(days.parse().ok()?),
    })
}

fn label_form(value: &str) -> Option<LabelForm> {
    Some(match value {
        "opens" => LabelForm::Opens,
        "colon" => LabelForm::Colon,
        "line" => LabelForm::Line,
        "anywhere" => LabelForm::Anywhere,
        _ => return None,
    })
}

fn label_role(value: &str) -> Option<LabelRole> {
    Some(match value {
        "date_published" => LabelRole::DatePublished,
        "date_modified" => LabelRole::DateModified,
        "author" => LabelRole::Author,
        "masthead_person" => LabelRole::MastheadPerson,
        "source" => LabelRole::Source,
        "keywords" => LabelRole::Keywords,
        "related" => LabelRole::Related,
        "read_more" => LabelRole::ReadMore,
        "share" => LabelRole::Share,
        "follow" => LabelRole::Follow,
        "caption" => LabelRole::Caption,
        "caption_credit" => LabelRole::CaptionCredit,
        "comments" => LabelRole::Comments,
        "copyright" => LabelRole::Copyright,
        "advertisement" => LabelRole::Advertisement,
        "navigation" => LabelRole::Navigation,
        "section" => LabelRole::Section,
        "summary" => LabelRole::Summary,
        "end_of_story" => LabelRole::EndOfStory,
        "news_code" => LabelRole::NewsCode,
        "statistics" => LabelRole::Statistics,
        "junk" => LabelRole::Junk,
        _ => return None,
    })
}
