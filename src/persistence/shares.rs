//! Shares of requests as their events say, and the files handed in with them.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use time::Date;
use uuid::Uuid;

use super::entities::{request, request_share, share_file};
use super::rows::{RequestShare, ShareFile};
use super::{Conn, Result, Txn, UnitScope};

/// Adds these shares, or overwrites what is stored of the same ones.
pub async fn upsert_shares(txn: &Txn, shares: &[RequestShare]) -> Result<()> {
    use request_share::Column;
    if shares.is_empty() {
        return Ok(());
    }
    request_share::Entity::insert_many(shares.iter().cloned().map(IntoActiveModel::into_active_model))
        .on_conflict(
            OnConflict::columns([Column::RequestId, Column::No])
                .update_columns([Column::UnitId, Column::Status, Column::DoneOn])
                .to_owned(),
        )
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The shares of a request, in the order in which they were asked for.
pub async fn list_shares(conn: &impl Conn, request_id: Uuid) -> Result<Vec<RequestShare>> {
    Ok(request_share::Entity::find()
        .filter(request_share::COLUMN.request_id.eq(request_id))
        .order_by_asc(request_share::Column::No)
        .all(conn.raw())
        .await?)
}

/// The requests of which a unit has a share that it has not handed in.
pub async fn list_requests_shared_with(conn: &impl Conn, unit_id: Uuid, open: &str) -> Result<Vec<Uuid>> {
    Ok(request_share::Entity::find()
        .select_only()
        .column(request_share::Column::RequestId)
        .distinct()
        .filter(request_share::COLUMN.unit_id.eq(unit_id))
        .filter(request_share::COLUMN.status.eq(open))
        .order_by_asc(request_share::Column::RequestId)
        .into_tuple()
        .all(conn.raw())
        .await?)
}

/// A share with what its unit is told of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the columns of `rows::RequestShare` and `rows::Request`"
)]
pub struct ListedShare {
    pub share: RequestShare,
    pub registration_no: String,
    pub subject: String,
    pub unit_id: Uuid,
}

#[derive(FromQueryResult)]
struct Head {
    id: Uuid,
    registration_no: String,
    subject: String,
    unit_id: Uuid,
}

/// The shares in these states of the units in the scope, those wanted first in front. Two statements.
pub async fn list_shares_of_units(
    conn: &impl Conn,
    scope: &UnitScope,
    statuses: &[&str],
    until: Option<Date>,
    limit: u64,
) -> Result<Vec<ListedShare>> {
    let mut query = request_share::Entity::find()
        .filter(scope.condition(request_share::Column::UnitId))
        .filter(request_share::Column::Status.is_in(statuses.iter().copied()))
        // What is over, the newest first; what waits has no such day.
        .order_by_desc(request_share::Column::DoneOn)
        .order_by_asc(request_share::Column::WantedOn)
        .order_by_asc(request_share::Column::RequestId)
        .order_by_asc(request_share::Column::No)
        .limit(limit);
    if let Some(until) = until {
        query = query.filter(request_share::COLUMN.wanted_on.lte(until));
    }
    let shares = query.all(conn.raw()).await?;
    let heads = request::Entity::find()
        .select_only()
        .columns([
            request::Column::Id,
            request::Column::RegistrationNo,
            request::Column::Subject,
            request::Column::UnitId,
        ])
        .filter(request::Column::Id.is_in(shares.iter().map(|share| share.request_id)))
        .into_model::<Head>()
        .all(conn.raw())
        .await?;
    let listed = shares.into_iter().filter_map(|share| {
        let head = heads.iter().find(|head| head.id == share.request_id)?;
        Some(ListedShare {
            registration_no: head.registration_no.clone(),
            subject: head.subject.clone(),
            unit_id: head.unit_id,
            share,
        })
    });
    Ok(listed.collect())
}

/// Adds a file handed in with a share.
pub async fn insert_share_file(txn: &Txn, row: &ShareFile) -> Result<()> {
    share_file::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// A file of a share with what it is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::ShareFile` and `rows::File`")]
pub struct MaterialFile {
    pub id: Uuid,
    pub share_no: i32,
    pub sha256: String,
    pub name: String,
    pub salt: String,
    pub size: i64,
    pub media_type: String,
}

/// The files of the shares of a request, oldest first.
pub async fn list_material_files(conn: &impl Conn, request_id: Uuid) -> Result<Vec<MaterialFile>> {
    let statement = Statement::from_sql_and_values(
        conn.raw().get_database_backend(),
        "SELECT s.id, s.share_no, s.sha256, s.name, s.salt, f.size, f.media_type \
         FROM share_files s JOIN files f ON f.sha256 = s.sha256 \
         WHERE s.request_id = $1 ORDER BY s.added_at, s.id",
        [request_id.into()],
    );
    Ok(MaterialFile::find_by_statement(statement).all(conn.raw()).await?)
}
