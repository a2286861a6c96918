//! Taking over what others kept: units and older registers. A bad line is told with its number and its reason, the others go on, and
//! nothing is written by half.

mod history;
mod lines;
mod parts;
mod record;
pub mod requests;
pub mod units;

use std::fmt;

/// A line that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// What is wrong with it; repeats no personal data.
    pub reason: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}
