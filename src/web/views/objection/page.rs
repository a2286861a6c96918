//! The page of one objection, for each audience what it may see. What the file does not hold is not shown.

use serde::Serialize;

use super::papers::{HistoryLine, LetterLine, MessageLine};
use super::{ground_text, step_slug};
use crate::domain::deadline::DueState;
use crate::domain::objection::{CommandKind, Denial, ObjectionDuty, Route};
use crate::domain::policy::CaseView;
use crate::domain::request::ORDER;
use crate::services::objections::ObjectionFile;
use crate::services::objections::letters::Letter;
use crate::services::{Context, Fault, ServiceError, instant};
use crate::web::views::dispute::commission_name;
use crate::web::views::parts::{Badge, FileLink, Row, due_badge};
use crate::web::views::{Words, pick};

/// An objection: `components/objection.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct ObjectionPage {
    /// Its address in this workspace.
    pub base: String,
    number: String,
    registration_no: Option<String>,
    subject: String,
    unit: String,
    status: String,
    status_text: String,
    due: Option<Badge>,
    due_on: Option<String>,
    is_lapsed: bool,
    is_question_open: bool,
    question: Option<String>,
    can_supply: bool,
    can_withdraw: bool,
    grounds: Vec<GroundLine>,
    facts: Vec<Row>,
    applicant: Vec<Row>,
    reason: Option<String>,
    answer: Vec<Row>,
    answer_href: Option<String>,
    routes: Vec<RouteLine>,
    dates: Vec<DateLine>,
    letters: Vec<LetterLine>,
    messages: Vec<MessageLine>,
    documents: Vec<FileLink>,
    history: Vec<HistoryLine>,
    steps: Vec<StepLine>,
    held_back: Vec<StepLine>,
}

#[derive(Debug, Serialize)]
struct GroundLine {
    name: String,
    ruling: Option<String>,
    is_possibly_late: bool,
}

#[derive(Debug, Serialize)]
struct RouteLine {
    text: String,
    until: String,
    latest: String,
}

#[derive(Debug, Serialize)]
struct DateLine {
    name: String,
    due_on: String,
    settled_on: Option<String>,
    why: String,
}

#[derive(Debug, Serialize)]
struct StepLine {
    name: String,
    basis: String,
    href: Option<String>,
    reason: Option<String>,
}

/// The page of an objection whose parts lie under `base`.
///
/// # Errors
/// When a row is not understood.
pub fn objection_page(
    ctx: &Context,
    words: Words<'_>,
    file: &ObjectionFile,
    base: &str,
) -> Result<ObjectionPage, ServiceError> {
    let drawer = Drawer {
        ctx,
        words,
        file,
        base,
    };
    let row = &file.objection.row;
    let state = &file.objection.state;
    let offered = |kind: CommandKind| file.offers.contains(&(kind, Ok(())));
    let is_applicant = file.view == CaseView::Applicant;
    let (steps, held_back) = if is_applicant {
        (Vec::new(), Vec::new())
    } else {
        drawer.steps()
    };
    let is_lapsed = file.clock.is_lapsed(state, file.moment.today);
    let status_key = if is_lapsed {
        "objection.status_text.lapsed".to_owned()
    } else {
        format!("objection.status_text.{}", state.status.code())
    };
    Ok(ObjectionPage {
        base: base.to_owned(),
        number: file.objection.number().to_owned(),
        registration_no: file.registration_no.clone(),
        subject: row.subject.clone().unwrap_or_default(),
        unit: file.objection.unit.name.clone(),
        status: state.status.code().to_owned(),
        status_text: words.text(&status_key),
        due: file.next_due.map(|(_, due)| due_badge(words, due)),
        due_on: file.next_due.map(|(on, _)| words.date_long(on)),
        is_lapsed,
        is_question_open: state.is_question_open,
        question: drawer.question()?,
        can_supply: is_applicant && offered(CommandKind::SupplyParticulars),
        can_withdraw: is_applicant && offered(CommandKind::Withdraw),
        grounds: drawer.grounds(),
        facts: drawer.facts(),
        applicant: drawer.applicant(),
        reason: file.reason().map(str::to_owned),
        answer: drawer.answer()?,
        answer_href: drawer.answer_href(),
        routes: drawer.routes(),
        dates: drawer.dates()?,
        letters: drawer.letters(),
        messages: drawer.messages(),
        documents: drawer.documents(),
        history: drawer.history()?,
        steps,
        held_back,
    })
}

/// What the parts of the page are drawn from.
pub(super) struct Drawer<'a> {
    ctx: &'a Context,
    pub(super) words: Words<'a>,
    pub(super) file: &'a ObjectionFile,
    pub(super) base: &'a str,
}

impl Drawer<'_> {
    fn row(&self, key: &str, value: impl Into<String>) -> Row {
        Row::new(self.words.text(&format!("objection.row.{key}")), value)
    }

    fn grounds(&self) -> Vec<GroundLine> {
        let state = &self.file.objection.state;
        let rulings = state.answer.as_ref().map_or(&[][..], |answer| &answer.rulings);
        let line = |ground: &crate::domain::objection::Ground| GroundLine {
            name: ground_text(self.words, *ground),
            ruling: rulings.iter().find(|one| one.ground == *ground).map(|one| {
                self.words
                    .text(&format!("objection.ruling.{}", one.ruling.code()))
            }),
            is_possibly_late: state.possibly_late.contains(ground),
        };
        state.grounds.iter().map(line).collect()
    }

    fn facts(&self) -> Vec<Row> {
        let (words, row) = (self.words, &self.file.objection.row);
        let state = &self.file.objection.state;
        let mut rows = vec![self.row("unit", &self.file.objection.unit.name)];
        if let Some(at) = row.received_at {
            let channel = row.channel.as_deref().unwrap_or_default();
            rows.push(self.row(
                "received",
                format!(
                    "{}\n{}",
                    words.datetime(instant(at), self.file.objection.zone),
                    words.text(&format!("law.channel.{channel}"))
                ),
            ));
        }
        rows.push(self.row("recorded", words.date_long(state.recorded_on)));
        if let Some(kind) = &row.applicant_kind {
            let mut kind = words.text(&format!("law.applicant_kind.{kind}"));
            if row.by_proxy == Some(true) {
                kind = words.with("officer.by_proxy", &[("kind", &kind)]);
            }
            rows.push(self.row("applicant_kind", kind));
        }
        rows.extend(row.purpose.as_ref().map(|purpose| self.row("purpose", purpose)));
        if let Some(on) = row.execute_by {
            let why = format!("{}/tenggat/{ORDER}", self.base);
            rows.push(self.row("execute_by", words.date_long(on)).explained_at(why));
        }
        if let Some(on) = row.executed_on {
            rows.push(self.row("executed_on", words.date_long(on)));
        }
        rows
    }

    fn applicant(&self) -> Vec<Row> {
        let Some(who) = self
            .file
            .identity
            .as_ref()
            .filter(|_| self.file.view == CaseView::Office)
        else {
            return Vec::new();
        };
        let address = match (&who.address, &who.city) {
            (Some(address), Some(city)) => Some(format!("{address}\n{city}")),
            (address, city) => address.clone().or_else(|| city.clone()),
        };
        let fields = [
            ("full_name", who.full_name.clone()),
            ("organisation", who.organisation.clone()),
            ("proxy_name", who.proxy_name.clone()),
            ("nik", who.masked_nik()),
            ("address", address),
            ("phone", who.phone.clone()),
            ("email", who.email.clone()),
            ("occupation", who.occupation.clone()),
        ];
        let shown = fields.into_iter().filter_map(|(key, value)| Some((key, value?)));
        shown
            .map(|(key, value)| Row::new(self.words.text(&format!("officer.row.{key}")), value))
            .collect()
    }

    fn question(&self) -> Result<Option<String>, ServiceError> {
        if !self.file.objection.state.is_question_open {
            return Ok(None);
        }
        let asked = self.file.last_letter("objection_question")?;
        Ok(asked.and_then(|issued| match issued.frozen.letter {
            Letter::ObjectionQuestion { question, .. } => Some(question),
            _ => None,
        }))
    }

    /// What was decided or agreed on, in short; the letter says it in full.
    fn answer(&self) -> Result<Vec<Row>, ServiceError> {
        let Some(answer) = &self.file.objection.state.answer else {
            return Ok(Vec::new());
        };
        let words = self.words;
        let decision = words.text(&format!("objection.decision.{}", answer.decision.code()));
        let mut rows = vec![
            self.row("decision", decision),
            self.row("answered_on", words.date_long(answer.on)),
        ];
        for kind in ["objection_answer", "settlement_minutes"] {
            match self.file.last_letter(kind)?.map(|issued| issued.frozen.letter) {
                Some(Letter::ObjectionAnswer {
                    order: Some(order), ..
                }) => {
                    rows.push(self.row("order", order.text));
                }
                Some(Letter::SettlementMinutes { terms, .. }) => rows.push(self.row("terms", terms)),
                _ => {}
            }
        }
        rows.push(match answer.received_on {
            Some(on) => self.row("answer_received_on", words.date_long(on)),
            None => self.row("answer_received_on", words.text("objection.not_yet_known")),
        });
        Ok(rows)
    }

    fn answer_href(&self) -> Option<String> {
        let letters = self.file.letters.iter().rev();
        let mut answers =
            letters.filter(|one| matches!(one.kind.as_str(), "objection_answer" | "settlement_minutes"));
        answers
            .next()
            .map(|letter| format!("{}/surat/{}", self.base, letter.id))
    }

    /// The roads to the Commission: from an answer, and from silence once the days are over (`docs/readings.md` R27).
    fn routes(&self) -> Vec<RouteLine> {
        let words = self.words;
        let commission = commission_name(words, &self.file.commission);
        let line = |route: Route, key: &str| RouteLine {
            text: words.with(key, &[("commission", &commission)]),
            until: words.date_long(route.deadline.due),
            latest: words.date_long(route.deadline.latest),
        };
        let today = self.file.moment.today;
        let silence = self
            .file
            .clock
            .after_silence
            .filter(|route| route.opens_on <= today);
        let mut lines = Vec::new();
        lines.extend(
            self.file
                .clock
                .after_answer
                .map(|route| line(route, "objection.route.answer")),
        );
        lines.extend(silence.map(|route| line(route, "objection.route.silence")));
        lines
    }

    fn dates(&self) -> Result<Vec<DateLine>, ServiceError> {
        let law = self.file.objection.law(self.ctx)?;
        let line = |duty: &ObjectionDuty| DateLine {
            name: law
                .rule(duty.deadline.rule_id)
                .map_or_else(|| duty.code.clone(), |rule| pick(self.words.lang, &rule.name)),
            due_on: self.words.date_long(duty.deadline.due),
            settled_on: duty.settled_on.map(|on| self.words.date(on)),
            why: format!("{}/tenggat/{}", self.base, duty.code),
        };
        Ok(self.file.clock.duties.iter().map(line).collect())
    }

    /// Steps that are lawful now; steps that would fit the state but for a reason.
    fn steps(&self) -> (Vec<StepLine>, Vec<StepLine>) {
        let (mut open, mut held_back) = (Vec::new(), Vec::new());
        for (kind, answer) in &self.file.offers {
            let line = |href, reason| StepLine {
                name: self.words.text(&format!("objection.step.{}.name", kind.code())),
                basis: self.words.text(&format!("objection.step.{}.basis", kind.code())),
                href,
                reason,
            };
            match answer {
                Ok(()) => open.push(line(Some(format!("{}/{}", self.base, step_slug(*kind))), None)),
                Err(Denial::NotInThisState | Denial::NoQuestionOpen | Denial::AnswerReceiptKnown) => {}
                Err(denial) => held_back.push(line(None, Some(self.words.fault(&denial_fault(*denial))))),
            }
        }
        // Deciding comes first: it is what the superior is here for.
        open.sort_by_key(|step| !step.href.as_ref().is_some_and(|href| href.ends_with("/putusan")));
        (open, held_back)
    }
}

/// The sentence of a denial.
pub(super) fn denial_fault(denial: Denial) -> Fault {
    let mut fault = Fault::new("", format!("objection.denial.{}", denial.code()));
    if let Some(day) = denial.day() {
        fault.values.push(("day", crate::services::FaultValue::Day(day)));
    }
    fault
}

/// Where a duty stands, for lists.
pub(super) fn badge(words: Words<'_>, due: Option<DueState>) -> Option<Badge> {
    due.map(|due| due_badge(words, due))
}
