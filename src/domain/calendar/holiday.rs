//! A day off that a decree sets, and the kinds the law tells apart.

use time::Date;

/// Why a calendar day is off. Weekends are no such day: they follow from the week, not from a decree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayKind {
    /// Libur nasional — set yearly by the joint decree of three ministers (SKB 3 Menteri), election days by Keppres.
    NationalHoliday,
    /// Cuti bersama — days on which government offices close without being a holiday (Perpres 21/2023 Ps 6).
    CollectiveLeave,
    /// Hari yang diliburkan Presiden — another single day off by presidential decision.
    AdHocPresidential,
    /// Penutupan satuan kerja — a local holiday or the closure of one unit, for which a decree is needed too.
    UnitClosure,
}

impl DayKind {
    /// All kinds, the most general first.
    pub const ALL: [Self; 4] = [
        Self::NationalHoliday,
        Self::CollectiveLeave,
        Self::AdHocPresidential,
        Self::UnitClosure,
    ];

    /// The stored value.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NationalHoliday => "national_holiday",
            Self::CollectiveLeave => "collective_leave",
            Self::AdHocPresidential => "ad_hoc_presidential",
            Self::UnitClosure => "unit_closure",
        }
    }

    /// The Indonesian word used in calendar files.
    pub const fn statutory_code(self) -> &'static str {
        match self {
            Self::NationalHoliday => "libur_nasional",
            Self::CollectiveLeave => "cuti_bersama",
            Self::AdHocPresidential => "libur_presiden",
            Self::UnitClosure => "penutupan_unit",
        }
    }

    /// The kind of that stored value or of that Indonesian word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == code || kind.statutory_code() == code)
    }
}

/// One day off with its name in both languages and the decree that sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Why it is off.
    pub kind: DayKind,
    /// Its Indonesian name.
    pub name_id: String,
    /// Its English name.
    pub name_en: String,
    /// The decree, as it is cited.
    pub source: String,
}
