//! The `exemptions` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Exempt information with its consequence test and decree.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exemptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "seq")]
    pub unit_id: Uuid,
    #[sea_orm(unique_key = "seq")]
    pub number_year: i32,
    #[sea_orm(unique_key = "seq")]
    pub number_seq: i32,
    #[sea_orm(column_type = "Text")]
    pub number: String,
    pub request_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub sheet: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    pub is_partial: bool,
    pub tested_on: Date,
    pub ends_on: Date,
    pub signed_by: Option<Uuid>,
    pub signed_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub decree_no: Option<String>,
    pub decree_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub decree: Option<String>,
    pub opened_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub opened_because: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub return_reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub event_seq: i32,
    #[sea_orm(column_type = "Text")]
    pub last_event_hash: Option<String>,
    pub created_by: Option<Uuid>,
    pub created_at: i64,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
