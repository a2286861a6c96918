//! Surat, pesan, catatan dan berkas: what is written together with a step. It is made before the step's event, so that the event
//! can bind it, and stored after it.

use super::case::Case;
use super::contents;
use super::letters::{Letter, row as letter_row, stored};
use super::notice::{Made, answer_letters, closing};
use super::proposals::{Proposal, signer_of};
use super::steps::{By, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::RuleId;
use crate::domain::request::{CloseBasis, Command, Content, Event};
use crate::persistence::{
    Txn, attachments, files, items, letters as letter_rows, messages as message_rows, rows, shares, units,
    users,
};
use crate::services::exemptions::{decrees_of, ground_codes};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError, fees, micros};
use time::Date;
use uuid::Uuid;

/// What belongs to one step.
#[derive(Debug, Default)]
pub struct Papers {
    /// The letters, the one that the step is about first.
    letters: Vec<rows::Letter>,
    proposal: Option<Proposal>,
    messages: Vec<rows::Message>,
    answers: Option<Vec<rows::InformationItem>>,
    files: Vec<(rows::File, rows::Attachment)>,
    /// Files of a share, which are no part of the answer until the responsible unit takes them into it.
    material: Vec<(rows::File, rows::ShareFile)>,
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
        let mut letters = maker.letters(&step.command, &step.files).await?;
        if let Some(Event::NoticeIssued { received_on, .. }) = new.last() {
            for letter in &mut letters {
                letter.received_on = *received_on;
            }
        }
        let proposal = match &step.command {
            Command::ProposeAnswer(answer) => {
                Some(Proposal::new(ctx, case, actor, answer, &step.files, new)?)
            }
            _ => None,
        };
        let message = maker.message(message_of(&step.command, step.by));
        let note = maker.message(reason(&step.command, step.by).map(|text| ("internal", text)));
        let answers = maker.answers(&step.command).await?;
        let owner = Owner {
            letter: letters.first().map(|row| row.id),
            message: message.as_ref().map(|row| row.id),
            items: answers.as_deref().unwrap_or_default(),
        };
        // What waits for the superior is not part of the case yet: the applicant sees none of it.
        let is_material = matches!(step.command, Command::SupplyShare { .. });
        let files = if proposal.is_some() || is_material {
            Vec::new()
        } else {
            step.files.iter().map(|file| maker.file(file, &owner)).collect()
        };
        let material = match &step.command {
            Command::SupplyShare { no, .. } => {
                step.files.iter().map(|file| maker.material(file, *no)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Self {
            letters,
            proposal,
            messages: message.into_iter().chain(note).collect(),
            answers,
            files,
            material,
            received: new.iter().find_map(received),
        })
    }

    /// What the event binds.
    pub fn contents(&self, request: &rows::Request) -> Vec<Content> {
        let mut bound: Vec<Content> = self.letters.iter().map(contents::letter).collect();
        bound.extend(self.proposal.iter().map(Proposal::content));
        bound.extend(self.messages.iter().map(contents::message));
        bound.extend(self.answers.iter().map(|items| contents::answers(request, items)));
        bound.extend(
            self.files
                .iter()
                .map(|(_, attachment)| contents::file(attachment)),
        );
        bound.extend(
            self.material
                .iter()
                .map(|(_, row)| contents::material(row.id, &row.salt, row.share_no, &row.sha256, &row.name)),
        );
        bound
    }

    /// Stores everything.
    pub async fn insert(self, txn: &Txn, request_id: Uuid) -> Result<(), ServiceError> {
        for letter in &self.letters {
            letter_rows::insert_letter(txn, letter).await?;
        }
        if let Some(proposal) = &self.proposal {
            proposal.insert(txn).await?;
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
            // What went out in one envelope arrived in one.
            let together = newest.map(|newest| newest.issued_at);
            for letter in letters.iter().filter(|letter| Some(letter.issued_at) == together) {
                letter_rows::update_letter_received(txn, letter.id, on).await?;
            }
        }
        for (file, attachment) in &self.files {
            files::insert_file(txn, file).await?;
            attachments::insert_attachment(txn, attachment).await?;
        }
        for (file, row) in &self.material {
            files::insert_file(txn, file).await?;
            shares::insert_share_file(txn, row).await?;
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
    /// The letters of the step. What the superior approved goes out in the name of the PPID who signed it.
    async fn letters(&self, command: &Command, files: &[NewFile]) -> Result<Vec<rows::Letter>, ServiceError> {
        let (Command::IssueNotice(answer) | Command::ApproveAnswer { answer, .. }) = command else {
            let Some(letter) = self.letter(command).await? else {
                return Ok(Vec::new());
            };
            return Ok(vec![
                letter_row(self.ctx, self.txn, self.case, letter, self.actor).await?,
            ]);
        };
        let is_approval = matches!(command, Command::ApproveAnswer { .. });
        let signer = if is_approval {
            signer_of(self.txn, self.case).await?
        } else {
            self.actor
        };
        let asked = items::list_items(self.txn, self.case.row.id).await?;
        let decrees = decrees_of(self.ctx, self.txn, self.case, answer).await?;
        let fee = fees::told_of(self.ctx, self.txn, self.case, answer).await?;
        let approver = match self.actor.user.filter(|_| is_approval) {
            Some(user) => users::find_user(self.txn, user.0)
                .await?
                .map(|user| user.full_name),
            None => None,
        };
        let made = Made {
            asked: &asked,
            answer,
            files,
            decrees: &decrees,
            fee: fee.as_ref(),
        };
        let letters =
            answer_letters(self.ctx, self.txn, self.case, made, signer, approver.as_deref()).await?;
        letters
            .iter()
            .map(|letter| stored(self.ctx, self.case, letter, signer))
            .collect()
    }

    async fn letter(&self, command: &Command) -> Result<Option<Letter>, ServiceError> {
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
            Command::RecordPayment {
                on,
                mode,
                amount,
                reference,
            } => {
                let paid = (*on, *mode, *amount);
                fees::receipt_letter(self.ctx, self.txn, self.case, paid, reference).await?
            }
            Command::Route { to, reason } => Letter::Routing {
                from: self.case.unit.name.clone(),
                to: units::get_unit(self.txn, to.0).await?.name,
                reason: reason.trim().to_owned(),
            },
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
        let (Command::IssueNotice(answer) | Command::ApproveAnswer { answer, .. }) = command else {
            return Ok(None);
        };
        let decrees = decrees_of(self.ctx, self.txn, self.case, answer).await?;
        let mut asked = items::list_items(self.txn, self.case.row.id).await?;
        for (row, item) in asked.iter_mut().zip(&answer.items) {
            let Some(item) = item else { continue };
            row.outcome = Some(item.outcome.code().to_owned());
            row.answer = Some(item.text.trim().to_owned());
            row.redactions.clone_from(&item.redactions);
            row.holder.clone_from(&item.holder);
            row.available_on = item.available_on;
            let exemption = closing(item, &decrees);
            row.exemption_id = exemption.map(|exemption| exemption.used.id);
            row.ground = exemption.map(|exemption| ground_codes(&exemption.sheet.bases));
        }
        Ok(Some(asked))
    }

    fn material(&self, file: &NewFile, no: u16) -> (rows::File, rows::ShareFile) {
        let at = micros(self.ctx.now());
        let row = rows::ShareFile {
            id: self.ctx.new_id(),
            request_id: self.case.row.id,
            share_no: i32::from(no),
            sha256: file.sha256.to_string(),
            name: file.name.clone(),
            salt: self.ctx.new_salt(),
            added_at: at,
            added_by: self.actor.user.map(|user| user.0),
        };
        (file.row(at), row)
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
        | Command::AskShare { note, .. }
        | Command::Extend { note, .. } => note,
        Command::Withdraw { .. } if matches!(by, By::Applicant) => return None,
        Command::Route { reason, .. }
        | Command::Unpublish { reason }
        | Command::ReturnAnswer { reason }
        | Command::ReturnShare { reason, .. }
        | Command::RecallShare { reason, .. }
        | Command::Withdraw { reason } => reason,
        Command::SupplyShare { text, .. } => text,
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
