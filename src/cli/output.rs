//! Writing for people and pipes: results to stdout, everything else to stderr.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anyhow::Context as _;

use crate::services::{FaultValue, ServiceError};
use crate::text::{Engine, Lang};

/// The command line makes no sense in a way that only shows when it is carried out.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Prints a line of the result. Whoever reads may stop reading: that is no failure.
pub fn say(line: impl Display) -> anyhow::Result<()> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.context("cannot write to stdout"),
    }
}

/// Prints a line about the work. When stderr is gone nobody wants to know.
pub fn note(line: impl Display) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}

/// Tells why a command failed, and gives its exit code.
pub fn failed(error: &anyhow::Error) -> ExitCode {
    note(format_args!("terbuka: {}", chain(error)));
    if error.is::<UsageError>() {
        ExitCode::from(2)
    } else {
        ExitCode::FAILURE
    }
}

/// The causes after each other, without those that the sentence before repeats already.
fn chain(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told.push_str(": ");
            told.push_str(&cause);
        }
    }
    told
}

/// A refusal in the words that the pages use for it.
pub fn in_words(error: ServiceError, engine: &Engine) -> anyhow::Error {
    let ServiceError::Invalid(faults) = &error else {
        return error.into();
    };
    let told = faults.iter().map(|fault| {
        let values: Vec<_> = fault
            .values
            .iter()
            .map(|(name, value)| (*name, plain(value)))
            .collect();
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let words = engine
            .text(Lang::En, &fault.key, &values)
            .unwrap_or_else(|_| fault.key.clone());
        format!("{}: {words}", fault.field)
    });
    anyhow::Error::msg(told.collect::<Vec<_>>().join("; "))
}

fn plain(value: &FaultValue) -> String {
    match value {
        FaultValue::Text(text) => text.clone(),
        FaultValue::Day(day) => day.to_string(),
        FaultValue::Bytes(bytes) => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("disk full")
            .context("cannot keep the file: disk full")
            .context("not filed");
        assert_eq!(chain(&error), "not filed: cannot keep the file: disk full");
    }
}
