//! Counting working days forwards and backwards. Every function is total: at the ends of the calendar the answer is `None`.

use std::sync::Arc;

use time::Date;

use super::{CountingSettings, Holiday, Treatment, WorkingCalendar};

/// What a calendar day is to the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayClass<'a> {
    /// Hari kerja.
    Working,
    /// Akhir pekan; also when a holiday falls on it, for that takes nothing away.
    Weekend,
    /// A day off that the settings skip.
    Holiday(&'a Arc<Holiday>),
}

impl WorkingCalendar {
    /// What `date` is under `settings`.
    pub fn classify(&self, date: Date, settings: &CountingSettings) -> DayClass<'_> {
        if settings.weekend.contains(date.weekday()) {
            return DayClass::Weekend;
        }
        match self.holiday(date) {
            Some(day) if settings.treatment(day.kind) == Treatment::NonWorking => DayClass::Holiday(day),
            _ => DayClass::Working,
        }
    }

    /// Whether `date` is a working day (hari kerja).
    pub fn is_working_day(&self, date: Date, settings: &CountingSettings) -> bool {
        self.classify(date, settings) == DayClass::Working
    }

    /// The first working day strictly after `date`.
    pub fn next_working_day(&self, date: Date, settings: &CountingSettings) -> Option<Date> {
        self.seek(date, settings, Date::next_day)
    }

    /// The last working day strictly before `date`.
    pub fn previous_working_day(&self, date: Date, settings: &CountingSettings) -> Option<Date> {
        self.seek(date, settings, Date::previous_day)
    }

    /// `date` itself when it is a working day, otherwise the next one.
    pub fn working_day_from(&self, date: Date, settings: &CountingSettings) -> Option<Date> {
        if self.is_working_day(date, settings) {
            Some(date)
        } else {
            self.next_working_day(date, settings)
        }
    }

    /// `date` itself when it is a working day, otherwise the last one before it.
    pub fn working_day_until(&self, date: Date, settings: &CountingSettings) -> Option<Date> {
        if self.is_working_day(date, settings) {
            Some(date)
        } else {
            self.previous_working_day(date, settings)
        }
    }

    /// Working day number `count` after `date`, whose own day is day zero; `date` itself for a count of none.
    pub fn add_working_days(&self, date: Date, count: u16, settings: &CountingSettings) -> Option<Date> {
        (0..count).try_fold(date, |day, _| self.next_working_day(day, settings))
    }

    /// Working day number `count` before `date`, which is not counted ("paling lambat 3 hari kerja sebelum …").
    pub fn subtract_working_days(&self, date: Date, count: u16, settings: &CountingSettings) -> Option<Date> {
        (0..count).try_fold(date, |day, _| self.previous_working_day(day, settings))
    }

    /// How many working days lie after `from` up to and including `to`; negative when `to` is the earlier one, so that
    /// exchanging the two only changes the sign.
    pub fn working_days_between(&self, from: Date, to: Date, settings: &CountingSettings) -> i32 {
        if to < from {
            return -self.working_days_between(to, from, settings);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Some(next) = day.next_day() else { break };
            day = next;
            count += i32::from(self.is_working_day(day, settings));
        }
        count
    }

    fn seek(
        &self,
        from: Date,
        settings: &CountingSettings,
        step: impl Fn(Date) -> Option<Date>,
    ) -> Option<Date> {
        let mut day = step(from)?;
        while !self.is_working_day(day, settings) {
            day = step(day)?;
        }
        Some(day)
    }
}
