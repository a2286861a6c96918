//! What happens because time passed. Here stands only when; what happens is a service.
//!
//! Nothing statutory depends on this room: a dead worker delays mail and cleaning, and never changes a due date or a state.

use time::Duration;
use tokio::sync::watch;

use crate::services::{
    Context, ServiceError, calendars, exemptions, housekeeping, keys, leases, notifications, reminders,
};

/// Rows sealed anew in one transaction: few, for others wait to write.
const RESEALED_AT_ONCE: u64 = 50;
/// Rows sealed anew in a round, so that a large database does not keep the mail waiting.
const RESEALED_IN_A_ROUND: u64 = 10_000;

/// Works until `stop` turns true: one round, a pause, the next round.
pub async fn run(ctx: Context, mut stop: watch::Receiver<bool>) {
    let interval = ctx.settings.worker.interval;
    while !*stop.borrow() {
        Box::pin(tick(&ctx)).await;
        tokio::select! {
            () = tokio::time::sleep(interval) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// One round of everything that is due. A fault in one kind of work does not keep the others from being done.
pub async fn tick(ctx: &Context) {
    let recurring = leases::run_if_due(ctx, "recompute", Duration::minutes(5), async {
        let done = calendars::recompute(ctx).await?;
        if done.moved > 0 {
            tracing::info!(cases = done.moved, "dates of open cases were recomputed");
        }
        Ok(())
    });
    report("recompute", Box::pin(recurring).await);
    let recurring = leases::run_if_due(ctx, "exemptions", Duration::hours(1), async {
        let count = exemptions::expire(ctx).await?;
        if count > 0 {
            tracing::info!(count, "exempt information is open: its time was over");
        }
        Ok(())
    });
    report("exemptions", Box::pin(recurring).await);
    // After what moves dates, and before the mail goes.
    let recurring = leases::run_if_due(ctx, reminders::JOB, Duration::minutes(5), async {
        let left = reminders::remind(ctx).await?;
        if left != reminders::Left::default() {
            tracing::info!(
                briefings = left.briefings,
                escalations = left.escalations,
                "staff are reminded"
            );
        }
        Ok(())
    });
    report("reminders", Box::pin(recurring).await);
    report("mail", deliver(ctx).await);
    let recurring = leases::run_if_due(ctx, "drafts", Duration::hours(1), async {
        let count = housekeeping::expire_drafts(ctx).await?;
        tracing::debug!(count, "old drafts were thrown away");
        Ok(())
    });
    report("drafts", recurring.await);
    let recurring = leases::run_if_due(ctx, "sessions", Duration::hours(6), async {
        let count = housekeeping::forget_old_sessions(ctx).await?;
        tracing::debug!(count, "old sessions were forgotten");
        Ok(())
    });
    report("sessions", recurring.await);
    let recurring = leases::run_if_due(ctx, "reseal", Duration::minutes(10), async {
        let done = keys::reseal(ctx, RESEALED_AT_ONCE, RESEALED_IN_A_ROUND, |_| {}).await?;
        if done != keys::Resealed::default() {
            tracing::info!(
                rows = done.rows,
                unreadable = done.unreadable,
                "what was sealed with an old key is sealed anew"
            );
        }
        Ok(())
    });
    report("reseal", Box::pin(recurring).await);
    let recurring = leases::run_if_due(ctx, "files", Duration::hours(24), async {
        let swept = housekeeping::sweep_files(ctx).await?;
        tracing::debug!(
            files = swept.files,
            bytes = swept.bytes,
            "files that nothing refers to were removed"
        );
        Ok(())
    });
    report("files", recurring.await);
}

/// Delivers batch after batch while there is mail that can be sent.
async fn deliver(ctx: &Context) -> Result<(), ServiceError> {
    loop {
        let done = notifications::deliver_due(ctx).await?;
        if !done.is_full() || done.waiting > 0 {
            return Ok(());
        }
    }
}

fn report<T>(work: &'static str, done: Result<T, ServiceError>) {
    if let Err(error) = done {
        tracing::error!(work, %error, "recurring work failed");
    }
}
