//! The history of an older case as events of this register, so that replaying them gives its state like any other's.
//!
//! What the source does not say is not made up: a check of completeness that nobody noted counts as done at receipt (`docs/readings.md` R2),
//! and an extension whose day is unknown counts as told on the last day on which it could be, or with the answer when that came
//! first.

use time::{Date, OffsetDateTime, Time};

use super::record::OldCase;
use crate::domain::calendar::CountingSettings;
use crate::domain::deadline::{KnownLimits, RuleSet, Trigger};
use crate::domain::ids::UnitId;
use crate::domain::request::{ClosedBecause, Event};
use crate::services::micros;
use crate::services::requests::{Filing, is_reached_online};

/// One event with its instant and what is kept beside it.
pub struct Past {
    /// What happened.
    pub event: Event,
    /// When.
    pub at: OffsetDateTime,
    /// The words of the source that go with it.
    pub note: Option<String>,
}

/// Every event of an older case up to its import. `notice_due_on` is the last day of the notice without an extension.
pub fn of(
    case: &OldCase,
    number: &str,
    filing: &Filing,
    rule_set: RuleSet,
    notice_due_on: Date,
    counting: &CountingSettings,
    imported_at: OffsetDateTime,
) -> Vec<Past> {
    let on = case.zone.civil_date(case.filed_at);
    let mut story = Story {
        case,
        last: case.filed_at,
        told: Vec::new(),
    };
    let unit = UnitId(case.unit.id);
    story.at_arrival(Event::RequestReceived {
        on,
        channel: case.channel,
        unit,
        at: micros(case.filed_at),
        is_reached_online: is_reached_online(filing),
        rule_set,
        is_after_hours: Trigger::at(case.filed_at, case.zone, counting).after_hours,
    });
    story.at_arrival(Event::RequestRegistered {
        on,
        number: number.to_owned(),
    });
    story.at_arrival(Event::DeclaredComplete {
        on,
        complete_on: on,
        is_deemed: true,
        despite: Vec::new(),
    });
    story.extension(notice_due_on);
    story.answer();
    let imported = Event::Imported {
        reference: case.reference.clone(),
    };
    story.told.push(Past {
        event: imported,
        at: imported_at,
        note: None,
    });
    story.told
}

struct Story<'a> {
    case: &'a OldCase,
    last: OffsetDateTime,
    told: Vec<Past>,
}

impl Story<'_> {
    fn at_arrival(&mut self, event: Event) {
        let at = self.case.filed_at;
        self.told.push(Past {
            event,
            at,
            note: None,
        });
    }

    /// At noon of a day of which no hour is known, but never before what came earlier.
    fn on(&mut self, day: Date, event: Event, note: Option<String>) {
        let noon = day
            .with_time(Time::from_hms(12, 0, 0).unwrap_or(Time::MIDNIGHT))
            .assume_offset(self.case.zone.offset());
        self.last = self.last.max(noon);
        let at = self.last;
        self.told.push(Past { event, at, note });
    }

    fn extension(&mut self, notice_due_on: Date) {
        let Some(extension) = &self.case.extension else {
            return;
        };
        let answered_on = self.case.answer.as_ref().map(|answer| answer.on);
        let on = answered_on.map_or(notice_due_on, |answered| answered.min(notice_due_on));
        let extended = Event::Extended {
            on,
            reason: None,
            is_written: extension.reason.is_some(),
            known: Some(KnownLimits {
                statute: notice_due_on,
                regulation: None,
            }),
        };
        self.on(on, extended, extension.reason.clone());
    }

    fn answer(&mut self) {
        let Some(answer) = &self.case.answer else {
            return self.objection(Date::MIN, Date::MAX);
        };
        let on = answer.on;
        self.objection(Date::MIN, on.previous_day().unwrap_or(on));
        let is_granted = answer.outcome.is_granted();
        let notice = Event::NoticeIssued {
            on,
            outcome: answer.outcome,
            promised_on: is_granted.then_some(on),
            foreseen: None,
            // The older register tells of a whole story that is over; it notes no receipt apart.
            received_on: Some(on),
        };
        self.on(on, notice, None);
        if is_granted {
            self.on(on, Event::Delivered { on }, None);
        }
        self.objection(on, Date::MAX);
        let decided_on = self.case.objection.as_ref().map(|objection| objection.decided_on);
        let closed_on = decided_on.map_or(on, |day| day.max(on));
        let closed = Event::Closed {
            on: closed_on,
            basis: ClosedBecause::ClosedThere,
        };
        self.on(closed_on, closed, None);
    }

    /// The objection, when it was filed in that time.
    fn objection(&mut self, from: Date, to: Date) {
        let filed_on = self.case.objection.as_ref().map(|objection| objection.filed_on);
        if let Some(filed_on) = filed_on.filter(|day| (from..=to).contains(day)) {
            self.on(filed_on, Event::ObjectionImported { filed_on }, None);
        }
    }
}
