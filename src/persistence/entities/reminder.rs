//! The `reminders` table.

use sea_orm::entity::prelude::*;

/// That somebody was told of a step of a duty.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub duty: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub step: String,
    pub told_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
