//! The `calendar_decree_units` table.

use sea_orm::entity::prelude::*;

/// A unit that a local decree is for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_decree_units")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub decree_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
