//! The `unit_successions` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// One unit that goes on with the duties of another, or itself under another name; several of one act when a unit is split.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_successions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub act_id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub position: i32,
    pub from_unit_id: Uuid,
    pub to_unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub effective_on: Date,
    #[sea_orm(column_type = "Text")]
    pub legal_basis: String,
    pub moved_requests: i32,
    pub moved_objections: i32,
    pub ended_appointments: i32,
    pub recorded_at: i64,
    pub recorded_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
