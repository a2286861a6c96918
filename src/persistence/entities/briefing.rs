//! The `briefings` table.

use sea_orm::entity::prelude::*;
use time::Date;

/// That somebody's briefing of a day was made, or there was nothing to put in it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "briefings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub told_on: Date,
    pub told_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
