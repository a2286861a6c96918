//! Schema migrations of Terbuka, the same set for `SQLite` and `PostgreSQL`.
//!
//! One change a file. Merged files are never edited and never import the portal: they must keep compiling when
//! entities change. The only words that differ between the engines are column types, filled in by [`dialect`].

mod dialect;

mod m20261124_000001_create_units;
mod m20261124_000002_create_users;
mod m20261124_000003_create_calendars;
mod m20261124_000004_create_requests;
mod m20261124_000005_create_identities;
mod m20261124_000006_create_request_events;
mod m20261124_000007_create_messages_and_letters;
mod m20261124_000008_create_files;
mod m20261124_000009_create_drafts;
mod m20261124_000010_create_tracking_tokens;
mod m20261124_000011_create_publications;
mod m20261124_000012_create_objections;
mod m20261124_000013_create_outbox_and_jobs;
mod m20261127_000001_create_record_events;
mod m20261127_000101_create_calendar_feeds;
mod m20261127_000201_create_calendar_decrees;
mod m20261127_000202_calendars_of_units;
mod m20261127_000401_create_exemptions;
mod m20261127_000501_extend_objections;
mod m20261127_000502_create_objection_papers;
mod m20261127_000601_create_reminders;
mod m20261127_000701_create_disputes;
mod m20261127_000801_create_unit_versions;
mod m20261127_000802_note_ends_of_appointments;
mod m20261127_000803_receipt_of_objections;
mod m20261127_000901_delivery_and_fees_of_requests;
mod m20261127_000902_create_fee_schedules;
mod m20261128_000101_why_exemptions_are_open;
mod m20261128_000102_numbers_at_the_commission;
mod m20261128_000103_outcomes_of_disputes;
mod m20261128_000104_calendar_of_the_roads;
mod m20261128_000201_create_request_shares;
mod m20261128_000310_create_case_keys;
mod m20261128_000320_renew_links_of_objections;

use sea_orm_migration::MigrationTrait;
pub use sea_orm_migration::MigratorTrait;

/// Every migration, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_create_units::Migration),
            Box::new(m20261124_000002_create_users::Migration),
            Box::new(m20261124_000003_create_calendars::Migration),
            Box::new(m20261124_000004_create_requests::Migration),
            Box::new(m20261124_000005_create_identities::Migration),
            Box::new(m20261124_000006_create_request_events::Migration),
            Box::new(m20261124_000007_create_messages_and_letters::Migration),
            Box::new(m20261124_000008_create_files::Migration),
            Box::new(m20261124_000009_create_drafts::Migration),
            Box::new(m20261124_000010_create_tracking_tokens::Migration),
            Box::new(m20261124_000011_create_publications::Migration),
            Box::new(m20261124_000012_create_objections::Migration),
            Box::new(m20261124_000013_create_outbox_and_jobs::Migration),
            Box::new(m20261127_000001_create_record_events::Migration),
            Box::new(m20261127_000101_create_calendar_feeds::Migration),
            Box::new(m20261127_000201_create_calendar_decrees::Migration),
            Box::new(m20261127_000202_calendars_of_units::Migration),
            Box::new(m20261127_000401_create_exemptions::Migration),
            Box::new(m20261127_000501_extend_objections::Migration),
            Box::new(m20261127_000502_create_objection_papers::Migration),
            Box::new(m20261127_000601_create_reminders::Migration),
            Box::new(m20261127_000701_create_disputes::Migration),
            Box::new(m20261127_000801_create_unit_versions::Migration),
            Box::new(m20261127_000802_note_ends_of_appointments::Migration),
            Box::new(m20261127_000803_receipt_of_objections::Migration),
            Box::new(m20261127_000901_delivery_and_fees_of_requests::Migration),
            Box::new(m20261127_000902_create_fee_schedules::Migration),
            Box::new(m20261128_000101_why_exemptions_are_open::Migration),
            Box::new(m20261128_000102_numbers_at_the_commission::Migration),
            Box::new(m20261128_000103_outcomes_of_disputes::Migration),
            Box::new(m20261128_000104_calendar_of_the_roads::Migration),
            Box::new(m20261128_000201_create_request_shares::Migration),
            Box::new(m20261128_000310_create_case_keys::Migration),
            Box::new(m20261128_000320_renew_links_of_objections::Migration),
        ]
    }
}
