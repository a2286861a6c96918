//! The requests of one citizen with an account, newest first.

use sea_orm::{EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::Date;
use uuid::Uuid;

use super::Page;
use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::{Conn, Result};

/// What the list shows of a request.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Request`")]
pub struct CitizenRow {
    pub id: Uuid,
    pub registration_no: String,
    pub unit_id: Uuid,
    pub subject: String,
    pub status: String,
    pub received_on: Date,
    pub due_on: Date,
    pub notice_on: Option<Date>,
}

/// One page of the requests that an account filed, one statement. Ids sort by the time they were made.
pub async fn list_requests_of_citizen(
    conn: &impl Conn,
    citizen: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Page<CitizenRow, Uuid>> {
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::RegistrationNo,
            Column::UnitId,
            Column::Subject,
            Column::Status,
            Column::ReceivedOn,
            Column::DueOn,
            Column::NoticeOn,
        ])
        .filter(COLUMN.citizen_user_id.eq(citizen))
        .order_by_desc(Column::Id)
        .limit(limit.saturating_add(1));
    if let Some(before) = before {
        query = query.filter(COLUMN.id.lt(before));
    }
    let rows = query.into_model::<CitizenRow>().all(conn.raw()).await?;
    Ok(Page::cut(rows, limit, |row| row.id))
}
