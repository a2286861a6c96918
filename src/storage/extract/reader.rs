//! Having a document read by another process: this program again, under its hidden command.
//!
//! A thread that never ends can't be ended, and memory that is gone takes everybody along; a process is killed and forgotten. It gets
//! the document on stdin and gives the text on stdout, and knows neither settings nor environment.

use std::{convert::Infallible, path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::{Semaphore, SemaphorePermit},
    task,
};

use super::{ExtractError, ExtractLimits, HIDDEN, Sink, whole_text};
use crate::storage::MediaType;

/// The hidden command by which this program reads a document.
pub const COMMAND: &str = "read-text";

/// By this exit code the process says that the document can't be read, as opposed to: that something happened to it.
const UNREADABLE: i32 = 1;

/// What reading may cost.
#[derive(Clone, Copy, Debug)]
pub struct ReadingLimits {
    /// The longest that one document may take; the process is killed then.
    pub patience: Duration,
    /// The most memory of one process, in bytes of address space; Linux only.
    pub memory: u64,
    /// The most documents read at once.
    pub at_once: usize,
}

impl Default for ReadingLimits {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(20),
            memory: 512 << 20,
            at_once: 2,
        }
    }
}

/// Has documents read. Clones share the turns.
#[derive(Clone, Debug)]
pub struct TextReader {
    program: PathBuf,
    limits: ReadingLimits,
    turns: Arc<Semaphore>,
}

/// The right to have one document read now. Load the document only then: many may wait.
#[derive(Debug)]
pub struct Turn<'a> {
    reader: &'a TextReader,
    _permit: Option<SemaphorePermit<'a>>,
}

impl TextReader {
    /// Reads with `program`, which understands [`COMMAND`].
    #[must_use]
    pub fn new(program: PathBuf, limits: ReadingLimits) -> Self {
        Self {
            program,
            limits,
            turns: Arc::new(Semaphore::new(limits.at_once)),
        }
    }

    /// Waits until fewer than [`ReadingLimits::at_once`] documents are being read.
    pub async fn turn(&self) -> Turn<'_> {
        Turn {
            reader: self,
            // Refused only once the turns are closed, and they never are.
            _permit: self.turns.acquire().await.ok(),
        }
    }
}

impl Turn<'_> {
    /// The text of a document, as [`text`] has it.
    ///
    /// # Errors
    /// When it has no readable text, or cost more than it may. The document itself is as good as before.
    pub async fn text(self, media: MediaType, bytes: Bytes) -> Result<String, ExtractError> {
        let limits = ExtractLimits::default();
        match media {
            // Nothing to unpack or to follow: time and memory grow with the size alone.
            MediaType::Jpeg | MediaType::Png | MediaType::Csv | MediaType::Text => {
                let read = task::spawn_blocking(move || whole_text(media, &bytes, &limits)).await;
                read.unwrap_or_else(|error| Err(ExtractError::Damaged(error.to_string())))
            }
            MediaType::Pdf | MediaType::Docx | MediaType::Xlsx | MediaType::Odt | MediaType::Ods => {
                let patience = self.reader.limits.patience;
                // The process is a part of the future: dropped, it is killed.
                let asked = tokio::time::timeout(patience, self.ask(media, &bytes, &limits)).await;
                asked.unwrap_or(Err(ExtractError::TimedOut(patience)))
            }
        }
    }

    async fn ask(
        &self,
        media: MediaType,
        bytes: &[u8],
        limits: &ExtractLimits,
    ) -> Result<String, ExtractError> {
        let ReadingLimits { patience, memory, .. } = self.reader.limits;
        let not_started = |error: std::io::Error| ExtractError::NotStarted(error.kind());
        let mut child = Command::new(&self.reader.program)
            .args([COMMAND, "--kind", media.as_str()])
            .args(["--memory", &memory.to_string()])
            .args(["--seconds", &patience.as_secs().max(1).to_string()])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Libraries like to quote the document there.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(not_started)?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(ExtractError::Babbled);
        };
        let feed = async {
            // Whoever stops listening says why by its exit code.
            drop(stdin.write_all(bytes).await);
            drop(stdin);
            std::future::pending::<Infallible>().await
        };
        // What is seen, the sign between, and what is hidden.
        let most = limits.max_chars.saturating_mul(2 * char::MAX.len_utf8()) + 1;
        let mut said = Vec::new();
        let mut ear = stdout.take(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1));
        tokio::select! {
            heard = ear.read_to_end(&mut said) => heard.map_err(|_| ExtractError::Babbled)?,
            never = feed => match never {},
        };
        if said.len() > most {
            return Err(ExtractError::Babbled);
        }
        let status = child.wait().await.map_err(|_| ExtractError::Babbled)?;
        match status.code() {
            Some(0) => {}
            Some(UNREADABLE) => return Err(ExtractError::Damaged("it has no readable text".to_owned())),
            _ => return Err(ExtractError::Died(status)),
        }
        // What comes from outside is tidied here too, whoever said it.
        let said = str::from_utf8(&said).map_err(|_| ExtractError::Babbled)?;
        let tidy = |text: &str| {
            let mut sink = Sink::new(limits.max_chars);
            sink.push(text);
            sink.finish()
        };
        Ok(match said.split_once(HIDDEN) {
            Some((seen, hidden)) => format!("{}{HIDDEN}{}", tidy(seen), tidy(hidden)),
            None => tidy(said),
        })
    }
}
