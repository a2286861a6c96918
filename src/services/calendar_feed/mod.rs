//! What officers and superiors owe in the calendar program they use, by a secret address that can be renewed and ended.

mod coming;

pub use coming::Coming;

use super::accounts::viewer_of;
use super::{Context, ServiceError, micros};
use crate::domain::actor::Viewer;
use crate::domain::ids::UserId;
use crate::domain::policy::{self, CASE_ROLES, Scope};
use crate::persistence::rows::CalendarFeed;
use crate::persistence::{calendar_feeds, write};
use crate::security::TrackingToken;
use time::OffsetDateTime;

/// Since when the account has a feed; `None` when it has none.
///
/// Permissions: the officer or superior themselves.
///
/// # Errors
/// When the database is out of reach.
pub async fn since(ctx: &Context, user: UserId) -> Result<Option<OffsetDateTime>, ServiceError> {
    let feed = calendar_feeds::find_calendar_feed_of(ctx.db.read(), user.0).await?;
    Ok(feed.map(|feed| super::instant(feed.created_at)))
}

/// A new address for the account; the one before is of no use any more. Only its hash is kept, so this is the one time it can be
/// shown.
///
/// # Errors
/// Forbidden for who works on no cases.
pub async fn renew(ctx: &Context, viewer: &Viewer) -> Result<TrackingToken, ServiceError> {
    let user = viewer.user().ok_or(ServiceError::Forbidden)?;
    if policy::unit_scope(viewer, &CASE_ROLES) == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let secret = TrackingToken::new(ctx.entropy.as_ref());
    let feed = CalendarFeed {
        user_id: user.0,
        secret_hash: secret.hash(),
        created_at: micros(ctx.now()),
    };
    write(&ctx.db, async |txn| {
        Ok::<_, ServiceError>(calendar_feeds::upsert_calendar_feed(txn, &feed).await?)
    })
    .await?;
    Ok(secret)
}

/// Ends the feed of the account.
///
/// # Errors
/// When the database is out of reach.
pub async fn end(ctx: &Context, user: UserId) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        Ok::<_, ServiceError>(calendar_feeds::delete_calendar_feed(txn, user.0).await?)
    })
    .await
}

/// What the holder of this secret has to see to by what they may see today. Changes nothing.
///
/// # Errors
/// Not found for an unknown secret, and once the account is suspended, waits for a new password or works on no case any more: one
/// answer for all of them.
pub async fn read(ctx: &Context, secret: &str) -> Result<Vec<Coming>, ServiceError> {
    let secret = TrackingToken::parse(secret).ok_or(ServiceError::NotFound)?;
    let conn = ctx.db.read();
    let feed = calendar_feeds::find_calendar_feed(conn, &secret.hash())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let viewer = viewer_of(ctx, UserId(feed.user_id))
        .await?
        .ok_or(ServiceError::NotFound)?;
    if policy::unit_scope(&viewer, &CASE_ROLES) == Scope::Nothing {
        return Err(ServiceError::NotFound);
    }
    coming::list(ctx, &viewer).await
}
