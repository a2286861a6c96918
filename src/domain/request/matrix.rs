//! The matrix state × command × role as a document, made from the rules themselves.

use super::command::CommandKind;
use super::permit::{Denial, permits};
use super::status::Status;
use crate::domain::actor::Role;
use crate::domain::{dispute, exemption, objection};
use std::fmt::Write as _;

const HEAD: &str = "# Who may do what, in which state\n\n\
This page is made from `domain::request::permits`; a test compares it. Regenerate with `UPDATE_WORKFLOW=1 cargo test workflow`.\n\n\
`yes`: allowed, once dates and contents are in order. `state`: not in this state. `-`: never this role.\n";

/// The whole matrix as Markdown: a table a command, a row a state, a column a role.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        // Writing to a String cannot fail.
        let _infallible = write!(page, "\n## `{}`\n\n| state |", kind.code());
        for role in Role::ALL {
            let _infallible = write!(page, " {} |", role.code());
        }
        page.push_str("\n|---|");
        page.push_str(&"---|".repeat(Role::ALL.len()));
        page.push('\n');
        for status in Status::ALL {
            let _infallible = write!(page, "| {} |", status.code());
            for role in Role::ALL {
                let cell = match permits(*status, *kind, role) {
                    Ok(()) => "yes",
                    Err(Denial::WrongRole) => "-",
                    Err(_) => "state",
                };
                let _infallible = write!(page, " {cell} |");
            }
            page.push('\n');
        }
    }
    page.push_str(&objection::matrix_markdown());
    page.push_str(&exemption::matrix_markdown());
    page.push_str(&dispute::matrix_markdown());
    page
}
