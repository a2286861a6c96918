//! What happened to exemptions, objections and disputes. There is no update and no delete here, and triggers refuse both.

use sea_orm::{EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entities::record_event::{COLUMN, Column, Entity};
use super::rows::RecordEvent;
use super::{Conn, PersistenceError, Result, Txn};

/// Adds the next event. `Stale` when someone else took its place.
pub async fn append_record_event(txn: &Txn, event: &RecordEvent) -> Result<()> {
    match Entity::insert(event.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await
    {
        Ok(_) => Ok(()),
        Err(error) => Err(match PersistenceError::from(error) {
            error if error.is_duplicate_of("uq_record_events_seq") => PersistenceError::Stale,
            error => error,
        }),
    }
}

/// The ids of the newest events of all subjects: they change when anything does.
pub async fn list_newest_record_ids(conn: &impl Conn, limit: u64) -> Result<Vec<Uuid>> {
    super::events::newest::<Entity>(conn, Column::Id, limit).await
}

/// The events of one subject, oldest first.
pub async fn list_record_events(conn: &impl Conn, subject_id: Uuid) -> Result<Vec<RecordEvent>> {
    Ok(Entity::find()
        .filter(COLUMN.subject_id.eq(subject_id))
        .order_by_asc(Column::Seq)
        .all(conn.raw())
        .await?)
}

/// An event of one of many subjects.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RecordLine {
    /// The subject.
    pub subject_id: Uuid,
    /// Its kind.
    pub kind: String,
    /// What happened, as stored.
    pub data: String,
    /// The dates after it, as stored.
    pub dates: String,
}

/// The events of these subjects, oldest first within each. One statement; memory grows with the list, so ask for some hundreds.
pub async fn list_record_logs(conn: &impl Conn, subjects: &[Uuid]) -> Result<Vec<RecordLine>> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .select_only()
        .columns([Column::SubjectId, Column::Kind, Column::Data, Column::Dates])
        .filter(COLUMN.subject_id.is_in(subjects.iter().copied()))
        .order_by_asc(Column::SubjectId)
        .order_by_asc(Column::Seq)
        .into_model::<RecordLine>()
        .all(conn.raw())
        .await?)
}
