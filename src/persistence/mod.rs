//! Everything that is remembered, and the only place that imports `sea_orm`.
//!
//! Reads take any [`Conn`]; writes take a [`Txn`], which only [`write`] hands out: one use case, one transaction.
//! Rows ([`rows`]) are plain values. What a status means, who may see what and which day is due is decided elsewhere.

mod conn;
mod db;
#[expect(
    clippy::disallowed_methods,
    reason = "sea-orm's macros write nested savers that begin; we call none"
)]
mod entities;
mod error;
mod schema;
mod scope;

pub mod account_acts;
pub mod attachments;
pub mod calendar_feeds;
pub mod calendars;
pub mod case_keys;
pub mod deadlines;
pub mod decrees;
pub mod disputes;
pub mod drafts;
pub mod events;
pub mod exemptions;
pub mod fees;
pub mod files;
pub mod identities;
pub mod items;
pub mod jobs;
pub mod letters;
pub mod messages;
pub mod objection_papers;
pub mod objections;
pub mod outbox;
pub mod proposals;
pub mod publications;
pub mod queries;
pub mod records;
pub mod reminders;
pub mod requests;
pub mod rows;
pub mod series;
pub mod sessions;
pub mod shares;
pub mod throttle;
pub mod tracking;
pub mod units;
pub mod users;

#[doc(hidden)]
pub mod testing;

#[cfg(test)]
mod tests;

pub use conn::{Conn, Reader, Txn, write};
pub use db::{Db, Engine};
pub use error::PersistenceError;
pub use schema::{MigrateError, SchemaState, migrate, schema_state};
pub use scope::UnitScope;

/// What every function of this room returns.
pub type Result<T> = std::result::Result<T, PersistenceError>;
