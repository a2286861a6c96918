//! Verdicts added up, by unit and in all.

use std::collections::BTreeMap;

use super::judge::{Standing, Verdict};
use super::objection::AnswerVerdict;
use crate::domain::ids::UnitId;

/// The figures of some cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests received (M01).
    pub received: u64,
    /// Notices that were due.
    pub due: u64,
    /// Given by the last day (M02).
    pub in_time: u64,
    /// Given after it.
    pub answered_late: u64,
    /// Not given although it has passed (M04).
    pub never_answered: u64,
    /// Not given, the last day still to come.
    pub pending: u64,
    /// Extended (M11).
    pub extended: u64,
    /// Extensions that took effect (M11).
    pub extended_valid: u64,
    days: BTreeMap<i32, u64>,
}

impl Tally {
    /// Late in either way.
    #[must_use]
    pub const fn late(&self) -> u64 {
        self.answered_late + self.never_answered
    }

    /// The working days within which this percentage of notices came (M05), by nearest rank as the figures have it.
    #[must_use]
    pub fn percentile(&self, percent: u64) -> Option<i32> {
        let measured: u64 = self.days.values().sum();
        let rank = (measured * percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.days.iter().find_map(|(days, count)| {
            seen += count;
            (seen >= rank).then_some(*days)
        })
    }

    fn add(&mut self, verdict: &Verdict) {
        self.received += 1;
        let count = match verdict.standing {
            Standing::LeftOut => None,
            Standing::Pending => Some(&mut self.pending),
            Standing::InTime => Some(&mut self.in_time),
            Standing::AnsweredLate => Some(&mut self.answered_late),
            Standing::NeverAnswered => Some(&mut self.never_answered),
        };
        if let Some(count) = count {
            *count += 1;
        }
        self.due += u64::from(verdict.standing.is_due());
        self.extended += u64::from(verdict.is_extension_valid.is_some());
        self.extended_valid += u64::from(verdict.is_extension_valid == Some(true));
        if let Some(days) = verdict.working_days {
            *self.days.entry(days).or_default() += 1;
        }
    }
}

/// The same cases as they were and as they would have been.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// As they were.
    pub history: Tally,
    /// Under the assumptions.
    pub scenario: Tally,
    /// Cases late only under the assumptions.
    pub newly_late: u64,
    /// Cases late only as they were.
    pub no_longer_late: u64,
    /// Their objections.
    pub objections: AnswerComparison,
}

/// How often a last day was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Answers that were due.
    pub due: u64,
    /// Given by the last day.
    pub in_time: u64,
    /// Given after it.
    pub answered_late: u64,
    /// Not given although it has passed.
    pub never_answered: u64,
}

impl Kept {
    /// Late in either way.
    #[must_use]
    pub const fn late(&self) -> u64 {
        self.answered_late + self.never_answered
    }

    fn add(&mut self, standing: Standing) {
        self.due += u64::from(standing.is_due());
        match standing {
            Standing::InTime => self.in_time += 1,
            Standing::AnsweredLate => self.answered_late += 1,
            Standing::NeverAnswered => self.never_answered += 1,
            Standing::LeftOut | Standing::Pending => {}
        }
    }
}

/// The figures of some objections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerTally {
    /// Received (M16).
    pub received: u64,
    /// By the statute (M17).
    pub statute: Kept,
    /// By the regulation (M17).
    pub regulation: Kept,
}

impl AnswerTally {
    fn add(&mut self, verdict: AnswerVerdict) {
        self.received += 1;
        self.statute.add(verdict.statute);
        self.regulation.add(verdict.regulation);
    }
}

/// The same objections as they were and as they would have been; late is what is late by the statute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerComparison {
    /// As they were.
    pub history: AnswerTally,
    /// Under the assumptions.
    pub scenario: AnswerTally,
    /// Late only under the assumptions.
    pub newly_late: u64,
    /// Late only as they were.
    pub no_longer_late: u64,
}

impl AnswerComparison {
    fn add(&mut self, was: AnswerVerdict, would: AnswerVerdict) {
        self.history.add(was);
        self.scenario.add(would);
        let (then, now) = (was.statute.is_late(), would.statute.is_late());
        self.newly_late += u64::from(now && !then);
        self.no_longer_late += u64::from(then && !now);
    }
}

impl Comparison {
    fn add(&mut self, was: &Verdict, would: &Verdict) {
        self.history.add(was);
        self.scenario.add(would);
        let (then, now) = (was.standing.is_late(), would.standing.is_late());
        self.newly_late += u64::from(now && !then);
        self.no_longer_late += u64::from(then && !now);
    }
}

/// What a simulation found. The order in which cases are added changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simulation {
    /// By the unit responsible now.
    pub units: BTreeMap<UnitId, Comparison>,
    /// In all.
    pub total: Comparison,
    /// Cases whose assumed last day rests on a year whose days off are not known.
    pub provisional: u64,
}

impl Simulation {
    /// Adds a case of a unit.
    pub fn add(&mut self, unit: UnitId, (was, would, is_provisional): &(Verdict, Verdict, bool)) {
        self.units.entry(unit).or_default().add(was, would);
        self.total.add(was, would);
        self.provisional += u64::from(*is_provisional);
    }

    /// Adds an objection that a unit answers.
    pub fn add_objection(
        &mut self,
        unit: UnitId,
        (was, would, is_provisional): (AnswerVerdict, AnswerVerdict, bool),
    ) {
        self.units.entry(unit).or_default().objections.add(was, would);
        self.total.objections.add(was, would);
        self.provisional += u64::from(is_provisional);
    }
}
