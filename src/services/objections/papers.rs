//! What is written together with a step of an objection. It is made before the step's event, so that the event can bind it, and stored
//! after it.

use super::case::Objection;
use super::contents;
use super::filing::document;
use super::letters::{self, AnsweredGround, Letter, Ordered};
use super::steps::{By, ObjectionStep};
use crate::domain::actor::Actor;
use crate::domain::objection::{CloseBasis, Command, Event, Order, Ruled};
use crate::domain::request::Content;
use crate::persistence::{Conn, Txn, UnitScope, files, objection_papers as papers, requests, rows};
use crate::services::{Context, ServiceError, micros};
use time::Date;
use uuid::Uuid;

/// What belongs to one step.
#[derive(Debug, Default)]
pub struct Papers {
    letter: Option<rows::ObjectionLetter>,
    messages: Vec<rows::ObjectionMessage>,
    files: Vec<(rows::File, rows::ObjectionFile)>,
    /// The day on which the answer was received.
    received: Option<Date>,
}

impl Papers {
    /// Makes what the step calls for; nothing is stored.
    pub async fn prepare(
        ctx: &Context,
        txn: &Txn,
        objection: &Objection,
        actor: Actor,
        step: &ObjectionStep<'_>,
        new: &[Event],
    ) -> Result<Self, ServiceError> {
        let letter = match letter(ctx, txn, objection, &step.command, new).await? {
            Some(letter) => {
                let number = registration_no(txn, objection).await?;
                let frozen = letters::freeze(ctx, txn, objection, number, letter, actor).await?;
                let mut row = letters::row(ctx, objection, &frozen, actor)?;
                row.received_on = objection.state.is_reached_online.then_some(row.issued_on);
                Some(row)
            }
            None => None,
        };
        let seq = objection.seq_after(new);
        let message = |(direction, body): (&str, &str)| {
            let body = body.trim();
            (!body.is_empty()).then(|| rows::ObjectionMessage {
                id: ctx.new_id(),
                objection_id: objection.row.id,
                direction: direction.to_owned(),
                body: body.to_owned(),
                salt: ctx.new_salt(),
                at: micros(ctx.now()),
                author_user_id: actor.user.map(|user| user.0),
                event_seq: seq,
            })
        };
        let added = |file| {
            let row = document(ctx, objection.row.id, file, actor);
            (file.row(row.added_at), row)
        };
        Ok(Self {
            letter,
            messages: said(&step.command, step.by)
                .and_then(message)
                .into_iter()
                .collect(),
            files: step.files.iter().map(added).collect(),
            received: new.iter().find_map(|event| match event {
                Event::AnswerReceived { on } => Some(*on),
                _ => None,
            }),
        })
    }

    /// What the event binds.
    pub fn contents(&self) -> Vec<Content> {
        let mut bound: Vec<Content> = self.letter.iter().map(contents::letter).collect();
        bound.extend(self.messages.iter().map(contents::message));
        bound.extend(self.files.iter().map(|(_, row)| contents::file(row)));
        bound
    }

    /// Stores everything.
    pub async fn insert(self, txn: &Txn, objection_id: Uuid) -> Result<(), ServiceError> {
        if let Some(letter) = &self.letter {
            papers::insert_objection_letter(txn, letter).await?;
        }
        for message in &self.messages {
            papers::insert_objection_message(txn, message).await?;
        }
        for (file, row) in &self.files {
            files::insert_file(txn, file).await?;
            papers::insert_objection_file(txn, row).await?;
        }
        if let Some(on) = self.received {
            let letters = papers::list_objection_letters(txn, objection_id).await?;
            if let Some(answer) = letters.iter().rev().find(|one| one.kind == "objection_answer") {
                papers::update_objection_letter_received(txn, answer.id, on).await?;
            }
        }
        Ok(())
    }
}

/// Number of the request that an objection is about.
pub(super) async fn registration_no(
    conn: &impl Conn,
    objection: &Objection,
) -> Result<Option<String>, ServiceError> {
    let request = request_of(conn, objection).await?;
    Ok(request.map(|request| request.registration_no))
}

/// The request that an objection is about.
pub(super) async fn request_of(
    conn: &impl Conn,
    objection: &Objection,
) -> Result<Option<rows::Request>, ServiceError> {
    Ok(match objection.row.request_id {
        Some(id) => Some(requests::get_request(conn, &UnitScope::All, id).await?),
        None => None,
    })
}

async fn letter(
    ctx: &Context,
    conn: &impl Conn,
    objection: &Objection,
    command: &Command,
    new: &[Event],
) -> Result<Option<Letter>, ServiceError> {
    // The last day stands in the row, brought to the calendar in force before the step.
    let answer_on = objection.row.queue_on.unwrap_or(objection.state.recorded_on);
    let text = |text: &str| text.trim().to_owned();
    Ok(Some(match command {
        Command::AskParticulars { question } => Letter::ObjectionQuestion {
            question: text(question),
            answer_on,
        },
        Command::OpenSettlement { invitation } => Letter::SettlementInvitation {
            invitation: text(invitation),
            answer_on,
        },
        Command::RecordAgreement {
            terms, execute_by, ..
        } => Letter::SettlementMinutes {
            terms: text(terms),
            execute_by: *execute_by,
        },
        Command::RecordFailure { note } => Letter::SettlementFailure {
            note: text(note),
            answer_on,
        },
        Command::Answer { rulings, order } => {
            answer_letter(ctx, conn, objection, (rulings, order.as_ref()), new).await?
        }
        _ => return Ok(None),
    }))
}

/// The answer as the applicant will read it.
pub(super) async fn answer_letter(
    ctx: &Context,
    conn: &impl Conn,
    objection: &Objection,
    (rulings, order): (&[Ruled], Option<&Order>),
    new: &[Event],
) -> Result<Letter, ServiceError> {
    let Some(Event::ObjectionAnswered {
        rulings: ruled,
        decision,
        ..
    }) = new.first()
    else {
        return Err(ServiceError::unexpected("an answer without its event"));
    };
    let grounds = ruled.iter().map(|one| {
        let said = rulings.iter().find(|said| said.ground == one.ground);
        AnsweredGround {
            ground: one.ground,
            ruling: one.ruling,
            text: said.map(|said| said.text.trim().to_owned()).unwrap_or_default(),
        }
    });
    let order = order.and_then(|order| {
        Some(Ordered {
            text: order.text.trim().to_owned(),
            execute_by: order.execute_by?,
        })
    });
    Ok(Letter::ObjectionAnswer {
        decision: *decision,
        grounds: grounds.collect(),
        order,
        commission: letters::commission(ctx, conn, objection, new).await?,
    })
}

/// What is said with a step besides its letter: words of the applicant, or why and how the office did it.
fn said<'a>(command: &'a Command, by: By<'_>) -> Option<(&'static str, &'a str)> {
    Some(match command {
        Command::SupplyParticulars { reply, .. } => ("from_applicant", reply.as_str()),
        Command::Withdraw { reason } if matches!(by, By::Applicant) => ("from_applicant", reason),
        Command::Withdraw { reason } => ("internal", reason),
        Command::RecordAgreement { consent, .. } => ("internal", consent),
        Command::ConfirmAnswerReceived { proof, .. } => ("internal", proof),
        Command::RecordExecution { note, .. } => ("internal", note),
        Command::Close(CloseBasis::ApplicantAccepts(how)) => ("internal", how),
        _ => return None,
    })
}
