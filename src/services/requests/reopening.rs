//! Membuka kembali by an order, of the superior on an objection or of the Commission (Perki 1/2021 Ps 8(2)c; UU 14/2008 Ps 46). Only the
//! portal takes this step, in the transaction in which the order is recorded.

use super::case::{Case, CaseKey};
use crate::domain::actor::{Actor, Role};
use crate::domain::request::{Command, OrderedBy, decide};
use crate::persistence::Txn;
use crate::services::{Context, ServiceError, calendars};
use time::Date;
use uuid::Uuid;

/// Opens a request again.
///
/// # Errors
/// Denied when it was withdrawn; stale when someone else was faster.
pub(in crate::services) async fn reopen(
    ctx: &Context,
    txn: &Txn,
    request: Uuid,
    execute_by: Date,
    by: OrderedBy,
) -> Result<(), ServiceError> {
    let mut case = Case::load(ctx, txn, &CaseKey::Id(request)).await?;
    let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
    calendars::bring_up_to_date(ctx, txn, &mut case, &calendar).await?;
    let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
    let command = Command::Reopen { execute_by, by };
    let events = decide(&case.state, &command, Role::System, &at)?;
    case.append(ctx, txn, &calendar, Actor::SYSTEM, &events, &[])
        .await
}
