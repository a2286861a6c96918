//! The answer to "why this date?": every calendar day from the trigger to the last one, counted or skipped and why.

use std::sync::Arc;

use time::Date;

use super::compute::{DeadlineError, last_day};
use super::rule::Span;
use super::trigger::{Reading, Trigger};
use crate::domain::calendar::{CountingSettings, DayClass, Holiday, WorkingCalendar};

/// What one day is to the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceStep {
    /// The day it happened; not counted.
    Trigger,
    /// The working day that counts as the day of receipt, when the settings move it; not counted.
    DeemedReceipt,
    /// Working day of that number.
    Counted(u16),
    /// Akhir pekan.
    Weekend,
    /// A day off, with its name and decree.
    Holiday(Arc<Holiday>),
}

/// One day of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceDay {
    /// The day.
    pub date: Date,
    /// What it is to the count.
    pub step: TraceStep,
}

/// Every day from the trigger to the due day under `settings`, both included. As many days are counted as the span is long, and the
/// last day is the due day.
pub fn trace(
    span: Span,
    trigger: impl Into<Trigger>,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Vec<TraceDay>, DeadlineError> {
    let trigger = trigger.into();
    let reading = Reading::of(settings);
    let walk = || {
        let due = last_day(span, trigger, reading, settings, calendar)?;
        let zero = reading.day_zero(reading.deemed(trigger, settings, calendar)?)?;
        Some(days(trigger.on, zero, due, settings, calendar))
    };
    match span {
        Span::AsPromised => Ok(vec![TraceDay {
            date: trigger.on,
            step: TraceStep::Trigger,
        }]),
        Span::Immediate | Span::WorkingDays(_) => walk().ok_or(DeadlineError::OutOfRange),
    }
}

fn days(
    trigger: Date,
    zero: Date,
    due: Date,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Vec<TraceDay> {
    let capacity = usize::try_from((due - trigger).whole_days()).map_or(0, |days| days.saturating_add(1));
    let mut trace = Vec::with_capacity(capacity);
    let mut counted = 0;
    let mut next = Some(trigger);
    while let Some(date) = next.filter(|date| *date <= due) {
        let step = match calendar.classify(date, settings) {
            DayClass::Working if date > zero => {
                counted += 1;
                TraceStep::Counted(counted)
            }
            _ if date == trigger => TraceStep::Trigger,
            DayClass::Working => TraceStep::DeemedReceipt,
            DayClass::Weekend => TraceStep::Weekend,
            DayClass::Holiday(day) => TraceStep::Holiday(Arc::clone(day)),
        };
        trace.push(TraceDay { date, step });
        next = date.next_day();
    }
    trace
}
