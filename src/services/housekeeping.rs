//! Throwing away what nobody needs any more: drafts never sent, sessions long over, counters of old tries, contents of files that
//! never became part of a case.

use futures::future::BoxFuture;
use time::Duration;

use super::{Context, ServiceError, micros};
use crate::persistence::{drafts, files, sessions, throttle, write};
use crate::storage::{ContentHash, StorageError, Swept};

/// How long an ended session and the counters of tries are kept, for whoever looks into an incident.
const KEPT: Duration = Duration::days(7);
/// How long a content may wait for the transaction that makes it part of a case.
const FILE_GRACE: Duration = Duration::days(1);
/// Rows removed in one transaction.
const BATCH: u64 = 100;

/// Throws away drafts past their day. Tells how many.
///
/// # Errors
/// When the database is out of reach.
pub async fn expire_drafts(ctx: &Context) -> Result<u64, ServiceError> {
    let now = micros(ctx.now());
    Ok(write(&ctx.db, async |txn| drafts::delete_expired_drafts(txn, now).await).await?)
}

/// Forgets sessions and counters of tries that are long over. Tells how many.
///
/// # Errors
/// When the database is out of reach.
pub async fn forget_old_sessions(ctx: &Context) -> Result<u64, ServiceError> {
    let before = micros(ctx.now() - KEPT);
    Ok(write(&ctx.db, async |txn| {
        let sessions = sessions::delete_expired_sessions(txn, before).await?;
        Ok::<_, crate::persistence::PersistenceError>(
            sessions + throttle::delete_old_attempts(txn, before).await?,
        )
    })
    .await?)
}

/// Removes contents that nothing refers to: first their rows, then the bytes for which there is no row.
///
/// # Errors
/// When the database or the store is out of reach; what was removed until then was rightly removed.
pub async fn sweep_files(ctx: &Context) -> Result<Swept, ServiceError> {
    let before = ctx.now() - FILE_GRACE;
    loop {
        let orphans = files::list_orphan_files(ctx.db.read(), micros(before), BATCH).await?;
        if orphans.is_empty() {
            break;
        }
        write(&ctx.db, async |txn| {
            for file in &orphans {
                files::delete_orphan_file(txn, &file.sha256).await?;
            }
            Ok::<_, crate::persistence::PersistenceError>(())
        })
        .await?;
    }
    // Boxed: a worker moves between threads, and an async closure that borrows cannot show that it may.
    let db = ctx.db.clone();
    let is_referenced = move |hash: ContentHash| -> BoxFuture<'static, Result<bool, SweepError>> {
        let db = db.clone();
        Box::pin(async move {
            let row = files::find_file(db.read(), &hash.to_string())
                .await
                .map_err(|error| SweepError::Service(error.into()))?;
            Ok(row.is_some())
        })
    };
    ctx.files
        .sweep(before, is_referenced)
        .await
        .map_err(SweepError::into_service)
}

/// What the store and the question it asks may answer.
enum SweepError {
    Storage(StorageError),
    Service(ServiceError),
}

impl From<StorageError> for SweepError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl SweepError {
    fn into_service(self) -> ServiceError {
        match self {
            Self::Storage(error) => ServiceError::Unavailable(error.into()),
            Self::Service(error) => error,
        }
    }
}
