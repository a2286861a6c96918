//! The matrix state × command × role of objections as a document, made from the rules themselves.

use super::command::CommandKind;
use super::permit::{Denial, permits};
use super::status::ObjectionStatus;
use crate::domain::actor::Role;
use std::fmt::Write as _;

const HEAD: &str = "\n# The same for objections\n\n\
Made from `domain::objection::permits`. Registration is no step: an objection is registered when it is filed. That it was not \
answered in its days is derived from the clock and is no state.\n";

/// The matrix as Markdown, to follow that of requests.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        // Writing to a String cannot fail.
        let _infallible = write!(page, "\n## Objection: `{}`\n\n| state |", kind.code());
        for role in Role::ALL {
            let _infallible = write!(page, " {} |", role.code());
        }
        page.push_str("\n|---|");
        page.push_str(&"---|".repeat(Role::ALL.len()));
        page.push('\n');
        for status in ObjectionStatus::ALL {
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
    page
}
