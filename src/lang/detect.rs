//! Which language a stretch of text is written in.
//!
//! In: any text. Out: a BCP 47 tag with a confidence, or nothing for text without letters.
//! The script decides first. Languages in Arabic script are told apart by the letters that
//! only some of them have, which holds on a single line; the others by the trigrams of
//! [`whatlang`]. Reads at most [`SAMPLE_CHARS`] characters, evenly spread. Knows no pack: a
//! page may be in a language that has none.

use std::sync::LazyLock;

use whatlang::{Detector, Lang, Script};

/// Characters that are looked at; longer text is sampled.
const SAMPLE_CHARS: usize = 600;
/// Trigrams of fewer Latin letters say nothing.
const MIN_LETTERS: usize = 16;
/// Characters of a cut word that are skipped at most.
const MAX_CUT_WORD: usize = 40;
/// Stretches that a sample is made of.
const N_STRETCHES: usize = 6;

/// Tag and confidence (0 to 1) of the language that most of `text` is written in; none for
/// text without letters. Deterministic.
pub fn detect(text: &str) -> Option<(&'static str, f32)> {
    let sample = sample(text);
    let letters = Letters::count(&sample);
    if letters.total == 0 {
        return None;
    }
    if letters.arabic_script * 2 >= letters.total {
        return Some(letters.arabic_language());
    }
    let latin = |letter: char| letter < '\u{250}';
    if letters.total < MIN_LETTERS && sample.chars().all(latin) {
        return None;
    }
    let info = DETECTOR.detect(&sample)?;
    let tag = tag(info.lang())?;
    // Three words may be anything: trigrams are trusted as their number grows.
    let enough = (small(letters.total) / 40.0).min(1.0);
    let by_script = matches!(
        info.script(),
        Script::Hebrew | Script::Greek | Script::Hangul | Script::Thai | Script::Georgian
    );
    let confidence = if by_script {
        0.98
    } else {
        (0.6 + 0.38 * confidence_of(&info)) * (0.5 + 0.5 * enough)
    };
    Some((tag, confidence))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share needs no more than the precision of f32"
)]
fn confidence_of(info: &whatlang::Info) -> f32 {
    info.confidence() as f32
}

/// Counts of a sample, as a float: at most [`SAMPLE_CHARS`].
fn small(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// All of a short text, else stretches of it from whole words on, evenly spread.
fn sample(text: &str) -> String {
    let mut sample = String::with_capacity(SAMPLE_CHARS * 2);
    let stretch_chars = SAMPLE_CHARS / N_STRETCHES;
    // One character is at most four bytes.
    if text.len() <= SAMPLE_CHARS {
        sample.push_str(text);
        return sample;
    }
    let mut done = 0;
    for stretch in 0..N_STRETCHES {
        let wanted = (text.len() / N_STRETCHES * stretch).max(done);
        let start = ceil_boundary(text, wanted);
        let rest = text.get(start..).unwrap_or_default();
        // A word that is cut says nothing; a text without spaces has no others.
        let cut = rest
            .char_indices()
            .take(MAX_CUT_WORD)
            .find(|(_, letter)| !letter.is_alphanumeric())
            .map_or(0, |(offset, _)| offset);
        let from = if start == 0 { 0 } else { cut };
        let words = rest.get(from..).unwrap_or_default();
        let n_before = sample.len();
        sample.extend(words.chars().take(stretch_chars));
        done = start + from + (sample.len() - n_before);
        sample.push(' ');
    }
    sample
}

/// The first character boundary at or after `offset`; the end of `text` if there is none.
fn ceil_boundary(text: &str, offset: usize) -> usize {
    (offset..text.len())
        .find(|&offset| text.is_char_boundary(offset))
        .unwrap_or(text.len())
}

/// What the letters of a sample say.
#[derive(Default)]
struct Letters {
    total: usize,
    arabic_script: usize,
    arabic: usize,
    persian: usize,
    urdu: usize,
    sorani: usize,
    pashto: usize,
    uyghur: usize,
    sindhi: usize,
}

impl Letters {
    fn count(sample: &str) -> Self {
        let mut letters = Self::default();
        let mut before = [' '; 2];
        for letter in sample.chars() {
            if letter == '\u{200C}' {
                letters.persian += 2;
            }
            if !letter.is_alphabetic() {
                before = [before[1], ' '];
                continue;
            }
            letters.total += 1;
            if ('\u{600}'..='\u{6FF}').contains(&letter) {
                letters.arabic_script += 1;
                letters.weigh(letter);
                // The article is on every fourth word of Arabic and on few words of others.
                letters.arabic += 3 * usize::from(before == [' ', 'ا'] && letter == 'ل');
            }
            before = [before[1], letter];
        }
        letters
    }

    /// Counts the letters that are the mark of a language, the surer the higher.
    fn weigh(&mut self, letter: char) {
        match letter {
            'ة' => self.arabic += 4,
            'أ' | 'إ' => self.arabic += 2,
            'ي' | 'ك' | 'ى' => self.arabic += 1,
            'ی' | 'ک' => self.persian += 2,
            'پ' | 'چ' | 'ژ' | 'گ' => self.persian += 4,
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ہ' | 'ے' => self.urdu += 4,
            'ھ' => self.urdu += 1,
            'ڵ' | 'ڕ' | 'ێ' | 'ۆ' => self.sorani += 4,
            'ە' => {
                self.sorani += 3;
                self.uyghur += 3;
            }
            'ټ' | 'ډ' | 'ړ' | 'ږ' | 'ښ' | 'ڼ' | 'ګ' | 'ۍ' => self.pashto += 5,
            'ې' => {
                self.pashto += 2;
                self.uyghur += 2;
            }
            'ۇ' | 'ۈ' | 'ۋ' => self.uyghur += 5,
            'ڪ' | 'ٻ' | 'ٿ' | 'ڄ' | 'ڏ' | 'ڍ' | 'ٽ' | 'ڳ' | 'ڱ' | 'ڻ' => self.sindhi += 5,
            _ => {}
        }
    }

    /// The language of a text in Arabic script.
    fn arabic_language(&self) -> (&'static str, f32) {
        // Letters of their own decide against Arabic and Persian, whose letters they share.
        let own = [
            ("ckb", self.sorani),
            ("ps", self.pashto),
            ("sd", self.sindhi),
            ("ug", self.uyghur),
            ("ur", self.urdu),
        ];
        let (mut best, mut second) = (("", 0), 0);
        for (tag, weight) in own {
            if weight > best.1 {
                second = best.1;
                best = (tag, weight);
            } else {
                second = second.max(weight);
            }
        }
        // One such letter in a foreign name is no proof: a twentieth of the letters is.
        if best.1 * 6 < self.arabic_script || best.1 < self.arabic {
            best = if self.persian > self.arabic {
                ("fa", self.persian)
            } else {
                ("ar", self.arabic)
            };
            second = self.persian.min(self.arabic).max(best.1.min(second));
        }
        let (tag, weight) = best;
        let weight_sum = small(weight + second).max(1.0);
        let margin = (small(weight) - small(second)) / weight_sum;
        let enough = (small(self.arabic_script) / 16.0).min(1.0) * small(weight.min(4)) / 4.0;
        (tag, 0.5 + 0.49 * margin * enough)
    }
}

/// Languages that news is written in, as far as the library knows them.
static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(TAGS.iter().map(|&(lang, _)| lang).collect()));

const TAGS: &[(Lang, &str)] = &[
    (Lang::Amh, "am"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tha, "th"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Vie, "vi"),
];

fn tag(lang: Lang) -> Option<&'static str> {
    TAGS.iter()
        .find(|&&(known, _)| known == lang)
        .map(|&(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_enough() {
        let table = [
            ("ar", "أعلن المتحدث باسم الشرطة توقيف ثلاثة أشخاص"),
            ("ar", "بعثة أممية تصل إلى المدينة"),
            ("ar", "وزارة الخارجیة العراقیة تکشف عن التفاصیل"),
            ("ar", "وصل پاتريك إلى ڤيينا أمس برفقة گوران"),
            ("fa", "رئیس جمهور فردا به تهران می‌رود"),
            ("fa", "قیمت دلار امروز چگونه تغییر کرد؟"),
            ("fa", "گفتگوي ويژه با كارگردان پرآوازه"),
            ("ur", "وزیر اعظم نے اسلام آباد میں اجلاس طلب کر لیا ہے"),
            ("ur", "پولیس نے ملزم کو گرفتار کر لیا"),
            ("ckb", "سەرۆکی هەرێم پێشوازی لە شاندێک کرد"),
            ("ckb", "نرخی نەوت لە بازاڕەکان دابەزی"),
            (
                "ps",
                "د ولسمشر وینا ته خلکو ښه راغلاست ووایه ځکه چې ښه ټکي پکې وو",
            ),
            (
                "tr",
                "Cumhurbaşkanı bugün Ankara'da bakanlarla bir araya geldi",
            ),
            ("he", "ראש הממשלה נפגש היום עם שר החוץ בירושלים"),
            (
                "en",
                "The prime minister met the foreign secretary on Tuesday",
            ),
            ("fr", "Le premier ministre a rencontré mardi son homologue"),
            (
                "es",
                "El primer ministro se reunió el martes con su homólogo",
            ),
            (
                "de",
                "Der Ministerpräsident traf sich am Dienstag mit dem Kanzler",
            ),
            (
                "it",
                "Il primo ministro ha incontrato martedì il suo omologo",
            ),
            (
                "pt",
                "O primeiro-ministro reuniu-se na terça-feira com os ministros",
            ),
            ("ru", "Премьер-министр встретился во вторник с послом"),
            (
                "id",
                "Perdana menteri bertemu dengan para menteri pada hari Selasa",
            ),
            ("el", "Ο πρωθυπουργός συναντήθηκε με τον υπουργό"),
            ("ja", "首相は火曜日に外相と会談した"),
        ];
        for (expected, text) in table {
            let found = detect(text);
            assert_eq!(
                found.map(|(tag, _)| tag),
                Some(expected),
                "{text} {found:?}"
            );
            assert!(
                found.is_some_and(|(_, confidence)| confidence > 0.5),
                "{text} {found:?}"
            );
        }
    }

    #[test]
    fn nothing_is_claimed_of_text_without_letters() {
        for text in ["", "  \n", "12/03/2023 - 09:30", "… « » 👍"] {
            assert_eq!(detect(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_word_without_own_letters_is_uncertain() {
        let (tag, confidence) = detect("سلام").unwrap();
        assert_eq!(tag, "ar");
        assert!(confidence < 0.6, "{confidence}");
    }

    #[test]
    fn most_of_a_long_text_decides() {
        let arabic = "أكد الوزير أن المفاوضات مع الشركة مستمرة وأن الحكومة ملتزمة. ".repeat(40);
        let mixed = format!("Published by the News Desk at 10:30 GMT {arabic} Share this story");
        assert_eq!(detect(&mixed).map(|(tag, _)| tag), Some("ar"));
        assert_eq!(detect(&mixed), detect(&mixed));
    }
}
