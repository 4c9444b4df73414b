//! What each language learns names from: corpora, the tags that are taken from them, and the
//! heads that are shipped.

use crate::eval::conll::{Columns, WORD_TAG};

/// The corpora of a language.
#[derive(Debug)]
pub(super) struct Course {
    /// BCP 47 tags of the languages whose text is read with the tagger.
    pub(super) languages: &'static [&'static str],
    /// In order, those of one head together; the head whose types are asked for first.
    pub(super) sources: &'static [Source],
    /// The heads that are shipped: the first ones.
    pub(super) shipped: &'static [&'static str],
}

/// Where a corpus stands and how it is read.
#[derive(Debug)]
pub(super) struct Source {
    /// What the head that learns from it is called.
    pub(super) name: &'static str,
    /// Below the folder of labelled corpora.
    pub(super) path: &'static str,
    /// Where words and tags stand.
    pub(super) columns: Columns,
    /// The type that a tag stands for, `O` for none; all tags as they are when empty.
    pub(super) map: &'static [(&'static str, &'static str)],
    /// What is learned from it.
    pub(super) teaches: Teaches,
    /// What is kept out of training and scored.
    pub(super) held_out: HeldOut,
}

/// What is kept out of training and scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeldOut {
    /// Nothing.
    Nothing,
    /// The share that is asked for, at the end.
    Tail,
    /// All of it: the corpus has a part for this.
    Whole,
}

/// What is learned from a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Teaches {
    /// Where names stand, and their types. A tag that `map` lacks may be anything.
    Names,
    /// Kinds of given names. A tag that `map` lacks is of no known kind.
    Kinds,
    /// Where names of the types in `map` stand. All other tags are outside.
    Only,
}

/// Of the fine tags of `NewsFANE`, those that are too rare to be learned alone.
const FINE: &[(&str, &str)] = &[
    ("Airport", "airport"),
    ("Artist", "artist"),
    ("Athlete", "athlete"),
    ("Book", "book"),
    ("Building-Grounds", "building"),
    ("Businessperson", "businessperson"),
    ("Commercial", "company"),
    ("Continent", "continent"),
    ("County-or-District", "region"),
    ("Educational", "educational"),
    ("Engineer", "scientist"),
    ("Entertainment", "company"),
    ("GPE-Cluster", "country_group"),
    ("Government", "government"),
    ("Group", "ethnic"),
    ("Land", "vehicle"),
    ("Air", "vehicle"),
    ("Water", "vehicle"),
    ("Hardware", "software"),
    ("Software", "software"),
    ("Land-Region-Natural", "natural"),
    ("Lawyer", "lawyer"),
    ("Media", "media"),
    ("Medical-Science", "medical"),
    ("Movie", "film"),
    ("Nation", "country"),
    ("Non-Governmental", "non_governmental"),
    ("Other_PER", "person"),
    ("Path", "path"),
    ("Plant", "building"),
    ("Police", "police"),
    ("Politician", "politician"),
    ("Population-Center", "city"),
    ("Projectile", "weapon"),
    ("Shooting", "weapon"),
    ("Religious_ORG", "non_governmental"),
    ("Religious_PER", "religious"),
    ("Scientist", "scientist"),
    ("Sports", "sports"),
    ("State-or-Province", "region"),
    ("Subarea-Facility", "building"),
    ("Water-Body", "water"),
];

const ARABIC: &[Source] = &[
    Source {
        name: "names",
        path: "anercorp/train.txt",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
        held_out: HeldOut::Tail,
    },
    Source {
        name: "subtypes",
        path: "newsfane/anercorp_train_with_newsfane.tsv",
        columns: Columns { word: 0, tag: 2 },
        map: FINE,
        teaches: Teaches::Kinds,
        held_out: HeldOut::Tail,
    },
    Source {
        name: "groups",
        path: "newsfane/anercorp_train_with_newsfane.tsv",
        columns: Columns { word: 0, tag: 2 },
        map: &[("Group", "GROUP")],
        teaches: Teaches::Only,
        held_out: HeldOut::Tail,
    },
    Source {
        name: "wikipedia",
        path: "aqmar/train.txt",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
        held_out: HeldOut::Nothing,
    },
    Source {
        name: "conversation",
        path: "wojood_sample/wojood_train.txt",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
        held_out: HeldOut::Nothing,
    },
];

const COLUMNS_OF_EWT: Columns = Columns { word: 1, tag: 2 };
/// The tag for other names is to be ignored, as the corpus says.
const TAGS_OF_EWT: &[(&str, &str)] = &[("PER", "PERS"), ("LOC", "LOC"), ("ORG", "ORG"), ("O", "O")];

const ENGLISH: &[Source] = &[
    Source {
        name: "names",
        path: "english/en_ewt-ud-train.iob2",
        columns: COLUMNS_OF_EWT,
        map: TAGS_OF_EWT,
        teaches: Teaches::Names,
        held_out: HeldOut::Nothing,
    },
    Source {
        name: "names",
        path: "english/en_ewt-ud-dev.iob2",
        columns: COLUMNS_OF_EWT,
        map: TAGS_OF_EWT,
        teaches: Teaches::Names,
        held_out: HeldOut::Whole,
    },
    Source {
        name: "names",
        path: "english/wikigold.conll.txt",
        columns: WORD_TAG,
        map: &[
            ("PER", "PERS"),
            ("LOC", "LOC"),
            ("ORG", "ORG"),
            ("MISC", "MISC"),
        ],
        teaches: Teaches::Names,
        held_out: HeldOut::Tail,
    },
    // Marks pronouns and common nouns too.
    Source {
        name: "conflict",
        path: "english/re3d-train.conll",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
        held_out: HeldOut::Nothing,
    },
];

/// Events are names of their own, political groups organisations.
const NAMES_OF_PARSTWINER: &[(&str, &str)] = &[
    ("PER", "PERS"),
    ("LOC", "LOC"),
    ("ORG", "ORG"),
    ("POG", "ORG"),
    ("EVE", "EVENT"),
    ("NAT", "O"),
];
const PEOPLES_OF_PARSTWINER: &[(&str, &str)] = &[("NAT", "GROUP")];

const PERSIAN: &[Source] = &[
    Source {
        name: "names",
        path: "persian/train.txt",
        columns: WORD_TAG,
        map: NAMES_OF_PARSTWINER,
        teaches: Teaches::Names,
        held_out: HeldOut::Nothing,
    },
    Source {
        name: "names",
        path: "persian/dev.txt",
        columns: WORD_TAG,
        map: NAMES_OF_PARSTWINER,
        teaches: Teaches::Names,
        held_out: HeldOut::Whole,
    },
    Source {
        name: "groups",
        path: "persian/train.txt",
        columns: WORD_TAG,
        map: PEOPLES_OF_PARSTWINER,
        teaches: Teaches::Only,
        held_out: HeldOut::Nothing,
    },
    Source {
        name: "groups",
        path: "persian/dev.txt",
        columns: WORD_TAG,
        map: PEOPLES_OF_PARSTWINER,
        teaches: Teaches::Only,
        held_out: HeldOut::Whole,
    },
];

/// The course of Arabic, whose encoder learns from plain news too.
pub(super) const WITH_NEWS: Course = Course {
    languages: &["ar"],
    sources: ARABIC,
    shipped: &["names", "subtypes", "groups"],
};

/// The courses of languages that have labelled corpora alone.
const LABELLED_ONLY: &[Course] = &[
    Course {
        languages: &["en"],
        sources: ENGLISH,
        shipped: &["names"],
    },
    Course {
        languages: &["fa"],
        sources: PERSIAN,
        shipped: &["names", "groups"],
    },
];

/// The course of a language that has labelled corpora alone.
pub(super) fn labelled_only(language: &str) -> Option<&'static Course> {
    LABELLED_ONLY
        .iter()
        .find(|course| course.languages.contains(&language))
}
