//! One version of the calendar: everything that was decreed up to a day, complete in itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use time::{Date, Month};
use uuid::Uuid;

use super::{DayKind, Holiday};
use crate::domain::digest::digest;

/// The version of the calendar that a date was counted on; stored beside every deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CalendarVersionId(pub Uuid);

impl fmt::Display for CalendarVersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The decree that made a version, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarVersion {
    /// The version.
    pub id: CalendarVersionId,
    /// The decree, as it is cited.
    pub decree: String,
    /// The day it was signed: from then on it is known.
    pub issued_on: Date,
}

/// A day that one calendar has off and another not, or as another kind of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayChange {
    /// The day.
    pub date: Date,
    /// What it was.
    pub was: Option<Arc<Holiday>>,
    /// What it is.
    pub now: Option<Arc<Holiday>>,
}

/// Kalender hari kerja — all days off as one decree left them. A later decree makes a new calendar and changes none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingCalendar {
    version: CalendarVersion,
    days: BTreeMap<Date, Arc<Holiday>>,
    covered: BTreeSet<i32>,
    digest: String,
}

impl WorkingCalendar {
    /// The calendar of `version` with exactly these days off. Of two entries for one day the later one stands.
    pub fn new(version: CalendarVersion, days: impl IntoIterator<Item = Holiday>) -> Self {
        let days = days.into_iter().map(|day| (day.date, Arc::new(day))).collect();
        Self::of(version, days)
    }

    /// The calendar after `version` was decreed with `days`. A year whose list has New Year's Day is restated as a whole, as the
    /// yearly decrees and their amendments do; days of other years are added, as a Keppres for an election does.
    #[must_use]
    pub fn amended(&self, version: CalendarVersion, days: impl IntoIterator<Item = Holiday>) -> Self {
        let days: BTreeMap<_, _> = days.into_iter().map(|day| (day.date, Arc::new(day))).collect();
        let restated = listed_years(&days);
        let mut all: BTreeMap<_, _> = self
            .days
            .iter()
            .filter(|(date, _)| !restated.contains(&date.year()))
            .map(|(date, day)| (*date, Arc::clone(day)))
            .collect();
        all.extend(days);
        Self::of(version, all)
    }

    pub(super) fn of(version: CalendarVersion, days: BTreeMap<Date, Arc<Holiday>>) -> Self {
        let covered = listed_years(&days);
        let digest = digest_of(&version, &days);
        Self {
            version,
            days,
            covered,
            digest,
        }
    }

    /// The version and its decree.
    pub const fn version(&self) -> &CalendarVersion {
        &self.version
    }

    /// The version.
    pub const fn id(&self) -> CalendarVersionId {
        self.version.id
    }

    /// Digest over the decree and every day off: a day that somebody changes afterwards shows.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What is decreed for `date`, whether or not the settings skip it.
    pub fn holiday(&self, date: Date) -> Option<&Arc<Holiday>> {
        self.days.get(&date)
    }

    /// All days off, earliest first.
    pub fn holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.days.values().map(AsRef::as_ref)
    }

    /// The years whose list of days off is known.
    pub fn covered_years(&self) -> impl Iterator<Item = i32> {
        self.covered.iter().copied()
    }

    /// Whether the list of that date's year is known. A date counted beyond it is provisional.
    pub fn covers(&self, date: Date) -> bool {
        self.covered.contains(&date.year())
    }

    /// Whether every year from the one of `first` to the one of `last` is known.
    pub fn covers_span(&self, first: Date, last: Date) -> bool {
        (first.year()..=last.year()).all(|year| self.covered.contains(&year))
    }

    /// The first year whose list an operator must be warned to be missing on `today`: this one, from October on the next (the joint
    /// decree is signed by then), and any that an open case runs into; `furthest` is the last day of those.
    pub fn missing_year(&self, today: Date, furthest: Option<Date>) -> Option<i32> {
        let soon = if today.month() >= Month::October {
            today.year().saturating_add(1)
        } else {
            today.year()
        };
        let last = furthest.map_or(soon, |day| day.year().max(soon));
        (today.year()..=last).find(|year| !self.covered.contains(year))
    }

    /// The days off that stand in only one of two calendars, or with another kind, from the first to the last of `days`.
    pub fn differences<'a>(
        &'a self,
        other: &'a Self,
        days: std::ops::RangeInclusive<Date>,
    ) -> Vec<DayChange> {
        let kind = |calendar: &Self, date| calendar.holiday(date).map(|day| day.kind);
        let dates: BTreeSet<Date> = self.days.keys().chain(other.days.keys()).copied().collect();
        let dates = dates.into_iter().filter(|date| days.contains(date));
        dates
            .filter(|date| kind(self, *date) != kind(other, *date))
            .map(|date| DayChange {
                date,
                was: self.holiday(date).cloned(),
                now: other.holiday(date).cloned(),
            })
            .collect()
    }
}

fn digest_of(version: &CalendarVersion, days: &BTreeMap<Date, Arc<Holiday>>) -> String {
    let issued_on = version.issued_on.to_string();
    let dates: Vec<String> = days.keys().map(ToString::to_string).collect();
    let decree = [version.decree.as_str(), &issued_on];
    let listed = dates.iter().zip(days.values()).flat_map(|(date, day)| {
        [
            date.as_str(),
            day.kind.code(),
            &day.name_id,
            &day.name_en,
            &day.source,
        ]
    });
    digest(decree.into_iter().chain(listed))
}

/// Years with a list of their own: no decree of a year has ever lacked New Year's Day, and a lone election day is no list.
pub(super) fn listed_years(days: &BTreeMap<Date, Arc<Holiday>>) -> BTreeSet<i32> {
    days.values()
        .filter(|day| day.kind == DayKind::NationalHoliday)
        .filter(|day| day.date.month() == Month::January && day.date.day() == 1)
        .map(|day| day.date.year())
        .collect()
}
