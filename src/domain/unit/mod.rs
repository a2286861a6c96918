//! Satuan kerja: what a unit is on a day, and what becomes of it when it is renamed, moved, merged, split or leaves the body.

mod named;
mod place;
mod succession;
mod validity;

#[cfg(test)]
mod tests;

pub use named::named;
pub use place::{Place, PlaceFault, left_alone, place_faults};
pub use succession::{Facts, SuccessionFault, SuccessionKind, Successor, faults};
pub use validity::Validity;

use crate::domain::request::codes;
use serde::{Deserialize, Serialize};

codes!(
    /// Kewenangan: the Information Commission that hears disputes with a unit. It follows the seat of the unit, by version.
    Jurisdiction {
        /// Komisi Informasi Pusat (UU 14/2008 Ps 26(1), 27(2)).
        Central = "central",
        /// Komisi Informasi provinsi (UU 14/2008 Ps 26(2), 27(3)).
        Province = "province",
    }
);

/// Whose PPID signs what a unit answers (Perki 1/2021 Ps 6(4), 12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PpidMode {
    /// The unit has a PPID of its own: it registers, answers and refuses itself.
    OwnPpid,
    /// The unit has a PPID Pelaksana: it prepares, and the PPID of the unit with this code answers.
    PelaksanaOf(String),
}

impl PpidMode {
    /// From the column: the code of the unit whose PPID answers, or nothing.
    #[must_use]
    pub fn of(code: Option<&str>) -> Self {
        code.map_or(Self::OwnPpid, |code| Self::PelaksanaOf(code.to_owned()))
    }

    /// Code used in message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OwnPpid => "own_ppid",
            Self::PelaksanaOf(_) => "pelaksana_of",
        }
    }
}
