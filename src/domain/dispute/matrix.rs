//! The matrix state × fact × role of disputes as a document, made from the rules themselves.

use super::command::CommandKind;
use super::permit::{Denial, permits};
use super::status::DisputeStatus;
use crate::domain::actor::Role;
use std::fmt::Write as _;

const HEAD: &str = "\n# The same for disputes at the Commission\n\n\
Made from `domain::dispute::permits`. The Commission acts; the office of the unit records what it was told, and the applicant no more \
than that they went. That a day was missed is derived from the clock and is no state.\n";

/// The matrix as Markdown, to follow that of objections.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        // Writing to a String cannot fail.
        let _infallible = write!(page, "\n## Dispute: `{}`\n\n| state |", kind.code());
        for role in Role::ALL {
            let _infallible = write!(page, " {} |", role.code());
        }
        page.push_str("\n|---|");
        page.push_str(&"---|".repeat(Role::ALL.len()));
        page.push('\n');
        for status in DisputeStatus::ALL {
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
