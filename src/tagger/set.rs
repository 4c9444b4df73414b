//! [`Taggers`]: which tagger reads which language.

use std::path::Path;

use super::{Tagger, TaggerFileError};
use crate::boundary::Vocabulary;

include!(concat!(env!("OUT_DIR"), "/taggers.rs"));

/// A tagger with what its features need.
#[derive(Debug)]
pub struct Reader {
    /// The tagger.
    pub tagger: Tagger,
    /// How frequent words were where it was trained; where there is nothing, they are as
    /// frequent as in the news that the other models were trained on.
    pub frequencies: Option<Vocabulary>,
}

/// Taggers, each with the languages that it knows.
#[derive(Debug, Default)]
pub struct Taggers {
    readers: Vec<Reader>,
}

impl Taggers {
    /// Those that the binary carries.
    ///
    /// # Errors
    /// A file was damaged, or written by another version, when the binary was built.
    pub fn embedded() -> Result<Self, TaggerFileError> {
        let mut readers = vec![Reader {
            tagger: Tagger::embedded()?,
            frequencies: None,
        }];
        for (tag, tagger, vocabulary) in FILES {
            let file = format!("models/{tag}/tagger.bin");
            let tagger = Tagger::from_static(tagger)
                .map_err(|fault| TaggerFileError::File { file, fault })?;
            let file = format!("models/{tag}/vocabulary.bin");
            let frequencies = Vocabulary::from_bytes(vocabulary)
                .map_err(|fault| TaggerFileError::Vocabulary { file, fault })?;
            readers.push(Reader {
                tagger,
                frequencies: Some(frequencies),
            });
        }
        Ok(Self { readers })
    }

    /// These and the one in a file, which reads its languages in place of others; the words
    /// beside it (`vocabulary.bin`) belong to it, where there are any.
    ///
    /// # Errors
    /// The file cannot be read, or holds no sound tagger of this version.
    pub fn with_file(mut self, path: &Path) -> Result<Self, TaggerFileError> {
        let tagger = Tagger::open(path)?;
        let beside = path.with_file_name("vocabulary.bin");
        let frequencies = match std::fs::read(&beside) {
            Ok(bytes) => Some(Vocabulary::from_bytes(&bytes).map_err(|fault| {
                TaggerFileError::Vocabulary {
                    file: beside.display().to_string(),
                    fault,
                }
            })?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(TaggerFileError::Read(beside, error)),
        };
        let known = |tag: &String| tagger.languages.contains(tag);
        self.readers
            .retain(|reader| !reader.tagger.languages.iter().all(known));
        let reader = Reader {
            tagger,
            frequencies,
        };
        self.readers.insert(0, reader);
        Ok(self)
    }

    /// What reads text in a language (BCP 47).
    pub fn of(&self, language: &str) -> Option<&Reader> {
        self.readers.iter().find(|reader| {
            let mut known = reader.tagger.languages.iter();
            known.any(|tag| tag == language)
        })
    }

    /// All of them.
    pub fn readers(&self) -> &[Reader] {
        &self.readers
    }
}
