//! Objections: one row each, saved as a whole against the version that was read. What an older register knew of one is a row without
//! number, status and version.

use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Statement,
};
use uuid::Uuid;

use super::entities::objection::{COLUMN, Column, Entity};
use super::entities::request;
use super::requests::ReceivedBy;
use super::rows::Objection;
use super::{Conn, PersistenceError, Result, Txn, UnitScope};

#[derive(FromQueryResult)]
struct Last {
    last: i32,
}

/// Takes the next number of a unit and year. Gapless: the number is given back if the transaction is not committed, and until it ends
/// nobody else gets one for this unit and year.
pub async fn next_objection_number(txn: &Txn, unit_id: Uuid, year: i32) -> Result<i32> {
    let statement = Statement::from_sql_and_values(
        txn.raw().get_database_backend(),
        "INSERT INTO objection_counters (unit_id, year, last) VALUES ($1, $2, 1) \
         ON CONFLICT (unit_id, year) DO UPDATE SET last = objection_counters.last + 1 RETURNING last",
        [unit_id.into(), year.into()],
    );
    let row = Last::find_by_statement(statement)
        .one(txn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)?;
    Ok(row.last)
}

/// Adds an objection.
pub async fn insert_objection(txn: &Txn, objection: &Objection) -> Result<()> {
    Entity::insert(objection.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Saves an objection as read at its version and returns it with its new version; `Stale` when someone was faster.
pub async fn update_objection(txn: &Txn, objection: &Objection) -> Result<Objection> {
    let next = Objection {
        version: objection.version.map(|version| version + 1),
        ..objection.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(Column::Id);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(objection.id))
        .filter(Column::Version.eq(objection.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(next)
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The objections to a request, oldest first.
pub async fn list_objections(conn: &impl Conn, request_id: Uuid) -> Result<Vec<Objection>> {
    Ok(Entity::find()
        .filter(Column::RequestId.eq(request_id))
        .order_by_asc(COLUMN.filed_on)
        .order_by_asc(Column::Id)
        .all(conn.raw())
        .await?)
}

/// The objection with this id inside the scope; "not yours" and "does not exist" are the same answer.
pub async fn get_objection(conn: &impl Conn, scope: &UnitScope, id: Uuid) -> Result<Objection> {
    Entity::find_by_id(id)
        .filter(scope.condition(Column::UnitId))
        .filter(Column::Number.is_not_null())
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// The objection with this number inside the scope.
pub async fn get_objection_by_no(conn: &impl Conn, scope: &UnitScope, number: &str) -> Result<Objection> {
    Entity::find()
        .filter(Column::Number.eq(number))
        .filter(scope.condition(Column::UnitId))
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// The objection a form was already filed as, when it is sent twice.
pub async fn find_objection_by_submission(
    conn: &impl Conn,
    submission_key: &str,
) -> Result<Option<Objection>> {
    Ok(Entity::find()
        .filter(Column::SubmissionKey.eq(submission_key))
        .one(conn.raw())
        .await?)
}

/// The objection behind a secret link.
pub async fn find_objection_by_token(conn: &impl Conn, token_hash: &str) -> Result<Option<Objection>> {
    Ok(Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .one(conn.raw())
        .await?)
}

/// The objections filed here whose superior is that of a unit, in whatever state, by id, each with its state.
pub async fn list_objections_of_unit(conn: &impl Conn, unit_id: Uuid) -> Result<Vec<(Uuid, String)>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::Status)
        .filter(COLUMN.unit_id.eq(unit_id))
        .filter(Column::Number.is_not_null())
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(conn.raw())
        .await?)
}

/// The objections answered by the superior of one unit to requests that another one has now, by id, each with its state.
pub async fn list_objections_about(
    conn: &impl Conn,
    unit_id: Uuid,
    request_unit_id: Uuid,
) -> Result<Vec<(Uuid, String)>> {
    let requests = request::Entity::find()
        .select_only()
        .column(request::Column::Id)
        .filter(request::COLUMN.unit_id.eq(request_unit_id))
        .into_query();
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::Status)
        .filter(COLUMN.unit_id.eq(unit_id))
        .filter(Column::Number.is_not_null())
        .filter(Column::RequestId.in_subquery(requests))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(conn.raw())
        .await?)
}

/// Unanswered objections whose dates were counted on another calendar, in batches by id: what a new calendar recomputes.
pub async fn list_objections_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let query = standing(
        Column::CalendarVersionId.ne(calendar_version_id),
        received_by,
        statuses,
    );
    batch(conn, query, after, limit).await
}

/// Those counted on this calendar, likewise: what a decree would move.
pub async fn list_objections_on_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let query = standing(
        Column::CalendarVersionId.eq(calendar_version_id),
        received_by,
        statuses,
    );
    batch(conn, query, after, limit).await
}

/// How many unanswered objections were counted on another calendar.
pub async fn count_objections_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
) -> Result<u64> {
    let query = standing(
        Column::CalendarVersionId.ne(calendar_version_id),
        received_by,
        statuses,
    );
    Ok(query.count(conn.raw()).await?)
}

/// Those whose days to go to the Commission were last told on another calendar, likewise.
pub async fn list_roads_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let query = standing(told_on().ne(calendar_version_id), received_by, statuses);
    batch(conn, query, after, limit).await
}

/// Those whose days to go to the Commission were last told on this calendar, likewise.
pub async fn list_roads_on_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let query = standing(told_on().eq(calendar_version_id), received_by, statuses);
    batch(conn, query, after, limit).await
}

/// How many were last told of these days on another calendar.
pub async fn count_roads_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
) -> Result<u64> {
    let query = standing(told_on().ne(calendar_version_id), received_by, statuses);
    Ok(query.count(conn.raw()).await?)
}

/// The calendar on which the days to go to the Commission were last told; with the answer, unless later.
fn told_on() -> sea_orm::sea_query::SimpleExpr {
    Func::coalesce([
        Expr::col(Column::RoadCalendarId),
        Expr::col(Column::CalendarVersionId),
    ])
    .into()
}

fn standing(
    calendar: sea_orm::sea_query::SimpleExpr,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
) -> Select<Entity> {
    Entity::find()
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .filter(calendar)
        .filter(received_by.on(Column::ReceivedUnitId))
}

async fn batch(
    conn: &impl Conn,
    query: Select<Entity>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let mut query = query
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(COLUMN.id.gt(after));
    }
    Ok(query.into_tuple().all(conn.raw()).await?)
}
