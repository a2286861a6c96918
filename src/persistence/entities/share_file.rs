//! The `share_files` table.

use sea_orm::entity::prelude::*;

/// A file that a unit handed in with its share of a request.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share_files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub share_no: i32,
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub added_at: i64,
    pub added_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
