//! Decrees about days off. One is proposed, and once decided it stays; triggers refuse everything else.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::entities::{calendar_decree, calendar_decree_day, calendar_decree_unit};
use super::rows::{CalendarDecree, CalendarDecreeDay, CalendarDecreeUnit};
use super::{Conn, PersistenceError, Result, Txn};

/// Rows in one INSERT: well under what either engine takes as parameters.
const CHUNK: usize = 500;

/// Adds a decree with its days and units.
pub async fn insert_decree(
    txn: &Txn,
    decree: &CalendarDecree,
    days: &[CalendarDecreeDay],
    units: &[CalendarDecreeUnit],
) -> Result<()> {
    calendar_decree::Entity::insert(decree.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    for chunk in days.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        calendar_decree_day::Entity::insert_many(rows)
            .exec_without_returning(txn.raw())
            .await?;
    }
    for chunk in units.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        calendar_decree_unit::Entity::insert_many(rows)
            .exec_without_returning(txn.raw())
            .await?;
    }
    Ok(())
}

/// Decides a proposal: its state, when, by whom, why, and what it does. `Stale` when it was decided already.
pub async fn decide_decree(txn: &Txn, decided: &CalendarDecree) -> Result<()> {
    let done = calendar_decree::Entity::update_many()
        .set(calendar_decree::ActiveModel {
            state: Set(decided.state.clone()),
            decided_at: Set(decided.decided_at),
            decided_by: Set(decided.decided_by),
            reason: Set(decided.reason.clone()),
            effect: Set(decided.effect.clone()),
            ..Default::default()
        })
        .filter(calendar_decree::COLUMN.id.eq(decided.id))
        .filter(calendar_decree::COLUMN.state.eq("proposed"))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The decree with this id.
pub async fn get_decree(conn: &impl Conn, id: Uuid) -> Result<CalendarDecree> {
    calendar_decree::Entity::find_by_id(id)
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// All decrees, the last proposed first.
pub async fn list_decrees(conn: &impl Conn) -> Result<Vec<CalendarDecree>> {
    Ok(calendar_decree::Entity::find()
        .order_by_desc(calendar_decree::Column::ProposedAt)
        .order_by_desc(calendar_decree::Column::IssuedOn)
        .order_by_desc(calendar_decree::Column::Id)
        .all(conn.raw())
        .await?)
}

/// The days of these decrees, of all in force without ids.
pub async fn list_decree_days(conn: &impl Conn, of: Option<Uuid>) -> Result<Vec<CalendarDecreeDay>> {
    let query = calendar_decree_day::Entity::find()
        .order_by_asc(calendar_decree_day::Column::DecreeId)
        .order_by_asc(calendar_decree_day::Column::Date);
    let query = match of {
        Some(id) => query.filter(calendar_decree_day::COLUMN.decree_id.eq(id)),
        None => query.filter(calendar_decree_day::Column::DecreeId.in_subquery(in_force())),
    };
    Ok(query.all(conn.raw()).await?)
}

/// The units of every decree.
pub async fn list_decree_units(conn: &impl Conn) -> Result<Vec<CalendarDecreeUnit>> {
    Ok(calendar_decree_unit::Entity::find()
        .order_by_asc(calendar_decree_unit::Column::DecreeId)
        .order_by_asc(calendar_decree_unit::Column::UnitId)
        .all(conn.raw())
        .await?)
}

fn in_force() -> sea_orm::sea_query::SelectStatement {
    sea_orm::QueryTrait::into_query(
        calendar_decree::Entity::find()
            .select_only()
            .expr(Expr::col(calendar_decree::Column::Id))
            .filter(calendar_decree::COLUMN.state.eq("in_force")),
    )
}
