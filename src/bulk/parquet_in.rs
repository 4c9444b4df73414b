//! [`ParquetRows`]: the rows of a Parquet file, cut to the columns asked for.

use std::fs::File;
use std::io;
use std::path::Path;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};

use super::rows::Columns;
use super::{BulkError, Record, Row};

/// Few, since one row may hold megabytes.
const BATCH_ROWS: usize = 64;

/// Reads rows.
pub struct ParquetRows {
    reader: ParquetRecordBatchReader,
    /// For each column asked for, the name it has here.
    found: Vec<Option<String>>,
    columns: Columns,
    row: u64,
    rows: u64,
    bytes: u64,
}

impl ParquetRows {
    /// Reads the rows behind the first `row` ones.
    ///
    /// # Errors
    /// No Parquet file, or one without a required column.
    pub fn open(path: &Path, columns: &Columns, row: u64) -> Result<Self, BulkError> {
        let read = || -> io::Result<Self> {
            let file = File::open(path)?;
            let bytes = file.metadata()?.len();
            // Without the schema of the writer's own program, texts come in one form.
            let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
            let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)?;
            let has = |name: &&String| builder.schema().column_with_name(name).is_some();
            let found: Vec<Option<String>> = columns
                .names
                .iter()
                .map(|names| names.iter().find(has).cloned())
                .collect();
            for idx in &columns.required {
                if let (Some(None), Some(names)) = (found.get(*idx), columns.names.get(*idx)) {
                    return Err(io::Error::other(format!(
                        "expected a column `{}`, found none",
                        names.join("` or `")
                    )));
                }
            }
            let kept: Vec<usize> = builder
                .schema()
                .fields()
                .iter()
                .enumerate()
                .filter(|(_, field)| found.iter().flatten().any(|name| name == field.name()))
                .map(|(idx, _)| idx)
                .collect();
            let mask = ProjectionMask::roots(builder.parquet_schema(), kept);
            let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
            let reader = builder
                .with_projection(mask)
                .with_batch_size(BATCH_ROWS)
                .with_offset(usize::try_from(row).unwrap_or(usize::MAX))
                .build()?;
            Ok(Self {
                reader,
                found,
                columns: columns.clone(),
                row,
                rows,
                bytes,
            })
        };
        read().map_err(BulkError::read(path))
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn next_batch(&mut self, file: usize, earlier_bytes: u64) -> io::Result<Vec<Row>> {
        let Some(batch) = self.reader.next() else {
            return Ok(Vec::new());
        };
        let batch = batch.map_err(io::Error::other)?;
        let column = |name: &Option<String>| {
            let name = name.clone()?;
            let column = batch.column_by_name(&name)?;
            Some((name, column))
        };
        let columns: Vec<Option<(String, &ArrayRef)>> = self.found.iter().map(column).collect();
        let rows = (0..batch.num_rows()).map(|idx| {
            let cells = columns.iter().enumerate().map(|(at, column)| {
                let Some((name, column)) = column else {
                    return Ok(None);
                };
                cell(column, idx).or_else(|found| {
                    self.columns
                        .not_text(at, &format!("expected text in `{name}`, found {found}"))
                })
            });
            let cells: Result<Vec<_>, String> = cells.collect();
            self.row += 1;
            Row {
                file,
                number: self.row,
                end: 0,
                read_bytes: earlier_bytes + share(self.bytes, self.row, self.rows),
                record: cells.map_or_else(Record::Unreadable, Record::Cells),
            }
        });
        Ok(rows.collect())
    }
}

/// `row` of `rows`, in bytes of the file: what is read in which order is not told.
fn share(bytes: u64, row: u64, rows: u64) -> u64 {
    let bytes = u128::from(bytes) * u128::from(row) / u128::from(rows.max(1));
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// The value of a column in one row, as text.
fn cell(column: &ArrayRef, idx: usize) -> Result<Option<String>, String> {
    if column.is_null(idx) {
        return Ok(None);
    }
    macro_rules! number {
        ($type:ty) => {
            column.as_primitive::<$type>().value(idx).to_string()
        };
    }
    macro_rules! time {
        ($type:ty, $make:expr) => {
            $make(column.as_primitive::<$type>().value(idx))
                .map_err(|_| "a time beyond the year 9999".to_owned())?
                .to_string()
        };
    }
    let text = match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(idx).to_owned(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(idx).to_owned(),
        DataType::Utf8View => column.as_string_view().value(idx).to_owned(),
        // Old writers do not say that bytes are text.
        DataType::Binary => std::str::from_utf8(column.as_binary::<i32>().value(idx))
            .map_err(|_| "bytes that are no UTF-8".to_owned())?
            .to_owned(),
        DataType::Boolean => column.as_boolean().value(idx).to_string(),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Timestamp(TimeUnit::Second, _) => {
            time!(TimestampSecondType, Timestamp::from_second)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            time!(TimestampMillisecondType, Timestamp::from_millisecond)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            time!(TimestampMicrosecondType, Timestamp::from_microsecond)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            time!(TimestampNanosecondType, |nanos| Timestamp::from_nanosecond(
                i128::from(nanos)
            ))
        }
        other => return Err(format!("{other}")),
    };
    Ok(Some(text))
}
