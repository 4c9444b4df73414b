//! Sentences of a `CoNLL` file: one token and its tag a line, a blank line between sentences.

use std::io;
use std::path::Path;

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
}
