//! What there is to tell of: each kind of matter gives its open duties, and nothing here knows who is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::{RuleId, RuleSet};
use crate::domain::ids::UnitId;
use crate::domain::objection::{ObjectionClock, ObjectionStatus};
use crate::domain::reminder::{Outlook, Owed, Turn};
use crate::domain::request::{ORDER, ShareStatus, Status};
use crate::persistence::queries::{self, OwedDuty, OwedObjection, OwedRow};
use crate::persistence::{
    PersistenceError, UnitScope, exemptions as exemption_rows, rows, shares as share_rows, units,
};
use crate::services::disputes::list_due;
use crate::services::exemptions::ending;
use crate::services::objections::runs_in_request;
use crate::services::units::{Heirs, zone_of};
use crate::services::{Context, ServiceError, calendars};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Cases looked up at a time.
const BATCH: u64 = 500;
/// Exemptions and shares looked at, those that end first in front.
const MOST: u64 = 500;
/// A target day lies no further than this before its last day: the day of receipt counts, and an arrival after hours does not move it.
const BETWEEN: u16 = 2;

/// Kinds of matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A request.
    Request,
    /// An objection that waits for its answer; or its order, where no request is opened again for it.
    Objection,
    /// A share of another unit's request.
    Share,
    /// An exemption whose end comes near.
    Exemption,
    /// A day of the body in a dispute at the Commission.
    Dispute,
}

/// One duty of one matter.
pub(super) struct Matter {
    pub kind: Kind,
    pub id: Uuid,
    pub number: String,
    /// The unit that holds it.
    pub unit: UnitId,
    /// The rule, `D05` or `D08+D06`.
    pub duty: String,
    pub owed: Owed,
    pub outlook: Outlook,
}

/// Everything there is to tell of.
pub(super) struct Matters {
    /// In the order of their ids.
    pub all: Vec<Matter>,
    /// The units of exemption sheets that wait for approval, once each sheet.
    pub sheets: Vec<UnitId>,
}

/// Units and calendars, read once a round.
struct Register {
    units: BTreeMap<Uuid, rows::Unit>,
    common: Arc<WorkingCalendar>,
    local: BTreeMap<Uuid, Arc<WorkingCalendar>>,
    heirs: Heirs,
}

impl Register {
    async fn read(ctx: &Context) -> Result<Self, ServiceError> {
        let conn = ctx.db.read();
        let units = units::list_units(conn).await?;
        Ok(Self {
            units: units.into_iter().map(|unit| (unit.id, unit)).collect(),
            common: calendars::current(ctx, conn).await?,
            local: calendars::local(ctx, conn).await?,
            heirs: Heirs::load(conn).await?,
        })
    }

    /// Who has in hand what a unit decreed: itself, or the unit that goes on with its duties (`docs/readings.md` R38).
    fn holder(&self, unit: Uuid) -> Uuid {
        self.heirs.of(unit).unwrap_or(unit)
    }

    fn today(&self, ctx: &Context, unit: Uuid) -> Date {
        let unit = self.units.get(&unit);
        ctx.today(unit.map_or_else(|| ctx.zone(), |unit| zone_of(ctx, unit)))
    }

    fn calendar(&self, unit: Uuid) -> &WorkingCalendar {
        self.local.get(&unit).unwrap_or(&self.common)
    }

    /// The last day on which a duty may end that is near enough by any calendar.
    fn horizon(&self, ctx: &Context) -> Date {
        let today = ctx.today(ctx.zone());
        // It may be tomorrow already where another unit sits.
        let today = today.next_day().unwrap_or(today);
        let reach = ctx.settings.reminders.ahead.saturating_add(BETWEEN);
        let calendars = self.local.values().chain([&self.common]);
        calendars
            .filter_map(|calendar| calendar.add_working_days(today, reach, &ctx.counting()))
            .max()
            .unwrap_or(today)
    }
}

/// Everything there is to tell of now.
pub(super) async fn list(ctx: &Context) -> Result<Matters, ServiceError> {
    let register = Register::read(ctx).await?;
    let mut all = requests(ctx, &register).await?;
    all.extend(objections(ctx, &register).await?);
    all.extend(shares(ctx, &register).await?);
    all.extend(exemptions(ctx, &register).await?);
    all.extend(disputes(ctx, &register).await?);
    all.sort_by_key(|matter| matter.id);
    let signed = exemption_rows::list_exemptions(ctx.db.read(), &UnitScope::All, &["signed"], MOST).await?;
    Ok(Matters {
        all,
        sheets: signed
            .iter()
            .map(|row| UnitId(register.holder(row.unit_id)))
            .collect(),
    })
}

async fn requests(ctx: &Context, register: &Register) -> Result<Vec<Matter>, ServiceError> {
    let until = register.horizon(ctx);
    let waiting = Status::PendingApproval.code();
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let (cases, duties) = queries::list_owed(ctx.db.read(), until, waiting, after, BATCH).await?;
        let Some(last) = cases.last() else {
            return Ok(found);
        };
        after = Some(last.id);
        for case in cases {
            found.extend(request(ctx, register, case, &duties)?);
        }
    }
}

/// The duty of a case that falls due next. Of two clocks that is the one with the earlier last day.
fn request(
    ctx: &Context,
    register: &Register,
    case: OwedRow,
    duties: &[OwedDuty],
) -> Result<Option<Matter>, ServiceError> {
    let set = RuleSet::parse(&case.rule_set)
        .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown rule set"))?;
    let status = Status::parse(&case.status)
        .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown status"))?;
    let is_office = |duty: &OwedDuty| {
        let id = duty.rule_id.split('+').next().and_then(RuleId::parse);
        let rule = id.and_then(|id| ctx.law.pack(set).rule(id));
        rule.is_some_and(|rule| rule.bearer.is_office())
    };
    let next = duties
        .iter()
        .find(|duty| duty.request_id == case.id && duty.due_on == case.next_due_on && is_office(duty));
    Ok(next.map(|duty| {
        let today = register.today(ctx, case.unit_id);
        let calendar = register.calendar(case.registered_unit_id);
        let ahead = calendar.add_working_days(today, ctx.settings.reminders.ahead, &ctx.counting());
        Matter {
            kind: Kind::Request,
            id: case.id,
            number: case.registration_no,
            unit: UnitId(case.unit_id),
            duty: duty.rule_id.clone(),
            owed: Owed {
                turn: Turn::of(status),
                target: duty.target_on,
                due: duty.due_on,
            },
            outlook: Outlook {
                today,
                ahead: ahead.unwrap_or(today),
            },
        }
    }))
}

/// What units prepare for others, whatever day it is wanted: each counts in the briefing, and is named when that day comes near. That day
/// is a wish inside the office, so nothing of the law hangs on it.
async fn shares(ctx: &Context, register: &Register) -> Result<Vec<Matter>, ServiceError> {
    let open = [ShareStatus::Asked.code()];
    let found = share_rows::list_shares_of_units(ctx.db.read(), &UnitScope::All, &open, None, MOST).await?;
    let matters = found.into_iter().map(|row| {
        let today = register.today(ctx, row.share.unit_id);
        let calendar = register.calendar(row.share.unit_id);
        let ahead = calendar.add_working_days(today, ctx.settings.reminders.ahead, &ctx.counting());
        Matter {
            kind: Kind::Share,
            id: row.share.request_id,
            number: format!("{}/{}", row.registration_no, row.share.no),
            unit: UnitId(row.share.unit_id),
            duty: format!("share {}", row.share.no),
            owed: Owed {
                turn: Turn::Office,
                target: row.share.wanted_on,
                due: row.share.wanted_on,
            },
            outlook: Outlook {
                today,
                ahead: ahead.unwrap_or(today),
            },
        }
    });
    Ok(matters.collect())
}

async fn objections(ctx: &Context, register: &Register) -> Result<Vec<Matter>, ServiceError> {
    let until = register.horizon(ctx);
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let rows = queries::list_owed_objections(ctx.db.read(), until, after, BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = Some(last.id);
        for row in rows {
            // An order that opened a request again is owed there.
            let is_order = row.status == ObjectionStatus::Executing.code() && row.request_id.is_some();
            if !(is_order && runs_in_request(ctx, row.id).await?) {
                found.push(objection(ctx, register, row)?);
            }
        }
    }
}

/// The superior answers (UU 14/2008 Ps 36(2)), by the clock that ends first; what was ordered the PPID carries out (Perki 1/2021 Ps 8(2)c).
fn objection(ctx: &Context, register: &Register, row: OwedObjection) -> Result<Matter, ServiceError> {
    let set = RuleSet::parse(&row.rule_set)
        .ok_or_else(|| PersistenceError::invalid_row("objections", "unknown rule set"))?;
    let today = register.today(ctx, row.unit_id);
    let calendar = register.calendar(row.received_unit_id);
    let (duty, owed) = if row.status == ObjectionStatus::Executing.code() {
        let owed = Owed {
            turn: Turn::Office,
            target: row.queue_on,
            due: row.queue_on,
        };
        (ORDER.to_owned(), owed)
    } else {
        let answer = ObjectionClock::answer(
            ctx.law.pack(set),
            row.filed_on.into(),
            row.recorded_on,
            calendar,
            &ctx.counting(),
        );
        let (statute, regulation) = answer.map_err(ServiceError::unexpected)?;
        let clocks: Vec<_> = [Some(statute), regulation].into_iter().flatten().collect();
        // The calendar may be newer than the row, until the recomputation comes to it.
        let first = clocks.iter().find(|clock| clock.due == row.queue_on);
        let owed = Owed {
            turn: Turn::Superior,
            target: first.map_or(row.queue_on, |clock| clock.target),
            due: row.queue_on,
        };
        (first.map_or(RuleId::D12, |clock| clock.rule_id).to_string(), owed)
    };
    let ahead = calendar.add_working_days(today, ctx.settings.reminders.ahead, &ctx.counting());
    Ok(Matter {
        kind: Kind::Objection,
        id: row.id,
        number: row.number,
        unit: UnitId(row.unit_id),
        duty,
        owed,
        outlook: Outlook {
            today,
            ahead: ahead.unwrap_or(today),
        },
    })
}

/// Exemptions whose end comes near. Once the end has passed nothing is late: the information is open (`docs/readings.md` R16, R28).
async fn exemptions(ctx: &Context, register: &Register) -> Result<Vec<Matter>, ServiceError> {
    let found = exemption_rows::list_exemptions(ctx.db.read(), &UnitScope::All, &["in_force"], MOST).await?;
    let mut near = Vec::new();
    for row in found {
        let holder = register.holder(row.unit_id);
        let today = register.today(ctx, holder);
        let ending = ending(ctx, register.calendar(holder), row.ends_on)?;
        if today < ending.marked_from || row.ends_on < today {
            continue;
        }
        let aim = ending.deadline.target;
        near.push(Matter {
            kind: Kind::Exemption,
            id: row.id,
            number: row.number,
            unit: UnitId(holder),
            duty: ending.deadline.rule_id.to_string(),
            owed: Owed {
                turn: Turn::Office,
                target: aim,
                due: row.ends_on,
            },
            outlook: Outlook { today, ahead: aim },
        });
    }
    Ok(near)
}

/// What the body owes at the Commission, or may still do there: conclusions (Perki 1/2013 Ps 57(3)), not to accept a decision (UU 14/2008
/// Ps 48(1), 50), to carry one out where no request was opened for it.
async fn disputes(ctx: &Context, register: &Register) -> Result<Vec<Matter>, ServiceError> {
    let due = list_due(ctx, &UnitScope::All).await?;
    let matters = due.into_iter().map(|one| {
        let calendar = register.calendar(one.received_by.0);
        let ahead = calendar.add_working_days(one.today, ctx.settings.reminders.ahead, &ctx.counting());
        Matter {
            kind: Kind::Dispute,
            id: one.id,
            number: one.number,
            unit: one.unit,
            duty: one.duty.code,
            owed: Owed {
                turn: Turn::Office,
                target: one.duty.deadline.target,
                due: one.duty.deadline.due,
            },
            outlook: Outlook {
                today: one.today,
                ahead: ahead.unwrap_or(one.today),
            },
        }
    });
    Ok(matters.collect())
}
