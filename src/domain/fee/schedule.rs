//! Keputusan standar biaya: what a decree must hold, and when it is in force (Perki 1/2021 Ps 37–38).

use super::{FeeKind, Ways};
use crate::domain::limits::{ACCOUNT, LINE, MEASURE, is_longer};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// A line of a decree with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedItem {
    /// Its id.
    pub id: Uuid,
    /// Copying or delivery.
    pub kind: FeeKind,
    /// Rupiah for one.
    pub unit_price: i64,
}

/// A decree as it is in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecreeInForce {
    /// Its id.
    pub id: Uuid,
    /// Its lines.
    pub items: Vec<PricedItem>,
    /// How it may be paid.
    pub ways: Ways,
}

/// The days on which a decree is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: Date,
    /// The last day; none while nobody has ended it. Before the first, it never came into force.
    pub to: Option<Date>,
}

impl Term {
    /// Whether a day lies in it.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether two have a day in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let is_ever = |term: &Self| term.to.is_none_or(|to| term.from <= to);
        is_ever(self)
            && is_ever(other)
            && self.to.is_none_or(|to| other.from <= to)
            && other.to.is_none_or(|to| self.from <= to)
    }

    /// The earliest last day that can still be set: what was in force was in force, and what never was can be called off.
    #[must_use]
    pub fn earliest_end(&self, today: Date) -> Date {
        let before = self.from.previous_day().unwrap_or(self.from);
        if before < today { today } else { before }
    }
}

/// A decree as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSchedule {
    /// Number of the decree.
    pub decree_no: String,
    /// Day it was signed.
    pub decree_on: Option<Date>,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force, when the decree sets one.
    pub valid_to: Option<Date>,
    /// Whether cash is taken at the desk.
    pub takes_cash: bool,
    /// The official account, as people have to write it.
    pub account: String,
    /// How electronic money is paid.
    pub e_money: String,
    /// Its lines: kind, what for, by what it is counted, rupiah for one.
    pub items: Vec<(Option<FeeKind>, String, String, Option<i64>)>,
}

/// What a decree lacks, by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleFault {
    /// No number.
    NumberMissing,
    /// No day of signing.
    DecreeDayMissing,
    /// A day of signing that has not come.
    DecreeDayInFuture,
    /// No first day, or one before the signing.
    FirstDayWrong,
    /// A last day before the first.
    LastDayWrong,
    /// A text of this field is longer than the record takes.
    TooLong(&'static str),
    /// No way to pay (Perki 1/2021 Ps 38(2)–(3)).
    NoPayment,
    /// No line.
    NoItems,
    /// A line without kind, name, measure or a price above zero; the place counts from 1.
    ItemWrong(usize),
    /// A line whose name is longer than the record takes.
    NameTooLong(usize),
    /// A line whose measure is.
    MeasureTooLong(usize),
}

impl NewSchedule {
    /// Everything it lacks, when it is entered today.
    #[must_use]
    pub fn faults(&self, today: Date) -> Vec<ScheduleFault> {
        let mut faults = Vec::new();
        if self.decree_no.trim().is_empty() {
            faults.push(ScheduleFault::NumberMissing);
        }
        match self.decree_on {
            None => faults.push(ScheduleFault::DecreeDayMissing),
            Some(on) if on > today => faults.push(ScheduleFault::DecreeDayInFuture),
            Some(_) => {}
        }
        // A decree that binds people begins no earlier than it was signed.
        if self
            .valid_from
            .is_none_or(|from| self.decree_on.is_some_and(|on| from < on))
        {
            faults.push(ScheduleFault::FirstDayWrong);
        }
        if self
            .valid_to
            .is_some_and(|to| self.valid_from.is_some_and(|from| to < from))
        {
            faults.push(ScheduleFault::LastDayWrong);
        }
        let texts = [
            ("decree_no", &self.decree_no, LINE),
            ("account", &self.account, ACCOUNT),
            ("e_money", &self.e_money, ACCOUNT),
        ];
        let long = texts.iter().filter(|(_, text, limit)| is_longer(text, *limit));
        faults.extend(long.map(|(field, ..)| ScheduleFault::TooLong(field)));
        if !self.takes_cash && self.account.trim().is_empty() && self.e_money.trim().is_empty() {
            faults.push(ScheduleFault::NoPayment);
        }
        if self.items.is_empty() {
            faults.push(ScheduleFault::NoItems);
        }
        for ((kind, what, measure, price), nth) in self.items.iter().zip(1..) {
            let is_priced = price.is_some_and(|price| price > 0);
            if kind.is_none() || what.trim().is_empty() || measure.trim().is_empty() || !is_priced {
                faults.push(ScheduleFault::ItemWrong(nth));
            }
            if is_longer(what, LINE) {
                faults.push(ScheduleFault::NameTooLong(nth));
            }
            if is_longer(measure, MEASURE) {
                faults.push(ScheduleFault::MeasureTooLong(nth));
            }
        }
        faults
    }
}
