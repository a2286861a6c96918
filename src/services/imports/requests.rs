//! An older register of requests, taken over with its history: read as a stream, numbered in the order of arrival, written in small
//! transactions. A line that was imported before is passed over, so a broken import is simply run again.

use std::collections::BTreeMap;
use std::io::{BufRead, Seek};
use std::sync::Arc;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::BadLine;
use super::history;
use super::lines::{self, Found};
use super::parts::{filing, item, note, objection, public_text};
use super::record::{self, Known, OldCase};
use crate::clock::FixedClock;
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::{RuleId, RuleSet, compute};
use crate::domain::ids::UserId;
use crate::domain::request::{Event, RegistrationNumber};
use crate::persistence::{
    Txn, deadlines, events, identities, items, messages, objections, requests, rows, units, write,
};
use crate::services::requests::{Case, PublicCopy, blank, contents, deadline_rows};
use crate::services::{Context, ServiceError, calendars, identities as sealing, micros};

/// The invented register of the demonstration.
pub const SAMPLE: &str = include_str!("../../../data/requests-sample.jsonl");

/// Cases in one transaction.
const BATCH: usize = 50;

/// How an import is done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Who publishes what granted something and names no applicant; nobody publishes otherwise.
    pub publisher: Option<UserId>,
}

/// What is told while it runs.
#[derive(Debug)]
pub enum Told {
    /// Lines done of all lines.
    Progress {
        /// Done.
        done: u64,
        /// All.
        total: u64,
    },
    /// A line that was left out.
    Bad(BadLine),
    /// The last day of the source is not ours, which stands.
    OtherDue {
        /// Number of the line.
        line: u64,
        /// Theirs.
        theirs: Date,
        /// Ours.
        ours: Date,
    },
    /// An objection that is not decided was not taken over: it is for the desk to enter, so that somebody owes its answer.
    Undecided {
        /// Number of the line.
        line: u64,
        /// Number that the request has now.
        number: String,
        /// Day on which the objection was filed.
        filed_on: Date,
    },
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestsReport {
    /// Cases added.
    pub imported: u64,
    /// Cases that were there already.
    pub skipped: u64,
    /// Lines left out.
    pub bad: u64,
    /// Answers published.
    pub published: u64,
    /// Objections that are not decided, which the desk has to enter.
    pub undecided: u64,
}

/// Why an import stopped. What was written until then stays, and running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file.
    #[error("the file cannot be read")]
    File(#[from] std::io::Error),
    /// The portal.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Imports a register.
///
/// # Errors
/// When the file cannot be read or the database is out of reach.
pub async fn import<R: BufRead + Seek>(
    ctx: &Context,
    reader: &mut R,
    options: Options,
    tell: &mut dyn FnMut(Told),
) -> Result<RequestsReport, ImportError> {
    let units: BTreeMap<String, rows::Unit> = units::list_units(ctx.db.read())
        .await
        .map_err(ServiceError::from)?
        .into_iter()
        .map(|unit| (unit.code.clone(), unit))
        .collect();
    let known = Known {
        units: &units,
        zone: ctx.zone(),
        now: ctx.now(),
    };
    let mut import = Import {
        ctx,
        options,
        calendar: calendars::current(ctx, ctx.db.read()).await?,
        local: calendars::local(ctx, ctx.db.read()).await?,
        report: RequestsReport::default(),
        tell,
    };
    let places = import.places(reader)?;
    let total = places.len() as u64 + import.report.bad;
    let mut batch = Vec::with_capacity(BATCH);
    for (_, line, offset) in places {
        let read = match lines::line_at(reader, offset)? {
            Some(Found::Line(text)) => record::read(&text).and_then(|record| record.check(line, &known)),
            _ => Err("the file changed while it was read".to_owned()),
        };
        match read {
            Ok(case) => batch.push(case),
            Err(reason) => import.bad(line, reason),
        }
        if batch.len() == BATCH {
            import.flush(&mut batch, total).await?;
        }
    }
    import.flush(&mut batch, total).await?;
    Ok(import.report)
}

struct Import<'a> {
    ctx: &'a Context,
    options: Options,
    calendar: Arc<WorkingCalendar>,
    local: BTreeMap<Uuid, Arc<WorkingCalendar>>,
    report: RequestsReport,
    tell: &'a mut dyn FnMut(Told),
}

/// What became of one case in a transaction.
enum Entered {
    New {
        number: String,
        is_published: bool,
        ours: Date,
    },
    /// It was there already; with its number when its objection is still left to the desk.
    Known { owed: Option<String> },
}

impl Import<'_> {
    fn bad(&mut self, line: u64, reason: String) {
        self.report.bad += 1;
        (self.tell)(Told::Bad(BadLine { line, reason }));
    }

    fn undecided(&mut self, line: u64, number: &str, filed_on: Date) {
        self.report.undecided += 1;
        (self.tell)(Told::Undecided {
            line,
            number: number.to_owned(),
            filed_on,
        });
    }

    /// Arrival, number and place of every line that can be read, in the order of arrival.
    fn places<R: BufRead + Seek>(
        &mut self,
        reader: &mut R,
    ) -> std::io::Result<Vec<(OffsetDateTime, u64, u64)>> {
        let (mut places, mut bad) = (Vec::new(), Vec::new());
        lines::for_each(reader, |placed| {
            let arrival = match placed.found {
                Found::Line(text) => record::read(&text).and_then(|record| record.arrival()),
                Found::TooLong => Err(format!("is longer than {} bytes", lines::LONGEST_LINE)),
                Found::NotText => Err("is not UTF-8 text".to_owned()),
            };
            match arrival {
                Ok(at) => places.push((at, placed.number, placed.offset)),
                Err(reason) => bad.push((placed.number, reason)),
            }
        })?;
        for (line, reason) in bad {
            self.bad(line, reason);
        }
        places.sort_unstable();
        Ok(places)
    }

    /// Writes a batch in one transaction; when it fails, each case in its own, so that only the bad one is left out.
    async fn flush(&mut self, batch: &mut Vec<OldCase>, total: u64) -> Result<(), ServiceError> {
        if !batch.is_empty() {
            match self.write(batch).await {
                Ok(entered) => self.count(batch, &entered),
                Err(error @ ServiceError::Unavailable(_)) => return Err(error),
                Err(_) => {
                    for case in batch.iter() {
                        let one = std::slice::from_ref(case);
                        match self.write(one).await {
                            Ok(entered) => self.count(one, &entered),
                            Err(error @ ServiceError::Unavailable(_)) => return Err(error),
                            Err(error) => self.bad(case.line, format!("could not be kept: {error}")),
                        }
                    }
                }
            }
            batch.clear();
        }
        let done = self.report.imported + self.report.skipped + self.report.bad;
        (self.tell)(Told::Progress { done, total });
        Ok(())
    }

    async fn write(&self, cases: &[OldCase]) -> Result<Vec<Entered>, ServiceError> {
        write(&self.ctx.db, async |txn| {
            let mut entered = Vec::with_capacity(cases.len());
            for case in cases {
                entered.push(self.enter(txn, case).await?);
            }
            Ok(entered)
        })
        .await
    }

    fn count(&mut self, cases: &[OldCase], entered: &[Entered]) {
        for (case, entered) in cases.iter().zip(entered) {
            match entered {
                Entered::Known { owed } => {
                    self.report.skipped += 1;
                    if let Some((number, filed_on)) = owed.as_ref().zip(case.undecided_on) {
                        self.undecided(case.line, number, filed_on);
                    }
                }
                Entered::New {
                    number,
                    is_published,
                    ours,
                } => {
                    self.report.imported += 1;
                    self.report.published += u64::from(*is_published);
                    if let Some(theirs) = case.due_on.filter(|theirs| theirs != ours) {
                        let (line, ours) = (case.line, *ours);
                        (self.tell)(Told::OtherDue { line, theirs, ours });
                    }
                    if let Some(filed_on) = case.undecided_on {
                        self.undecided(case.line, number, filed_on);
                    }
                }
            }
        }
    }

    async fn enter(&self, txn: &Txn, old: &OldCase) -> Result<Entered, ServiceError> {
        if let Some(known) = requests::find_request_by_import(txn, &old.reference).await? {
            let entered = objections::list_objections(txn, known.id).await?;
            // What an older import took over as history, with neither number nor decision, is still for the desk.
            let is_owed = old.undecided_on.is_some() && entered.iter().all(|one| one.number.is_none());
            return Ok(Entered::Known {
                owed: is_owed.then_some(known.registration_no),
            });
        }
        let ctx = self.ctx;
        // The rows are made as they would have been made then, ids in the order of arrival included.
        let then = Context {
            clock: Arc::new(FixedClock::new(old.filed_at)),
            ..ctx.clone()
        };
        let year = old.zone.civil_date(old.filed_at).year();
        let seq = requests::next_number(txn, old.unit.id, year).await?;
        let number = RegistrationNumber::new(&old.unit.code, year, seq).to_string();
        let filing = filing(old);
        let mut case = blank(&then, &filing, old.unit.clone(), old.zone, &number, (year, seq));
        case.row.submission_key = None;
        case.row.import_ref = Some(old.reference.clone());

        let due_on = self.notice_due_on(&case)?;
        let now = ctx.now();
        let log = history::of(
            old,
            &number,
            &filing,
            self.rule_set(&case),
            due_on,
            &ctx.counting(),
            now,
        );
        let asked = [item(&then, case.row.id, old)];
        let (mut event_rows, notes) = self.chained(&then, &mut case, &log, &asked, now)?;
        let publisher = self.options.publisher;
        let public = match publisher.zip(public_text(old, &filing)) {
            Some((by, text)) => Some(PublicCopy::prepare(ctx, txn, &case, &text, by.0).await?),
            None => None,
        };
        if let Some(copy) = &public {
            let bound = [copy.content()];
            let calendar = self.calendar_of(&case);
            event_rows.push(case.chain(ctx, calendar, Actor::SYSTEM, &Event::Published, now, &bound)?);
        }
        let clock = case.clock(&then, self.calendar_of(&case))?;
        case.row.updated_at = micros(ctx.now());

        requests::insert_request(txn, &case.row).await?;
        items::replace_items(txn, case.row.id, &asked).await?;
        let (identity, key) = sealing::seal(ctx, case.row.id, &filing.request.identity)?;
        identities::insert_identity(txn, &identity, &key).await?;
        events::append_events(txn, &event_rows).await?;
        deadlines::upsert_deadlines(txn, &deadline_rows(&then, &case.row, &clock, false)).await?;
        if let Some(objection) = objection(&then, &case.row, old) {
            objections::insert_objection(txn, &objection).await?;
        }
        for note in &notes {
            messages::insert_message(txn, note).await?;
        }
        let is_published = public.is_some();
        if let Some(copy) = public {
            copy.insert(ctx, txn).await?;
        }
        Ok(Entered::New {
            number,
            is_published,
            ours: case.row.due_on,
        })
    }

    /// Chains the history; gives its rows and the notes that go with them.
    fn chained(
        &self,
        then: &Context,
        case: &mut Case,
        log: &[history::Past],
        asked: &[rows::InformationItem],
        now: OffsetDateTime,
    ) -> Result<(Vec<rows::RequestEvent>, Vec<rows::Message>), ServiceError> {
        let mut notes = Vec::new();
        let calendar = self.calendar_of(case);
        let mut event_rows = Vec::with_capacity(log.len() + 1);
        for past in log {
            let note = past.note.as_deref().map(|text| note(then, case, text, past.at));
            let mut bound: Vec<_> = note.iter().map(contents::message).collect();
            match past.event {
                Event::RequestRegistered { .. } => bound.push(contents::request(&case.row, asked)),
                Event::NoticeIssued { .. } => bound.push(contents::answers(&case.row, asked)),
                _ => {}
            }
            let event = &past.event;
            // What happens now is among the newest events, by which kept figures know that a case has come.
            let made = if past.at < now { then } else { self.ctx };
            event_rows.push(case.chain(made, calendar, Actor::SYSTEM, event, past.at, &bound)?);
            notes.extend(note);
        }
        Ok((event_rows, notes))
    }

    /// The calendar of the unit that received the case.
    fn calendar_of(&self, case: &Case) -> &WorkingCalendar {
        let own = self.local.get(&case.row.registered_unit_id);
        own.unwrap_or(&self.calendar)
    }

    /// The rules a case of that day was filed under.
    fn rule_set(&self, case: &Case) -> RuleSet {
        self.ctx.law.rule_set_for(case.row.received_on)
    }

    /// The last day of the notice had it not been extended.
    fn notice_due_on(&self, case: &Case) -> Result<Date, ServiceError> {
        let rule = self
            .ctx
            .law
            .pack(self.rule_set(case))
            .rule(RuleId::D05)
            .ok_or_else(|| ServiceError::unexpected("the law pack has no rule D05"))?;
        compute(
            rule,
            case.row.received_on,
            &self.ctx.counting(),
            self.calendar_of(case),
        )
        .map(|deadline| deadline.due)
        .map_err(ServiceError::unexpected)
    }
}
