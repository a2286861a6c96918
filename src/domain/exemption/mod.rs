//! Pengecualian informasi: what may be withheld and on what ground (UU 14/2008 Ps 17–20), the consequence test that must come first
//! (Ps 19; Perki 1/2021 Ps 49), and the time it lasts (PP 61/2010 Ps 5–11; Perki 1/2021 Ps 51–52).
//!
//! [`decide`] is the only function that changes the state of an exemption.

mod decide;
mod gate;
mod ground;
mod matrix;
mod sheet;

#[cfg(test)]
mod tests;

pub use decide::{
    Command, CommandKind, Event, ExemptionDenial, ExemptionState, Moment, OpenedBecause, Status, decide,
    permits,
};
pub use gate::{Gate, NeverExempt};
pub use ground::{ActCited, Basis, ExemptionGround};
pub use matrix::matrix_markdown;
pub use sheet::{Sheet, SheetFault, Tester};
