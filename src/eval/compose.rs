//! Template + articles → page with its truth.

use super::corpus::{Corpus, SourceArticle};
use super::damage;
use super::grammar::{Grammar, Node};
use super::keywords;
use super::moment::{Moment, Printed};
use super::page::{GoldArticle, GoldAuthor, GoldPage, Runs, kind_of};
use super::random::Random;
use crate::article::{AuthorKind, BlockKind};
use crate::pipeline::Hints;

/// Names that templates may use besides the symbols of their files.
pub const BUILTIN: [&str; 52] = [
    "headline",
    "headline_again",
    "alternative",
    "date",
    "date_modified",
    "date_other",
    "person",
    "agency_author",
    "outlet_author",
    "place_next",
    "place_prev",
    "source",
    "source_again",
    "section",
    "related",
    "body",
    "tags",
    "tags_hash",
    "embedded",
    "interview",
    "dateline_place",
    "dateline_agency",
    "other_person",
    "caption",
    "caption_again",
    "number",
    "rel_hours",
    "rel_minutes",
    "rel_days",
    "yyyy",
    "yy",
    "m",
    "mm",
    "d",
    "dd",
    "d_ordinal",
    "hh",
    "h24",
    "h12",
    "hh12",
    "hijri_d",
    "hijri_m",
    "hijri_month",
    "hijri_yyyy",
    "min",
    "sec",
    "half",
    "half_en",
    "utc",
    "plus3",
    "weekday",
    "weekday_en",
];

/// Composes pages of one part.
#[derive(Debug)]
pub struct Synthesiser<'s> {
    /// Templates.
    pub grammar: &'s Grammar,
    /// Articles.
    pub corpus: &'s Corpus,
}

/// How deep templates may call each other.
const MAX_DEPTH: usize = 24;

struct Composer<'s> {
    grammar: &'s Grammar,
    corpus: &'s Corpus,
    random: Random,
    layout: String,
    runs: Runs,
    pending: Option<bool>,
    kinds: Vec<BlockKind>,
    article: &'s SourceArticle,
    gold: GoldArticle,
    moment: Moment,
    retrieved: Option<Moment>,
    printing: Moment,
    printed: Printed,
    place_next: Option<String>,
    last_source: String,
    last_caption: String,
}

impl Synthesiser<'_> {
    /// Page number `number` of the run `seed`.
    pub fn page(&self, seed: u64, number: usize) -> Option<GoldPage> {
        let mut random = Random::new(seed, number as u64);
        let template = random.pick_weighted(&self.grammar.pages)?;
        let layout = random
            .pick_weighted(&template.layouts)
            .cloned()
            .unwrap_or_else(|| "block".to_owned());
        let article = random.pick(&self.corpus.articles)?;
        let moment = Moment::any(&mut random);
        let mut composer = Composer {
            grammar: self.grammar,
            corpus: self.corpus,
            random,
            layout,
            runs: Runs::default(),
            pending: None,
            kinds: Vec::new(),
            article,
            gold: GoldArticle::default(),
            moment,
            retrieved: None,
            printing: moment,
            printed: Printed::default(),
            place_next: None,
            last_source: String::new(),
            last_caption: String::new(),
        };
        composer.expand(&template.nodes, 0);
        let damage = damage::damage(&mut composer.runs, &mut composer.random);
        let retrieved_at = composer.retrieved.map(|moment| moment.seconds);
        let (text, kinds) = composer.runs.join();
        Some(GoldPage {
            number,
            template: template.name.clone(),
            layout: composer.layout,
            damage,
            text,
            kinds,
            hints: Hints {
                retrieved_at,
                ..Hints::default()
            },
            is_article: template.is_article,
            gold: composer.gold,
        })
    }
}

impl Composer<'_> {
    fn expand(&mut self, nodes: &[Node], depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for node in nodes {
            match node {
                Node::Text(text) => self.write(text, None),
                Node::Break => self.pending = Some(true),
                Node::ItemBreak => self.pending = Some(self.pending.unwrap_or(false)),
                Node::Reference {
                    name,
                    argument,
                    percent,
                } => {
                    if self.random.chance(*percent) {
                        self.reference(name, argument.as_deref(), depth);
                    }
                }
                Node::Scope { kind, nodes } => {
                    if kind == "indic" {
                        let before = self.runs.runs.len().saturating_sub(1);
                        let start = self.runs.runs.last().map_or(0, |(text, _)| text.len());
                        self.expand(nodes, depth + 1);
                        self.use_indic_digits(before, start);
                    } else {
                        let pushed = kind_of(kind);
                        self.kinds.extend(pushed);
                        self.expand(nodes, depth + 1);
                        if pushed.is_some() {
                            self.kinds.pop();
                        }
                    }
                }
            }
        }
    }

    fn use_indic_digits(&mut self, first_run: usize, start: usize) {
        for (idx, (text, _)) in self.runs.runs.iter_mut().enumerate().skip(first_run) {
            let keep = if idx == first_run { start } else { 0 };
            let (head, tail) = text.split_at_checked(keep).unwrap_or(("", text));
            let digits = tail.chars().map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0x660 + digit).unwrap_or(c),
                None => c,
            });
            *text = head.chars().chain(digits).collect();
        }
    }

    /// Writes `text` in the kind of the innermost scope, else in `kind`.
    fn write(&mut self, text: &str, kind: Option<BlockKind>) {
        if text.is_empty() {
            return;
        }
        if let Some(is_block) = self.pending.take()
            && !self.runs.is_empty()
        {
            let separator = self.separator(is_block);
            self.runs.push(separator, None);
        }
        let embedded = self
            .kinds
            .first()
            .filter(|kind| **kind == BlockKind::EmbeddedArticle);
        let kind = embedded.or(self.kinds.last()).copied().or(kind);
        self.runs.push(text, kind);
    }

    fn separator(&mut self, is_block: bool) -> &'static str {
        let fuses = |random: &mut Random, none: u32, space: u32| match random.below(100) {
            n if n < none as usize => "",
            n if n < (none + space) as usize => " ",
            _ => "\n",
        };
        match self.layout.as_str() {
            "spaced" => "\n\n",
            "flat" if is_block => "\n",
            "flat" => fuses(&mut self.random, 55, 40),
            "fused" if is_block => fuses(&mut self.random, 15, 35),
            "fused" => fuses(&mut self.random, 55, 45),
            "line" => " ",
            _ => "\n",
        }
    }

    fn symbol(&mut self, name: &str, depth: usize) {
        if let Some(nodes) = self.grammar.choose(name, &mut self.random) {
            self.expand(nodes, depth + 1);
        }
    }

    fn entry_of(&mut self, name: &str) -> String {
        self.random
            .pick(self.grammar.list(name))
            .cloned()
            .unwrap_or_default()
    }

    fn reference(&mut self, name: &str, argument: Option<&str>, depth: usize) {
        match name {
            "headline" | "headline_again" => {
                let title = self.article.title.clone();
                self.write(&title, Some(BlockKind::Headline));
                self.gold.headline = Some(title);
            }
            "alternative" => {
                let text = self.entry_of("kickers");
                self.write(&text, Some(BlockKind::AlternativeHeadline));
                self.gold.alternative_headline = Some(text);
            }
            "date" | "date_modified" | "date_other" => self.date(name, argument, depth),
            "person" | "agency_author" | "outlet_author" => self.author(name),
            "place_next" => {
                let place = self.entry_of("places");
                self.write(&place, Some(BlockKind::Byline));
                self.place_next = Some(place);
            }
            "place_prev" => {
                let place = self.entry_of("places");
                self.write(&place, Some(BlockKind::Byline));
                if let Some(author) = self.gold.authors.last_mut() {
                    author.place = Some(place);
                }
            }
            "source" => {
                let text = self.entry_of(argument.unwrap_or("sources"));
                self.write(&text, Some(BlockKind::Source));
                self.gold.source = Some(text.clone());
                self.last_source = text;
            }
            "source_again" => {
                let text = self.last_source.clone();
                self.write(&text, None);
            }
            "section" => {
                let text = self.entry_of("sections");
                self.write(&text, Some(BlockKind::Section));
                self.gold.section = Some(text);
            }
            "related" => {
                let title = self.other_title();
                self.write(&title, Some(BlockKind::RelatedHeadline));
                self.gold.related_headlines.push(title);
            }
            "body" => self.body(depth),
            "interview" => self.interview(depth),
            "tags" | "tags_hash" => self.tags(argument.unwrap_or("، "), name == "tags_hash"),
            "embedded" => self.embedded(depth),
            "dateline_place" => {
                let place = self.entry_of("places");
                self.write(&place, Some(BlockKind::Dateline));
                self.gold.dateline = Some(place);
            }
            "dateline_agency" => {
                let text = self.entry_of("agencies");
                self.write(&text, Some(BlockKind::Dateline));
            }
            "other_person" => {
                let name = self
                    .random
                    .pick(&self.corpus.persons)
                    .cloned()
                    .unwrap_or_default();
                self.write(&name, None);
            }
            "caption" => {
                self.last_caption = self.entry_of("captions");
                let text = self.last_caption.clone();
                self.write(&text, Some(BlockKind::Caption));
            }
            "caption_again" => {
                let text = self.last_caption.clone();
                self.write(&text, Some(BlockKind::Caption));
            }
            "number" => {
                let number = self.random.between(1, 900).to_string();
                self.write(&number, None);
            }
            "rel_hours" | "rel_minutes" | "rel_days" => self.relative(name),
            _ => self.date_part_or_symbol(name, depth),
        }
    }

    fn date_part_or_symbol(&mut self, name: &str, depth: usize) {
        let part = self
            .printing
            .print(name, self.grammar, &mut self.random, &mut self.printed);
        if let Some(text) = part {
            self.write(&text, Some(BlockKind::Date));
        } else if self.grammar.list(name).is_empty() {
            self.symbol(name, depth);
        } else {
            let text = self.entry_of(name);
            self.write(&text, None);
        }
    }

    /// `{date}` prints the symbol `date_form` (or the one in the argument) and records the value.
    fn date(&mut self, name: &str, argument: Option<&str>, depth: usize) {
        let later = i64::try_from(self.random.between(400, 90_000)).unwrap_or_default();
        let moment = match name {
            "date" => self.moment,
            "date_modified" => self.moment.plus(later),
            _ => self.moment.plus(later * 40),
        };
        let outer = (self.printing, self.printed);
        (self.printing, self.printed) = (moment, Printed::default());
        self.kinds
            .extend((name != "date_other").then_some(BlockKind::Date));
        self.symbol(argument.unwrap_or("date_form"), depth);
        if name != "date_other" {
            self.kinds.pop();
        }
        let printed = self.printed;
        (self.printing, self.printed) = outer;
        let value = moment.iso(printed);
        match name {
            "date" if self.gold.date_published.is_none() => {
                self.gold.date_published = Some(value);
                self.gold.date_by_day = printed.relative;
            }
            "date_modified" => self.gold.date_modified = Some(value),
            _ => {}
        }
    }

    fn relative(&mut self, name: &str) {
        let (list, seconds, most) = match name {
            "rel_hours" => ("relative_hours", 3_600, 23),
            "rel_minutes" => ("relative_minutes", 60, 59),
            _ => ("relative_days", 86_400, 12),
        };
        let count = self.random.between(1, most);
        let form = match count {
            1 => 0,
            2 => 1,
            3..=10 => 2,
            _ => 3,
        };
        let text = self
            .grammar
            .list(list)
            .get(form)
            .cloned()
            .unwrap_or_default()
            .replace('N', &count.to_string());
        self.write(&text, Some(BlockKind::Date));
        if self.printing == self.moment {
            self.retrieved = Some(
                self.moment
                    .plus(seconds * i64::try_from(count).unwrap_or(1)),
            );
        }
        self.printed = Printed {
            month: true,
            day: true,
            relative: true,
            ..Printed::default()
        };
    }

    fn author(&mut self, name: &str) {
        let (text, kind) = match name {
            "person" => (
                self.random
                    .pick(&self.corpus.persons)
                    .cloned()
                    .unwrap_or_default(),
                AuthorKind::Person,
            ),
            "agency_author" => (self.entry_of("agencies"), AuthorKind::Agency),
            _ => (self.entry_of("outlets"), AuthorKind::Outlet),
        };
        self.write(&text, Some(BlockKind::Byline));
        let place = self.place_next.take();
        self.gold.authors.push(GoldAuthor {
            name: text,
            kind,
            place,
        });
    }

    fn other_title(&mut self) -> String {
        self.random
            .pick(&self.corpus.articles)
            .map(|article| article.title.clone())
            .unwrap_or_default()
    }

    fn tags(&mut self, separator: &str, with_hash: bool) {
        let separator = separator.replace("NL", "\n");
        let tags = keywords::tags(self.article, self.grammar, self.corpus, &mut self.random);
        for (idx, tag) in tags.iter().enumerate() {
            if idx > 0 {
                match separator.as_str() {
                    "\n" => self.pending = Some(true),
                    "ITEM" => self.pending = Some(false),
                    other => self.write(other, Some(BlockKind::Keywords)),
                }
            }
            let shown = if with_hash {
                format!("#{}", tag.replace(' ', "_"))
            } else {
                tag.clone()
            };
            self.write(&shown, Some(BlockKind::Keywords));
        }
        self.gold.keywords_separated =
            with_hash || !separator.trim().is_empty() || separator == "\n";
        if separator == "ITEM" && self.layout != "block" && self.layout != "spaced" {
            self.gold.keywords_separated = with_hash;
        }
        self.gold.keywords = tags;
    }

    fn body(&mut self, depth: usize) {
        let n_paragraphs = self.article.paragraphs.len();
        let n_inside = self.random.below(100);
        // Boxes inside the body: none on most pages, one on many, two on few.
        let n_inside = if n_inside < 60 {
            0
        } else if n_inside < 90 {
            1
        } else {
            2
        };
        let boxes: Vec<usize> = (0..n_inside)
            .map(|_| {
                self.random
                    .between(1, n_paragraphs.saturating_sub(1).max(1))
            })
            .collect();
        let with_subheadings = self.random.chance(15);
        self.dateline(depth);
        let article = self.article;
        for (idx, text) in article.paragraphs.iter().enumerate() {
            if idx > 0 {
                self.pending = Some(true);
                if boxes.contains(&idx) {
                    self.symbol("inside", depth);
                    self.pending = Some(true);
                }
                if with_subheadings && idx % 3 == 2 {
                    let heading = self.entry_of("subheadings");
                    self.write(&heading, Some(BlockKind::Subheading));
                    self.gold.body.push(heading);
                    self.pending = Some(true);
                }
            }
            self.write(text, Some(BlockKind::Paragraph));
            self.gold.body.push(text.clone());
        }
    }

    fn dateline(&mut self, depth: usize) {
        if self.random.chance(28) {
            self.kinds.push(BlockKind::Dateline);
            self.symbol("dateline", depth);
            self.kinds.pop();
        }
    }

    fn interview(&mut self, depth: usize) {
        let article = self.article;
        let marks = self.random.below(self.grammar.list("question_marks").len());
        let mark = |grammar: &Grammar, list: &str| {
            grammar.list(list).get(marks).cloned().unwrap_or_default()
        };
        let (ask, answer) = (
            mark(self.grammar, "question_marks"),
            mark(self.grammar, "answer_marks"),
        );
        self.dateline(depth);
        for (idx, text) in article.paragraphs.iter().enumerate() {
            self.pending = (idx > 0).then_some(true).or(self.pending);
            if idx == 0 {
                self.write(text, Some(BlockKind::Paragraph));
            } else {
                let question = format!("{ask}{}", self.entry_of("questions"));
                self.write(&question, Some(BlockKind::Question));
                self.gold.body.push(question);
                self.pending = Some(true);
                let text = format!("{answer}{text}");
                self.write(&text, Some(BlockKind::Answer));
                self.gold.body.push(text);
                continue;
            }
            self.gold.body.push(text.clone());
        }
    }

    /// A whole other article, with its own truth.
    fn embedded(&mut self, depth: usize) {
        let Some(article) = self.random.pick(&self.corpus.articles) else {
            return;
        };
        let outer_article = std::mem::replace(&mut self.article, article);
        let outer_gold = std::mem::take(&mut self.gold);
        let moment = Moment::any(&mut self.random);
        let outer_moment = std::mem::replace(&mut self.moment, moment);
        let outer_kinds = std::mem::replace(&mut self.kinds, vec![BlockKind::EmbeddedArticle]);
        self.symbol("embedded_article", depth);
        self.kinds = outer_kinds;
        self.moment = outer_moment;
        self.article = outer_article;
        let gold = std::mem::replace(&mut self.gold, outer_gold);
        self.gold.embedded.push(gold);
    }
}
