//! The `information_items` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// One piece of information asked for, with its own outcome.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "information_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub request_id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub detail: String,
    #[sea_orm(column_type = "Text")]
    pub outcome: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub answer: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub ground: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub redactions: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub holder: Option<String>,
    pub available_on: Option<Date>,
    pub exemption_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
