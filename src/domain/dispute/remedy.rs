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
    /// The objection is still the remedy: its answer is awaited.
    Wait {
        /// First day on which silence opens the road.
        from: Date,
    },
    /// An answer was given in time, and nobody knows when it was received. Whoever goes to the Commission over it has received it.
    OnItsWay {
        /// Day of the answer: nobody received it before.
        answered_on: Date,
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
        /// Whether there is an answer whose receipt is unknown: the days that run from it may not have begun.
        is_answer_on_its_way: bool,
    },
    /// None: the objection was withdrawn or settled.
    NoRoad,
}

impl Remedy {
    /// How a filing on a day stands to the time that was open.
    #[must_use]
    pub fn timeliness(&self, on: Date) -> Timeliness {
        match self {
            Self::Open {
                latest,
                is_answer_on_its_way,
                ..
            } if on > *latest => {
                if *is_answer_on_its_way {
                    Timeliness::Unknown
                } else {
                    Timeliness::PossiblyLate
                }
            }
            Self::OnItsWay { .. } => Timeliness::Unknown,
            _ => Timeliness::InTime,
        }
    }
}

/// What can be said of the day of a filing. Whether it is late is for the Commission to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeliness {
    /// Within some reading of some road.
    InTime,
    /// After the latest reading of every road.
    PossiblyLate,
    /// Nobody can tell, for the day on which the answer was received is unknown.
    Unknown,
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
    let answer = state.answer.as_ref();
    let on_its_way = answer.filter(|answer| answer.received_on.is_none());
    let ends = || roads.iter().map(|road| road.deadline.due);
    let ahead = ends().filter(|due| *due >= today).min();
    match (
        ahead.or_else(|| ends().max()),
        roads.iter().map(|road| road.deadline.latest).max(),
    ) {
        (Some(act_by), Some(latest)) => Remedy::Open {
            is_over: today > latest && on_its_way.is_none(),
            is_answer_on_its_way: on_its_way.is_some(),
            roads,
            act_by,
            latest,
        },
        _ => match (known.iter().map(|road| road.opens_on).min(), on_its_way) {
            (Some(from), _) => Remedy::Wait { from },
            (None, Some(answer)) => Remedy::OnItsWay {
                answered_on: answer.on,
            },
            (None, None) => Remedy::NoRoad,
        },
    }
}
