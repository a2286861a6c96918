//! The `objection_messages` table.

use sea_orm::entity::prelude::*;

/// What was said in an objection, or noted by the office.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub objection_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub direction: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub at: i64,
    pub author_user_id: Option<Uuid>,
    pub event_seq: i32,
}

impl ActiveModelBehavior for ActiveModel {}
