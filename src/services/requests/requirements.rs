//! What of the requirements of Perki 1/2021 Ps 27, 29 and 30 is not on record in a case.

use super::case::Case;
use super::views::CaseFile;
use crate::domain::applicant::{Identity, Known, NewRequest};
use crate::domain::request::{AccessMode, ApplicantKind, Command, DeliveryMode, MissingRequirement, Status};
use crate::persistence::{Conn, PersistenceError, attachments, items, rows};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError, identities};

/// What a new request lacks when it is registered.
pub fn of_new(request: &NewRequest, files: &[NewFile]) -> Vec<MissingRequirement> {
    let documents: Vec<&str> = files.iter().map(|file| file.kind).collect();
    Known::of_new(request, &documents).missing()
}

fn of_row(
    row: &rows::Request,
    identity: Option<&Identity>,
    has_items: bool,
    documents: &[&str],
) -> Result<Vec<MissingRequirement>, PersistenceError> {
    let known = Known {
        applicant_kind: ApplicantKind::parse(&row.applicant_kind)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown applicant kind"))?,
        is_by_proxy: row.by_proxy,
        identity,
        has_items,
        has_purpose: row.purpose.is_some(),
        access_mode: row.access_mode.as_deref().and_then(AccessMode::parse),
        delivery_mode: row.delivery_mode.as_deref().and_then(DeliveryMode::parse),
        documents,
    };
    Ok(known.missing())
}

impl CaseFile {
    /// What is not on record while completeness is still open; nothing once that is settled. Whoever sees no identity is told
    /// nothing about it.
    ///
    /// # Errors
    /// When the row is not understood.
    pub fn missing(&self) -> Result<Vec<MissingRequirement>, ServiceError> {
        if !matches!(
            self.case.state.status,
            Status::CompletenessCheck | Status::Incomplete
        ) {
            return Ok(Vec::new());
        }
        let documents: Vec<&str> = self
            .page
            .attachments
            .iter()
            .map(|file| file.kind.as_str())
            .collect();
        let has_items = !self.page.items.is_empty();
        Ok(of_row(
            &self.case.row,
            self.identity.as_ref(),
            has_items,
            &documents,
        )?)
    }
}

/// The command as it counts: whoever declares a request complete has seen each thing that is not on record, and the event tells of
/// those and of no others.
///
/// # Errors
/// A fault at `despite` when something is not on record and was not acknowledged.
pub async fn acknowledged(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    command: &Command,
) -> Result<Command, ServiceError> {
    let Command::DeclareComplete { despite } = command else {
        return Ok(command.clone());
    };
    let identity = identities::open(ctx, conn, case.row.id).await?;
    let files = attachments::list_attachments(conn, case.row.id).await?;
    let documents: Vec<&str> = files.iter().map(|file| file.kind.as_str()).collect();
    let has_items = !items::list_items(conn, case.row.id).await?.is_empty();
    let missing = of_row(&case.row, identity.as_ref(), has_items, &documents)?;
    if missing.iter().all(|one| despite.contains(one)) {
        Ok(Command::DeclareComplete { despite: missing })
    } else {
        Err(ServiceError::Invalid(vec![Fault::new(
            "despite",
            "field.despite_missing",
        )]))
    }
}
