//! Entering and ending fee decrees. One is in force for a unit and a day, and none is ever edited: what people were told stays readable.

use super::Schedule;
use crate::domain::fee::{NewSchedule, ScheduleFault, Term};
use crate::domain::ids::UserId;
use crate::persistence::{Conn, fees, rows, units, users, write};
use crate::services::units::{body_of, named_body};
use crate::services::{Context, Fault, FaultValue, ServiceError, micros};
use std::collections::HashMap;
use time::Date;
use uuid::Uuid;

/// Who enters or ends a decree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnteredBy {
    /// An administrator.
    User(UserId),
    /// Whoever runs the machine.
    Operator,
}

impl EnteredBy {
    async fn name(self, conn: &impl Conn) -> Result<String, ServiceError> {
        Ok(match self {
            Self::Operator => "operator".to_owned(),
            Self::User(id) => users::find_user(conn, id.0)
                .await?
                .map(|user| user.full_name)
                .ok_or(ServiceError::Forbidden)?,
        })
    }
}

/// Whom a decree binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binds<'a> {
    /// The unit with this code, as long as it belongs to the body that it belongs to now.
    Unit(&'a str),
    /// Every unit of the public body with this name; without one, of that of the portal.
    Body(Option<&'a str>),
}

impl Binds<'_> {
    /// The unit, if it is one, and the name of the body.
    ///
    /// # Errors
    /// A fault at `unit`: nobody sets fees for what has ended by the first day of the decree.
    async fn resolved(
        self,
        ctx: &Context,
        conn: &impl Conn,
        first_day: Date,
    ) -> Result<(Option<Uuid>, String), ServiceError> {
        let day = first_day.max(ctx.today(ctx.zone()));
        let has_ended = |unit: &rows::Unit| unit.valid_to.is_some_and(|last| last < day);
        match self {
            Self::Unit(code) => {
                let unit = units::find_unit_by_code(conn, code)
                    .await?
                    .ok_or_else(|| ServiceError::invalid("unit", "field.unit_unknown"))?;
                if has_ended(&unit) {
                    return Err(ServiceError::invalid("unit", "fee.fault.unit_ended"));
                }
                Ok((Some(unit.id), body_of(ctx, &unit)))
            }
            Self::Body(name) => {
                let body = named_body(ctx, name.map(|name| name.trim().to_owned()));
                let all = units::list_units(conn).await?;
                let is_of_body = |unit: &rows::Unit| body_of(ctx, unit) == body && !has_ended(unit);
                if name.is_some() && !all.iter().any(is_of_body) {
                    return Err(ServiceError::invalid("unit", "fee.fault.body_unknown"));
                }
                Ok((None, body))
            }
        }
    }
}

/// Enters a decree, of one unit or of the whole body: each body sets its own (Perki 1/2021 Ps 37(1)). Permissions: the caller is an
/// administrator or the operator.
///
/// # Errors
/// Everything it lacks, by field; a fault at `valid_from` when another one is in force on one of its days.
pub async fn enter(
    ctx: &Context,
    by: EnteredBy,
    binds: Binds<'_>,
    new: &NewSchedule,
) -> Result<Uuid, ServiceError> {
    let today = ctx.today(ctx.zone());
    let faults = faults_of(new, today);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let (Some(decree_on), Some(valid_from)) = (new.decree_on, new.valid_from) else {
        return Err(ServiceError::unexpected("a whole decree without its days"));
    };
    write(&ctx.db, async |txn| {
        fees::lock_schedules(txn).await?;
        let (unit_id, body) = binds.resolved(ctx, txn, valid_from).await?;
        let term = Term {
            from: valid_from,
            to: new.valid_to,
        };
        let known = fees::list_schedules(txn).await?;
        let same = known
            .iter()
            .filter(|one| one.unit_id == unit_id && named_body(ctx, one.body.clone()) == body);
        let clash = |one: &&rows::FeeSchedule| {
            Term {
                from: one.valid_from,
                to: one.valid_to,
            }
            .overlaps(&term)
        };
        if let Some(other) = same.into_iter().find(clash) {
            let mut fault = Fault::new("valid_from", "fee.fault.overlap");
            fault
                .values
                .push(("decree", FaultValue::Text(other.decree_no.clone())));
            return Err(ServiceError::Invalid(vec![fault]));
        }
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let row = rows::FeeSchedule {
            id: ctx.new_id(),
            unit_id,
            body: Some(body).filter(|body| *body != ctx.settings.instance.name),
            decree_no: new.decree_no.trim().to_owned(),
            decree_on,
            valid_from,
            valid_to: new.valid_to,
            takes_cash: new.takes_cash,
            account: filled(&new.account),
            e_money: filled(&new.e_money),
            entered_by: by.name(txn).await?,
            entered_at: micros(ctx.now()),
            ended_by: None,
            ended_at: None,
        };
        let mut items = Vec::with_capacity(new.items.len());
        for ((kind, what, measure, price), position) in new.items.iter().zip(1..) {
            let (Some(kind), Some(unit_price)) = (kind, price) else {
                continue;
            };
            items.push(rows::FeeItem {
                id: ctx.new_id(),
                schedule_id: row.id,
                position,
                kind: kind.code().to_owned(),
                description: what.trim().to_owned(),
                measure: measure.trim().to_owned(),
                unit_price: *unit_price,
            });
        }
        fees::insert_schedule(txn, &row, &items).await?;
        Ok(row.id)
    })
    .await
}

/// What a decree lacks, each at its field.
#[must_use]
pub fn faults_of(new: &NewSchedule, today: Date) -> Vec<Fault> {
    new.faults(today).into_iter().map(fault).collect()
}

fn fault(fault: ScheduleFault) -> Fault {
    let at = |field: &str, code: &str| Fault::new(field, format!("fee.fault.{code}"));
    match fault {
        ScheduleFault::NumberMissing => at("decree_no", "number_missing"),
        ScheduleFault::DecreeDayMissing => at("decree_on", "day_missing"),
        ScheduleFault::DecreeDayInFuture => at("decree_on", "day_in_future"),
        ScheduleFault::FirstDayWrong => at("valid_from", "first_day_wrong"),
        ScheduleFault::LastDayWrong => at("valid_to", "last_day_wrong"),
        ScheduleFault::NoPayment => at("cash", "no_payment"),
        ScheduleFault::NoItems => at("what_1", "no_items"),
        ScheduleFault::TooLong(field) => Fault::new(field, "field.too_long"),
        ScheduleFault::NameTooLong(nth) => Fault::new(format!("what_{nth}"), "field.too_long"),
        ScheduleFault::MeasureTooLong(nth) => Fault::new(format!("measure_{nth}"), "field.too_long"),
        ScheduleFault::ItemWrong(nth) => at(&format!("what_{nth}"), "item_wrong"),
    }
}

/// Sets the last day of a decree: today or later, or the day before its first when it never came into force. Permissions: as for
/// entering.
///
/// # Errors
/// A fault at `valid_to`; not found.
pub async fn end(ctx: &Context, by: EnteredBy, id: Uuid, last_day: Option<Date>) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        fees::lock_schedules(txn).await?;
        let row = fees::get_schedule(txn, id).await?;
        let term = Term {
            from: row.valid_from,
            to: row.valid_to,
        };
        let earliest = term.earliest_end(ctx.today(ctx.zone()));
        // Once a last day has come nobody sets another: the days after it may have a decree of their own.
        let last_day = last_day
            .filter(|day| *day >= earliest && row.valid_to.is_none_or(|to| *day <= to))
            .ok_or_else(|| {
                let mut fault = Fault::new("valid_to", "fee.fault.end_wrong");
                fault.values.push(("day", FaultValue::Day(earliest)));
                ServiceError::Invalid(vec![fault])
            })?;
        let name = by.name(txn).await?;
        Ok(fees::end_schedule(txn, id, last_day, &name, micros(ctx.now())).await?)
    })
    .await
}

/// Every decree with its lines, the newest first: they are public (Perki 1/2021 Ps 38(2)).
///
/// # Errors
/// When the database is out of reach.
pub async fn list(ctx: &Context) -> Result<Vec<Schedule>, ServiceError> {
    let conn = ctx.db.read();
    let rows = fees::list_schedules(conn).await?;
    assemble(ctx, conn, rows).await
}

pub(super) async fn assemble(
    ctx: &Context,
    conn: &impl Conn,
    rows: Vec<rows::FeeSchedule>,
) -> Result<Vec<Schedule>, ServiceError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut lines: HashMap<Uuid, Vec<rows::FeeItem>> = HashMap::new();
    for item in fees::list_fee_items(conn, &ids).await? {
        lines.entry(item.schedule_id).or_default().push(item);
    }
    let with_items = rows.into_iter().map(|row| Schedule {
        items: lines.remove(&row.id).unwrap_or_default(),
        body: named_body(ctx, row.body.clone()),
        row,
    });
    Ok(with_items.collect())
}
