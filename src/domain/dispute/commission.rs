//! The right Commission (UU 14/2008 Ps 27(2)–(4); Perki 1/2013 Ps 6). No address is known here: where a Commission sits, it says itself.

use serde::{Deserialize, Serialize};
use time::Date;

/// What decides which Commission hears a dispute with a unit: the province it serves; none for a unit of the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The province; empty for a headquarters.
    pub province: String,
    /// First day on which this held; `None` since ever.
    pub since: Option<Date>,
}

/// Komisi Informasi.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commission {
    /// Komisi Informasi Pusat: disputes with central bodies (UU 14/2008 Ps 27(2)).
    Central,
    /// Komisi Informasi Provinsi: the province-level institution of a hierarchical agency, and its lower links where no Commission of the
    /// regency or city exists (Perki 1/2013 Ps 6(2)–(4); `docs/readings.md` R33).
    Provincial(String),
}

impl Commission {
    /// The Commission for a seat.
    #[must_use]
    pub fn of(seat: &Seat) -> Self {
        match seat.province.trim() {
            "" => Self::Central,
            province => Self::Provincial(province.to_owned()),
        }
    }

    /// Its province; none for the central one.
    #[must_use]
    pub fn province(&self) -> Option<&str> {
        match self {
            Self::Central => None,
            Self::Provincial(province) => Some(province),
        }
    }
}

/// The seat that a unit had on a day: the newest that had begun by then, else the first. `None` without any.
#[must_use]
pub fn seat_on(seats: &[Seat], day: Date) -> Option<&Seat> {
    let begun = seats
        .iter()
        .filter(|seat| seat.since.is_none_or(|since| since <= day));
    begun
        .max_by_key(|seat| seat.since)
        .or_else(|| seats.iter().min_by_key(|seat| seat.since))
}
