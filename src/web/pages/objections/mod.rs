//! Objections: the page of whoever filed one, filing one without a request, and the workspaces of superiors, officers and auditors. Filing
//! one on a request belongs to the pages of the case.

mod alone;
mod answer;
mod audit;
mod bundle;
mod dispute;
mod intake;
mod office;
mod officer;
mod own;
mod step;
mod superior;

use rocket::Route;
use rocket::fs::TempFile;
use uuid::Uuid;

use crate::services::desk::{self, DeskKey};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError};
use crate::web::files::keep_files;
use crate::web::forms::KeptForm;

pub fn routes() -> Vec<Route> {
    [
        alone::routes(),
        own::routes(),
        superior::routes(),
        answer::routes(),
        officer::routes(),
        intake::routes(),
        audit::routes(),
        dispute::routes(),
        bundle::routes(),
    ]
    .concat()
}

/// Keeps what was written and the files that are good, and takes away those that were ticked.
pub(super) async fn keep_papers(
    ctx: &Context,
    key: &DeskKey,
    form: &KeptForm,
    removed: &[&str],
    sent: &[(&str, &'static str, &[TempFile<'_>])],
) -> Result<(), ServiceError> {
    for id in removed.iter().filter_map(|id| Uuid::try_parse(id).ok()) {
        desk::remove(ctx, key, id).await?;
    }
    let (mut added, mut faults) = (Vec::<NewFile>::new(), Vec::new());
    for (field, kind, files) in sent {
        match keep_files(ctx, field, kind, files).await {
            Ok(files) => added.extend(files),
            Err(ServiceError::Invalid(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    desk::save(ctx, key, form, "files", &added).await?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

/// The files that are kept there.
pub(super) async fn kept_files(ctx: &Context, key: &DeskKey) -> Result<Vec<NewFile>, ServiceError> {
    let desk = desk::open::<KeptForm>(ctx, key).await?;
    let files = desk.map(|desk| desk.files).unwrap_or_default();
    Ok(files.into_iter().map(|kept| kept.file).collect())
}
