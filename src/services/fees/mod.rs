//! Standar biaya: the decrees, what an answer charges under them, and what is told of it (Perki 1/2021 Ps 35(3), 37–38).

mod file;
mod manage;
mod used;

pub use file::{FromFile, read};
pub use manage::{Binds, EnteredBy, end, enter, faults_of, list};
pub use used::{FeeDecreeCited, FeeTold, FeeToldLine, PaymentWays, in_force_today};
pub(in crate::services) use used::{check, in_force, receipt_letter, refreshed, told_of};

use crate::persistence::rows;

/// Series of the numbers of receipts (kuitansi).
const RECEIPTS: &str = "fee_receipt";

/// A decree with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The row.
    pub row: rows::FeeSchedule,
    /// The public body that made it.
    pub body: String,
    /// Its lines.
    pub items: Vec<rows::FeeItem>,
}

impl Schedule {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn covers(&self, day: time::Date) -> bool {
        self.term().covers(day)
    }

    /// The days on which it is in force.
    #[must_use]
    pub const fn term(&self) -> crate::domain::fee::Term {
        crate::domain::fee::Term {
            from: self.row.valid_from,
            to: self.row.valid_to,
        }
    }
}
