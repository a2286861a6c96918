//! The `calendar_feeds` table.

use sea_orm::entity::prelude::*;

/// The hash of an officer's secret calendar address.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feeds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(unique, column_type = "Text")]
    pub secret_hash: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
