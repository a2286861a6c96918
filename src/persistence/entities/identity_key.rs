//! The `identity_keys` table.

use sea_orm::entity::prelude::*;

/// A key of the operator that this database was written with: its number and what tells it from another of that number.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub fingerprint: Option<String>,
    pub noted_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
