//! The `publications` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// A published answer; all text in it is public.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publications")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub doc_id: i64,
    #[sea_orm(unique)]
    pub request_id: Uuid,
    pub unit_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub registration_no: String,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub question: String,
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    pub received_on: Date,
    pub answered_on: Date,
    pub year: i32,
    pub published_at: i64,
    pub published_by: Uuid,
    #[sea_orm(column_type = "Text")]
    pub search_text: String,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
