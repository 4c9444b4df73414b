use super::assignment::best_assignment;
use super::gold::parse;
use super::metrics::{ChainScores, Clusters};

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-4, "{found}, not {expected}");
}

fn clusters(text: &str) -> Clusters<char> {
    text.split(' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.chars().collect())
        .collect()
}

fn scores(gold: &str, found: &str) -> ChainScores {
    let mut scores = ChainScores::default();
    scores.add(&clusters(gold), &clusters(found));
    scores
}

/// Gold, found, then precision and recall of MUC and of B³, by hand as in the papers.
const EXAMPLES: &[(&str, &str, [f64; 4])] = &[
    // Vilain et al. (1995): chains of A to D.
    ("abcd", "ab cd", [1.0, 2.0 / 3.0, 1.0, 0.5]),
    ("ab cd", "abcd", [2.0 / 3.0, 1.0, 0.5, 1.0]),
    // Bagga and Baldwin (1998): one chain of 5, two of 2 and 5; two answers that MUC cannot tell
    // apart.
    (
        "12345 67 89ABC",
        "12345 6789ABC",
        [0.9, 1.0, 16.0 / 21.0, 1.0],
    ),
    (
        "12345 67 89ABC",
        "1234589ABC 67",
        [0.9, 1.0, 7.0 / 12.0, 1.0],
    ),
    // Pradhan et al. (2014), Figure 1: mentions of the two sides differ.
    ("abc defg", "ab cd fghi", [0.4, 0.4, 0.5, 5.0 / 12.0]),
];

#[test]
fn chains_score_as_in_the_papers() {
    for (gold, found, expected) in EXAMPLES {
        let scores = scores(gold, found);
        let values = [
            scores.muc.precision.value(),
            scores.muc.recall.value(),
            scores.b_cubed.precision.value(),
            scores.b_cubed.recall.value(),
        ];
        for (value, expected) in values.into_iter().zip(*expected) {
            assert!((value - expected).abs() < 1e-4, "{gold}: {values:?}");
        }
    }
}

#[test]
fn clusters_are_paired_as_well_as_they_can_be() {
    // Pradhan et al. (2014), Figure 1: phi4 is 0.8 and 4/7·... of the pairs that fit best.
    let scores = scores("abc defg", "ab cd fghi");
    close(scores.ceaf_e.recall.value(), f64::midpoint(0.8, 0.5));
    close(scores.ceaf_e.precision.value(), (0.8 + 0.5) / 3.0);
    // Luo (2005), Figure 1: system (a) merges, system (d) splits nothing.
    let luo = |found: &str| {
        let scores = self::scores("12345 67 89ABC", found);
        scores.ceaf_e.f1()
    };
    close(luo("12345 67 89ABC"), 1.0);
    close(luo("12345 6789ABC"), 2.0 * (1.0 + 10.0 / 12.0) / 5.0);
    close(luo("123456789ABC"), 2.0 * (10.0 / 17.0) / 4.0);
}

#[test]
fn nothing_found_is_nothing_right() {
    let nothing = scores("ab c", "");
    close(nothing.conll(), 0.0);
    let same = scores("ab c", "c ab");
    close(same.conll(), 1.0);
    close(same.mentions.f1(), 1.0);
}

#[test]
fn the_best_pairing_is_found_whatever_the_order() {
    let worth = [[0.9, 0.8, 0.0], [0.8, 0.1, 0.0]];
    let at = |row: usize, column: usize| worth[row][column];
    close(best_assignment(2, 3, &at), 1.6);
    close(best_assignment(3, 2, &|row, column| at(column, row)), 1.6);
    close(best_assignment(0, 3, &|_, _| 1.0), 0.0);
    close(best_assignment(3, 0, &|_, _| 1.0), 0.0);
}

#[test]
fn lines_that_point_nowhere_are_refused() {
    let line = |chains: &str, keywords: &str| {
        format!(
            r#"{{"id": "a", "text": "abc", "chains": [{chains}], "keywords": [{keywords}], "related": [], "embedded": [], "source": null, "citations": [], "metonyms": [], "events": []}}"#
        )
    };
    let chain = r#"{"type": "PERSON", "ids": [], "aliases": [], "mentions": [{"start": 0, "end": 2, "kind": "NAME"}]}"#;
    assert!(parse(&line(chain, r#"{"start": 2, "end": 3, "chain": 0}"#)).is_ok());
    for (chains, keywords, word) in [
        (chain, r#"{"start": 2, "end": 4, "chain": 0}"#, "2 to 4"),
        (chain, r#"{"start": 2, "end": 2, "chain": 0}"#, "2 to 2"),
        (chain, r#"{"start": 2, "end": 3, "chain": 1}"#, "not there"),
        (chain, r#"{"start": 2, "end": 3}"#, "chain"),
        (r#"{"type": "MAN"}"#, "", "MAN"),
    ] {
        let reason = parse(&line(chains, keywords)).unwrap_err();
        assert!(reason.contains(word), "{reason}");
    }
}
