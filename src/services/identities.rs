//! Identity of the applicant, sealed apart from the case.

use super::{Context, ServiceError};
use crate::domain::applicant::Identity;
use crate::persistence::{Conn, identities, rows};
use crate::security::LookupKind;
use uuid::Uuid;

/// Seals an identity for one case; it opens under no other case's id.
///
/// # Errors
/// When it is too long to be sealed, which the form prevents.
pub fn seal(ctx: &Context, request_id: Uuid, identity: &Identity) -> Result<rows::Identity, ServiceError> {
    let plain = serde_json::to_vec(identity)?;
    let sealed = ctx
        .keys
        .seal(ctx.entropy.as_ref(), &context(request_id), &plain)
        .map_err(ServiceError::unexpected)?;
    let hash = |kind, value: &Option<String>| value.as_deref().map(|value| ctx.keys.lookup_hash(kind, value));
    Ok(rows::Identity {
        request_id,
        sealed,
        email_hash: hash(LookupKind::Email, &identity.email),
        phone_hash: hash(LookupKind::Phone, &identity.phone),
        person_hash: hash(LookupKind::Person, &identity.nik),
    })
}

/// Opens the identity of a case; `None` once it was erased.
///
/// # Errors
/// When the key does not fit or the database is out of reach.
pub async fn open(
    ctx: &Context,
    conn: &impl Conn,
    request_id: Uuid,
) -> Result<Option<Identity>, ServiceError> {
    let Some(row) = identities::find_identity(conn, request_id).await? else {
        return Ok(None);
    };
    unseal(ctx, request_id, &row.sealed).map(Some)
}

/// Opens a sealed identity.
///
/// # Errors
/// When the key does not fit.
pub fn unseal(ctx: &Context, request_id: Uuid, sealed: &[u8]) -> Result<Identity, ServiceError> {
    let plain = ctx
        .keys
        .unseal(&context(request_id), sealed)
        .map_err(ServiceError::unexpected)?;
    Ok(serde_json::from_slice(&plain)?)
}

fn context(request_id: Uuid) -> Vec<u8> {
    [b"identity:", request_id.as_bytes().as_slice()].concat()
}
