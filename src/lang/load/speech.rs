//! Lists of reported speech.

use super::ClassReader;
use crate::lang::{
    Agreement, AttributionTakes, ClauseRole, MediumPart, SpeechForm, SpeechSense, SpeechVerb,
    TermClass,
};

/// How a row of the list in `file` is read; `None` for files of other kinds.
pub(super) fn class_reader(file: &str) -> Option<ClassReader> {
    Some(match file {
        "lexicon/speech_verbs.tsv" => |row| {
            Ok(TermClass::SpeechVerb(SpeechVerb {
                form: row.parse("form", SpeechForm::from_name)?,
                subject: row.parse("subject", agreement)?,
                sense: row.parse("sense", SpeechSense::from_name)?,
                hearer: row.parse("hearer", yes)?,
                preposition: row.parse("preposition", yes)?,
            }))
        },
        "lexicon/attribution.tsv" => |row| {
            Ok(TermClass::Attribution(
                row.parse("takes", AttributionTakes::from_name)?,
            ))
        },
        "lexicon/media_of_statement.tsv" => |row| {
            Ok(TermClass::StatementMedium(
                row.parse("part", MediumPart::from_name)?,
            ))
        },
        "lexicon/speaker_nouns.tsv" => {
            |row| Ok(TermClass::SpeakerNoun(row.parse("subject", agreement)?))
        }
        "lexicon/clause_words.tsv" => |row| {
            Ok(TermClass::ClauseWord {
                role: row.parse("role", ClauseRole::from_name)?,
                particle: row.parse("particle", |value| match value {
                    "attached" => Some(true),
                    "-" => Some(false),
                    _ => None,
                })?,
            })
        },
        _ => return None,
    })
}

/// `ms`, `fp` …; `-` is open.
#[allow(
    clippy::option_option,
    reason = "the outer one says whether the column can be read, as for every other column"
)]
fn agreement(value: &str) -> Option<Option<Agreement>> {
    match value {
        "-" => Some(None),
        name => Agreement::from_name(name).map(Some),
    }
}

fn yes(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "-" => Some(false),
        _ => None,
    }
}
