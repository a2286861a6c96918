//! Recurring work that of many workers only one does at a time, and no more often than it must.

use time::Duration;

use super::{Context, ServiceError, micros};
use crate::persistence::{PersistenceError, jobs, write};

/// How long a worker may take; one that dies loses its lease by then.
const LEASE: Duration = Duration::minutes(30);

/// Does the work if its last run lies `every` back and nobody else is at it. Tells whether it was done.
///
/// # Errors
/// When the database is out of reach, or what the work says; it is noted for `doctor` either way.
pub async fn run_if_due(
    ctx: &Context,
    name: &'static str,
    every: Duration,
    work: impl Future<Output = Result<(), ServiceError>> + Send,
) -> Result<bool, ServiceError> {
    let now = ctx.now();
    let is_due = |last: Option<i64>| last.is_none_or(|last| last <= micros(now - every));
    let is_free = |until: Option<i64>| until.is_none_or(|until| until <= micros(now));
    let known = jobs::find_job(ctx.db.read(), name).await?;
    if known.is_some_and(|job| !is_due(job.last_run_at) || !is_free(job.locked_until)) {
        return Ok(false);
    }
    let is_ours = write(&ctx.db, async |txn| {
        if !jobs::claim_job(txn, name, micros(now), micros(now + LEASE)).await? {
            return Ok::<_, PersistenceError>(false);
        }
        // Looked at again, now that nobody else can take it: another worker may have begun and ended since.
        let known = jobs::find_job(txn, name).await?;
        if let Some(job) = known
            && let Some(done_at) = job.last_run_at
            && !is_due(Some(done_at))
        {
            jobs::release_job(txn, name, done_at, job.last_error.as_deref()).await?;
            return Ok(false);
        }
        Ok(true)
    })
    .await?;
    if !is_ours {
        return Ok(false);
    }
    let done = work.await;
    let fault = done.as_ref().err().map(ToString::to_string);
    write(&ctx.db, async |txn| {
        jobs::release_job(txn, name, micros(ctx.now()), fault.as_deref()).await?;
        Ok::<_, PersistenceError>(())
    })
    .await?;
    done.map(|()| true)
}
