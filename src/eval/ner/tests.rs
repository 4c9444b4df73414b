use super::*;
use crate::eval::conll::{self, WORD_TAG};

/// `a B-PER | B-PERS` on each line: word, marked tag, found tag.
fn sentence(text: &str, types: &TypeMap) -> Sentence {
    let side = |column: usize| -> Vec<conll::TaggedSentence> {
        let lines = text.lines().map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            format!("{} {}\n", fields[0], fields[column])
        });
        conll::parse(&lines.collect::<String>(), WORD_TAG)
    };
    let (gold, found) = (side(1).remove(0), side(2).remove(0));
    let names = TypeMap::default().gold(&found.tags).unwrap().names;
    Sentence {
        gold: types.gold(&gold.tags).unwrap(),
        words: gold.words,
        found: names
            .into_iter()
            .map(|name| Found {
                name,
                confidence: 0.75,
            })
            .collect(),
    }
}

fn scores(text: &str) -> Scores {
    let mut types = TypeMap::default();
    types.set("DATE", None);
    Scores::new(&[sentence(text, &types)], None)
}

/// (right, found, gold) of all types and of the boundaries, and the mistakes.
type Row = ([usize; 3], [usize; 3], &'static [(ErrorKind, &'static str)]);

fn row(scores: &Scores) -> ([usize; 3], [usize; 3], Vec<(ErrorKind, String)>) {
    let counts = |tally: Tally| [tally.right, tally.found, tally.gold];
    let mistakes = scores.mistakes.iter().flat_map(|(kind, mistakes)| {
        mistakes.iter().flat_map(|(mistake, count)| {
            std::iter::repeat_n(
                (*kind, format!("{} > {}", mistake.gold, mistake.found)),
                *count,
            )
        })
    });
    (
        counts(scores.micro),
        counts(scores.boundary),
        mistakes.collect(),
    )
}

/// What is tried, its words and tags, what comes of it.
const TABLE: &[(&str, &str, Row)] = &[
    (
        "exact",
        "a B-PER B-PERS\nb I-PER I-PERS\nc O O",
        ([1, 1, 1], [1, 1, 1], &[]),
    ),
    (
        "nothing marked, nothing found",
        "a O O",
        ([0, 0, 0], [0, 0, 0], &[]),
    ),
    (
        "another type",
        "a B-GPE B-ORG",
        ([0, 1, 1], [1, 1, 1], &[(ErrorKind::Type, "LOC a > ORG a")]),
    ),
    (
        "too short, and two names side by side",
        "a B-ORG B-ORG\nb I-ORG O\nc B-ORG B-ORG",
        (
            [1, 2, 2],
            [1, 2, 2],
            &[(ErrorKind::Short, "ORG a b > ORG a")],
        ),
    ),
    (
        "too long, with another type",
        "a O B-LOC\nb B-ORG I-LOC",
        (
            [0, 1, 1],
            [0, 1, 1],
            &[(ErrorKind::Long, "ORG b > LOC a b")],
        ),
    ),
    (
        "missed and spurious",
        "a B-MIS O\nb O O\nc O B-PERS",
        (
            [0, 1, 1],
            [0, 1, 1],
            &[
                (ErrorKind::Missed, "MISC a > "),
                (ErrorKind::Spurious, " > PERS c"),
            ],
        ),
    ),
    (
        "split",
        "a B-ORG B-ORG\nb I-ORG O\nc I-ORG B-LOC",
        (
            [0, 2, 1],
            [0, 2, 1],
            &[(ErrorKind::Split, "ORG a b c > ORG a + LOC c")],
        ),
    ),
    (
        "merged",
        "a B-PER B-PERS\nb B-PER I-PERS",
        (
            [0, 1, 2],
            [0, 1, 2],
            &[(ErrorKind::Merged, "PERS a + PERS b > PERS a b")],
        ),
    ),
    (
        "crossing",
        "a B-PER O\nb I-PER B-PERS\nc O I-PERS",
        (
            [0, 1, 1],
            [0, 1, 1],
            &[(ErrorKind::Crossing, "PERS a b > PERS b c")],
        ),
    ),
    (
        "IOB1: inside tags open names",
        "a I-PER B-PERS\nb I-PER I-PERS\nc B-PER B-PERS\nd I-LOC B-LOC",
        ([3, 3, 3], [3, 3, 3], &[]),
    ),
    (
        "found on dropped words only, and on others too",
        "a B-DATE B-ORG\nb I-DATE O\nc ? B-LOC\nd B-ORG I-LOC\ne O O\nf B-DATE O",
        (
            [0, 1, 1],
            [0, 1, 1],
            &[(ErrorKind::Long, "ORG d > LOC c d")],
        ),
    ),
    (
        "a dropped word makes what stands beside it no less spurious",
        "a B-DATE O\nb O B-ORG",
        ([0, 1, 0], [0, 1, 0], &[(ErrorKind::Spurious, " > ORG b")]),
    ),
];

#[test]
fn names_are_counted_as_conlleval_counts_them() {
    for (what, text, (micro, boundary, mistakes)) in TABLE {
        let expected = (
            *micro,
            *boundary,
            mistakes
                .iter()
                .map(|(kind, text)| (*kind, (*text).to_owned()))
                .collect(),
        );
        assert_eq!(row(&scores(text)), expected, "{what}");
    }
}

#[test]
fn what_stands_on_the_same_words_is_a_table() {
    let scores = scores("a B-PER B-PERS\nb B-LOC B-ORG\nc B-LOC O\nd O B-MISC\ne B-DATE B-LOC");
    let (pers, loc) = (Some(NameType::Pers), Some(NameType::Loc));
    let (org, misc) = (Some(NameType::Org), Some(NameType::Misc));
    let expected = [
        ((None, misc), 1),
        ((pers, pers), 1),
        ((loc, None), 1),
        ((loc, org), 1),
    ];
    assert_eq!(scores.confusion, BTreeMap::from(expected));
    assert_eq!(scores.unscored, 1);
    let loc = scores.types[&NameType::Loc];
    assert_eq!((loc.right, loc.found, loc.gold), (0, 0, 2));
    assert!(loc.f1().abs() < 1e-12, "nothing of nothing is 0");
    let text = scores.to_text(Extent::default());
    assert!(
        text.contains("LOC               0        0        1        0        1\n"),
        "{text}"
    );
}

#[test]
fn shares_are_those_of_the_counts() {
    let tally = Tally {
        right: 3,
        found: 4,
        gold: 6,
    };
    assert!((tally.precision() - 0.75).abs() < 1e-12);
    assert!((tally.recall() - 0.5).abs() < 1e-12);
    assert!((tally.f1() - 0.6).abs() < 1e-12);
}

#[test]
fn a_type_that_nothing_maps_is_named() {
    let tags = ["B-PER".to_owned(), "B-EVENT".to_owned()];
    let mut types = TypeMap::default();
    assert_eq!(types.gold(&tags), Err("EVENT".to_owned()));
    types.set("EVENT", Some(NameType::Misc));
    let kinds: Vec<NameType> = types
        .gold(&tags)
        .unwrap()
        .names
        .iter()
        .map(|name| name.kind)
        .collect();
    assert_eq!(kinds, [NameType::Pers, NameType::Misc]);
}

#[test]
fn names_that_training_never_showed_are_counted_apart() {
    let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
    let tags: Vec<String> = ["B-PER", "O", "O"].map(str::to_owned).into();
    let mut seen = Seen::default();
    seen.add(&words, &tags);
    let text = "a B-PER B-PERS\nx O O\nb B-LOC B-LOC\nx O O\ny B-LOC B-ORG\nz O B-LOC";
    let scores = Scores::new(&[sentence(text, &TypeMap::default())], Some(&seen));
    let counts = |tally: Tally| [tally.right, tally.found, tally.gold];
    assert_eq!(counts(scores.micro), [2, 4, 3]);
    assert_eq!(counts(scores.unseen_names), [1, 3, 2], "b is only a word");
    assert_eq!(counts(scores.unseen_words), [0, 2, 1]);
}

#[test]
fn bins_hold_as_many_each_and_say_how_far_confidence_is_off() {
    let mut reliability = Reliability::default();
    assert!(reliability.bins().is_empty());
    assert!(reliability.error().abs() < 1e-12);
    for idx in 0..20_u8 {
        // Half of the sure ones are right, all of the unsure ones.
        let confidence = if idx < 10 { 0.5 } else { 1.0 };
        reliability.add(confidence, idx < 10 || idx % 2 == 0);
    }
    let bins = reliability.bins();
    assert_eq!(bins.len(), 10);
    assert!(bins.iter().all(|bin| bin.count == 2));
    assert!((reliability.error() - 0.5).abs() < 1e-9);
    let mut few = Reliability::default();
    few.add(0.9, true);
    assert_eq!(few.bins().len(), 1);
}
