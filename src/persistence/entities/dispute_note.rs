//! The `dispute_notes` table.

use sea_orm::entity::prelude::*;

/// What was typed with a fact of a dispute: how the office knows, and a number at the Commission.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dispute_notes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "event")]
    pub dispute_id: Uuid,
    #[sea_orm(unique_key = "event")]
    pub event_seq: i32,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub number: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub salt: String,
    pub at: i64,
    pub author_user_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
