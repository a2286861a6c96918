//! Mengambil langkah: one lawful step in a case. `decide` says whether; this writes what it decided, with the letter, the message,
//! the files and the mail that belong to it, in one transaction.

use super::case::{Case, CaseKey};
use super::letters::{self, Letter, NoticeItem};
use super::notices::to_applicant;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::deadline::RuleId;
use crate::domain::request::{Answer, CloseBasis, Command, Denial, Event, decide};
use crate::persistence::{
    Txn, attachments, files, items, letters as letter_rows, messages, outbox, rows, units, write,
};
use crate::services::units::is_valid_on;
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError, calendars, micros};
use uuid::Uuid;

/// Who takes the step.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// Staff; the policy is asked.
    Staff(&'a Viewer),
    /// The applicant, who was let in by the tracking key or by owning the case.
    Applicant,
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
            By::Staff(viewer) => Case::load_to_act(ctx, txn, &step.key, viewer).await?,
            By::Applicant => (Case::load(ctx, txn, &step.key).await?, Actor::APPLICANT),
        };
        if step.seen_version.is_some_and(|seen| seen != case.row.version) {
            return Err(ServiceError::Stale);
        }
        let calendar = calendars::current(ctx, txn).await?;
        calendars::bring_up_to_date(ctx, txn, &mut case, &calendar).await?;
        let clock = case.clock(ctx, &calendar)?;
        let at = clock.moment(ctx.today(case.zone));
        let new = decide(&case.state, &step.command, actor.role, &at)
            .map_err(|denial| explain(&step.command, denial))?;
        check_items(txn, &case, &step.command).await?;
        let was_due_on = case.row.due_on;
        let from = case.unit.clone();
        check_unit(ctx, txn, &case, &step.command).await?;
        if let Command::Extend { note, .. } = &step.command {
            case.row.extension_note = Some(note.trim().to_owned());
        }
        case.append(ctx, txn, &calendar, actor, reason(&step.command, step.by), &new)
            .await?;
        let effects = Effects {
            ctx,
            txn,
            case: &case,
            actor,
            files: &step.files,
        };
        effects.write(&step.command, &new, &from, was_due_on).await?;
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
    if let Command::IssueNotice(answer) = command {
        let asked = items::list_items(txn, case.row.id).await?.len();
        let given = answer.items.len();
        if asked != given {
            return Err(explain(command, Denial::ItemUnanswered(asked.min(given) + 1)));
        }
    }
    Ok(())
}

/// Routing needs a unit that exists today.
async fn check_unit(ctx: &Context, txn: &Txn, case: &Case, command: &Command) -> Result<(), ServiceError> {
    if let Command::Route { to, .. } = command {
        let unit = units::get_unit(txn, to.0)
            .await
            .map_err(|_| ServiceError::invalid("to", "field.unit_unknown"))?;
        if !is_valid_on(&unit, ctx.today(case.zone)) {
            return Err(ServiceError::invalid("to", "field.unit_unknown"));
        }
    }
    Ok(())
}

/// What is kept with the event. Words of the applicant are kept as messages instead.
fn reason<'a>(command: &'a Command, by: By<'_>) -> Option<&'a str> {
    let text = match command {
        Command::DeclareIncomplete { note, .. }
        | Command::CloseNotFollowedUp { note }
        | Command::Extend { note, .. } => note,
        Command::Withdraw { .. } if matches!(by, By::Applicant) => return None,
        Command::Route { reason, .. } | Command::Unpublish { reason } | Command::Withdraw { reason } => {
            reason
        }
        Command::Deliver { proof, .. } => proof,
        Command::Close(CloseBasis::ApplicantAccepts(how)) => how,
        _ => return None,
    };
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// A denial of contents belongs to a field; one of state or date to the step.
pub(super) fn explain(command: &Command, denial: Denial) -> ServiceError {
    let field = match (denial, command) {
        (Denial::TextMissing, Command::AskClarification { .. }) => "question".to_owned(),
        (Denial::TextMissing, Command::AnswerClarification { .. }) => "reply".to_owned(),
        (Denial::TextMissing | Denial::SameUnit, Command::Route { .. }) => {
            if denial == Denial::SameUnit {
                "to".to_owned()
            } else {
                "reason".to_owned()
            }
        }
        (Denial::TextMissing, Command::Unpublish { .. } | Command::Withdraw { .. }) => "reason".to_owned(),
        (Denial::TextMissing, Command::Deliver { .. }) => "proof".to_owned(),
        (Denial::TextMissing, _) => "note".to_owned(),
        (Denial::NothingChosen, _) => "missing".to_owned(),
        (Denial::ItemUnanswered(n) | Denial::ItemRefused(n), _) => format!("outcome_{n}"),
        (Denial::AnswerEmpty(n), _) => format!("answer_{n}"),
        (Denial::RedactionsUnnamed(n), _) => format!("redactions_{n}"),
        (Denial::HolderUnnamed(n), _) => format!("holder_{n}"),
        (Denial::AvailableDayMissing(n), _) => format!("available_on_{n}"),
        (Denial::PromiseMissing | Denial::DateInPast, Command::IssueNotice(_)) => "promised_on".to_owned(),
        (Denial::DateInFuture | Denial::DateTooEarly, _) => "on".to_owned(),
        _ => return ServiceError::Denied(denial),
    };
    ServiceError::Invalid(vec![Fault::denied(field, denial)])
}

struct Effects<'a> {
    ctx: &'a Context,
    txn: &'a Txn,
    case: &'a Case,
    actor: Actor,
    files: &'a [NewFile],
}

impl Effects<'_> {
    async fn write(
        &self,
        command: &Command,
        new: &[Event],
        from: &rows::Unit,
        was_due_on: time::Date,
    ) -> Result<(), ServiceError> {
        let (mut letter_id, mut message_id) = (None, None);
        if let Some(letter) = self.letter(command, new, from, was_due_on).await? {
            let row = letters::row(self.ctx, self.case, &letter, self.actor)?;
            letter_id = Some(row.id);
            letter_rows::insert_letter(self.txn, &row).await?;
        }
        if let Some(row) = self.message(command) {
            message_id = Some(row.id);
            messages::insert_message(self.txn, &row).await?;
        }
        let item_ids = self.answer_items(command).await?;
        self.attach(letter_id, message_id, &item_ids).await?;
        if let Some(kind) = mail_kind(command) {
            outbox::insert_outbox(self.txn, &to_applicant(self.ctx, &self.case.row, kind)).await?;
        }
        Ok(())
    }

    async fn letter(
        &self,
        command: &Command,
        new: &[Event],
        from: &rows::Unit,
        was_due_on: time::Date,
    ) -> Result<Option<Letter>, ServiceError> {
        Ok(Some(match command {
            Command::DeclareIncomplete { missing, note } => {
                let days_to_fix = self
                    .ctx
                    .law
                    .current()
                    .rule(RuleId::D03)
                    .map_or(0, |rule| rule.length);
                Letter::Incompleteness {
                    missing: missing.clone(),
                    note: note.trim().to_owned(),
                    days_to_fix,
                }
            }
            Command::AskClarification { question } => Letter::Clarification {
                question: question.trim().to_owned(),
            },
            Command::Extend { reason, note } => Letter::Extension {
                reason: *reason,
                note: note.trim().to_owned(),
                was_due_on,
                now_due_on: self.case.row.due_on,
            },
            Command::Route { to, reason } => Letter::Routing {
                from: from.name.clone(),
                to: units::get_unit(self.txn, to.0).await?.name,
                reason: reason.trim().to_owned(),
            },
            Command::IssueNotice(answer) => self.notice(answer, new).await?,
            _ => return Ok(None),
        }))
    }

    async fn notice(&self, answer: &Answer, new: &[Event]) -> Result<Letter, ServiceError> {
        let asked = items::list_items(self.txn, self.case.row.id).await?;
        notice_letter(&self.case.row, &asked, answer, self.files, new)
    }

    fn message(&self, command: &Command) -> Option<rows::Message> {
        let (direction, body) = match command {
            Command::AskClarification { question } => ("to_applicant", question),
            Command::AnswerClarification { reply } => ("from_applicant", reply),
            Command::SubmitFix { note, .. } => ("from_applicant", note),
            Command::Withdraw { reason } if self.actor.role == Role::Citizen => ("from_applicant", reason),
            _ => return None,
        };
        let body = body.trim();
        (!body.is_empty()).then(|| rows::Message {
            id: self.ctx.new_id(),
            request_id: self.case.row.id,
            direction: direction.to_owned(),
            body: body.to_owned(),
            at: micros(self.ctx.now()),
            author_user_id: self.actor.user.map(|user| user.0),
            event_seq: Some(self.case.row.event_seq),
        })
    }

    /// Writes the outcome of each item; gives the ids by position.
    async fn answer_items(&self, command: &Command) -> Result<Vec<(i32, Uuid)>, ServiceError> {
        let Command::IssueNotice(answer) = command else {
            return Ok(Vec::new());
        };
        let mut asked = items::list_items(self.txn, self.case.row.id).await?;
        for (row, item) in asked.iter_mut().zip(&answer.items) {
            let Some(item) = item else { continue };
            row.outcome = Some(item.outcome.code().to_owned());
            row.answer = Some(item.text.trim().to_owned());
            row.redactions.clone_from(&item.redactions);
            row.holder.clone_from(&item.holder);
            row.available_on = item.available_on;
        }
        items::replace_items(self.txn, self.case.row.id, &asked).await?;
        Ok(asked.iter().map(|row| (row.position, row.id)).collect())
    }

    async fn attach(
        &self,
        letter_id: Option<Uuid>,
        message_id: Option<Uuid>,
        item_ids: &[(i32, Uuid)],
    ) -> Result<(), ServiceError> {
        let now = micros(self.ctx.now());
        for file in self.files {
            files::insert_file(self.txn, &file.row(now)).await?;
            let mut row = file.attachment(self.ctx.new_id(), self.case.row.id, now);
            row.letter_id = letter_id;
            row.message_id = message_id;
            row.item_id = item_ids
                .iter()
                .find(|(position, _)| Some(*position) == file.item)
                .map(|(_, id)| *id);
            row.added_by = self.actor.user.map(|user| user.0);
            let is_office = self.actor.user.is_some() && matches!(file.kind, "answer" | "redacted");
            if is_office {
                "office".clone_into(&mut row.origin);
            }
            attachments::insert_attachment(self.txn, &row).await?;
        }
        Ok(())
    }
}

/// The written notice as the applicant will read it.
pub(super) fn notice_letter(
    row: &rows::Request,
    asked: &[rows::InformationItem],
    answer: &Answer,
    files: &[NewFile],
    new: &[Event],
) -> Result<Letter, ServiceError> {
    let Some(Event::NoticeIssued {
        outcome, promised_on, ..
    }) = new.first()
    else {
        return Err(ServiceError::unexpected("a notice without its event"));
    };
    let told = asked.iter().zip(&answer.items).filter_map(|(row, item)| {
        let item = item.as_ref()?;
        let given = files.iter().filter(|file| file.item == Some(row.position));
        Some(NoticeItem {
            position: row.position,
            detail: row.detail.clone(),
            outcome: item.outcome,
            answer: item.text.trim().to_owned(),
            redactions: item.redactions.clone(),
            holder: item.holder.clone(),
            available_on: item.available_on,
            files: given.map(|file| file.name.clone()).collect(),
        })
    });
    Ok(Letter::Notice {
        outcome: *outcome,
        items: told.collect(),
        promised_on: *promised_on,
        access_mode: row.access_mode.clone(),
        delivery_mode: row.delivery_mode.clone(),
    })
}

/// The mail a step sends to the applicant.
const fn mail_kind(command: &Command) -> Option<&'static str> {
    match command {
        Command::DeclareIncomplete { .. } => Some("incompleteness"),
        Command::CloseNotFollowedUp { .. } => Some("not_followed_up"),
        Command::Route { .. } => Some("routed"),
        Command::AskClarification { .. } => Some("clarification"),
        Command::Extend { .. } => Some("extension"),
        Command::IssueNotice(_) => Some("notice"),
        Command::Deliver { .. } => Some("delivered"),
        Command::Close(_) => Some("closed"),
        Command::Withdraw { .. } => Some("withdrawn"),
        _ => None,
    }
}
