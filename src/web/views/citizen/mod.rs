//! What the applicant's pages show.

mod action;
mod case;
mod check;
mod done;
mod files;
mod object;
mod timeline;
mod track;
mod units;

pub use action::{ActionView, action_view};
pub use case::{CaseView, case_view};
pub use check::{CheckView, check_view};
pub use done::{DoneView, done_view};
pub use files::{FileRules, is_for_applicant, needed_documents};
pub use track::{TrackView, track_view};
pub use units::{UnitFilter, UnitsView, unit_choices};
