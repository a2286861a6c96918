//! The day a clock starts from.

use time::{Date, OffsetDateTime};

use crate::domain::calendar::{CountingSettings, OffHours, ReceiptDay, WorkingCalendar, Zone};

/// What starts a clock: a civil day, and whether it happened after the office had closed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The civil day in the unit's zone.
    pub on: Date,
    /// Whether it came after closing time; unknown counts as no.
    pub after_hours: bool,
}

impl Trigger {
    /// The trigger of an instant. The instant is turned into a day here and only here, in the unit's zone: an e-mail of Monday
    /// 06.30 in Makassar is still Sunday in UTC.
    pub fn at(at: OffsetDateTime, zone: Zone, settings: &CountingSettings) -> Self {
        Self {
            on: zone.civil_date(at),
            after_hours: settings.office_hours.has_closed(at, zone),
        }
    }
}

impl Trigger {
    /// What reached the applicant on a day nobody knows the hour of: taken as the evening, so that no right of theirs is closed
    /// before the latest defensible day.
    pub const fn reached_applicant(on: Date) -> Self {
        Self {
            on,
            after_hours: true,
        }
    }
}

impl From<Date> for Trigger {
    fn from(on: Date) -> Self {
        Self {
            on,
            after_hours: false,
        }
    }
}

/// The one reading of a count: which day counts as receipt, and whether it is day 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub receipt_day: ReceiptDay,
    pub off_hours: OffHours,
}

impl Reading {
    /// The earliest defensible reading.
    pub const TARGET: Self = Self {
        receipt_day: ReceiptDay::Include,
        off_hours: OffHours::ActualDate,
    };
    /// The latest one.
    pub const LATEST: Self = Self {
        receipt_day: ReceiptDay::Exclude,
        off_hours: OffHours::NextWorkingDay,
    };

    /// The reading of the house.
    pub const fn of(settings: &CountingSettings) -> Self {
        Self {
            receipt_day: settings.receipt_day,
            off_hours: settings.off_hours,
        }
    }

    /// The day that counts as the day of receipt.
    pub fn deemed(
        self,
        trigger: Trigger,
        settings: &CountingSettings,
        calendar: &WorkingCalendar,
    ) -> Option<Date> {
        match self.off_hours {
            OffHours::NextWorkingDay if trigger.after_hours => {
                calendar.next_working_day(trigger.on, settings)
            }
            OffHours::NextWorkingDay => calendar.working_day_from(trigger.on, settings),
            OffHours::ActualDate => Some(trigger.on),
        }
    }

    /// The day after which counting begins: day 1 is the first working day strictly after it.
    pub fn day_zero(self, deemed: Date) -> Option<Date> {
        match self.receipt_day {
            ReceiptDay::Exclude => Some(deemed),
            ReceiptDay::Include => deemed.previous_day(),
        }
    }
}
