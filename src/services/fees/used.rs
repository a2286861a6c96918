//! What an answer charges, as the decree in force on the day has it, and what the letters say of it.

use super::manage::assemble;
use super::{RECEIPTS, Schedule};
use crate::domain::fee::{Charge, DecreeInForce, FeeKind, FeeLine, PaymentMode, PricedItem, total_of};
use crate::domain::request::{AccessMode, Answer, DeliveryMode, Event};
use crate::persistence::{Conn, PersistenceError, Txn, fees, letters as letter_rows, rows, series};
use crate::services::requests::Case;
use crate::services::requests::letters::{FrozenLetter, Letter};
use crate::services::{Context, ServiceError};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// The decree that binds a unit on a day: its own, else that of the whole body.
///
/// # Errors
/// When the database is out of reach.
pub async fn in_force(conn: &impl Conn, unit_id: Uuid, day: Date) -> Result<Option<Schedule>, ServiceError> {
    let found = fees::list_schedules_in_force(conn, unit_id, day).await?;
    let first = found.into_iter().take(1).collect();
    Ok(assemble(conn, first).await?.pop())
}

/// The decree that binds the unit of a case today.
///
/// # Errors
/// When the database is out of reach.
pub async fn in_force_today(ctx: &Context, case: &Case) -> Result<Option<Schedule>, ServiceError> {
    in_force(ctx.db.read(), case.row.unit_id, ctx.today(case.zone)).await
}

/// The charge of an answer with the decree and the ways as they stand now.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn refreshed(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    charge: &Charge,
) -> Result<Charge, ServiceError> {
    let schedule = in_force(conn, case.row.unit_id, ctx.today(case.zone)).await?;
    Ok(Charge {
        picks: charge.picks.clone(),
        decree: schedule.as_ref().map(decree_of),
        access_mode: case.row.access_mode.as_deref().and_then(AccessMode::parse),
        delivery_mode: case.row.delivery_mode.as_deref().and_then(DeliveryMode::parse),
    })
}

fn decree_of(schedule: &Schedule) -> DecreeInForce {
    let items = schedule.items.iter().filter_map(|item| {
        Some(PricedItem {
            id: item.id,
            kind: FeeKind::parse(&item.kind)?,
            unit_price: item.unit_price,
        })
    });
    DecreeInForce {
        id: schedule.row.id,
        items: items.collect(),
    }
}

/// A fee decree as a letter cites it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeDecreeCited {
    /// Number.
    pub decree_no: String,
    /// Day it was signed.
    pub decree_on: Date,
}

impl FeeDecreeCited {
    /// The decree of a schedule.
    #[must_use]
    pub fn of(row: &rows::FeeSchedule) -> Self {
        Self {
            decree_no: row.decree_no.clone(),
            decree_on: row.decree_on,
        }
    }
}

/// Cara pembayaran, as the decree has it (Perki 1/2021 Ps 38(2)–(3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentWays {
    /// Cash at the desk.
    pub cash: bool,
    /// The official account.
    pub account: Option<String>,
    /// Electronic money.
    pub e_money: Option<String>,
}

impl PaymentWays {
    /// The ways of a schedule.
    #[must_use]
    pub fn of(row: &rows::FeeSchedule) -> Self {
        Self {
            cash: row.takes_cash,
            account: row.account.clone(),
            e_money: row.e_money.clone(),
        }
    }
}

/// One line of a fee, as the letter says it (annex VII A.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeToldLine {
    /// Copying or delivery.
    pub kind: FeeKind,
    /// What for.
    pub what: String,
    /// By what it is counted.
    pub measure: String,
    /// Rupiah for one.
    pub unit_price: i64,
    /// How many.
    pub quantity: u32,
    /// Rupiah for all.
    pub amount: i64,
}

/// A fee as the letter says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeTold {
    /// The decree.
    pub decree: FeeDecreeCited,
    /// Its lines.
    pub lines: Vec<FeeToldLine>,
    /// Their sum.
    pub total: i64,
    /// How to pay.
    pub ways: PaymentWays,
}

/// The fee of an answer as its notice says it; none when nothing is charged, or nothing lawful.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn told_of(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    answer: &Answer,
) -> Result<Option<FeeTold>, ServiceError> {
    let Some(charge) = &answer.charge else {
        return Ok(None);
    };
    let Some(schedule) = in_force(conn, case.row.unit_id, ctx.today(case.zone)).await? else {
        return Ok(None);
    };
    let Ok(lines) = refreshed(ctx, conn, case, charge).await?.lines() else {
        return Ok(None);
    };
    Ok(told(&schedule, &lines))
}

fn told(schedule: &Schedule, lines: &[FeeLine]) -> Option<FeeTold> {
    let said = lines.iter().map(|line| {
        let item = schedule.items.iter().find(|item| item.id == line.item)?;
        Some(FeeToldLine {
            kind: line.kind,
            what: item.description.clone(),
            measure: item.measure.clone(),
            unit_price: line.unit_price,
            quantity: line.quantity,
            amount: line.amount()?,
        })
    });
    Some(FeeTold {
        decree: FeeDecreeCited::of(&schedule.row),
        lines: said.collect::<Option<_>>()?,
        total: total_of(lines)?,
        ways: PaymentWays::of(&schedule.row),
    })
}

/// The receipt for a payment, with a gapless number of the unit and year (Perki 1/2021 Ps 38(4)).
///
/// # Errors
/// When the database is out of reach, or the notice cannot be read.
pub(in crate::services) async fn receipt_letter(
    ctx: &Context,
    txn: &Txn,
    case: &Case,
    paid: (Date, PaymentMode, i64),
    reference: &str,
) -> Result<Letter, ServiceError> {
    let notices = letter_rows::list_letters(txn, case.row.id).await?;
    let notice = notices.iter().rev().find(|letter| letter.kind == "notice");
    let frozen = notice.map(|row| serde_json::from_str::<FrozenLetter>(&row.content));
    let fee = match frozen.transpose()?.map(|frozen| frozen.letter) {
        Some(Letter::Notice { fee: Some(fee), .. }) => *fee,
        _ => {
            return Err(ServiceError::unexpected(
                "a payment without a notice that names it",
            ));
        }
    };
    let year = ctx.today(case.zone).year();
    let seq = series::next_in_series(txn, case.row.unit_id, RECEIPTS, year).await?;
    let (paid_on, mode, amount) = paid;
    Ok(Letter::PaymentReceipt {
        number: format!("KW-{}-{year}-{seq:04}", case.unit.code.to_uppercase()),
        paid_on,
        mode,
        amount,
        reference: Some(reference.trim().to_owned()).filter(|text| !text.is_empty()),
        fee: Box::new(fee),
    })
}

/// Fees and payments of a case, computed again: how many agree with the decree of their day, and the places of those that do not.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn check(
    conn: &impl Conn,
    log: &[rows::RequestEvent],
) -> Result<(usize, Vec<i32>), ServiceError> {
    let (mut agree, mut wrong, mut owed) = (0, Vec::new(), None);
    for row in log {
        let is_right = match serde_json::from_str(&row.data)? {
            Event::FeeCharged {
                on,
                decree,
                lines,
                total,
            } => {
                owed = Some(total);
                total_of(&lines) == Some(total) && is_decreed(conn, decree, on, &lines).await?
            }
            // The whole of what the last notice named.
            Event::PaymentRecorded { amount, .. } => owed == Some(amount),
            _ => continue,
        };
        if is_right {
            agree += 1;
        } else {
            wrong.push(row.seq);
        }
    }
    Ok((agree, wrong))
}

/// Whether a decree was in force on a day and has these lines at these prices.
async fn is_decreed(
    conn: &impl Conn,
    decree: Uuid,
    on: Date,
    lines: &[FeeLine],
) -> Result<bool, ServiceError> {
    let row = match fees::get_schedule(conn, decree).await {
        Ok(row) => row,
        Err(PersistenceError::NotFound) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let schedule = assemble(conn, vec![row]).await?.pop();
    Ok(schedule.is_some_and(|schedule| {
        let priced = decree_of(&schedule).items;
        let is_priced = |line: &FeeLine| {
            let mut known = priced.iter().filter(|item| item.id == line.item);
            known.any(|item| item.unit_price == line.unit_price && item.kind == line.kind)
        };
        schedule.covers(on) && lines.iter().all(is_priced)
    }))
}
