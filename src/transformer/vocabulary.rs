//! [`word_piece`]: the tokenizer of a BERT model that was published with `vocab.txt` alone.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::TransformerFault;

/// What `tokenizer_config.json` says, as far as it is needed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SpecialNames {
    #[serde(default, rename = "unk_token", deserialize_with = "name")]
    pub(super) unknown: Option<String>,
    #[serde(default, rename = "cls_token", deserialize_with = "name")]
    class: Option<String>,
    #[serde(default, rename = "sep_token", deserialize_with = "name")]
    separator: Option<String>,
    #[serde(default, rename = "do_lower_case")]
    lower_case: Option<bool>,
    #[serde(default, rename = "strip_accents")]
    strip_marks: Option<bool>,
    #[serde(default, rename = "tokenize_chinese_chars")]
    split_ideographs: Option<bool>,
}

/// A token is written as its text or as an object with a field `content`.
fn name<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(source)?;
    let text = value.get("content").unwrap_or(&value).as_str();
    Ok(text.map(str::to_owned))
}

impl SpecialNames {
    /// Reads `tokenizer_config.json`, if there is one.
    pub(super) fn new(json: Option<&[u8]>) -> Result<Self, TransformerFault> {
        json.map_or_else(
            || Ok(Self::default()),
            |json| {
                serde_json::from_slice(json)
                    .map_err(|error| TransformerFault::Json(error.to_string()))
            },
        )
    }
}

/// The content of the `tokenizer.json` that belongs to a list of pieces, one a line.
///
/// What `names` leaves out is as `BertTokenizer` of transformers has it.
pub(super) fn word_piece(pieces: &[u8], names: &SpecialNames) -> Result<Vec<u8>, TransformerFault> {
    let pieces = std::str::from_utf8(pieces)
        .map_err(|_| TransformerFault::Tokenizer("the list of pieces is no UTF-8".to_owned()))?;
    let mut vocabulary = Map::new();
    for (number, piece) in pieces.lines().enumerate() {
        vocabulary.insert(piece.to_owned(), Value::from(number));
    }
    let special = |name: &Option<String>, usual: &str| {
        let name = name.as_deref().unwrap_or(usual).to_owned();
        match vocabulary.get(&name).cloned() {
            Some(id) => Ok((name, id)),
            None => Err(TransformerFault::SpecialToken(name)),
        }
    };
    let unknown = special(&names.unknown, "[UNK]")?;
    let class = special(&names.class, "[CLS]")?;
    let separator = special(&names.separator, "[SEP]")?;
    let added: Vec<Value> = [&unknown, &class, &separator]
        .map(|(content, id)| {
            json!({"id": id, "content": content, "single_word": false, "lstrip": false,
                "rstrip": false, "normalized": false, "special": true})
        })
        .into();
    let tokenizer = json!({
        "version": "1.0",
        "added_tokens": added,
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": true,
            "handle_chinese_chars": names.split_ideographs.unwrap_or(true),
            "strip_accents": names.strip_marks,
            "lowercase": names.lower_case.unwrap_or(true),
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": separator, "cls": class},
        "model": {
            "type": "WordPiece",
            "unk_token": unknown.0,
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    });
    Ok(tokenizer.to_string().into_bytes())
}
