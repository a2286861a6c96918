//! The `record_events` table.

use sea_orm::entity::prelude::*;

/// One thing that happened to an exemption, an objection or a dispute; never changed, never removed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    #[sea_orm(unique_key = "seq")]
    pub subject_id: Uuid,
    #[sea_orm(unique_key = "seq")]
    pub seq: i32,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub at: i64,
    #[sea_orm(column_type = "Text")]
    pub actor_role: String,
    pub actor_user_id: Option<Uuid>,
    pub appointment_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub status_before: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status_after: String,
    #[sea_orm(column_type = "Text")]
    pub data: String,
    #[sea_orm(column_type = "Text")]
    pub dates: String,
    #[sea_orm(column_type = "Text")]
    pub contents: String,
    #[sea_orm(column_type = "Text")]
    pub prev_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
