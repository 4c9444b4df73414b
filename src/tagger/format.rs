//! The file form of a [`Tagger`].
//!
//! `MQTG`, version, checksum (FNV-1a of all that follows), then numbers little-endian: the
//! languages, the embedding (width, buckets, scale, bytes, doublings), the encoder (bias, layers), the heads (name, types,
//! weights, bias, transitions, calibration), the classifiers (name, kinds, weights, bias). Text is its length
//! and its UTF-8.

use std::borrow::Cow;

use ndarray::{Array1, Array2};

use super::crf::Transitions;
use super::encoder::{Embedding, Encoder, Layer, MAX_DOUBLINGS};
use super::features::N_BUCKETS;
use super::labels::LabelSet;
use super::model::{Classifier, Head, Reliability, Tagger};

const MAGIC: &[u8; 4] = b"MQTG";
const VERSION: u32 = 3;
/// No table, name or list in such a file is longer.
const MAX_LENGTH: usize = 1 << 28;

/// Why a tagger file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaggerError {
    /// It does not begin as such a file does.
    #[error("expected a tagger file (`MQTG`), found something else")]
    Magic,
    /// Another version of the format.
    #[error("expected version {VERSION} of the tagger format, found {0}")]
    Version(u32),
    /// Its bytes are not those that were written.
    #[error("the checksum does not match: the file is damaged")]
    Checksum,
    /// It ends early, late, or its parts do not fit together.
    #[error("{0} does not fit")]
    Shape(&'static str),
}

impl Tagger {
    /// The file form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        put_length(&mut body, self.languages.len());
        for tag in &self.languages {
            put_text(&mut body, tag);
        }
        put_length(&mut body, self.embedding.width);
        put_length(
            &mut body,
            self.embedding.rows.len() / self.embedding.width.max(1),
        );
        put_floats(&mut body, [self.embedding.scale].iter());
        body.extend_from_slice(&self.embedding.rows);
        body.extend_from_slice(&self.embedding.doublings);
        put_floats(&mut body, self.encoder.bias.iter());
        put_length(&mut body, self.encoder.layers.len());
        for layer in &self.encoder.layers {
            put_length(&mut body, layer.dilation);
            put_floats(&mut body, layer.weights.iter());
            put_floats(&mut body, layer.bias.iter());
        }
        put_length(&mut body, self.heads.len());
        for head in &self.heads {
            put_text(&mut body, &head.name);
            put_length(&mut body, head.labels.types().len());
            for name in head.labels.types() {
                put_text(&mut body, name);
            }
            put_floats(&mut body, head.weights.iter());
            put_floats(&mut body, head.bias.iter());
            put_floats(&mut body, head.transitions.between.iter());
            put_floats(&mut body, head.transitions.opening.iter());
            let Reliability { slope, offset } = head.reliability;
            put_floats(&mut body, [slope, offset].iter());
        }
        put_length(&mut body, self.classifiers.len());
        for classifier in &self.classifiers {
            put_text(&mut body, &classifier.name);
            put_length(&mut body, classifier.kinds.len());
            for kind in &classifier.kinds {
                put_text(&mut body, kind);
            }
            put_floats(&mut body, classifier.weights.iter());
            put_floats(&mut body, classifier.bias.iter());
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(checksum(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// Anything that is not exactly what [`Self::to_bytes`] writes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TaggerError> {
        Self::read(bytes, |rows| Cow::Owned(rows.to_vec()))
    }

    /// Reads a file that is part of the program: the table stays where it is.
    ///
    /// # Errors
    /// As [`Self::from_bytes`].
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, TaggerError> {
        Self::read(bytes, Cow::Borrowed)
    }

    fn read<'b>(
        bytes: &'b [u8],
        keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>,
    ) -> Result<Self, TaggerError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(TaggerError::Magic)?;
        let (version, rest) = rest.split_first_chunk().ok_or(TaggerError::Magic)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(TaggerError::Version(version));
        }
        let (sum, body) = rest.split_first_chunk().ok_or(TaggerError::Checksum)?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return Err(TaggerError::Checksum);
        }
        let mut reader = Reader { rest: body };
        let mut tagger = reader.tagger(keep)?;
        if !reader.rest.is_empty() {
            return Err(TaggerError::Shape("the end of the file"));
        }
        tagger.checksum = Some(u64::from_le_bytes(*sum));
        Ok(tagger)
    }
}

/// What a file says of the bytes behind its head.
#[doc(hidden)]
pub fn checksum(bytes: &[u8]) -> u64 {
    // Eight bytes a step: the file is large and read at every start.
    let (words, tail) = bytes.as_chunks::<8>();
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    let hash = words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        step(hash, u64::from_le_bytes(*word))
    });
    tail.iter()
        .fold(hash, |hash, &byte| step(hash, u64::from(byte)))
}

fn put_length(bytes: &mut Vec<u8>, length: usize) {
    bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_floats<'f>(bytes: &mut Vec<u8>, values: impl Iterator<Item = &'f f32>) {
    for value in values {
        bytes.extend(value.to_le_bytes());
    }
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_length(bytes, text.len());
    bytes.extend(text.as_bytes());
}

/// Takes values off the front.
struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize, what: &'static str) -> Result<&'b [u8], TaggerError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(TaggerError::Shape(what))?;
        self.rest = rest;
        Ok(taken)
    }

    fn length(&mut self, what: &'static str) -> Result<usize, TaggerError> {
        let (value, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(TaggerError::Shape(what))?;
        self.rest = rest;
        let length = u32::from_le_bytes(*value) as usize;
        if length > MAX_LENGTH {
            return Err(TaggerError::Shape(what));
        }
        Ok(length)
    }

    fn floats(&mut self, n: usize, what: &'static str) -> Result<Vec<f32>, TaggerError> {
        let bytes = self.take(n.checked_mul(4).ok_or(TaggerError::Shape(what))?, what)?;
        let (chunks, _) = bytes.as_chunks::<4>();
        let values: Vec<f32> = chunks
            .iter()
            .map(|chunk| f32::from_le_bytes(*chunk))
            .collect();
        if values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(TaggerError::Shape(what))
        }
    }

    fn matrix(
        &mut self,
        rows: usize,
        columns: usize,
        what: &'static str,
    ) -> Result<Array2<f32>, TaggerError> {
        let values = self.floats(rows.saturating_mul(columns), what)?;
        Array2::from_shape_vec((rows, columns), values).map_err(|_| TaggerError::Shape(what))
    }

    fn text(&mut self, what: &'static str) -> Result<String, TaggerError> {
        let length = self.length(what)?;
        let bytes = self.take(length, what)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| TaggerError::Shape(what))
    }

    fn tagger(
        &mut self,
        keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>,
    ) -> Result<Tagger, TaggerError> {
        let languages = self.texts("the languages")?;
        let width = self.length("the width of the embedding")?;
        let buckets = self.length("the number of features")?;
        if !buckets.is_power_of_two() || buckets > N_BUCKETS || width == 0 {
            return Err(TaggerError::Shape("the number of features"));
        }
        let scale = self.floats(1, "the scale of the embedding")?;
        let size = buckets
            .checked_mul(width)
            .ok_or(TaggerError::Shape("the embedding"))?;
        let rows = self.take(size, "the embedding")?;
        let doublings = self.take(buckets, "the embedding")?;
        if doublings.iter().any(|&doubled| doubled > MAX_DOUBLINGS) {
            return Err(TaggerError::Shape("the embedding"));
        }
        let embedding = Embedding {
            width,
            scale: scale.first().copied().unwrap_or_default(),
            rows: keep(rows),
            doublings: keep(doublings),
        };
        let encoder = self.encoder(width)?;
        let n_heads = self.length("the number of heads")?;
        let heads = (0..n_heads)
            .map(|_| self.head(width))
            .collect::<Result<Vec<_>, _>>()?;
        if heads.is_empty() {
            return Err(TaggerError::Shape("the number of heads"));
        }
        let n_classifiers = self.length("the number of classifiers")?;
        let classifiers = (0..n_classifiers)
            .map(|_| self.classifier(width))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Tagger::new(
            languages,
            embedding,
            encoder,
            heads,
            classifiers,
        ))
    }

    fn encoder(&mut self, width: usize) -> Result<Encoder, TaggerError> {
        let bias = Array1::from_vec(self.floats(width, "the bias of the encoder")?);
        let n_layers = self.length("the number of layers")?;
        let layers = (0..n_layers)
            .map(|_| {
                let dilation = self.length("a dilation")?;
                if !(1..=64).contains(&dilation) {
                    return Err(TaggerError::Shape("a dilation"));
                }
                Ok(Layer {
                    dilation,
                    weights: self.matrix(3 * width, width, "a layer")?,
                    bias: Array1::from_vec(self.floats(width, "a layer")?),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Encoder { bias, layers })
    }

    fn reliability(&mut self) -> Result<Reliability, TaggerError> {
        match self.floats(2, "a head")?.as_slice() {
            &[slope, offset] => Ok(Reliability { slope, offset }),
            _ => Err(TaggerError::Shape("a head")),
        }
    }

    fn texts(&mut self, what: &'static str) -> Result<Vec<String>, TaggerError> {
        let n_texts = self.length(what)?;
        (0..n_texts).map(|_| self.text(what)).collect()
    }

    fn classifier(&mut self, width: usize) -> Result<Classifier, TaggerError> {
        let name = self.text("the name of a classifier")?;
        let kinds = self.texts("the kinds of a classifier")?;
        Ok(Classifier {
            name,
            weights: self.matrix(width, kinds.len(), "a classifier")?,
            bias: Array1::from_vec(self.floats(kinds.len(), "a classifier")?),
            kinds,
        })
    }

    fn head(&mut self, width: usize) -> Result<Head, TaggerError> {
        let name = self.text("the name of a head")?;
        let types = self.texts("the types of a head")?;
        let labels = LabelSet::new(types);
        let n_labels = labels.len();
        Ok(Head {
            name,
            weights: self.matrix(width, n_labels, "a head")?,
            bias: Array1::from_vec(self.floats(n_labels, "a head")?),
            transitions: Transitions {
                n_labels,
                between: self.floats(n_labels * n_labels, "a head")?,
                opening: self.floats(n_labels, "a head")?,
            },
            reliability: self.reliability()?,
            labels,
        })
    }
}
