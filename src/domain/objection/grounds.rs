//! Which grounds a case offers on a day, and from when the others will be: what the applicant is shown.

use super::ground::Ground;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::deadline::{
    DeadlineError, GroundFacts, LawPack, ObjectionWindow, found, objection_window,
};
use crate::domain::request::{CaseClock, CaseState, Duty, Outcome, Status};
use time::Date;

/// What a case tells about its grounds.
#[derive(Clone, Copy, Debug)]
pub struct CaseGrounds<'a> {
    /// Its state.
    pub state: &'a CaseState,
    /// Its clock.
    pub clock: &'a CaseClock,
    /// Outcomes of its items so far.
    pub outcomes: &'a [Outcome],
}

/// One ground on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The ground.
    pub ground: Ground,
    /// Its window; `None` while nothing says that the ground exists.
    pub window: Option<ObjectionWindow>,
    /// Whether it can be objected to on that day.
    pub is_available: bool,
    /// Whether its window is counted from a day on record, and not from what an applicant who objects that day would say.
    pub is_on_record: bool,
}

impl Availability {
    /// From when it can be objected to, when that day is known and still to come.
    #[must_use]
    pub fn opens_on(&self) -> Option<Date> {
        let from = self.window.map(|window| window.available_from)?;
        (!self.is_available).then_some(from)
    }

    /// The last day to object, as a date of the case; `None` where there is none (ground b never closes).
    #[must_use]
    pub fn duty(&self) -> Option<Duty> {
        let window = self.window.filter(|window| !window.never_closes)?;
        Some(Duty {
            code: self.ground.window_code(),
            deadline: window.deadline,
            settled_on: None,
        })
    }

    /// Whether an objection received on `day` may be late.
    #[must_use]
    pub fn is_possibly_late(&self, day: Date) -> bool {
        self.window.is_some_and(|window| window.is_possibly_late(day))
    }
}

/// Every ground as it stands on a day. Nothing but the law's own day holds one back (UU 14/2008 Ps 35; `docs/readings.md` R14).
///
/// # Errors
/// When a date lies outside what calendars can express.
pub fn availability(
    case: Option<&CaseGrounds<'_>>,
    today: Date,
    law: &LawPack,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Vec<Availability>, DeadlineError> {
    let one = |ground: &Ground| {
        let facts = facts(*ground, case, today);
        let on_record = GroundFacts {
            stated_on: None,
            ..facts
        };
        let window = match found(*ground, &facts, settings, calendar) {
            Some(found) => Some(objection_window(law, &found, settings, calendar)?),
            None => None,
        };
        let is_withdrawn = case.is_some_and(|case| case.state.status == Status::Withdrawn);
        let is_open = window.is_some_and(|window| window.available_from <= today);
        let is_lost = is_withdrawn && *ground != Ground::PeriodicNotProvided;
        Ok(Availability {
            ground: *ground,
            window: window.filter(|_| !is_lost),
            is_available: is_open && !is_lost,
            is_on_record: found(*ground, &on_record, settings, calendar).is_some(),
        })
    };
    Ground::ALL.iter().map(one).collect()
}

fn facts(ground: Ground, case: Option<&CaseGrounds<'_>>, today: Date) -> GroundFacts {
    let Some(CaseGrounds {
        state,
        clock,
        outcomes,
    }) = case
    else {
        // Without a request there is only what the applicant says.
        return GroundFacts {
            stated_on: ground.needs_no_request().then_some(today),
            ..GroundFacts::default()
        };
    };
    // Refused in whole or in part: what is blacked out is refused, too.
    let is_refused_as_exempt = outcomes
        .iter()
        .any(|outcome| matches!(outcome, Outcome::Refused | Outcome::GrantedPartial));
    let notice = state.current_notice();
    let is_left = state.status == Status::NotFollowedUp;
    // Whoever objects to a notice says by it that it has reached them.
    let stated_on = match ground {
        Ground::PeriodicNotProvided => true,
        Ground::RefusedAsExempt => is_refused_as_exempt && notice.is_some(),
        Ground::NotFulfilled => notice.is_some() || is_left,
        // The notice names the cost, too (UU 14/2008 Ps 22(7)g).
        Ground::NotAsRequested | Ground::UnreasonableFee => notice.is_some(),
        Ground::NotResponded | Ground::DeliveredLate => false,
    };
    let first = state.notice;
    GroundFacts {
        // Silence and lateness are those of the first notice; what came by order afterwards undoes neither.
        notice_sent_on: first.map(|notice| notice.on),
        notice_received_on: match ground {
            Ground::NotResponded | Ground::DeliveredLate => first.and_then(|notice| notice.received_on),
            _ => notice.and_then(|notice| notice.received_on),
        },
        is_refused_as_exempt,
        gives_nothing: notice.is_some_and(|notice| {
            let is_promised = notice.promised_on.is_some() || notice.foreseen.is_some();
            let promises = notice.outcome.is_granted() || is_promised;
            !promises && state.current_delivery().is_none()
        }),
        statute_due_on: Some(clock.statute_due_on),
        regulation_due_on: clock.regulation_due_on,
        promised_on: clock.standing_delivery.map(|delivery| delivery.promised_on),
        foreseen: notice
            .and_then(|notice| notice.foreseen)
            .map(|days| (days.first, days.last)),
        deliver_by: clock.standing_delivery.and_then(|delivery| delivery.deliver_by),
        delivered_on: state.current_delivery(),
        fee_told_on: notice.and_then(|notice| notice.received_on),
        stated_on: stated_on.then_some(today),
    }
}
