//! [`Tokens`]: words to the numbers that the model knows.

use std::path::Path;

use tokenizers::Tokenizer;
use tokenizers::pre_tokenizers::PreTokenizerWrapper;
use tokenizers::pre_tokenizers::sequence::Sequence;

use super::config::{Config, Family};
use super::error::{TransformerError, TransformerFault};
use super::files::{TOKENIZER, TOKENIZER_CONFIG, VOCABULARY, read_if_there};
use super::vocabulary::{SpecialNames, word_piece};

/// The tokenizer of a model, and the marks between which the model expects a text.
#[derive(Debug)]
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    unknown: u32,
    /// What stands before a text, `[CLS]` or `<s>`.
    pub(super) before: Vec<u32>,
    /// What stands behind it, `[SEP]` or `</s>`.
    pub(super) behind: Vec<u32>,
}

/// Words as sub-tokens.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    pub(super) ids: Vec<u32>,
    /// Where each word begins in `ids`; no word is empty.
    pub(super) starts: Vec<usize>,
}

impl Tokens {
    /// Reads `tokenizer.json`, or makes one from `vocab.txt`.
    pub(super) fn open(folder: &Path, config: &Config) -> Result<Self, TransformerError> {
        let settings = read_if_there(&folder.join(TOKENIZER_CONFIG))?;
        let names = SpecialNames::new(settings.as_deref())
            .map_err(|fault| fault.in_file(&folder.join(TOKENIZER_CONFIG)))?;
        let file = folder.join(TOKENIZER);
        let list = folder.join(VOCABULARY);
        let (file, json) = if let Some(json) = read_if_there(&file)? {
            (file, json)
        } else if let Some(pieces) = read_if_there(&list)?.filter(|_| config.family == Family::Bert)
        {
            let json = word_piece(&pieces, &names).map_err(|fault| fault.in_file(&list))?;
            (list, json)
        } else {
            return Err(TransformerError::Missing {
                file,
                remedy: "save it with `save_pretrained` of a fast tokenizer",
            });
        };
        Self::new(&json, &names, config).map_err(|fault| fault.in_file(&file))
    }

    fn new(json: &[u8], names: &SpecialNames, config: &Config) -> Result<Self, TransformerFault> {
        let fault = |error: tokenizers::Error| TransformerFault::Tokenizer(error.to_string());
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(fault)?;
        // Windows are cut here, not there.
        tokenizer.with_truncation(None).map_err(fault)?;
        tokenizer.with_padding(None);
        if let Some(splitter) = tokenizer.get_pre_tokenizer().cloned() {
            tokenizer.with_pre_tokenizer(Some(with_space_before(splitter)));
        }
        let last = tokenizer.get_vocab(true).into_values().max();
        if let Some(last) = last.filter(|&last| last as usize >= config.vocabulary) {
            return Err(TransformerFault::Vocabulary {
                last,
                rows: config.vocabulary,
            });
        }
        let unknown = names
            .unknown
            .as_deref()
            .into_iter()
            .chain(["[UNK]", "<unk>"])
            .find_map(|name| tokenizer.token_to_id(name))
            .ok_or_else(|| TransformerFault::SpecialToken("[UNK]".to_owned()))?;
        let marked = tokenizer.encode("a", true).map_err(fault)?;
        let is_mark = |&(_, &mark): &(&u32, &u32)| mark == 1;
        let ids = || {
            marked
                .get_ids()
                .iter()
                .zip(marked.get_special_tokens_mask())
        };
        let before: Vec<u32> = ids().take_while(is_mark).map(|(&id, _)| id).collect();
        let mut behind: Vec<u32> = ids().rev().take_while(is_mark).map(|(&id, _)| id).collect();
        behind.reverse();
        Ok(Self {
            tokenizer,
            unknown,
            before,
            behind,
        })
    }

    /// Sub-tokens of `words`, each word read for itself.
    ///
    /// A word of which the tokenizer leaves nothing (marks without letters) is unknown.
    pub(super) fn encode(&self, words: &[&str]) -> Result<Encoded, TransformerError> {
        let mut encoded = Encoded::default();
        for &word in words {
            encoded.starts.push(encoded.ids.len());
            let pieces = self
                .tokenizer
                .encode_fast(word, false)
                .map_err(|error| TransformerError::Encode(error.to_string()))?;
            if pieces.is_empty() {
                encoded.ids.push(self.unknown);
            }
            encoded.ids.extend(pieces.get_ids());
        }
        Ok(encoded)
    }
}

/// The tokenizers of `RoBERTa` know a word inside a text by the space before it.
fn with_space_before(splitter: PreTokenizerWrapper) -> PreTokenizerWrapper {
    match splitter {
        PreTokenizerWrapper::ByteLevel(mut bytes) => {
            bytes.add_prefix_space = true;
            PreTokenizerWrapper::ByteLevel(bytes)
        }
        PreTokenizerWrapper::Sequence(steps) => {
            let steps = steps.into_iter().map(with_space_before).collect();
            PreTokenizerWrapper::Sequence(Sequence::new(steps))
        }
        other => other,
    }
}
