//! The matrix state × command × role as a document, made from the rules themselves.

use super::command::CommandKind;
use super::denial::Denial;
use super::permit::permits;
use super::status::Status;
use crate::domain::matrix::{Cell, add_table};
use crate::domain::{dispute, exemption, objection};

const HEAD: &str = "# Who may do what, in which state\n\n\
This page is made from `domain::request::permits`; a test compares it. Regenerate with `UPDATE_WORKFLOW=1 cargo test workflow`.\n\n\
`yes`: allowed, once dates and contents are in order. `state`: not in this state. `-`: never this role.\n";

/// The whole matrix as Markdown: a table a command, a row a state, a column a role.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        let title = format!("`{}`", kind.code());
        add_table(&mut page, &title, Status::ALL, Status::code, |status, role| {
            Cell::of(&permits(status, *kind, role), &Denial::WrongRole)
        });
    }
    page.push_str(&objection::matrix_markdown());
    page.push_str(&exemption::matrix_markdown());
    page.push_str(&dispute::matrix_markdown());
    page
}
