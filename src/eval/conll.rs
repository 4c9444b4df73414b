//! Sentences of a `CoNLL` file: one token and its tag a line, a blank line between sentences.

use std::io;
use std::path::{Path, PathBuf};

/// One sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaggedSentence {
    /// Tokens as the file has them.
    pub words: Vec<String>,
    /// One IOB2 tag a token.
    pub tags: Vec<String>,
}

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// The token's, from 0.
    pub word: usize,
    /// The tag's, from 0.
    pub tag: usize,
}

/// The common form: token, tag.
pub const WORD_TAG: Columns = Columns { word: 0, tag: 1 };

/// Reads a file.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path, columns: Columns) -> io::Result<Vec<TaggedSentence>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    Ok(parse(&text, columns))
}

/// Reads the text of a file. Lines with too few columns and comments (`# `) end a sentence.
pub fn parse(text: &str, columns: Columns) -> Vec<TaggedSentence> {
    let mut sentences = Vec::new();
    let mut sentence = TaggedSentence::default();
    for line in text.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        match (fields.get(columns.word), fields.get(columns.tag)) {
            (Some(word), Some(tag)) if !line.starts_with("# ") => {
                sentence.words.push((*word).to_owned());
                sentence.tags.push((*tag).to_owned());
            }
            _ if sentence.words.is_empty() => {}
            _ => sentences.push(std::mem::take(&mut sentence)),
        }
    }
    if !sentence.words.is_empty() {
        sentences.push(sentence);
    }
    for sentence in &mut sentences {
        repair(&mut sentence.tags);
    }
    sentences
}

/// Columns that may be left open.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenColumns {
    /// The token's, from 0; the first one, if open.
    pub word: Option<usize>,
    /// The tag's, from 0; the last one of each line, if open.
    pub tag: Option<usize>,
}

/// Why a file cannot be scored against.
#[derive(Debug, thiserror::Error)]
pub enum ConllError {
    /// It cannot be read.
    #[error("cannot read {0}")]
    Read(PathBuf, #[source] io::Error),
    /// A tag is none: often the wrong column.
    #[error("{}, line {line}: expected an IOB tag, found `{tag}`", file.display())]
    Tag {
        /// The file.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// What stands there.
        tag: String,
    },
    /// It holds nothing.
    #[error("{} has no sentences", .0.display())]
    Empty(PathBuf),
}

/// Reads a file to score against: unlike [`read`], refuses tags that are none (`_` and `-` are
/// outside) and files without sentences.
///
/// # Errors
/// It cannot be read, has a line whose tag is none, or no sentence.
pub fn read_strict(path: &Path, columns: OpenColumns) -> Result<Vec<TaggedSentence>, ConllError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| ConllError::Read(path.to_owned(), error))?;
    let sentences = parse_strict(&text, columns).map_err(|(line, tag)| ConllError::Tag {
        file: path.to_owned(),
        line,
        tag,
    })?;
    if sentences.is_empty() {
        return Err(ConllError::Empty(path.to_owned()));
    }
    Ok(sentences)
}

/// Reads the text of a file; `Err` is the line, from 1, of a tag that is none.
fn parse_strict(text: &str, columns: OpenColumns) -> Result<Vec<TaggedSentence>, (usize, String)> {
    let mut sentences = vec![TaggedSentence::default()];
    for (idx, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let tag = columns.tag.or(fields.len().checked_sub(1));
        let word = columns.word.unwrap_or(0);
        let pair = tag
            .filter(|&tag| tag != word)
            .and_then(|tag| Some((fields.get(word)?, *fields.get(tag)?)));
        // A number sign is a token too, and then has a tag.
        let comment = line.starts_with("# ")
            && (line.contains(" = ") || pair.is_none_or(|(_, tag)| !is_tag(tag)));
        let apart = comment || fields.first() == Some(&"-DOCSTART-");
        match (pair.filter(|_| !apart), sentences.last_mut()) {
            (Some((word, tag)), Some(sentence)) => {
                if !(is_tag(tag) || matches!(tag, "_" | "-")) {
                    return Err((idx + 1, tag.to_owned()));
                }
                sentence.words.push((*word).to_owned());
                sentence.tags.push(tag.to_owned());
            }
            (None, Some(sentence)) if sentence.words.is_empty() => {}
            _ => sentences.push(TaggedSentence::default()),
        }
    }
    sentences.retain(|sentence| !sentence.words.is_empty());
    for sentence in &mut sentences {
        repair(&mut sentence.tags);
    }
    Ok(sentences)
}

fn is_tag(tag: &str) -> bool {
    let kind = tag.strip_prefix("B-").or_else(|| tag.strip_prefix("I-"));
    tag == "O" || tag == "?" || kind.is_some_and(|kind| !kind.is_empty())
}

/// Turns tags into IOB2: an inside tag that continues nothing opens a name, what is no IOB tag
/// at all is outside; `?` (unknown) stays.
fn repair(tags: &mut [String]) {
    let mut last = String::from("O");
    for tag in tags {
        let known = tag == "O" || tag == "?" || tag.starts_with("B-") || tag.starts_with("I-");
        if !known {
            "O".clone_into(tag);
        }
        if let Some(kind) = tag.strip_prefix("I-") {
            let goes_on = last.get(1..) == Some(&format!("-{kind}"));
            if !goes_on {
                *tag = format!("B-{kind}");
            }
        }
        last.clone_from(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_repaired_as_conlleval_reads_them() {
        let text = "a I-PER\nb I-PER\nc I-LOC\n\nd B-LOC extra\ne _\nf ?\n# comment line\ng O";
        let sentences = parse(text, WORD_TAG);
        let tags: Vec<Vec<&str>> = sentences
            .iter()
            .map(|s| s.tags.iter().map(String::as_str).collect())
            .collect();
        assert_eq!(
            tags,
            [
                vec!["B-PER", "I-PER", "B-LOC"],
                vec!["B-LOC", "O", "?"],
                vec!["O"]
            ]
        );
    }

    #[test]
    fn open_columns_are_the_first_and_the_last() {
        let text = "-DOCSTART- -X- O\n\nfirst NN I-LOC\nsecond NN I-LOC\n\nthird\nfourth NN O\n";
        let sentences = parse_strict(text, OpenColumns::default()).unwrap();
        let read: Vec<(Vec<&str>, Vec<&str>)> = sentences
            .iter()
            .map(|s| {
                (
                    s.words.iter().map(String::as_str).collect(),
                    s.tags.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                (vec!["first", "second"], vec!["B-LOC", "I-LOC"]),
                (vec!["fourth"], vec!["O"])
            ]
        );
        let columns = OpenColumns {
            word: Some(1),
            tag: Some(0),
        };
        let sentences = parse_strict("B-ORG one two\n", columns).unwrap();
        assert_eq!(sentences[0].words, ["one"]);
        assert_eq!(sentences[0].tags, ["B-ORG"]);
    }

    #[test]
    fn comments_end_sentences_and_number_signs_do_not() {
        let text = "# sent_id = 1\n# text = of O\na O\n# O\nb O\n# newdoc\nc O\n";
        let sentences = parse_strict(text, OpenColumns::default()).unwrap();
        let words: Vec<String> = sentences.iter().map(|s| s.words.join(" ")).collect();
        assert_eq!(words, ["a # b", "c"]);
    }

    #[test]
    fn a_tag_that_is_none_is_refused_with_its_line() {
        let refused = parse_strict("a O\n\nb NN\n", OpenColumns::default());
        assert_eq!(refused, Err((3, "NN".to_owned())));
        assert!(parse_strict("a S-PER\n", OpenColumns::default()).is_err());
        assert!(parse_strict("a _\nb -\nc ?\n", OpenColumns::default()).is_ok());
    }
}
