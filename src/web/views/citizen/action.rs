//! The forms of an applicant in a case.

use serde::Serialize;

use super::files::FileRules;
use crate::domain::deadline::RuleId;
use crate::services::requests::CaseFile;
use crate::services::requests::letters::{FrozenLetter, Letter};
use crate::services::{Context, ServiceError};
use crate::web::views::Words;
use crate::web::views::fix::FixFields;

/// What the forms have in common.
#[derive(Debug, Serialize)]
pub struct ActionView {
    base: String,
    number: String,
    subject: String,
    /// What the office wants to know.
    question: Option<String>,
    /// What the letter of incompleteness cites.
    missing: Vec<String>,
    /// The office's explanation.
    note: Option<String>,
    /// Last day to complete, once the letter was received.
    fix_due_on: Option<String>,
    /// Fields for what the letter cites.
    fix: FixFields,
    rules: FileRules,
}

/// The view of a case's forms.
pub fn action_view(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
) -> Result<ActionView, ServiceError> {
    let (missing, note) = incompleteness(words, file)?;
    let fix = file.clock.duty(&RuleId::D03.to_string());
    Ok(ActionView {
        base: base.to_owned(),
        number: file.case.row.registration_no.clone(),
        subject: file.case.row.subject.clone(),
        question: question(file)?,
        missing,
        note,
        fix_due_on: fix.map(|duty| words.date_long(duty.deadline.due)),
        fix: FixFields::of(words, file)?,
        rules: FileRules::of(words, ctx),
    })
}

fn last(file: &CaseFile, kind: &str) -> Result<Option<FrozenLetter>, ServiceError> {
    Ok(file.last_letter(kind)?.map(|issued| issued.frozen))
}

/// The question that is open, if one is.
pub fn question(file: &CaseFile) -> Result<Option<String>, ServiceError> {
    if !file.case.state.is_clarification_open {
        return Ok(None);
    }
    Ok(match last(file, "clarification")? {
        Some(FrozenLetter {
            letter: Letter::Clarification { question },
            ..
        }) => Some(question),
        _ => None,
    })
}

/// What the letter of incompleteness asks for, and its explanation.
pub fn incompleteness(
    words: Words<'_>,
    file: &CaseFile,
) -> Result<(Vec<String>, Option<String>), ServiceError> {
    Ok(match last(file, "incompleteness")? {
        Some(FrozenLetter {
            letter: Letter::Incompleteness { missing, note, .. },
            ..
        }) => {
            let missing = missing
                .iter()
                .map(|one| words.text(&format!("missing.{}", one.code())));
            (missing.collect(), Some(note))
        }
        _ => (Vec::new(), None),
    })
}
