//! The written notice and the refusal decree, made from an answer (Perki 1/2021 Ps 31(4), 34, annexes VII and IX).

use super::case::Case;
use super::letters::{DecreeCited, FrozenLetter, Letter, NoticeItem, RefusedItem, Rights, freeze};
use crate::domain::actor::Actor;
use crate::domain::request::{AccessMode, Answer, Denial, HeldForm, ItemAnswer, Outcome};
use crate::persistence::{Conn, rows};
use crate::services::exemptions::Usable;
use crate::services::fees::FeeTold;
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError};

/// What an answer is made of.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    /// What was asked.
    pub asked: &'a [rows::InformationItem],
    /// The answer.
    pub answer: &'a Answer,
    /// Its files.
    pub files: &'a [NewFile],
    /// The exemptions it names.
    pub decrees: &'a [Usable],
    /// What it costs.
    pub fee: Option<&'a FeeTold>,
}

/// Every letter that goes out with an answer: the notice, the refusal decree when something is refused, and each exemption decree as it
/// was issued.
///
/// # Errors
/// Faults in the answer; when the database is out of reach.
pub(super) async fn answer_letters(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    made: Made<'_>,
    signer: Actor,
    approved_by: Option<&str>,
) -> Result<Vec<FrozenLetter>, ServiceError> {
    let notice = notice_letter(ctx, case, made)?;
    let refusal = refusal_letter(ctx, case, &notice)?;
    let mut letters = Vec::new();
    for letter in std::iter::once(notice).chain(refusal) {
        let frozen = freeze(ctx, conn, case, letter, signer).await?;
        letters.push(FrozenLetter {
            approved_by: approved_by.map(str::to_owned),
            ..frozen
        });
    }
    for decree in made.decrees.iter().filter_map(|one| one.row.decree.as_deref()) {
        letters.push(serde_json::from_str(decree)?);
    }
    Ok(letters)
}

/// The written notice as the applicant will read it.
fn notice_letter(ctx: &Context, case: &Case, made: Made<'_>) -> Result<Letter, ServiceError> {
    let Made {
        asked,
        answer,
        files,
        decrees,
        fee,
    } = made;
    let outcome = answer
        .outcome()
        .ok_or_else(|| ServiceError::unexpected("a notice without an answer"))?;
    let mut faults = unknown_forms(&case.row, asked, answer, files);
    faults.extend(misplaced_files(asked, answer, files));
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
        fee: fee.cloned().map(Box::new),
    })
}

/// The exemption that closes an item or its redacted parts.
pub(super) fn closing<'a>(item: &ItemAnswer, decrees: &'a [Usable]) -> Option<&'a Usable> {
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

/// Files that would go out with an item that gives nothing: what was laid there before the decision changed.
fn misplaced_files(asked: &[rows::InformationItem], answer: &Answer, files: &[NewFile]) -> Vec<Fault> {
    let closed = asked.iter().zip(&answer.items).filter(|(row, item)| {
        let gives = item.as_ref().is_some_and(|item| item.outcome.is_granted());
        !gives && files.iter().any(|file| file.item == Some(row.position))
    });
    let fault = |position: i32| {
        let item = usize::try_from(position).unwrap_or_default();
        Fault::denied(format!("files[{position}]"), Denial::FilesOnClosed(item))
    };
    closed.map(|(row, _)| fault(row.position)).collect()
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
