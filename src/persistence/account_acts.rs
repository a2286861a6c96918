//! Who gave which account into whose hands.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::entities::account_act::{Column, Entity};
use super::rows::AccountAct;
use super::{Conn, Result, Txn};

/// Notes an act.
pub async fn insert_act(txn: &Txn, act: &AccountAct) -> Result<()> {
    Entity::insert(act.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The acts since an instant.
pub async fn list_acts_since(conn: &impl Conn, at: i64) -> Result<Vec<AccountAct>> {
    Ok(Entity::find().filter(Column::At.gte(at)).all(conn.raw()).await?)
}
