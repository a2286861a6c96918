//! Standar biaya: what a copy and its delivery may cost (Perki 1/2021 Ps 35(3), 37–38). Nothing but these two, nothing without a decree
//! in force, and nothing for looking at information or for a copy that is sent as a file (`docs/readings.md` R41).

mod charge;
mod schedule;
#[cfg(test)]
mod tests;

pub use charge::{Charge, FeeLine, Pick, fee_denial, total_of};
pub use schedule::{DecreeInForce, NewSchedule, PricedItem, ScheduleFault, Term};

use crate::domain::request::codes;

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
