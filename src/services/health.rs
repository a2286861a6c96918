//! Whether the portal can do its work now.

use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

use super::{Context, micros};
use crate::persistence::{PersistenceError, SchemaState, jobs, schema_state, write};

/// The parts the portal cannot work without, and whether each answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    database: bool,
    schema: bool,
    files: bool,
}

impl Health {
    /// Whether all of them do.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.parts().iter().all(|(_, is_ok)| *is_ok)
    }

    /// Each part by name.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, bool); 3] {
        [
            ("database", self.database),
            ("schema", self.schema),
            ("files", self.files),
        ]
    }
}

/// How long an answer holds.
const HOLDS: Duration = Duration::seconds(5);

/// The last answer, kept for a while: asking writes to the database, and anybody may ask as often as they like.
#[derive(Clone, Debug, Default)]
pub struct LastHealth(Arc<Mutex<Option<(OffsetDateTime, Health)>>>);

/// What [`check`] says now, or said a moment ago.
pub async fn recent(ctx: &Context, last: &LastHealth) -> Health {
    let now = ctx.now();
    let kept = *last.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, health)) = kept.filter(|(at, _)| (now - *at).abs() < HOLDS) {
        return health;
    }
    let health = check(ctx).await;
    *last.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, health));
    health
}

/// Asks each part. What is wrong goes to the log, not to whoever asks.
pub async fn check(ctx: &Context) -> Health {
    let schema = schema_state(&ctx.db).await;
    let database = match &schema {
        // A database that only reads, or whose disk is full, answers a ping and keeps nothing.
        Ok(SchemaState::Current) => keeps_a_note(ctx).await,
        _ => ctx.db.ping().await,
    };
    let files = ctx.files.probe().await;
    if let Err(error) = &database {
        tracing::warn!(%error, "the database does not answer or keeps nothing");
    }
    match &schema {
        Ok(SchemaState::Current) => {}
        Ok(state) => tracing::warn!(?state, "the schema is not that of this program"),
        Err(error) => tracing::warn!(%error, "the schema cannot be read"),
    }
    if let Err(error) = &files {
        tracing::warn!(%error, "the file store takes no files");
    }
    Health {
        database: database.is_ok(),
        schema: matches!(schema, Ok(SchemaState::Current)),
        files: files.is_ok(),
    }
}

/// Writes a row of its own, over the one from before, and commits it.
async fn keeps_a_note(ctx: &Context) -> Result<(), PersistenceError> {
    let now = micros(ctx.now());
    write(&ctx.db, async |txn| {
        jobs::claim_job(txn, "readiness", now, now).await?;
        jobs::release_job(txn, "readiness", now, None).await
    })
    .await
}
