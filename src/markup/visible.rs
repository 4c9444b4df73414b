//! The text that a reader sees, line by line, as a browser would set it off.

use dom_query::{Document, NodeData, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::class_words::{Purpose, purpose};
use super::outline::{Line, Region, SENTENCE_WORDS};
use super::tree::next_outside;
use crate::text::Span;

/// Each text ends with a mark of its own once it was read: what stays in the main content is
/// known by it. Private use characters of the planes 15 and 16, which pages hardly have.
pub(super) const MARKS: std::ops::RangeInclusive<char> = '\u{F0000}'..='\u{10FFFD}';

/// Elements of which nothing is seen.
const UNSEEN: &[&str] = &[
    "audio", "canvas", "embed", "head", "iframe", "link", "math", "meta", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that stand on lines of their own (HTML standard, 15.3: `display: block` and kin).
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Elements that are parts of a word as often as not: nothing separates them.
const IN_WORDS: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "strike", "strong", "sub", "sup",
    "tt", "u", "var", "wbr",
];

/// Lines of the main content that an element must hold for the others in it to be read with them.
const MAIN_SIBLINGS: usize = 3;
/// And of a hundred of its words.
const MAIN_SHARE: usize = 20;

/// The visible text in the making.
#[derive(Debug, Default)]
pub(super) struct Visible {
    pub(super) text: String,
    pub(super) lines: Vec<Line>,
    /// Which line each marked text stands in, and with how many bytes.
    marked: Vec<(usize, char, usize)>,
    /// For each line, the element in which its own block stands.
    containers: Vec<u32>,
    line: Option<OpenLine>,
    /// White space stands before the next text.
    space: bool,
    /// What an element that ended here is set off with from one that begins here.
    closed: Option<char>,
    /// What the last text must be set off with from the next where they touch.
    gap: Option<char>,
}

#[derive(Debug, Clone, Copy)]
struct OpenLine {
    start: usize,
    place: Place,
    linked: usize,
}

/// What the elements around a text say of it.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Number of the innermost block.
    block: u32,
    /// Number of the block around it.
    container: u32,
    region: Region,
    heading: u8,
    purpose: Option<Purpose>,
    linked: bool,
    preformatted: bool,
}

const NOWHERE: Place = Place {
    block: 0,
    container: 0,
    region: Region::Page,
    heading: 0,
    purpose: None,
    linked: false,
    preformatted: false,
};

/// Reads the page and marks its texts.
pub(super) fn read(document: &Document) -> Visible {
    let mut visible = Visible::default();
    let mut places = vec![NOWHERE];
    let mut marks = MARKS;
    let mut blocks = 0;
    let mut next = Some(document.root());
    while let Some(node) = next {
        let mut enter = false;
        if node.is_text() {
            let place = places.last().copied().unwrap_or(NOWHERE);
            visible.write(&node.text(), place, mark(&node, &mut marks));
        } else if let Some(name) = node.node_name() {
            if is_seen(&node, &name) {
                enter = true;
                visible.open(&name);
                let outer = places.last().copied().unwrap_or(NOWHERE);
                let mut place = inner_place(&node, &name, outer);
                if BLOCKS.contains(&&*name) {
                    blocks += 1;
                    (place.container, place.block) = (outer.block, blocks);
                }
                places.push(place);
            }
        } else {
            enter = node.is_document() || node.is_fragment();
            if enter {
                places.push(NOWHERE);
            }
        }
        next = node.first_child().filter(|_| enter);
        if next.is_none() {
            // A node that was not entered has no place of its own to leave.
            let mut own = !enter;
            next = next_outside(node, |left| {
                if std::mem::take(&mut own) {
                    return;
                }
                places.pop();
                if let Some(name) = left.node_name() {
                    visible.close(&name);
                }
            });
        }
    }
    visible.end_line();
    visible
}

/// Marks `text`; blank texts and those of pages with more than there are marks have none.
fn mark(text: &NodeRef<'_>, marks: &mut impl Iterator<Item = char>) -> Option<char> {
    if !text.is_nonempty_text() {
        return None;
    }
    let mark = marks.next()?;
    text.update(|node| {
        if let NodeData::Text { contents } = &mut node.data {
            if contents.contains(|letter| MARKS.contains(&letter)) {
                let own: String = contents
                    .chars()
                    .filter(|letter| !MARKS.contains(letter))
                    .collect();
                *contents = own.into();
            }
            contents.push_char(mark);
        }
    });
    Some(mark)
}

fn is_seen(node: &NodeRef<'_>, name: &str) -> bool {
    if UNSEEN.contains(&name) || node.has_attr("hidden") {
        return false;
    }
    node.attr("style").is_none_or(|style| {
        let style: String = style.split_whitespace().collect();
        let style = style.to_ascii_lowercase();
        !style.contains("display:none") && !style.contains("visibility:hidden")
    })
}

fn inner_place(node: &NodeRef<'_>, name: &str, outer: Place) -> Place {
    let mut place = outer;
    place.region = match name {
        "nav" | "menu" => Region::Navigation,
        "aside" => Region::Aside,
        "footer" => Region::Footer,
        "figcaption" | "caption" => Region::Caption,
        "button" | "form" | "label" => Region::Control,
        _ => outer.region,
    };
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            place.heading = name.as_bytes().get(1).map_or(0, |digit| digit - b'0');
        }
        "a" => place.linked = true,
        "pre" => place.preformatted = true,
        _ => {}
    }
    // Classes of the whole page or article say what it has, not what it is.
    if !matches!(name, "html" | "body" | "main" | "article") {
        let said = ["itemprop", "rel", "class", "id"]
            .iter()
            .filter_map(|attribute| node.attr(attribute))
            .find_map(|names| purpose(&names));
        place.purpose = said.or(outer.purpose);
    }
    place
}

impl Visible {
    /// An element begins.
    fn open(&mut self, name: &str) {
        if name == "br" || BLOCKS.contains(&name) {
            self.end_line();
        } else if IN_WORDS.contains(&name) {
            (self.closed, self.gap) = (None, None);
        } else {
            // Elements side by side are set off from each other; an element and text are not.
            self.gap = self.closed.take().or(self.gap);
        }
    }

    /// An element ends.
    fn close(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.end_line();
        } else if name == "img" {
            self.gap = Some(' ');
        } else if name == "a" {
            // Links side by side are items.
            self.closed = Some('\n');
        } else if !IN_WORDS.contains(&name) {
            self.closed = self.closed.or(Some(' '));
        }
    }

    /// Text as written in the page; its white space collapses.
    fn write(&mut self, text: &str, place: Place, mark: Option<char>) {
        if !place.preformatted {
            self.write_words(text, place, mark);
            return;
        }
        for (idx, row) in text.split('\n').enumerate() {
            if idx > 0 {
                self.end_line();
            }
            self.write_words(row, place, mark);
        }
    }

    fn write_words(&mut self, text: &str, place: Place, mark: Option<char>) {
        let blank = |letter: char| letter.is_ascii_whitespace();
        if text.starts_with(blank) {
            self.space = true;
        }
        self.closed = None;
        let mut first = true;
        let mut bytes = 0;
        for word in text.split(blank).filter(|word| !word.is_empty()) {
            self.separate(first, place);
            first = false;
            let start = self.text.len();
            let line = self.line.get_or_insert(OpenLine {
                start,
                place,
                linked: 0,
            });
            if place.linked {
                line.linked += word.len();
            }
            self.text.push_str(word);
            bytes += word.len();
            self.space = true;
        }
        if let Some(mark) = mark {
            self.marked.push((self.lines.len(), mark, bytes));
        }
        if !first && !text.ends_with(blank) {
            self.space = false;
        }
    }

    /// White space before a word; what `first` touches the text before may need a gap.
    fn separate(&mut self, first: bool, place: Place) {
        let gap = self.gap.take().filter(|_| first);
        let space = std::mem::take(&mut self.space);
        if self.line.is_none() {
            return;
        }
        if space {
            self.text.push(' ');
        } else if gap == Some('\n') && place.linked {
            self.end_line();
        } else if gap.is_some() {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        (self.closed, self.gap) = (None, None);
        let Some(line) = self.line.take() else {
            return;
        };
        let bytes = self.text.len() - line.start;
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.containers.push(line.place.container);
        self.lines.push(Line {
            span: Span::new(offset(line.start), offset(self.text.len())),
            region: line.place.region,
            heading: line.place.heading,
            purpose: line.place.purpose,
            percent_linked: u8::try_from(line.linked * 100 / bytes.max(1)).unwrap_or(100),
            main: false,
        });
        self.text.push('\n');
    }

    /// Notes the lines of which most belongs to the texts marked in `main`.
    pub(super) fn mark_main(&mut self, main: &FxHashSet<char>) {
        let mut share = vec![(0_usize, 0_usize); self.lines.len()];
        for (line, mark, bytes) in &self.marked {
            if let Some((inside, all)) = share.get_mut(*line) {
                *all += bytes;
                *inside += if main.contains(mark) { *bytes } else { 0 };
            }
        }
        for (line, (inside, all)) in self.lines.iter_mut().zip(share) {
            line.main = inside * 2 > all;
        }
        self.join_siblings();
    }

    /// Sentences whose siblings are main content are too: the search for it takes some away for
    /// their links, and some that boxes cut off.
    fn join_siblings(&mut self) {
        let words = |line: &Line| line.span.slice(&self.text).split(' ').count();
        let mut counts: FxHashMap<u32, (usize, usize, usize)> = FxHashMap::default();
        for (line, container) in self.lines.iter().zip(&self.containers) {
            let (main_lines, main_words, all) = counts.entry(*container).or_default();
            let n_words = words(line);
            *all += n_words;
            if line.main {
                *main_lines += 1;
                *main_words += n_words;
            }
        }
        let joins: Vec<bool> = self
            .lines
            .iter()
            .zip(&self.containers)
            .map(|(line, container)| {
                let text = line.span.slice(&self.text);
                counts.get(container).is_some_and(|&(lines, main, all)| {
                    lines >= MAIN_SIBLINGS && main * 100 >= all * MAIN_SHARE
                }) && line.may_be_text()
                    && words(line) >= SENTENCE_WORDS
                    && text
                        .trim_end_matches(['"', '”', '“', '»', '’', ')'])
                        .ends_with(['.', '!', '?', '؟', '…', '。', '۔'])
            })
            .collect();
        for (line, joins) in self.lines.iter_mut().zip(joins) {
            line.main |= joins;
        }
    }
}
