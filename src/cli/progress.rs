//! How far a long command is: a bar on a terminal, a line now and then elsewhere.

use std::fmt::Display;
use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::note;

/// Things between two reports where there is no terminal to draw on.
const REPORT_EVERY: u64 = 1_000;

/// The bar.
pub struct Progress {
    bar: Option<ProgressBar>,
    things: &'static str,
    every: u64,
}

impl Progress {
    /// A bar over these things, in the plural.
    pub fn new(things: &'static str) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            match ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta}") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self {
            bar,
            things,
            every: REPORT_EVERY,
        }
    }

    /// The same with fewer reports where there is no terminal.
    pub fn every(self, every: u64) -> Self {
        Self { every, ..self }
    }

    /// So many are done.
    pub fn at(&self, done: u64, total: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(total);
                bar.set_position(done);
            }
            None if done == total || done.is_multiple_of(self.every) => {
                note(format_args!("{done} of {total} {}", self.things));
            }
            None => {}
        }
    }

    /// A line beside the bar.
    pub fn line(&self, line: impl Display) {
        match &self.bar {
            Some(bar) => bar.suspend(|| note(line)),
            None => note(line),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
