//! The objection (keberatan, UU 14/2008 Ps 35–36; Perki 1/2021 Ps 39–44): its grounds, its states, what may happen to it and who may
//! do it, and its dates.
//!
//! [`decide`] is the only function that changes a state; everything else asks it. Nothing here reads a clock or a database.

mod clock;
mod command;
mod decide;
mod event;
mod ground;
mod grounds;
mod lengths;
mod matrix;
mod number;
mod permit;
mod state;
mod status;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk_tests;

pub use clock::{AnswerDates, ObjectionClock, ObjectionDates, ObjectionDuty, Route};
pub use command::{CloseBasis, Command, CommandKind, Order, Ruled};
pub use decide::{Moment, answer_denials, decide, offered};
pub use event::{ClosedBecause, Event, GroundRuling, RoadChange};
pub use ground::Ground;
pub use grounds::{Availability, CaseGrounds, availability};
pub use matrix::matrix_markdown;
pub use number::ObjectionNumber;
pub use permit::{Denial, permits};
pub use state::{Answered, ObjectionState};
pub use status::{Decision, ObjectionStatus, Ruling};
