//! The `objection_letters` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// A letter of an objection as issued; its content is frozen.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_letters")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub objection_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub issued_at: i64,
    pub issued_on: Date,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub author_user_id: Option<Uuid>,
    pub received_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
