//! Terbuka dengan sendirinya: noting that the time of an exemption is over (PP 61/2010 Ps 11(3); Perki 1/2021 Ps 52(2)). The information
//! is open from that day whether or not this ran. And opening what the Commission or a court declared open.

use super::file::ExemptionFile;
use super::steps::apply;
use crate::domain::actor::{Actor, Role};
use crate::domain::exemption::{Command, ExemptionDenial, Status, decide};
use crate::domain::policy::Scope;
use crate::persistence::{Txn, exemptions, write};
use crate::services::{Context, ServiceError};
use time::Date;
use uuid::Uuid;

/// Most that one round notes; the next round goes on.
const BATCH: u64 = 200;

/// Notes every exemption whose time is over; tells how many.
///
/// # Errors
/// When the database is out of reach.
pub async fn expire(ctx: &Context) -> Result<usize, ServiceError> {
    let today = ctx.today(ctx.zone());
    let ended = exemptions::list_ended_exemptions(ctx.db.read(), today, BATCH).await?;
    let mut noted = 0;
    for row in ended {
        let done = write(&ctx.db, async |txn| {
            let mut file = ExemptionFile::load(ctx, txn, &Scope::All, row.id).await?;
            match decide(&file.state, &Command::Expire, Role::System, None, &file.moment()) {
                Ok(event) => {
                    apply(ctx, txn, &mut file, Actor::SYSTEM, &event).await?;
                    Ok(true)
                }
                // Opened meanwhile, or not over yet where the unit sits.
                Err(_) => Ok::<_, ServiceError>(false),
            }
        })
        .await?;
        noted += usize::from(done);
    }
    Ok(noted)
}

/// Opens an exemption that was declared open by what became final on a day (UU 14/2008 Ps 11(2), 18(1)g; Perki 1/2021 Ps 52(3)). One that
/// is open already, or whose time was over first, stays as it is.
///
/// # Errors
/// Not found; unexpected when it never was in force; stale when someone else was faster.
pub(in crate::services) async fn open_by_ruling(
    ctx: &Context,
    txn: &Txn,
    id: Uuid,
    on: Date,
) -> Result<(), ServiceError> {
    let mut file = ExemptionFile::load(ctx, txn, &Scope::All, id).await?;
    let command = Command::OpenByRuling { on };
    match decide(&file.state, &command, Role::System, None, &file.moment()) {
        Ok(event) => apply(ctx, txn, &mut file, Actor::SYSTEM, &event).await,
        Err(ExemptionDenial::OverAlready) => Ok(()),
        Err(_) if file.state.status == Status::Opened => Ok(()),
        Err(denial) => Err(ServiceError::unexpected(denial)),
    }
}
