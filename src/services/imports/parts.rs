//! What the rows of an older case are made of.

use super::record::OldCase;
use crate::domain::actor::Actor;
use crate::persistence::rows;
use crate::services::requests::{Case, Filing, PublicText, names_applicant};
use crate::services::{Context, micros};
use crate::text::Lang;
use time::OffsetDateTime;
use uuid::Uuid;

/// Words of the source beside the event that comes next.
pub(super) fn note(then: &Context, case: &Case, text: &str, at: OffsetDateTime) -> rows::Message {
    rows::Message {
        id: then.new_id(),
        request_id: case.row.id,
        direction: "internal".to_owned(),
        body: text.to_owned(),
        salt: then.new_salt(),
        at: micros(at),
        author_user_id: None,
        event_seq: Some(case.row.event_seq + 1),
    }
}

/// The older case as something filed.
pub(super) fn filing(old: &OldCase) -> Filing {
    Filing {
        request: old.request.clone(),
        channel: old.channel,
        received_at: old.filed_at,
        lang: Lang::Id,
        citizen: None,
        actor: Actor::SYSTEM,
        submission_key: String::new(),
        draft: None,
        files: Vec::new(),
        source: "import",
    }
}

/// The one item it asked for, with its answer.
pub(super) fn item(then: &Context, request_id: Uuid, old: &OldCase) -> rows::InformationItem {
    let answer = old.answer.as_ref();
    rows::InformationItem {
        id: then.new_id(),
        request_id,
        position: 1,
        detail: old.request.items.concat(),
        outcome: answer.map(|answer| answer.outcome.code().to_owned()),
        answer: answer.and_then(|answer| answer.text.clone()),
        ground: answer.and_then(|answer| answer.ground.clone()),
        redactions: None,
        holder: answer.and_then(|answer| answer.holder.clone()),
        available_on: None,
        exemption_id: None,
    }
}

/// Its objection.
pub(super) fn objection(then: &Context, request: &rows::Request, old: &OldCase) -> Option<rows::Objection> {
    let objection = old.objection.as_ref()?;
    Some(rows::Objection {
        id: then.new_id(),
        request_id: Some(request.id),
        unit_id: request.unit_id,
        filed_on: objection.filed_on,
        grounds: objection.ground.clone(),
        reason: objection.reason.clone(),
        decided_on: Some(objection.decided_on),
        decision: objection.decision.clone(),
        decision_text: objection.decision_text.clone(),
        source: "import".to_owned(),
        number: None,
        reg_year: None,
        reg_seq: None,
        submission_key: None,
        token_hash: None,
        status: None,
        channel: None,
        rule_set: None,
        locale: None,
        citizen_user_id: None,
        applicant_kind: None,
        by_proxy: None,
        subject: None,
        purpose: None,
        received_at: None,
        recorded_on: None,
        is_possibly_late: None,
        is_question_open: None,
        statute_due_on: None,
        regulation_due_on: None,
        queue_on: None,
        answer_received_on: None,
        execute_by: None,
        executed_on: None,
        closed_on: None,
        calendar_version_id: None,
        road_calendar_id: None,
        links_replaced: None,
        event_seq: None,
        last_event_hash: None,
        salt: None,
        updated_at: None,
        version: None,
        received_unit_id: Some(request.unit_id),
    })
}

/// What may be published without a person looking: an answer that granted something, in words that name no applicant.
pub(super) fn public_text(old: &OldCase, filing: &Filing) -> Option<PublicText> {
    let answer = old.answer.as_ref().filter(|answer| answer.outcome.is_granted())?;
    let text = PublicText {
        subject: old.request.subject.clone(),
        question: old.request.items.concat(),
        answer: answer.text.clone()?,
        files: Vec::new(),
        is_looked_through: false,
    };
    let is_anonymous = [&text.subject, &text.question, &text.answer]
        .iter()
        .all(|words| !names_applicant(&filing.request.identity, words));
    is_anonymous.then_some(text)
}
