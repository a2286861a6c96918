//! Identity of who asks or objects, sealed apart from the case under a key of the case's own (`docs/decisions/0037`).

use super::{Context, ServiceError};
use crate::domain::applicant::Identity;
use crate::persistence::{Conn, Txn, identities, rows};
use crate::security::{DataKey, LookupKind, UnsealError, has_own_key};
use uuid::Uuid;

/// Whose identity a key of a case seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Who asked.
    Request,
    /// Who objects.
    Objection,
}

impl Subject {
    /// Code used in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Objection => "objection",
        }
    }
}

/// Seals an identity for one case under a new key; it opens under no other case's id. Row and key are stored together.
///
/// # Errors
/// When it is too long to be sealed, which the form prevents.
pub fn seal(
    ctx: &Context,
    request_id: Uuid,
    identity: &Identity,
) -> Result<(rows::Identity, rows::CaseKey), ServiceError> {
    let plain = serde_json::to_vec(identity)?;
    let (sealed, key) = seal_plain(ctx, Subject::Request, request_id, &plain)?;
    let hash = |kind, value: &Option<String>| value.as_deref().map(|value| ctx.keys.lookup_hash(kind, value));
    let row = rows::Identity {
        request_id,
        sealed,
        email_hash: hash(LookupKind::Email, &identity.email),
        phone_hash: hash(LookupKind::Phone, &identity.phone),
        person_hash: hash(LookupKind::Person, &identity.nik),
    };
    Ok((row, key))
}

/// Seals who objects, where the request does not say so.
///
/// # Errors
/// When it is too long to be sealed, which the form prevents.
pub fn seal_objector(
    ctx: &Context,
    objection_id: Uuid,
    identity: &Identity,
) -> Result<(rows::ObjectionIdentity, rows::CaseKey), ServiceError> {
    let plain = serde_json::to_vec(identity)?;
    let (sealed, key) = seal_plain(ctx, Subject::Objection, objection_id, &plain)?;
    Ok((rows::ObjectionIdentity { objection_id, sealed }, key))
}

/// Seals what an identity says, for one case under a new key.
pub(in crate::services) fn seal_plain(
    ctx: &Context,
    subject: Subject,
    case_id: Uuid,
    plain: &[u8],
) -> Result<(Vec<u8>, rows::CaseKey), ServiceError> {
    let entropy = ctx.entropy.as_ref();
    let key = DataKey::new(entropy);
    let sealed = key
        .seal(entropy, &context(case_id), plain)
        .map_err(ServiceError::unexpected)?;
    let wrapped = ctx
        .keys
        .wrap_key(entropy, case_id.as_bytes(), &key)
        .map_err(ServiceError::unexpected)?;
    Ok((sealed, case_key(ctx, subject.code(), case_id, wrapped)))
}

/// The row of a key wrapped just now.
pub(in crate::services) fn case_key(
    ctx: &Context,
    subject: &str,
    case_id: Uuid,
    wrapped: Vec<u8>,
) -> rows::CaseKey {
    rows::CaseKey {
        case_id,
        subject: subject.to_owned(),
        key_no: i32::from(ctx.keys.identity_number()),
        wrapped,
    }
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
    read(ctx, request_id, identities::find_sealed(conn, request_id).await?)
}

/// Opens the identity of who objects, where it is not that of the request; `None` once it was erased.
///
/// # Errors
/// When the key does not fit or the database is out of reach.
pub async fn open_objector(
    ctx: &Context,
    conn: &impl Conn,
    objection_id: Uuid,
) -> Result<Option<Identity>, ServiceError> {
    let sealed = identities::find_objection_sealed(conn, objection_id).await?;
    read(ctx, objection_id, sealed)
}

/// Throws an identity away with the key of its case. Whatever copy of the sealed row turns up later, without that key nobody reads it,
/// the operator included; case, figures and proof stay.
///
/// # Errors
/// When the database is out of reach.
pub async fn forget(txn: &Txn, subject: Subject, case_id: Uuid) -> Result<(), ServiceError> {
    match subject {
        Subject::Request => identities::delete_identity(txn, case_id).await?,
        Subject::Objection => identities::delete_objection_identity(txn, case_id).await?,
    }
    Ok(())
}

fn read(
    ctx: &Context,
    case_id: Uuid,
    found: Option<identities::Sealed>,
) -> Result<Option<Identity>, ServiceError> {
    let Some(identities::Sealed { sealed, wrapped }) = found else {
        return Ok(None);
    };
    let plain = match (has_own_key(&sealed), wrapped) {
        (false, _) => unseal_direct(ctx, case_id, &sealed),
        (true, Some(wrapped)) => ctx
            .keys
            .unwrap_key(case_id.as_bytes(), &wrapped)
            .and_then(|key| key.open(&context(case_id), &sealed)),
        // The key was thrown away: so is what it sealed.
        (true, None) => return Ok(None),
    };
    let plain = plain.map_err(ServiceError::unexpected)?;
    Ok(Some(serde_json::from_slice(&plain)?))
}

/// Opens what an identity key sealed itself, before cases had keys of their own.
pub(in crate::services) fn unseal_direct(
    ctx: &Context,
    case_id: Uuid,
    sealed: &[u8],
) -> Result<zeroize::Zeroizing<Vec<u8>>, UnsealError> {
    ctx.keys.unseal(&context(case_id), sealed)
}

fn context(case_id: Uuid) -> Vec<u8> {
    [b"identity:", case_id.as_bytes().as_slice()].concat()
}
