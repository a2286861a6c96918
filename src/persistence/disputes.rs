//! Disputes: one row each, saved as a whole against the version that was read; and notes on how the office knows a fact.

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::entities::{dispute, dispute_note, objection};
use super::rows::{Dispute, DisputeNote};
use super::{Conn, PersistenceError, Result, Txn, UnitScope};
use crate::domain::dispute::{DisputeOutcome, DisputeStatus};

/// Adds a dispute. `Stale` when the objection has one already.
pub async fn insert_dispute(txn: &Txn, row: &Dispute) -> Result<()> {
    match dispute::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await
    {
        Ok(_) => Ok(()),
        Err(error) => Err(match PersistenceError::from(error) {
            error if error.is_duplicate_of("uq_disputes_objection") => PersistenceError::Stale,
            error => error,
        }),
    }
}

/// Saves a dispute as read at its version and returns it with its new version; `Stale` when someone was faster.
pub async fn update_dispute(txn: &Txn, row: &Dispute) -> Result<Dispute> {
    let next = Dispute {
        version: row.version + 1,
        ..row.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(dispute::Column::Id);
    let done = dispute::Entity::update_many()
        .set(changes)
        .filter(dispute::COLUMN.id.eq(row.id))
        .filter(dispute::Column::Version.eq(row.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(next)
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The dispute that followed an objection.
pub async fn find_dispute(conn: &impl Conn, objection_id: Uuid) -> Result<Option<Dispute>> {
    Ok(dispute::Entity::find()
        .filter(dispute::COLUMN.objection_id.eq(objection_id))
        .one(conn.raw())
        .await?)
}

/// The objections whose dispute is over for good ([`DisputeStatus::is_settled`]), for conditions on others.
pub(super) fn settled() -> SelectStatement {
    let is_over = |status: DisputeStatus, outcome: Option<DisputeOutcome>| status.is_settled(outcome);
    let outcomes = || DisputeOutcome::ALL.iter().copied().map(Some).chain([None]);
    let mut any = Condition::any();
    for status in DisputeStatus::ALL.iter().copied() {
        let state = || Condition::all().add(dispute::Column::Status.eq(status.code()));
        if outcomes().all(|outcome| is_over(status, outcome)) {
            any = any.add(state());
            continue;
        }
        for outcome in outcomes()
            .flatten()
            .filter(|outcome| is_over(status, Some(*outcome)))
        {
            any = any.add(state().add(dispute::Column::Outcome.eq(outcome.code())));
        }
    }
    Query::select()
        .column(dispute::Column::ObjectionId)
        .from(dispute::Entity)
        .cond_where(any)
        .to_owned()
}

/// Whether the dispute that followed an objection is over for good.
pub async fn is_settled(conn: &impl Conn, objection_id: Uuid) -> Result<bool> {
    let found = dispute::Entity::find()
        .filter(dispute::COLUMN.objection_id.eq(objection_id))
        .filter(dispute::Column::ObjectionId.in_subquery(settled()))
        .count(conn.raw())
        .await?;
    Ok(found > 0)
}

/// Which of these objections went to the Commission, with the state of each dispute.
pub async fn list_disputes(conn: &impl Conn, objections: &[Uuid]) -> Result<Vec<Dispute>> {
    if objections.is_empty() {
        return Ok(Vec::new());
    }
    Ok(dispute::Entity::find()
        .filter(dispute::Column::ObjectionId.is_in(objections.iter().copied()))
        .all(conn.raw())
        .await?)
}

/// Open disputes about objections of the units in the scope, in batches by id.
pub async fn list_open_disputes(
    conn: &impl Conn,
    scope: &UnitScope,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Dispute>> {
    let of_units = Query::select()
        .column(objection::Column::Id)
        .from(objection::Entity)
        .cond_where(scope.condition(objection::Column::UnitId))
        .to_owned();
    let mut query = dispute::Entity::find()
        .filter(dispute::COLUMN.is_open.eq(true))
        .filter(dispute::Column::ObjectionId.in_subquery(of_units))
        .order_by_asc(dispute::Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(dispute::COLUMN.id.gt(after));
    }
    Ok(query.all(conn.raw()).await?)
}

/// Adds a note.
pub async fn insert_dispute_note(txn: &Txn, note: &DisputeNote) -> Result<()> {
    dispute_note::Entity::insert(note.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The notes of a dispute, oldest first.
pub async fn list_dispute_notes(conn: &impl Conn, dispute_id: Uuid) -> Result<Vec<DisputeNote>> {
    Ok(dispute_note::Entity::find()
        .filter(dispute_note::COLUMN.dispute_id.eq(dispute_id))
        .order_by_asc(dispute_note::Column::EventSeq)
        .all(conn.raw())
        .await?)
}
