//! What the portal was told of a dispute: its stage, its dates, what comes next for the body, and what can be recorded.

use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use super::{commission_name, step_slug};
use crate::domain::dispute::{CommissionOrder, Denial, DisputeDuty, DisputeOutcome, Event, Party};
use crate::domain::policy::CaseView;
use crate::domain::request::RULING;
use crate::services::disputes::DisputeFile;
use crate::services::objections::{EventRow, ObjectionFile};
use crate::services::{Context, Fault, FaultValue, ServiceError, instant};
use crate::web::views::parts::{Badge, Row, due_badge};
use crate::web::views::{Words, pick};

/// A dispute: `dispute_section` of `components/dispute.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct DisputeView {
    status: &'static str,
    /// Whether anything was ever recorded of it.
    is_recorded: bool,
    is_possibly_late: bool,
    is_receipt_unknown: bool,
    facts: Vec<Row>,
    next: Option<NextView>,
    dates: Vec<DateLine>,
    unchecked: Vec<String>,
    /// Whether something was declared open for everybody.
    is_public_for_all: bool,
    history: Vec<HistoryLine>,
    steps: Vec<StepLine>,
    held_back: Vec<StepLine>,
    bundle_href: Option<String>,
}

#[derive(Debug, Serialize)]
struct NextView {
    name: String,
    due_on: String,
    due: Badge,
    why: String,
}

#[derive(Debug, Serialize)]
struct DateLine {
    name: String,
    bearer: String,
    due_on: String,
    latest_on: Option<String>,
    settled_on: Option<String>,
    is_moot: bool,
    why: String,
}

/// An entry of a `timeline`.
#[derive(Debug, Serialize)]
struct HistoryLine {
    title: String,
    at: String,
    iso: String,
    by: String,
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct StepLine {
    name: String,
    basis: String,
    href: Option<String>,
    reason: Option<String>,
}

/// The dispute of an objection whose page is `base`.
///
/// # Errors
/// When an event is not understood.
pub fn dispute_view(
    ctx: &Context,
    words: Words<'_>,
    objection: &ObjectionFile,
    file: &DisputeFile,
    base: &str,
) -> Result<DisputeView, ServiceError> {
    let drawer = Drawer {
        ctx,
        words,
        objection,
        file,
        number: file.dispute.number()?,
        base: format!("{base}/sengketa"),
    };
    let filed = file.dispute.state.filed.as_ref();
    let (steps, held_back) = drawer.steps();
    Ok(DisputeView {
        status: file.dispute.state.status.code(),
        is_recorded: file.is_recorded(),
        is_possibly_late: filed.is_some_and(|filed| filed.is_possibly_late),
        is_receipt_unknown: filed.is_some_and(|filed| filed.is_receipt_unknown),
        facts: drawer.facts(),
        next: drawer.next(),
        dates: file.clock.duties.iter().map(|duty| drawer.date(duty)).collect(),
        unchecked: drawer.unchecked()?,
        is_public_for_all: drawer.is_public_for_all(),
        history: drawer.history()?,
        steps,
        held_back,
        bundle_href: (file.view == CaseView::Office).then(|| format!("{}/bukti.zip", drawer.base)),
    })
}

struct Drawer<'a> {
    ctx: &'a Context,
    words: Words<'a>,
    objection: &'a ObjectionFile,
    file: &'a DisputeFile,
    number: Option<String>,
    base: String,
}

impl Drawer<'_> {
    fn row(&self, key: &str, value: impl Into<String>) -> Row {
        Row::new(self.words.text(&format!("dispute.row.{key}")), value)
    }

    fn facts(&self) -> Vec<Row> {
        let words = self.words;
        let state = &self.file.dispute.state;
        let Some(filed) = &state.filed else {
            return Vec::new();
        };
        let mut rows = vec![
            self.row("commission", commission_name(words, &filed.commission)),
            self.row("filed_on", words.date_long(filed.on)),
        ];
        rows.extend(self.number.as_ref().map(|number| self.row("number", number)));
        rows.extend(
            state
                .hearing_on
                .map(|on| self.row("hearing_on", words.date_long(on))),
        );
        if let Some((on, outcome)) = state.decision {
            let outcome = outcome_text(words, outcome);
            rows.push(self.row("decision", format!("{outcome}\n{}", words.date_long(on))));
        }
        if let Some((on, party)) = state.court_on {
            let party = party_text(words, party);
            rows.push(self.row("court_on", format!("{party}\n{}", words.date_long(on))));
        }
        rows.extend(state.final_on.map(|on| self.row("final_on", words.date_long(on))));
        if let Some(order) = &state.order {
            let by = order.execute_by;
            let why = |row: Row| row.explained_at(format!("{}/tenggat/{RULING}", self.base));
            rows.extend(by.map(|on| why(self.row("execute_by", words.date_long(on)))));
            let opened = (!order.opens.is_empty()).then(|| order.opens.len().to_string());
            rows.extend(opened.map(|count| self.row("opened", count)));
        }
        rows
    }

    /// What was granted in the end is public information for everybody (UU 14/2008 Ps 11(2)); what was agreed on in mediation binds the sides.
    fn is_public_for_all(&self) -> bool {
        let state = &self.file.dispute.state;
        let is_granted = state
            .outcome
            .is_some_and(|outcome| outcome != DisputeOutcome::Rejected);
        is_granted && state.final_on.is_some()
    }

    fn name(&self, duty: &DisputeDuty) -> String {
        let law = self.file.dispute.law(self.ctx);
        let rule = law.ok().and_then(|law| law.rule(duty.deadline.rule_id));
        let name = rule.map_or_else(|| duty.code.clone(), |rule| pick(self.words.lang, &rule.name));
        if duty.code == RULING {
            self.words.text("dispute.order_duty")
        } else if duty.code == duty.deadline.rule_id.to_string() {
            name
        } else {
            self.words.with("dispute.of_requester", &[("name", &name)])
        }
    }

    fn why(&self, duty: &DisputeDuty) -> String {
        format!("{}/tenggat/{}", self.base, duty.code)
    }

    fn next(&self) -> Option<NextView> {
        let (duty, due) = self.file.next.as_ref()?;
        Some(NextView {
            name: self.name(duty),
            due_on: self.words.date_long(duty.deadline.due),
            due: due_badge(self.words, *due),
            why: self.why(duty),
        })
    }

    fn date(&self, duty: &DisputeDuty) -> DateLine {
        let words = self.words;
        let deadline = &duty.deadline;
        DateLine {
            name: self.name(duty),
            bearer: words.text(&format!("rules.bearer.{}", duty.bearer.code())),
            due_on: words.date_long(deadline.due),
            latest_on: (deadline.latest != deadline.due).then(|| words.date_long(deadline.latest)),
            settled_on: duty.settled_on.map(|on| words.date(on)),
            is_moot: duty.is_moot,
            why: self.why(duty),
        }
    }

    /// What no checked text gives a length for: told in the words of the rule.
    fn unchecked(&self) -> Result<Vec<String>, ServiceError> {
        let law = self.file.dispute.law(self.ctx)?;
        let rules = self.file.clock.unchecked.iter().filter_map(|id| law.rule(*id));
        Ok(rules
            .map(|rule| {
                let (name, told) = (
                    pick(self.words.lang, &rule.name),
                    pick(self.words.lang, &rule.consequence),
                );
                format!("{name}: {told}")
            })
            .collect())
    }

    fn history(&self) -> Result<Vec<HistoryLine>, ServiceError> {
        let zone = self.objection.objection.zone;
        let line = |(row, event, stands): (&EventRow, Event, bool)| {
            let at = instant(row.at).to_offset(zone.offset());
            let role = self.words.text(&format!("law.role.{}", row.actor_role));
            let by = row
                .actor_user_id
                .and_then(|user| self.objection.person_name(user))
                .map_or_else(|| role.clone(), |name| format!("{name}, {role}"));
            let note = self.file.note(row.seq).map(str::to_owned);
            let number = self.file.dispute.number_at(row.seq, &event);
            let title = self.words.text(&format!("dispute.event.{}", row.kind));
            let told: Vec<String> = std::iter::once(event_text(self.words, &event, number))
                .chain(note)
                .collect();
            HistoryLine {
                title: if stands {
                    title
                } else {
                    self.words.with("dispute.page.in_error", &[("title", &title)])
                },
                at: self.words.datetime_short(at, zone),
                iso: at.format(&Rfc3339).unwrap_or_default(),
                by,
                text: Some(told.join("\n")),
            }
        };
        Ok(self.file.dispute.told()?.into_iter().map(line).collect())
    }

    /// What can be recorded now; and what fits the state but for a reason.
    fn steps(&self) -> (Vec<StepLine>, Vec<StepLine>) {
        let (mut open, mut held_back) = (Vec::new(), Vec::new());
        if self.file.view != CaseView::Office {
            return (open, held_back);
        }
        for (kind, answer) in &self.file.offers {
            let line = |href, reason| StepLine {
                name: self.words.text(&format!("dispute.step.{}.name", kind.code())),
                basis: self.words.text(&format!("dispute.step.{}.basis", kind.code())),
                href,
                reason,
            };
            match answer {
                Ok(()) => open.push(line(Some(format!("{}/{}", self.base, step_slug(*kind))), None)),
                Err(Denial::NotInThisState | Denial::KnownAlready | Denial::MediationBegun) => {}
                Err(denial) => held_back.push(line(None, Some(self.words.fault(&denial_fault(*denial))))),
            }
        }
        (open, held_back)
    }
}

/// What an event says besides its name.
pub fn event_text(words: Words<'_>, event: &Event, number: Option<&str>) -> String {
    let on = words.date_long(event.on());
    let second = |key: &str, day| words.with(key, &[("day", &words.date_long(day))]);
    let unopened = |order: &CommissionOrder| {
        let is_silent = order.request.is_none();
        is_silent.then(|| words.text("dispute.told.unopened"))
    };
    let more = match event {
        Event::DisputeFiled { commission, .. } => {
            let name = commission_name(words, commission);
            Some(number.map_or(name.clone(), |number| format!("{name}, {number}")))
        }
        Event::DisputeRegistered { .. } => number.map(str::to_owned),
        Event::RecordedInError { of, .. } => Some(words.with("dispute.told.of", &[("seq", &of.to_string())])),
        Event::ClerkAsked { received_on, .. } => received_on.map(|day| second("dispute.told.received", day)),
        Event::Summoned { hearing_on, .. } => Some(second("dispute.told.hearing", *hearing_on)),
        Event::DecisionSessionSet { session_on, .. } => Some(second("dispute.told.session", *session_on)),
        Event::DecisionRead { outcome, .. } => Some(outcome_text(words, *outcome)),
        Event::MediationSucceeded {
            order: Some(order), ..
        } => {
            let by = order.execute_by.map(|day| second("dispute.told.execute_by", day));
            let told: Vec<String> = by.into_iter().chain(unopened(order)).collect();
            (!told.is_empty()).then(|| told.join("\n"))
        }
        Event::DecisionFinal {
            is_stated,
            outcome,
            order,
            ..
        } => {
            let by = order.as_ref().and_then(|order| order.execute_by);
            let stated = is_stated.then(|| words.text("dispute.told.stated"));
            let told: Vec<String> = outcome
                .map(|outcome| outcome_text(words, outcome))
                .into_iter()
                .chain(stated)
                .chain(by.map(|day| second("dispute.told.execute_by", day)))
                .chain(order.as_ref().and_then(unopened))
                .collect();
            (!told.is_empty()).then(|| told.join("\n"))
        }
        Event::DecisionReceived { party, .. }
        | Event::CourtObjectionFiled { party, .. }
        | Event::CourtDecisionReceived { party, .. }
        | Event::CassationFiled { party, .. } => Some(party_text(words, *party)),
        _ => None,
    };
    match more {
        Some(more) => format!("{on}\n{more}"),
        None => on,
    }
}

/// What was decided.
pub fn outcome_text(words: Words<'_>, outcome: DisputeOutcome) -> String {
    words.text(&format!("dispute.outcome.{}", outcome.code()))
}

/// A side.
pub fn party_text(words: Words<'_>, party: Party) -> String {
    words.text(&format!("dispute.party.{}", party.code()))
}

/// The sentence of a denial.
pub fn denial_fault(denial: Denial) -> Fault {
    let mut fault = Fault::new("", format!("dispute.denial.{}", denial.code()));
    if let Some(day) = denial.day() {
        fault.values.push(("day", FaultValue::Day(day)));
    }
    fault
}
