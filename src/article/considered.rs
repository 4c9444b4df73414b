//! [`Considered`]: readings that were weighed against each other.

use crate::text::{Source, Span};

/// What a reading was to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The headline.
    Headline,
    /// The date of publication.
    DatePublished,
    /// The date of the last update.
    DateModified,
    /// The entry of the knowledge base that the entity of this number is.
    Entry(u32),
}

/// One reading that a stage weighed, taken or not. Where a value has none of these, nothing
/// stood against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// What it was to be.
    pub subject: Subject,
    /// What the value would have been.
    pub value: String,
    /// Where it was read.
    pub span: Span<Source>,
    /// The rule that read it; none where the knowledge base was asked.
    pub rule: Option<&'static str>,
    /// How good it is, the higher the better; to be compared within one subject only.
    pub score: f32,
    /// It became the value.
    pub taken: bool,
}

impl Considered {
    /// Readings of one subject that are kept.
    const MOST: usize = 4;

    /// The best of the readings of one subject, best first, the taken one before all; none when
    /// it was taken alone.
    pub fn best(mut readings: Vec<Self>) -> Vec<Self> {
        // Stable: of equals the first in the text stays first.
        readings.sort_by(|a, b| {
            let taken = b.taken.cmp(&a.taken);
            taken.then(b.score.total_cmp(&a.score))
        });
        readings.truncate(Self::MOST);
        let alone = readings.len() == 1 && readings.iter().all(|reading| reading.taken);
        if alone { Vec::new() } else { readings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(value: &str, score: f32, taken: bool) -> Considered {
        Considered {
            subject: Subject::Headline,
            value: value.to_owned(),
            span: Span::new(0, 1),
            rule: None,
            score,
            taken,
        }
    }

    #[test]
    fn the_taken_one_leads_and_few_follow() {
        let values = |readings: Vec<Considered>| -> String {
            Considered::best(readings)
                .into_iter()
                .map(|reading| reading.value)
                .collect()
        };
        assert_eq!(values(vec![reading("a", 1.0, true)]), "");
        assert_eq!(values(vec![reading("a", 1.0, false)]), "a");
        let all = vec![
            reading("a", 0.1, false),
            reading("b", 3.0, false),
            reading("c", 2.0, true),
            reading("d", 3.0, false),
            reading("e", 0.5, false),
        ];
        assert_eq!(values(all), "cbde");
    }
}
