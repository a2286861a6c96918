//! Whether the portal can do its work now.

use super::Context;
use crate::persistence::{SchemaState, schema_state};

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

/// Asks each part. What is wrong goes to the log, not to whoever asks.
pub async fn check(ctx: &Context) -> Health {
    let database = ctx.db.ping().await;
    let schema = schema_state(&ctx.db).await;
    let files = ctx.files.probe().await;
    if let Err(error) = &database {
        tracing::warn!(%error, "the database does not answer");
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
