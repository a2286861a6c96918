//! Mengambil langkah in an objection: `decide` says whether; this writes what it decided, with the letter, the message, the documents and
//! the mail that belong to it, in one transaction. An order opens the request again in the same one.

use super::case::{Objection, ObjectionKey};
use super::notices::to_objector;
use super::papers::Papers;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::objection::{Command, Denial, Event, ObjectionStatus, decide};
use crate::domain::request::OrderedBy;
use crate::persistence::{Txn, objections, outbox, write};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, FaultValue, ServiceError, requests};
use time::Date;
use uuid::Uuid;

/// Who takes the step.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// Staff, in the first of these roles that they hold in the unit.
    Staff(&'a Viewer, &'a [Role]),
    /// The applicant, who was let in by the secret link.
    Applicant,
    /// The portal itself, for what happened by its hand.
    System,
}

/// A step asked for.
#[derive(Debug)]
pub struct ObjectionStep<'a> {
    /// The objection.
    pub key: ObjectionKey,
    /// Who.
    pub by: By<'a>,
    /// Version the page showed; a newer one is stale.
    pub seen_version: Option<i32>,
    /// What.
    pub command: Command,
    /// Documents that go with it, kept already.
    pub files: Vec<NewFile>,
}

/// The objection after the step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: Uuid,
    /// Its version now.
    pub version: i32,
}

/// Takes a step. Permissions: by the policy for staff, by the machine for each role. Statute: see `CommandKind`.
///
/// # Errors
/// Denied, invalid contents, stale, not found, forbidden.
pub async fn take(ctx: &Context, step: ObjectionStep<'_>) -> Result<Taken, ServiceError> {
    write(&ctx.db, async |txn| {
        let (mut objection, actor) = match step.by {
            By::Staff(viewer, roles) => Objection::load_to_act(ctx, txn, &step.key, viewer, roles).await?,
            By::Applicant => (Objection::load(ctx, txn, &step.key).await?, Actor::APPLICANT),
            By::System => (Objection::load(ctx, txn, &step.key).await?, Actor::SYSTEM),
        };
        if step.seen_version.is_some_and(|seen| seen != objection.version()) {
            return Err(ServiceError::Stale);
        }
        let calendar = objection.calendar(ctx, txn).await?;
        super::recompute::bring_up_to_date(ctx, txn, &mut objection, &calendar).await?;
        let (clock, _) = objection.standing_clock(ctx, txn, &calendar).await?;
        let at = objection.moment(ctx, txn, &clock).await?;
        let new = decide(&objection.state, &step.command, actor.role, &at)
            .map_err(|denial| explain(&step.command, denial))?;
        let papers = Papers::prepare(ctx, txn, &objection, actor, &step, &new).await?;
        objection
            .append(ctx, txn, &calendar, actor, &new, &papers.contents())
            .await?;
        papers.insert(txn, objection.row.id).await?;
        reopen(ctx, txn, &objection, &new).await?;
        if let Some(kind) = mail_kind(&step.command, matches!(step.by, By::Staff(..))) {
            outbox::insert_outbox(txn, &to_objector(ctx, &objection.row, kind)).await?;
        }
        Ok(Taken {
            id: objection.row.id,
            version: objection.version(),
        })
    })
    .await
}

/// What was ordered or agreed on is done in the request itself: it is opened again, and the day of the order runs there.
async fn reopen(ctx: &Context, txn: &Txn, objection: &Objection, new: &[Event]) -> Result<(), ServiceError> {
    let ordered = new.iter().find_map(|event| match event {
        Event::ObjectionAnswered { execute_by, .. } | Event::SettlementReached { execute_by, .. } => {
            *execute_by
        }
        _ => None,
    });
    let (Some(execute_by), Some(request)) = (ordered, objection.state.reopens()) else {
        return Ok(());
    };
    requests::reopen(ctx, txn, request.0, execute_by, OrderedBy::Superior).await
}

/// Whether what was ordered is done in the request, which was opened again for it.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn runs_in_request(ctx: &Context, id: Uuid) -> Result<bool, ServiceError> {
    let objection = Objection::load(ctx, ctx.db.read(), &ObjectionKey::Id(id)).await?;
    Ok(objection.state.reopens().is_some())
}

/// A step in a request that carried out an order: the objection that gave it is done with it, in the same transaction.
///
/// # Errors
/// When the database is out of reach, or someone else was faster.
pub(in crate::services) async fn executed_on_request(
    ctx: &Context,
    txn: &Txn,
    request_id: Uuid,
    done_on: Date,
) -> Result<(), ServiceError> {
    let filed = objections::list_objections(txn, request_id).await?;
    let executing = ObjectionStatus::Executing.code();
    for row in filed
        .iter()
        .filter(|row| row.status.as_deref() == Some(executing))
    {
        let mut objection = Objection::load(ctx, txn, &ObjectionKey::Id(row.id)).await?;
        if objection.state.reopens().is_none() {
            continue;
        }
        let calendar = objection.calendar(ctx, txn).await?;
        let clock = objection.clock(ctx, &calendar)?;
        let at = objection.moment(ctx, txn, &clock).await?;
        let command = Command::RecordExecution {
            on: done_on,
            note: String::new(),
        };
        let new = decide(&objection.state, &command, Role::System, &at)
            .map_err(|denial| explain(&command, denial))?;
        objection
            .append(ctx, txn, &calendar, Actor::SYSTEM, &new, &[])
            .await?;
    }
    Ok(())
}

/// A denial of contents belongs to a field; one of state or date to the step.
pub(super) fn explain(command: &Command, denial: Denial) -> ServiceError {
    // A text that is too long stands where one that is missing would.
    let about = match denial {
        Denial::TextTooLong { .. } => Denial::TextMissing,
        _ => denial,
    };
    let field = match (about, command) {
        (Denial::TextMissing, Command::AskParticulars { .. }) => "question".to_owned(),
        (Denial::TextMissing, Command::SupplyParticulars { .. }) => "reply".to_owned(),
        (Denial::TextMissing, Command::OpenSettlement { .. }) => "invitation".to_owned(),
        (Denial::TextMissing, Command::RecordAgreement { .. }) => "terms".to_owned(),
        (Denial::TextMissing, Command::ConfirmAnswerReceived { .. }) => "proof".to_owned(),
        (Denial::TextMissing, Command::Withdraw { .. }) => "reason".to_owned(),
        (Denial::TextMissing | Denial::OrderWithoutUpheld, Command::Answer { .. }) => "order".to_owned(),
        (Denial::TextMissing, _) => "note".to_owned(),
        (Denial::ConsentMissing | Denial::ConsentTooLong { .. }, _) => "consent".to_owned(),
        (Denial::MinutesMissing, _) => "files".to_owned(),
        (Denial::RulingMissing(ground), _) => format!("ruling_{}", ground.letter()),
        (Denial::RebuttalMissing(ground) | Denial::RebuttalTooLong(ground), _) => {
            format!("text_{}", ground.letter())
        }
        (Denial::DecreeMissing, _) => "ruling_a".to_owned(),
        (Denial::ExecuteByMissing | Denial::DateInPast | Denial::DateTooFar { .. }, _) => {
            "execute_by".to_owned()
        }
        (Denial::DateInFuture | Denial::DateTooEarly, _) => "on".to_owned(),
        _ => String::new(),
    };
    ServiceError::Invalid(vec![fault(field, denial)])
}

/// The sentence of a denial, at a field or at the whole step.
pub(super) fn fault(field: impl Into<String>, denial: Denial) -> Fault {
    let mut fault = Fault::new(field, format!("objection.denial.{}", denial.code()));
    if let Some(day) = denial.day() {
        fault.values.push(("day", FaultValue::Day(day)));
    }
    if let Some(limit) = denial.limit() {
        fault.values.push(("limit", FaultValue::Text(limit.to_string())));
    }
    if let Some(ground) = denial.ground() {
        fault
            .values
            .push(("ground", FaultValue::Text(ground.letter().to_string())));
    }
    fault
}

/// The mail a step sends to the applicant. What they did themselves, or what reached them online, is no news to them; what the office
/// says of them is, because days run from it.
const fn mail_kind(command: &Command, is_by_office: bool) -> Option<&'static str> {
    match command {
        Command::ConfirmAnswerReceived { .. } if is_by_office => Some("objection_receipt_recorded"),
        Command::SupplyParticulars { .. } if is_by_office => Some("objection_entered"),
        Command::RecordExecution { .. } => Some("objection_executed"),
        Command::AskParticulars { .. } => Some("objection_question"),
        Command::OpenSettlement { .. } | Command::RecordAgreement { .. } | Command::RecordFailure { .. } => {
            Some("objection_settlement")
        }
        Command::Answer { .. } => Some("objection_answer"),
        Command::Close(_) => Some("objection_closed"),
        Command::Withdraw { .. } => Some("objection_withdrawn"),
        _ => None,
    }
}
