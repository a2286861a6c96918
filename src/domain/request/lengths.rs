//! The texts of a step: where there must be one, and how long it may be.

use super::answer::Answer;
use super::command::{CloseBasis, Command};
use super::denial::{AnswerPart, Denial};
use crate::domain::actor::Role;
use crate::domain::fee::PaymentMode;
use crate::domain::limits::{ANSWER, LETTER, LINE, NOTE, is_longer};

/// The words without which a command is not lawful; none where it needs none.
pub(super) fn written(command: &Command, role: Role) -> Option<&str> {
    Some(match command {
        Command::DeclareIncomplete { note, .. }
        | Command::CloseNotFollowedUp { note }
        | Command::AskShare { note, .. }
        | Command::Extend { note, .. } => note,
        Command::SubmitFix {
            note,
            has_files: false,
            values,
            ..
        } if values.is_empty() => note,
        Command::Route { reason, .. }
        | Command::Unpublish { reason }
        | Command::ReturnAnswer { reason }
        | Command::ReturnShare { reason, .. }
        | Command::RecallShare { reason, .. } => reason,
        Command::SupplyShare {
            text,
            has_files: false,
            ..
        } => text,
        // Only the applicant may withdraw without a word; for another one says how they said it.
        Command::Withdraw { reason } if role != Role::Citizen => reason,
        Command::Succeed(succession) | Command::MoveShare { succession, .. } => &succession.legal_basis,
        Command::AskClarification { question } => question,
        Command::AnswerClarification { reply } => reply,
        // The portal that sent the mail needs no proof of it.
        Command::ConfirmNoticeReceived { .. } if role == Role::System => return None,
        // Cash has the receipt of the desk (Perki 1/2021 Ps 38(4)).
        Command::RecordPayment { mode, reference, .. } if *mode != PaymentMode::Cash => reference,
        Command::Deliver { proof, .. } | Command::ConfirmNoticeReceived { proof, .. } => proof,
        Command::Close(CloseBasis::ApplicantAccepts(how)) => how,
        _ => return None,
    })
}

/// Refuses a step with a text that is too long. What an answer says is measured item by item: [`of_answer`].
pub(super) fn of_command(command: &Command) -> Result<(), Denial> {
    let (text, limit) = match command {
        Command::DeclareIncomplete { note, .. }
        | Command::SubmitFix { note, .. }
        | Command::CloseNotFollowedUp { note }
        | Command::AskShare { note, .. }
        | Command::Extend { note, .. } => (note, LETTER),
        Command::Route { reason, .. }
        | Command::ReturnShare { reason, .. }
        | Command::RecallShare { reason, .. } => (reason, LETTER),
        Command::SupplyShare { text, .. } => (text, ANSWER),
        Command::AskClarification { question } => (question, LETTER),
        Command::AnswerClarification { reply } => (reply, LETTER),
        Command::Deliver { proof, .. } | Command::ConfirmNoticeReceived { proof, .. } => (proof, NOTE),
        Command::RecordPayment { reference, .. } => (reference, LINE),
        Command::Close(CloseBasis::ApplicantAccepts(how)) => (how, NOTE),
        Command::Withdraw { reason } | Command::Unpublish { reason } | Command::ReturnAnswer { reason } => {
            (reason, NOTE)
        }
        Command::Succeed(succession) | Command::MoveShare { succession, .. } => {
            (&succession.legal_basis, LINE)
        }
        _ => return Ok(()),
    };
    if is_longer(text, limit) {
        return Err(Denial::TextTooLong { limit });
    }
    Ok(())
}

/// The parts of an answer that are too long.
pub(super) fn of_answer(answer: &Answer) -> Vec<Denial> {
    let mut denials = Vec::new();
    for (item, position) in answer.items.iter().zip(1..) {
        let Some(item) = item else { continue };
        let parts = [
            (AnswerPart::Text, Some(&item.text)),
            (AnswerPart::Redactions, item.redactions.as_ref()),
            (AnswerPart::Holder, item.holder.as_ref()),
        ];
        let is_too_long =
            |part: AnswerPart, text: Option<&String>| text.is_some_and(|text| is_longer(text, part.limit()));
        let found = parts.into_iter().filter(|(part, text)| is_too_long(*part, *text));
        denials.extend(found.map(|(part, _)| Denial::PartTooLong(position, part)));
    }
    denials
}

impl AnswerPart {
    /// Longest text of it.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Text => ANSWER,
            Self::Redactions => LETTER,
            Self::Holder => LINE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::{ItemAnswer, Outcome, answer_denials};
    use time::macros::date;

    #[test]
    fn each_part_of_an_answer_has_its_measure() {
        let long = |limit: usize| "a".repeat(limit);
        let item = ItemAnswer {
            outcome: Outcome::Forwarded,
            text: long(ANSWER),
            has_files: false,
            held_form: None,
            redactions: Some(long(LETTER)),
            is_redacted: false,
            holder: Some(long(LINE)),
            is_holder_unknown: false,
            available_on: None,
            exemption: None,
        };
        let mut answer = Answer {
            items: vec![Some(item.clone())],
            promised_on: None,
            charge: None,
        };
        let day = date!(2026 - 11 - 24);
        assert_eq!(answer_denials(&answer, day), []);
        let one_more = |text: &str| format!("{text}a");
        answer.items.push(Some(ItemAnswer {
            text: one_more(&item.text),
            redactions: item.redactions.as_deref().map(one_more),
            holder: item.holder.as_deref().map(one_more),
            ..item
        }));
        let parts = [AnswerPart::Text, AnswerPart::Redactions, AnswerPart::Holder];
        let wanted = parts.map(|part| Denial::PartTooLong(2, part));
        assert_eq!(answer_denials(&answer, day), wanted);
    }

    /// A step that says this.
    type Says = fn(String) -> Command;

    #[test]
    fn no_text_of_a_step_is_without_measure() {
        let text = |limit: usize| "é".repeat(limit);
        let steps: [(Says, usize); 5] = [
            (|question| Command::AskClarification { question }, LETTER),
            (|reply| Command::AnswerClarification { reply }, LETTER),
            (|reason| Command::Withdraw { reason }, NOTE),
            (|note| Command::CloseNotFollowedUp { note }, LETTER),
            (|how| Command::Close(CloseBasis::ApplicantAccepts(how)), NOTE),
        ];
        for (step, limit) in steps {
            assert_eq!(of_command(&step(text(limit))), Ok(()));
            assert_eq!(
                of_command(&step(text(limit + 1))),
                Err(Denial::TextTooLong { limit })
            );
        }
    }
}
