//! What holds for any text: nothing lost, everything in its place, the same answer twice.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

#[path = "support/invariants.rs"]
mod support;

use maqal::article::{Article, Subject};
use maqal::pipeline::normalize::normalize;
use maqal::pipeline::segment::{TokenKind, segment, sentences};
use maqal::pipeline::{Analyses, Hints, Pipeline};
use maqal::text::{NormalizedText, OffsetEncoding, PositionIndex, Span};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::{assert_article, assert_entities, assert_expressions, assert_partition};
use unicode_segmentation::UnicodeSegmentation;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// What fused, damaged and odd pages are made of; all of it our own words.
const PIECES: &[&str] = &[
    "وصل الوفد إلى المدينة",
    "قال الوزير",
    "العراق",
    "تاريخ النشر:",
    "المصدر:",
    "كتب:",
    "اقرأ أيضا",
    "إقرأ أيضاً:",
    "أخبار ذات صلة",
    "كلمات دلالية:",
    "شارك",
    "التعليقات",
    "القاهرة (رويترز) -",
    "بغداد",
    "أحمد علي",
    "صحيفة",
    "26 يناير 2024",
    "12/03/2023 - 14:05",
    "٢٠ رجب ١٤٤٥ هـ",
    "09:30",
    "2024-02-01T09:30:00+03:00",
    "منذ 3 ساعات",
    "أمس",
    "الثلاثاء الماضي",
    "بعد غد",
    "كل يوم",
    "بين عامي 2014 و2017",
    "الساعة 10:30 مساء",
    "31 فبراير",
    "القرن",
    "قبل 99999999999 سنة",
    "أكثر من",
    "نحو ثلاثة آلاف وخمسمئة",
    "دولار",
    "مليار مليار",
    "١٢ قتيلا",
    "وأضاف أن",
    "بحسب",
    "وزير الخارجية سامر الخطيب",
    "الوزير",
    "منظمة الصحة العالمية",
    "(WHO)",
    "1.250.000,75",
    "12.03.2023",
    "٣٫٥",
    "%",
    "ط§ظ„ط¹ط±ط§ظ‚",
    "Ø§Ù„Ø¹Ø±Ø§Ù‚",
    "â€™",
    "Ã©",
    "Ã",
    "ط",
    "Ù",
    "\u{FFFD}",
    "&nbsp;",
    "&amp;quot;",
    "&#1575;",
    "&",
    "&#",
    ";",
    "amp;",
    "&lt",
    "\u{200C}",
    "\u{200D}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{202B}",
    "\u{AD}",
    "\u{A0}",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "\t",
    " ",
    "  ",
    "\u{2028}",
    "\u{85}",
    "\u{0}",
    "\u{FEFB}",
    "\u{FDF2}",
    "\u{FDFA}",
    "ـ",
    "\u{64B}",
    "\u{651}",
    "ی",
    "ک",
    "«",
    "»",
    "\"",
    "'",
    "“",
    "”",
    ".",
    "…",
    "...",
    "؟",
    "!",
    "،",
    ":",
    "-",
    "--",
    "|",
    "/",
    "(",
    ")",
    "أ.",
    "د.",
    "ف.",
    "rss-white",
    "Copy",
    "Share this",
    "Published",
    "By Jane Doe",
    "example.com",
    "https://",
    "#وسم_آخر",
    "@user",
    "👨\u{200D}👩",
    "🇮🇶",
    "東京",
    "ישראל",
    "Übung",
    "می\u{200C}شود",
    "کا کہنا ہے۔",
];

/// Arabic-heavy pages of pieces that may fuse, with stray characters.
fn page(max_pieces: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        3 => "[ا-ي ]{1,12}",
        1 => "\\PC{1,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    let joined = (
        piece,
        prop_oneof![3 => Just(" "), 2 => Just(""), 1 => Just("\n")],
    );
    prop::collection::vec(joined, 0..max_pieces).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, gap)| [piece, gap.to_owned()])
            .collect()
    })
}

/// Fetched at a fixed time, so that relative dates are claimed.
fn hints() -> Hints {
    Hints {
        retrieved_at: Some(1_706_300_000),
        ..Hints::default()
    }
}

fn structure(pipeline: &Pipeline, raw: &str) -> Article {
    pipeline.structure(raw, &hints())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_structured_in_bounds(raw in page(60)) {
        let article = structure(&PIPELINE, &raw);
        assert_article(&raw, &normalize(&raw).text, &article);
        assert_entities(&article);
        assert_expressions(&article);
    }

    #[test]
    fn any_string_is_structured_in_bounds(raw in any::<String>()) {
        let article = structure(&PIPELINE, &raw);
        assert_article(&raw, &normalize(&raw).text, &article);
        assert_entities(&article);
        assert_expressions(&article);
    }

    #[test]
    fn the_same_input_gives_the_same_answer(raw in page(40)) {
        static OTHER: LazyLock<Pipeline> =
            LazyLock::new(|| Pipeline::embedded().unwrap());
        let article = structure(&PIPELINE, &raw);
        prop_assert_eq!(&article, &structure(&PIPELINE, &raw));
        prop_assert_eq!(&article, &structure(&OTHER, &raw));
    }

    #[test]
    fn analyses_that_nobody_wants_change_nothing_else(raw in page(40)) {
        fn without(mut article: Article) -> Article {
            article.entities.clear();
            article.times.clear();
            article.quantities.clear();
            article.quotations.clear();
            article.cross_references.clear();
            article
                .considered
                .retain(|reading| !matches!(reading.subject, Subject::Entry(_)));
            article.embedded_articles = article.embedded_articles.into_iter().map(without).collect();
            article
        }
        let layout = PIPELINE.structure_with(&raw, &hints(), Analyses::NONE);
        prop_assert_eq!(layout, without(structure(&PIPELINE, &raw)));
    }

    #[test]
    fn normalising_twice_is_normalising_once(raw in page(60)) {
        let once = normalize(&raw).text;
        let twice = normalize(once.as_str()).text;
        prop_assert_eq!(once.as_str(), twice.as_str());
    }

    #[test]
    fn the_source_map_covers_the_input_in_order(raw in page(60)) {
        let text = normalize(&raw).text;
        let mut last = 0;
        for (offset, character) in text.as_str().char_indices() {
            let span = text.to_source(Span::from_range(offset..offset + character.len_utf8()));
            prop_assert!(raw.get(span.range()).is_some(), "{:?}", span);
            prop_assert!(last <= span.start(), "{:?} before {}", span, last);
            last = span.start();
        }
        prop_assert_eq!(text.source_len() as usize, raw.len());
    }

    #[test]
    fn tokens_tile_the_text_but_for_white_space(raw in page(60)) {
        let text = NormalizedText::verbatim(&raw);
        let segmentation = segment(&text, PIPELINE.packs(), &maqal::boundary::Vocabulary::default());
        let (mut end, mut folded_end) = (0, 0);
        for token in &segmentation.tokens {
            let gap = &raw[end..token.span.start() as usize];
            prop_assert!(gap.chars().all(char::is_whitespace), "{:?}", gap);
            prop_assert!(!token.span.is_empty());
            let line_start = end == 0 || raw[..end].ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{B}', '\u{C}']);
            let glued = gap.is_empty() && !line_start && token.kind != TokenKind::Newline;
            prop_assert_eq!(token.glued, glued, "{:?}", token);
            prop_assert!(folded_end <= token.folded_start && token.folded_start <= token.folded_end);
            end = token.span.end() as usize;
            folded_end = token.folded_end;
        }
        prop_assert!(raw[end..].chars().all(char::is_whitespace));
        for found in &segmentation.terms {
            prop_assert!(found.at_start || found.at_end);
            let term = &PIPELINE.packs().lexicon.term(found.term).unwrap().text;
            let fold = &PIPELINE.packs().fold;
            let words = |text: &str| fold.fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(words(found.span.slice(&raw)), words(term));
        }
    }

    #[test]
    fn sentences_tile_the_text_but_for_white_space(raw in page(60)) {
        let text = normalize(&raw).text;
        let shown = text.as_str();
        let segmentation = segment(&text, PIPELINE.packs(), &maqal::boundary::Vocabulary::default());
        let whole = Span::from_range(0..shown.len());
        let mut end = 0;
        for sentence in sentences(&text, &segmentation, whole, PIPELINE.packs()) {
            let gap = &shown[end..sentence.start() as usize];
            prop_assert!(gap.chars().all(char::is_whitespace), "{:?}", gap);
            prop_assert_eq!(sentence.slice(shown).trim(), sentence.slice(shown));
            prop_assert!(!sentence.is_empty());
            end = sentence.end() as usize;
        }
        prop_assert!(shown[end..].chars().all(char::is_whitespace));
    }

    /// Letters of one script with marks, and apostrophes in Latin words: no difference from
    /// UAX #29 is meant there.
    #[test]
    fn words_agree_with_unicode(raw in "([ا-ي]{1,5}[\u{64B}-\u{652}]?[ا-ي]{0,4}|[a-zé]{1,6}('[a-z]{1,3})?|[0-9٠-٩]{1,5}([.,][0-9]{1,3})?|[а-я]{1,6}|[،؛«»()!؟ ]{1,2} ){0,12}") {
        let spaced: Vec<&str> = raw.split_whitespace().collect();
        for word in spaced {
            // Script and digit changes inside a word are split on purpose.
            let kinds = |character: char| match character {
                '0'..='9' | '٠'..='٩' => 0,
                'a'..='z' | 'é' => 1,
                'а'..='я' => 2,
                '\u{620}'..='\u{652}' => 3,
                _ => 4,
            };
            let mut seen: Vec<_> = word.chars().map(kinds).filter(|&kind| kind != 4).collect();
            seen.dedup();
            // A chain of numbers that is no grouped number is split on purpose.
            let chain = word.matches(['.', ',']).count() > 1;
            if seen.len() > 1 || chain {
                continue;
            }
            let text = NormalizedText::verbatim(word);
            let segmentation = segment(&text, &maqal::lang::LanguagePacks::default(), &maqal::boundary::Vocabulary::default());
            let ours: Vec<_> = segmentation.tokens.iter()
                .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
                .map(|token| token.span.slice(word))
                .collect();
            let theirs: Vec<_> = word.unicode_words().collect();
            prop_assert_eq!(ours, theirs, "{}", word);
        }
    }

    #[test]
    fn offsets_agree_in_every_unit(raw in page(60)) {
        let utf16 = PositionIndex::new(&raw, OffsetEncoding::Utf16);
        let points = PositionIndex::new(&raw, OffsetEncoding::CodePoints);
        let (units, characters): (Vec<u16>, Vec<char>) = (raw.encode_utf16().collect(), raw.chars().collect());
        for block in structure(&PIPELINE, &raw).blocks {
            let text = block.span.slice(&raw);
            let (start, end) = utf16.convert_span(block.span);
            prop_assert_eq!(String::from_utf16(&units[start as usize..end as usize]).unwrap(), text);
            let (start, end) = points.convert_span(block.span);
            prop_assert_eq!(characters[start as usize..end as usize].iter().collect::<String>(), text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn long_pages_end(raw in page(5000)) {
        let mut end = raw.len().min(64 * 1024);
        while !raw.is_char_boundary(end) {
            end -= 1;
        }
        let raw = &raw[..end];
        let article = structure(&PIPELINE, raw);
        assert_partition(Span::from_range(0..raw.len()), &article.blocks);
    }
}

#[test]
fn hostile_texts_end() {
    for piece in [
        "ا",
        "\"",
        "«",
        "ط§",
        "&amp;",
        "&",
        "1.",
        "المصدر: ",
        "ع\u{60C}",
        "Ã",
        "د. ",
        "\n",
    ] {
        let raw = piece.repeat(64 * 1024 / piece.len());
        let article = structure(&PIPELINE, &raw);
        assert_partition(Span::from_range(0..raw.len()), &article.blocks);
    }
}

/// Found by fuzzing: the label before the embedded article was an empty block inside of it.
#[test]
fn the_label_of_an_embedded_article_is_no_block_of_it() {
    let raw = "س ا٨ر٨د٧م ت ت.و٩ا٧ء س٨ا٧م.\nمصدر\n\
        ذات صلةس \u{605} ا٧ف٥ك\u{60A}ى \u{676} ا٧bي ي٧ة،س\u{60A}س٧ةس،٩ا ت ت.و";
    let article = structure(&PIPELINE, raw);
    assert_eq!(article.embedded_articles.len(), 1, "{article:#?}");
    assert_article(raw, &normalize(raw).text, &article);
}
