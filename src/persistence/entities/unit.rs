//! The `units` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Satuan kerja — a unit of the public body.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "units")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique, column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub short_name: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub parent_code: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    #[sea_orm(column_type = "Text")]
    pub province: String,
    #[sea_orm(column_type = "Text")]
    pub address: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub service_area: String,
    #[sea_orm(column_type = "Text")]
    pub email: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub website: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub zone: String,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub body: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub ppid_of: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub commission: String,
}

impl ActiveModelBehavior for ActiveModel {}
