//! Where log lines go and what they look like.
//!
//! Rule: no personal data is ever handed to a log macro: no name, NIK, address, contact, no words of a request, no
//! file name, no client address, no token. Log ids, codes, counts and durations. A type that carries personal data
//! wraps it in [`security::Masked`](crate::security::Masked), so that its derived `Debug` is safe too. Nothing here
//! filters lines afterwards: what needs filtering has already been written once too often.

use std::io::{IsTerminal, stderr};

use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, filter::ParseError, fmt::MakeWriter, util::SubscriberInitExt};

use crate::config::{Log, LogFormat};

/// Why logging could not begin.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The filter makes no sense.
    #[error("`log.filter` is not a filter: {0}")]
    InvalidFilter(#[from] ParseError),
    /// Something in this process logs already.
    #[error("logging has already begun")]
    AlreadyBegun,
}

/// Libraries that log pieces of the documents they read, and Rocket's lines that repeat addresses, in which a secret link may stand;
/// silenced whatever the settings say.
const TALKS_OF_CONTENT: [&str; 3] = ["pdf_extract=off", "lopdf=off", "rocket::server=off"];

/// Begins to log on stderr, the lines of libraries that speak `log` (Rocket) among them. Call it before Rocket is built,
/// which otherwise brings its own.
pub fn init(log: &Log) -> Result<(), LoggingError> {
    subscriber(log, stderr, stderr().is_terminal())?
        .try_init()
        .map_err(|_| LoggingError::AlreadyBegun)
}

/// The same with a writer of the caller's.
///
/// # Errors
/// As [`init`].
pub fn init_with<W>(log: &Log, writer: W) -> Result<(), LoggingError>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    subscriber(log, writer, false)?
        .try_init()
        .map_err(|_| LoggingError::AlreadyBegun)
}

fn subscriber<W>(
    log: &Log,
    writer: W,
    colours: bool,
) -> Result<Box<dyn Subscriber + Send + Sync>, LoggingError>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let mut filter = EnvFilter::try_new(&log.filter)?;
    for library in TALKS_OF_CONTENT {
        filter = filter.add_directive(library.parse()?);
    }
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(colours);
    Ok(match log.format {
        LogFormat::Text => Box::new(builder.with_target(true).finish()),
        LogFormat::Json => Box::new(
            builder
                .json()
                .flatten_event(true)
                .with_current_span(true)
                .finish(),
        ),
    })
}

#[cfg(test)]
mod tests {
    use std::{
        io::Write,
        sync::{Arc, Mutex},
    };

    use super::*;
    use crate::security::Masked;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(format: LogFormat, act: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        let filter = "info,rocket=warn,rocket::server=error,sqlx=warn".to_owned();
        let subscriber = subscriber(&Log { format, filter }, move || writer.clone(), false).unwrap();
        tracing::subscriber::with_default(subscriber, act);
        String::from_utf8(page.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn json_lines_are_objects_with_their_span() {
        let text = logged(LogFormat::Json, || {
            let span = tracing::info_span!("request", request.id = "r-1");
            let _entered = span.enter();
            tracing::info!(duration_ms = 3, "answered");
        });
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["message"], "answered");
        assert_eq!(line["duration_ms"], 3);
        assert_eq!(line["span"]["request.id"], "r-1");
    }

    #[test]
    fn text_lines_are_plain_and_filtered() {
        let text = logged(LogFormat::Text, || {
            tracing::info!(request.id = "r-1", "answered");
            tracing::debug!("not this");
            tracing::info!(target: "rocket::launch", "nor this");
            tracing::warn!(target: "rocket::server", "nor this");
            tracing::error!(target: "pdf_extract", "words of a document");
            tracing::error!(target: "lopdf::reader", "words of a document");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(
            text.contains("answered request.id=\"r-1\"") && !text.contains('\u{1b}'),
            "{text}"
        );
    }

    #[test]
    fn masked_values_stay_masked() {
        let name = Masked("Sri Wahyuni");
        let text = logged(
            LogFormat::Json,
            || tracing::info!(applicant = %name, debug = ?name, "x"),
        );
        assert!(!text.contains("Sri"), "{text}");
    }

    #[test]
    fn a_wrong_filter_is_named() {
        let log = Log {
            format: LogFormat::Text,
            filter: "info,=,".to_owned(),
        };
        let error = init(&log).unwrap_err();
        assert!(
            error.to_string().starts_with("`log.filter` is not a filter"),
            "{error}"
        );
    }
}
