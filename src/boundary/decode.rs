//! The most probable segmentation of a stretch: headlines, then body text or nothing.

use std::ops::Range;

use super::features::{Context, GapFeatures};
use super::model::{Gap, MAX_HEADLINE, N_GAPS};
use super::{BoundaryModel, Models};
use crate::pipeline::segment::Segmentation;

/// What stands behind the headlines of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Body text.
    Body,
    /// Nothing: headlines only.
    Nothing,
    /// Either.
    Unknown,
    /// Either, behind one headline at least: a label announced it.
    Announced,
}

/// A stretch taken apart; token ranges count from the start of the segmentation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Split {
    /// The headlines (or tags), in order.
    pub headlines: Vec<Range<usize>>,
    /// Where body text begins.
    pub body: Option<usize>,
    /// Probability of the cuts chosen, 0 to 1.
    pub confidence: f32,
}

/// Tokens of a stretch that are looked at; what follows belongs to its last part.
const MAX_STRETCH: usize = 160;
/// Log odds that body text begins at once, without any headline.
const NO_HEADLINE: f32 = -0.4;
/// What each further headline gains: gaps are judged one by one, too carefully in sum (tuned on
/// the development tenth).
const CUT: f32 = 1.5;

/// Takes the headlines fused in `tokens` apart, and finds where body text begins.
pub fn split(
    models: &Models,
    text: &str,
    seg: &Segmentation,
    tokens: Range<usize>,
    tail: Tail,
    context: Option<&Context>,
) -> Split {
    let start = tokens.start;
    let stretch = start..tokens.end.min(start + MAX_STRETCH);
    let more = tokens.end > stretch.end;
    let features = GapFeatures::new(text, seg, stretch, context, &models.cohesion);
    // Gaps already say how likely a cut is: the length may only tell usual from odd lengths,
    // or each further headline would pay the prior once more.
    let usual = (2..=MAX_HEADLINE)
        .map(|length| models.boundary.length_prior(length))
        .fold(f32::MIN, f32::max);
    let gain = |from: usize, _| if from > 0 { CUT - usual } else { -usual };
    let mut split = decode(&models.boundary, &features, start, tail, more, 2, gain);
    if split.headlines.is_empty() && split.body.is_none() && !tokens.is_empty() {
        // Too short or too long for the prior: one headline, as it stands.
        split.headlines.push(tokens);
    } else if let (Some(last), None, true) = (split.headlines.last_mut(), split.body, more) {
        last.end = tokens.end;
    }
    split
}

/// The best segmentation of the stretch that starts at token `start`, its segments at least
/// `least` tokens long. `bonus` scores a segment (from, to) beside its length.
#[allow(
    clippy::indexing_slicing,
    reason = "every index is at most n, every table has n + 1 entries"
)]
pub(super) fn decode(
    model: &BoundaryModel,
    features: &GapFeatures<'_>,
    start: usize,
    tail: Tail,
    more: bool,
    least: usize,
    bonus: impl Fn(usize, usize) -> f32,
) -> Split {
    let n = features.len();
    if n == 0 {
        return Split::default();
    }
    let gaps = gap_scores(model, features);
    // Sum of "nothing begins here" up to each token.
    let mut inside = vec![0.0_f32; n + 1];
    for at in 1..n {
        inside[at + 1] = inside[at] + gaps[at][Gap::Inside as usize];
    }
    let within = |from: usize, to: usize| {
        if to > from + 1 {
            inside[to] - inside[from + 1]
        } else {
            0.0
        }
    };
    // best[i]: score of the tokens before i as whole segments; from[i]: where the last one starts.
    let mut best = vec![f32::NEG_INFINITY; n + 1];
    let mut from = vec![0_usize; n + 1];
    best[0] = 0.0;
    for end in least..=n {
        for length in least..=MAX_HEADLINE.min(end) {
            let begin = end - length;
            let opens = if begin == 0 {
                0.0
            } else {
                gaps[begin][Gap::Headline as usize]
            };
            let score = best[begin]
                + opens
                + within(begin, end)
                + model.length_prior(length)
                + bonus(begin, end);
            if score > best[end] {
                best[end] = score;
                from[end] = begin;
            }
        }
    }
    let body = (0..n)
        .filter(|&at| best[at].is_finite())
        .map(|at| {
            let opens = if at == 0 && tail == Tail::Announced {
                f32::NEG_INFINITY
            } else if at == 0 {
                NO_HEADLINE
            } else {
                gaps[at][Gap::Body as usize]
            };
            (at, best[at] + opens + within(at, n))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let body = match tail {
        Tail::Nothing => None,
        Tail::Body => body,
        Tail::Unknown | Tail::Announced => body.filter(|&(_, score)| more || score > best[n]),
    };
    let mut headlines = Vec::new();
    let mut at = body.map_or(n, |(at, _)| at);
    while at > 0 && best[at].is_finite() {
        headlines.push(start + from[at]..start + at);
        at = from[at];
    }
    headlines.reverse();
    let mut confidence = 1.0_f32;
    for headline in headlines.iter().skip(1) {
        confidence *= gaps[headline.start - start][Gap::Headline as usize].exp();
    }
    if let Some((at, _)) = body.filter(|&(at, _)| at > 0) {
        confidence *= gaps[at][Gap::Body as usize].exp();
    }
    Split {
        headlines,
        body: body.map(|(at, _)| start + at),
        confidence,
    }
}

fn gap_scores(model: &BoundaryModel, features: &GapFeatures<'_>) -> Vec<[f32; N_GAPS]> {
    let mut buffer = Vec::with_capacity(40);
    (0..features.len())
        .map(|at| {
            features.write(at, &mut buffer);
            model.log_probabilities(&buffer)
        })
        .collect()
}
