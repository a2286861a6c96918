//! Words: the language of a reader, the message catalogue, Indonesian and English formats, and the template engine.
//!
//! Everything a person reads passes through here, so that a missing text, an unescaped value or a date in the wrong form has
//! one place to be caught.

pub mod catalogue;
pub mod embedded;
pub mod engine;
mod filters;
pub mod format;
pub mod icalendar;
mod lang;

#[cfg(test)]
mod tests;

pub use catalogue::Catalogue;
pub use engine::{Engine, RenderError};
pub use lang::Lang;
