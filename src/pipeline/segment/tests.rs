//! Tables of tokens.

use super::*;

/// Tokens as `kind:text`, `+` before a glued one, `⏎` for a line end.
fn shown(text: &str) -> String {
    let segmentation = segment(
        &NormalizedText::verbatim(text),
        &LanguagePacks::default(),
        &crate::boundary::Vocabulary::default(),
    );
    let mut out = Vec::new();
    for token in &segmentation.tokens {
        let kind = match token.kind {
            TokenKind::Word => "w",
            TokenKind::Number => "n",
            TokenKind::Punctuation => "p",
            TokenKind::Symbol => "s",
            TokenKind::Newline => {
                out.push("⏎".to_owned());
                continue;
            }
        };
        let glued = if token.glued { "+" } else { "" };
        out.push(format!("{glued}{kind}:{}", token.span.slice(text)));
    }
    out.join(" ")
}

#[test]
fn tokens_of_fused_news_text() {
    let table = [
        ("", ""),
        ("وصل الوفد أمس.", "w:وصل w:الوفد w:أمس +p:."),
        ("rss-whiteالمصدر", "w:rss +p:- +w:white +w:المصدر"),
        ("Copyغزة", "w:Copy +w:غزة"),
        ("2023مقاطع", "n:2023 +w:مقاطع"),
        ("12/03/2023", "n:12 +p:/ +n:03 +p:/ +n:2023"),
        ("12.03.2023", "n:12 +p:. +n:03 +p:. +n:2023"),
        ("09:30", "n:09 +p:: +n:30"),
        ("26th, January", "n:26 +w:th +p:, w:January"),
        ("T09:30Z", "w:T +n:09 +p:: +n:30 +w:Z"),
        ("٣٫٥ ٪", "n:٣٫٥ p:٪"),
        (
            "1,250,000.75 و 1.250.000,75",
            "n:1,250,000.75 w:و n:1.250.000,75",
        ),
        ("1،500 و 12،13", "n:1،500 w:و n:12 +p:، +n:13"),
        ("۱۴۰۲", "n:۱۴۰۲"),
        ("192.168.1.1", "n:192 +p:. +n:168 +p:. +n:1 +p:. +n:1"),
        ("الشُؤُون العـــراق", "w:الشُؤُون w:العـــراق"),
        ("می\u{200C}شود", "w:می\u{200C}شود"),
        ("انتهى.وأعلن", "w:انتهى +p:. +w:وأعلن"),
        ("كتب:أحمد", "w:كتب +p:: +w:أحمد"),
        ("قال: «نعم»وأضاف", "w:قال +p:: p:« +w:نعم +p:» +w:وأضاف"),
        ("l’Irak can't 'x'", "w:l’Irak w:can't p:' +w:x +p:'"),
        ("צה\"ל אמר", "w:צה\"ל w:אמר"),
        ("'نعم'و'لا'", "p:' +w:نعم +p:' +w:و +p:' +w:لا +p:'"),
        ("#العراق_اليوم", "p:# +w:العراق_اليوم"),
        ("... -- ===", "p:... p:-- s:==="),
        ("a \n\n\tb", "w:a ⏎ ⏎ w:b"),
        ("a\r\nb", "w:a ⏎ w:b"),
        (
            "👨\u{200D}👩\u{200D}👧 🇮🇶",
            "s:👨\u{200D}👩\u{200D}👧 s:🇮 +s:🇶",
        ),
        ("\u{301}a", "w:\u{301}a"),
        ("東京", "w:東 +w:京"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn folded_text_has_one_space_between_tokens_of_a_line() {
    let text = "a  b.\n \n c\u{200C} \u{200D} d \n";
    let segmentation = segment(
        &NormalizedText::verbatim(text),
        &LanguagePacks::default(),
        &crate::boundary::Vocabulary::default(),
    );
    assert_eq!(segmentation.folded(&segmentation.tokens[1]), "b");
    assert!(segmentation.folded.starts_with("a b.\n\nc"));
    assert!(segmentation.folded.ends_with("d\n"));
}

/// Sentences of `text` with the packs that the binary carries, ` | ` between them.
fn sentences_of(text: &str) -> String {
    let packs = LanguagePacks::embedded().unwrap();
    let normalized = NormalizedText::verbatim(text);
    let segmentation = segment(&normalized, &packs, &crate::boundary::Vocabulary::default());
    let whole = Span::from_range(0..text.len());
    let found = sentences(&normalized, &segmentation, whole, &packs);
    let shown: Vec<_> = found.iter().map(|span| span.slice(text)).collect();
    shown.join(" | ")
}

#[test]
fn sentences_by_their_marks() {
    // `|` marks the boundaries; it is taken out before splitting.
    let table = [
        "وصل الوفد أمس. | وعاد اليوم.",
        "هل وصل الوفد؟ | نعم! | وصل…",
        "انتهى الاجتماع. | قال د. أحمد إنه نجح.",
        "نقلت أ. ف. ب عن مصدر قوله. | وأضاف.",
        "بلغ السعر 3.5 دولار. | ثم ارتفع إلى ١٬٢٥٠٫٥ دولار.",
        "قال: «لن نعود.» | وأضاف أنه باق.",
        "سأل: «لماذا نعود؟»، ثم مضى. | وصمت.",
        "تابع برنامج «من يربح المليون؟» مساء أمس. | وعلّق عليه.",
        "1. وصل الوفد إلى المدينة. | 2. عاد الوفد.",
        "أ- البند الأول؛ ب- البند الثاني.",
        "زار موقع example.com أمس. | ثم عاد.",
        "J. K. Miller came home. | She slept at 3.15 p.m. and woke.",
        "He said \"stop it.\" | Then he left (at last!). | Fine.",
        "\"Why?\" she asked. | Nobody knew...",
        "وقع عام 2014م. | وانتهى عام 2017م.",
        "قال \"نعم.\" | \"لا\" قال غيره.",
        "ماذا حدث؟! | لا شيء...",
        "اُن کا کہنا تھا۔ | وہ چلے گئے۔",
        "...",
        "",
    ];
    for expected in table {
        let text = expected.replace(" | ", " ");
        assert_eq!(sentences_of(&text), expected, "{text}");
    }
}

#[test]
fn line_ends_and_missing_spaces_end_sentences() {
    assert_eq!(sentences_of("عنوان\nنص\n\nآخر "), "عنوان | نص | آخر");
    assert_eq!(sentences_of("انتهى.وأعلن الوفد"), "انتهى. | وأعلن الوفد");
    assert_eq!(
        sentences_of("It ended.Then it began"),
        "It ended. | Then it began"
    );
}
