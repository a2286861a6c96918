//! The matrix state × command × role of objections as a document, made from the rules themselves.

use super::command::CommandKind;
use super::permit::{Denial, permits};
use super::status::ObjectionStatus;
use crate::domain::matrix::{Cell, add_table};

const HEAD: &str = "\n# The same for objections\n\n\
Made from `domain::objection::permits`. Registration is no step: an objection is registered when it is filed. That it was not \
answered in its days is derived from the clock and is no state.\n";

/// The matrix as Markdown, to follow that of requests.
#[must_use]
pub fn matrix_markdown() -> String {
    let mut page = String::from(HEAD);
    for kind in CommandKind::ALL {
        let title = format!("Objection: `{}`", kind.code());
        add_table(
            &mut page,
            &title,
            ObjectionStatus::ALL,
            ObjectionStatus::code,
            |status, role| Cell::of(&permits(status, *kind, role), &Denial::WrongRole),
        );
    }
    page
}
