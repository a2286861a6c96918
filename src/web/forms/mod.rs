//! From what a browser sends to what a service is asked: the token, the limits, the texts as they were typed, and the
//! faults in words.

mod bounded;
pub(super) mod csrf;
mod faults;
mod fields;
mod kept;
mod no_fields;
mod rupiah;
mod sheet;
mod submission;
mod typed;

pub(super) use faults::{ErrorView, error_views, fault_text};
pub use fields::{correction_of, submission_of};
pub use kept::KeptForm;
pub use no_fields::NoFields;
pub use rupiah::rupiah;
pub use sheet::{TESTERS, sheet_of, typed_sheet};
pub use submission::Submission;
pub use typed::Typed;
