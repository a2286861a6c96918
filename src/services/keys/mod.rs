//! The keys of the operator over the life of the database: whether they are the ones it was written with, what still needs an old one,
//! and bringing it under the new one.

mod reseal;

pub use reseal::{Resealed, count_old, reseal};

use super::{Context, ServiceError, micros};
use crate::persistence::case_keys::{self, Needed};
use crate::persistence::{Conn, PersistenceError, rows, write};

/// Why this process must not write with the keys it has.
#[derive(Debug, thiserror::Error)]
pub enum KeysDisagree {
    /// Another process already writes with a newer key.
    #[error(
        "the database was written with identity key {newest} and the newest one here is {here}: copy the key files of \
         the machine on which `terbuka keys rotate` ran"
    )]
    Behind {
        /// The newest one the database knows.
        newest: i32,
        /// The newest one here.
        here: u8,
    },
    /// The key is another than the database was written with.
    #[error(
        "identity key {0} is not the one with which this database was written: restore the keys that belong to it"
    )]
    Foreign(u8),
    /// The database is out of reach.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<PersistenceError> for KeysDisagree {
    fn from(error: PersistenceError) -> Self {
        Self::Service(error.into())
    }
}

/// Holds the identity keys against those that the database was written with. Changes nothing.
///
/// # Errors
/// When this process lacks a newer key, or has another one under the same number.
pub async fn compare(ctx: &Context) -> Result<(), KeysDisagree> {
    let known = case_keys::list_identity_keys(ctx.db.read()).await?;
    let here = ctx.keys.identity_number();
    if let Some(newest) = known.last().filter(|key| key.number > i32::from(here)) {
        return Err(KeysDisagree::Behind {
            newest: newest.number,
            here,
        });
    }
    for (number, fingerprint) in ctx.keys.identity_fingerprints() {
        let noted = known
            .iter()
            .find(|key| key.number == i32::from(number))
            .and_then(|key| key.fingerprint.as_ref());
        if noted.is_some_and(|noted| *noted != fingerprint) {
            return Err(KeysDisagree::Foreign(number));
        }
    }
    Ok(())
}

/// Compares, then notes the keys that the database does not know yet: whoever writes has done this before.
///
/// # Errors
/// As [`compare`].
pub async fn agree(ctx: &Context) -> Result<(), KeysDisagree> {
    compare(ctx).await?;
    let known = case_keys::list_identity_keys(ctx.db.read()).await?;
    let current = ctx.keys.identity_number();
    // An older key that the database does not know was retired, or never used.
    let is_news = |number: u8| match known.iter().find(|key| key.number == i32::from(number)) {
        Some(key) => key.fingerprint.is_none(),
        None => number == current,
    };
    let news: Vec<_> = ctx
        .keys
        .identity_fingerprints()
        .into_iter()
        .filter(|(number, _)| is_news(*number))
        .map(|(number, fingerprint)| rows::IdentityKey {
            number: i32::from(number),
            fingerprint: Some(fingerprint),
            noted_at: micros(ctx.now()),
        })
        .collect();
    if news.is_empty() {
        return Ok(());
    }
    write(&ctx.db, async |txn| {
        for key in &news {
            case_keys::put_identity_key(txn, key).await?;
        }
        Ok::<_, PersistenceError>(())
    })
    .await?;
    // Two machines may have noted different keys under one number at the same moment: one of them finds out here.
    compare(ctx).await
}

/// Whether this process may seal a draft. Keys of cases are held by the database itself.
///
/// # Errors
/// Unavailable when its key was struck out since it was started, for nobody could open what it seals.
pub(in crate::services) async fn may_seal(ctx: &Context, conn: &impl Conn) -> Result<(), ServiceError> {
    let number = ctx.keys.identity_number();
    if case_keys::is_identity_key(conn, number).await? {
        return Ok(());
    }
    let told = format!("identity key {number} was retired while this process ran with it: start it again");
    Err(ServiceError::Unavailable(told.into()))
}

/// Whether an identity key could be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// Nothing needs it, and nothing can be written with it any more.
    Struck,
    /// These rows need it still.
    Needed(Needed),
}

/// Strikes an old identity key out of the database, unless rows need it. From then on a process that still writes with it is refused by
/// the database, so that nothing is lost with the key.
///
/// # Errors
/// When the database is out of reach.
pub async fn strike(ctx: &Context, number: u8) -> Result<Retired, ServiceError> {
    write(&ctx.db, async |txn| {
        let needed = case_keys::count_needed(txn, number).await?;
        if needed.total() > 0 {
            return Ok(Retired::Needed(needed));
        }
        case_keys::delete_identity_key(txn, number).await?;
        Ok(Retired::Struck)
    })
    .await
}
