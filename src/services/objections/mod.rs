//! Use cases of an objection (keberatan, UU 14/2008 Ps 35–36; Perki 1/2021 Ps 39–44), from filing to execution.

mod case;
mod check;
mod commission;
mod contents;
mod entry;
mod faults;
mod filing;
mod intake;
mod known;
pub mod letters;
mod lists;
mod notices;
mod papers;
mod preview;
mod projection;
mod recompute;
mod roads;
mod steps;
mod succession;
mod views;

pub use crate::persistence::objection_papers::ObjectionDocument;
pub use crate::persistence::queries::ObjectionCounts;
pub use crate::persistence::rows::{
    ObjectionLetter as LetterRow, ObjectionMessage as MessageRow, RecordEvent as EventRow,
};
pub use case::{Objection, ObjectionKey, token_of};
pub use check::{ObjectionCheck, check_objection};
pub(in crate::services) use commission::commission_for;
pub use entry::{draft_key, new_draft_key, on_request, without_request};
pub use faults::form_faults;
pub use filing::{About, Filed, MINUTES, ObjectionFiling, Objector, file};
pub use intake::{ObjectionIntake, objector, register};
pub use known::explain_as_known;
pub use lists::{
    AskedObjections, ListEntry, ObjectionFigure, ObjectionList, ObjectionRow, ObjectionTotals, ObjectionView,
    csv, figures, list, register_list,
};
pub use notices::{TO_OBJECTOR, TO_SUPERIOR, to_objector};
pub use preview::preview_answer;
pub use recompute::MovedObjection;
pub(in crate::services) use recompute::{count_pending, list_moved, recompute};
pub use roads::MovedRoad;
pub use steps::{By, ObjectionStep, Taken, take};
pub(in crate::services) use steps::{executed_on_request, runs_in_request};
pub(in crate::services) use succession::succeed;
pub(in crate::services) use views::identity;
pub use views::{
    Explained, IssuedLetter, ObjectionFile, ObjectionOffer, for_applicant, for_auditor, for_staff,
};
