//! The dates of the written notice as an event left them, with everything they were computed from, so that anyone can compute them
//! again from the events and the calendars alone.

use super::clock::CaseClock;
use crate::domain::calendar::{CalendarVersionId, CountingSettings, WorkingCalendar};
use crate::domain::deadline::{LawPack, RuleSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;

/// The three dates of the written notice (UU 14/2008 Ps 22(7)–(8)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDates {
    /// Earliest defensible day.
    pub target: Date,
    /// Day used for compliance.
    pub due: Date,
    /// Latest defensible day.
    pub latest: Date,
}

/// What is kept of the clock beside each event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRecord {
    /// The dates of the notice before the event; `None` for the first.
    pub before: Option<NoticeDates>,
    /// The dates after it. Once the notice is given they are those by which it was judged and move no more.
    pub after: NoticeDates,
    /// Last day of every duty after it, by rule; once the notice is judged, of those that follow it.
    pub duties: BTreeMap<String, Date>,
    /// The rule set the case was filed under.
    pub rule_set: RuleSet,
    /// Version of its law pack.
    pub law_version: u32,
    /// How days were counted.
    pub counting: CountingSettings,
    /// The calendar they were counted on.
    pub calendar: CalendarVersionId,
    /// Digest of that calendar's days.
    pub calendar_digest: String,
}

impl DateRecord {
    /// The record of a clock. `after` are the dates that stand, which differ from the clock's once the notice was judged before.
    #[must_use]
    pub fn of(
        clock: &CaseClock,
        before: Option<NoticeDates>,
        after: NoticeDates,
        is_judged: bool,
        law: &LawPack,
        counting: &CountingSettings,
        calendar: &WorkingCalendar,
    ) -> Self {
        Self {
            before,
            after,
            duties: duties(clock, is_judged),
            rule_set: law.rule_set(),
            law_version: law.version(),
            counting: *counting,
            calendar: calendar.id(),
            calendar_digest: calendar.digest().to_owned(),
        }
    }
}

/// Last day of every duty of a clock, by rule; once the notice was judged before, of those that follow it.
#[must_use]
pub fn duties(clock: &CaseClock, is_judged: bool) -> BTreeMap<String, Date> {
    clock
        .duties
        .iter()
        .filter(|duty| !is_judged || duty.follows_notice())
        .map(|duty| (duty.code.clone(), duty.deadline.due))
        .collect()
}

impl CaseClock {
    /// The dates of the notice by which compliance is judged.
    #[must_use]
    pub const fn notice_dates(&self) -> NoticeDates {
        NoticeDates {
            target: self.notice.target,
            due: self.notice.due,
            latest: self.notice.latest,
        }
    }
}
