//! [`Part`]: one compiled file, checked and ready to be asked.

use std::ops::Range;
use std::sync::Arc;

use fst::raw::{CompiledAddr, Fst, Output};

use super::error::{KbError, KbFault};
use super::format::{ENTRY, Header, IdKey, Meta, Reader, SCHEME_TEXT, SECTIONS};
use crate::article::EntityType;

/// Bytes of a file: part of the binary, or read.
#[derive(Debug, Clone)]
pub(super) enum Bytes {
    Embedded(&'static [u8]),
    Owned(Arc<[u8]>),
}

/// A range of [`Bytes`].
#[derive(Debug, Clone)]
pub(super) struct Section {
    bytes: Bytes,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        let all: &[u8] = match &self.bytes {
            Bytes::Embedded(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
        };
        all.get(self.range.clone()).unwrap_or_default()
    }
}

/// One compiled file.
pub(super) struct Part {
    entries: Section,
    blob: Section,
    postings: Section,
    fst: Fst<Section>,
    pub meta: Meta,
    pub fold: u32,
    pub n_entries: u32,
    pub max_words: usize,
    pub checksum: u32,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("meta", &self.meta)
            .field("n_entries", &self.n_entries)
            .finish_non_exhaustive()
    }
}

/// Where a walk through the names of a part stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    node: CompiledAddr,
    output: Output,
}

/// One entry, decoded but for its names.
#[derive(Debug, Clone)]
pub(super) struct Record<'p> {
    pub id: IdKey<'p>,
    pub entity_type: EntityType,
    pub subtype: u8,
    pub country: Option<[u8; 2]>,
    pub popularity: u32,
    pub capital: Option<IdKey<'p>>,
    /// Number of names, and their bytes.
    names: (u64, Reader<'p>),
}

/// One name of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawName<'p> {
    pub language: u8,
    pub alias: bool,
    pub text: &'p str,
}

/// Set in the first byte of an entry's flags: it has a capital.
pub(super) const HAS_CAPITAL: u8 = 1;
/// Set in the language byte of names that are not the main one of their language.
pub(super) const ALIAS: u8 = 0x80;

impl Part {
    /// Checks a whole file; `file` names it in errors.
    pub(super) fn new(file: &str, bytes: Bytes) -> Result<Self, KbError> {
        Self::checked(bytes).map_err(|fault| KbError::File {
            file: file.to_owned(),
            fault,
        })
    }

    fn checked(bytes: Bytes) -> Result<Self, KbFault> {
        let whole = Section {
            range: 0..match &bytes {
                Bytes::Embedded(bytes) => bytes.len(),
                Bytes::Owned(bytes) => bytes.len(),
            },
            bytes,
        };
        let header = Header::read(whole.as_ref())?;
        let section = |number: usize| {
            let name = SECTIONS.get(number).copied().unwrap_or_default();
            let fault = KbFault::Section(name);
            let (offset, len) = header.sections.get(number).copied().unwrap_or_default();
            let start = usize::try_from(offset).map_err(|_| fault.clone())?;
            let end = usize::try_from(len)
                .ok()
                .and_then(|len| start.checked_add(len))
                .filter(|end| *end <= whole.range.end)
                .ok_or(fault)?;
            Ok(Section {
                bytes: whole.bytes.clone(),
                range: start..end,
            })
        };
        let (entries, blob, postings) = (section(0)?, section(1)?, section(2)?);
        if entries.range.len() as u64 != u64::from(header.n_entries) * ENTRY as u64 {
            return Err(KbFault::Section("entries"));
        }
        let fst = Fst::new(section(3)?).map_err(|_| KbFault::Section("fst"))?;
        let meta: Meta =
            serde_json::from_slice(section(4)?.as_ref()).map_err(|_| KbFault::Section("meta"))?;
        Ok(Self {
            entries,
            blob,
            postings,
            fst,
            meta,
            fold: header.fold,
            n_entries: header.n_entries,
            max_words: usize::from(header.max_words),
            checksum: header.checksum,
        })
    }

    /// Scheme, number and offset of entry `idx`.
    fn fixed(&self, idx: u32) -> Option<(u8, u32, usize)> {
        let start = usize::try_from(idx).ok()?.checked_mul(ENTRY)?;
        let mut reader = Reader(self.entries.as_ref().get(start..)?);
        let scheme = reader.byte()?;
        let number = u32::from_le_bytes(reader.bytes()?);
        let offset = u32::from_le_bytes(reader.bytes()?);
        Some((scheme, number, usize::try_from(offset).ok()?))
    }

    /// The id of entry `idx`.
    pub(super) fn id(&self, idx: u32) -> Option<IdKey<'_>> {
        let (scheme, number, offset) = self.fixed(idx)?;
        let text = match scheme {
            SCHEME_TEXT => Reader(self.blob.as_ref().get(offset..)?).text()?,
            _ => "",
        };
        Some(IdKey {
            scheme,
            number,
            text: text.into(),
        })
    }

    /// Entry `idx`.
    pub(super) fn record(&self, idx: u32) -> Option<Record<'_>> {
        let (scheme, number, offset) = self.fixed(idx)?;
        let mut reader = Reader(self.blob.as_ref().get(offset..)?);
        let text = match scheme {
            SCHEME_TEXT => reader.text()?,
            _ => "",
        };
        let entity_type = EntityType::ALL.get(usize::from(reader.byte()?)).copied()?;
        let subtype = reader.byte()?;
        let country = reader.bytes::<2>()?;
        let popularity = u32::try_from(reader.varint()?).ok()?;
        let capital = match reader.byte()? & HAS_CAPITAL {
            0 => None,
            _ => Some(IdKey::new(reader.text()?)),
        };
        let n_names = reader.varint()?;
        Some(Record {
            id: IdKey {
                scheme,
                number,
                text: text.into(),
            },
            entity_type,
            subtype,
            country: (country != [0; 2]).then_some(country),
            popularity,
            capital,
            names: (n_names, reader),
        })
    }

    /// The entry with this id.
    pub(super) fn position(&self, id: &IdKey<'_>) -> Option<u32> {
        let (mut low, mut high) = (0, self.n_entries);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id(middle)?.cmp(id) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The start of all names.
    pub(super) fn start(&self) -> Walk {
        Walk {
            node: self.fst.root().addr(),
            output: Output::zero(),
        }
    }

    /// One byte further; `None` when no name goes on so.
    pub(super) fn step(&self, walk: Walk, byte: u8) -> Option<Walk> {
        let node = self.fst.node(walk.node);
        let transition = node.transition(node.find_input(byte)?);
        Some(Walk {
            node: transition.addr,
            output: walk.output.cat(transition.out),
        })
    }

    /// Passes the entries of the name that ends here, most popular first: index, and whether
    /// the name is only an alias.
    pub(super) fn entries_at(&self, walk: Walk, mut pass: impl FnMut(u32, bool)) {
        let node = self.fst.node(walk.node);
        if !node.is_final() {
            return;
        }
        let value = walk.output.cat(node.final_output()).value();
        let mut one = |posting: u64| {
            if let Ok(idx) = u32::try_from(posting >> 1) {
                pass(idx, posting & 1 == 1);
            }
        };
        if value & 1 == 0 {
            one(value >> 1);
            return;
        }
        let Some(bytes) = usize::try_from(value >> 1)
            .ok()
            .and_then(|offset| self.postings.as_ref().get(offset..))
        else {
            return;
        };
        let mut reader = Reader(bytes);
        for _ in 0..reader.varint().unwrap_or_default() {
            let Some(posting) = reader.varint() else {
                return;
            };
            one(posting);
        }
    }
}

impl<'p> Record<'p> {
    /// Its names, in the order of the file: main names first.
    pub(super) fn names(&self) -> impl Iterator<Item = RawName<'p>> + use<'p> {
        let (count, mut reader) = self.names;
        (0..count).map_while(move |_| {
            let language = reader.byte()?;
            Some(RawName {
                language: language & !ALIAS,
                alias: language & ALIAS != 0,
                text: reader.text()?,
            })
        })
    }
}
