//! The words of a document, for the search. Never needed to keep or to give back a file: a document that cannot be read is
//! published all the same and found by its case.
//!
//! The libraries that read documents were not written against enemies: a small file may keep them busy for ever or take all memory.
//! So [`TextReader`] has documents read by a process of its own, which is confined and can be killed; [`text`] is what that process does.

mod confine;
mod office;
mod pdf;
mod reader;
mod sink;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    io::{self, Cursor},
    process::ExitStatus,
    time::Duration,
};

use super::{
    ContainerLimits, MediaType, SniffError,
    container::{Container, Fault},
};
pub use confine::confine;
pub use reader::{COMMAND, ReadingLimits, TextReader, Turn};
use sink::Sink;

/// How much is read and how much is kept.
#[derive(Clone, Copy, Debug)]
pub struct ExtractLimits {
    /// The most bytes of a document; a larger one is not opened.
    pub max_input: usize,
    /// The most characters of text; the rest of the document is not read.
    pub max_chars: usize,
    /// The most pages of a PDF.
    pub max_pages: usize,
    /// What an office document may unpack to.
    pub container: ContainerLimits,
}

impl Default for ExtractLimits {
    fn default() -> Self {
        Self {
            max_input: 32 << 20,
            max_chars: 1_000_000,
            max_pages: 2_000,
            container: ContainerLimits::default(),
        }
    }
}

/// Why no text came out of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// Larger than the limit.
    #[error("the document is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes allowed.
        limit: usize,
    },
    /// Locked with a password.
    #[error("the document is locked with a password")]
    Locked,
    /// Refused by the same rules as at the upload.
    #[error(transparent)]
    Refused(#[from] SniffError),
    /// Not readable as what it says it is.
    #[error("the document is damaged: {0}")]
    Damaged(String),
    /// Not read in the time there is; the process that tried was killed.
    #[error("reading the document took longer than {0:?}")]
    TimedOut(Duration),
    /// The process that tried ended without an answer: a crash, or too much memory.
    #[error("the process that read the document ended with {0}")]
    Died(ExitStatus),
    /// The process said more than the longest text, or broke off.
    #[error("the process that read the document made no sense")]
    Babbled,
    /// There was no process to read it.
    #[error("no process could be started to read the document: {0}")]
    NotStarted(io::ErrorKind),
}

impl From<Fault> for ExtractError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(error) => Self::Refused(error),
            Fault::Io(error) => Self::Damaged(error.to_string()),
        }
    }
}

/// Stands between what a reader of a document sees and what it holds besides; never part of either.
pub const HIDDEN: char = '\u{c}';

/// The text of a document, and after [`HIDDEN`] what it holds besides: deleted passages, comments, authors, properties. These
/// travel with the file, so they are looked at before it is published; they are not for the search.
pub fn whole_text(media: MediaType, bytes: &[u8], limits: &ExtractLimits) -> Result<String, ExtractError> {
    let mut seen = text(media, bytes, limits)?;
    if matches!(
        media,
        MediaType::Docx | MediaType::Xlsx | MediaType::Odt | MediaType::Ods
    ) {
        let mut container = Container::open(Cursor::new(bytes), &limits.container)?;
        let mut sink = Sink::new(limits.max_chars);
        office::extract_everything(&mut container, &mut sink)?;
        let known: HashSet<String> = seen.lines().map(str::to_owned).collect();
        let everything = sink.finish();
        let besides: Vec<&str> = everything.lines().filter(|line| !known.contains(*line)).collect();
        if !besides.is_empty() {
            seen.push(HIDDEN);
            seen.push_str(&besides.join("\n"));
        }
    }
    Ok(seen)
}

/// Takes the text out of a document: words in reading order, one space or line break between them, cut at `limits.max_chars`.
/// Pictures have none. It computes, without a limit of time.
pub fn text(media: MediaType, bytes: &[u8], limits: &ExtractLimits) -> Result<String, ExtractError> {
    if bytes.len() > limits.max_input {
        return Err(ExtractError::TooLarge {
            limit: limits.max_input,
        });
    }
    let mut sink = Sink::new(limits.max_chars);
    match media {
        MediaType::Jpeg | MediaType::Png => {}
        MediaType::Csv | MediaType::Text => {
            sink.push(str::from_utf8(bytes).map_err(|error| ExtractError::Damaged(error.to_string()))?);
        }
        MediaType::Pdf => pdf::extract(bytes, limits, &mut sink)?,
        MediaType::Docx | MediaType::Xlsx | MediaType::Odt | MediaType::Ods => {
            let mut container = Container::open(Cursor::new(bytes), &limits.container)?;
            office::extract(&mut container, &mut sink)?;
        }
    }
    Ok(sink.finish())
}
