//! When the ground of an objection is found (UU 14/2008 Ps 36(1), "setelah ditemukannya alasan"). No text says more; how each ground
//! is read stands in `docs/readings.md` R14. The applicant is told the earliest day and loses nothing before the latest.

use time::Date;

use super::compute::{Deadline, DeadlineError, compute};
use super::pack::LawPack;
use super::rule_id::RuleId;
use super::trigger::Trigger;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::objection::Ground;

/// What a case tells about its grounds. A day that did not come is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroundFacts {
    /// Day the written notice left the office.
    pub notice_sent_on: Option<Date>,
    /// Day the written notice reached the applicant.
    pub notice_received_on: Option<Date>,
    /// Whether that notice refuses something as exempt.
    pub is_refused_as_exempt: bool,
    /// Whether that notice gives nothing and promises nothing, so that no information can come late after it.
    pub gives_nothing: bool,
    /// Last day of the notice by the statute: D05, or D08 after an extension in effect.
    pub statute_due_on: Option<Date>,
    /// Last day of the notice by the regulation: D06, or D08 after an extension in effect.
    pub regulation_due_on: Option<Date>,
    /// Day the notice promised the information for.
    pub promised_on: Option<Date>,
    /// First and last of the days by which more than that will be documented. Whether it then came no record says.
    pub foreseen: Option<(Date, Date)>,
    /// Last day of the delivery after a payment on record. It keeps the ground open longer and never shuts it: what is on record of a
    /// payment the office alone has written (`docs/readings.md` R42).
    pub deliver_by: Option<Date>,
    /// Day the information reached the applicant, all of it or the part that came.
    pub delivered_on: Option<Date>,
    /// Day the applicant was told the fee.
    pub fee_told_on: Option<Date>,
    /// Day on which the applicant says the ground was found: the only evidence for b, and for what left no trace on record.
    pub stated_on: Option<Date>,
}

/// A ground, and the days its thirty days may be counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The ground.
    pub ground: Ground,
    /// The first day on which it can be objected to; in the future while a last day has yet to pass.
    pub available_from: Date,
    /// What `target` and `due` are counted from.
    pub earliest: Trigger,
    /// What `latest` is counted from; `None` for a ground that goes on as long as the omission does, and so never closes.
    pub latest: Option<Trigger>,
}

/// The window for an objection on one ground (D10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectionWindow {
    /// The ground.
    pub ground: Ground,
    /// The first day on which it can be objected to. Nothing else may hold an objection back.
    pub available_from: Date,
    /// D10: `target` and `due` from the earliest day, `latest` from the latest one.
    pub deadline: Deadline,
    /// Whether an objection can never be late: the omission goes on.
    pub never_closes: bool,
}

impl ObjectionWindow {
    /// Whether an objection received on `day` must carry the remark that it may be late. It is received all the same: whether it is
    /// late is for the superior, the Commission and the court to say.
    pub fn is_possibly_late(&self, day: Date) -> bool {
        !self.never_closes && day > self.deadline.latest
    }
}

/// From when `ground` may be objected to by what `facts` say; `None` while nothing says that it exists.
pub fn found(
    ground: Ground,
    facts: &GroundFacts,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Option<Found> {
    let after = Missed { settings, calendar };
    let notice = facts.notice_received_on;
    match ground {
        Ground::RefusedAsExempt => {
            let refused = notice.filter(|_| facts.is_refused_as_exempt);
            reached(ground, [refused, None], facts.stated_on)
        }
        Ground::PeriodicNotProvided => facts.stated_on.map(|on| Found {
            ground,
            available_from: on,
            earliest: Trigger::from(on),
            latest: None,
        }),
        Ground::NotResponded => after.silence(facts),
        Ground::NotAsRequested | Ground::NotFulfilled => {
            reached(ground, [notice, facts.delivered_on], facts.stated_on)
        }
        Ground::UnreasonableFee => reached(ground, [facts.fee_told_on, None], facts.stated_on),
        Ground::DeliveredLate => after.lateness(facts),
    }
}

/// The window of a ground that was found, by the rule D10 of `pack`.
pub fn objection_window(
    pack: &LawPack,
    found: &Found,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<ObjectionWindow, DeadlineError> {
    let rule = pack
        .rule(RuleId::D10)
        .ok_or(DeadlineError::NoSuchRule(RuleId::D10))?;
    let early = compute(rule, found.earliest, settings, calendar)?;
    let late = match found.latest {
        Some(trigger) => compute(rule, trigger, settings, calendar)?,
        None => early,
    };
    Ok(ObjectionWindow {
        ground: found.ground,
        available_from: found.available_from,
        deadline: Deadline {
            latest: early.latest.max(late.latest),
            is_provisional: early.is_provisional || late.is_provisional,
            ..early
        },
        never_closes: found.latest.is_none(),
    })
}

/// A ground that comes with something that reached the applicant: available at once, counted from the first of the days and not lost
/// before the count from the last of them. What the applicant says stands in where nothing is on record.
fn reached(ground: Ground, on_record: [Option<Date>; 2], stated: Option<Date>) -> Option<Found> {
    let known = || on_record.into_iter().flatten();
    let first = known().min().or(stated)?;
    let last = known().max().unwrap_or(first);
    Some(Found {
        ground,
        available_from: first,
        earliest: Trigger::reached_applicant(first),
        latest: Some(Trigger::reached_applicant(last)),
    })
}

/// The grounds that exist only once a last day has passed.
struct Missed<'a> {
    settings: &'a CountingSettings,
    calendar: &'a WorkingCalendar,
}

impl Missed<'_> {
    /// c: from the earlier of the two last days of the notice, if no notice had left by it; not lost before the count from the
    /// working day after the later one.
    fn silence(&self, facts: &GroundFacts) -> Option<Found> {
        let missed = missed_notice(facts);
        self.passed(
            Ground::NotResponded,
            [missed, None, None],
            missed_last(facts),
            None,
        )
    }

    /// g: the last day of the notice or the promised day passed, or will have, whatever is on record of a fee; not lost before the
    /// count from the day the late information came.
    fn lateness(&self, facts: &GroundFacts) -> Option<Found> {
        let came_after = |day: &Date| facts.delivered_on.is_none_or(|on| on > *day);
        let promised = facts.promised_on.filter(came_after);
        let waited = promised.and(facts.deliver_by);
        let notice = missed_notice(facts);
        // With a notice in time and no promise on record, the information itself is held to the last day of the notice.
        let is_awaited = facts.promised_on.is_none() && !facts.gives_nothing;
        let unpromised = earlier(facts).filter(|day| is_awaited && came_after(day));
        let (first_foreseen, last_foreseen) = facts.foreseen.unzip();
        let last = [promised, waited, missed_last(facts), unpromised, last_foreseen]
            .into_iter()
            .flatten()
            .max();
        self.passed(
            Ground::DeliveredLate,
            [promised, notice.or(unpromised), first_foreseen],
            last,
            facts.delivered_on,
        )
    }

    fn passed(
        &self,
        ground: Ground,
        days: [Option<Date>; 3],
        last: Option<Date>,
        came: Option<Date>,
    ) -> Option<Found> {
        let first = days.into_iter().flatten().min()?;
        let next = self
            .calendar
            .next_working_day(last.unwrap_or(first), self.settings)?;
        let latest = match came {
            Some(on) if on >= next => Trigger::reached_applicant(on),
            _ => Trigger::from(next),
        };
        Some(Found {
            ground,
            available_from: first.next_day()?,
            earliest: Trigger::from(first),
            latest: Some(latest),
        })
    }
}

/// The earlier last day of the notice.
fn earlier(facts: &GroundFacts) -> Option<Date> {
    [facts.statute_due_on, facts.regulation_due_on]
        .into_iter()
        .flatten()
        .min()
}

/// The earlier last day of the notice, unless a notice left by it.
fn missed_notice(facts: &GroundFacts) -> Option<Date> {
    earlier(facts).filter(|day| is_missed(facts, *day))
}

/// The later last day of the notice that no notice met.
fn missed_last(facts: &GroundFacts) -> Option<Date> {
    [facts.statute_due_on, facts.regulation_due_on]
        .into_iter()
        .flatten()
        .filter(|day| is_missed(facts, *day))
        .max()
}

/// Whether no notice had left by `day`. A notice that reached the applicant left no later than that.
fn is_missed(facts: &GroundFacts, day: Date) -> bool {
    facts
        .notice_sent_on
        .or(facts.notice_received_on)
        .is_none_or(|on| on > day)
}
