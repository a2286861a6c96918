//! The request (permohonan informasi publik, UU 14/2008 Ps 21–22): its states, what may happen to it, and who may do it.
//!
//! [`decide`] is the only function that changes a state; everything else asks it. Nothing here reads a clock or a database.

mod answer;
mod answers;
mod chain;
mod clock;
mod command;
mod dates;
mod decide;
mod delivery;
mod denial;
mod event;
mod held;
mod held_form;
mod lengths;
mod matrix;
mod milestones;
mod number;
mod outcome;
mod permit;
mod share;
mod state;
mod status;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk_tests;

pub use answer::{Answer, ExemptionUsed, Foreseen, ItemAnswer};
pub use answers::{answer_denials, needs_approval};
pub use chain::{Content, ContentKind, EventRecord, content_digest, event_hash};
pub use clock::{CaseClock, Duty, ORDER, RULING, is_order};
pub use command::{CloseBasis, Command, CommandKind, ExtensionReason, MissingRequirement, Succession};
pub use dates::{DateRecord, NoticeDates, duties};
pub use decide::{Moment, decide, offered};
pub use delivery::{Delivery, Fee, Kept};
pub use denial::{AnswerPart, Denial};
pub use event::{ClosedBecause, DeadlineChange, Event};
pub use held::{HeldDays, HeldSpan, Holder};
pub use held_form::HeldForm;
pub use matrix::matrix_markdown;
pub use milestones::{Extension, Incompleteness, Notice, Proposed, Reopening};
pub use number::{NumberError, RegistrationNumber};
pub use outcome::{Outcome, overall};
pub use permit::permits;
pub use share::{Share, ShareStatus};
pub use state::CaseState;
pub(in crate::domain) use status::codes;
pub use status::{AccessMode, ApplicantKind, Channel, DeliveryMode, OrderedBy, Status};
