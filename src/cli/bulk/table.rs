//! The flat table of articles in Parquet; `docs/bulk.md` describes its columns.

use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, Float32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder,
    UInt32Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};

use super::article::{Articles, Structured};
use crate::bulk::parquet_out::ParquetParts;
use crate::bulk::run::WHOLE;
use crate::bulk::{Failure, Row, Sink, Work};
use crate::server::pb;

/// Columns whose values are too long to be compared.
const LONG: &[&str] = &["body", "article"];

/// What stands in a row of the table.
pub(super) struct TableRow {
    file: String,
    row: u64,
    url: String,
    article: pb::StructuredArticle,
    json: String,
}

/// [`Articles`] for a table.
pub(super) struct Tables<'a>(pub(super) &'a Articles<'a>);

impl Work for Tables<'_> {
    type Result = TableRow;

    fn work(&self, row: Row) -> Result<TableRow, Failure> {
        let input = self.0.inputs.get(row.file);
        let file = input.map_or_else(String::new, |input| input.path.display().to_string());
        let Structured { article, url } = self.0.structure(row.record)?;
        let json = serde_json::to_string(&article).map_err(|error| Failure {
            id: article.id.clone(),
            reason: error.to_string(),
        })?;
        Ok(TableRow {
            file,
            row: row.number,
            url,
            article,
            json,
        })
    }
}

type Text = fn(&TableRow) -> Option<&str>;
type Texts = fn(&TableRow) -> Vec<&str>;

fn text(field: Option<&pb::TextField>) -> Option<&str> {
    field.map(|field| field.text.as_str())
}

fn texts(fields: &[pb::TextField]) -> Vec<&str> {
    fields.iter().map(|field| field.text.as_str()).collect()
}

/// Columns of one text.
const TEXTS: &[(&str, Text)] = &[
    ("id", |row| Some(&row.article.id)),
    ("url", |row| Some(&row.url)),
    ("language", |row| {
        let language = row.article.language.as_ref();
        language.map(|language| language.tag.as_str())
    }),
    ("headline", |row| text(row.article.headline.as_ref())),
    ("alternative_headline", |row| {
        text(row.article.alternative_headline.as_ref())
    }),
    ("date_published", |row| {
        let date = row.article.date_published.as_ref();
        date.map(|date| date.value.as_str())
    }),
    ("date_modified", |row| {
        let date = row.article.date_modified.as_ref();
        date.map(|date| date.value.as_str())
    }),
    ("dateline", |row| {
        let dateline = row.article.dateline.as_ref();
        dateline.and_then(|dateline| text(dateline.place.as_ref()))
    }),
    ("source", |row| text(row.article.source.as_ref())),
    ("section", |row| text(row.article.section.as_ref())),
];

/// Columns of many texts.
const LISTS: &[(&str, Texts)] = &[
    ("authors", |row| {
        let names = row.article.authors.iter();
        names
            .filter_map(|author| text(author.name.as_ref()))
            .collect()
    }),
    ("keywords", |row| texts(&row.article.keywords)),
    ("related_headlines", |row| {
        texts(&row.article.related_headlines)
    }),
];

fn element(data_type: DataType) -> FieldRef {
    Arc::new(Field::new("element", data_type, false))
}

fn fields(named: &[(&str, DataType)]) -> Fields {
    named
        .iter()
        .map(|(name, data_type)| Field::new(*name, data_type.clone(), true))
        .collect()
}

fn entity_fields() -> Fields {
    fields(&[
        ("id", DataType::UInt32),
        ("type", DataType::Utf8),
        ("subtype", DataType::Utf8),
        ("name", DataType::Utf8),
        ("transliteration", DataType::Utf8),
        ("wikidata", DataType::Utf8),
        ("mentions", DataType::UInt32),
        ("salience", DataType::Float32),
    ])
}

fn time_fields() -> Fields {
    fields(&[
        ("text", DataType::Utf8),
        ("type", DataType::Utf8),
        ("value", DataType::Utf8),
    ])
}

fn schema() -> SchemaRef {
    let list = |name: &str, of: DataType| Field::new(name, DataType::List(element(of)), false);
    let mut fields = vec![
        Field::new("file", DataType::Utf8, false),
        Field::new("row", DataType::Int64, false),
    ];
    for (name, _) in TEXTS {
        fields.push(Field::new(*name, DataType::Utf8, true));
    }
    for (name, _) in LISTS {
        fields.push(list(name, DataType::Utf8));
    }
    fields.push(list("entities", DataType::Struct(entity_fields())));
    fields.push(list("times", DataType::Struct(time_fields())));
    fields.push(Field::new("body", DataType::Utf8, true));
    fields.push(Field::new("article", DataType::Utf8, false));
    Arc::new(Schema::new(fields))
}

/// An empty text of the wire says nothing; a table says so with null.
fn present(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// `PERSON` of `ENTITY_TYPE_PERSON`; nothing for the unspecified.
fn short<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    name.strip_prefix(prefix)
        .filter(|rest| *rest != "UNSPECIFIED")
}

/// Rows on their way into a row group.
struct Builders {
    file: StringBuilder,
    row: Int64Builder,
    texts: Vec<StringBuilder>,
    lists: Vec<ListBuilder<StringBuilder>>,
    entities: ListBuilder<StructBuilder>,
    times: ListBuilder<StructBuilder>,
    body: StringBuilder,
    article: StringBuilder,
}

impl Builders {
    fn new() -> Self {
        let structs = |fields: Fields| {
            ListBuilder::new(StructBuilder::from_fields(fields.clone(), 0))
                .with_field(element(DataType::Struct(fields)))
        };
        let list = || ListBuilder::new(StringBuilder::new()).with_field(element(DataType::Utf8));
        Self {
            file: StringBuilder::new(),
            row: Int64Builder::new(),
            texts: TEXTS.iter().map(|_| StringBuilder::new()).collect(),
            lists: LISTS.iter().map(|_| list()).collect(),
            entities: structs(entity_fields()),
            times: structs(time_fields()),
            body: StringBuilder::new(),
            article: StringBuilder::new(),
        }
    }

    fn push(&mut self, row: &TableRow) {
        self.file.append_value(&row.file);
        self.row
            .append_value(i64::try_from(row.row).unwrap_or(i64::MAX));
        for (column, (_, get)) in self.texts.iter_mut().zip(TEXTS) {
            column.append_option(get(row).and_then(present));
        }
        for (column, (_, get)) in self.lists.iter_mut().zip(LISTS) {
            for text in get(row) {
                column.values().append_value(text);
            }
            column.append(true);
        }
        for entity in &row.article.entities {
            push_entity(self.entities.values(), entity);
        }
        self.entities.append(true);
        for time in &row.article.times {
            let cells = self.times.values();
            let kind = short(time.r#type().as_str_name(), "TIME_TYPE_");
            for (idx, value) in [present(&time.text), kind, present(&time.value)]
                .iter()
                .enumerate()
            {
                push_text(cells, idx, *value);
            }
            cells.append(true);
        }
        self.times.append(true);
        let paragraphs: Vec<&str> = row
            .article
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        self.body.append_option(present(&paragraphs.join("\n\n")));
        self.article.append_value(&row.json);
    }

    fn finish(&mut self, schema: &SchemaRef) -> io::Result<RecordBatch> {
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(self.file.finish()), Arc::new(self.row.finish())];
        columns.extend(self.texts.iter_mut().map(ArrayBuilder::finish));
        columns.extend(self.lists.iter_mut().map(ArrayBuilder::finish));
        columns.push(Arc::new(self.entities.finish()));
        columns.push(Arc::new(self.times.finish()));
        columns.push(Arc::new(self.body.finish()));
        columns.push(Arc::new(self.article.finish()));
        RecordBatch::try_new(Arc::clone(schema), columns).map_err(io::Error::other)
    }
}

fn push_text(cells: &mut StructBuilder, idx: usize, value: Option<&str>) {
    if let Some(column) = cells.field_builder::<StringBuilder>(idx) {
        column.append_option(value);
    }
}

fn push_number(cells: &mut StructBuilder, idx: usize, value: u32) {
    if let Some(column) = cells.field_builder::<UInt32Builder>(idx) {
        column.append_value(value);
    }
}

/// In the order of [`entity_fields`].
fn push_entity(cells: &mut StructBuilder, entity: &pb::Entity) {
    let wikidata = entity
        .knowledge_base_ids
        .iter()
        .find(|id| id.base == "wikidata")
        .map(|id| id.id.as_str());
    push_number(cells, 0, entity.id);
    let texts = [
        short(entity.r#type().as_str_name(), "ENTITY_TYPE_"),
        present(&entity.subtype),
        present(&entity.name),
        present(&entity.transliteration),
        wikidata,
    ];
    for (idx, value) in texts.into_iter().enumerate() {
        push_text(cells, idx + 1, value);
    }
    push_number(
        cells,
        6,
        u32::try_from(entity.mentions.len()).unwrap_or(u32::MAX),
    );
    if let Some(column) = cells.field_builder::<Float32Builder>(7) {
        column.append_value(entity.salience);
    }
    cells.append(true);
}

/// Writes the table.
pub(super) struct TableSink {
    parts: ParquetParts,
    schema: SchemaRef,
    rows: Builders,
    held: bool,
    n_parts: u64,
}

impl TableSink {
    pub(super) fn open(folder: &Path, parts: u64) -> io::Result<Self> {
        let schema = schema();
        let target = folder.join(WHOLE);
        Ok(Self {
            parts: ParquetParts::open(
                &folder.join("parts"),
                &target,
                Arc::clone(&schema),
                LONG,
                parts,
            )?,
            schema,
            rows: Builders::new(),
            held: false,
            n_parts: parts,
        })
    }
}

impl Sink<TableRow> for TableSink {
    fn write(&mut self, row: TableRow) -> io::Result<u64> {
        self.rows.push(&row);
        self.held = true;
        Ok(u64::try_from(row.json.len()).unwrap_or(u64::MAX))
    }

    fn commit(&mut self) -> io::Result<u64> {
        // All rows since the last commit may have failed.
        if self.held {
            let batch = self.rows.finish(&self.schema)?;
            self.n_parts = self.parts.commit(&batch)?;
            self.held = false;
        }
        Ok(self.n_parts)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.commit()?;
        self.parts.finish()
    }
}
