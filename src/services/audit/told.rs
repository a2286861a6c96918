//! The rows of a case, told again from its events.

use std::collections::BTreeMap;

use time::Date;

use crate::domain::calendar::WorkingCalendar;
use crate::domain::request::{CaseClock, CaseState, DateRecord, Event};
use crate::persistence::queries::CasePage;
use crate::persistence::rows::{self, RequestEvent};
use crate::services::requests::{project, share_rows, stamp};

/// What the rows of a case must say, as its events are told one by one.
pub(super) struct Told {
    row: rows::Request,
    duties: BTreeMap<String, Date>,
}

impl Told {
    /// The row with nothing in it that events tell.
    pub fn new(row: &rows::Request) -> Self {
        let mut row = row.clone();
        row.is_late_notice = None;
        row.working_days_used = None;
        for at in [
            &mut row.declared_complete_at,
            &mut row.incompleteness_at,
            &mut row.extended_at,
            &mut row.notice_at,
            &mut row.delivered_at,
            &mut row.closed_at,
            &mut row.published_at,
        ] {
            *at = None;
        }
        row.extension_reason = None;
        row.import_ref = None;
        Self {
            row,
            duties: BTreeMap::new(),
        }
    }

    pub fn add(
        &mut self,
        event: &RequestEvent,
        happened: &Event,
        now: &CaseState,
        clock: &CaseClock,
        calendar: &WorkingCalendar,
        record: &DateRecord,
    ) {
        match happened {
            Event::RequestReceived {
                on,
                channel,
                unit,
                at,
                rule_set,
                ..
            } => {
                self.row.received_on = *on;
                self.row.received_at = *at;
                self.row.registered_unit_id = unit.0;
                channel.code().clone_into(&mut self.row.channel);
                rule_set.code().clone_into(&mut self.row.rule_set);
            }
            Event::RequestRegistered { number, .. } => {
                self.row.registration_no.clone_from(number);
                self.row.registered_at = event.at;
            }
            Event::Imported { reference } => self.row.import_ref = Some(reference.clone()),
            _ => {}
        }
        project(&mut self.row, now, clock, calendar, &record.counting);
        stamp(&mut self.row, happened, event.at);
        let moved = record.duties.iter().map(|(code, on)| (code.clone(), *on));
        self.duties.extend(moved);
    }

    /// Whether the rows say so. The calendar a row stands on may be a later one that moved nothing.
    pub fn agrees(&self, page: &CasePage, state: &CaseState) -> bool {
        let row = rows::Request {
            calendar_version_id: page.request.calendar_version_id,
            ..self.row.clone()
        };
        let stored = page
            .deadlines
            .iter()
            .map(|duty| (duty.rule_id.clone(), duty.due_on));
        let received = |kind: &str| {
            let newest = page.letters.iter().filter(|letter| letter.kind == kind);
            newest
                .max_by_key(|letter| letter.issued_at)
                .and_then(|letter| letter.received_on)
        };
        row == page.request
            && share_rows(&page.request, state) == page.shares
            && stored.collect::<BTreeMap<_, _>>() == self.duties
            && received("incompleteness") == state.incompleteness.and_then(|letter| letter.received_on)
            && (page.request.source == "import"
                || received("notice") == state.current_notice().and_then(|notice| notice.received_on))
    }
}
