//! [`ParquetParts`]: a Parquet file made of parts, each of which is whole when it has its name.
//!
//! A Parquet file ends in its index and cannot be continued. So every commit writes one part, a
//! file of one row group, and the end copies the row groups of all parts into one file, packed
//! bytes as they are.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

/// Writes parts and joins them.
#[derive(Debug)]
pub struct ParquetParts {
    folder: PathBuf,
    target: PathBuf,
    schema: SchemaRef,
    properties: WriterProperties,
    parts: u64,
}

impl ParquetParts {
    /// Goes on behind the first `parts` parts in `folder`, for the file `target`; `long` are the
    /// columns of whose values no smallest and largest are kept.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(
        folder: &Path,
        target: &Path,
        schema: SchemaRef,
        long: &[&str],
        parts: u64,
    ) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut properties = WriterProperties::builder()
            .set_created_by(format!("maqal {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_max_row_group_row_count(None);
        for name in long {
            let column = ColumnPath::from(*name);
            properties = properties
                .set_column_statistics_enabled(column.clone(), EnabledStatistics::None)
                .set_column_dictionary_enabled(column, false);
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            target: target.to_path_buf(),
            schema,
            properties: properties.build(),
            parts,
        })
    }

    fn part(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}.parquet"))
    }

    /// Commits rows as the next part; gives the number of parts.
    ///
    /// # Errors
    /// The part cannot be written.
    pub fn commit(&mut self, rows: &RecordBatch) -> io::Result<u64> {
        let new = self.folder.join("new");
        let options = ArrowWriterOptions::new()
            .with_properties(self.properties.clone())
            .with_skip_arrow_metadata(true);
        let file = File::create(&new)?;
        let mut writer =
            ArrowWriter::try_new_with_options(file, Arc::clone(&self.schema), options)?;
        writer.write(rows)?;
        writer.into_inner()?.sync_data()?;
        fs::rename(new, self.part(self.parts))?;
        self.parts += 1;
        Ok(self.parts)
    }

    /// Joins all parts in the target; without any, the target is a file without rows.
    ///
    /// # Errors
    /// A part cannot be read, the target not be written.
    pub fn finish(&self) -> io::Result<()> {
        let file = BufWriter::with_capacity(1 << 20, File::create(&self.target)?);
        let options = ArrowWriterOptions::new()
            .with_properties(self.properties.clone())
            .with_skip_arrow_metadata(true);
        if self.parts == 0 {
            let writer =
                ArrowWriter::try_new_with_options(file, Arc::clone(&self.schema), options)?;
            return sync(writer.into_inner()?);
        }
        let first = metadata(&self.part(0))?;
        let schema = first.file_metadata().schema_descr().root_schema_ptr();
        let properties = Arc::new(self.properties.clone());
        let mut writer = SerializedFileWriter::new(file, schema, properties)?;
        for number in 0..self.parts {
            let path = self.part(number);
            let part = File::open(&path)?;
            for group in metadata(&path)?.row_groups() {
                let mut out = writer.next_row_group()?;
                for column in group.columns() {
                    let length = u64::try_from(column.compressed_size()).unwrap_or(0);
                    let close = ColumnCloseResult {
                        bytes_written: length,
                        rows_written: u64::try_from(group.num_rows()).unwrap_or(0),
                        metadata: column.clone(),
                        bloom_filter: None,
                        column_index: None,
                        offset_index: None,
                    };
                    out.append_column(&part, close)?;
                }
                out.close()?;
            }
        }
        sync(writer.into_inner()?)
    }
}

fn sync(mut file: BufWriter<File>) -> io::Result<()> {
    file.flush()?;
    file.get_ref().sync_data()
}

fn metadata(path: &Path) -> io::Result<parquet::file::metadata::ParquetMetaData> {
    Ok(ParquetMetaDataReader::new().parse_and_finish(&File::open(path)?)?)
}
