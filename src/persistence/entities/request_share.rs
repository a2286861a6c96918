//! The `request_shares` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Bagian permohonan — what a unit prepares for some items of another unit's request. `items` lists their positions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_shares")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i32,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub items: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub asked_on: Date,
    pub wanted_on: Date,
    pub done_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
