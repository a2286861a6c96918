//! The dispute at the Information Commission (sengketa informasi publik, UU 14/2008 Ps 37–50; Perki 1/2013): which road is open and to
//! which Commission, what the portal can truthfully record of it, who may record that, and its dates.
//!
//! The body is a party here and decides nothing. [`decide`] is the only function that changes a state; nothing here reads a clock or a
//! database.

mod clock;
mod command;
mod commission;
mod dates;
mod decide;
mod event;
mod matrix;
mod permit;
mod remedy;
mod state;
mod status;

#[cfg(test)]
mod tests;

pub use clock::{DisputeClock, DisputeDuty};
pub use command::{Command, CommandKind, Told};
pub use commission::{Commission, Seat, seat_on};
pub use dates::DisputeDates;
pub use decide::{Moment, decide, offered};
pub use event::{CommissionOrder, Event};
pub use matrix::matrix_markdown;
pub use permit::{Denial, permits};
pub use remedy::{OpenRoad, Remedy, Timeliness, remedy};
pub use state::{DisputeState, Filed, Mediation, Receipt, Received};
pub use status::{DisputeOutcome, DisputeStatus, Party};
