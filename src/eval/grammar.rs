//! Page templates: a small weighted grammar, read from `eval/templates/**/*.toml`.
//!
//! A production is text with `{symbol}`, `{symbol?30}` (in 30 of 100 cases), `{symbol:argument}`,
//! `<kind:…>` (everything inside is a block of that kind), a line end (the end of a block element)
//! and `~` (the end of a link or list item, which flat dumps swallow). `\` quotes the next character.
//! A production that starts with `7*` is taken seven times as often as one without a weight.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

use super::corpus::{FNV_BASIS, fnv1a};
use super::random::Random;

/// One element of a production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Text as it stands.
    Text(String),
    /// End of a block element.
    Break,
    /// End of a link or list item.
    ItemBreak,
    /// Another symbol, a list or something that the composer prints.
    Reference {
        /// Its name.
        name: String,
        /// What follows the colon.
        argument: Option<String>,
        /// In how many of 100 cases.
        percent: u32,
    },
    /// Text of one kind of block.
    Scope {
        /// Name of the kind.
        kind: String,
        /// What it holds.
        nodes: Vec<Node>,
    },
}

/// A page template.
#[derive(Debug)]
pub struct PageTemplate {
    /// Name, for the report.
    pub name: String,
    /// Whether it shows an article at all.
    pub is_article: bool,
    /// Renderings with weights.
    pub layouts: Vec<(u32, String)>,
    /// What it prints.
    pub nodes: Vec<Node>,
}

/// All templates of one part.
#[derive(Debug, Default)]
pub struct Grammar {
    /// Page templates with weights.
    pub pages: Vec<(u32, PageTemplate)>,
    /// FNV-1a 64 over the text of all files: says with which templates a figure was measured.
    pub digest: u64,
    symbols: BTreeMap<String, Vec<(u32, Vec<Node>)>>,
    lists: BTreeMap<String, Vec<String>>,
}

/// Why a template file cannot be used.
#[derive(Debug)]
pub struct TemplateError {
    file: String,
    reason: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for TemplateError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    symbols: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    page: Vec<PageEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageEntry {
    name: String,
    #[serde(default = "one")]
    weight: u32,
    #[serde(default = "yes")]
    article: bool,
    #[serde(default)]
    layouts: BTreeMap<String, u32>,
    text: String,
}

const fn one() -> u32 {
    1
}

const fn yes() -> bool {
    true
}

impl Grammar {
    /// Reads every `*.toml` of `folders`; a symbol in several files has the productions of all.
    ///
    /// # Errors
    /// A folder or file that cannot be read or understood, or a part without pages.
    pub fn read(folders: &[&Path]) -> Result<Self, TemplateError> {
        let mut grammar = Self::default();
        for folder in folders {
            let fail = |reason: String| TemplateError {
                file: folder.display().to_string(),
                reason,
            };
            let entries = std::fs::read_dir(folder).map_err(|error| fail(error.to_string()))?;
            let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            paths.retain(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            });
            paths.sort();
            for path in paths {
                let fail = |reason: String| TemplateError {
                    file: path.display().to_string(),
                    reason,
                };
                let text =
                    std::fs::read_to_string(&path).map_err(|error| fail(error.to_string()))?;
                grammar.add(&text).map_err(fail)?;
            }
        }
        Ok(grammar)
    }

    /// Adds the templates of one file's `text`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        let file: TemplateFile = toml::from_str(text).map_err(|error| error.to_string())?;
        self.digest = fnv1a(self.digest ^ FNV_BASIS, text);
        for (name, items) in file.lists {
            self.lists.entry(name).or_default().extend(items);
        }
        for (name, productions) in file.symbols {
            let target = self.symbols.entry(name.clone()).or_default();
            for production in productions {
                let (weight, text) = split_weight(&production);
                let nodes = parse(text).map_err(|reason| format!("{name}: {reason}"))?;
                target.push((weight, nodes));
            }
        }
        for page in file.page {
            let nodes = parse(&page.text).map_err(|reason| format!("{}: {reason}", page.name))?;
            let layouts = page
                .layouts
                .into_iter()
                .map(|(name, weight)| (weight, name))
                .collect();
            let template = PageTemplate {
                name: page.name,
                is_article: page.article,
                layouts,
                nodes,
            };
            self.pages.push((page.weight, template));
        }
        Ok(())
    }

    /// One production of `name`, or nothing where no file names it.
    pub fn choose(&self, name: &str, random: &mut Random) -> Option<&[Node]> {
        let productions = self.symbols.get(name)?;
        random.pick_weighted(productions).map(Vec::as_slice)
    }

    /// The list `name`, empty where no file names it.
    pub fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Names that productions refer to and no file defines.
    pub fn undefined(&self, builtin: &[&str]) -> Vec<String> {
        let mut missing = Vec::new();
        let symbols = self.symbols.values().flatten().map(|(_, nodes)| nodes);
        for nodes in symbols.chain(self.pages.iter().map(|(_, page)| &page.nodes)) {
            self.find_undefined(nodes, builtin, &mut missing);
        }
        missing.sort();
        missing.dedup();
        missing
    }

    fn find_undefined(&self, nodes: &[Node], builtin: &[&str], missing: &mut Vec<String>) {
        for node in nodes {
            match node {
                Node::Reference { name, .. } => {
                    let is_month = name
                        .strip_prefix("month_")
                        .is_some_and(|list| !self.list(&format!("months_{list}")).is_empty());
                    let known = is_month
                        || self.symbols.contains_key(name)
                        || builtin.contains(&name.as_str());
                    if !known && !self.lists.contains_key(name) {
                        missing.push(name.clone());
                    }
                }
                Node::Scope { nodes, .. } => self.find_undefined(nodes, builtin, missing),
                Node::Text(_) | Node::Break | Node::ItemBreak => {}
            }
        }
    }
}

fn split_weight(production: &str) -> (u32, &str) {
    production
        .split_once('*')
        .and_then(|(weight, text)| Some((weight.parse().ok()?, text)))
        .unwrap_or((1, production))
}

/// Reads one production.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, String> {
    let mut characters = text.chars();
    let nodes = parse_until(&mut characters, false)?;
    Ok(nodes)
}

fn parse_until(characters: &mut std::str::Chars<'_>, inside: bool) -> Result<Vec<Node>, String> {
    let mut nodes = Vec::new();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        let node = match character {
            '\\' => {
                plain.extend(characters.next());
                continue;
            }
            '\n' => Node::Break,
            '~' => Node::ItemBreak,
            '{' => reference(&take_until(characters, '}')?)?,
            '<' => {
                let kind = take_until(characters, ':')?;
                Node::Scope {
                    kind,
                    nodes: parse_until(characters, true)?,
                }
            }
            '>' if inside => {
                flush(&mut plain, &mut nodes);
                return Ok(nodes);
            }
            other => {
                plain.push(other);
                continue;
            }
        };
        flush(&mut plain, &mut nodes);
        nodes.push(node);
    }
    if inside {
        return Err("expected '>', found the end".to_owned());
    }
    flush(&mut plain, &mut nodes);
    Ok(nodes)
}

fn flush(plain: &mut String, nodes: &mut Vec<Node>) {
    if !plain.is_empty() {
        nodes.push(Node::Text(std::mem::take(plain)));
    }
}

fn take_until(characters: &mut std::str::Chars<'_>, end: char) -> Result<String, String> {
    let mut taken = String::new();
    for character in characters {
        if character == end {
            return Ok(taken);
        }
        taken.push(character);
    }
    Err(format!("expected '{end}', found the end"))
}

fn reference(text: &str) -> Result<Node, String> {
    let (text, percent) = match text.split_once('?') {
        Some((text, percent)) => (
            text,
            percent
                .parse()
                .map_err(|_| format!("expected a percentage, found {percent:?}"))?,
        ),
        None => (text, 100),
    };
    let (name, argument) = match text.split_once(':') {
        Some((name, argument)) => (name, Some(argument.to_owned())),
        None => (text, None),
    };
    Ok(Node::Reference {
        name: name.to_owned(),
        argument,
        percent,
    })
}
