//! Surat, pesan, catatan dan berkas: what is written together with a step. It is made before the step's event, so that the event
//! can bind it, and stored after it.

use super::case::Case;
use super::contents;
use super::letters::{Letter, NoticeItem, Rights, row as letter_row};
use super::steps::{By, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::RuleId;
use crate::domain::request::{AccessMode, Answer, CloseBasis, Command, Content, Event, HeldForm, ItemAnswer};
use crate::persistence::{
    Txn, attachments, files, items, letters as letter_rows, messages as message_rows, rows, units,
};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError, micros};
use time::Date;
use uuid::Uuid;

/// What belongs to one step.
#[derive(Debug, Default)]
pub struct Papers {
    letter: Option<rows::Letter>,
    messages: Vec<rows::Message>,
    answers: Option<Vec<rows::InformationItem>>,
    files: Vec<(rows::File, rows::Attachment)>,
    /// The kind of letter whose receipt is noted, and the day.
    received: Option<(&'static str, Date)>,
}

impl Papers {
    /// Makes what the step calls for; nothing is stored.
    pub async fn prepare(
        ctx: &Context,
        txn: &Txn,
        calendar: &WorkingCalendar,
        case: &Case,
        actor: Actor,
        step: &Step<'_>,
        new: &[Event],
    ) -> Result<Self, ServiceError> {
        let maker = Maker {
            ctx,
            txn,
            calendar,
            case,
            actor,
            new,
        };
        let letter = maker.letter(&step.command, &step.files).await?;
        let mut letter = match letter {
            Some(letter) => Some(letter_row(ctx, txn, case, letter, actor).await?),
            None => None,
        };
        if let (Some(letter), Some(Event::NoticeIssued { received_on, .. })) = (&mut letter, new.first()) {
            letter.received_on = *received_on;
        }
        let message = maker.message(message_of(&step.command, step.by));
        let note = maker.message(reason(&step.command, step.by).map(|text| ("internal", text)));
        let answers = maker.answers(&step.command).await?;
        let owner = Owner {
            letter: letter.as_ref().map(|row| row.id),
            message: message.as_ref().map(|row| row.id),
            items: answers.as_deref().unwrap_or_default(),
        };
        let files = step.files.iter().map(|file| maker.file(file, &owner)).collect();
        Ok(Self {
            letter,
            messages: message.into_iter().chain(note).collect(),
            answers,
            files,
            received: new.iter().find_map(received),
        })
    }

    /// What the event binds.
    pub fn contents(&self, request: &rows::Request) -> Vec<Content> {
        let mut bound: Vec<Content> = self.letter.iter().map(contents::letter).collect();
        bound.extend(self.messages.iter().map(contents::message));
        bound.extend(self.answers.iter().map(|items| contents::answers(request, items)));
        bound.extend(
            self.files
                .iter()
                .map(|(_, attachment)| contents::file(attachment)),
        );
        bound
    }

    /// Stores everything.
    pub async fn insert(self, txn: &Txn, request_id: Uuid) -> Result<(), ServiceError> {
        if let Some(letter) = &self.letter {
            letter_rows::insert_letter(txn, letter).await?;
        }
        for message in &self.messages {
            message_rows::insert_message(txn, message).await?;
        }
        if let Some(answers) = &self.answers {
            items::replace_items(txn, request_id, answers).await?;
        }
        if let Some((kind, on)) = self.received {
            let letters = letter_rows::list_letters(txn, request_id).await?;
            let newest = letters.iter().rev().find(|letter| letter.kind == kind);
            if let Some(letter) = newest {
                letter_rows::update_letter_received(txn, letter.id, on).await?;
            }
        }
        for (file, attachment) in &self.files {
            files::insert_file(txn, file).await?;
            attachments::insert_attachment(txn, attachment).await?;
        }
        Ok(())
    }
}

/// What a file of the step is part of.
struct Owner<'a> {
    letter: Option<Uuid>,
    message: Option<Uuid>,
    items: &'a [rows::InformationItem],
}

struct Maker<'a> {
    ctx: &'a Context,
    txn: &'a Txn,
    calendar: &'a WorkingCalendar,
    case: &'a Case,
    actor: Actor,
    new: &'a [Event],
}

impl Maker<'_> {
    async fn letter(&self, command: &Command, files: &[NewFile]) -> Result<Option<Letter>, ServiceError> {
        Ok(Some(match command {
            Command::DeclareIncomplete { missing, note } => {
                let rule = self.ctx.law.current().rule(RuleId::D03);
                let asked = items::list_items(self.txn, self.case.row.id).await?;
                Letter::Incompleteness {
                    items: asked.into_iter().map(|item| item.detail).collect(),
                    missing: missing.clone(),
                    note: note.trim().to_owned(),
                    days_to_fix: rule.map_or(0, |rule| rule.length),
                }
            }
            Command::AskClarification { question } => Letter::Clarification {
                question: question.trim().to_owned(),
            },
            Command::Extend { reason, note } => Letter::Extension {
                reason: *reason,
                note: note.trim().to_owned(),
                was_due_on: self.case.row.due_on,
                now_due_on: self.case.due_after(self.ctx, self.calendar, self.new)?,
            },
            Command::Route { to, reason } => Letter::Routing {
                from: self.case.unit.name.clone(),
                to: units::get_unit(self.txn, to.0).await?.name,
                reason: reason.trim().to_owned(),
            },
            Command::IssueNotice(answer) => {
                let asked = items::list_items(self.txn, self.case.row.id).await?;
                notice_letter(self.ctx, self.case, &asked, answer, files, self.new)?
            }
            _ => return Ok(None),
        }))
    }

    /// A message or note, linked to the event of the step.
    fn message(&self, said: Option<(&str, &str)>) -> Option<rows::Message> {
        let (direction, body) = said?;
        let body = body.trim();
        (!body.is_empty()).then(|| rows::Message {
            id: self.ctx.new_id(),
            request_id: self.case.row.id,
            direction: direction.to_owned(),
            body: body.to_owned(),
            salt: self.ctx.new_salt(),
            at: micros(self.ctx.now()),
            author_user_id: self.actor.user.map(|user| user.0),
            event_seq: Some(self.case.seq_after(self.new)),
        })
    }

    /// The items with the outcome of each.
    async fn answers(&self, command: &Command) -> Result<Option<Vec<rows::InformationItem>>, ServiceError> {
        let Command::IssueNotice(answer) = command else {
            return Ok(None);
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
        Ok(Some(asked))
    }

    fn file(&self, file: &NewFile, owner: &Owner<'_>) -> (rows::File, rows::Attachment) {
        let mut row = file.attachment(self.ctx, self.case.row.id);
        row.letter_id = owner.letter;
        row.message_id = owner.message;
        let answered = owner.items.iter().find(|item| Some(item.position) == file.item);
        row.item_id = answered.map(|item| item.id);
        row.added_by = self.actor.user.map(|user| user.0);
        if self.actor.user.is_some() && matches!(file.kind, "answer" | "redacted") {
            "office".clone_into(&mut row.origin);
        }
        (file.row(row.added_at), row)
    }
}

/// Why the office took the step. It is kept as a note beside the event: what officers write may name people, and an event stays for
/// ever. Words of the applicant are a message.
fn reason<'a>(command: &'a Command, by: By<'_>) -> Option<&'a str> {
    let text = match command {
        Command::DeclareIncomplete { note, .. }
        | Command::CloseNotFollowedUp { note }
        | Command::Extend { note, .. } => note,
        Command::Withdraw { .. } if matches!(by, By::Applicant) => return None,
        Command::Route { reason, .. } | Command::Unpublish { reason } | Command::Withdraw { reason } => {
            reason
        }
        Command::Deliver { proof, .. } | Command::ConfirmNoticeReceived { proof, .. } => proof,
        Command::Close(CloseBasis::ApplicantAccepts(how)) => how,
        _ => return None,
    };
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The letter whose receipt an event notes.
const fn received(event: &Event) -> Option<(&'static str, Date)> {
    match event {
        Event::IncompletenessReceived { on } => Some(("incompleteness", *on)),
        Event::NoticeReceived { on } => Some(("notice", *on)),
        _ => None,
    }
}

/// What is said to the applicant or by them.
fn message_of<'a>(command: &'a Command, by: By<'_>) -> Option<(&'static str, &'a str)> {
    Some(match command {
        Command::AskClarification { question } => ("to_applicant", question.as_str()),
        Command::AnswerClarification { reply } => ("from_applicant", reply),
        Command::SubmitFix { note, .. } => ("from_applicant", note),
        Command::Withdraw { reason } if matches!(by, By::Applicant) => ("from_applicant", reason),
        _ => return None,
    })
}

/// The written notice as the applicant will read it.
pub(super) fn notice_letter(
    ctx: &Context,
    case: &Case,
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
    let faults = unknown_forms(&case.row, asked, answer, files);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let told = asked.iter().zip(&answer.items).filter_map(|(row, item)| {
        let item = item.as_ref()?;
        let given = files.iter().filter(|file| file.item == Some(row.position));
        Some(NoticeItem {
            position: row.position,
            detail: row.detail.clone(),
            outcome: item.outcome,
            answer: item.text.trim().to_owned(),
            held_form: held_form(&case.row, row.position, item, files),
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
        access_mode: case.row.access_mode.clone(),
        delivery_mode: case.row.delivery_mode.clone(),
        objection_days: Rights::under(case.law(ctx)?).objection,
    })
}

/// The form in which a granted item is held: as the office says, or as what is given shows.
fn held_form(row: &rows::Request, position: i32, item: &ItemAnswer, files: &[NewFile]) -> Option<HeldForm> {
    if !item.outcome.is_granted() {
        return None;
    }
    let has_files = files.iter().any(|file| file.item == Some(position));
    let asked_mode = row.access_mode.as_deref().and_then(AccessMode::parse);
    let certain = || HeldForm::certain(has_files, asked_mode);
    item.held_form.or_else(certain)
}

/// Granted items of which nobody can tell the form; the notice must name it (Perki 1/2021 Ps 31(4)d).
pub(super) fn unknown_forms(
    row: &rows::Request,
    asked: &[rows::InformationItem],
    answer: &Answer,
    files: &[NewFile],
) -> Vec<Fault> {
    let answered = asked.iter().zip(&answer.items);
    let unknown = answered.filter_map(|(asked, item)| {
        let item = item.as_ref().filter(|item| item.outcome.is_granted())?;
        let is_known = held_form(row, asked.position, item, files).is_some();
        (!is_known).then(|| Fault::new(format!("held_form_{}", asked.position), "field.held_form_missing"))
    });
    unknown.collect()
}
