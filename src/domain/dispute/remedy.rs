//! Which remedy is open to who objected, and until when (UU 14/2008 Ps 37; Perki 1/2013 Ps 5, 13).

use crate::domain::deadline::{Deadline, RuleId};
use crate::domain::objection::{ObjectionClock, ObjectionState, Route};
use time::Date;

/// A road that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenRoad {
    /// D14 after an answer, D15 after silence.
    pub rule_id: RuleId,
    /// Its dates.
    pub deadline: Deadline,
    /// First day on which it was open.
    pub opens_on: Date,
}

/// What can be done about an objection on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The objection is still the remedy: its answer is awaited, or has not arrived.
    Wait {
        /// First day on which silence opens the road; `None` when an answer is on its way.
        from: Option<Date>,
    },
    /// The Commission.
    Open {
        /// By these roads, never none.
        roads: Vec<OpenRoad>,
        /// The day to act by: the earliest last day that is still ahead, else the last one that was.
        act_by: Date,
        /// Nothing is closed before this day has passed.
        latest: Date,
        /// Whether that day has passed. Whoever goes all the same is received, and the Commission decides.
        is_over: bool,
    },
    /// None: the objection was withdrawn or settled.
    NoRoad,
}

impl Remedy {
    /// The last day on which every reading agrees that something is open.
    #[must_use]
    pub const fn latest(&self) -> Option<Date> {
        match self {
            Self::Open { latest, .. } => Some(*latest),
            _ => None,
        }
    }
}

/// The remedy on a day.
#[must_use]
pub fn remedy(state: &ObjectionState, clock: &ObjectionClock, today: Date) -> Remedy {
    let road = |route: Route| OpenRoad {
        rule_id: route.deadline.rule_id,
        deadline: route.deadline,
        opens_on: route.opens_on,
    };
    let known: Vec<OpenRoad> = [clock.after_answer, clock.after_silence]
        .into_iter()
        .flatten()
        .map(road)
        .collect();
    let roads: Vec<OpenRoad> = known
        .iter()
        .filter(|road| road.opens_on <= today)
        .copied()
        .collect();
    let ends = || roads.iter().map(|road| road.deadline.due);
    let ahead = ends().filter(|due| *due >= today).min();
    match (
        ahead.or_else(|| ends().max()),
        roads.iter().map(|road| road.deadline.latest).max(),
    ) {
        (Some(act_by), Some(latest)) => Remedy::Open {
            is_over: today > latest,
            roads,
            act_by,
            latest,
        },
        _ => match (known.iter().map(|road| road.opens_on).min(), &state.answer) {
            (Some(from), _) => Remedy::Wait { from: Some(from) },
            (None, Some(answer)) if answer.received_on.is_none() => Remedy::Wait { from: None },
            (None, _) => Remedy::NoRoad,
        },
    }
}
