//! Melacak permohonan without an account: by the secret link, or by number with the contact that was given.

use super::objections::{self, Objection, ObjectionKey, to_objector, token_of};
use super::requests::{facts, to_applicant};
use super::{Context, ServiceError, identities, micros};
use crate::domain::actor::{Role, Viewer};
use crate::domain::applicant::{normal_email, normal_phone};
use crate::domain::objection::ObjectionNumber;
use crate::domain::policy::{CaseView, case_view};
use crate::domain::request::RegistrationNumber;
use crate::persistence::queries::list_requests_of_citizen;
pub use crate::persistence::queries::{CitizenRow, Page};
use crate::persistence::{
    Conn, PersistenceError, Txn, UnitScope, identities as identity_rows, objections as objection_rows,
    outbox, requests, rows, tracking, write,
};
use crate::security::{LookupKind, TrackingToken};
use uuid::Uuid;

/// The case a tracking token opens.
///
/// # Errors
/// Not found when it opens nothing or was revoked.
pub async fn case_of(ctx: &Context, token: &TrackingToken) -> Result<Uuid, ServiceError> {
    tracking::find_tracking_token(ctx.db.read(), &token.hash())
        .await?
        .filter(|row| row.revoked_at.is_none())
        .map(|row| row.request_id)
        .ok_or(ServiceError::NotFound)
}

/// A case opened by the citizen who filed it from an account. Whoever else asks learns nothing.
///
/// # Errors
/// Not found for everybody but its citizen.
pub async fn case_of_citizen(ctx: &Context, viewer: &Viewer, id: Uuid) -> Result<Uuid, ServiceError> {
    let row = requests::get_request(ctx.db.read(), &UnitScope::All, id).await?;
    match case_view(viewer, &facts(&row)) {
        CaseView::Applicant => Ok(row.id),
        _ => Err(ServiceError::NotFound),
    }
}

/// Requests of a citizen's account a page of the list.
const CASES_A_PAGE: u64 = 20;

/// One page of the requests that the caller filed from an account, newest first; empty for whoever is no citizen.
///
/// # Errors
/// When the database is out of reach.
pub async fn cases_of_citizen(
    ctx: &Context,
    viewer: &Viewer,
    before: Option<Uuid>,
) -> Result<Page<CitizenRow, Uuid>, ServiceError> {
    let Some(user) = viewer.user().filter(|_| viewer.holds(Role::Citizen)) else {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    };
    Ok(list_requests_of_citizen(ctx.db.read(), user.0, before, CASES_A_PAGE).await?)
}

/// The key that a number opens with its contact.
#[derive(Clone, Debug)]
pub enum Found {
    /// To the page of a request.
    Request(TrackingToken),
    /// To the page of an objection.
    Objection(TrackingToken),
}

/// The key for who knows number and contact. The answer is the same whether the number, the contact or their match is wrong. The caller
/// limits tries.
///
/// # Errors
/// Not found when they do not belong together.
pub async fn find(ctx: &Context, number: &str, contact: &str) -> Result<Found, ServiceError> {
    if let Ok(number) = ObjectionNumber::parse(number) {
        match find_objection(ctx, &number, contact).await {
            // The code of a unit may look like the series of objections.
            Err(ServiceError::NotFound) => {}
            answer => return answer.map(Found::Objection),
        }
    }
    find_request(ctx, number, contact).await.map(Found::Request)
}

/// The page of an objection, by the contact of whoever objects.
async fn find_objection(
    ctx: &Context,
    number: &ObjectionNumber,
    contact: &str,
) -> Result<TrackingToken, ServiceError> {
    let objection = Objection::load(ctx, ctx.db.read(), &ObjectionKey::Number(number.to_string())).await?;
    let known = objections::identity(ctx, &objection)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let is = |typed: Option<String>, known: Option<String>| typed.is_some() && typed == known;
    let email = known.email.as_deref().and_then(normal_email);
    let phone = known.phone.as_deref().and_then(normal_phone);
    if is(normal_email(contact), email) || is(normal_phone(contact), phone) {
        Ok(token_of(ctx, &objection.row))
    } else {
        Err(ServiceError::NotFound)
    }
}

async fn find_request(ctx: &Context, number: &str, contact: &str) -> Result<TrackingToken, ServiceError> {
    let number = RegistrationNumber::parse(number).map_err(|_| ServiceError::NotFound)?;
    let hashes = [
        normal_email(contact).map(|email| ctx.keys.lookup_hash(LookupKind::Email, &email)),
        normal_phone(contact).map(|phone| ctx.keys.lookup_hash(LookupKind::Phone, &phone)),
    ];
    let row = requests::get_request_by_no(ctx.db.read(), &UnitScope::All, &number.to_string()).await?;
    let identity = identity_rows::find_identity(ctx.db.read(), row.id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let known = [&identity.email_hash, &identity.phone_hash];
    let is_match = hashes
        .iter()
        .flatten()
        .any(|hash| known.iter().any(|known| known.as_ref() == Some(hash)));
    if !is_match {
        return Err(ServiceError::NotFound);
    }
    ensure_token(ctx, row.id).await
}

/// The secret link of a request that holds now. It is made from the key and from how many were revoked before it, so that it can be sent
/// again although only its hash is stored.
///
/// # Errors
/// When the database is out of reach.
pub async fn link_of(
    ctx: &Context,
    conn: &impl Conn,
    request_id: Uuid,
) -> Result<TrackingToken, ServiceError> {
    let revoked = tracking::count_revoked_tokens(conn, request_id).await?;
    Ok(ctx.keys.renewed_token(&request_id.to_string(), revoked))
}

/// The same, kept now if it never was: a request of an older register has none before somebody asks.
///
/// # Errors
/// When the database is out of reach.
pub async fn ensure_token(ctx: &Context, request_id: Uuid) -> Result<TrackingToken, ServiceError> {
    let token = link_of(ctx, ctx.db.read(), request_id).await?;
    let known = tracking::find_tracking_token(ctx.db.read(), &token.hash()).await?;
    if known.is_none() {
        let row = token_row(ctx, request_id, &token);
        write(&ctx.db, async |txn| {
            Ok::<_, ServiceError>(tracking::insert_tracking_token(txn, &row).await?)
        })
        .await?;
    }
    Ok(token)
}

/// What is kept of a link.
pub(super) fn token_row(ctx: &Context, request_id: Uuid, token: &TrackingToken) -> rows::TrackingToken {
    rows::TrackingToken {
        id: ctx.new_id(),
        request_id,
        token_hash: token.hash(),
        created_at: micros(ctx.now()),
        revoked_at: None,
    }
}

/// Replaces the link of a request and those of its objections, to which its page leads: the old ones open nothing from now on, and the
/// new ones go to the applicant's e-mail, too.
///
/// # Errors
/// Stale when it was replaced at the same moment.
pub async fn renew_request(ctx: &Context, request_id: Uuid) -> Result<TrackingToken, ServiceError> {
    let done = write(&ctx.db, async |txn| {
        let row = requests::get_request(txn, &UnitScope::All, request_id).await?;
        tracking::revoke_tracking_tokens(txn, request_id, micros(ctx.now())).await?;
        let token = link_of(ctx, txn, request_id).await?;
        tracking::insert_tracking_token(txn, &token_row(ctx, request_id, &token)).await?;
        outbox::insert_outbox(txn, &to_applicant(ctx, &row, "tracking_link")).await?;
        // What an older register tells of has no page of its own.
        let objections = objection_rows::list_objections(txn, request_id).await?;
        for objection in objections.into_iter().filter(|one| one.token_hash.is_some()) {
            replace_of_objection(ctx, txn, objection).await?;
        }
        Ok::<_, ServiceError>(token)
    });
    match done.await {
        Err(error) if error.is_duplicate_of("uq_tracking_tokens_hash") => Err(ServiceError::Stale),
        answer => answer,
    }
}

/// The same for an objection.
///
/// # Errors
/// Not found when the link opens nothing; stale when it was replaced at the same moment.
pub async fn renew_objection(ctx: &Context, token: &TrackingToken) -> Result<TrackingToken, ServiceError> {
    write(&ctx.db, async |txn| {
        let found = objection_rows::find_objection_by_token(txn, &token.hash()).await?;
        replace_of_objection(ctx, txn, found.ok_or(ServiceError::NotFound)?).await
    })
    .await
}

async fn replace_of_objection(
    ctx: &Context,
    txn: &Txn,
    mut row: rows::Objection,
) -> Result<TrackingToken, ServiceError> {
    row.links_replaced = Some(row.links_replaced.unwrap_or_default() + 1);
    let token = token_of(ctx, &row);
    row.token_hash = Some(token.hash());
    objection_rows::update_objection(txn, &row).await?;
    outbox::insert_outbox(txn, &to_objector(ctx, &row, "objection_link")).await?;
    Ok(token)
}

/// Sends the link of a request or an objection to the e-mail that was given with it, if there are both. Whoever asks is told the same
/// either way. The caller limits tries.
///
/// # Errors
/// When the database is out of reach.
pub async fn send_again(ctx: &Context, number: &str) -> Result<(), ServiceError> {
    if let Ok(number) = ObjectionNumber::parse(number) {
        let key = ObjectionKey::Number(number.to_string());
        match Objection::load(ctx, ctx.db.read(), &key).await {
            Ok(objection) => return send(ctx, &to_objector(ctx, &objection.row, "objection_link")).await,
            // The code of a unit may look like the series of objections.
            Err(ServiceError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let Ok(number) = RegistrationNumber::parse(number) else {
        return Ok(());
    };
    match requests::get_request_by_no(ctx.db.read(), &UnitScope::All, &number.to_string()).await {
        Ok(row) => {
            ensure_token(ctx, row.id).await?;
            send(ctx, &to_applicant(ctx, &row, "tracking_link")).await
        }
        Err(PersistenceError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A mail that finds no address is dropped when its turn comes.
async fn send(ctx: &Context, mail: &rows::Outbox) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| Ok(outbox::insert_outbox(txn, mail).await?)).await
}

/// E-mail of the applicant of a case, for the mail job.
///
/// # Errors
/// When the identity cannot be opened.
pub async fn email_of(ctx: &Context, request_id: Uuid) -> Result<Option<String>, ServiceError> {
    Ok(identities::open(ctx, ctx.db.read(), request_id)
        .await?
        .and_then(|identity| identity.email))
}
