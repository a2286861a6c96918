//! Use cases: one file a verb, each with exactly one write transaction. They know no request, cookie, template or status code.

mod context;
mod error;

pub mod accounts;
pub mod administration;
pub mod audit;
pub mod calendar_feed;
pub mod calendars;
pub mod desk;
pub mod disputes;
pub mod downloads;
pub mod drafts;
pub mod exemptions;
pub mod fees;
pub mod health;
pub mod housekeeping;
pub mod identities;
pub mod imports;
pub mod keys;
pub mod known;
pub mod leases;
pub mod notifications;
pub mod objections;
pub mod public;
pub mod queue;
pub mod records;
pub mod reminders;
pub mod requests;
pub mod simulation;
pub mod throttle;
pub mod tracking;
pub mod units;
pub mod uploads;

pub use context::{CalendarCache, Context, instant, micros};
pub use error::{Fault, FaultValue, ServiceError};
