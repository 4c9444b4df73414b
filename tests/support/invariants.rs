//! What holds of the answer to any text; for properties and for fuzzing.

#![allow(unreachable_pub, reason = "the fuzz targets show it on")]

use maqal::article::{Amount, Article, Block, Entity, ReferenceEnd};
use maqal::text::{NormalizedText, Source, Span};

/// The blocks cut the span into parts, in order.
pub fn assert_partition(span: Span<Source>, blocks: &[Block]) {
    let mut at = span.start();
    for block in blocks {
        assert_eq!(block.span.start(), at, "{blocks:#?}");
        assert!(!block.span.is_empty());
        at = block.span.end();
    }
    assert_eq!(at, span.end(), "{blocks:#?}");
}

/// All fields with a text and a span.
fn fields(article: &Article) -> Vec<(&str, Span<Source>)> {
    let authors = article.authors.iter().flat_map(|author| {
        [
            Some(&author.name),
            author.place.as_ref(),
            author.role.as_ref(),
        ]
    });
    let dateline = article
        .dateline
        .iter()
        .flat_map(|dateline| [Some(&dateline.place), dateline.agency.as_ref()]);
    let single = [
        &article.headline,
        &article.alternative_headline,
        &article.source,
        &article.section,
    ];
    let texts = single
        .into_iter()
        .map(Option::as_ref)
        .chain(authors)
        .chain(dateline)
        .flatten()
        .chain(&article.keywords)
        .chain(&article.related_headlines)
        .map(|field| (field.text.as_str(), field.span));
    let dates = [&article.date_published, &article.date_modified]
        .into_iter()
        .flatten()
        .map(|date| (date.text.as_str(), date.span));
    let paragraphs = article
        .paragraphs
        .iter()
        .map(|paragraph| (paragraph.text.as_str(), paragraph.span));
    let named = article.entities.iter().flat_map(|entity| {
        let mentions = entity.mentions.iter().map(|m| (m.text.as_str(), m.span));
        mentions.chain(
            entity
                .roles
                .iter()
                .map(|role| (role.text.as_str(), role.span)),
        )
    });
    let times = article
        .times
        .iter()
        .map(|time| (time.text.as_str(), time.span));
    let quantities = article.quantities.iter();
    let quantities = quantities.map(|quantity| (quantity.text.as_str(), quantity.span));
    let said = article.quotations.iter().flat_map(|quotation| {
        let speaker = quotation.speaker.iter().flat_map(|speaker| &speaker.words);
        let words = quotation
            .content
            .iter()
            .chain(&quotation.cue)
            .chain(speaker);
        words.chain(&quotation.medium)
    });
    let said = said.map(|words| (words.text.as_str(), words.span));
    texts
        .chain(dates)
        .chain(paragraphs)
        .chain(named)
        .chain(times)
        .chain(quantities)
        .chain(said)
        // What the markup alone states stands nowhere.
        .filter(|(_, span)| article.metadata.is_empty() || !span.is_empty())
        .collect()
}

/// What holds of the times, quantities, statements and references of an article, besides that
/// they lie in it.
pub fn assert_expressions(article: &Article) {
    let apart = |spans: Vec<Span<Source>>| {
        let pairs = spans.windows(2);
        pairs
            .into_iter()
            .all(|pair| pair[0].end() <= pair[1].start())
    };
    assert!(apart(article.times.iter().map(|time| time.span).collect()));
    assert!(apart(
        article.quantities.iter().map(|one| one.span).collect()
    ));
    for time in &article.times {
        assert!(!time.value.is_empty() && (0.0..=1.0).contains(&time.confidence));
        // A day and a moment of it compare as text.
        if let (Some(begin), Some(end)) = (&time.begin, &time.end) {
            assert!(begin < end, "{time:?}");
        }
    }
    for quantity in &article.quantities {
        match quantity.amount {
            Amount::Value(value) => assert!(value.is_finite()),
            Amount::Range {
                minimum, maximum, ..
            } => {
                assert!(minimum.is_some() || maximum.is_some(), "{quantity:?}");
                if let (Some(least), Some(most)) = (minimum, maximum) {
                    assert!(least <= most, "{quantity:?}");
                }
            }
        }
    }
    let entities = |id: u32| article.entities.iter().any(|entity| entity.id == id);
    for quotation in &article.quotations {
        assert!(!quotation.content.is_empty());
        assert!(quotation.content.is_sorted_by_key(|words| words.span));
        let speaker = quotation
            .speaker
            .as_ref()
            .and_then(|speaker| speaker.entity);
        assert!(speaker.is_none_or(entities), "{quotation:?}");
    }
    for reference in &article.cross_references {
        assert_ne!(reference.from, reference.to);
        for end in [&reference.from, &reference.to] {
            let there = match end {
                ReferenceEnd::Words(words) => !words.span.is_empty(),
                ReferenceEnd::Entity(id) => entities(*id),
                ReferenceEnd::RelatedHeadline(idx) => {
                    (*idx as usize) < article.related_headlines.len()
                }
                ReferenceEnd::EmbeddedArticle(idx) => {
                    (*idx as usize) < article.embedded_articles.len()
                }
                ReferenceEnd::KnowledgeBase { id, .. } => !id.is_empty(),
            };
            assert!(there, "{reference:?}");
        }
    }
    article
        .embedded_articles
        .iter()
        .for_each(assert_expressions);
}

/// The entities of `article` and of those inside it.
fn entities(article: &Article) -> Vec<&Entity> {
    let inside = article.embedded_articles.iter().flat_map(entities);
    article.entities.iter().chain(inside).collect()
}

/// What holds of the entities of a whole answer, besides that they lie in their articles.
pub fn assert_entities(answer: &Article) {
    let probability = |value: f32| {
        // What is no number lies in no range.
        assert!((0.0..=1.0).contains(&value), "{value}");
    };
    let mut all = entities(answer);
    for entity in &all {
        assert!(!entity.name.trim().is_empty(), "{entity:#?}");
        assert!(!entity.mentions.is_empty(), "{entity:#?}");
        assert!(entity.mentions.iter().all(|m| !m.span.is_empty()));
        assert!(entity.mentions.is_sorted_by_key(|m| m.span), "{entity:#?}");
        assert!(entity.roles.is_sorted_by_key(|r| r.span), "{entity:#?}");
        probability(entity.confidence);
        probability(entity.salience);
        entity
            .mentions
            .iter()
            .for_each(|m| probability(m.confidence));
        entity
            .knowledge_base_ids
            .iter()
            .for_each(|id| probability(id.confidence));
        for role in &entity.roles {
            probability(role.confidence);
            if let Some(id) = role.held_at {
                assert!(all.iter().any(|other| other.id == id), "{role:?}");
                assert_ne!(id, entity.id, "{role:?}");
            }
        }
    }
    // Where two begin at one place, any of them may come first.
    all.sort_by_key(|entity| (entity.mentions[0].span.start(), entity.id));
    let ids: Vec<u32> = all.iter().map(|entity| entity.id).collect();
    let counted: Vec<u32> = (1..).take(ids.len()).collect();
    assert_eq!(ids, counted);
}

/// The repaired text that was read from `span`.
fn shown(text: &NormalizedText, span: Span<Source>) -> String {
    let mut shown = String::new();
    for (offset, character) in text.as_str().char_indices() {
        let at = Span::from_range(offset..offset + character.len_utf8());
        let source = text.to_source(at);
        if span.start() <= source.start() && source.end() <= span.end() {
            shown.push(character);
        }
    }
    shown
}
/// What holds of an article of `raw`, whose repaired text is `text`.
pub fn assert_article(raw: &str, text: &NormalizedText, article: &Article) {
    let in_bounds = |span: Span<Source>| {
        assert!(
            raw.get(span.range()).is_some(),
            "{span:?} in {} bytes",
            raw.len()
        );
        assert!(
            article.span.contains(span),
            "{span:?} outside {:?}",
            article.span
        );
    };
    in_bounds(article.span);
    assert_partition(article.span, &article.blocks);
    for (field, span) in fields(article) {
        in_bounds(span);
        assert_eq!(field, shown(text, span), "{span:?} of {raw:?}");
    }
    for sentence in &article.sentences {
        in_bounds(sentence.span);
        let paragraph = &article.paragraphs[sentence.paragraph_idx];
        assert!(paragraph.span.contains(sentence.span));
    }
    for embedded in &article.embedded_articles {
        in_bounds(embedded.span);
        assert_article(raw, text, embedded);
    }
}
