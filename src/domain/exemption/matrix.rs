//! The matrix state × command × role of exemptions as a document, made from the rules themselves.

use super::decide::{CommandKind, ExemptionDenial, Status, permits};
use crate::domain::matrix::{Cell, add_table};

const HEAD: &str = "\n# The same for exemptions\n\n\
Made from `domain::exemption::permits`. That the time of an exemption is over is derived from its last day and is no state; `expire` \
only notes it.\n";

/// The matrix as Markdown, to follow that of objections.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        let title = format!("Exemption: `{}`", kind.code());
        add_table(&mut page, &title, Status::ALL, Status::code, |status, role| {
            Cell::of(&permits(status, *kind, role), &ExemptionDenial::WrongRole)
        });
    }
    page
}
