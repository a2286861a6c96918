//! The case itself: one row a request, saved as a whole against the version that was read.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use time::Date;
use uuid::Uuid;

use super::entities::request::{COLUMN, Column, Entity};
use super::rows::Request;
use super::{Conn, PersistenceError, Result, Txn, UnitScope};

#[derive(FromQueryResult)]
struct Last {
    last: i32,
}

/// Takes the next number of a unit and year. Gapless: the number is given back if the transaction is not committed,
/// and until it ends nobody else gets one for this unit and year.
pub async fn next_number(txn: &Txn, unit_id: Uuid, year: i32) -> Result<i32> {
    let statement = Statement::from_sql_and_values(
        txn.raw().get_database_backend(),
        "INSERT INTO registration_counters (unit_id, year, last) VALUES ($1, $2, 1) \
         ON CONFLICT (unit_id, year) DO UPDATE SET last = registration_counters.last + 1 RETURNING last",
        [unit_id.into(), year.into()],
    );
    let row = Last::find_by_statement(statement)
        .one(txn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)?;
    Ok(row.last)
}

/// Adds a request.
pub async fn insert_request(txn: &Txn, request: &Request) -> Result<()> {
    Entity::insert(request.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Saves a request as read at `request.version` and returns it with its new version; `Stale` when someone was faster.
pub async fn update_request(txn: &Txn, request: &Request) -> Result<Request> {
    let next = Request {
        version: request.version + 1,
        ..request.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(Column::Id);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(request.id))
        .filter(COLUMN.version.eq(request.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(next)
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The request with this id inside the scope; "not yours" and "does not exist" are the same answer.
pub async fn get_request(conn: &impl Conn, scope: &UnitScope, id: Uuid) -> Result<Request> {
    Entity::find_by_id(id)
        .filter(scope.condition(Column::UnitId))
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// The request with this registration number inside the scope.
pub async fn get_request_by_no(
    conn: &impl Conn,
    scope: &UnitScope,
    registration_no: &str,
) -> Result<Request> {
    Entity::find()
        .filter(COLUMN.registration_no.eq(registration_no))
        .filter(scope.condition(Column::UnitId))
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// The request a form was already filed as, when it is sent twice.
pub async fn find_request_by_submission(conn: &impl Conn, submission_key: &str) -> Result<Option<Request>> {
    Ok(Entity::find()
        .filter(Column::SubmissionKey.eq(submission_key))
        .one(conn.raw())
        .await?)
}

/// The request an imported line became, when it is imported twice.
pub async fn find_request_by_import(conn: &impl Conn, import_ref: &str) -> Result<Option<Request>> {
    Ok(Entity::find()
        .filter(Column::ImportRef.eq(import_ref))
        .one(conn.raw())
        .await?)
}

/// Requests with one of these statuses whose dates were counted on another calendar, in batches by id: what a new calendar
/// recomputes.
pub async fn list_requests_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    statuses: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let mut query = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .filter(COLUMN.calendar_version_id.ne(calendar_version_id))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(COLUMN.id.gt(after));
    }
    Ok(query.into_tuple().all(conn.raw()).await?)
}

/// Requests in which the office owes something by this day, most urgent first: what reminders look at.
pub async fn list_requests_due(conn: &impl Conn, until: Date, limit: u64) -> Result<Vec<Request>> {
    Ok(Entity::find()
        .filter(Expr::col("queue_on").lte(until))
        .order_by_asc(Expr::col("queue_on"))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn.raw())
        .await?)
}
