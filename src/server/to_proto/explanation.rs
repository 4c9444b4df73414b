//! How an article came about.

use super::{Writer, evidence};
use crate::article as domain;
use crate::server::pb;
use crate::server::telemetry::Lap;

impl Writer<'_> {
    /// The choices between readings, of one subject after the other.
    pub(super) fn explanation(&self, considered: Vec<domain::Considered>) -> pb::Explanation {
        let mut choices: Vec<(domain::Subject, pb::Choice)> = Vec::new();
        for reading in considered {
            let domain::Considered {
                subject,
                value,
                span,
                rule,
                score,
                taken,
            } = reading;
            let reading = pb::Reading {
                value,
                span: Some(self.span(span)),
                evidence: rule.map(|rule| evidence(domain::Evidence { rule })),
                score,
                taken,
            };
            match choices.last_mut() {
                Some((last, choice)) if *last == subject => choice.readings.push(reading),
                _ => {
                    let (field, entity_id) = field(subject);
                    let choice = pb::Choice {
                        field: field.to_owned(),
                        entity_id,
                        readings: vec![reading],
                    };
                    choices.push((subject, choice));
                }
            }
        }
        pb::Explanation {
            stages: Vec::new(),
            choices: choices.into_iter().map(|(_, choice)| choice).collect(),
        }
    }
}

/// The field that a subject fills, and whose it is.
fn field(subject: domain::Subject) -> (&'static str, Option<u32>) {
    match subject {
        domain::Subject::Headline => ("headline", None),
        domain::Subject::DatePublished => ("date_published", None),
        domain::Subject::DateModified => ("date_modified", None),
        domain::Subject::Entry(entity) => ("entities.knowledge_base_ids", Some(entity)),
    }
}

/// The runs of stages.
pub(super) fn stages(laps: &[Lap]) -> Vec<pb::StageRun> {
    laps.iter()
        .map(|lap| pb::StageRun {
            stage: lap.stage.name().to_owned(),
            microseconds: u64::try_from(lap.took.as_micros()).unwrap_or(u64::MAX),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::pipeline::Analyses;
    use crate::pipeline::watch::Stage;
    use crate::server::from_proto::Options;
    use crate::server::mask::Mask;
    use crate::server::to_proto::article;
    use crate::text::{OffsetEncoding, Span};

    const CONTENT: &str = "عين زوم";

    fn explained(explain: bool, mask: &[&str]) -> Option<pb::Explanation> {
        let reading = |subject, from, to, taken: bool| domain::Considered {
            subject,
            value: CONTENT.get(from..to).unwrap().to_owned(),
            span: Span::from_range(from..to),
            rule: taken.then_some("a/test"),
            score: 1.0,
            taken,
        };
        let paths: Vec<String> = mask.iter().map(|path| (*path).to_owned()).collect();
        let options = Options {
            encoding: OffsetEncoding::CodePoints,
            sentences: false,
            analyses: Analyses {
                explain,
                ..Analyses::default()
            },
            mask: Mask::new(&paths).unwrap(),
        };
        let weighed = domain::Article {
            considered: vec![
                reading(domain::Subject::Headline, 7, 13, true),
                reading(domain::Subject::Headline, 0, 6, false),
                reading(domain::Subject::Entry(3), 0, 6, false),
            ],
            ..domain::Article::default()
        };
        let lap = Lap {
            stage: Stage::CrossReferences,
            begun: Instant::now(),
            took: Duration::from_micros(12),
        };
        article(weighed, String::new(), CONTENT.into(), &options, &[lap]).explanation
    }

    #[test]
    fn readings_stand_by_their_subject() {
        let explanation = explained(true, &[]).unwrap();
        let choices: Vec<(&str, Option<u32>, usize)> = explanation
            .choices
            .iter()
            .map(|choice| {
                (
                    choice.field.as_str(),
                    choice.entity_id,
                    choice.readings.len(),
                )
            })
            .collect();
        assert_eq!(
            choices,
            [
                ("headline", None, 2),
                ("entities.knowledge_base_ids", Some(3), 1)
            ]
        );
        let taken = &explanation.choices[0].readings[0];
        assert!(taken.taken && taken.value == "زوم");
        assert_eq!(taken.span, Some(pb::Span { start: 4, end: 7 }));
        assert_eq!(taken.evidence.as_ref().unwrap().rule, "a/test");
        assert_eq!(explanation.choices[1].readings[0].evidence, None);
        assert_eq!(
            explanation.stages,
            [pb::StageRun {
                stage: "cross_references".to_owned(),
                microseconds: 12
            }]
        );
    }

    #[test]
    fn only_who_asks_is_told() {
        assert_eq!(explained(false, &[]), None);
        assert_eq!(explained(true, &["headline"]), None);
        let stages = explained(true, &["explanation.stages"]).unwrap();
        assert!(stages.choices.is_empty() && !stages.stages.is_empty());
    }
}
