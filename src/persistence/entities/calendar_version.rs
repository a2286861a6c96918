//! The `calendar_versions` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// A calendar as one decree left it, of the country or of one unit: a full snapshot.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub seq: i32,
    #[sea_orm(column_type = "Text")]
    pub decree: String,
    pub issued_on: Date,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub imported_at: i64,
    #[sea_orm(column_type = "Text")]
    pub imported_by: String,
    pub unit_id: Option<Uuid>,
    pub decree_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
