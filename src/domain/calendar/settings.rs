//! How working days are counted where no text of the law decides it: the rule of the house, as settings.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, Time, Weekday, macros::time};

use super::Zone;

/// The days of the week that are never working days; at most six of them, so that every count ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekend(u8);

impl Weekend {
    /// Saturday and Sunday (Perpres 21/2023 Ps 3: five working days, Monday to Friday).
    pub const SATURDAY_SUNDAY: Self = Self(0b110_0000);

    /// Sunday alone: six working days, as schools and clinics of some regions keep them.
    pub const SUNDAY: Self = Self(0b100_0000);

    /// These days; `None` when they leave no day to work on.
    pub fn of(days: &[Weekday]) -> Option<Self> {
        let bits = days.iter().fold(0, |bits, day| bits | Self::bit(*day));
        (bits != 0b111_1111).then_some(Self(bits))
    }

    /// Whether `day` is one of them.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    const fn bit(day: Weekday) -> u8 {
        1 << day.number_days_from_monday()
    }
}

/// Whether a kind of day off is left out of the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Bukan hari kerja — skipped.
    NonWorking,
    /// Hari kerja — counted like any other day: the strict view for auditors.
    Working,
}

/// Whether the day of receipt is day 1. "Sejak" and "setelah" are argued both ways; no text decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptDay {
    /// Day 1 is the first working day strictly after the day of receipt.
    Exclude,
    /// Day 1 is the day of receipt when it is a working day.
    Include,
}

/// Which day counts as the day of receipt when something arrives after closing time or on a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffHours {
    /// The day it arrived (UU ITE Ps 8: receipt is entry into the system).
    ActualDate,
    /// The next working day.
    NextWorkingDay,
}

/// When an office closes. Perpres 21/2023 Ps 4 asks 37 h 30 min a week from 07.30 with breaks of 60 minutes, on Fridays 90.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// Closing time from Monday to Thursday.
    pub closes: Time,
    /// Closing time on Fridays.
    pub closes_friday: Time,
}

impl OfficeHours {
    /// Whether `at` lies after closing time on its day in `zone`. Before opening is not late: the office opens that same day.
    pub fn has_closed(&self, at: OffsetDateTime, zone: Zone) -> bool {
        let local = at.to_offset(zone.offset());
        let closes = match local.weekday() {
            Weekday::Friday => self.closes_friday,
            _ => self.closes,
        };
        local.time() > closes
    }
}

impl Default for OfficeHours {
    fn default() -> Self {
        Self {
            closes: time!(16:00),
            closes_friday: time!(16:30),
        }
    }
}

/// The counting rule of a unit. The default is the reading on which compliance is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountingSettings {
    /// Days of the week that never count.
    pub weekend: Weekend,
    /// Libur nasional.
    pub national_holiday: Treatment,
    /// Cuti bersama.
    pub collective_leave: Treatment,
    /// Single days off by presidential decision.
    pub ad_hoc_presidential: Treatment,
    /// Closures of the unit.
    pub unit_closure: Treatment,
    /// Whether the day of receipt is day 1.
    pub receipt_day: ReceiptDay,
    /// What an arrival after closing time or on a day off counts as.
    pub off_hours: OffHours,
    /// When the office closes; matters only for `off_hours`.
    pub office_hours: OfficeHours,
    /// When the last day ends for acts by electronic means.
    pub end_of_day: Time,
}

impl Default for CountingSettings {
    fn default() -> Self {
        Self {
            weekend: Weekend::SATURDAY_SUNDAY,
            national_holiday: Treatment::NonWorking,
            collective_leave: Treatment::NonWorking,
            ad_hoc_presidential: Treatment::NonWorking,
            unit_closure: Treatment::NonWorking,
            receipt_day: ReceiptDay::Exclude,
            off_hours: OffHours::ActualDate,
            office_hours: OfficeHours::default(),
            end_of_day: time!(23:59:59),
        }
    }
}

impl CountingSettings {
    /// The default with cuti bersama counted as working days: never later than the default.
    pub fn strict() -> Self {
        Self {
            collective_leave: Treatment::Working,
            ..Self::default()
        }
    }

    /// How days of that kind are treated.
    pub const fn treatment(&self, kind: super::DayKind) -> Treatment {
        match kind {
            super::DayKind::NationalHoliday => self.national_holiday,
            super::DayKind::CollectiveLeave => self.collective_leave,
            super::DayKind::AdHocPresidential => self.ad_hoc_presidential,
            super::DayKind::UnitClosure => self.unit_closure,
        }
    }

    /// The instant at which `day` ends in `zone`: an electronic act up to it is still in time.
    pub fn end_of(&self, day: Date, zone: Zone) -> OffsetDateTime {
        day.with_time(self.end_of_day).assume_offset(zone.offset())
    }
}
