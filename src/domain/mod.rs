//! The rules: what would be true if the portal ran on paper. No framework, no database, no clock, no file.

pub mod calendar;
pub mod terms;
