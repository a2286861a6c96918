//! `/petugas/permohonan/<nomor>/jawab`: the written notice (UU 14/2008 Ps 22(7); Perki 1/2021 Ps 31(4)), in three pages. It is
//! written and kept on the desk; it is looked at exactly as the applicant will read it; and only then it is sent.

mod draft;
mod send;
mod waiting;
mod write;

pub(super) use draft::Draft;
use rocket::Route;
use uuid::Uuid;

use crate::services::ServiceError;
use crate::services::desk::DeskKey;
use crate::web::guards::Officer;

pub fn routes() -> Vec<Route> {
    [write::routes(), send::routes(), waiting::routes()].concat()
}

/// What lies on the officer's desk for the answer of a case.
fn desk_key(officer: &Officer, case: Uuid) -> Result<DeskKey, ServiceError> {
    DeskKey::of(&officer.viewer, "answer", &case.to_string())
}
