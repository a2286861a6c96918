//! The `appointments` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// A dated role of a user, in one unit or (without one) in all.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub unit_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub role: String,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub decree: Option<String>,
    /// When its end was written down, unless it was known from the start.
    pub end_recorded_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
