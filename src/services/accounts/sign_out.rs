//! Signing out.

use uuid::Uuid;

use crate::persistence::{sessions, write};
use crate::services::{Context, ServiceError, micros};

/// Ends a session at once: its token is worthless from here on, wherever a copy of it lies.
///
/// Permissions: whoever holds the session.
pub async fn sign_out(ctx: &Context, session: Uuid) -> Result<(), ServiceError> {
    let now = micros(ctx.now());
    write(&ctx.db, async |txn| {
        Ok(sessions::revoke_session(txn, session, now).await?)
    })
    .await
}
