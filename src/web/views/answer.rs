//! The pages of the written notice.

use serde::Serialize;

use super::case_file::{CaseHead, case_head};
use super::history::{HistoryItem, history};
use super::parts::Choice;
use super::{LetterView, Words};
use crate::domain::request::{Denial, HeldForm, Outcome};
use crate::services::Fault;
use crate::services::desk::DeskFile;
use crate::services::requests::CaseFile;

/// The form of the answer: `pages/officer/answer.html.tera`.
#[derive(Debug, Serialize)]
pub struct AnswerView {
    head: CaseHead,
    action: String,
    version: i32,
    seq: i32,
    is_stale: bool,
    changes: Vec<HistoryItem>,
    outcomes: Vec<Choice>,
    held_forms: Vec<Choice>,
    items: Vec<ItemForm>,
}

#[derive(Debug, Serialize)]
struct ItemForm {
    position: i32,
    detail: String,
    files: Vec<KeptFile>,
}

/// A file that lies on the desk.
#[derive(Debug, Serialize)]
pub struct KeptFile {
    id: String,
    name: String,
    size: String,
}

/// A file on the desk, to be shown and taken away.
pub fn kept_file(words: Words<'_>, kept: &DeskFile) -> KeptFile {
    KeptFile {
        id: kept.id.to_string(),
        name: kept.file.name.clone(),
        size: words.size(kept.file.size),
    }
}

/// The form, with the files that lie on the desk. `seen` is the last event that an outdated form had seen.
pub fn answer_view(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    files: &[DeskFile],
    seen: Option<i32>,
) -> AnswerView {
    let items = file.page.items.iter().map(|item| ItemForm {
        position: item.position,
        detail: item.detail.clone(),
        files: files
            .iter()
            .filter(|kept| kept.file.item == Some(item.position))
            .map(|kept| kept_file(words, kept))
            .collect(),
    });
    AnswerView {
        head: case_head(words, file, base),
        action: format!("{base}/jawab"),
        version: file.case.row.version,
        seq: file.case.row.event_seq,
        is_stale: seen.is_some(),
        changes: seen.map_or_else(Vec::new, |seen| history(words, file, seen)),
        outcomes: Outcome::ALL
            .iter()
            .map(|one| outcome_choice(words, *one))
            .collect(),
        held_forms: HeldForm::ALL
            .iter()
            .map(|form| Choice::new(form.code(), words.text(&format!("law.held_form.{}", form.code()))))
            .collect(),
        items: items.collect(),
    }
}

/// Refusal stands among the outcomes, with the reason why it cannot be chosen yet.
fn outcome_choice(words: Words<'_>, outcome: Outcome) -> Choice {
    let mut choice = Choice::new(
        outcome.code(),
        words.text(&format!("law.outcome.{}", outcome.code())),
    );
    if outcome == Outcome::Refused {
        choice.disabled = true;
        choice.hint = Some(words.fault(&Fault::denied("", Denial::RefusalNeedsApproval)));
    }
    choice
}

/// The notice before it is sent: `pages/officer/answer_check.html.tera`.
#[derive(Debug, Serialize)]
pub struct CheckView {
    head: CaseHead,
    letter: LetterView,
    send: String,
    edit: String,
    stamp: String,
}

/// The page that shows the notice as the applicant will read it.
pub fn check_view(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    letter: LetterView,
    stamp: String,
) -> CheckView {
    CheckView {
        head: case_head(words, file, base),
        letter,
        send: format!("{base}/jawab/kirim"),
        edit: format!("{base}/jawab"),
        stamp,
    }
}
