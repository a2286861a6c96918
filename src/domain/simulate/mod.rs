//! What the figures would be under other rules: the history of cases replayed with other lengths, calendars, ways of counting or a
//! faster office, and judged exactly as the figures are (`docs/readings.md`, Measures and R22).
//!
//! Nobody knows how people would have acted under another law. Here they act on the days on which they did; only what the law makes of
//! those days changes.

mod assume;
mod judge;
mod objection;
mod past;
mod tally;
#[cfg(test)]
mod tests;

pub use assume::{Assumptions, CHANGEABLE, LONGEST, LawOf, MOST_SHIFTED};
pub use judge::{Facts, Standing, Verdict};
pub use objection::{AnswerFacts, AnswerVerdict, PastObjection};
pub use past::PastCase;
pub use tally::{AnswerComparison, AnswerTally, Comparison, Kept, Simulation, Tally};
