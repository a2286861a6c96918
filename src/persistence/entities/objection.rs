//! The `objections` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Keberatan — an objection (UU 14/2008 Ps 35–36). The columns from `number` on are empty for what an older register knew of one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objections")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Option<Uuid>,
    pub unit_id: Uuid,
    pub filed_on: Date,
    #[sea_orm(column_type = "Text")]
    pub grounds: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub decided_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub decision: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub decision_text: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(unique, column_type = "Text")]
    pub number: Option<String>,
    pub reg_year: Option<i32>,
    pub reg_seq: Option<i32>,
    #[sea_orm(unique, column_type = "Text")]
    pub submission_key: Option<String>,
    #[sea_orm(unique, column_type = "Text")]
    pub token_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub channel: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub rule_set: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub locale: Option<String>,
    pub citizen_user_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub applicant_kind: Option<String>,
    pub by_proxy: Option<bool>,
    #[sea_orm(column_type = "Text")]
    pub subject: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub purpose: Option<String>,
    pub received_at: Option<i64>,
    pub recorded_on: Option<Date>,
    pub is_possibly_late: Option<bool>,
    pub is_question_open: Option<bool>,
    pub statute_due_on: Option<Date>,
    pub regulation_due_on: Option<Date>,
    pub queue_on: Option<Date>,
    pub answer_received_on: Option<Date>,
    pub execute_by: Option<Date>,
    pub executed_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub calendar_version_id: Option<Uuid>,
    pub road_calendar_id: Option<Uuid>,
    pub links_replaced: Option<i32>,
    pub event_seq: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub last_event_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub salt: Option<String>,
    pub updated_at: Option<i64>,
    pub version: Option<i32>,
    pub received_unit_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
