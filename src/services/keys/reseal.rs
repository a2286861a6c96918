//! Bringing what is sealed under the current identity key: identities of before cases had keys get one, keys of cases are wrapped anew,
//! drafts are sealed anew. Row by row, each only if it still is what was read, so that it may stop anywhere, begin again, run twice at
//! once and beside people who work.

use uuid::Uuid;

use crate::persistence::case_keys::{self, Direct, SealedRow};
use crate::persistence::{PersistenceError, rows, write};
use crate::security::UnsealError;
use crate::services::identities::Subject;
use crate::services::{Context, ServiceError, drafts, identities};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Rows that are under the current key now.
    pub rows: u64,
    /// Rows that somebody else changed meanwhile; they are under the current key by that.
    pub overtaken: u64,
    /// Rows that no key here opens. The log names them.
    pub unreadable: u64,
}

impl Resealed {
    /// All rows that were looked at.
    #[must_use]
    pub const fn seen(&self) -> u64 {
        self.rows + self.overtaken + self.unreadable
    }
}

/// What is to be sealed anew, kind by kind.
#[derive(Clone, Copy)]
enum Kind {
    Direct(Direct),
    CaseKeys,
}

const KINDS: [Kind; 4] = [
    Kind::Direct(Direct::Requests),
    Kind::Direct(Direct::Objections),
    Kind::CaseKeys,
    Kind::Direct(Direct::Drafts),
];

/// A row sealed anew, beside what it was.
enum Anew {
    Identity(Direct, SealedRow, Vec<u8>, rows::CaseKey),
    Draft(SealedRow, Vec<u8>),
    CaseKey(rows::CaseKey, rows::CaseKey),
}

/// How many rows are not under the current identity key.
///
/// # Errors
/// When the database is out of reach.
pub async fn count_old(ctx: &Context) -> Result<u64, ServiceError> {
    let conn = ctx.db.read();
    let current = ctx.keys.identity_number();
    let mut count = 0;
    for number in 1..=current {
        let needed = case_keys::count_needed(conn, number).await?;
        // What the current key sealed itself still gets keys of its own; the rest is where it belongs.
        count += if number == current {
            needed.identities
        } else {
            needed.total()
        };
    }
    Ok(count)
}

/// Seals at most `most` rows anew, `batch` in a transaction, and calls `done` after each. Opening and sealing happen before the
/// transaction begins.
///
/// # Errors
/// When the database is out of reach; what was done until then stays done.
pub async fn reseal(
    ctx: &Context,
    batch: u64,
    most: u64,
    mut done: impl FnMut(Resealed) + Send,
) -> Result<Resealed, ServiceError> {
    let mut total = Resealed::default();
    for kind in KINDS {
        let mut after = Uuid::nil();
        while total.seen() < most {
            let wanted = batch.min(most - total.seen());
            let read = match kind {
                Kind::Direct(of) => of_rows(ctx, of, after, wanted).await?,
                Kind::CaseKeys => of_case_keys(ctx, after, wanted).await?,
            };
            let Some((last, _)) = read.last() else { break };
            after = *last;
            let anew: Vec<&Anew> = read.iter().filter_map(|(_, anew)| anew.as_ref()).collect();
            let changed = save(ctx, &anew).await?;
            total.rows += changed;
            total.overtaken += count(&anew) - changed;
            total.unreadable += count(&read) - count(&anew);
            done(total);
        }
    }
    Ok(total)
}

/// The next rows that an identity key sealed itself, each with what it becomes; nothing where no key opens it.
async fn of_rows(
    ctx: &Context,
    of: Direct,
    after: Uuid,
    most: u64,
) -> Result<Vec<(Uuid, Option<Anew>)>, ServiceError> {
    let current = ctx.keys.identity_number();
    let found = case_keys::list_direct(ctx.db.read(), of, current, after, most).await?;
    let mut read = Vec::with_capacity(found.len());
    for row in found {
        let id = row.id;
        let subject = match of {
            Direct::Requests => Some(Subject::Request),
            Direct::Objections => Some(Subject::Objection),
            Direct::Drafts => None,
        };
        let anew = match subject {
            Some(subject) => match identities::unseal_direct(ctx, id, &row.sealed) {
                Ok(plain) => {
                    let (sealed, key) = identities::seal_plain(ctx, subject, id, &plain)?;
                    Some(Anew::Identity(of, row, sealed, key))
                }
                Err(error) => unreadable(id, error),
            },
            None => match drafts::reopen(ctx, id, &row.sealed) {
                Ok((context, plain)) => {
                    let sealed = ctx.keys.seal(ctx.entropy.as_ref(), &context, &plain);
                    Some(Anew::Draft(row, sealed.map_err(ServiceError::unexpected)?))
                }
                Err(error) => unreadable(id, error),
            },
        };
        read.push((id, anew));
    }
    Ok(read)
}

/// The next keys of cases that an older identity key wraps, each with what it becomes.
async fn of_case_keys(
    ctx: &Context,
    after: Uuid,
    most: u64,
) -> Result<Vec<(Uuid, Option<Anew>)>, ServiceError> {
    let current = ctx.keys.identity_number();
    let found = case_keys::list_old_case_keys(ctx.db.read(), current, after, most).await?;
    let mut read = Vec::with_capacity(found.len());
    for row in found {
        let id = row.case_id;
        let anew = match ctx.keys.unwrap_key(id.as_bytes(), &row.wrapped) {
            Ok(key) => {
                let wrapped = ctx
                    .keys
                    .wrap_key(ctx.entropy.as_ref(), id.as_bytes(), &key)
                    .map_err(ServiceError::unexpected)?;
                let anew = identities::case_key(ctx, &row.subject, id, wrapped);
                Some(Anew::CaseKey(row, anew))
            }
            Err(error) => unreadable(id, error),
        };
        read.push((id, anew));
    }
    Ok(read)
}

/// Puts the rows in the place of what was read, in one transaction, and tells how many were still there.
async fn save(ctx: &Context, anew: &[&Anew]) -> Result<u64, ServiceError> {
    if anew.is_empty() {
        return Ok(0);
    }
    let changed = write(&ctx.db, async |txn| {
        let mut changed = 0;
        for one in anew {
            let is_done = match one {
                Anew::Identity(of, read, sealed, key) => {
                    let is_done = case_keys::replace_direct(txn, *of, read, sealed).await?;
                    if is_done {
                        case_keys::put_case_key(txn, key).await?;
                    }
                    is_done
                }
                Anew::Draft(read, sealed) => {
                    case_keys::replace_direct(txn, Direct::Drafts, read, sealed).await?
                }
                Anew::CaseKey(read, anew) => case_keys::replace_case_key(txn, read, anew).await?,
            };
            changed += u64::from(is_done);
        }
        Ok::<_, PersistenceError>(changed)
    });
    Ok(changed.await?)
}

fn unreadable(id: Uuid, error: UnsealError) -> Option<Anew> {
    tracing::error!(%id, %error, "a sealed row does not open");
    None
}

fn count<T>(rows: &[T]) -> u64 {
    u64::try_from(rows.len()).unwrap_or(u64::MAX)
}
