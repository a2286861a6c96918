//! The `files` table.

use sea_orm::entity::prelude::*;

/// A stored file, known by the hash of its bytes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    pub size: i64,
    #[sea_orm(column_type = "Text")]
    pub media_type: String,
    pub created_at: i64,
    #[sea_orm(column_type = "Text")]
    pub extracted_text: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
