//! The three zones of Indonesia.

use time::{Date, OffsetDateTime, UtcOffset};

/// Zona waktu — the zone in which a unit's civil days run. None of the three has changed since 1988 or ever moves for summer,
/// so a fixed offset is the whole truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// Waktu Indonesia Barat, UTC+7.
    Wib,
    /// Waktu Indonesia Tengah, UTC+8.
    Wita,
    /// Waktu Indonesia Timur, UTC+9.
    Wit,
}

impl Zone {
    /// All zones, west to east.
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];

    /// The distance from UTC.
    pub const fn offset(self) -> UtcOffset {
        match self {
            Self::Wib => time::macros::offset!(+7),
            Self::Wita => time::macros::offset!(+8),
            Self::Wit => time::macros::offset!(+9),
        }
    }

    /// The name in the IANA database, which is also the stored value.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wib => "Asia/Jakarta",
            Self::Wita => "Asia/Makassar",
            Self::Wit => "Asia/Jayapura",
        }
    }

    /// The abbreviation printed after an hour.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// The zone of that IANA name; Pontianak keeps Jakarta's time.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "Asia/Pontianak" => Some(Self::Wib),
            _ => Self::ALL.into_iter().find(|zone| zone.name() == name),
        }
    }

    /// The calendar day on which `at` falls for people in this zone, however the instant was written down.
    pub fn civil_date(self, at: OffsetDateTime) -> Date {
        at.to_offset(self.offset()).date()
    }
}
