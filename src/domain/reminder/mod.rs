//! Pengingat: what is told to whom on a day, of what the office owes. Nothing of the law hangs on it: whoever is told nothing owes the
//! same on the same days.
//!
//! Where two clocks run, both dates are those of the one that falls due first (`docs/readings.md` R1, R31).

#[cfg(test)]
mod tests;

use super::actor::Role;
use super::request::{Status, codes};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use time::Date;

codes!(
    /// How far a matter has come; each is told to a person once a duty (`docs/readings.md` R31).
    Step {
        /// Pengingat: the target day comes near. Told to whoever holds the matter, inside the briefing.
        Reminder = "reminder",
        /// Batas paling awal tiba: the target day is here. Told to the PPID, by a mail of its own.
        TargetReached = "target_reached",
        /// Lewat batas: the last day has passed. Told to the Atasan PPID, by a mail of its own.
        Overdue = "overdue",
    }
);

impl Step {
    /// Whether the step is worth a mail of its own; the others wait for the briefing.
    #[must_use]
    pub const fn is_escalation(self) -> bool {
        matches!(self, Self::TargetReached | Self::Overdue)
    }
}

/// Who has to do something next. Where it is the applicant's turn, or nobody's, nothing is owed and there is nothing to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Officers and PPID.
    Office,
    /// The Atasan PPID: a signed answer waits for approval (Perki 1/2021 Ps 10(2)e–f).
    Superior,
}

impl Turn {
    /// Whose turn it is in a case in which something is owed.
    #[must_use]
    pub const fn of(status: Status) -> Self {
        match status {
            Status::PendingApproval => Self::Superior,
            _ => Self::Office,
        }
    }
}

/// One duty that is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Whose turn it is.
    pub turn: Turn,
    /// The earliest defensible last day.
    pub target: Date,
    /// The last day.
    pub due: Date,
}

/// A day, and how far ahead the office wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Today where the unit sits.
    pub today: Date,
    /// The last target day that is near enough.
    pub ahead: Date,
}

/// Where a matter is counted in the briefing of one person; in one place only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The last day has passed.
    Overdue,
    /// Today is the last day.
    Today,
    /// The target day is near, or has come.
    Soon,
    /// It waits for the approval of this person.
    Approval {
        /// Whether its days are near their end or past it.
        is_pressing: bool,
    },
}

impl Owed {
    /// What whoever holds these roles in the unit is told of it on this day: the furthest step, so that a worker that was dead for a
    /// week leaves one mail behind and not three.
    #[must_use]
    pub fn step(&self, roles: &[Role], outlook: Outlook) -> Option<Step> {
        let reached = if outlook.today > self.due {
            Step::Overdue
        } else if outlook.today >= self.target {
            Step::TargetReached
        } else if outlook.ahead >= self.target {
            Step::Reminder
        } else {
            return None;
        };
        let furthest = |role: &Role| match (self.turn, role) {
            (Turn::Office, Role::Officer) => Some(Step::Reminder),
            (Turn::Office, Role::Ppid) => Some(reached.min(Step::TargetReached)),
            (Turn::Office, Role::Superior) => Some(reached).filter(|step| *step == Step::Overdue),
            (Turn::Superior, Role::Superior) => Some(reached),
            _ => None,
        };
        roles.iter().filter_map(furthest).max()
    }

    /// Where it is counted in the briefing of whoever holds these roles in the unit.
    #[must_use]
    pub fn place(&self, roles: &[Role], outlook: Outlook) -> Option<Place> {
        let stands = match outlook.today.cmp(&self.due) {
            Ordering::Greater => Some(Place::Overdue),
            Ordering::Equal => Some(Place::Today),
            Ordering::Less => (outlook.ahead >= self.target).then_some(Place::Soon),
        };
        let holds = |role| roles.contains(&role);
        match self.turn {
            Turn::Superior => holds(Role::Superior).then_some(Place::Approval {
                is_pressing: stands.is_some(),
            }),
            Turn::Office if holds(Role::Officer) || holds(Role::Ppid) => stands,
            Turn::Office => stands.filter(|place| holds(Role::Superior) && *place == Place::Overdue),
        }
    }
}

/// What a briefing counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Cases whose last day has passed.
    pub overdue: u32,
    /// Cases whose last day is today.
    pub today: u32,
    /// Cases whose target day is near.
    pub soon: u32,
    /// Answers that wait for approval.
    pub approval: u32,
    /// Of those, the ones whose days are near their end or past it.
    pub pressing: u32,
    /// Exemption sheets that wait for approval (PP 61/2010 Ps 3(2)).
    pub sheets: u32,
    /// Objections whose answer, or whose order, comes near its last day or is past it.
    pub objections: u32,
    /// Disputes in which a day of the body comes near, or has passed.
    #[serde(default)]
    pub disputes: u32,
    /// Shares of other units' requests that wait (`docs/readings.md` R48).
    #[serde(default)]
    pub shares: u32,
    /// Exemptions that end soon (Perki 1/2021 Ps 52).
    pub ending: u32,
}

impl Tally {
    /// Counts a case.
    pub const fn add(&mut self, place: Place) {
        match place {
            Place::Overdue => self.overdue += 1,
            Place::Today => self.today += 1,
            Place::Soon => self.soon += 1,
            Place::Approval { is_pressing } => {
                self.approval += 1;
                if is_pressing {
                    self.pressing += 1;
                }
            }
        }
    }

    /// Whether there is enough for a briefing. An exemption is near its end for months: it is counted along, and worth a mail only on the
    /// day it comes near.
    #[must_use]
    pub const fn is_worth_a_mail(&self) -> bool {
        self.overdue > 0
            || self.today > 0
            || self.soon > 0
            || self.approval > 0
            || self.sheets > 0
            || self.objections > 0
            || self.disputes > 0
            || self.shares > 0
    }
}
