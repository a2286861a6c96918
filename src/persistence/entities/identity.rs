//! The `identities` table.

use sea_orm::entity::prelude::*;

/// Who asked, sealed; the hashes let the applicant be found without opening it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    pub sealed: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub email_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub phone_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub person_hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
