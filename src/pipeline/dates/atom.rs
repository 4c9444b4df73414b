//! Tokens → [`Atom`]s: numbers, marks and the words of dates; all else is one kind of gap.

mod prose;

use std::ops::Range;

use crate::article::Calendar;
use crate::lang::{
    DateWord, DayPart, Era, Holiday, LabelRole, LanguagePacks, NumberWordKind, RelativeSide,
    Season, TermClass, TimeOfDay, TimeUnit, TimeWord, WordPlace,
};
use crate::pipeline::segment::{Segmentation, Token, TokenKind};
use crate::pipeline::tokens::TokenView;

/// What a date rule sees at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pipeline) struct Atom {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Nothing stands between it and what is before it.
    pub glued: bool,
    /// It starts where its first token starts.
    pub opens: bool,
    /// It ends where its last token ends.
    pub closes: bool,
    /// What it is.
    pub kind: Kind,
}

/// What an [`Atom`] is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pipeline) enum Kind {
    /// Digits. `value` saturates.
    Number {
        /// What they count to.
        value: u32,
        /// How many they are.
        digits: u8,
    },
    /// One mark, look-alikes unified (see [`mark`]).
    Mark(char),
    /// A word of dates, with everything it can mean.
    Word(Meaning),
    /// One Latin letter by itself (the T and Z of ISO 8601).
    Letter(char),
    /// A line end, or anything that no date holds.
    Gap,
}

/// What a word can mean in a date; homographs mean several things, the place decides.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "homographs are any set of these"
)]
pub(in crate::pipeline) struct Meaning {
    pub month: Option<(Calendar, u8)>,
    pub weekday: Option<u8>,
    pub day_part: Option<DayPart>,
    pub era: Option<Era>,
    pub unit: Option<(TimeUnit, u8)>,
    pub relative: Option<RelativeSide>,
    pub zone: Option<i16>,
    pub numeral: Option<u16>,
    pub ordinal: bool,
    pub of: bool,
    pub at: bool,
    pub twin: bool,
    pub hour: bool,
    pub zone_lead: bool,
    /// Announces a date: "last update".
    pub date_label: bool,
    /// The pack of the word.
    pub pack: u8,
    /// What only running text says.
    pub prose: Prose,
}

/// What a word can mean in a time expression of running text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own"
)]
pub(in crate::pipeline) struct Prose {
    pub word: Option<TimeWord>,
    pub part: Option<TimeOfDay>,
    pub season: Option<Season>,
    pub decade: Option<u8>,
    pub holiday: Option<Holiday>,
    pub frequency: Option<(TimeUnit, u8)>,
    /// One word of a place in an order.
    pub ordinal: Option<u16>,
    /// One word of a number.
    pub cardinal: Option<u16>,
    /// The name of an hour.
    pub hour: Option<u8>,
    /// "Ten" behind a number below ten.
    pub ten: bool,
    /// A number in words that begins here.
    pub number: Option<Spelled>,
    /// Joins what stands before and behind it.
    pub and: bool,
    /// It is written together with a conjunction in front.
    pub conjunction: bool,
    /// It is written together with a preposition in front.
    pub preposition: bool,
    /// It has the definite article.
    pub definite: bool,
    /// Bytes of the conjunctions and prepositions in front of it, which are no part of it.
    pub front_clitics: u8,
    /// A word of personal names stands beside it.
    pub name_beside: bool,
    /// It is the name of a paper or party: «صحيفة اليوم», «"النهار"».
    pub a_name: bool,
    /// Letters of it, what stands in front aside.
    pub letters: u8,
    /// On which side of a unit, weekday or month [`Self::word`] stands.
    pub place: Option<WordPlace>,
    /// Before a length: that far ahead; these words do other things too.
    pub ahead: bool,
    /// Behind a length: that long ago.
    pub ago: bool,
    /// Its pack says where words stand: no article is asked for.
    pub placed: bool,
    /// Its pack writes dates of the Persian calendar.
    pub jalali: bool,
    /// Its pack writes the month before the day.
    pub month_first: bool,
}

/// A number in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pipeline) struct Spelled {
    pub value: u32,
    /// One past its last token.
    pub end: u32,
    pub ordinal: bool,
}

impl Prose {
    /// Adds what `class` says; whether it says anything about times.
    fn add(&mut self, class: TermClass) -> bool {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "most classes say nothing about times"
        )]
        match class {
            TermClass::OffsetWord { ahead: true } => self.ahead = true,
            TermClass::OffsetWord { ahead: false } => self.ago = true,
            TermClass::TimeWord { word, place } => {
                if self.word.is_none() {
                    self.word = Some(word);
                    self.place = place;
                }
            }
            TermClass::TimeOfDay(part) => {
                self.part.get_or_insert(part);
            }
            TermClass::Hour(hour) => {
                self.hour.get_or_insert(hour);
            }
            TermClass::Season(season) => {
                self.season.get_or_insert(season);
            }
            TermClass::Decade(first) => {
                self.decade.get_or_insert(first);
            }
            TermClass::Holiday(holiday) => {
                self.holiday.get_or_insert(holiday);
            }
            TermClass::Frequency { unit, count } => {
                self.frequency.get_or_insert((unit, count));
            }
            TermClass::NumberWord { kind, value, .. } => {
                let value = u16::try_from(value).ok();
                match kind {
                    NumberWordKind::Ordinal | NumberWordKind::OrdinalBeforeTen => {
                        self.ordinal = self.ordinal.or(value);
                    }
                    NumberWordKind::Cardinal | NumberWordKind::Tens | NumberWordKind::BeforeTen => {
                        self.cardinal = self.cardinal.or(value);
                    }
                    NumberWordKind::Ten => self.ten = true,
                    _ => {}
                }
            }
            TermClass::Conjunction => self.and = true,
            _ => return false,
        }
        true
    }
}

impl Meaning {
    /// Adds what `class` says; whether it says anything about dates.
    fn add(&mut self, class: TermClass) -> bool {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "most classes say nothing about dates"
        )]
        match class {
            TermClass::Month { calendar, number } => {
                self.month.get_or_insert((calendar, number));
            }
            TermClass::Weekday(number) => {
                self.weekday.get_or_insert(number);
            }
            TermClass::DayPart(part) => {
                self.day_part.get_or_insert(part);
            }
            TermClass::Era(era) => {
                self.era.get_or_insert(era);
            }
            TermClass::TimeUnit { unit, count } => {
                self.unit.get_or_insert((unit, count));
            }
            TermClass::Relative(side) => {
                self.relative.get_or_insert(side);
            }
            TermClass::Zone(minutes) => {
                self.zone.get_or_insert(minutes);
            }
            TermClass::Numeral(value) => {
                self.numeral.get_or_insert(value);
            }
            TermClass::DateWord(word) => match word {
                DateWord::Ordinal => self.ordinal = true,
                DateWord::Of => self.of = true,
                DateWord::At => self.at = true,
                DateWord::Twin => self.twin = true,
                DateWord::Hour => self.hour = true,
                DateWord::ZoneLead => self.zone_lead = true,
            },
            TermClass::Label {
                role: LabelRole::DatePublished | LabelRole::DateModified,
                ..
            } => self.date_label = true,
            _ => return false,
        }
        true
    }
}

/// Look-alike marks as one: all dashes `-`, commas `,`, bars and bullets `|`.
fn mark(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{640}' => '-',
        '\u{60C}' | ';' | '\u{61B}' => ',',
        '\u{2022}' | '\u{B7}' | '\u{2027}' | '\u{2219}' | '\u{25CF}' | '\u{2502}' => '|',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{66B}' => '.',
        '[' => '(',
        ']' => ')',
        other => other,
    }
}

/// The value of a decimal digit of the scripts that news pages use.
fn digit(character: char) -> Option<u32> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        '\u{9E6}'..='\u{9EF}' => '\u{9E6}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u32::from(character) - u32::from(zero))
}

/// The atoms of `tokens`; runs of gaps are one atom. One pass.
pub(in crate::pipeline) fn atoms(
    segmentation: &Segmentation,
    tokens: Range<usize>,
    packs: &LanguagePacks,
) -> Vec<Atom> {
    let mut term_idx = segmentation
        .terms
        .partition_point(|term| (term.first as usize) < tokens.start);
    build(segmentation, tokens, None, |idx, limit| {
        while segmentation
            .terms
            .get(term_idx)
            .is_some_and(|term| (term.first as usize) < idx)
        {
            term_idx += 1;
        }
        meaning(segmentation, term_idx, idx, limit, packs)
    })
}

/// The atoms of `tokens` in running text: words may stand behind clitics, and mean more.
pub(in crate::pipeline) fn prose_atoms(view: &TokenView<'_>, tokens: Range<usize>) -> Vec<Atom> {
    let mut atoms = build(view.segmentation, tokens, view.decimal(), |idx, limit| {
        prose::meaning(view, idx, limit)
    });
    prose::fold_articles(&mut atoms);
    atoms
}

/// One pass over `tokens`; `decimal` is the mark before decimals where it is known, `meaning` says what the word at a token means, and where it ends.
fn build(
    segmentation: &Segmentation,
    tokens: Range<usize>,
    decimal: Option<char>,
    mut meaning: impl FnMut(usize, usize) -> Option<(Meaning, usize)>,
) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let limit = tokens.end.min(segmentation.tokens.len());
    let mut idx = tokens.start;
    while let Some(token) = segmentation.tokens.get(idx).filter(|_| idx < limit) {
        if token.kind == TokenKind::Newline {
            push_gap(&mut atoms, idx, token);
            idx += 1;
            continue;
        }
        if token.kind == TokenKind::Number {
            push_digits(&mut atoms, segmentation.folded(token), decimal, idx, token);
            idx += 1;
            continue;
        }
        if let Some((meaning, end)) = meaning(idx, limit) {
            atoms.push(whole(idx, end, token, Kind::Word(meaning)));
            idx = end;
            continue;
        }
        push_plain(&mut atoms, segmentation.folded(token), idx, token);
        idx += 1;
    }
    atoms
}

/// What the longest whole-token term of dates at `idx` means, and where it ends.
fn meaning(
    segmentation: &Segmentation,
    term_idx: usize,
    idx: usize,
    limit: usize,
    packs: &LanguagePacks,
) -> Option<(Meaning, usize)> {
    let mut found: Option<(Meaning, usize)> = None;
    for term in segmentation.terms.get(term_idx..)? {
        if term.first as usize != idx {
            break;
        }
        let end = term.end as usize;
        if !(term.at_start && term.at_end) || end > limit {
            continue;
        }
        if found.is_some_and(|(_, longest)| longest != end) {
            break;
        }
        let Some(term) = packs.lexicon.term(term.term) else {
            continue;
        };
        let (mut meaning, _) = found.unwrap_or((
            Meaning {
                pack: term.pack,
                ..Meaning::default()
            },
            end,
        ));
        if meaning.add(term.class) {
            found = Some((meaning, end));
        }
    }
    found
}

fn whole(first: usize, end: usize, token: &Token, kind: Kind) -> Atom {
    Atom {
        first,
        end,
        glued: token.glued,
        opens: true,
        closes: true,
        kind,
    }
}

fn push_gap(atoms: &mut Vec<Atom>, idx: usize, token: &Token) {
    match atoms.last_mut() {
        Some(last) if last.kind == Kind::Gap => last.end = idx + 1,
        _ => atoms.push(whole(idx, idx + 1, token, Kind::Gap)),
    }
}

fn push_plain(atoms: &mut Vec<Atom>, folded: &str, idx: usize, token: &Token) {
    let mut characters = folded.chars();
    let kind = match (characters.next(), characters.next()) {
        // What folds to nothing (a tatweel between two dates) is not seen.
        (None, _) => return,
        (Some(letter), None) if letter.is_ascii_alphabetic() => Kind::Letter(letter),
        (Some(one), rest) if token.kind != TokenKind::Word => {
            // A run of one mark counts as one only for dashes and bars.
            match (mark(one), rest) {
                (one @ ('-' | '|'), _) | (one, None) => Kind::Mark(one),
                _ => return push_gap(atoms, idx, token),
            }
        }
        _ => return push_gap(atoms, idx, token),
    };
    atoms.push(whole(idx, idx + 1, token, kind));
}

/// The digit groups and marks of one number token.
///
/// A clock and a year that touch (`11:452024-05-14`) are one token of six digits behind a
/// colon: it is read as two groups.
fn push_digits(
    atoms: &mut Vec<Atom>,
    folded: &str,
    decimal: Option<char>,
    idx: usize,
    token: &Token,
) {
    let first = atoms.len();
    let after_colon = token.glued
        && atoms
            .last()
            .is_some_and(|last| last.kind == Kind::Mark(':'));
    let (mut value, mut digits) = (0u32, 0u8);
    let mut push = |kind: Kind| {
        atoms.push(Atom {
            first: idx,
            end: idx + 1,
            glued: true,
            opens: false,
            closes: false,
            kind,
        });
    };
    let mut rest = folded.chars();
    while let Some(character) = rest.next() {
        let groups = decimal.is_some_and(|decimal| decimal != character)
            && rest.as_str().len() >= 3
            && rest
                .clone()
                .enumerate()
                .all(|(at, next)| (next.is_ascii_digit()) == (at % 4 != 3));
        if groups && !character.is_ascii_digit() {
            continue;
        }
        if let Some(next) = digit(character) {
            value = value.saturating_mul(10).saturating_add(next);
            digits = digits.saturating_add(1);
        } else if matches!(character, '.' | ',' | '\u{60C}' | '\u{66B}' | '\u{66C}') {
            push(Kind::Number { value, digits });
            let point = decimal == Some(character);
            push(Kind::Mark(if point { '.' } else { mark(character) }));
            (value, digits) = (0, 0);
        }
    }
    if after_colon && digits == 6 && value / 10_000 < 60 {
        push(Kind::Number {
            value: value / 10_000,
            digits: 2,
        });
        push(Kind::Number {
            value: value % 10_000,
            digits: 4,
        });
    } else {
        push(Kind::Number { value, digits });
    }
    if let Some(atom) = atoms.get_mut(first) {
        atom.opens = true;
        atom.glued = token.glued;
    }
    if let Some(atom) = atoms.last_mut() {
        atom.closes = true;
    }
}

/// A place among atoms: what rules read with. Copies are cheap, so a rule that fails
/// leaves the caller's place untouched.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipeline) struct Cursor<'a> {
    atoms: &'a [Atom],
    /// Index of the next atom.
    pub at: usize,
    /// Atoms before this one are not looked back at.
    floor: usize,
}

impl<'a> Cursor<'a> {
    pub(in crate::pipeline) fn new(atoms: &'a [Atom], at: usize) -> Self {
        Self {
            atoms,
            at,
            floor: 0,
        }
    }

    pub(in crate::pipeline) fn peek(&self) -> Option<&'a Atom> {
        self.atoms.get(self.at)
    }

    pub(in crate::pipeline) fn before(&self, back: usize) -> Option<&'a Atom> {
        let at = self.at.checked_sub(back).filter(|&at| at >= self.floor)?;
        self.atoms.get(at)
    }

    /// Forgets what stands before: a new time begins here.
    pub(in crate::pipeline) fn begin(&mut self) {
        self.floor = self.at;
    }

    pub(in crate::pipeline) fn ahead(&self, n: usize) -> Option<&'a Atom> {
        self.atoms.get(self.at + n)
    }

    pub(in crate::pipeline) fn glued(&self) -> bool {
        self.peek().is_some_and(|atom| atom.glued)
    }

    /// Takes a number of `digits` digits.
    pub(in crate::pipeline) fn number(&mut self, digits: Range<u8>) -> Option<u32> {
        let Kind::Number { value, digits: n } = self.peek()?.kind else {
            return None;
        };
        digits.contains(&n).then(|| {
            self.at += 1;
            value
        })
    }

    /// Takes a mark out of `marks`.
    pub(in crate::pipeline) fn mark(&mut self, marks: &[char]) -> Option<char> {
        let Kind::Mark(found) = self.peek()?.kind else {
            return None;
        };
        marks.contains(&found).then(|| {
            self.at += 1;
            found
        })
    }

    /// Takes a word when `read` sees in it what it looks for.
    pub(in crate::pipeline) fn word<T>(
        &mut self,
        read: impl Fn(&Meaning) -> Option<T>,
    ) -> Option<T> {
        let Kind::Word(meaning) = &self.peek()?.kind else {
            return None;
        };
        let found = read(meaning)?;
        self.at += 1;
        Some(found)
    }

    /// Takes a word of which `is` holds.
    pub(in crate::pipeline) fn is(&mut self, is: impl Fn(&Meaning) -> bool) -> bool {
        self.word(|meaning| is(meaning).then_some(())).is_some()
    }

    /// Takes a lone Latin letter.
    pub(in crate::pipeline) fn letter(&mut self, letter: char) -> bool {
        let found = self
            .peek()
            .is_some_and(|atom| atom.kind == Kind::Letter(letter));
        self.at += usize::from(found);
        found
    }
}
