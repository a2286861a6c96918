//! Mengambil langkah: one lawful step in a case. `decide` says whether; this writes what it decided, with the letter, the message,
//! the files and the mail that belong to it, in one transaction.

use super::case::{Case, CaseKey};
use super::completion::Corrected;
use super::notices::to_applicant;
use super::papers::Papers;
use super::proposals::verified;
use super::requirements::acknowledged;
use super::shares::tell_office;
use super::views::is_for_the_ppid;
use crate::domain::actor::{Actor, Viewer};
use crate::domain::objection::ObjectionStatus;
use crate::domain::request::{Command, Denial, decide};
use crate::persistence::disputes::is_settled;
use crate::persistence::{Txn, items, objections, outbox, units, write};
use crate::services::exemptions::grounded;
use crate::services::objections::executed_on_request;
use crate::services::units::{body_of, is_valid_on};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, FaultValue, ServiceError, calendars, disputes};
use uuid::Uuid;

/// Who takes the step.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// Staff; the policy is asked.
    Staff(&'a Viewer),
    /// The applicant, who was let in by the tracking key or by owning the case.
    Applicant,
    /// The portal itself, for what happened by its hand.
    System,
}

/// A step asked for.
#[derive(Debug)]
pub struct Step<'a> {
    /// The case.
    pub key: CaseKey,
    /// Who.
    pub by: By<'a>,
    /// Version the page showed; a newer one is stale.
    pub seen_version: Option<i32>,
    /// What.
    pub command: Command,
    /// Files that go with it, kept already.
    pub files: Vec<NewFile>,
}

/// The case after the step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub registration_no: String,
    /// Its version now.
    pub version: i32,
}

/// Takes a step. Permissions: by the policy for staff, by the machine for each role. Statute: see `CommandKind`.
///
/// # Errors
/// Denied, invalid contents, stale, not found, forbidden.
pub async fn take(ctx: &Context, step: Step<'_>) -> Result<Taken, ServiceError> {
    write(&ctx.db, async |txn| {
        let (mut case, actor) = match step.by {
            By::Staff(viewer) => match step.command.share_handed_in() {
                Some(no) => Case::load_for_share(ctx, txn, &step.key, viewer, no).await?,
                None => Case::load_to_act(ctx, txn, &step.key, viewer, step.command.kind()).await?,
            },
            By::Applicant => (Case::load(ctx, txn, &step.key).await?, Actor::APPLICANT),
            By::System => (Case::load(ctx, txn, &step.key).await?, Actor::SYSTEM),
        };
        if step.seen_version.is_some_and(|seen| seen != case.row.version) {
            return Err(ServiceError::Stale);
        }
        let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
        calendars::bring_up_to_date(ctx, txn, &mut case, &calendar).await?;
        let clock = case.clock(ctx, &calendar)?;
        let at = clock.moment(ctx.today(case.zone));
        let decided = |command: &Command| {
            decide(&case.state, command, actor.role, &at).map_err(|denial| explain(command, denial))
        };
        let command = verified(ctx, txn, &case, step.command).await?;
        let step = Step {
            command: grounded(ctx, txn, &case, &command).await?,
            ..step
        };
        decided(&step.command)?;
        let new = decided(&acknowledged(ctx, txn, &case, &step.command).await?)?;
        check_items(txn, &case, &step.command).await?;
        check_unit(ctx, txn, &case, &step.command).await?;
        check_ppid(&case, &step.command)?;
        check_objections(txn, &case, &step.command).await?;
        let papers = Papers::prepare(ctx, txn, &calendar, &case, actor, &step, &new).await?;
        let corrected = Corrected::prepare(ctx, txn, &mut case, &step.command).await?;
        let mut bound = papers.contents(&case.row);
        bound.extend(corrected.content().cloned());
        let shares = case.state.shares.clone();
        case.append(ctx, txn, &calendar, actor, &new, &bound).await?;
        papers.insert(txn, case.row.id).await?;
        tell_office(ctx, txn, &case, &shares, (actor.role, &new)).await?;
        corrected.save(txn, &case).await?;
        if let Some(done_on) = case.state.reopening.and_then(|order| order.done_on()) {
            Box::pin(executed_on_request(ctx, txn, case.row.id, done_on)).await?;
            Box::pin(disputes::executed_on_request(ctx, txn, case.row.id, done_on)).await?;
        }
        if let Some(kind) = mail_kind(&step.command, matches!(step.by, By::Staff(_))) {
            outbox::insert_outbox(txn, &to_applicant(ctx, &case.row, kind)).await?;
        }
        Ok(Taken {
            id: case.row.id,
            registration_no: case.row.registration_no.clone(),
            version: case.row.version,
        })
    })
    .await
}

/// A notice answers what was asked: no item fewer, none more (UU 14/2008 Ps 22(7)).
async fn check_items(txn: &Txn, case: &Case, command: &Command) -> Result<(), ServiceError> {
    let answer = match command {
        Command::IssueNotice(answer)
        | Command::ProposeAnswer(answer)
        | Command::ApproveAnswer { answer, .. } => Some(answer),
        _ => None,
    };
    if let Some(answer) = answer {
        let asked = items::list_items(txn, case.row.id).await?.len();
        let given = answer.items.len();
        if asked != given {
            return Err(explain(command, Denial::ItemUnanswered(asked.min(given) + 1)));
        }
    }
    if let Command::AskShare { items: wanted, .. } = command {
        let asked = items::list_items(txn, case.row.id).await?;
        let is_asked = |position: &i32| asked.iter().any(|item| item.position == *position);
        if !wanted.iter().all(is_asked) {
            return Err(explain(command, Denial::NothingChosen));
        }
    }
    Ok(())
}

/// While an objection waits for its answer, or for what was ordered in it, the request is not over: neither has the time for one passed
/// (`docs/readings.md` R11), nor has whoever objected accepted the answer. One that met silence is over when the dispute is (R53).
async fn check_objections(txn: &Txn, case: &Case, command: &Command) -> Result<(), ServiceError> {
    if !matches!(command, Command::Close(_)) {
        return Ok(());
    }
    for row in objections::list_objections(txn, case.row.id).await? {
        let status = row.status.as_deref().and_then(ObjectionStatus::parse);
        let is_open = match status {
            Some(status) if status.is_unanswered() => !is_settled(txn, row.id).await?,
            status => status == Some(ObjectionStatus::Executing),
        };
        if is_open {
            return Err(Denial::ObjectionOpen.into());
        }
    }
    Ok(())
}

/// Routing and sharing need a unit that exists today and belongs to the same public body: another one is told of in the notice (UU 14/2008 Ps 22(7)b;
/// `docs/readings.md` R40).
async fn check_unit(ctx: &Context, txn: &Txn, case: &Case, command: &Command) -> Result<(), ServiceError> {
    if let Command::Route { to, .. } | Command::AskShare { unit: to, .. } = command {
        let unit = units::get_unit(txn, to.0)
            .await
            .map_err(|_| ServiceError::invalid("to", "field.unit_unknown"))?;
        if !is_valid_on(&unit, ctx.today(case.zone)) {
            return Err(ServiceError::invalid("to", "field.unit_unknown"));
        }
        if body_of(ctx, &unit) != body_of(ctx, &case.unit) {
            let mut fault = Fault::new("to", "field.unit_of_other_body");
            fault.values.push(("unit", FaultValue::Text(unit.name)));
            return Err(ServiceError::Invalid(vec![fault]));
        }
        units::hold_unit(txn, &unit).await?;
    }
    Ok(())
}

/// The PPID Pelaksana prepares; the PPID of the unit above answers, to which the case is routed first (Perki 1/2021 Ps 12).
fn check_ppid(case: &Case, command: &Command) -> Result<(), ServiceError> {
    if is_for_the_ppid(command.kind()) && case.unit.ppid_of.is_some() {
        return Err(Denial::NoOwnPpid.into());
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
        (Denial::TextMissing, Command::AskClarification { .. }) => "question".to_owned(),
        (Denial::TextMissing, Command::AnswerClarification { .. }) => "reply".to_owned(),
        (Denial::TextMissing | Denial::SameUnit, Command::Route { .. }) => {
            if denial == Denial::SameUnit {
                "to".to_owned()
            } else {
                "reason".to_owned()
            }
        }
        (
            Denial::TextMissing,
            Command::Unpublish { .. } | Command::Withdraw { .. } | Command::ReturnAnswer { .. },
        ) => "reason".to_owned(),
        (Denial::TextMissing, Command::Deliver { .. } | Command::ConfirmNoticeReceived { .. }) => {
            "proof".to_owned()
        }
        (Denial::TextMissing, Command::RecordPayment { .. }) => "reference".to_owned(),
        (Denial::TextMissing, Command::ReturnShare { .. } | Command::RecallShare { .. }) => {
            "reason".to_owned()
        }
        (Denial::TextMissing, Command::SupplyShare { .. }) => "text".to_owned(),
        (Denial::NoShareOpen | Denial::ShareOver, Command::RecallShare { .. }) => "share".to_owned(),
        (Denial::SameUnit | Denial::ShareOpen, Command::AskShare { .. }) => "to".to_owned(),
        (Denial::NothingChosen, Command::AskShare { .. }) => "share_items".to_owned(),
        (Denial::DateInPast | Denial::WantedAfterDue { .. }, Command::AskShare { .. }) => {
            "wanted_on".to_owned()
        }
        (Denial::AmountWrong, _) => "amount".to_owned(),
        (Denial::PaymentModeWrong, _) => "mode".to_owned(),
        (Denial::TextMissing, _) => "note".to_owned(),
        (Denial::NothingChosen, _) => "missing".to_owned(),
        (_, Command::ApproveAnswer { .. }) => return ServiceError::Denied(denial),
        (Denial::ItemUnanswered(n), _) => format!("outcome_{n}"),
        (Denial::PartTooLong(n, part), _) => format!("{}_{n}", part.field()),
        (
            Denial::ExemptionMissing(n)
            | Denial::ExemptionNotInForce(n)
            | Denial::ExemptionOfPart(n)
            | Denial::TestAfterRefusal(n),
            _,
        ) => format!("exemption_{n}"),
        (Denial::FilesOnClosed(n), _) => format!("files[{n}]"),
        (Denial::RedactionUnconfirmed(n), _) => format!("redacted_{n}"),
        (Denial::AnswerEmpty(n), _) => format!("answer_{n}"),
        (Denial::RedactionsUnnamed(n), _) => format!("redactions_{n}"),
        (Denial::HolderUnnamed(n), _) => format!("holder_{n}"),
        (Denial::AvailableDayMissing(n) | Denial::AvailableDayTooFar { item: n, .. }, _) => {
            format!("available_on_{n}")
        }
        (
            Denial::PromiseMissing | Denial::DateInPast | Denial::DateTooFar { .. },
            Command::IssueNotice(_) | Command::ProposeAnswer(_),
        ) => "promised_on".to_owned(),
        (
            Denial::FeeWithoutDecree
            | Denial::FeeOutsideDecree
            | Denial::FeeForNothing
            | Denial::FeeNotOnPaper
            | Denial::FeeNotSent
            | Denial::FeeQuantity
            | Denial::FeeTooLarge
            | Denial::FeePaidBefore,
            _,
        ) => "fee".to_owned(),
        (Denial::DateInFuture | Denial::DateTooEarly, _) => "on".to_owned(),
        _ => return ServiceError::Denied(denial),
    };
    ServiceError::Invalid(vec![Fault::denied(field, denial)])
}

/// The mail a step sends to the applicant. What they did themselves, or what reached them online, is no news to them; what the office
/// says of them is, because days run from it.
const fn mail_kind(command: &Command, is_by_office: bool) -> Option<&'static str> {
    match command {
        Command::DeclareComplete { .. } => Some("complete"),
        Command::ConfirmLetterReceived { .. } | Command::ConfirmNoticeReceived { .. } if is_by_office => {
            Some("receipt_recorded")
        }
        Command::SubmitFix { .. } | Command::AnswerClarification { .. } if is_by_office => Some("entered"),
        Command::DeclareIncomplete { .. } => Some("incompleteness"),
        Command::CloseNotFollowedUp { .. } => Some("not_followed_up"),
        Command::Route { .. } => Some("routed"),
        Command::AskShare { .. } => Some("shared"),
        Command::AskClarification { .. } => Some("clarification"),
        Command::Extend { .. } => Some("extension"),
        Command::IssueNotice(_) | Command::ApproveAnswer { .. } => Some("notice"),
        Command::RecordPayment { .. } => Some("payment_receipt"),
        Command::Deliver { .. } => Some("delivered"),
        Command::Close(_) => Some("closed"),
        Command::Withdraw { .. } => Some("withdrawn"),
        _ => None,
    }
}
