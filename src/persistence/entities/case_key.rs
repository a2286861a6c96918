//! The `case_keys` table.

use sea_orm::entity::prelude::*;

/// The key of one case, wrapped.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    pub key_no: i32,
    pub wrapped: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
