//! The dispute at the Commission: what is told of it, and how it stands.

use terbuka::domain::actor::Role;
use terbuka::domain::dispute::{Command, CommandKind, DisputeOutcome, Party, Told};
use terbuka::services::disputes::{DisputeFile, DisputeStep, record as record_fact};
use terbuka::services::objections::{By, ObjectionKey};
use time::Date;

use super::expect::Differences;
use super::file::{Does, Event, Expect, Fact, Who};
use super::play::{Done, viewer};
use super::stage::Stage;

/// The fact of a dispute in what is done, when it is one.
pub fn told(does: &Does) -> Option<(CommandKind, &Fact)> {
    use CommandKind as K;
    Some(match does {
        Does::RecordFiling(fact) => (K::RecordFiling, fact),
        Does::RecordClerkLetter(fact) => (K::RecordClerkLetter, fact),
        Does::RecordCompletion(fact) => (K::RecordCompletion, fact),
        Does::RecordNotRegistered(fact) => (K::RecordNotRegistered, fact),
        Does::RecordRegistration(fact) => (K::RecordRegistration, fact),
        Does::RecordSummons(fact) => (K::RecordSummons, fact),
        Does::RecordMediationOrder(fact) => (K::RecordMediationOrder, fact),
        Does::RecordMediationStart(fact) => (K::RecordMediationStart, fact),
        Does::RecordMediationExtension(fact) => (K::RecordMediationExtension, fact),
        Does::RecordMediationAgreement(fact) => (K::RecordMediationAgreement, fact),
        Does::RecordMediationFailure(fact) => (K::RecordMediationFailure, fact),
        Does::RecordDecisionSession(fact) => (K::RecordDecisionSession, fact),
        Does::RecordConclusions(fact) => (K::RecordConclusions, fact),
        Does::RecordDecision(fact) => (K::RecordDecision, fact),
        Does::RecordDecisionCopy(fact) => (K::RecordDecisionCopy, fact),
        Does::RecordCourtObjection(fact) => (K::RecordCourtObjection, fact),
        Does::RecordCourtDecision(fact) => (K::RecordCourtDecision, fact),
        Does::RecordCassation(fact) => (K::RecordCassation, fact),
        Does::RecordFinality(fact) => (K::RecordFinality, fact),
        Does::RecordDisputeExecution(fact) => (K::RecordDisputeExecution, fact),
        Does::RecordDisputeWithdrawal(fact) => (K::RecordDisputeWithdrawal, fact),
        Does::RecordLapse(fact) => (K::RecordLapse, fact),
        Does::RecordError(fact) => (K::RecordError, fact),
        _ => return None,
    })
}

/// Records a fact of the dispute that follows the objection.
pub async fn record(
    stage: &mut Stage<'_>,
    event: &Event,
    (kind, fact): (CommandKind, &Fact),
    source: String,
) -> Done {
    let viewer = viewer(stage, event).await;
    let step = DisputeStep {
        objection: ObjectionKey::Id(stage.objection.expect("an objection was filed")),
        by: match event.who {
            Who::Applicant => By::Applicant,
            Who::Portal => By::System,
            _ => By::Staff(&viewer, &[Role::Ppid, Role::Officer, Role::Superior]),
        },
        seen_version: None,
        command: Command {
            kind,
            on: fact.on.0,
            told: Told {
                number: fact.number.clone(),
                other_on: fact.other.map(|day| day.0),
                outcome: fact
                    .outcome
                    .as_deref()
                    .map(|code| DisputeOutcome::parse(code).expect("an outcome")),
                party: fact
                    .party
                    .as_deref()
                    .map(|code| Party::parse(code).expect("a party")),
                is_stated: fact.stated,
                is_about_publishing: fact.publishing,
                opens: stage.exemption.filter(|_| fact.opens).into_iter().collect(),
            },
            source,
        },
    };
    record_fact(&stage.app.ctx, step).await
}

/// What differs in the dispute.
pub fn compare(expected: &Expect, file: &DisputeFile, differences: &mut Differences) {
    let state = &file.dispute.state;
    let text = |text: &str| text.to_owned();
    differences.if_named("dispute", expected.dispute.as_ref(), &text(state.status.code()));
    let commission = file.dispute.commission();
    let province = text(commission.province().unwrap_or("none"));
    differences.if_named("commission", expected.commission.as_ref(), &province);
    let filed = state.filed.as_ref();
    differences.if_named(
        "possibly_late_there",
        expected.possibly_late_there.as_ref(),
        &filed.is_some_and(|filed| filed.is_possibly_late),
    );
    let day = |day: Option<Date>| day.map_or(text("none"), |day| day.to_string());
    let next = file.next.as_ref().map(|(duty, _)| duty.deadline.due);
    differences.if_named("body_acts_by", expected.body_acts_by.as_ref(), &day(next));
    for code in &expected.moot {
        let found = file.clock.duty(&code.0).map(|duty| duty.is_moot);
        differences.same(&format!("{} is moot", code.0), &Some(true), &found);
    }
    differences.if_named("uncounted", expected.uncounted.as_ref(), &file.clock.unchecked);
}
