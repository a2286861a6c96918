//! The `publication_files` table.

use sea_orm::entity::prelude::*;

/// A published file of a published answer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "position")]
    pub doc_id: i64,
    pub attachment_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(unique_key = "position")]
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
