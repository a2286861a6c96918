//! The `disputes` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Sengketa informasi publik — a dispute at the Information Commission, as the office was told of it (UU 14/2008 Ps 37). `province` is that of
/// the Commission; empty for the central one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disputes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub objection_id: Uuid,
    pub unit_id: Uuid,
    pub filed_on: Date,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub is_open: bool,
    #[sea_orm(column_type = "Text")]
    pub province: String,
    #[sea_orm(column_type = "Text")]
    pub number: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub outcome: Option<String>,
    pub was_in_court: bool,
    pub event_seq: i32,
    #[sea_orm(column_type = "Text")]
    pub last_event_hash: String,
    pub updated_at: i64,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
