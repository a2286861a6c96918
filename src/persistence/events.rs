//! What happened to a case. There is no update and no delete here, and triggers refuse both.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::entities::request_event::{COLUMN, Column, Entity};
use super::rows::RequestEvent;
use super::{Conn, PersistenceError, Result, Txn};

/// Adds the next event. `Stale` when `seq` does not follow the last one or someone else took it.
pub async fn append_event(txn: &Txn, event: &RequestEvent) -> Result<()> {
    let last = find_last_event(txn, event.request_id)
        .await?
        .map_or(0, |last| last.seq);
    if event.seq != last + 1 {
        return Err(PersistenceError::Stale);
    }
    match Entity::insert(event.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await
    {
        Ok(_) => Ok(()),
        Err(error) => Err(match PersistenceError::from(error) {
            error if error.is_duplicate_of("uq_request_events_seq") => PersistenceError::Stale,
            error => error,
        }),
    }
}

/// Adds the whole log of a request that has none yet, in order.
pub async fn append_events(txn: &Txn, events: &[RequestEvent]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let rows = events.iter().cloned().map(IntoActiveModel::into_active_model);
    Entity::insert_many(rows)
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The newest event of a request.
pub async fn find_last_event(conn: &impl Conn, request_id: Uuid) -> Result<Option<RequestEvent>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_desc(Column::Seq)
        .one(conn.raw())
        .await?)
}

/// The ids of the newest events of all: as long as they stay the same, no case has changed. Ids begin with the instant, so one
/// would do if two events could not fall into the same millisecond.
pub async fn list_newest_event_ids(conn: &impl Conn, limit: u64) -> Result<Vec<Uuid>> {
    newest::<Entity>(conn, Column::Id, limit).await
}

/// The newest ids of a table of events.
pub(super) async fn newest<E: EntityTrait>(conn: &impl Conn, id: E::Column, limit: u64) -> Result<Vec<Uuid>> {
    let newest: Vec<(Uuid,)> = E::find()
        .select_only()
        .column(id)
        .order_by_desc(id)
        .limit(limit)
        .into_tuple()
        .all(conn.raw())
        .await?;
    Ok(newest.into_iter().map(|(id,)| id).collect())
}

/// The events of a request, oldest first.
pub async fn list_events(conn: &impl Conn, request_id: Uuid) -> Result<Vec<RequestEvent>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::Seq)
        .all(conn.raw())
        .await?)
}

/// The events of several requests, oldest first within each.
pub async fn list_events_of(conn: &impl Conn, request_ids: &[Uuid]) -> Result<Vec<RequestEvent>> {
    Ok(Entity::find()
        .filter(Column::RequestId.is_in(request_ids.iter().copied()))
        .order_by_asc(Column::RequestId)
        .order_by_asc(Column::Seq)
        .all(conn.raw())
        .await?)
}

/// An event of one of many cases.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct LogLine {
    /// The case.
    pub request_id: Uuid,
    /// When it happened.
    pub at: i64,
    /// What happened, as stored.
    pub data: String,
    /// For a notice, what its dates were counted from, as stored.
    pub dates: Option<String>,
}

/// The events of these requests, oldest first within each. One statement; memory grows with the list, so ask for some hundreds.
pub async fn list_logs(conn: &impl Conn, requests: &[Uuid]) -> Result<Vec<LogLine>> {
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let dates = Expr::case(COLUMN.kind.eq("notice_issued"), Expr::col(Column::Dates));
    Ok(Entity::find()
        .select_only()
        .columns([Column::RequestId, Column::At, Column::Data])
        .expr_as(dates, "dates")
        .filter(COLUMN.request_id.is_in(requests.iter().copied()))
        .order_by_asc(Column::RequestId)
        .order_by_asc(Column::Seq)
        .into_model::<LogLine>()
        .all(conn.raw())
        .await?)
}
