//! The `sign_in_attempts` table.

use sea_orm::entity::prelude::*;

/// How often a hashed key was tried within a window.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub window_start: i64,
    pub count: i32,
}

impl ActiveModelBehavior for ActiveModel {}
