//! What every test needs: an application of its own, people who use it as a browser does, and pages to look at.

#![allow(dead_code, reason = "people can do more than the tests of today ask of them")]

mod app;
mod cases;
#[path = "../../../src/mail/catcher.rs"]
pub mod catcher;
mod closing;
mod html;
mod office;
mod people;
mod seed;

pub use app::{TestApp, log_folder, on_each_engine};
pub use cases::{CaseBuilder, kinds_of_mail};
pub use closing::{answer_closing, decreed, exempt, exemption_step, propose_closing, sheet, viewer};
pub use html::Answer;
pub use office::{Office, PICTURE, complete, docx, docx_with};
pub use people::{PASSWORD, Person};
pub use seed::prison;
