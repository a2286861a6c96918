//! The `request_deadlines` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// A deadline (rule D01–D09) of a case as last computed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_deadlines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "rule")]
    pub request_id: Uuid,
    #[sea_orm(unique_key = "rule", column_type = "Text")]
    pub rule_id: String,
    pub trigger_on: Date,
    pub trigger_at: Option<i64>,
    pub length: i32,
    pub target_on: Date,
    pub due_on: Date,
    pub latest_on: Date,
    pub calendar_version_id: Uuid,
    pub settled_on: Option<Date>,
    pub is_provisional: bool,
}

impl ActiveModelBehavior for ActiveModel {}
