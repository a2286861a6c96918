//! The `attachments` table.

use sea_orm::entity::prelude::*;

/// A file attached to a case, item, letter or message.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub item_id: Option<Uuid>,
    pub letter_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub origin: String,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub added_at: i64,
    pub added_by: Option<Uuid>,
    pub is_public: bool,
}

impl ActiveModelBehavior for ActiveModel {}
