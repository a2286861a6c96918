//! What can be recomputed: the logs with their hashes, every date day by day, and the proof of silence.

use serde::Serialize;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::paper::{Cell, Paper, Table};
use super::shelf::Shelf;
use crate::domain::calendar::Zone;
use crate::domain::policy;
use crate::services::disputes::Bundle;
use crate::services::objections::EventRow;
use crate::services::requests::RequestEvent;
use crate::services::{ServiceError, instant};
use crate::web::views::dispute::event_text;
use crate::web::views::parts::Row;
use crate::web::views::trace_json::{TraceJson, objection_trace_json};
use crate::web::views::{TraceView, Words, objection_trace, trace_json, trace_view};

/// One event as it is chained: everything that its hash binds, as it is stored. Of what the applicant is not told the hash alone stands for
/// what it binds: a digest of so few possible answers would tell which it is.
#[derive(Serialize)]
struct Link<'a> {
    seq: i32,
    kind: &'a str,
    at: String,
    actor_role: &'a str,
    actor_user_id: Option<Uuid>,
    appointment_id: Option<Uuid>,
    status_before: Option<&'a str>,
    status_after: &'a str,
    is_withheld: bool,
    data: Option<&'a str>,
    dates: &'a str,
    contents: Option<&'a str>,
    prev_hash: Option<&'a str>,
    hash: &'a str,
}

/// A log.
#[derive(Serialize)]
struct Log<'a> {
    subject: &'static str,
    subject_id: Uuid,
    number: &'a str,
    events: Vec<Link<'a>>,
}

macro_rules! link {
    ($event:expr) => {
        link!($event, true)
    };
    ($event:expr, $is_told:expr) => {
        Link {
            seq: $event.seq,
            kind: &$event.kind,
            at: instant($event.at).format(&Rfc3339).unwrap_or_default(),
            actor_role: &$event.actor_role,
            actor_user_id: $event.actor_user_id.filter(|_| $is_told),
            appointment_id: $event.appointment_id.filter(|_| $is_told),
            status_before: $event.status_before.as_deref(),
            status_after: &$event.status_after,
            is_withheld: !$is_told,
            data: $is_told.then_some($event.data.as_str()),
            dates: &$event.dates,
            contents: $is_told.then_some($event.contents.as_str()),
            prev_hash: $event.prev_hash.as_deref(),
            hash: &$event.hash,
        }
    };
}

/// The logs of request, objection and dispute.
pub(super) fn histories(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    if let Some(file) = &bundle.request {
        let kinds: Vec<&str> = file.page.events.iter().map(|event| event.kind.as_str()).collect();
        let is_told = policy::told_to_applicant(&kinds);
        let log = Log {
            subject: "request",
            subject_id: file.case.row.id,
            number: &file.case.row.registration_no,
            events: file
                .page
                .events
                .iter()
                .zip(is_told)
                .map(|(event, is_told): (&RequestEvent, bool)| link!(event, is_told))
                .collect(),
        };
        let told = vec![String::new(); log.events.len()];
        history(shelf, "permohonan", ("event", file.case.zone), &log, &told)?;
    }
    let file = &bundle.objection;
    let number = file.objection.number();
    let rows = |events: &'_ [EventRow]| vec![String::new(); events.len()];
    let events = file.objection.log.rows();
    let log = Log {
        subject: "objection",
        subject_id: file.objection.row.id,
        number,
        events: events.iter().map(|event| link!(event)).collect(),
    };
    history(
        shelf,
        "keberatan",
        ("objection.event", file.objection.zone),
        &log,
        &rows(events),
    )?;
    if let Some(row) = &bundle.dispute.dispute.row {
        let words = shelf.words;
        let dispute = &bundle.dispute.dispute;
        let told: Vec<String> = dispute
            .told()?
            .iter()
            .map(|(row, event, stands)| {
                let text = event_text(words, event, dispute.number_at(row.seq, event));
                if *stands {
                    text
                } else {
                    words.with("dispute.page.in_error", &[("title", &text)])
                }
            })
            .collect();
        let log = Log {
            subject: "dispute",
            subject_id: row.id,
            number,
            events: bundle
                .dispute
                .dispute
                .log
                .rows()
                .iter()
                .map(|event| link!(event))
                .collect(),
        };
        history(
            shelf,
            "sengketa",
            ("dispute.event", file.objection.zone),
            &log,
            &told,
        )?;
    }
    Ok(())
}

fn history(
    shelf: &mut Shelf<'_>,
    name: &str,
    (words_of, zone): (&str, Zone),
    log: &Log<'_>,
    told: &[String],
) -> Result<(), ServiceError> {
    let words = shelf.words;
    let title = words.text(&format!("dispute.bundle.history.{}", log.subject));
    let mut paper = Paper::new(words, title, log.number).in_folder();
    paper.lead = vec![words.text("dispute.bundle.history_lead")];
    if log.events.iter().any(|link| link.is_withheld) {
        paper.lead.push(words.text("dispute.bundle.history_withheld"));
    }
    let row = |(link, told): (&Link<'_>, &String)| {
        let event = words.text(&format!("{words_of}.{}", link.kind));
        let what = if told.is_empty() {
            event
        } else {
            format!("{event}\n{told}")
        };
        let what = if link.is_withheld {
            format!("{what} ({})", words.text("dispute.bundle.withheld"))
        } else {
            what
        };
        let at = time::OffsetDateTime::parse(&link.at, &Rfc3339).ok();
        vec![
            Cell::new(link.seq.to_string()),
            Cell::new(at.map(|at| words.datetime_short(at, zone)).unwrap_or_default()),
            Cell::new(what),
            Cell::new(words.text(&format!("law.role.{}", link.actor_role))),
            Cell::code(link.hash),
        ]
    };
    paper.tables = vec![Table {
        caption: words.text("citizen.case.history"),
        head: columns(words, &["number", "when", "what", "who", "hash"]),
        rows: log.events.iter().zip(told).map(row).collect(),
    }];
    shelf.paper(format!("riwayat/{name}.html"), &paper)?;
    shelf.json(format!("riwayat/{name}.json"), &paper.title, log)
}

pub(super) fn columns(words: Words<'_>, keys: &[&str]) -> Vec<String> {
    keys.iter()
        .map(|key| words.text(&format!("dispute.bundle.column.{key}")))
        .collect()
}

/// Every date of request, objection and dispute, day by day.
pub(super) fn dates(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    if let Some(file) = &bundle.request {
        for explained in &bundle.dates.request {
            let view = trace_view(shelf.words, file, explained, "");
            let about = (
                explained.duty.code.as_str(),
                file.case.row.registration_no.as_str(),
            );
            date(shelf, "permohonan", about, view, &trace_json(file, explained))?;
        }
    }
    let file = &bundle.objection;
    let number = file.objection.number();
    let of_both = [
        ("keberatan", &bundle.dates.objection),
        ("sengketa", &bundle.dates.dispute),
    ];
    for (group, dates) in of_both {
        for explained in dates {
            let view = objection_trace(shelf.words, file, explained, "");
            let data = objection_trace_json(file, explained);
            date(shelf, group, (&explained.duty.code, number), view, &data)?;
        }
    }
    Ok(())
}

fn date(
    shelf: &mut Shelf<'_>,
    group: &str,
    (code, number): (&str, &str),
    trace: TraceView,
    data: &TraceJson,
) -> Result<(), ServiceError> {
    let words = shelf.words;
    let title = words.with(
        "dispute.bundle.date",
        &[("code", code), ("name", trace.name()), ("day", trace.due_on())],
    );
    let mut paper = Paper::new(words, title, number).in_folder();
    paper.trace = Some(trace.on_paper());
    let path = format!("tanggal/{group}-{}", code.replace('+', "-"));
    shelf.paper(format!("{path}.html"), &paper)?;
    shelf.json(format!("{path}.json"), &paper.title, data)
}

/// What proves that nobody answered: the rule, the trigger, the calendar, the days, and that no answer is on record now.
#[derive(Serialize)]
struct Silence<'a> {
    /// `objection` or `request`.
    of: &'static str,
    number: &'a str,
    as_of: String,
    answer_on_record: bool,
    events: usize,
    last_hash: Option<&'a str>,
    date: &'a TraceJson,
}

/// Bukti tidak ada tanggapan (Perki 1/2013 Ps 5 huruf b, 11): only while the last day has passed and no answer is on record.
pub(super) fn silence(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    let now = bundle.as_of.format(&Rfc3339).unwrap_or_default();
    let file = &bundle.objection;
    if bundle.is_objection_silent() {
        let code = file.clock.statute.rule_id.to_string();
        let explained = file.explain(shelf.ctx, &code)?;
        let view = objection_trace(shelf.words, file, &explained, "");
        let data = objection_trace_json(file, &explained);
        let events = file.objection.log.rows();
        let proof = Silence {
            of: "objection",
            number: file.objection.number(),
            as_of: now.clone(),
            answer_on_record: false,
            events: events.len(),
            last_hash: events.last().map(|event| event.hash.as_str()),
            date: &data,
        };
        sheet(
            shelf,
            "tidak-ada-tanggapan",
            &proof,
            view,
            (bundle, file.objection.zone),
        )?;
    }
    if let Some(case) = bundle.request.as_ref().filter(|_| bundle.is_request_silent()) {
        let explained = case.explain(shelf.ctx, "jawaban")?;
        let view = trace_view(shelf.words, case, &explained, "");
        let data = trace_json(case, &explained);
        let events = &case.page.events;
        let proof = Silence {
            of: "request",
            number: &case.case.row.registration_no,
            as_of: now,
            answer_on_record: false,
            events: events.len(),
            last_hash: events.last().map(|event| event.hash.as_str()),
            date: &data,
        };
        sheet(shelf, "tidak-ada-jawaban", &proof, view, (bundle, case.case.zone))?;
    }
    Ok(())
}

fn sheet(
    shelf: &mut Shelf<'_>,
    path: &str,
    proof: &Silence<'_>,
    trace: TraceView,
    (bundle, zone): (&Bundle, Zone),
) -> Result<(), ServiceError> {
    let words = shelf.words;
    let title = words.text(&format!("dispute.bundle.silence.{}", proof.of));
    let mut paper = Paper::new(words, title, proof.number);
    let as_of = words.datetime(bundle.as_of, zone);
    let values = [("number", proof.number), ("at", as_of.as_str())];
    paper.lead = vec![words.with(&format!("dispute.bundle.silence_lead.{}", proof.of), &values)];
    let line = |key: &str, value: String| Row::new(words.text(&format!("dispute.bundle.row.{key}")), value);
    paper.rows = vec![
        line("as_of", as_of),
        line("events", proof.events.to_string()),
        line("last_hash", proof.last_hash.unwrap_or_default().to_owned()),
    ];
    paper.trace = Some(trace.on_paper());
    shelf.paper(format!("{path}.html"), &paper)?;
    shelf.json(format!("{path}.json"), &paper.title, proof)
}
