//! [`KbWriter`]: entries in the order of their ids → a compiled file.

use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::error::KbError;
use super::format::{
    CHECKED_FROM, CHECKSUM_AT, HEADER, Header, IdKey, MAX_WORDS, Meta, SCHEME_TEXT, SECTIONS,
    push_text, push_varint,
};
use super::key::{fold_fingerprint, keys, n_words};
use super::part::{ALIAS, HAS_CAPITAL};
use super::spill::{NameSorter, Posting};
use crate::article::EntityType;
use crate::lang::FoldTable;

/// Most entries that one name leads to; the least popular beyond are found by id only.
const MAX_POSTINGS: usize = 64;

/// Bytes of a section while it grows: in memory, or in a file of the work folder.
enum Sink {
    Memory(Vec<u8>),
    File(BufWriter<File>, PathBuf),
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Memory(held) => held.write(bytes),
            Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File(file, _) => file.flush(),
        }
    }
}

/// A section with its length so far.
struct Section {
    sink: Sink,
    len: u64,
}

impl Write for Section {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Section {
    fn new(folder: Option<&Path>, name: &str) -> io::Result<Self> {
        let sink = match folder {
            None => Sink::Memory(Vec::new()),
            Some(folder) => {
                let path = folder.join(name);
                Sink::File(BufWriter::new(File::create(&path)?), path)
            }
        };
        Ok(Self { sink, len: 0 })
    }

    /// Appends all of it to `out`; its file is deleted.
    fn copy(self, out: &mut impl Write) -> io::Result<()> {
        match self.sink {
            Sink::Memory(held) => out.write_all(&held),
            Sink::File(mut file, path) => {
                file.flush()?;
                io::copy(&mut File::open(&path)?, out)?;
                std::fs::remove_file(path)
            }
        }
    }
}

/// Compiles entries that come in the order of their ids.
pub struct KbWriter<'f> {
    fold: &'f FoldTable,
    folder: Option<PathBuf>,
    meta: Meta,
    entries: Section,
    blob: Section,
    names: NameSorter,
    last: Option<IdKey<'static>>,
    n_entries: u32,
    max_words: usize,
}

impl<'f> KbWriter<'f> {
    /// A writer that works in `folder`, or in memory without one. `meta` says what the file
    /// says of itself; its tables are filled here.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn new(fold: &'f FoldTable, folder: Option<&Path>, mut meta: Meta) -> io::Result<Self> {
        meta.subtypes = vec![String::new()];
        Ok(Self {
            fold,
            folder: folder.map(Path::to_path_buf),
            meta,
            entries: Section::new(folder, "entries.section")?,
            blob: Section::new(folder, "blob.section")?,
            names: NameSorter::new(folder.map(Path::to_path_buf)),
            last: None,
            n_entries: 0,
            max_words: 0,
        })
    }

    /// Adds an entry; its id must be greater than the last one's.
    ///
    /// # Errors
    /// Writing fails, the order is wrong or a table is full.
    pub fn push(&mut self, mut draft: Draft) -> io::Result<()> {
        draft.tidy(self.fold);
        let id = IdKey::new(&draft.id);
        if self.last.as_ref().is_some_and(|last| *last >= id) {
            return Err(io::Error::other(format!(
                "entry {} is out of order",
                draft.id
            )));
        }
        let offset = u32::try_from(self.blob.len)
            .map_err(|_| io::Error::other("more than 4 GiB of names; ask for fewer languages"))?;
        self.entries.write_all(&[id.scheme])?;
        self.entries.write_all(&id.number.to_le_bytes())?;
        self.entries.write_all(&offset.to_le_bytes())?;
        let mut bytes = Vec::new();
        if id.scheme == SCHEME_TEXT {
            push_text(&id.text, &mut bytes);
        }
        let kind = EntityType::ALL
            .iter()
            .position(|kind| *kind == draft.entity_type)
            .unwrap_or_default();
        bytes.push(kind.to_le_bytes()[0]);
        bytes.push(number(&mut self.meta.subtypes, &draft.subtype, 255)?);
        bytes.extend_from_slice(&draft.country.unwrap_or_default());
        push_varint(draft.popularity.into(), &mut bytes);
        match &draft.capital {
            None => bytes.push(0),
            Some(capital) => {
                bytes.push(HAS_CAPITAL);
                push_text(capital, &mut bytes);
            }
        }
        push_varint(draft.names.len() as u64, &mut bytes);
        for name in &draft.names {
            let language = number(&mut self.meta.languages, &name.language, 127)?;
            bytes.push(if name.alias {
                language | ALIAS
            } else {
                language
            });
            push_text(&name.text, &mut bytes);
        }
        self.blob.write_all(&bytes)?;
        self.index(&draft)?;
        self.n_entries += 1;
        self.last = Some(id.into_owned());
        Ok(())
    }

    /// Puts the names of a draft into the index.
    fn index(&mut self, draft: &Draft) -> io::Result<()> {
        let mut postings: Vec<(String, bool)> = Vec::new();
        for name in &draft.names {
            for key in keys(self.fold, &name.text) {
                let n_words = n_words(&key);
                // One letter or a bare number is the name of too much.
                if n_words > MAX_WORDS
                    || key.chars().nth(1).is_none()
                    || !key.chars().any(char::is_alphabetic)
                {
                    continue;
                }
                self.max_words = self.max_words.max(n_words);
                postings.push((key, name.alias));
            }
        }
        postings.sort();
        postings.dedup_by(|next, first| next.0 == first.0);
        for (key, alias) in postings {
            self.names.push(Posting {
                key,
                alias,
                unpopularity: u32::MAX - draft.popularity,
                idx: self.n_entries,
            })?;
        }
        Ok(())
    }

    /// Writes the file to `path`: whole, or not at all.
    ///
    /// # Errors
    /// Writing fails.
    pub fn finish(self, path: &Path) -> Result<(), KbError> {
        let wrap = |error| KbError::Write(path.to_path_buf(), error);
        let mut draft = path.as_os_str().to_owned();
        draft.push(".part");
        let draft = PathBuf::from(draft);
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&draft)
            .map_err(wrap)?;
        self.assemble(&mut file).map_err(wrap)?;
        file.sync_all().map_err(wrap)?;
        std::fs::rename(&draft, path).map_err(wrap)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// A table is full.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        let mut out = Cursor::new(Vec::new());
        self.assemble(&mut out)?;
        Ok(out.into_inner())
    }

    fn assemble(mut self, out: &mut (impl Read + Write + Seek)) -> io::Result<()> {
        let folder = self.folder.as_deref();
        let mut postings = Section::new(folder, "postings.section")?;
        let mut fst = Section::new(folder, "fst.section")?;
        let names = std::mem::replace(&mut self.names, NameSorter::new(None));
        write_index(names, &mut fst, &mut postings)?;
        let mut meta = Section::new(None, "")?;
        serde_json::to_writer(&mut meta, &self.meta)?;

        let sections = [self.entries, self.blob, postings, fst, meta];
        let mut table = [(0, 0); SECTIONS.len()];
        let mut offset = HEADER as u64;
        for (entry, section) in table.iter_mut().zip(&sections) {
            *entry = (offset, section.len);
            offset += section.len;
        }
        let header = Header {
            // Written over what is behind it when all of that stands.
            checksum: 0,
            fold: fold_fingerprint(self.fold),
            n_entries: self.n_entries,
            max_words: u8::try_from(self.max_words).unwrap_or(u8::MAX),
            sections: table,
        };
        out.write_all(&header.to_bytes(offset))?;
        for section in sections {
            section.copy(out)?;
        }
        out.seek(SeekFrom::Start(CHECKED_FROM as u64))?;
        let mut checksum = crc32fast::Hasher::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = out.read(&mut buffer)?;
            match buffer.get(..read) {
                Some(bytes) if read > 0 => checksum.update(bytes),
                _ => break,
            }
        }
        out.seek(SeekFrom::Start(CHECKSUM_AT as u64))?;
        out.write_all(&checksum.finalize().to_le_bytes())?;
        out.flush()
    }
}

/// Place of `value` in a table, which it joins when it is new.
fn number(table: &mut Vec<String>, value: &str, most: usize) -> io::Result<u8> {
    let at = match table.iter().position(|known| known == value) {
        Some(at) => at,
        None if table.len() < most => {
            table.push(value.to_owned());
            table.len() - 1
        }
        None => {
            return Err(io::Error::other(format!(
                "`{value}`: more than {most} different languages or subtypes"
            )));
        }
    };
    u8::try_from(at).map_err(io::Error::other)
}

/// Sorted names → map and lists of entries.
fn write_index(names: NameSorter, fst: &mut Section, postings: &mut Section) -> io::Result<()> {
    let mut map = fst::MapBuilder::new(&mut *fst).map_err(io::Error::other)?;
    let mut open: Option<(String, Vec<u64>)> = None;
    let mut close = |group: Option<(String, Vec<u64>)>| -> io::Result<()> {
        let Some((key, list)) = group else {
            return Ok(());
        };
        let value = if let [one] = list.as_slice() {
            one << 1
        } else {
            let value = postings.len << 1 | 1;
            let mut bytes = Vec::new();
            push_varint(list.len() as u64, &mut bytes);
            for posting in list {
                push_varint(posting, &mut bytes);
            }
            postings.write_all(&bytes)?;
            value
        };
        map.insert(key, value).map_err(io::Error::other)
    };
    names.finish(|posting| {
        let value = u64::from(posting.idx) << 1 | u64::from(posting.alias);
        match &mut open {
            Some((key, list)) if *key == posting.key => {
                if list.len() < MAX_POSTINGS {
                    list.push(value);
                }
                Ok(())
            }
            _ => close(open.replace((posting.key, vec![value]))),
        }
    })?;
    close(open.take())?;
    map.finish().map_err(io::Error::other)
}
