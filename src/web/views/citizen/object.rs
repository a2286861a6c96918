//! From when an applicant can object to what became of a request, on its page.

use serde::Serialize;

use crate::domain::objection::Availability;
use crate::web::views::Words;

/// The day from when a ground is open, with the explanation of its window.
#[derive(Debug, Serialize)]
pub(super) struct ObjectFrom {
    on: String,
    why: Option<String>,
}

/// Grounds that a request gives; what ought to be public without one can be objected to at any time.
pub(super) fn about_request(offered: &[Availability]) -> impl Iterator<Item = &Availability> {
    offered.iter().filter(|one| !one.ground.needs_no_request())
}

/// The first day on which a ground opens, of those whose day is known and still to come.
pub(super) fn object_from(words: Words<'_>, offered: &[Availability], base: &str) -> Option<ObjectFrom> {
    let to_come = about_request(offered).filter_map(|one| Some((one.opens_on()?, one)));
    let (on, first) = to_come.min_by_key(|(on, _)| *on)?;
    Some(ObjectFrom {
        on: words.date_long(on),
        why: first.duty().map(|duty| format!("{base}/tenggat/{}", duty.code)),
    })
}
