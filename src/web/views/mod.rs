//! What templates are given: typed views, made from what services answer, in the reader's language. No view decides anything.

mod letter;
mod trace;
mod words;

pub use letter::{LetterView, letter_view};
pub use trace::{TraceView, trace_view};
pub use words::Words;
