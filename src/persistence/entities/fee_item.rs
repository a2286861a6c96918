//! The `fee_items` table.

use sea_orm::entity::prelude::*;

/// A line of a fee decree.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fee_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub schedule_id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    #[sea_orm(column_type = "Text")]
    pub measure: String,
    pub unit_price: i64,
}

impl ActiveModelBehavior for ActiveModel {}
