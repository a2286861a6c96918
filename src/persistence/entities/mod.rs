//! One file a table, in sea-orm's dense format: columns and unique keys, nothing else.
//!
//! Migrations are the truth; a test synchronises these entities onto a migrated database and expects no change.
//! No logic, no serde, no relations: reads that join say so in `queries/`.

pub mod account_act;
pub mod answer_proposal;
pub mod appointment;
pub mod attachment;
pub mod briefing;
pub mod calendar_day;
pub mod calendar_decree;
pub mod calendar_decree_day;
pub mod calendar_decree_unit;
pub mod calendar_feed;
pub mod calendar_version;
pub mod case_key;
pub mod dispute;
pub mod dispute_note;
pub mod draft;
pub mod draft_file;
pub mod exemption;
pub mod fee_item;
pub mod fee_schedule;
pub mod file;
pub mod identity;
pub mod identity_key;
pub mod information_item;
pub mod job;
pub mod letter;
pub mod message;
pub mod objection;
pub mod objection_counter;
pub mod objection_file;
pub mod objection_identity;
pub mod objection_letter;
pub mod objection_message;
pub mod outbox;
pub mod proposal_file;
pub mod publication;
pub mod publication_file;
pub mod record_event;
pub mod registration_counter;
pub mod reminder;
pub mod request;
pub mod request_deadline;
pub mod request_event;
pub mod request_share;
pub mod series_counter;
pub mod session;
pub mod share_file;
pub mod sign_in_attempt;
pub mod tracking_token;
pub mod unit;
pub mod unit_succession;
pub mod unit_version;
pub mod user;
