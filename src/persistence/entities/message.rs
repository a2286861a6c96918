//! The `messages` table.

use sea_orm::entity::prelude::*;

/// A message with the applicant, or a note inside the office.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub direction: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub at: i64,
    pub author_user_id: Option<Uuid>,
    pub event_seq: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
