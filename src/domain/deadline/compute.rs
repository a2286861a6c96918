//! The last lawful day, three times over: the earliest defensible, the one used for compliance and the latest.
//!
//! Where no text says how to count, the body's own duty is watched on the earliest reading and nothing of the citizen's is closed
//! before the latest: the two-sided rule.

use time::{Date, Duration, Month, OffsetDateTime};

use super::rule::{Rule, Span};
use super::rule_id::RuleId;
use super::trigger::{Reading, Trigger};
use crate::domain::calendar::{CalendarVersionId, CountingSettings, WorkingCalendar};

/// A deadline that cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// It would lie beyond the last day that dates can express.
    #[error("the date lies outside the calendar")]
    OutOfRange,
    /// The rule set of the case has no such rule.
    #[error("the rule set has no rule {0}")]
    NoSuchRule(RuleId),
    /// Nobody has checked the text behind the rule.
    #[error("the text of this rule is not confirmed, so no date follows from it")]
    NotConfirmed,
    /// Hours are counted from an instant, not from a day.
    #[error("this rule counts hours and needs the instant it starts at")]
    NeedsInstant,
}

/// Three readings of one last day; `target <= due <= latest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The earliest defensible reading: alerts of the office.
    pub target: Date,
    /// The reading of the settings: compliance.
    pub due: Date,
    /// The latest reading: nothing of the citizen's is late before it has passed.
    pub latest: Date,
}

/// Batas waktu — when a duty must be done at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The rule.
    pub rule_id: RuleId,
    /// The civil day it is counted from, or back from.
    pub trigger_on: Date,
    /// The number counted, in the unit of the rule; 0 when it is at once or as promised.
    pub length: u16,
    /// The earliest defensible day.
    pub target: Date,
    /// The day used for compliance.
    pub due: Date,
    /// The latest defensible day.
    pub latest: Date,
    /// The calendar it was counted on.
    pub calendar_version: CalendarVersionId,
    /// Whether it reaches into a year whose days off are not yet decreed.
    pub is_provisional: bool,
}

/// The deadline of `rule` for what happened at `trigger` (a [`Date`] or a [`Trigger`]).
pub fn compute(
    rule: &Rule,
    trigger: impl Into<Trigger>,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Deadline, DeadlineError> {
    compute_span(rule.id, rule.span, trigger.into(), settings, calendar)
}

/// The deadline of a rule that reaches as far as `span`.
pub(super) fn compute_span(
    rule_id: RuleId,
    span: Span,
    trigger: Trigger,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Deadline, DeadlineError> {
    let Bounds { target, due, latest } = bounds(span, trigger, settings, calendar)?;
    let (first, last) = (trigger.on.min(target), trigger.on.max(latest));
    Ok(Deadline {
        rule_id,
        trigger_on: trigger.on,
        length: span.length(),
        target,
        due,
        latest,
        calendar_version: calendar.id(),
        is_provisional: span.counts_working_days() && !calendar.covers_span(first, last),
    })
}

/// The deadline of a rule that begins when another has passed (Perki 1/2013 Ps 13b): each reading from the same reading of the other.
pub fn compute_after(
    rule: &Rule,
    passed: &Deadline,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Deadline, DeadlineError> {
    let from = |day: Date| compute(rule, day, settings, calendar);
    let (early, mid, late) = (from(passed.target)?, from(passed.due)?, from(passed.latest)?);
    Ok(Deadline {
        target: early.target,
        latest: late.latest,
        is_provisional: early.is_provisional || mid.is_provisional || late.is_provisional,
        ..mid
    })
}

/// The three readings of `span`, counted from `trigger`.
pub fn bounds(
    span: Span,
    trigger: impl Into<Trigger>,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Bounds, DeadlineError> {
    match span {
        Span::Hours(_) => return Err(DeadlineError::NeedsInstant),
        Span::Unconfirmed => return Err(DeadlineError::NotConfirmed),
        _ => {}
    }
    let trigger = trigger.into();
    let read =
        |reading| last_day(span, trigger, reading, settings, calendar).ok_or(DeadlineError::OutOfRange);
    let due = read(Reading::of(settings))?;
    // What no article says about a last day that is a day off: the office acts before it, and no right of a party ends on it.
    let (target, latest) = match span {
        Span::CalendarDays(_) => (
            read(Reading::TARGET)?,
            calendar
                .working_day_from(read(Reading::LATEST)?, settings)
                .ok_or(DeadlineError::OutOfRange)?,
        ),
        Span::Months(_) | Span::Years(_) => (
            calendar
                .working_day_until(due, settings)
                .ok_or(DeadlineError::OutOfRange)?,
            due,
        ),
        Span::WorkingDaysBefore {
            is_open_until_then: true,
            ..
        } => (due, trigger.on),
        _ => (read(Reading::TARGET)?, read(Reading::LATEST)?),
    };
    Ok(Bounds { target, due, latest })
}

/// The instant at which a rule of hours ends (3 x 24 jam): hours run day and night.
pub fn due_at(rule: &Rule, at: OffsetDateTime) -> Result<OffsetDateTime, DeadlineError> {
    match rule.span {
        Span::Hours(hours) => at
            .checked_add(Duration::hours(hours.into()))
            .ok_or(DeadlineError::OutOfRange),
        Span::Unconfirmed => Err(DeadlineError::NotConfirmed),
        _ => Err(DeadlineError::NeedsInstant),
    }
}

/// The day on which the portal opens the task of a rule that counts back; `None` when the rule opens none.
pub fn opens_on(
    rule: &Rule,
    trigger_on: Date,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Option<Date> {
    calendar.subtract_working_days(trigger_on, rule.opens_before?, settings)
}

/// What to tell about one duty on which two texts set different days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The day to act by, whoever must act.
    pub act_by: Date,
    /// The rule it comes from.
    pub rule_id: RuleId,
    /// Nothing is lost before this day has passed.
    pub closes_on: Date,
}

/// The two-sided rule: whoever must act is told the earlier last day, and nothing of theirs is closed before the later one has passed.
pub fn advise(one: &Deadline, other: &Deadline) -> Advice {
    let first = if other.due < one.due { other } else { one };
    Advice {
        act_by: first.due,
        rule_id: first.rule_id,
        closes_on: one.latest.max(other.latest),
    }
}

/// The last day of `span` under one reading.
pub(super) fn last_day(
    span: Span,
    trigger: Trigger,
    reading: Reading,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Option<Date> {
    let zero = || reading.day_zero(reading.deemed(trigger, settings, calendar)?);
    match span {
        Span::WorkingDays(length) => calendar.add_working_days(zero()?, length, settings),
        Span::WorkingDaysBefore { length, .. } => {
            calendar.subtract_working_days(trigger.on, length, settings)
        }
        Span::CalendarDays(length) => zero()?.checked_add(Duration::days(length.into())),
        Span::Months(length) => add_months(trigger.on, length),
        Span::Years(length) => add_months(trigger.on, length.checked_mul(MONTHS)?),
        // "At once" cannot be asked of a closed office: what arrives on a day off is done when it opens.
        Span::Immediate => calendar.working_day_from(reading.deemed(trigger, settings, calendar)?, settings),
        Span::NoDelay | Span::AsPromised => Some(trigger.on),
        Span::Hours(_) | Span::Unconfirmed => None,
    }
}

const MONTHS: u16 = 12;

/// The day of the same number `months` on; the last day of a month that has no such number.
pub(super) fn add_months(day: Date, months: u16) -> Option<Date> {
    let ordinal = i32::from(u8::from(day.month())) - 1 + i32::from(months);
    let per_year = i32::from(MONTHS);
    let year = day.year().checked_add(ordinal.div_euclid(per_year))?;
    let month = Month::try_from(u8::try_from(ordinal.rem_euclid(per_year) + 1).ok()?).ok()?;
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).ok()
}
