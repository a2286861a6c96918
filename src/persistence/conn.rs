//! Our own names for a reading connection and a write transaction, so that services never say `sea_orm`.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::{Db, PersistenceError, Result};

/// Something that can be read from: a [`Reader`], or a [`Txn`] that sees its own writes.
pub trait Conn: private::Sealed + Sync {
    /// The connection underneath.
    #[doc(hidden)]
    type Raw: ConnectionTrait;

    /// The connection underneath; for this room only.
    #[doc(hidden)]
    fn raw(&self) -> &Self::Raw;
}

mod private {
    pub trait Sealed {}
}

/// A pool of connections that only read.
#[derive(Clone, Debug)]
pub struct Reader(pub(super) DatabaseConnection);

/// An open write transaction. Ends with [`write`]: commit on `Ok`, rollback on `Err` or when dropped.
#[derive(Debug)]
pub struct Txn(DatabaseTransaction);

impl private::Sealed for Reader {}
impl private::Sealed for Txn {}

impl Conn for Reader {
    type Raw = DatabaseConnection;

    fn raw(&self) -> &DatabaseConnection {
        &self.0
    }
}

impl Conn for Txn {
    type Raw = DatabaseTransaction;

    fn raw(&self) -> &DatabaseTransaction {
        &self.0
    }
}

impl Txn {
    /// Begins on the writing pool. `IMMEDIATE` on `SQLite`: a transaction that reads before it writes would otherwise
    /// lose at once, without waiting, against any other writer.
    pub(super) async fn begin(writer: &DatabaseConnection) -> Result<Self> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Self(writer.begin_with_options(options).await?))
    }

    pub(super) async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    pub(super) async fn rollback(self) -> Result<()> {
        Ok(self.0.rollback().await?)
    }
}

/// Runs one use case in one write transaction.
///
/// Inside, use the transaction only: the pool has one writing connection on `SQLite`, and waiting for it would never
/// end. No network, files, hashing or rendering here either; whoever else wants to write is waiting.
///
/// # Errors
/// What the work returns, after rolling back; or the failure to begin or to commit.
pub async fn write<T, E, F>(db: &Db, work: F) -> std::result::Result<T, E>
where
    E: From<PersistenceError>,
    F: AsyncFnOnce(&Txn) -> std::result::Result<T, E>,
{
    let txn = Txn::begin(db.writer()).await?;
    match work(&txn).await {
        Ok(value) => {
            txn.commit().await?;
            Ok(value)
        }
        Err(error) => {
            if let Err(failure) = txn.rollback().await {
                // The caller's error is the news; the connection is dropped and with it the transaction.
                tracing::warn!(error = %failure, "rollback failed");
            }
            Err(error)
        }
    }
}
