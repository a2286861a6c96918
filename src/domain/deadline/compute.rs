//! The last lawful day, three times over: the earliest defensible, the one used for compliance and the latest.
//!
//! Where no text says how to count, the body's own duty is watched on the earliest reading and nothing of the citizen's is closed
//! before the latest: the two-sided rule.

use time::Date;

use super::rule::{Rule, RuleId, Span};
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
    /// The civil day it is counted from.
    pub trigger_on: Date,
    /// The working days counted; 0 when the rule is at once or as promised.
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
    Ok(Deadline {
        rule_id,
        trigger_on: trigger.on,
        length: span.length(),
        target,
        due,
        latest,
        calendar_version: calendar.id(),
        is_provisional: !calendar.covers_span(trigger.on, latest),
    })
}

/// The three readings of `span`, counted from `trigger`.
pub fn bounds(
    span: Span,
    trigger: impl Into<Trigger>,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Bounds, DeadlineError> {
    let trigger = trigger.into();
    let read =
        |reading| last_day(span, trigger, reading, settings, calendar).ok_or(DeadlineError::OutOfRange);
    Ok(Bounds {
        target: read(Reading::TARGET)?,
        due: read(Reading::of(settings))?,
        latest: read(Reading::LATEST)?,
    })
}

/// The last day of `span` under one reading.
pub(super) fn last_day(
    span: Span,
    trigger: Trigger,
    reading: Reading,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Option<Date> {
    match span {
        Span::WorkingDays(length) => {
            let zero = reading.day_zero(reading.deemed(trigger, settings, calendar)?)?;
            calendar.add_working_days(zero, length, settings)
        }
        // "At once" cannot be asked of a closed office: what arrives on a day off is done when it opens.
        Span::Immediate => calendar.working_day_from(reading.deemed(trigger, settings, calendar)?, settings),
        Span::AsPromised => Some(trigger.on),
    }
}
