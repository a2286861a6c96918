//! The `requests` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Permohonan Informasi Publik — the case (UU 14/2008 Ps 22).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique, column_type = "Text")]
    pub registration_no: String,
    #[sea_orm(unique_key = "number")]
    pub registered_unit_id: Uuid,
    #[sea_orm(unique_key = "number")]
    pub reg_year: i32,
    #[sea_orm(unique_key = "number")]
    pub reg_seq: i32,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub channel: String,
    #[sea_orm(column_type = "Text")]
    pub rule_set: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(unique, column_type = "Text")]
    pub import_ref: Option<String>,
    #[sea_orm(unique, column_type = "Text")]
    pub submission_key: Option<String>,
    pub citizen_user_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    #[sea_orm(column_type = "Text")]
    pub applicant_kind: String,
    pub by_proxy: bool,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub purpose: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub access_mode: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub delivery_mode: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub delivery_note: Option<String>,
    pub received_at: i64,
    pub received_on: Date,
    pub registered_at: i64,
    pub declared_complete_at: Option<i64>,
    pub complete_on: Option<Date>,
    pub checked_on: Option<Date>,
    pub incompleteness_at: Option<i64>,
    pub incompleteness_received_on: Option<Date>,
    pub clarification_open: bool,
    pub extended_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub extension_reason: Option<String>,
    pub is_extension_valid: Option<bool>,
    pub notice_at: Option<i64>,
    pub notice_on: Option<Date>,
    pub promised_on: Option<Date>,
    pub delivered_at: Option<i64>,
    pub delivered_on: Option<Date>,
    pub deliver_by: Option<Date>,
    pub fee_total: Option<i64>,
    pub fee_paid_on: Option<Date>,
    pub closed_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub outcome: Option<String>,
    pub working_days_used: Option<i32>,
    pub due_on: Date,
    pub statute_due_on: Date,
    pub regulation_due_on: Option<Date>,
    pub target_on: Date,
    pub latest_on: Date,
    pub next_due_on: Option<Date>,
    pub fix_latest_on: Option<Date>,
    pub is_late_notice: Option<bool>,
    pub calendar_version_id: Uuid,
    pub event_seq: i32,
    #[sea_orm(column_type = "Text")]
    pub last_event_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub published_at: Option<i64>,
    pub updated_at: i64,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
