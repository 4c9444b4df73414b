//! Lists of names, of the words beside them, and of the words of pages (`lexicon/`).

use super::{ClassReader, number};
use crate::article::{EntityType, Subtype, Tenure};
use crate::lang::{Dealing, ReferenceWord, ShortName, TermClass};

/// How a row of the list in `file` is read; `None` for files of other kinds.
pub(super) fn class_reader(file: &str) -> Option<ClassReader> {
    Some(match file {
        "lexicon/agencies.tsv" => |_| Ok(TermClass::Agency),
        "lexicon/outlets.tsv" => |_| Ok(TermClass::Outlet),
        "lexicon/outlet_heads.tsv" => |_| Ok(TermClass::OutletHead),
        "lexicon/place_heads.tsv" => |_| Ok(TermClass::PlaceHead),
        "lexicon/places.tsv" => |_| Ok(TermClass::Place),
        "lexicon/entity_heads.tsv" => |row| {
            Ok(TermClass::EntityHead {
                entity_type: row.parse("type", EntityType::from_name)?,
                subtype: row.parse("subtype", Subtype::from_name)?,
            })
        },
        "lexicon/known_names.tsv" => |row| {
            Ok(TermClass::KnownName {
                entity_type: row.parse("type", EntityType::from_name)?,
                subtype: row.parse("subtype", Subtype::from_name)?,
            })
        },
        "lexicon/offices.tsv" => {
            |row| Ok(TermClass::Office(row.parse("subtype", Subtype::from_name)?))
        }
        "lexicon/offices_of_several.tsv" => |row| {
            Ok(TermClass::OfficeOfSeveral(
                row.parse("subtype", Subtype::from_name)?,
            ))
        },
        "lexicon/tenures.tsv" => |row| Ok(TermClass::Tenure(row.parse("tenure", tenure)?)),
        "lexicon/nationalities.tsv" => |row| {
            Ok(TermClass::Nationality {
                country: row.parse("country", country)?,
                people: row.parse("form", |value| match value {
                    "adjective" => Some(false),
                    "people" => Some(true),
                    _ => None,
                })?,
            })
        },
        "lexicon/groups.tsv" => |row| {
            Ok(TermClass::Group {
                subtype: row.parse("subtype", Subtype::from_name)?,
                country: row.parse("country", country)?,
            })
        },
        "lexicon/clause_pronouns.tsv" => |row| {
            Ok(TermClass::ClausePronoun {
                letters: row.parse("letters", number(1, 9))?,
                feminine: row.parse("gender", |value| match value {
                    "masculine" => Some(false),
                    "feminine" => Some(true),
                    _ => None,
                })?,
            })
        },
        "lexicon/reference_words.tsv" => {
            |row| Ok(TermClass::ReferenceWord(row.parse("role", reference_word)?))
        }
        "lexicon/capitals.tsv" => |row| {
            Ok(TermClass::Capital(
                row.parse("country", |value| country(value)?)?,
            ))
        },
        "lexicon/seats.tsv" => |row| Ok(TermClass::Seat(row.parse("id", ShortName::new)?)),
        "lexicon/dealings.tsv" => |row| Ok(TermClass::Dealing(row.parse("role", dealing)?)),
        "lexicon/event_nouns.tsv" => |_| Ok(TermClass::EventNoun),
        "lexicon/body_fields.tsv" => |_| Ok(TermClass::BodyField),
        "lexicon/honorifics.tsv" => |_| Ok(TermClass::Honorific),
        "lexicon/byline_roles.tsv" => |_| Ok(TermClass::BylineRole),
        "lexicon/byline_markers.tsv" => |_| Ok(TermClass::BylineMarker),
        "lexicon/name_particles.tsv" => |_| Ok(TermClass::NameParticle),
        "lexicon/sections.tsv" => |_| Ok(TermClass::Section),
        "lexicon/share_services.tsv" => |_| Ok(TermClass::ShareService),
        "lexicon/report_verbs.tsv" => |_| Ok(TermClass::ReportVerb),
        "lexicon/conjunctions.tsv" => |_| Ok(TermClass::Conjunction),
        "lexicon/from_words.tsv" => |_| Ok(TermClass::FromPlace),
        _ => return None,
    })
}

fn reference_word(value: &str) -> Option<ReferenceWord> {
    Some(match value {
        "clause" => ReferenceWord::Clause,
        "alias" => ReferenceWord::Alias,
        "citing" => ReferenceWord::Citing,
        "cited" => ReferenceWord::Cited,
        "quoting" => ReferenceWord::Quoting,
        _ => return None,
    })
}

fn dealing(value: &str) -> Option<Dealing> {
    Some(match value {
        "shared" => Dealing::Shared,
        "own" => Dealing::Own,
        "verb" => Dealing::Verb,
        "preposition" => Dealing::Preposition,
        "adjective" => Dealing::Adjective,
        "place_verb" => Dealing::PlaceVerb,
        _ => return None,
    })
}

fn tenure(value: &str) -> Option<Tenure> {
    Some(match value {
        "former" => Tenure::Former,
        "acting" => Tenure::Acting,
        "deputy" => Tenure::Deputy,
        "designate" => Tenure::Designate,
        _ => return None,
    })
}

/// An ISO 3166-1 alpha-2 code; `-` is none.
#[allow(
    clippy::option_option,
    reason = "the outer one says whether the column can be read, as for every other column"
)]
fn country(value: &str) -> Option<Option<[u8; 2]>> {
    match value.as_bytes() {
        b"-" => Some(None),
        &[first, second] if value.chars().all(|letter| letter.is_ascii_uppercase()) => {
            Some(Some([first, second]))
        }
        _ => None,
    }
}
