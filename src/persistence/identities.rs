//! Who asked or objects: sealed by `security`, read only with a purpose. The key of a case stands beside what it sealed, and both are
//! written and read at once.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, Statement,
};
use uuid::Uuid;

use super::entities::identity::{COLUMN, Column, Entity};
use super::entities::objection_identity;
use super::rows::{CaseKey, Identity, ObjectionIdentity};
use super::{Conn, PersistenceError, Result, Txn, case_keys};

/// What is sealed of a person, and the key of its case as it is wrapped; none before cases had keys, and none once it was thrown away.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Identity` and `rows::CaseKey`")]
pub struct Sealed {
    pub sealed: Vec<u8>,
    pub wrapped: Option<Vec<u8>>,
}

/// Adds the identity behind a request.
pub async fn insert_identity(txn: &Txn, identity: &Identity, key: &CaseKey) -> Result<()> {
    Entity::insert(identity.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    case_keys::put_case_key(txn, key).await
}

/// Replaces the identity behind a request, after a correction.
pub async fn update_identity(txn: &Txn, identity: &Identity, key: &CaseKey) -> Result<()> {
    let mut changes = identity.clone().into_active_model().reset_all();
    changes.not_set(Column::RequestId);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.request_id.eq(identity.request_id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        case_keys::put_case_key(txn, key).await
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// The row of the identity behind a request; none once erased.
pub async fn find_identity(conn: &impl Conn, request_id: Uuid) -> Result<Option<Identity>> {
    Ok(Entity::find_by_id(request_id).one(conn.raw()).await?)
}

/// What is sealed behind a request, with the key of its case; none once erased.
pub async fn find_sealed(conn: &impl Conn, request_id: Uuid) -> Result<Option<Sealed>> {
    // One statement: another process may be sealing this row anew between two.
    let sql = "SELECT i.sealed, k.wrapped FROM identities i LEFT JOIN case_keys k ON k.case_id = i.request_id \
               WHERE i.request_id = $1";
    sealed(conn, sql, request_id).await
}

/// Adds the identity of who objects.
pub async fn insert_objection_identity(txn: &Txn, identity: &ObjectionIdentity, key: &CaseKey) -> Result<()> {
    objection_identity::Entity::insert(identity.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    case_keys::put_case_key(txn, key).await
}

/// What is sealed of who objects, where it is not that of the request; none once erased.
pub async fn find_objection_sealed(conn: &impl Conn, objection_id: Uuid) -> Result<Option<Sealed>> {
    let sql = "SELECT i.sealed, k.wrapped FROM objection_identities i LEFT JOIN case_keys k \
               ON k.case_id = i.objection_id WHERE i.objection_id = $1";
    sealed(conn, sql, objection_id).await
}

/// Erases the identity behind a request with its key; the case stays.
pub async fn delete_identity(txn: &Txn, request_id: Uuid) -> Result<()> {
    Entity::delete_by_id(request_id).exec(txn.raw()).await?;
    case_keys::delete_case_key(txn, request_id).await
}

/// Erases the identity of who objects with its key; the objection stays.
pub async fn delete_objection_identity(txn: &Txn, objection_id: Uuid) -> Result<()> {
    objection_identity::Entity::delete_by_id(objection_id)
        .exec(txn.raw())
        .await?;
    case_keys::delete_case_key(txn, objection_id).await
}

async fn sealed(conn: &impl Conn, sql: &str, id: Uuid) -> Result<Option<Sealed>> {
    let statement = Statement::from_sql_and_values(conn.raw().get_database_backend(), sql, [id.into()]);
    Ok(Sealed::find_by_statement(statement).one(conn.raw()).await?)
}
