//! The pieces of information asked for.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::information_item::{COLUMN, Column, Entity};
use super::rows::InformationItem;
use super::{Conn, Result, Txn};

/// Makes these the items of a request: changes the known ids, adds the new, removes the rest.
/// Items that files are attached to cannot be removed.
pub async fn replace_items(txn: &Txn, request_id: Uuid, items: &[InformationItem]) -> Result<()> {
    Entity::delete_many()
        .filter(COLUMN.request_id.eq(request_id))
        .filter(Column::Id.is_not_in(items.iter().map(|item| item.id)))
        .exec(txn.raw())
        .await?;
    // Out of the way first, so that items may trade places without meeting the unique position.
    Entity::update_many()
        .col_expr(Column::Position, Expr::col(Column::Position).mul(-1).sub(1))
        .filter(COLUMN.request_id.eq(request_id))
        .exec(txn.raw())
        .await?;
    if items.is_empty() {
        return Ok(());
    }
    let changed = Column::iter().filter(|column| !matches!(column, Column::Id | Column::RequestId));
    Entity::insert_many(items.iter().cloned().map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::column(Column::Id).update_columns(changed).to_owned())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The items of a request in order.
pub async fn list_items(conn: &impl Conn, request_id: Uuid) -> Result<Vec<InformationItem>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::Position)
        .all(conn.raw())
        .await?)
}
