//! Looking at a step before it is taken: everything is checked as if, and nothing is written.

use super::case::{Case, CaseKey};
use super::letters::FrozenLetter;
use super::notice::{Made, answer_letters, unknown_forms};
use super::publish::{PublicText, check};
use super::steps::explain;
use crate::domain::actor::Viewer;
use crate::domain::request::{Answer, Command, CommandKind, Denial, answer_denials, decide, needs_approval};
use crate::persistence::items;
use crate::services::exemptions::{decrees_of, grounded};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError, calendars, fees};

/// Every letter exactly as it would be issued now, the notice first. Permissions: who may issue it.
///
/// # Errors
/// As for the step itself: faults in the answer, denied, stale.
pub async fn preview_notice(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    seen_version: i32,
    answer: &Answer,
    files: &[NewFile],
) -> Result<Vec<FrozenLetter>, ServiceError> {
    let conn = ctx.db.read();
    let (case, actor) = Case::load_to_act(ctx, conn, key, viewer, CommandKind::IssueNotice).await?;
    if case.row.version != seen_version {
        return Err(ServiceError::Stale);
    }
    let calendar = calendars::current_for(ctx, conn, case.row.registered_unit_id).await?;
    let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
    let asked = items::list_items(conn, case.row.id).await?;
    let command = grounded(ctx, conn, &case, &command_of(answer)).await?;
    let (Command::IssueNotice(answer) | Command::ProposeAnswer(answer)) = &command else {
        return Err(ServiceError::unexpected("an answer that became another step"));
    };
    decide(&case.state, &command, actor.role, &at).map_err(|denial| {
        // The form is told everything at once; a denial of the step itself stands alone.
        let all = answer_denials(answer, at.today);
        let forms = || unknown_forms(&case.row, &asked, answer, files);
        if all.contains(&denial) {
            all_faults(&command, all, forms())
        } else if denial == Denial::WrongRole && command.kind() == CommandKind::ProposeAnswer {
            let closing = closing_items(answer);
            let rest = all
                .into_iter()
                .filter(|one| one.item().is_none_or(|item| !closing.contains(&item)));
            let only_ppid = closing
                .iter()
                .map(|item| Fault::new(format!("outcome_{item}"), "field.only_ppid"));
            all_faults(&command, rest.collect(), only_ppid.chain(forms()).collect())
        } else {
            ServiceError::Denied(denial)
        }
    })?;
    let decrees = decrees_of(ctx, conn, &case, answer).await?;
    let fee = fees::told_of(ctx, conn, &case, answer).await?;
    let made = Made {
        asked: &asked,
        answer,
        files,
        decrees: &decrees,
        fee: fee.as_ref(),
    };
    answer_letters(ctx, conn, &case, made, actor, None).await
}

/// Positions of the items that stay closed, from 1.
fn closing_items(answer: &Answer) -> Vec<usize> {
    let items = (1..).zip(&answer.items);
    let closing = items.filter(|(_, item)| item.as_ref().is_some_and(|item| item.outcome.is_closing()));
    closing.map(|(position, _)| position).collect()
}

/// The step that an answer amounts to: what closes something goes to the superior first.
#[must_use]
pub fn command_of(answer: &Answer) -> Command {
    if needs_approval(answer) {
        Command::ProposeAnswer(answer.clone())
    } else {
        Command::IssueNotice(answer.clone())
    }
}

fn all_faults(command: &Command, denials: Vec<Denial>, more: Vec<Fault>) -> ServiceError {
    let faults = denials
        .into_iter()
        .flat_map(|denial| match explain(command, denial) {
            ServiceError::Invalid(faults) => faults,
            _ => Vec::new(),
        });
    ServiceError::Invalid(faults.chain(more).collect())
}

/// Whether a text may be published as it stands, with the files chosen for it. Tells the names of those that cannot be looked into.
/// Permissions: who may publish it.
///
/// # Errors
/// Faults in the text and in the files, among them the applicant's identity standing in them; denied, stale.
pub async fn preview_publication(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    seen_version: i32,
    text: &PublicText,
) -> Result<Vec<String>, ServiceError> {
    let conn = ctx.db.read();
    let (case, actor) = Case::load_to_act(ctx, conn, key, viewer, CommandKind::Publish).await?;
    if case.row.version != seen_version {
        return Err(ServiceError::Stale);
    }
    let calendar = calendars::current_for(ctx, conn, case.row.registered_unit_id).await?;
    let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
    decide(&case.state, &Command::Publish, actor.role, &at)?;
    check(ctx, conn, &case, text).await
}
