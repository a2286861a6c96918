//! The answer to "why this date?": every calendar day from the trigger to the last one, counted or skipped and why.
//! Months and years are told by the days on which each of them is over.

use std::sync::Arc;

use time::{Date, Duration, OffsetDateTime};

use super::compute::{DeadlineError, add_months, due_at, last_day};
use super::rule::{Rule, Span};
use super::trigger::{Reading, Trigger};
use crate::domain::calendar::{CountingSettings, DayClass, Holiday, WorkingCalendar, Zone};

/// What one day is to the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceStep {
    /// The day it happened; not counted.
    Trigger,
    /// The working day that counts as the day of receipt, when the settings move it; not counted.
    DeemedReceipt,
    /// Day of that number: a working day, or any day where days of the calendar are counted.
    Counted(u16),
    /// The day on which that many months or years are over.
    Passed {
        /// How many.
        number: u16,
        /// Whether its month has no day of the starting day's number, so that its last day stands.
        is_clipped: bool,
    },
    /// Minutes of the day that belong to the hours counted.
    Elapsed {
        /// How many; the whole day has 1,440.
        minutes: u32,
    },
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

/// Every day from the trigger to the due day under `settings`, both included, in the order of the count: back in time for a rule that
/// counts back. As many days are counted as the span is long, and the last day is the due day.
pub fn trace(
    span: Span,
    trigger: impl Into<Trigger>,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<Vec<TraceDay>, DeadlineError> {
    let trigger = trigger.into();
    let reading = Reading::of(settings);
    let walk = |counts_every_day| {
        let due = last_day(span, trigger, reading, settings, calendar)?;
        let zero = reading.day_zero(reading.deemed(trigger, settings, calendar)?)?;
        let count = Count {
            counts_every_day,
            settings,
            calendar,
        };
        Some(count.forward(trigger.on, zero, due))
    };
    let found = match span {
        Span::AsPromised | Span::NoDelay => Some(vec![TraceDay {
            date: trigger.on,
            step: TraceStep::Trigger,
        }]),
        Span::Immediate | Span::WorkingDays(_) => walk(false),
        Span::CalendarDays(_) => walk(true),
        Span::WorkingDaysBefore { .. } => {
            let due = last_day(span, trigger, reading, settings, calendar);
            due.map(|due| backward(trigger.on, due, settings, calendar))
        }
        Span::Months(length) => periods(trigger.on, length, 1),
        Span::Years(length) => periods(trigger.on, length, 12),
        Span::Hours(_) => return Err(DeadlineError::NeedsInstant),
        Span::Unconfirmed => return Err(DeadlineError::NotConfirmed),
    };
    found.ok_or(DeadlineError::OutOfRange)
}

/// The days that the hours of `rule` run through from `at`, and how much of each they take. They add up to the hours of the rule.
pub fn trace_hours(rule: &Rule, at: OffsetDateTime, zone: Zone) -> Result<Vec<TraceDay>, DeadlineError> {
    let start = at.to_offset(zone.offset());
    let end = due_at(rule, start)?;
    let mut days = Vec::new();
    let mut from = start;
    while from < end {
        let next = from.date().next_day().ok_or(DeadlineError::OutOfRange)?;
        let midnight = next.midnight().assume_offset(zone.offset());
        let until = midnight.min(end);
        days.push(TraceDay {
            date: from.date(),
            step: TraceStep::Elapsed {
                minutes: minutes(until - from),
            },
        });
        from = until;
    }
    Ok(days)
}

fn minutes(time: Duration) -> u32 {
    u32::try_from(time.whole_seconds() / Duration::MINUTE.whole_seconds()).unwrap_or_default()
}

struct Count<'a> {
    counts_every_day: bool,
    settings: &'a CountingSettings,
    calendar: &'a WorkingCalendar,
}

impl Count<'_> {
    fn forward(&self, trigger: Date, zero: Date, due: Date) -> Vec<TraceDay> {
        let capacity = usize::try_from((due - trigger).whole_days()).map_or(0, |days| days.saturating_add(1));
        let mut trace = Vec::with_capacity(capacity);
        let mut counted = 0;
        let mut next = Some(trigger);
        while let Some(date) = next.filter(|date| *date <= due) {
            let step = match self.calendar.classify(date, self.settings) {
                _ if self.counts_every_day && date > zero => {
                    counted += 1;
                    TraceStep::Counted(counted)
                }
                DayClass::Working if date > zero => {
                    counted += 1;
                    TraceStep::Counted(counted)
                }
                _ if date == trigger => TraceStep::Trigger,
                DayClass::Working => TraceStep::DeemedReceipt,
                day => skipped(&day),
            };
            trace.push(TraceDay { date, step });
            next = date.next_day();
        }
        trace
    }
}

fn backward(
    trigger: Date,
    due: Date,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Vec<TraceDay> {
    let mut trace = Vec::new();
    let mut counted = 0;
    let mut next = Some(trigger);
    while let Some(date) = next.filter(|date| *date >= due) {
        let step = match calendar.classify(date, settings) {
            _ if date == trigger => TraceStep::Trigger,
            DayClass::Working => {
                counted += 1;
                TraceStep::Counted(counted)
            }
            day => skipped(&day),
        };
        trace.push(TraceDay { date, step });
        next = date.previous_day();
    }
    trace
}

fn skipped(day: &DayClass<'_>) -> TraceStep {
    match day {
        DayClass::Holiday(day) => TraceStep::Holiday(Arc::clone(day)),
        DayClass::Weekend | DayClass::Working => TraceStep::Weekend,
    }
}

fn periods(trigger: Date, length: u16, months_each: u16) -> Option<Vec<TraceDay>> {
    let start = TraceDay {
        date: trigger,
        step: TraceStep::Trigger,
    };
    let passed = (1..=length).map(|number| {
        let date = add_months(trigger, number.checked_mul(months_each)?)?;
        Some(TraceDay {
            date,
            step: TraceStep::Passed {
                number,
                is_clipped: date.day() != trigger.day(),
            },
        })
    });
    std::iter::once(Some(start)).chain(passed).collect()
}
