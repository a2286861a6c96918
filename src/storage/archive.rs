//! Packing files into one ZIP while it is sent: texts that are held and contents of the store, in the order given, under one date. The same
//! entries give the same bytes; no more than a part of one content is in memory at a time.

use std::collections::VecDeque;
use std::io::{Error, Result as IoResult, Write};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt};
use time::Date;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{ContentHash, FileStore, StorageError};

/// What an entry holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes; they are compressed.
    Held(Bytes),
    /// A content of the store, as it is.
    Stored(ContentHash),
}

/// A file of an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path: plain letters, digits, `-`, `.` and `/`, made by the portal and never by whoever sent a file.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What was written and not yet sent.
#[derive(Clone, Default)]
struct Outgoing(Arc<Mutex<Vec<u8>>>);

impl Outgoing {
    fn take(&self) -> Bytes {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Bytes::from(std::mem::take(&mut *waiting))
    }
}

impl Write for Outgoing {
    fn write(&mut self, part: &[u8]) -> IoResult<usize> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> IoResult<()> {
        Ok(())
    }
}

/// An archive on its way.
struct Packer {
    store: FileStore,
    writer: Option<ZipWriter<StreamWriter<Outgoing>>>,
    outgoing: Outgoing,
    entries: VecDeque<Entry>,
    /// What is left of the content that is being written.
    current: Option<BoxStream<'static, Result<Bytes, StorageError>>>,
    dated: DateTime,
}

/// The archive of these entries. A failure on the way ends the stream with an error: nobody must take the part for the whole.
#[must_use]
pub fn pack(store: FileStore, entries: Vec<Entry>, dated: Date) -> BoxStream<'static, IoResult<Bytes>> {
    let outgoing = Outgoing::default();
    let year = u16::try_from(dated.year()).unwrap_or_default();
    let packer = Packer {
        store,
        writer: Some(ZipWriter::new_stream(outgoing.clone())),
        outgoing,
        entries: entries.into(),
        current: None,
        dated: DateTime::from_date_and_time(year, dated.month().into(), dated.day(), 0, 0, 0)
            .unwrap_or_default(),
    };
    stream::try_unfold(packer, Packer::next).boxed()
}

impl Packer {
    /// The next part, and what is left; `None` at the end.
    async fn next(mut self) -> IoResult<Option<(Bytes, Self)>> {
        while let Some(mut writer) = self.writer.take() {
            if let Some(mut current) = self.current.take() {
                if let Some(part) = current.next().await {
                    writer.write_all(&part.map_err(Error::other)?)?;
                    self.current = Some(current);
                }
            } else if let Some(entry) = self.entries.pop_front() {
                self.begin(&mut writer, entry).await?;
            } else {
                writer.finish().map_err(Error::other)?;
                return Ok(Some((self.outgoing.take(), self)));
            }
            self.writer = Some(writer);
            let part = self.outgoing.take();
            if !part.is_empty() {
                return Ok(Some((part, self)));
            }
        }
        Ok(None)
    }

    async fn begin(&mut self, writer: &mut ZipWriter<StreamWriter<Outgoing>>, entry: Entry) -> IoResult<()> {
        let method = match &entry.content {
            Content::Held(_) => CompressionMethod::Deflated,
            // Documents are compressed as they are.
            Content::Stored(_) => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.dated);
        writer.start_file(entry.path, options).map_err(Error::other)?;
        match entry.content {
            Content::Held(bytes) => writer.write_all(&bytes)?,
            Content::Stored(hash) => {
                let content = self.store.open(hash).await.map_err(Error::other)?;
                self.current = Some(content.stream);
            }
        }
        Ok(())
    }
}
