//! The case itself: one row a request, saved as a whole against the version that was read.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
};
use time::Date;
use uuid::Uuid;

use super::entities::request::{COLUMN, Column, Entity};
use super::entities::request_deadline;
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

/// Cases by the unit that received them, which is the one whose calendar governs.
#[derive(Clone, Copy, Debug)]
pub enum ReceivedBy<'a> {
    /// This unit.
    Unit(Uuid),
    /// Any unit but these.
    NoneOf(&'a [Uuid]),
}

impl ReceivedBy<'_> {
    /// The condition on the column that names the unit.
    pub(super) fn on(self, unit_id: impl ColumnTrait) -> Condition {
        match self {
            Self::Unit(unit) => Condition::all().add(unit_id.eq(unit)),
            Self::NoneOf([]) => Condition::all(),
            Self::NoneOf(units) => Condition::all().add(unit_id.is_not_in(units.iter().copied())),
        }
    }
}

/// Requests with one of these statuses and without a notice whose dates were counted on another calendar, in batches by id: what a new
/// calendar recomputes.
pub async fn list_requests_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>> {
    let mut query = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .filter(Column::NoticeOn.is_null())
        .filter(COLUMN.calendar_version_id.ne(calendar_version_id))
        .filter(received_by.on(Column::RegisteredUnitId))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(COLUMN.id.gt(after));
    }
    Ok(query.into_tuple().all(conn.raw()).await?)
}

/// How many those are.
pub async fn count_requests_off_calendar(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .filter(Column::NoticeOn.is_null())
        .filter(COLUMN.calendar_version_id.ne(calendar_version_id))
        .filter(received_by.on(Column::RegisteredUnitId))
        .count(conn.raw())
        .await?)
}

/// Requests that a change of these days may touch, in batches by id: with one of these statuses, without a notice, received by the last of the days and
/// with a duty that ends on or after the first. Those counted on another calendar than `calendar_version_id` come in any case.
pub async fn list_requests_touched(
    conn: &impl Conn,
    calendar_version_id: Uuid,
    received_by: ReceivedBy<'_>,
    statuses: &[&str],
    days: Option<(Date, Date)>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Request>> {
    let mut touched = Condition::any().add(COLUMN.calendar_version_id.ne(calendar_version_id));
    if let Some((first, last)) = days {
        let duties = request_deadline::Entity::find()
            .select_only()
            .column(request_deadline::Column::RequestId)
            .filter(request_deadline::COLUMN.latest_on.gte(first))
            .into_query();
        touched = touched.add(
            Condition::all()
                .add(COLUMN.received_on.lte(last))
                .add(Column::Id.in_subquery(duties)),
        );
    }
    let mut query = Entity::find()
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .filter(Column::NoticeOn.is_null())
        .filter(received_by.on(Column::RegisteredUnitId))
        .filter(touched)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(COLUMN.id.gt(after));
    }
    Ok(query.all(conn.raw()).await?)
}

/// The requests that a unit holds, in whatever state, by id, each with its state.
pub async fn list_requests_of_unit(conn: &impl Conn, unit_id: Uuid) -> Result<Vec<(Uuid, String)>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::Status)
        .filter(COLUMN.unit_id.eq(unit_id))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(conn.raw())
        .await?)
}

/// The last day that any request with one of these statuses may have its notice.
pub async fn find_furthest_day(conn: &impl Conn, statuses: &[&str]) -> Result<Option<Date>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::LatestOn)
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .order_by_desc(Column::LatestOn)
        .limit(1)
        .into_tuple()
        .one(conn.raw())
        .await?)
}
