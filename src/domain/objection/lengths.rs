//! How long the texts of a step may be.

use super::command::{CloseBasis, Command};
use super::permit::Denial;
use crate::domain::limits::{LETTER, LINE, NOTE, is_longer};

/// Refuses a step with a text that is too long. What is said of each ground is measured with the answer.
pub(super) fn of_command(command: &Command) -> Result<(), Denial> {
    let texts: &[(&String, usize)] = match command {
        Command::AskParticulars { question: text }
        | Command::SupplyParticulars { reply: text, .. }
        | Command::OpenSettlement { invitation: text }
        | Command::RecordFailure { note: text }
        | Command::RecordExecution { note: text, .. } => &[(text, LETTER)],
        Command::RecordAgreement { terms, consent, .. } => {
            // Each at its field.
            if is_longer(consent, NOTE) {
                return Err(Denial::ConsentTooLong { limit: NOTE });
            }
            &[(terms, LETTER)]
        }
        Command::ConfirmAnswerReceived { proof: text, .. }
        | Command::Close(CloseBasis::ApplicantAccepts(text))
        | Command::Withdraw { reason: text } => &[(text, NOTE)],
        Command::Succeed(succession) => &[(&succession.legal_basis, LINE)],
        Command::Answer { .. } | Command::Close(CloseBasis::DisputeTimeOver) => &[],
    };
    match texts.iter().find(|(text, limit)| is_longer(text, *limit)) {
        Some((_, limit)) => Err(Denial::TextTooLong { limit: *limit }),
        None => Ok(()),
    }
}
