//! The form that records one fact of a dispute.

use serde::Serialize;

use super::page::{denial_fault, outcome_text, party_text};
use crate::domain::dispute::{CommandKind, Denial, DisputeOutcome, Party};
use crate::domain::policy::CaseView;
use crate::services::disputes::DisputeFile;
use crate::web::views::Words;
use crate::web::views::parts::Choice;

/// The last part of the address of a fact's page.
pub fn step_slug(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::RecordFiling => "pengajuan",
        CommandKind::RecordClerkLetter => "surat-panitera",
        CommandKind::RecordCompletion => "pelengkapan",
        CommandKind::RecordNotRegistered => "tidak-diregistrasi",
        CommandKind::RecordRegistration => "registrasi",
        CommandKind::RecordSummons => "panggilan",
        CommandKind::RecordMediationOrder => "mediasi",
        CommandKind::RecordMediationStart => "mediasi-dimulai",
        CommandKind::RecordMediationExtension => "mediasi-diperpanjang",
        CommandKind::RecordMediationAgreement => "mediasi-sepakat",
        CommandKind::RecordMediationFailure => "mediasi-gagal",
        CommandKind::RecordDecisionSession => "hari-putusan",
        CommandKind::RecordConclusions => "kesimpulan",
        CommandKind::RecordDecision => "putusan",
        CommandKind::RecordDecisionCopy => "salinan-putusan",
        CommandKind::RecordCourtObjection => "pengadilan",
        CommandKind::RecordCourtDecision => "putusan-pengadilan",
        CommandKind::RecordCassation => "kasasi",
        CommandKind::RecordFinality => "tetap",
        CommandKind::RecordDisputeExecution => "pelaksanaan",
        CommandKind::RecordDisputeWithdrawal => "pencabutan",
        CommandKind::RecordLapse => "gugur",
        CommandKind::RecordError => "keliru",
    }
}

/// The form: `components/dispute_step.html.tera`.
#[derive(Debug, Serialize)]
pub struct DisputeStepView {
    base: String,
    action: String,
    number: String,
    subject: String,
    step: &'static str,
    version: i32,
    is_stale: bool,
    unavailable: Option<String>,
    /// Label of the second day, where the fact has one.
    other: Option<String>,
    is_other_optional: bool,
    /// What the second day means, where that is not plain.
    other_hint: Option<String>,
    has_number: bool,
    is_number_optional: bool,
    outcomes: Vec<Choice>,
    parties: Vec<Choice>,
    stated: Vec<Choice>,
    /// That only what is to be published was granted, where more was asked for.
    publishing: Vec<Choice>,
    /// The exemptions that the decision may have declared open.
    exemptions: Vec<Choice>,
    asks_source: bool,
    /// The record that would be taken back.
    last: Option<String>,
}

/// The form of a fact, below the page of its objection.
pub fn dispute_step(
    words: Words<'_>,
    file: &DisputeFile,
    (base, action): (&str, String),
    kind: CommandKind,
    is_stale: bool,
) -> DisputeStepView {
    let offer = file.offers.iter().find(|(offered, _)| *offered == kind);
    let answer = offer.map_or(Err(Denial::WrongRole), |(_, answer)| *answer);
    let state = &file.dispute.state;
    // What a court made of it is told in this form.
    let may_grant = state.court_on.is_some() || state.outcome != Some(DisputeOutcome::Rejected);
    let is_order = other_is_order(kind, may_grant);
    let other = match kind {
        CommandKind::RecordClerkLetter => Some("received_on"),
        CommandKind::RecordSummons => Some("hearing_on"),
        CommandKind::RecordDecisionSession => Some("session_on"),
        _ if is_order => Some("execute_by"),
        _ => None,
    };
    let has_party = matches!(
        kind,
        CommandKind::RecordDecisionCopy
            | CommandKind::RecordCourtObjection
            | CommandKind::RecordCourtDecision
            | CommandKind::RecordCassation
    );
    let is_finality = kind == CommandKind::RecordFinality;
    let has_outcome =
        kind == CommandKind::RecordDecision || (is_finality && file.dispute.state.court_on.is_some());
    let outcomes = DisputeOutcome::ALL.iter().filter(|_| has_outcome);
    let stated = is_finality.then(|| Choice::new("true", words.text("dispute.field.stated")));
    let parties = Party::ALL.iter().filter(|_| has_party);
    let at_stake = file
        .at_stake
        .exemptions
        .iter()
        .filter(|_| is_finality && may_grant);
    let exemptions = at_stake.map(|one| {
        let number = one.decree_no.as_deref().unwrap_or(&one.number);
        Choice::new(one.id.to_string(), format!("{number}: {}", one.summary))
    });
    let objection = &file.dispute.objection;
    let grounds = &objection.state.grounds;
    let may_be_publishing = is_order && file.at_stake.request.is_some();
    let raises_publishing = grounds.iter().any(|ground| ground.needs_no_request());
    let publishing = (may_be_publishing && raises_publishing)
        .then(|| Choice::new("true", words.text("dispute.field.publishing")));
    DisputeStepView {
        base: base.to_owned(),
        action,
        number: objection.number().to_owned(),
        subject: objection.row.subject.clone().unwrap_or_default(),
        step: kind.code(),
        version: file.dispute.version(),
        is_stale,
        unavailable: answer.err().map(|denial| words.fault(&denial_fault(denial))),
        other: other.map(|field| words.text(&format!("dispute.field.{field}"))),
        is_other_optional: kind == CommandKind::RecordClerkLetter
            || is_order && (state.court_on.is_some() || !is_finality || file.at_stake.request.is_none()),
        other_hint: is_order.then(|| words.text(&format!("dispute.order_hint.{}", kind.code()))),
        has_number: matches!(kind, CommandKind::RecordFiling | CommandKind::RecordRegistration),
        is_number_optional: kind == CommandKind::RecordFiling,
        outcomes: outcomes
            .map(|one| Choice::new(one.code(), outcome_text(words, *one)))
            .collect(),
        parties: parties
            .map(|one| Choice::new(one.code(), party_text(words, *one)))
            .collect(),
        stated: stated.into_iter().collect(),
        publishing: publishing.into_iter().collect(),
        exemptions: exemptions.collect(),
        asks_source: file.view == CaseView::Office,
        last: (kind == CommandKind::RecordError).then(|| last_record(words, file)),
    }
}

/// Whether the second day is the one by which something is carried out.
const fn other_is_order(kind: CommandKind, may_grant: bool) -> bool {
    may_grant
        && matches!(
            kind,
            CommandKind::RecordMediationAgreement | CommandKind::RecordFinality
        )
}

/// What stands last, with its day.
fn last_record(words: Words<'_>, file: &DisputeFile) -> String {
    let seq = file.dispute.state.last_seq;
    let told = file.dispute.told().unwrap_or_default();
    let found = told.iter().find(|(row, ..)| row.seq == seq);
    found.map_or_else(String::new, |(row, event, _)| {
        let title = words.text(&format!("dispute.event.{}", row.kind));
        format!("{title}, {}", words.date_long(event.on()))
    })
}
