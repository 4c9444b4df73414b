//! Pronouns whose antecedent is certain: «قال الوزير إنه», «أكدت الوزارة أنها».
//!
//! A verb of saying, its subject right behind it, and then the word that opens what was said,
//! with a pronoun that agrees with the verb. What stands further away could be somebody else.

use super::mentioned::{Mentioned, can_speak, is_feminine_verb, is_report_verb};
use crate::article::{Article, Evidence, Mention, MentionKind};
use crate::lang::TermClass;
use crate::pipeline::tokens::TokenView;
use crate::text::Span;

/// Confidence of such a pronoun, and of one behind another clause.
const FIRST: f32 = 0.9;
const LATER: f32 = 0.7;

/// A verb of saying and who says.
#[derive(Debug, Clone, Copy)]
struct Saying {
    entity: usize,
    feminine: bool,
    clauses: u32,
}

/// Adds the mentions by pronouns to the entities of `article`.
pub(super) fn add(view: &TokenView<'_>, article: &mut Article) {
    let mentioned = Mentioned::new(view, article);
    let mut found = Vec::new();
    for sentence in &article.sentences {
        if view.stops() {
            return;
        }
        let mut saying: Option<Saying> = None;
        let tokens = view.tokens_of(sentence.span);
        let mut idx = tokens.start;
        while idx < tokens.end {
            // A name can look like a verb: سامر.
            if let Some(place) = mentioned.at(idx) {
                idx = place.end.max(idx + 1);
                continue;
            }
            if is_report_verb(view, idx) {
                saying = subject(view, article, &mentioned, idx + 1).map(|entity| Saying {
                    entity,
                    feminine: is_feminine_verb(view, idx),
                    clauses: 0,
                });
            } else if let Some(saying) = &mut saying {
                found.extend(pronoun(view, idx, saying));
            }
            idx += 1;
        }
    }
    super::add_mentions(article, found);
}

/// The pronoun at the end of token `idx`, when it can be who speaks.
fn pronoun(view: &TokenView<'_>, idx: usize, saying: &mut Saying) -> Option<(usize, Mention)> {
    let Some((letters, feminine)) = clause_pronoun(view, idx) else {
        saying.clauses += u32::from(is_clause(view, idx));
        return None;
    };
    saying.clauses += 1;
    let mention = mention(view, idx, letters, saying.clauses - 1)?;
    (feminine == saying.feminine).then_some((saying.entity, mention))
}

/// Who stands right behind a verb, a mark aside.
fn subject(
    view: &TokenView<'_>,
    article: &Article,
    mentioned: &Mentioned,
    idx: usize,
) -> Option<usize> {
    let first = if view.has_letters(idx) { idx } else { idx + 1 };
    let place = mentioned.at(first)?;
    let entity = article.entities.get(place.entity)?;
    can_speak(entity.entity_type).then_some(place.entity)
}

/// The letters and the gender of the pronoun at the end of a token that opens a clause.
fn clause_pronoun(view: &TokenView<'_>, idx: usize) -> Option<(usize, bool)> {
    let (pronoun, end) = view.term(idx, |class| match class {
        TermClass::ClausePronoun { letters, feminine } => Some((usize::from(letters), feminine)),
        _ => None,
    })?;
    (end == idx + 1).then_some(pronoun)
}

fn is_clause(view: &TokenView<'_>, idx: usize) -> bool {
    super::reference_word(view, idx) == Some(crate::lang::ReferenceWord::Clause)
}

fn mention(view: &TokenView<'_>, idx: usize, letters: usize, clauses: u32) -> Option<Mention> {
    let token = view.token(idx)?;
    let shown = view.shown(idx);
    let bytes: usize = shown.chars().rev().take(letters).map(char::len_utf8).sum();
    let end = token.span.end();
    let span = Span::new(end.saturating_sub(u32::try_from(bytes).ok()?), end);
    Some(Mention {
        text: span.slice(view.text.as_str()).to_owned(),
        span: view.text.to_source(span),
        kind: MentionKind::Pronoun,
        confidence: if clauses == 0 { FIRST } else { LATER },
        evidence: Evidence {
            rule: "references/pronoun",
        },
    })
}
