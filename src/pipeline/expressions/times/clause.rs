//! Which clauses look forward: «سيعقد», «من المقرر أن».

use crate::lang::{TermClass, TimeWord};
use crate::pipeline::tokens::{TokenView, Tokens};

/// Tokens that a verb reaches ahead.
const REACH: usize = 30;

/// Tokens at the front of a sentence that its first verb says of.
const FRONT: usize = 3;

/// Where clauses turn, in one zone: token, and whether what follows looks forward.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Clauses {
    turns: Vec<(usize, bool)>,
    /// Where a clause begins whose first turn says it of what stands at its front too.
    front: Option<usize>,
}

impl Clauses {
    pub(super) fn new(view: &TokenView<'_>, zone: &Tokens) -> Self {
        let turns: Vec<(usize, bool)> = zone
            .clone()
            .filter(|&idx| view.is_word(idx))
            .filter_map(|idx| turn(view, idx).map(|forward| (idx, forward)))
            .collect();
        let placed = |idx: usize| {
            view.terms_at(idx)
                .any(|(_, term)| view.is_placed(term.pack))
        };
        let front = turns
            .first()
            .and_then(|&(idx, _)| (idx - zone.start <= REACH && placed(idx)).then_some(zone.start));
        Self { turns, front }
    }

    /// Whether the clause around token `idx` looks forward.
    pub(super) fn looks_forward(&self, idx: usize) -> bool {
        let at = self.turns.partition_point(|&(turn, _)| turn <= idx);
        // «On Monday the council will …»: what stands first belongs to the verb behind it.
        if let (0, Some(front)) = (at, self.front) {
            return idx <= front + FRONT && self.turns.first().is_some_and(|&(_, forward)| forward);
        }
        at.checked_sub(1)
            .and_then(|at| self.turns.get(at))
            .is_some_and(|&(turn, forward)| forward && idx - turn <= REACH)
    }
}

/// Whether a word says where its clause looks: verbs of saying look back.
fn turn(view: &TokenView<'_>, idx: usize) -> Option<bool> {
    let folded = view.folded(idx);
    if view.packs.future_verbs.contains(folded) {
        return Some(true);
    }
    let class = |class| match class {
        TermClass::TimeWord {
            word: TimeWord::Forward,
            ..
        } => Some(true),
        TermClass::ReportVerb => Some(false),
        _ => None,
    };
    let whole = view
        .terms_at(idx)
        .filter(|(found, _)| found.at_start)
        .find_map(|(_, term)| class(term.class));
    if whole.is_some() {
        return whole;
    }
    // Behind a conjunction: «وسيعقد», «وأعلن».
    let mut rest = None;
    for conjunction in &view.packs.attached_conjunctions {
        rest = rest.or_else(|| folded.strip_prefix(conjunction.as_str()));
    }
    view.packs
        .future_verbs
        .contains(rest?)
        .then_some(true)
        .or_else(|| view.term(idx, class).map(|(forward, _)| forward))
}
