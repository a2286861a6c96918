//! One case as an auditor reads it: everything but the people.

use crate::domain::actor::{Role, Viewer};
use crate::domain::ids::UnitId;
use crate::domain::policy::{self, CaseView, Part};
use crate::services::requests::letters::Letter;
use crate::services::requests::{AttachedFile, CaseFile, CaseKey, IssuedLetter, for_staff};
use crate::services::{Context, ServiceError};
use uuid::Uuid;

/// The case without identity and without steps, also for an auditor who holds another role as well.
///
/// # Errors
/// Not found unless the viewer may audit its unit.
pub async fn case(ctx: &Context, viewer: &Viewer, registration_no: &str) -> Result<CaseFile, ServiceError> {
    let key = CaseKey::Number(registration_no.to_owned());
    let mut file = for_staff(ctx, viewer, &key).await?;
    if !policy::unit_scope(viewer, &[Role::Auditor]).includes(UnitId(file.case.row.unit_id)) {
        return Err(ServiceError::NotFound);
    }
    file.view = CaseView::Audit;
    file.identity = None;
    file.actor = None;
    file.offers.clear();
    Ok(file)
}

/// A letter of the case, without the names of the applicant's documents: people call them after themselves.
///
/// # Errors
/// Not found for a letter of another case.
pub fn letter(file: &CaseFile, id: Uuid) -> Result<IssuedLetter, ServiceError> {
    let mut issued = file.letter(id)?;
    if !policy::shows(CaseView::Audit, Part::ApplicantDocument)
        && let Letter::Receipt { documents, .. } = &mut issued.frozen.letter
    {
        documents.clear();
    }
    Ok(issued)
}

/// A file of the office in a case. What the applicant sent shows who they are.
///
/// # Errors
/// Not found for any other file.
pub fn office_file(file: &CaseFile, id: Uuid) -> Result<&AttachedFile, ServiceError> {
    file.attachment(id)
}
