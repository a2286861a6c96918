//! The rules: what would be true if the portal ran on paper. No framework, no database, no clock, no file.

pub mod actor;
pub mod applicant;
pub mod calendar;
pub mod deadline;
pub mod digest;
pub mod dispute;
pub mod exemption;
pub mod fee;
pub mod ids;
pub mod limits;
pub mod line;
pub mod matrix;
pub mod objection;
pub mod policy;
pub mod reminder;
pub mod request;
pub mod simulate;
pub mod terms;
pub mod unit;
