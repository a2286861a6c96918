//! What is kept of the clock beside each event of a dispute, so that anyone can compute it again.

use super::clock::{DisputeClock, DisputeDuty};
use crate::domain::calendar::{CalendarVersionId, CountingSettings, WorkingCalendar};
use crate::domain::deadline::{LawPack, RuleSet};
use serde::{Deserialize, Serialize};
use time::Date;

/// One date as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeDate {
    /// Code of the duty.
    pub code: String,
    /// The day it was counted from.
    pub trigger: Date,
    /// Earliest defensible day.
    pub target: Date,
    /// Last day.
    pub due: Date,
    /// Latest defensible day.
    pub latest: Date,
}

/// The record of a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeDates {
    /// Every date.
    pub duties: Vec<DisputeDate>,
    /// The rule set.
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

impl DisputeDates {
    /// The record of a clock.
    #[must_use]
    pub fn of(
        clock: &DisputeClock,
        law: &LawPack,
        counting: &CountingSettings,
        calendar: &WorkingCalendar,
    ) -> Self {
        let date = |duty: &DisputeDuty| DisputeDate {
            code: duty.code.clone(),
            trigger: duty.deadline.trigger_on,
            target: duty.deadline.target,
            due: duty.deadline.due,
            latest: duty.deadline.latest,
        };
        Self {
            duties: clock.duties.iter().map(date).collect(),
            rule_set: law.rule_set(),
            law_version: law.version(),
            counting: *counting,
            calendar: calendar.id(),
            calendar_digest: calendar.digest().to_owned(),
        }
    }
}
