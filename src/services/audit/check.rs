//! Checking a case against its events: the chain is recomputed, every letter, message, file and public text is held against the
//! digest in its event, and every date is computed again from the events, the law pack and the calendar it was counted on.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::office::of_case;
use super::told::Told;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::request::{
    CaseClock, CaseState, Content, ContentKind, DateRecord, Event, NoticeDates, duties,
};
use crate::persistence::queries::CasePage;
use crate::persistence::rows::{PublicationFile, RequestEvent};
use crate::persistence::{Conn, PersistenceError, calendars as calendar_rows, publications, shares};
use crate::services::requests::{self, contents, hash_of};
use crate::services::{Context, ServiceError, calendars, disputes, fees};

/// What does not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The first event that does not follow from those before it: it was changed, is missing, or was added.
    Event {
        /// Its place.
        seq: i32,
    },
    /// The case, its dates or its letters do not say what its events add up to.
    Case,
    /// Something written together with an event was changed afterwards.
    Content {
        /// Place of the event.
        seq: i32,
        /// What it is.
        kind: ContentKind,
    },
    /// Something that must stay is gone.
    Missing {
        /// Place of the event.
        seq: i32,
        /// What it is.
        kind: ContentKind,
    },
    /// Something lies in the case that no event tells of.
    Unbound {
        /// What it is.
        kind: ContentKind,
    },
    /// The calendar that the dates were counted on was changed, is missing, or is that of a unit that did not receive the case.
    Calendar {
        /// Place of the event.
        seq: i32,
    },
    /// Computing again gives other dates.
    Dates {
        /// Place of the event.
        seq: i32,
    },
    /// A fee is not what the decree in force says, does not add up, or another amount was paid.
    Fee {
        /// Place of the event.
        seq: i32,
    },
    /// What an order asks for did not follow, or followed from no order.
    Order {
        /// Place of the event.
        seq: i32,
    },
    /// Whoever acted held no such office that day.
    Office {
        /// Place of the event.
        seq: i32,
    },
}

/// What came of checking a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseCheck {
    /// Events whose hash was recomputed.
    pub events: usize,
    /// Letters, messages, files and texts that agree with their digest.
    pub contents: usize,
    /// Messages, notes, documents of the applicant and public texts that are gone since, as they may be one day,
    /// and what a completion replaced.
    pub erased: usize,
    /// Events whose dates were computed again.
    pub dates: usize,
    /// Events whose dates rest on another version of the law pack and were not computed again.
    pub other_law: usize,
    /// Fees and payments that add up under the decree of their day.
    pub fees: usize,
    /// What does not agree; empty when all is well.
    pub findings: Vec<Finding>,
}

/// Checks a case. Permissions: the caller has loaded it for an auditor.
///
/// # Errors
/// When the database is out of reach.
pub async fn check_case(ctx: &Context, page: &CasePage) -> Result<CaseCheck, ServiceError> {
    let conn = ctx.db.read();
    let mut check = CaseCheck::default();
    if !check.chain(page) {
        return Ok(check);
    }
    let public_files = match &page.publication {
        Some(publication) => publications::list_publication_files(conn, publication.doc_id).await?,
        None => Vec::new(),
    };
    let proposals = requests::proposals_bound(conn, page.request.id).await?;
    let material = shares::list_material_files(conn, page.request.id).await?;
    let material = material.iter().map(requests::material_content);
    check.contents(page, &public_files, proposals.into_iter().chain(material))?;
    let records = page
        .events
        .iter()
        .map(|event| serde_json::from_str(&event.dates))
        .collect::<Result<Vec<DateRecord>, _>>()?;
    let calendars = calendars_of(conn, &records, page.request.registered_unit_id).await?;
    check.dates(ctx, page, &records, &calendars)?;
    let (agree, wrong) = fees::check(ctx, conn, &page.request, &page.events).await?;
    check.fees = agree;
    check
        .findings
        .extend(wrong.into_iter().map(|seq| Finding::Fee { seq }));
    check.findings.extend(of_case(ctx, conn, page).await?);
    let unfounded = disputes::unfounded(ctx, page.request.id, &page.events).await?;
    check
        .findings
        .extend(unfounded.into_iter().map(|seq| Finding::Order { seq }));
    Ok(check)
}

/// The calendars the dates of a case were counted on, those that are still there.
async fn calendars_of(
    conn: &impl Conn,
    records: &[DateRecord],
    received_by: Uuid,
) -> Result<HashMap<Uuid, WorkingCalendar>, ServiceError> {
    let mut known = HashMap::new();
    for id in records
        .iter()
        .map(|record| record.calendar.0)
        .collect::<HashSet<_>>()
    {
        match calendar_rows::get_calendar(conn, id).await {
            // Another unit's own days off have no say in the case (`docs/readings.md` R18).
            Ok(version) if version.unit_id.is_some_and(|unit| unit != received_by) => {}
            Ok(version) => {
                known.insert(id, calendars::load(conn, &version).await?);
            }
            Err(PersistenceError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(known)
}

impl CaseCheck {
    /// Whether every link holds; without that nothing else means anything.
    fn chain(&mut self, page: &CasePage) -> bool {
        let mut previous: Option<&str> = None;
        for (event, seq) in page.events.iter().zip(1..) {
            let is_next = event.seq == seq
                && event.request_id == page.request.id
                && event.prev_hash.as_deref() == previous;
            if !is_next || hash_of(event) != event.hash {
                self.findings.push(Finding::Event { seq });
                return false;
            }
            previous = Some(&event.hash);
            self.events += 1;
        }
        let last = page.events.last().map_or(0, |event| event.seq);
        let is_whole = page.request.event_seq == last && page.request.last_event_hash.as_deref() == previous;
        if !is_whole {
            self.findings.push(Finding::Event { seq: last + 1 });
        }
        is_whole
    }

    fn contents(
        &mut self,
        page: &CasePage,
        public_files: &[PublicationFile],
        others: impl Iterator<Item = Content>,
    ) -> Result<(), ServiceError> {
        let mut present = present(page, public_files);
        present.extend(others);
        let mut bound = HashSet::new();
        let last_publication = last_publication(&page.events);
        let last_request = last_bound(&page.events, ContentKind::Request)?;
        // What was answered by an order stands in the place of the first answer, whose letter stays.
        let last_answers = last_bound(&page.events, ContentKind::Answers)?;
        for event in &page.events {
            for content in serde_json::from_str::<Vec<Content>>(&event.contents)? {
                let is_superseded = match content.kind {
                    ContentKind::Publication => Some(event.seq) != last_publication,
                    ContentKind::Request => Some(event.seq) != last_request,
                    ContentKind::Answers => Some(event.seq) != last_answers,
                    _ => false,
                };
                let found = present
                    .iter()
                    .find(|found| found.kind == content.kind && found.id == content.id);
                match found.filter(|_| !is_superseded) {
                    None if is_superseded || content.kind.may_be_gone() => self.erased += 1,
                    None => self.findings.push(Finding::Missing {
                        seq: event.seq,
                        kind: content.kind,
                    }),
                    Some(found) if found.digest == content.digest => self.contents += 1,
                    Some(_) => self.findings.push(Finding::Content {
                        seq: event.seq,
                        kind: content.kind,
                    }),
                }
                bound.insert((content.kind.code(), content.id));
            }
        }
        let unbound = present
            .iter()
            .filter(|found| !bound.contains(&(found.kind.code(), found.id)));
        self.findings
            .extend(unbound.map(|found| Finding::Unbound { kind: found.kind }));
        Ok(())
    }

    fn dates(
        &mut self,
        ctx: &Context,
        page: &CasePage,
        records: &[DateRecord],
        calendars: &HashMap<Uuid, WorkingCalendar>,
    ) -> Result<(), ServiceError> {
        let mut state: Option<CaseState> = None;
        let mut before: Option<NoticeDates> = None;
        let mut told = Told::new(&page.request);
        for (event, record) in page.events.iter().zip(records) {
            let seq = event.seq;
            let happened: Event = serde_json::from_str(&event.data)?;
            let was_judged = state.as_ref().is_some_and(|state| state.notice.is_some());
            let Some(now) = next_state(state, &happened) else {
                self.findings.push(Finding::Event { seq });
                return Ok(());
            };
            let calendar = calendars.get(&record.calendar.0);
            match calendar.filter(|calendar| calendar.digest() == record.calendar_digest) {
                None => self.findings.push(Finding::Calendar { seq }),
                Some(_) if ctx.law.pack(record.rule_set).version() != record.law_version => {
                    self.other_law += 1;
                }
                Some(calendar) => {
                    let law = ctx.law.pack(record.rule_set);
                    let clock = CaseClock::of(&now, law, calendar, &record.counting)
                        .map_err(ServiceError::unexpected)?;
                    let after = before.filter(|_| was_judged).unwrap_or(clock.notice_dates());
                    let agrees = record.before == before
                        && record.after == after
                        && record.duties == duties(&clock, was_judged)
                        && event.status_after == now.status.code();
                    if agrees {
                        self.dates += 1;
                    } else {
                        self.findings.push(Finding::Dates { seq });
                    }
                    told.add(event, &happened, &now, &clock, calendar, record);
                }
            }
            before = Some(record.after);
            state = Some(now);
        }
        let is_complete = self.dates == page.events.len();
        if is_complete && !state.is_some_and(|state| told.agrees(page, &state)) {
            self.findings.push(Finding::Case);
        }
        Ok(())
    }
}

/// The state after one more event; the first must be an arrival.
fn next_state(state: Option<CaseState>, event: &Event) -> Option<CaseState> {
    match state {
        Some(state) => Some(state.after(event)),
        None => CaseState::replay([event]),
    }
}

/// Place of the event whose public text stands now.
fn last_publication(events: &[RequestEvent]) -> Option<i32> {
    let told = events
        .iter()
        .rev()
        .find(|event| matches!(event.kind.as_str(), "published" | "unpublished"))?;
    (told.kind == "published").then_some(told.seq)
}

/// Place of the last event that binds something of a kind: a completion binds the request anew.
fn last_bound(events: &[RequestEvent], kind: ContentKind) -> Result<Option<i32>, ServiceError> {
    for event in events.iter().rev() {
        let bound = serde_json::from_str::<Vec<Content>>(&event.contents)?;
        if bound.iter().any(|content| content.kind == kind) {
            return Ok(Some(event.seq));
        }
    }
    Ok(None)
}

/// Everything written that lies in the case now.
fn present(page: &CasePage, public_files: &[PublicationFile]) -> Vec<Content> {
    let mut all = vec![contents::request(&page.request, &page.items)];
    if page.items.iter().any(|item| item.outcome.is_some()) {
        all.push(contents::answers(&page.request, &page.items));
    }
    all.extend(page.letters.iter().map(contents::letter));
    all.extend(page.messages.iter().map(contents::message));
    all.extend(page.attachments.iter().map(contents::attached));
    all.extend(page.publication.iter().map(|publication| {
        let files = public_files.iter();
        contents::publication(
            publication,
            files.map(|file| (file.sha256.as_str(), file.name.as_str())),
        )
    }));
    all
}
