//! The `drafts` table.

use sea_orm::entity::prelude::*;

/// An unsent request, sealed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique, column_type = "Text")]
    pub token_hash: String,
    pub sealed: Vec<u8>,
    pub created_at: i64,
    pub updated_at: i64,
    pub expires_at: i64,
    pub request_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
