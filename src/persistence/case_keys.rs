//! The keys of cases, and the identity keys that wrap them: which there are, and what is still under an old one.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel, Statement, Value};
use uuid::Uuid;

use super::entities::{case_key, identity_key};
use super::rows::{CaseKey, IdentityKey};
use super::{Conn, Result, Txn};

/// What an identity key sealed itself: rows of before cases had keys, and drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direct {
    /// Who asked.
    Requests,
    /// Who objects.
    Objections,
    /// What is not sent yet.
    Drafts,
}

/// A sealed row.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "id and content of a row")]
pub struct SealedRow {
    pub id: Uuid,
    pub sealed: Vec<u8>,
}

/// What needs an identity key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// Identities that it sealed itself.
    pub identities: u64,
    /// Keys of cases that it wraps.
    pub case_keys: u64,
    /// Drafts and work on desks.
    pub drafts: u64,
}

impl Needed {
    /// All rows.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.identities + self.case_keys + self.drafts
    }
}

impl Direct {
    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Requests => ("identities", "request_id"),
            Self::Objections => ("objection_identities", "objection_id"),
            Self::Drafts => ("drafts", "id"),
        }
    }

    /// What an identity key sealed, in the words of the partial indexes; drafts that were sent are empty.
    fn condition(self, backend: DbBackend) -> &'static str {
        match (self, backend) {
            (Self::Drafts, _) => "length(sealed) > 0",
            (_, DbBackend::Postgres) => r"substr(sealed, 1, 1) <> '\x00'::bytea",
            _ => "substr(sealed, 1, 1) <> x'00'",
        }
    }
}

/// Notes the key of a case, in place of one it had.
pub async fn put_case_key(txn: &Txn, key: &CaseKey) -> Result<()> {
    let again = OnConflict::column(case_key::Column::CaseId)
        .update_columns([
            case_key::Column::Subject,
            case_key::Column::KeyNo,
            case_key::Column::Wrapped,
        ])
        .to_owned();
    case_key::Entity::insert(key.clone().into_active_model())
        .on_conflict(again)
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Throws the key of a case away: what it sealed is unreadable for good.
pub async fn delete_case_key(txn: &Txn, case_id: Uuid) -> Result<()> {
    case_key::Entity::delete_by_id(case_id).exec(txn.raw()).await?;
    Ok(())
}

/// Puts a key wrapped anew in the place of the one that was read; tells whether it was still there.
pub async fn replace_case_key(txn: &Txn, read: &CaseKey, anew: &CaseKey) -> Result<bool> {
    let sql = "UPDATE case_keys SET key_no = $1, wrapped = $2 WHERE case_id = $3 AND wrapped = $4";
    let values = [
        anew.key_no.into(),
        anew.wrapped.clone().into(),
        read.case_id.into(),
        read.wrapped.clone().into(),
    ];
    changed_one(txn, sql, values).await
}

/// The next keys of cases that an identity key before `current` wraps, in the order of their ids.
pub async fn list_old_case_keys(
    conn: &impl Conn,
    current: u8,
    after: Uuid,
    most: u64,
) -> Result<Vec<CaseKey>> {
    let sql = "SELECT case_id, subject, key_no, wrapped FROM case_keys WHERE key_no < $1 AND case_id > $2 \
               ORDER BY case_id LIMIT $3";
    let values = [i32::from(current).into(), after.into(), limit(most)];
    let statement = Statement::from_sql_and_values(conn.raw().get_database_backend(), sql, values);
    Ok(CaseKey::find_by_statement(statement).all(conn.raw()).await?)
}

/// The next rows that an identity key sealed itself, in the order of their ids; of drafts only those under a key before `current`.
pub async fn list_direct(
    conn: &impl Conn,
    of: Direct,
    current: u8,
    after: Uuid,
    most: u64,
) -> Result<Vec<SealedRow>> {
    let backend = conn.raw().get_database_backend();
    let ((table, id), condition) = (of.table(), of.condition(backend));
    let mut values: Vec<Value> = vec![after.into(), limit(most)];
    let is_old = match of {
        Direct::Drafts => {
            values.push(vec![current].into());
            "AND substr(sealed, 1, 1) < $3"
        }
        Direct::Requests | Direct::Objections => "",
    };
    let sql = format!(
        "SELECT {id} AS id, sealed FROM {table} WHERE {condition} AND {id} > $1 {is_old} ORDER BY {id} LIMIT $2"
    );
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(SealedRow::find_by_statement(statement).all(conn.raw()).await?)
}

/// Puts a row sealed anew in the place of the one that was read; tells whether it was still there.
pub async fn replace_direct(txn: &Txn, of: Direct, read: &SealedRow, anew: &[u8]) -> Result<bool> {
    let (table, id) = of.table();
    let sql = format!("UPDATE {table} SET sealed = $1 WHERE {id} = $2 AND sealed = $3");
    let values = [anew.to_vec().into(), read.id.into(), read.sealed.clone().into()];
    changed_one(txn, &sql, values).await
}

/// What needs the identity key with that number.
pub async fn count_needed(conn: &impl Conn, number: u8) -> Result<Needed> {
    let backend = conn.raw().get_database_backend();
    let mut of = [0; 3];
    for (count, direct) in of
        .iter_mut()
        .zip([Direct::Requests, Direct::Objections, Direct::Drafts])
    {
        let ((table, _), condition) = (direct.table(), direct.condition(backend));
        let sql = format!(
            "SELECT count(*) AS counted FROM {table} WHERE {condition} AND substr(sealed, 1, 1) = $1"
        );
        *count = count_rows(conn, &sql, vec![number].into()).await?;
    }
    let [requests, objections, drafts] = of;
    let sql = "SELECT count(*) AS counted FROM case_keys WHERE key_no = $1";
    Ok(Needed {
        identities: requests + objections,
        case_keys: count_rows(conn, sql, i32::from(number).into()).await?,
        drafts,
    })
}

/// The identity keys that this database was written with, oldest first.
pub async fn list_identity_keys(conn: &impl Conn) -> Result<Vec<IdentityKey>> {
    let mut keys = identity_key::Entity::find().all(conn.raw()).await?;
    keys.sort_unstable_by_key(|key| key.number);
    Ok(keys)
}

/// Whether rows may be written with an identity key: it was noted and not struck out since.
pub async fn is_identity_key(conn: &impl Conn, number: u8) -> Result<bool> {
    let found = identity_key::Entity::find_by_id(i32::from(number))
        .one(conn.raw())
        .await?;
    Ok(found.is_some())
}

/// Notes an identity key, or what tells it apart where that was not known.
pub async fn put_identity_key(txn: &Txn, key: &IdentityKey) -> Result<()> {
    let sql = "INSERT INTO identity_keys (number, fingerprint, noted_at) VALUES ($1, $2, $3) ON CONFLICT (number) \
               DO UPDATE SET fingerprint = excluded.fingerprint WHERE identity_keys.fingerprint IS NULL";
    let values = [
        key.number.into(),
        key.fingerprint.clone().into(),
        key.noted_at.into(),
    ];
    let statement = Statement::from_sql_and_values(txn.raw().get_database_backend(), sql, values);
    txn.raw().execute_raw(statement).await?;
    Ok(())
}

/// Strikes an identity key out. The database refuses while it wraps the key of a case.
pub async fn delete_identity_key(txn: &Txn, number: u8) -> Result<()> {
    identity_key::Entity::delete_by_id(i32::from(number))
        .exec(txn.raw())
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Count {
    counted: i64,
}

async fn count_rows(conn: &impl Conn, sql: &str, value: Value) -> Result<u64> {
    let statement = Statement::from_sql_and_values(conn.raw().get_database_backend(), sql, [value]);
    let count = Count::find_by_statement(statement).one(conn.raw()).await?;
    Ok(count.map_or(0, |count| count.counted.unsigned_abs()))
}

async fn changed_one(txn: &Txn, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<bool> {
    let statement = Statement::from_sql_and_values(txn.raw().get_database_backend(), sql, values);
    Ok(txn.raw().execute_raw(statement).await?.rows_affected() == 1)
}

fn limit(most: u64) -> Value {
    i64::try_from(most).unwrap_or(i64::MAX).into()
}
