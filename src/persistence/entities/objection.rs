//! The `objections` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Keberatan — an objection (UU 14/2008 Ps 35–36).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objections")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Option<Uuid>,
    pub unit_id: Uuid,
    pub filed_on: Date,
    #[sea_orm(column_type = "Text")]
    pub grounds: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub decided_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub decision: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub decision_text: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
}

impl ActiveModelBehavior for ActiveModel {}
