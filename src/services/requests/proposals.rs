//! Usulan jawaban: what closes something is signed by the PPID and waits for the superior, who lets it go or sends it back (Perki 1/2021
//! Ps 10(2)e–f). What is approved goes out exactly as it was signed.

use super::case::{Case, CaseKey};
use super::letters::FrozenLetter;
use super::notice::{Made, answer_letters};
use super::steps::{By, Step, Taken, take};
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::ids::{AppointmentId, UserId};
use crate::domain::request::{
    Answer, Command, CommandKind, Content, ContentKind, Denial, Event, Status, content_digest,
};
use crate::persistence::{Conn, Txn, events, exemptions, files, items, proposals, rows, users};
use crate::services::exemptions::{Usable, decrees_of};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError, fees, micros};
use crate::storage::MediaType;
use std::str::FromStr;
use uuid::Uuid;

/// A proposed answer with its files, not yet stored.
#[derive(Debug)]
pub(super) struct Proposal {
    row: rows::AnswerProposal,
    files: Vec<rows::ProposalFile>,
    kept: Vec<rows::File>,
}

impl Proposal {
    /// The answer as the PPID signs it.
    ///
    /// # Errors
    /// Forbidden for whoever signs without an appointment.
    pub(super) fn new(
        ctx: &Context,
        case: &Case,
        signer: Actor,
        answer: &Answer,
        given: &[NewFile],
        new: &[Event],
    ) -> Result<Self, ServiceError> {
        let id = ctx.new_id();
        let (Some(user), Some(appointment)) = (signer.user, signer.appointment) else {
            return Err(ServiceError::Forbidden);
        };
        let files = given.iter().map(|file| rows::ProposalFile {
            id: ctx.new_id(),
            proposal_id: id,
            sha256: file.sha256.to_string(),
            name: file.name.clone(),
            kind: file.kind.to_owned(),
            item: file.item,
        });
        Ok(Self {
            files: files.collect(),
            kept: given.iter().map(|file| file.row(micros(ctx.now()))).collect(),
            row: rows::AnswerProposal {
                id,
                request_id: case.row.id,
                event_seq: case.seq_after(new),
                content: serde_json::to_string(answer)?,
                salt: ctx.new_salt(),
                proposed_by: user.0,
                appointment_id: appointment.0,
                proposed_at: micros(ctx.now()),
            },
        })
    }

    /// What the event of the proposal binds.
    pub(super) fn content(&self) -> Content {
        content(&self.row, &self.files)
    }

    /// Stores the answer and its files.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub(super) async fn insert(&self, txn: &Txn) -> Result<(), ServiceError> {
        for file in &self.kept {
            files::insert_file(txn, file).await?;
        }
        proposals::insert_proposal(txn, &self.row, &self.files).await?;
        Ok(())
    }
}

/// A proposed answer as its event binds it.
#[must_use]
pub(in crate::services) fn content(row: &rows::AnswerProposal, files: &[rows::ProposalFile]) -> Content {
    let head = [row.proposed_by.to_string(), row.appointment_id.to_string()];
    let items: Vec<String> = files
        .iter()
        .map(|file| file.item.map(|item| item.to_string()).unwrap_or_default())
        .collect();
    let given = files
        .iter()
        .zip(&items)
        .flat_map(|(file, item)| [file.sha256.as_str(), &file.name, &file.kind, item]);
    let parts = head
        .iter()
        .map(String::as_str)
        .chain([row.content.as_str()])
        .chain(given);
    Content {
        kind: ContentKind::Proposal,
        id: row.id,
        digest: content_digest(&row.salt, parts),
    }
}

/// Who signed the answer that waits.
///
/// # Errors
/// Not found when none waits.
pub(super) async fn signer_of(conn: &impl Conn, case: &Case) -> Result<Actor, ServiceError> {
    let row = last(conn, case).await?;
    Ok(Actor {
        role: Role::Ppid,
        user: Some(UserId(row.proposed_by)),
        appointment: Some(AppointmentId(row.appointment_id)),
    })
}

async fn last(conn: &impl Conn, case: &Case) -> Result<rows::AnswerProposal, ServiceError> {
    let all = proposals::list_proposals(conn, case.row.id).await?;
    all.into_iter().next_back().ok_or(ServiceError::NotFound)
}

/// The answer that waits for the superior, as it would go out.
#[derive(Debug)]
pub struct ProposedAnswer {
    /// Version of the case it was read at.
    pub version: i32,
    /// Every letter, the notice first.
    pub letters: Vec<FrozenLetter>,
    /// Its files.
    pub files: Vec<NewFile>,
    /// Name of the PPID who signed it.
    pub signed_by: String,
    /// Account of that PPID.
    pub signer: Option<UserId>,
    /// The exemptions it rests on.
    pub exemptions: Vec<Usable>,
}

struct Waiting {
    row: rows::AnswerProposal,
    answer: Answer,
    files: Vec<NewFile>,
    is_signature_valid: bool,
}

/// What waits in a case, as it was signed: the digest in its event must fit (`docs/decisions/0027`).
async fn waiting(ctx: &Context, conn: &impl Conn, case: &Case) -> Result<Waiting, ServiceError> {
    if case.state.status != Status::PendingApproval {
        return Err(ServiceError::Denied(Denial::NotInThisState));
    }
    let row = last(conn, case).await?;
    let files = proposals::list_proposal_files(conn, row.id).await?;
    let log = events::list_events(conn, case.row.id).await?;
    let signed = log.iter().rev().find(|event| event.kind == "answer_proposed");
    let bound: Vec<Content> = match signed {
        Some(event) => serde_json::from_str(&event.contents)?,
        None => Vec::new(),
    };
    if !bound.contains(&content(&row, &files)) {
        return Err(ServiceError::Denied(Denial::ProposalAltered));
    }
    let mut kept = Vec::new();
    for file in files {
        kept.push(file_of(conn, &file).await?);
    }
    let appointments = users::list_appointments(conn, row.proposed_by).await?;
    let today = ctx.today(case.zone);
    let is_signature_valid = appointments.iter().any(|held| {
        held.id == row.appointment_id
            && held.starts_on <= today
            && held.ends_on.is_none_or(|end| today <= end)
    });
    let mut answer: Answer = serde_json::from_str(&row.content)?;
    // What was promised for a day that has passed while the answer waited is given at once.
    answer.promised_on = answer.promised_on.map(|promised| promised.max(today));
    Ok(Waiting {
        answer,
        files: kept,
        is_signature_valid,
        row,
    })
}

/// The answer that waits: for the superior of the unit to decide on, for its office to read.
///
/// # Errors
/// Not found for others; denied when none waits.
pub async fn proposed_answer(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    role: Role,
) -> Result<ProposedAnswer, ServiceError> {
    let conn = ctx.db.read();
    let kind = if role == Role::Superior {
        CommandKind::ApproveAnswer
    } else {
        CommandKind::RecallAnswer
    };
    let (case, _) = Case::load_to_act(ctx, conn, key, viewer, kind).await?;
    let found = waiting(ctx, conn, &case).await?;
    let asked = items::list_items(conn, case.row.id).await?;
    let exemptions = decrees_of(ctx, conn, &case, &found.answer).await?;
    let fee = fees::told_of(ctx, conn, &case, &found.answer).await?;
    let made = Made {
        asked: &asked,
        answer: &found.answer,
        files: &found.files,
        decrees: &exemptions,
        fee: fee.as_ref(),
    };
    let signer = signer_of(conn, &case).await?;
    let approver = match viewer.user().filter(|_| role == Role::Superior) {
        Some(user) => users::find_user(conn, user.0).await?.map(|user| user.full_name),
        None => None,
    };
    let letters = answer_letters(ctx, conn, &case, made, signer, approver.as_deref()).await?;
    let signed_by = users::find_user(conn, found.row.proposed_by).await?;
    Ok(ProposedAnswer {
        version: case.row.version,
        letters,
        files: found.files,
        signed_by: signed_by.map(|user| user.full_name).unwrap_or_default(),
        signer: signer.user,
        exemptions,
    })
}

/// Lets the answer that waits go out as it was signed. Permissions: the superior of the unit, never whoever signed it.
///
/// # Errors
/// Stale when it is not what was seen; denied when an exemption has ended, the signature has lapsed or the answer was altered.
pub async fn approve_answer(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    seen_version: i32,
) -> Result<Taken, ServiceError> {
    let conn = ctx.db.read();
    let (case, _) = Case::load_to_act(ctx, conn, key, viewer, CommandKind::ApproveAnswer).await?;
    let found = waiting(ctx, conn, &case).await?;
    let step = Step {
        key: CaseKey::Id(case.row.id),
        by: By::Staff(viewer),
        seen_version: Some(seen_version),
        command: approval(found.answer, found.is_signature_valid, &found.row, viewer.user()),
        files: found.files,
    };
    take(ctx, step).await
}

const fn approval(
    answer: Answer,
    is_signature_valid: bool,
    row: &rows::AnswerProposal,
    by: Option<UserId>,
) -> Command {
    Command::ApproveAnswer {
        answer,
        is_signature_valid,
        signed_by: Some(UserId(row.proposed_by)),
        by,
    }
}

/// An approval with the answer, the signature and the exemptions as they stand in this transaction; nobody may change them before it
/// ends. Other commands stay as they are.
///
/// # Errors
/// Denied when nothing waits or the answer was altered.
pub(super) async fn verified(
    ctx: &Context,
    txn: &Txn,
    case: &Case,
    command: Command,
) -> Result<Command, ServiceError> {
    let Command::ApproveAnswer { by, .. } = command else {
        return Ok(command);
    };
    let found = waiting(ctx, txn, case).await?;
    exemptions::lock_exemptions(txn, &named(&found.answer)).await?;
    users::lock_appointment(txn, found.row.appointment_id).await?;
    Ok(approval(found.answer, found.is_signature_valid, &found.row, by))
}

fn named(answer: &Answer) -> Vec<Uuid> {
    let items = answer.items.iter().flatten();
    items
        .filter_map(|item| item.exemption.as_ref().map(|exemption| exemption.id))
        .collect()
}

/// Sends the answer that waits back to the office. Permissions: the superior of the unit.
///
/// # Errors
/// A fault at `reason`; stale, denied, not found.
pub async fn return_answer(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    seen_version: i32,
    reason: &str,
) -> Result<Taken, ServiceError> {
    let step = Step {
        key: key.clone(),
        by: By::Staff(viewer),
        seen_version: Some(seen_version),
        command: Command::ReturnAnswer {
            reason: reason.to_owned(),
        },
        files: Vec::new(),
    };
    take(ctx, step).await
}

async fn file_of(conn: &impl Conn, row: &rows::ProposalFile) -> Result<NewFile, ServiceError> {
    let content = files::find_file(conn, &row.sha256)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let media = MediaType::from_mime(&content.media_type)
        .ok_or_else(|| ServiceError::unexpected("a stored file of an unknown kind"))?;
    Ok(NewFile {
        sha256: FromStr::from_str(&row.sha256).map_err(ServiceError::unexpected)?,
        size: u64::try_from(content.size).unwrap_or_default(),
        media,
        name: row.name.clone(),
        kind: if row.kind == "redacted" {
            "redacted"
        } else {
            "answer"
        },
        item: row.item,
        text: content.extracted_text,
    })
}

/// The proposed answers of a case as their events bind them.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn bound(
    conn: &impl Conn,
    request_id: Uuid,
) -> Result<Vec<Content>, ServiceError> {
    let mut bound = Vec::new();
    for row in proposals::list_proposals(conn, request_id).await? {
        let files = proposals::list_proposal_files(conn, row.id).await?;
        bound.push(content(&row, &files));
    }
    Ok(bound)
}
