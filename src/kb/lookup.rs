//! [`KnowledgeBase`]: all parts together, asked by name or by id.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::embedded;
use super::error::{KbError, KbFault};
use super::format::{IdKey, Meta, SCHEME_WIKIDATA};
use super::key::{WordKind, fold_fingerprint, push_words, word_kind};
use super::part::{Bytes, Part, Record, Walk};
use super::user_list::UserList;
use crate::article::EntityType;
use crate::lang::FoldTable;

/// Most files in one base: an entry's number leaves three bits for them.
const MAX_PARTS: usize = 8;
/// Bits of an [`EntryId`] that count entries of a part.
const INDEX_BITS: u32 = 29;

/// An entry of one [`KnowledgeBase`]; means nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u32);

impl EntryId {
    fn new(part: usize, idx: u32) -> Self {
        // Parts are at most eight and entries below 2^29: both are checked at the door.
        Self(u32::try_from(part).unwrap_or_default() << INDEX_BITS | idx)
    }

    const fn part(self) -> usize {
        (self.0 >> INDEX_BITS) as usize
    }

    const fn idx(self) -> u32 {
        self.0 & ((1 << INDEX_BITS) - 1)
    }
}

/// A candidate for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The entry.
    pub entry: EntryId,
    /// The name is an alias of it, not its name in any language.
    pub alias: bool,
}

/// A name that stands at the front of the words asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KbMatch {
    /// How many words it takes, hyphens and apostrophes that stand alone included.
    pub n_words: usize,
    /// Whose name it is: of each part the most popular first, each entry once.
    pub entries: Vec<Candidate>,
}

/// A knowledge base: compiled files and users' lists, seen as one.
///
/// Entries with the same id in several parts are one entry.
#[derive(Debug)]
pub struct KnowledgeBase {
    parts: Vec<Part>,
    /// For each part, its entries that an earlier part has too: (own number, the earlier one),
    /// sorted.
    same: Vec<Vec<(u32, EntryId)>>,
    /// The same pairs by the earlier one, sorted.
    also: Vec<Vec<(EntryId, u32)>>,
    /// How many of the parts the binary carries; the others are the user's.
    n_embedded: usize,
}

impl KnowledgeBase {
    /// The base that the binary carries.
    ///
    /// # Errors
    /// It is not there, or one of its files is damaged.
    pub fn embedded() -> Result<Self, KbError> {
        let mut kb = Self::empty();
        for (name, bytes) in embedded::PARTS {
            kb.push(Part::new(&format!("kb/{name}"), Bytes::Embedded(bytes))?)?;
        }
        if kb.parts.is_empty() {
            return Err(KbError::Missing);
        }
        kb.n_embedded = kb.parts.len();
        Ok(kb)
    }

    /// A base without entries.
    pub const fn empty() -> Self {
        Self {
            parts: Vec::new(),
            same: Vec::new(),
            also: Vec::new(),
            n_embedded: 0,
        }
    }

    /// The base in a compiled file; all of it is read into memory.
    ///
    /// # Errors
    /// The file cannot be read, or is no sound knowledge base of this version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, KbError> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| KbError::Read(path.into(), error))?;
        Self::from_bytes(&path.display().to_string(), bytes)
    }

    /// The base in the bytes of a compiled file; `file` names it in errors.
    ///
    /// # Errors
    /// They are no sound knowledge base of this version.
    pub fn from_bytes(file: &str, bytes: Vec<u8>) -> Result<Self, KbError> {
        let mut kb = Self::empty();
        kb.push(Part::new(file, Bytes::Owned(bytes.into()))?)?;
        Ok(kb)
    }

    /// The same base with the entries of a user's list.
    ///
    /// # Errors
    /// More parts or entries than one base can hold.
    pub fn join(self, list: UserList) -> Result<Self, KbError> {
        self.join_base(list.into_base()?)
    }

    /// The same base with all of another one.
    ///
    /// # Errors
    /// More parts or entries than one base can hold.
    pub fn join_base(mut self, other: Self) -> Result<Self, KbError> {
        for part in other.parts {
            self.push(part)?;
        }
        Ok(self)
    }

    /// Whether it has parts that the user brought.
    pub fn has_own_entries(&self) -> bool {
        self.parts.len() > self.n_embedded
    }

    /// Whether the user brought the entry.
    pub fn is_own(&self, id: EntryId) -> bool {
        let mut others = self.also.iter().skip(self.n_embedded);
        id.part() >= self.n_embedded
            || others.any(|also| also.binary_search_by_key(&id, |(entry, _)| *entry).is_ok())
    }

    /// Whether all names were folded as `fold` folds text.
    ///
    /// # Errors
    /// [`KbFault::Fold`] with the part that was not.
    pub fn check_fold(&self, fold: &FoldTable) -> Result<(), KbError> {
        let expected = fold_fingerprint(fold);
        match self.parts.iter().find(|part| part.fold != expected) {
            None => Ok(()),
            Some(part) => Err(KbError::File {
                file: part.meta.name.clone(),
                fault: KbFault::Fold,
            }),
        }
    }

    fn push(&mut self, part: Part) -> Result<(), KbError> {
        if self.parts.len() == MAX_PARTS || part.n_entries >> INDEX_BITS != 0 {
            return Err(KbError::Limit(format!(
                "expected at most {MAX_PARTS} parts of {} entries",
                1_u32 << INDEX_BITS
            )));
        }
        let mut same = Vec::new();
        for (earlier, known) in self.parts.iter().enumerate() {
            for (own, theirs) in shared_ids(&part, known) {
                let entry = self.canonical(earlier, theirs);
                same.push((own, entry));
            }
        }
        same.sort_unstable();
        same.dedup_by_key(|(own, _)| *own);
        let mut also: Vec<(EntryId, u32)> = same.iter().map(|&(own, entry)| (entry, own)).collect();
        also.sort_unstable();
        self.parts.push(part);
        self.same.push(same);
        self.also.push(also);
        Ok(())
    }

    /// The entry that entry `idx` of a part is shown as.
    fn canonical(&self, part: usize, idx: u32) -> EntryId {
        self.same
            .get(part)
            .and_then(|same| {
                let at = same.binary_search_by_key(&idx, |(own, _)| *own).ok()?;
                same.get(at)
            })
            .map_or_else(|| EntryId::new(part, idx), |(_, entry)| *entry)
    }

    /// All names that start at the first word, shorter ones first. The words must be folded as
    /// the text is; time is bounded by the longest name of the base.
    pub fn find<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<KbMatch> {
        let mut walks: [Option<Walk>; MAX_PARTS] = [None; MAX_PARTS];
        for (walk, part) in walks.iter_mut().zip(&self.parts) {
            *walk = Some(part.start());
        }
        let most = self.parts.iter().map(|part| part.max_words).max();
        let mut matches = Vec::new();
        let mut key = String::new();
        let mut n_letters = 0;
        for (number, word) in words.enumerate() {
            match word_kind(word) {
                WordKind::Letters => {}
                WordKind::Joiner if number > 0 => continue,
                WordKind::Joiner | WordKind::Break => break,
            }
            n_letters += 1;
            if n_letters > most.unwrap_or_default() {
                break;
            }
            key.clear();
            if n_letters > 1 {
                key.push(' ');
            }
            push_folded(word, &mut key);
            let mut alive = false;
            for (walk, part) in walks.iter_mut().zip(&self.parts) {
                *walk = walk.and_then(|walk| {
                    key.bytes()
                        .try_fold(walk, |walk, byte| part.step(walk, byte))
                });
                alive |= walk.is_some();
            }
            if !alive {
                break;
            }
            let entries = self.entries_at(&walks);
            if !entries.is_empty() {
                matches.push(KbMatch {
                    n_words: number + 1,
                    entries,
                });
            }
        }
        matches
    }

    fn entries_at(&self, walks: &[Option<Walk>; MAX_PARTS]) -> Vec<Candidate> {
        let mut entries: Vec<Candidate> = Vec::new();
        for (number, (walk, part)) in walks.iter().zip(&self.parts).enumerate() {
            let Some(walk) = walk else { continue };
            part.entries_at(*walk, |idx, alias| {
                let entry = self.canonical(number, idx);
                match entries.iter_mut().find(|known| known.entry == entry) {
                    Some(known) => known.alias &= alias,
                    None => entries.push(Candidate { entry, alias }),
                }
            });
        }
        entries
    }

    /// The entries of exactly this folded name.
    pub fn named(&self, folded: &str) -> Vec<Candidate> {
        let mut key = String::with_capacity(folded.len());
        push_words(folded, &mut key);
        let mut walks: [Option<Walk>; MAX_PARTS] = [None; MAX_PARTS];
        for (walk, part) in walks.iter_mut().zip(&self.parts) {
            *walk = key
                .bytes()
                .try_fold(part.start(), |walk, byte| part.step(walk, byte));
        }
        self.entries_at(&walks)
    }

    /// The entry with this id: `Q796`, `wof:85632315`.
    pub fn by_id(&self, id: &str) -> Option<EntryId> {
        let key = IdKey::new(id);
        self.parts
            .iter()
            .enumerate()
            .find_map(|(number, part)| Some(EntryId::new(number, part.position(&key)?)))
    }

    /// What the base knows of an entry.
    pub const fn entry(&self, id: EntryId) -> EntryView<'_> {
        EntryView { kb: self, id }
    }

    /// All entries, part by part in the order of their ids; each once.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.parts
            .iter()
            .enumerate()
            .flat_map(move |(number, part)| {
                (0..part.n_entries)
                    .map(move |idx| EntryId::new(number, idx))
                    .filter(move |entry| self.canonical(number, entry.idx()) == *entry)
            })
    }

    /// Number of entries by type and subtype, sorted.
    pub fn census(&self) -> BTreeMap<(&'static str, &str), usize> {
        let mut census = BTreeMap::new();
        for entry in self.entries() {
            let view = self.entry(entry);
            let kind = (view.entity_type().name(), view.subtype());
            *census.entry(kind).or_default() += 1;
        }
        census
    }

    /// What each part says of itself, and how many entries it has.
    pub fn parts(&self) -> impl Iterator<Item = (&Meta, u32)> {
        self.parts.iter().map(|part| (&part.meta, part.n_entries))
    }

    /// Name and checksum of each part.
    pub fn versions(&self) -> impl Iterator<Item = (&str, u32)> {
        let parts = self.parts.iter();
        parts.map(|part| (part.meta.name.as_str(), part.checksum))
    }

    /// The records of an entry, the first part's first.
    fn records(&self, id: EntryId) -> impl Iterator<Item = (&Part, Record<'_>)> {
        self.parts
            .iter()
            .enumerate()
            .filter_map(move |(number, part)| {
                let idx = if number == id.part() {
                    id.idx()
                } else {
                    let also = self.also.get(number)?;
                    let at = also.binary_search_by_key(&id, |(entry, _)| *entry).ok()?;
                    also.get(at)?.1
                };
                Some((part, part.record(idx)?))
            })
    }
}

/// Appends one word of a text; nearly all hold letters only.
fn push_folded(word: &str, key: &mut String) {
    if word.chars().all(char::is_alphanumeric) {
        key.push_str(word);
    } else {
        let mut own = String::with_capacity(word.len());
        push_words(word, &mut own);
        key.push_str(&own);
    }
}

/// Pairs of entries with the same id, in the order of `part`.
fn shared_ids(part: &Part, known: &Part) -> Vec<(u32, u32)> {
    let (mut own, mut theirs) = (0, 0);
    let mut pairs = Vec::new();
    while let (Some(a), Some(b)) = (part.id(own), known.id(theirs)) {
        match a.cmp(&b) {
            std::cmp::Ordering::Less => own += 1,
            std::cmp::Ordering::Greater => theirs += 1,
            std::cmp::Ordering::Equal => {
                pairs.push((own, theirs));
                own += 1;
                theirs += 1;
            }
        }
    }
    pairs
}

/// One name of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryName<'k> {
    /// BCP 47 tag; `und` where the source does not say.
    pub language: &'k str,
    /// Not the main name of that language.
    pub alias: bool,
    /// As the source writes it.
    pub text: &'k str,
}

/// What the base knows of an entry.
#[derive(Debug, Clone, Copy)]
pub struct EntryView<'k> {
    kb: &'k KnowledgeBase,
    id: EntryId,
}

impl<'k> EntryView<'k> {
    fn first(&self) -> Option<(&'k Part, Record<'k>)> {
        self.kb.records(self.id).next()
    }

    /// The stable id: `Q796`, `wof:85632315`, or the user's own.
    pub fn id(&self) -> Cow<'k, str> {
        self.first()
            .map_or(Cow::Borrowed(""), |(_, record)| record.id.to_id())
    }

    /// The Wikidata id, when it is one.
    pub fn wikidata(&self) -> Option<Cow<'k, str>> {
        self.first()
            .filter(|(_, record)| record.id.scheme == SCHEME_WIKIDATA)
            .map(|(_, record)| record.id.to_id())
    }

    /// What kind of thing it is.
    pub fn entity_type(&self) -> EntityType {
        self.first()
            .map_or(EntityType::Other, |(_, record)| record.entity_type)
    }

    /// Finer kind: `country`, `city`, `bank`; empty when no source says.
    pub fn subtype(&self) -> &'k str {
        self.kb
            .records(self.id)
            .filter_map(|(part, record)| part.meta.subtypes.get(usize::from(record.subtype)))
            .find(|subtype| !subtype.is_empty())
            .map_or("", String::as_str)
    }

    /// ISO 3166-1 alpha-2 code of the country that it is or lies in, upper case.
    pub fn country(&self) -> Option<[u8; 2]> {
        self.kb
            .records(self.id)
            .find_map(|(_, record)| record.country)
    }

    /// How well known it is; what is counted depends on the part ([`Meta::popularity`]):
    /// inhabitants for places, linked Wikipedia pages for entries of a Wikidata dump, the
    /// user's own figure for those of a list. 0 when not known.
    pub fn popularity(&self) -> u32 {
        self.kb
            .records(self.id)
            .map(|(_, record)| record.popularity)
            .max()
            .unwrap_or_default()
    }

    /// The id of a country's capital, when a source gives it.
    pub fn capital(&self) -> Option<Cow<'k, str>> {
        self.kb
            .records(self.id)
            .find_map(|(_, record)| Some(record.capital?.to_id()))
    }

    /// Its main name in a language (BCP 47).
    pub fn name(&self, language: &str) -> Option<&'k str> {
        self.names()
            .find(|name| name.language == language && !name.alias)
            .map(|name| name.text)
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = EntryName<'k>> + use<'k> {
        let (kb, id) = (self.kb, self.id);
        kb.records(id).flat_map(|(part, record)| {
            record.names().map(|name| EntryName {
                language: part
                    .meta
                    .languages
                    .get(usize::from(name.language))
                    .map_or("und", String::as_str),
                alias: name.alias,
                text: name.text,
            })
        })
    }
}
