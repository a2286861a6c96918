//! The `fee_schedules` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// Keputusan standar biaya (Perki 1/2021 Ps 37–38), of one unit or of the whole body. The body is that of the portal where none is named.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fee_schedules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub body: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub decree_no: String,
    pub decree_on: Date,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub takes_cash: bool,
    #[sea_orm(column_type = "Text")]
    pub account: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub e_money: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub entered_by: String,
    pub entered_at: i64,
    #[sea_orm(column_type = "Text")]
    pub ended_by: Option<String>,
    pub ended_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
