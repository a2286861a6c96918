//! The decrees as a ledger: every calendar is what the decrees add up to in the order in which they were signed, so that it does not
//! matter in which order the portal came to know them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::snapshot::listed_years;
use super::{CalendarVersion, DayKind, Holiday, WorkingCalendar};
use crate::domain::ids::UnitId;

type Days = BTreeMap<Date, Arc<Holiday>>;

/// Keputusan tentang hari libur — one decree with exactly the days it lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decree {
    /// The decree; of two with one number and day the later one stands.
    pub id: Uuid,
    /// As it is cited.
    pub cited: String,
    /// The day it was signed.
    pub issued_on: Date,
    /// Whether everything decreed before it gives way. Otherwise a year that it lists whole is restated, and other days are added.
    pub replaces: bool,
    /// The units it is for; the whole country without any.
    pub units: BTreeSet<UnitId>,
    /// The days off.
    pub days: Vec<Holiday>,
}

impl Decree {
    /// Whether it is a local one (hari libur setempat, penutupan satuan kerja).
    #[must_use]
    pub fn is_local(&self) -> bool {
        !self.units.is_empty()
    }

    /// Whether it says the same as another one.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self {
            id: self.id,
            ..other.clone()
        } == *self
    }

    /// Whether a day of that kind may stand in it: only a unit is closed by its own decree.
    #[must_use]
    pub fn allows(is_local: bool, kind: DayKind) -> bool {
        is_local == (kind == DayKind::UnitClosure)
    }
}

/// All decrees in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(Vec<Decree>);

impl Ledger {
    /// The ledger of these decrees, in whatever order they come.
    #[must_use]
    pub fn new(decrees: impl IntoIterator<Item = Decree>) -> Self {
        let mut decrees: Vec<_> = decrees.into_iter().collect();
        decrees.sort_by(|a, b| (a.issued_on, &a.cited, a.id).cmp(&(b.issued_on, &b.cited, b.id)));
        Self(decrees)
    }

    /// The ledger with one more.
    #[must_use]
    pub fn with(&self, decree: Decree) -> Self {
        Self::new(self.0.iter().cloned().chain([decree]))
    }

    /// The decrees in the order they were signed.
    pub fn decrees(&self) -> impl Iterator<Item = &Decree> {
        self.0.iter()
    }

    /// Units with days off of their own.
    #[must_use]
    pub fn local_units(&self) -> BTreeSet<UnitId> {
        self.0
            .iter()
            .flat_map(|decree| decree.units.iter().copied())
            .collect()
    }

    /// The calendar of the country.
    #[must_use]
    pub fn national(&self, version: CalendarVersion) -> WorkingCalendar {
        WorkingCalendar::of(version, self.fold(|decree| !decree.is_local()))
    }

    /// The calendar of a unit: the country's, and its own days off on what is left of it. `None` when it has none of its own.
    #[must_use]
    pub fn of_unit(&self, unit: UnitId, version: CalendarVersion) -> Option<WorkingCalendar> {
        if !self.local_units().contains(&unit) {
            return None;
        }
        let mut days = self.fold(|decree| decree.units.contains(&unit));
        // Of two decrees for one day the one that binds everybody is cited.
        days.extend(self.fold(|decree| !decree.is_local()));
        Some(WorkingCalendar::of(version, days))
    }

    fn fold(&self, takes_part: impl Fn(&Decree) -> bool) -> Days {
        let mut days = Days::new();
        for decree in self.0.iter().filter(|decree| takes_part(decree)) {
            let listed: Days = decree
                .days
                .iter()
                .map(|day| (day.date, Arc::new(day.clone())))
                .collect();
            if decree.replaces {
                days.clear();
            } else {
                let restated = listed_years(&listed);
                days.retain(|date, _| !restated.contains(&date.year()));
            }
            days.extend(listed);
        }
        days
    }
}

/// A version of a calendar and when the portal came to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownVersion {
    /// The version.
    pub id: Uuid,
    /// The unit whose calendar it is; the country's without one.
    pub unit: Option<UnitId>,
    /// Since when the portal counted by it.
    pub known_at: OffsetDateTime,
}

/// The version by which the cases of a unit were counted at an instant. `versions` come in the order in which they were put in force.
#[must_use]
pub fn as_known_at(versions: &[KnownVersion], unit: UnitId, at: OffsetDateTime) -> Option<KnownVersion> {
    let known = || versions.iter().rev().filter(|version| version.known_at <= at);
    known()
        .find(|version| version.unit == Some(unit))
        .or_else(|| known().find(|version| version.unit.is_none()))
        .copied()
}
