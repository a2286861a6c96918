//! The `account_acts` table.

use sea_orm::entity::prelude::*;

/// What an administrator did to another account that gives the account into their hands.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_acts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub by_user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
