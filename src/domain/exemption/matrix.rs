//! The matrix state × command × role of exemptions as a document, made from the rules themselves.

use super::decide::{CommandKind, ExemptionDenial, Status, permits};
use crate::domain::actor::Role;
use std::fmt::Write as _;

const HEAD: &str = "\n# The same for exemptions\n\n\
Made from `domain::exemption::permits`. That the time of an exemption is over is derived from its last day and is no state; `expire` \
only notes it.\n";

/// The matrix as Markdown, to follow that of objections.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        // Writing to a String cannot fail.
        let _infallible = write!(page, "\n## Exemption: `{}`\n\n| state |", kind.code());
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
                    Err(ExemptionDenial::WrongRole) => "-",
                    Err(_) => "state",
                };
                let _infallible = write!(page, " {cell} |");
            }
            page.push('\n');
        }
    }
    page
}
