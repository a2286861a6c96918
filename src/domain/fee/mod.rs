//! Standar biaya: what a copy and its delivery may cost (Perki 1/2021 Ps 35(3), 37–38). Nothing but these two, nothing without a decree
//! in force, and nothing for looking at information or for a copy that is sent as a file (`docs/readings.md` R41).

mod charge;
mod schedule;
#[cfg(test)]
mod tests;

pub use charge::{Charge, FeeLine, Pick, fee_denial, total_of};
pub use schedule::{DecreeInForce, NewSchedule, PricedItem, ScheduleFault, Term};

use crate::domain::request::codes;
use serde::{Deserialize, Serialize};

codes!(
    /// Komponen biaya: the two that may cost anything (Perki 1/2021 Ps 37(3)).
    FeeKind {
        /// Biaya penyalinan.
        Copying = "copying",
        /// Biaya pengiriman.
        Delivery = "delivery",
    }
);

codes!(
    /// Cara pembayaran (Perki 1/2021 Ps 38(3)).
    PaymentMode {
        /// Tunai; a receipt is mandatory (Ps 38(4)).
        Cash = "cash",
        /// To the official account of the body.
        Account = "account",
        /// Uang elektronik.
        EMoney = "e_money",
    }
);

/// The ways that a decree opens (Perki 1/2021 Ps 38(2)–(3)). A fee is paid in one of those its notice named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// Cash at the desk.
    pub cash: bool,
    /// The official account.
    pub account: bool,
    /// Electronic money.
    pub e_money: bool,
}

impl Ways {
    /// Whether a fee may be paid like this.
    #[must_use]
    pub const fn open(self, mode: PaymentMode) -> bool {
        match mode {
            PaymentMode::Cash => self.cash,
            PaymentMode::Account => self.account,
            PaymentMode::EMoney => self.e_money,
        }
    }
}
