//! What an answer charges, as the decree in force on the day has it, and what the letters say of it.

use super::manage::assemble;
use super::{RECEIPTS, Schedule};
use crate::domain::fee::{
    Charge, DecreeInForce, FeeKind, FeeLine, PaymentMode, Pick, PricedItem, Ways, fee_denial, total_of,
};
use crate::domain::request::{AccessMode, Answer, CaseState, DeliveryMode, Event};
use crate::persistence::{Conn, Txn, fees, letters as letter_rows, rows, series};
use crate::services::requests::Case;
use crate::services::requests::letters::{FrozenLetter, Letter};
use crate::services::units::{body_on, named_body};
use crate::services::{Context, ServiceError};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// The decree that binds a unit on a day: its own, else that of the whole body it belongs to. Another body's binds none of its units
/// (Perki 1/2021 Ps 37(1)).
///
/// # Errors
/// When the database is out of reach.
pub async fn in_force(
    ctx: &Context,
    conn: &impl Conn,
    unit_id: Uuid,
    day: Date,
) -> Result<Option<Schedule>, ServiceError> {
    binding(ctx, conn, unit_id, day, |_| true).await
}

/// The decree that binds a unit on a day, of those that are looked at.
async fn binding(
    ctx: &Context,
    conn: &impl Conn,
    unit_id: Uuid,
    day: Date,
    is_looked_at: impl Fn(&rows::FeeSchedule) -> bool,
) -> Result<Option<Schedule>, ServiceError> {
    let body = body_on(ctx, conn, unit_id, day).await?;
    let found = fees::list_schedules_in_force(conn, unit_id, day).await?;
    let first = found
        .into_iter()
        .find(|one| is_looked_at(one) && named_body(ctx, one.body.clone()) == body);
    Ok(assemble(ctx, conn, first.into_iter().collect()).await?.pop())
}

/// The decree that binds the unit of a case today.
///
/// # Errors
/// When the database is out of reach.
pub async fn in_force_today(ctx: &Context, case: &Case) -> Result<Option<Schedule>, ServiceError> {
    in_force(ctx, ctx.db.read(), case.row.unit_id, ctx.today(case.zone)).await
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
    let schedule = in_force(ctx, conn, case.row.unit_id, ctx.today(case.zone)).await?;
    Ok(Charge {
        decree: schedule.as_ref().map(decree_of),
        ..asked(&case.row, charge.picks.clone())
    })
}

/// What was picked, with how the applicant asked to have it.
fn asked(request: &rows::Request, picks: Vec<Pick>) -> Charge {
    Charge {
        access_mode: request.access_mode.as_deref().and_then(AccessMode::parse),
        delivery_mode: request.delivery_mode.as_deref().and_then(DeliveryMode::parse),
        ..Charge::picked(picks)
    }
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
        ways: Ways {
            cash: schedule.row.takes_cash,
            account: schedule.row.account.is_some(),
            e_money: schedule.row.e_money.is_some(),
        },
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
    let Some(schedule) = in_force(ctx, conn, case.row.unit_id, ctx.today(case.zone)).await? else {
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

/// Fees and payments of a case, computed again: how many agree with the decree that bound the unit on their day and with what may cost
/// anything (`docs/readings.md` R41), and the places of those that do not.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn check(
    ctx: &Context,
    conn: &impl Conn,
    request: &rows::Request,
    log: &[rows::RequestEvent],
) -> Result<(usize, Vec<i32>), ServiceError> {
    let (mut agree, mut wrong) = (0, Vec::new());
    let mut state: Option<CaseState> = None;
    for (place, row) in log.iter().enumerate() {
        let event: Event = serde_json::from_str(&row.data)?;
        let before = state;
        let is_right = match (&event, &before) {
            (Event::FeeCharged { .. }, Some(before)) => {
                let notice = log.get(place + 1).map(|next| serde_json::from_str(&next.data));
                let gives = matches!(
                    notice.transpose()?,
                    Some(Event::NoticeIssued {
                        promised_on: Some(_),
                        ..
                    })
                );
                let unit = before.unit.0;
                Some(!before.has_paid && is_lawful(ctx, conn, request, (row, unit), &event, gives).await?)
            }
            // The whole of what the notice that stands named, in a way that it named.
            (Event::PaymentRecorded { amount, mode, .. }, Some(before)) => {
                let owed = before.current_fee().filter(|fee| fee.paid_on.is_none());
                Some(owed.is_some_and(|fee| fee.total == *amount && fee.ways.open(*mode)))
            }
            _ => None,
        };
        state = match before {
            Some(before) => Some(before.after(&event)),
            None => CaseState::replay([&event]),
        };
        let Some(is_right) = is_right else {
            continue;
        };
        if is_right {
            agree += 1;
        } else {
            wrong.push(row.seq);
        }
    }
    Ok((agree, wrong))
}

/// Whether a fee is what the decree says that bound the unit on its day, as it was known then, and only what may cost anything.
async fn is_lawful(
    ctx: &Context,
    conn: &impl Conn,
    request: &rows::Request,
    (row, unit_id): (&rows::RequestEvent, Uuid),
    charged: &Event,
    gives: bool,
) -> Result<bool, ServiceError> {
    let Event::FeeCharged {
        on,
        decree,
        lines,
        total,
        ways,
    } = charged
    else {
        return Ok(false);
    };
    let is_known = |schedule: &rows::FeeSchedule| schedule.entered_at <= row.at;
    let Some(schedule) = binding(ctx, conn, unit_id, *on, is_known).await? else {
        return Ok(false);
    };
    let bound = decree_of(&schedule);
    let is_of_decree = bound.id == *decree && bound.ways == *ways;
    let charge = Charge {
        decree: Some(bound),
        ..asked(request, lines.iter().map(FeeLine::pick).collect())
    };
    Ok(is_of_decree
        && charge.lines().as_ref() == Ok(lines)
        && total_of(lines) == Some(*total)
        && fee_denial(&charge, gives).is_none())
}
