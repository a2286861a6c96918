//! The `calendar_decrees` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// A decree about days off, from its proposal to its end.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_decrees")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub cited: String,
    pub issued_on: Date,
    pub replaces: bool,
    #[sea_orm(column_type = "Text")]
    pub came_by: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub proposed_at: i64,
    pub proposed_by: Option<Uuid>,
    pub decided_at: Option<i64>,
    pub decided_by: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub effect: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
