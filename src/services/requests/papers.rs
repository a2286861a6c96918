//! Surat, pesan, catatan dan berkas: what is written together with a step. It is made before the step's event, so that the event
//! can bind it, and stored after it.

use super::case::Case;
use super::contents;
use super::letters::{
    DecreeCited, FrozenLetter, Letter, NoticeItem, RefusedItem, Rights, freeze, row as letter_row, stored,
};
use super::proposals::{Proposal, signer_of};
use super::steps::{By, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::RuleId;
use crate::domain::request::{
    AccessMode, Answer, CloseBasis, Command, Content, Event, HeldForm, ItemAnswer, Outcome,
};
use crate::persistence::{
    Txn, attachments, files, items, letters as letter_rows, messages as message_rows, rows, units, users,
};
use crate::services::exemptions::{Usable, decrees_of, ground_codes};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError, micros};
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
        let files = match proposal {
            Some(_) => Vec::new(),
            None => step.files.iter().map(|file| maker.file(file, &owner)).collect(),
        };
        Ok(Self {
            letters,
            proposal,
            messages: message.into_iter().chain(note).collect(),
            answers,
            files,
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
    /// The letters of the step. What the superior approved goes out in the name of the PPID who signed it.
    async fn letters(&self, command: &Command, files: &[NewFile]) -> Result<Vec<rows::Letter>, ServiceError> {
        let answer = match command {
            Command::IssueNotice(answer) | Command::ApproveAnswer { answer, .. } => answer,
            _ => {
                let Some(letter) = self.letter(command).await? else {
                    return Ok(Vec::new());
                };
                return Ok(vec![
                    letter_row(self.ctx, self.txn, self.case, letter, self.actor).await?,
                ]);
            }
        };
        let is_approval = matches!(command, Command::ApproveAnswer { .. });
        let signer = if is_approval {
            signer_of(self.txn, self.case).await?
        } else {
            self.actor
        };
        let asked = items::list_items(self.txn, self.case.row.id).await?;
        let decrees = decrees_of(self.ctx, self.txn, self.case, answer).await?;
        let mut letters = vec![notice_letter(
            self.ctx, self.case, &asked, answer, files, &decrees,
        )?];
        letters.extend(refusal_letter(self.ctx, self.case, &letters[0])?);
        for decree in &decrees {
            letters.extend(self.decree_letter(decree).await?);
        }
        let approver = match self.actor.user.filter(|_| is_approval) {
            Some(user) => users::find_user(self.txn, user.0)
                .await?
                .map(|user| user.full_name),
            None => None,
        };
        let mut rows = Vec::with_capacity(letters.len());
        for letter in letters {
            let frozen = freeze(self.ctx, self.txn, self.case, letter, signer).await?;
            let frozen = FrozenLetter {
                approved_by: approver.clone(),
                ..frozen
            };
            rows.push(stored(self.ctx, self.case, &frozen, signer)?);
        }
        Ok(rows)
    }

    async fn decree_letter(&self, exemption: &Usable) -> Result<Option<Letter>, ServiceError> {
        let Some(decree) = DecreeCited::of(&exemption.row, &exemption.sheet) else {
            return Ok(None);
        };
        let signed_by = match exemption.row.signed_by {
            Some(id) => users::find_user(self.txn, id).await?.map(|user| user.full_name),
            None => None,
        };
        Ok(Some(Letter::ExemptionDecree {
            decree,
            sheet_no: exemption.row.number.clone(),
            sheet: Box::new(exemption.sheet.clone()),
            signed_by,
        }))
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
        Command::Route { reason, .. }
        | Command::Unpublish { reason }
        | Command::ReturnAnswer { reason }
        | Command::Withdraw { reason } => reason,
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
    decrees: &[Usable],
) -> Result<Letter, ServiceError> {
    let outcome = answer
        .outcome()
        .ok_or_else(|| ServiceError::unexpected("a notice without an answer"))?;
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
            closed_by: closing(item, decrees).and_then(|one| DecreeCited::of(&one.row, &one.sheet)),
        })
    });
    Ok(Letter::Notice {
        outcome,
        items: told.collect(),
        promised_on: answer.promise(),
        access_mode: case.row.access_mode.clone(),
        delivery_mode: case.row.delivery_mode.clone(),
        objection_days: Rights::under(case.law(ctx)?).objection,
    })
}

/// The exemption that closes an item or its redacted parts.
fn closing<'a>(item: &ItemAnswer, decrees: &'a [Usable]) -> Option<&'a Usable> {
    let named = item.exemption.as_ref().filter(|_| item.outcome.is_closing())?;
    decrees.iter().find(|one| one.used.id == named.id)
}

/// The refusal decree that goes with a notice which refuses something (Perki 1/2021 Ps 34; annex IX has what annex VII lacks).
fn refusal_letter(ctx: &Context, case: &Case, notice: &Letter) -> Result<Option<Letter>, ServiceError> {
    let Letter::Notice { items, .. } = notice else {
        return Ok(None);
    };
    let refused = items.iter().filter(|item| item.outcome == Outcome::Refused);
    let items: Vec<RefusedItem> = refused
        .filter_map(|item| {
            Some(RefusedItem {
                position: item.position,
                detail: item.detail.clone(),
                decree: item.closed_by.clone()?,
            })
        })
        .collect();
    if items.is_empty() {
        return Ok(None);
    }
    Ok(Some(Letter::Refusal {
        items,
        objection_days: Rights::under(case.law(ctx)?).objection,
    }))
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
