//! The steps of an objection: one page each; the answer with its preview.

use serde::Serialize;

use super::page::denial_fault;
use super::{ObjectionLetterView, ground_text};
use crate::domain::objection::{CommandKind, Denial, Ground, Ruling};
use crate::services::objections::ObjectionFile;
use crate::web::views::Words;
use crate::web::views::parts::Choice;

/// The last part of the address of a step's page.
pub fn step_slug(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::AskParticulars => "minta-kelengkapan",
        CommandKind::SupplyParticulars => "kelengkapan",
        CommandKind::OpenSettlement => "musyawarah",
        CommandKind::RecordAgreement => "mufakat",
        CommandKind::RecordFailure => "musyawarah-gagal",
        CommandKind::Answer => "putusan",
        CommandKind::ConfirmAnswerReceived => "tanggapan-diterima",
        CommandKind::RecordExecution => "pelaksanaan",
        CommandKind::Succeed => "alih-unit",
        CommandKind::Close => "tutup",
        CommandKind::Withdraw => "cabut",
    }
}

/// A step: `pages/shared/objection_step.html.tera`.
#[derive(Debug, Serialize)]
pub struct ObjectionStepView {
    base: String,
    action: String,
    number: String,
    subject: String,
    step: &'static str,
    version: i32,
    is_stale: bool,
    unavailable: Option<String>,
    due_on: Option<String>,
}

/// The page of a step.
pub fn step_form(
    words: Words<'_>,
    file: &ObjectionFile,
    base: &str,
    kind: CommandKind,
    is_stale: bool,
) -> ObjectionStepView {
    let offer = file.offers.iter().find(|(offered, _)| *offered == kind);
    let answer = offer.map_or(Err(Denial::WrongRole), |(_, answer)| *answer);
    ObjectionStepView {
        base: base.to_owned(),
        action: format!("{base}/{}", step_slug(kind)),
        number: file.objection.number().to_owned(),
        subject: file.objection.row.subject.clone().unwrap_or_default(),
        step: kind.code(),
        version: file.objection.version(),
        is_stale,
        unavailable: answer.err().map(|denial| words.fault(&denial_fault(denial))),
        due_on: file.next_due.map(|(on, _)| words.date_long(on)),
    }
}

/// The form of the answer: `pages/superior/objection_answer.html.tera`.
#[derive(Debug, Serialize)]
pub struct ObjectionAnswerView {
    base: String,
    number: String,
    subject: String,
    version: i32,
    is_stale: bool,
    unavailable: Option<String>,
    due_on: Option<String>,
    reason: Option<String>,
    grounds: Vec<GroundForm>,
    rulings: Vec<Choice>,
    /// Whether an order opens the request again.
    is_about_request: bool,
}

#[derive(Debug, Serialize)]
struct GroundForm {
    letter: char,
    name: String,
    is_possibly_late: bool,
    /// The delivery may have waited for a fee that stands unpaid in the record.
    has_unpaid_fee: bool,
    /// Rejecting it needs an exemption decree, and there is none.
    needs_decree: bool,
}

/// The form of the answer.
pub fn answer_form(
    words: Words<'_>,
    file: &ObjectionFile,
    base: &str,
    is_stale: bool,
) -> ObjectionAnswerView {
    let step = step_form(words, file, base, CommandKind::Answer, is_stale);
    let state = &file.objection.state;
    let ground = |ground: &Ground| GroundForm {
        letter: ground.letter(),
        name: ground_text(words, *ground),
        is_possibly_late: state.possibly_late.contains(ground),
        has_unpaid_fee: *ground == Ground::DeliveredLate && file.has_unpaid_fee,
        needs_decree: !ground.may_be_settled() && !file.moment.has_decree,
    };
    let ruling = |one: &Ruling| {
        Choice::new(
            one.code(),
            words.text(&format!("objection.ruling.{}", one.code())),
        )
    };
    ObjectionAnswerView {
        base: step.base,
        number: step.number,
        subject: step.subject,
        version: step.version,
        is_stale,
        unavailable: step.unavailable,
        due_on: step.due_on,
        reason: file.reason().map(str::to_owned),
        grounds: state.grounds.iter().map(ground).collect(),
        rulings: Ruling::ALL.iter().map(ruling).collect(),
        is_about_request: state.request.is_some(),
    }
}

/// The answer as the applicant will read it: `pages/superior/objection_check.html.tera`.
#[derive(Debug, Serialize)]
pub struct ObjectionCheckView {
    /// Number.
    pub number: String,
    /// What it is about.
    pub subject: String,
    /// The letter.
    pub letter: ObjectionLetterView,
    /// Where it is written.
    pub edit: String,
    /// Where it is sent.
    pub send: String,
    /// What was looked at.
    pub stamp: String,
}
