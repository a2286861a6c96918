//! Where a deadline stands today. Never stored: tomorrow it is another.

use time::Date;

use crate::domain::calendar::{CountingSettings, WorkingCalendar};

/// How many working days are left, or have passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// The last day has passed, by that many working days: 0 on the weekend right after it.
    Overdue {
        /// Working days since the last day.
        by: u32,
    },
    /// Today is the last day.
    DueToday,
    /// That many working days are left, the last day included and today not.
    Left(u32),
}

impl DueState {
    /// Where a duty due on `due` stands on `today`.
    pub fn of(due: Date, today: Date, settings: &CountingSettings, calendar: &WorkingCalendar) -> Self {
        let days = calendar.working_days_between(today, due, settings).unsigned_abs();
        match today.cmp(&due) {
            std::cmp::Ordering::Greater => Self::Overdue { by: days },
            std::cmp::Ordering::Equal => Self::DueToday,
            std::cmp::Ordering::Less => Self::Left(days),
        }
    }

    /// Whether the last day has passed.
    pub const fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue { .. })
    }

    /// Working days left, negative when they have passed.
    pub fn working_days_left(self) -> i64 {
        match self {
            Self::Overdue { by } => -i64::from(by),
            Self::DueToday => 0,
            Self::Left(days) => i64::from(days),
        }
    }
}
