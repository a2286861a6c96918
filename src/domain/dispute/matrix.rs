//! The matrix state × fact × role of disputes as a document, made from the rules themselves.

use super::command::CommandKind;
use super::permit::{Denial, permits};
use super::status::DisputeStatus;
use crate::domain::matrix::{Cell, add_table};

const HEAD: &str = "\n# The same for disputes at the Commission\n\n\
Made from `domain::dispute::permits`. The Commission acts; the office of the unit records what it was told, and the applicant no more \
than that they went. That a day was missed is derived from the clock and is no state.\n";

/// The matrix as Markdown, to follow that of objections.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        let title = format!("Dispute: `{}`", kind.code());
        add_table(
            &mut page,
            &title,
            DisputeStatus::ALL,
            DisputeStatus::code,
            |status, role| Cell::of(&permits(status, *kind, role), &Denial::WrongRole),
        );
    }
    page
}
