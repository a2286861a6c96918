//! The `objection_identities` table.

use sea_orm::entity::prelude::*;

/// Who objects, sealed: where no request says so, or a proxy acts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub objection_id: Uuid,
    pub sealed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
