//! Keputusan diusulkan dan disetujui — one administrator proposes a decree, another one puts it in force after looking at what it does at
//! that moment. Every proposal stays, with who decided what and when.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;
use uuid::Uuid;

use super::effect::{Counts, Effect, effect};
use super::ledger::{
    changes, decree_of, forgets_no_year, holiday, insert, load_ledger, put_in_force, units_by_decree,
};
use crate::domain::calendar::{Decree, Holiday};
use crate::domain::ids::{UnitId, UserId};
use crate::domain::policy::{HANDS_ON, NoSecondPerson, second_person};
use crate::persistence::{Conn, account_acts, calendars, decrees, rows, units, users, write};
use crate::services::{Context, Fault, ServiceError, micros};

const LONGEST_CITATION: usize = 200;
const LONGEST_REASON: usize = 1000;

/// A decree as it is proposed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// As it is cited.
    pub cited: String,
    /// The day it was signed.
    pub issued_on: Option<Date>,
    /// Whether the decrees before it give way.
    pub replaces: bool,
    /// Codes of the units it is for; the whole country without any.
    pub units: Vec<String>,
    /// Whether it is for units at all.
    pub is_local: bool,
    /// The days off.
    pub days: Vec<Holiday>,
    /// `form` or `file`.
    pub came_by: &'static str,
}

/// A decree with what became of it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The row.
    pub row: rows::CalendarDecree,
    /// The decree.
    pub decree: Decree,
    /// Name of whoever proposed it; none when it was an operator or came with the program.
    pub proposer: Option<String>,
    /// Name of whoever decided it.
    pub decider: Option<String>,
    /// Short names of the units it is for.
    pub units: Vec<String>,
    /// What it did to the open cases, as the second person saw it.
    pub counts: Option<Counts>,
}

impl Record {
    /// Whether it waits to be decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.row.state == "proposed"
    }
}

/// The decree of a draft.
///
/// # Errors
/// Invalid with a fault for each field that can't be right.
async fn checked(ctx: &Context, conn: &impl Conn, draft: &Draft, id: Uuid) -> Result<Decree, ServiceError> {
    let mut faults = Vec::new();
    let cited = draft.cited.trim();
    if cited.is_empty() || cited.chars().count() > LONGEST_CITATION {
        faults.push(Fault::new("cited", "admin.fault.cited"));
    }
    let today = ctx.today(ctx.zone());
    if draft.issued_on.is_none_or(|day| day > today) {
        faults.push(Fault::new("issued_on", "admin.fault.issued_on"));
    }
    let known = units::list_units(conn).await?;
    let named = |code: &String| known.iter().find(|unit| unit.code == *code);
    let chosen: BTreeSet<UnitId> = draft
        .units
        .iter()
        .filter_map(named)
        .map(|unit| UnitId(unit.id))
        .collect();
    if draft.is_local && chosen.is_empty() {
        faults.push(Fault::new("units", "admin.fault.units"));
    }
    if draft.days.is_empty() && !(draft.is_local && draft.replaces) {
        faults.push(Fault::new("days", "field.calendar_empty"));
    }
    match draft.issued_on {
        Some(issued_on) if faults.is_empty() => Ok(Decree {
            id,
            cited: cited.to_owned(),
            issued_on,
            replaces: draft.replaces,
            units: if draft.is_local { chosen } else { BTreeSet::new() },
            days: draft.days.clone(),
        }),
        _ => Err(ServiceError::Invalid(faults)),
    }
}

/// What a draft would do, without writing anything. Permissions: an administrator's page; the caller shows no case.
///
/// # Errors
/// Invalid with the faults of the draft.
pub async fn preview(ctx: &Context, draft: &Draft) -> Result<Effect, ServiceError> {
    let conn = ctx.db.read();
    let decree = checked(ctx, conn, draft, ctx.new_id()).await?;
    effect(ctx, conn, &decree).await.map_err(at_the_days)
}

fn at_the_days(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Invalid(mut faults) => {
            for fault in faults.iter_mut().filter(|fault| fault.field == "file") {
                "days".clone_into(&mut fault.field);
            }
            ServiceError::Invalid(faults)
        }
        other => other,
    }
}

/// Proposes a decree (pengusulan). Permissions: an administrator.
///
/// # Errors
/// Invalid with the faults of the draft, or when it is in force or proposed already.
pub async fn propose(ctx: &Context, by: UserId, draft: &Draft) -> Result<Uuid, ServiceError> {
    write(&ctx.db, async |txn| {
        let decree = checked(ctx, txn, draft, ctx.new_id()).await?;
        forgets_no_year(&changes(ctx, txn, &decree).await?).map_err(at_the_days)?;
        let known = load_ledger(txn).await?;
        let twin = |row: &rows::CalendarDecree| {
            row.state == "proposed" && row.cited == decree.cited && row.issued_on == decree.issued_on
        };
        if known.decrees().any(|known| known.says_the_same(&decree))
            || decrees::list_decrees(txn).await?.iter().any(twin)
        {
            return Err(ServiceError::invalid("cited", "admin.fault.decree_known"));
        }
        let row = rows::CalendarDecree {
            id: decree.id,
            cited: decree.cited.clone(),
            issued_on: decree.issued_on,
            replaces: decree.replaces,
            came_by: draft.came_by.to_owned(),
            state: "proposed".to_owned(),
            proposed_at: micros(ctx.now()),
            proposed_by: Some(by.0),
            decided_at: None,
            decided_by: None,
            reason: None,
            effect: None,
        };
        insert(txn, &row, &decree).await?;
        Ok(decree.id)
    })
    .await
}

/// Whether this administrator may confirm that proposal.
///
/// # Errors
/// When the database is out of reach.
pub async fn may_confirm(
    ctx: &Context,
    by: UserId,
    proposal: &rows::CalendarDecree,
) -> Result<Result<(), NoSecondPerson>, ServiceError> {
    second(ctx, ctx.db.read(), by, proposal).await
}

async fn second(
    ctx: &Context,
    conn: &impl Conn,
    by: UserId,
    proposal: &rows::CalendarDecree,
) -> Result<Result<(), NoSecondPerson>, ServiceError> {
    let Some(proposer) = proposal.proposed_by else {
        return Ok(Ok(()));
    };
    let acts = account_acts::list_acts_since(conn, micros(ctx.now() - HANDS_ON)).await?;
    let acts: Vec<_> = acts
        .iter()
        .map(|act| (UserId(act.by_user_id), UserId(act.account_id)))
        .collect();
    Ok(second_person(UserId(proposer), by, &acts))
}

/// Confirms a proposal and puts it in force (persetujuan). The cases follow by the recurring work. Permissions: an administrator who is
/// another person than the one who proposed it.
///
/// # Errors
/// Invalid when the preview is no longer the one that was `seen`; stale when it was decided already; forbidden.
pub async fn confirm(ctx: &Context, by: UserId, id: Uuid, seen: &str) -> Result<Counts, ServiceError> {
    let record = find(ctx, id).await?;
    if !record.is_open() {
        return Err(ServiceError::Stale);
    }
    if may_confirm(ctx, by, &record.row).await?.is_err() {
        return Err(ServiceError::Forbidden);
    }
    // Looked at before the transaction: of many cases it may take a while.
    let now = effect(ctx, ctx.db.read(), &record.decree).await?;
    let changed = || ServiceError::invalid("seen", "admin.fault.preview_changed");
    if now.stamp != seen {
        // Somebody may have decided it while this was looked at; then it is no preview that is out of date.
        let is_open = find(ctx, id).await?.is_open();
        return Err(if is_open { changed() } else { ServiceError::Stale });
    }
    let done = write(&ctx.db, async |txn| {
        let row = rows::CalendarDecree {
            state: "in_force".to_owned(),
            decided_at: Some(micros(ctx.now())),
            decided_by: Some(by.0),
            effect: Some(serde_json::to_string(&now.counts)?),
            ..record.row.clone()
        };
        decrees::decide_decree(txn, &row).await?;
        if second(ctx, txn, by, &row).await?.is_err() {
            return Err(ServiceError::Forbidden);
        }
        if calendars::next_seq(txn).await? != now.last_seq {
            return Err(changed());
        }
        let mut next = changes(ctx, txn, &record.decree).await?;
        forgets_no_year(&next)?;
        next.retain(|change| change.days > 0);
        put_in_force(ctx, txn, next, id, "web", "").await?;
        Ok(now.counts)
    })
    .await;
    match done {
        // Another decree took the place of its version at the same moment.
        Err(error) if error.is_duplicate_of("uq_calendar_versions_seq") => Err(changed()),
        done => done,
    }
}

/// Rejects a proposal with a reason (penolakan). Permissions: any administrator but the one who proposed it.
///
/// # Errors
/// Invalid without a reason; stale when it was decided already; forbidden.
pub async fn reject(ctx: &Context, by: UserId, id: Uuid, reason: &str) -> Result<(), ServiceError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(ServiceError::invalid("reason", "admin.fault.reason"));
    }
    end(ctx, by, id, "rejected", Some(reason)).await
}

/// Takes a proposal back (penarikan). Permissions: who proposed it.
///
/// # Errors
/// Stale when it was decided already; forbidden.
pub async fn withdraw(ctx: &Context, by: UserId, id: Uuid) -> Result<(), ServiceError> {
    end(ctx, by, id, "withdrawn", None).await
}

async fn end(
    ctx: &Context,
    by: UserId,
    id: Uuid,
    state: &str,
    reason: Option<&str>,
) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        let row = decrees::get_decree(txn, id).await?;
        if row.state != "proposed" {
            return Err(ServiceError::Stale);
        }
        let is_own = row.proposed_by == Some(by.0);
        if is_own != (state == "withdrawn") {
            return Err(ServiceError::Forbidden);
        }
        let row = rows::CalendarDecree {
            state: state.to_owned(),
            decided_at: Some(micros(ctx.now())),
            decided_by: Some(by.0),
            reason: reason.map(str::to_owned),
            ..row
        };
        Ok(decrees::decide_decree(txn, &row).await?)
    })
    .await
}

/// Every decree, the last proposed first, without its days.
///
/// # Errors
/// When the database is out of reach.
pub async fn list(ctx: &Context) -> Result<Vec<Record>, ServiceError> {
    let conn = ctx.db.read();
    let names = Names::load(conn).await?;
    let rows = decrees::list_decrees(conn).await?.into_iter();
    rows.map(|row| names.record(row, Vec::new())).collect()
}

/// One decree with its days.
///
/// # Errors
/// Not found when there is none.
pub async fn find(ctx: &Context, id: Uuid) -> Result<Record, ServiceError> {
    let conn = ctx.db.read();
    let row = decrees::get_decree(conn, id).await?;
    let days = decrees::list_decree_days(conn, Some(id)).await?;
    let days = days.into_iter().map(holiday).collect::<Result<_, _>>()?;
    Names::load(conn).await?.record(row, days)
}

struct Names {
    people: BTreeMap<Uuid, String>,
    units: BTreeMap<Uuid, String>,
    decreed: BTreeMap<Uuid, BTreeSet<UnitId>>,
}

impl Names {
    async fn load(conn: &impl Conn) -> Result<Self, ServiceError> {
        let people = users::list_users(conn).await?.into_iter();
        let units = units::list_units(conn).await?.into_iter();
        Ok(Self {
            people: people.map(|user| (user.id, user.full_name)).collect(),
            units: units.map(|unit| (unit.id, unit.short_name)).collect(),
            decreed: units_by_decree(conn).await?,
        })
    }

    fn record(&self, row: rows::CalendarDecree, days: Vec<Holiday>) -> Result<Record, ServiceError> {
        let name = |id: Option<Uuid>| id.and_then(|id| self.people.get(&id)).cloned();
        let decree = decree_of(&row, days, &self.decreed);
        Ok(Record {
            proposer: name(row.proposed_by),
            decider: name(row.decided_by),
            units: decree
                .units
                .iter()
                .filter_map(|unit| self.units.get(&unit.0).cloned())
                .collect(),
            counts: row.effect.as_deref().map(serde_json::from_str).transpose()?,
            decree,
            row,
        })
    }
}
