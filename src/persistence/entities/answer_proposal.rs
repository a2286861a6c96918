//! The `answer_proposals` table.

use sea_orm::entity::prelude::*;

/// An answer as the PPID signed it for the superior.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answer_proposals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "event")]
    pub request_id: Uuid,
    #[sea_orm(unique_key = "event")]
    pub event_seq: i32,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub proposed_by: Uuid,
    pub appointment_id: Uuid,
    pub proposed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
