//! Reading exemptions: one with its log, or the list of a workspace.

use super::ending::{Ending, ending};
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::calendar::{WorkingCalendar, Zone};
use crate::domain::deadline::DueState;
use crate::domain::exemption::{
    Command, CommandKind, Event, ExemptionState, Moment, OpenedBecause, Sheet, Status, permits,
};
use crate::domain::ids::UnitId;
use crate::domain::policy::{self, Scope};
use crate::domain::request::{Content, ContentKind, content_digest};
use crate::persistence::{Conn, PersistenceError, exemptions, requests, rows, units};
use crate::services::records::{RecordLog, Subject};
use crate::services::requests::unit_scope;
use crate::services::units::{Heirs, zone_of};
use crate::services::{Context, ServiceError, calendars};
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

/// Roles that work on exemptions, and the one that checks them.
const READERS: [Role; 4] = [Role::Officer, Role::Ppid, Role::Superior, Role::Auditor];
/// Most that a list shows; the rest is reached by its other tabs.
const MOST: u64 = 500;

/// An exemption with everything a page shows of it.
#[derive(Clone, Debug)]
pub struct ExemptionFile {
    /// Its row.
    pub row: rows::Exemption,
    /// Its sheet.
    pub sheet: Sheet,
    /// Its state.
    pub state: ExemptionState,
    /// The unit that tested or decreed it.
    pub unit: rows::Unit,
    /// The unit that has it in hand: the same one, or the one that goes on with its duties (`docs/readings.md` R38).
    pub holder: rows::Unit,
    /// Zone of its civil days.
    pub zone: Zone,
    /// What happened.
    pub log: RecordLog,
    /// Today at the unit that has it in hand.
    pub today: Date,
    /// The days before its end.
    pub ending: Ending,
    /// The calendar they are counted on: that of the unit that has it in hand.
    pub calendar: Arc<WorkingCalendar>,
}

impl ExemptionFile {
    /// Loads an exemption inside a scope.
    ///
    /// # Errors
    /// Not found outside of it.
    pub async fn load(
        ctx: &Context,
        conn: &impl Conn,
        scope: &Scope,
        id: Uuid,
    ) -> Result<Self, ServiceError> {
        let row = exemptions::get_exemption(conn, &unit_scope(scope), id).await?;
        let log = RecordLog::load(conn, Subject::Exemption, id).await?;
        let events: Vec<Event> = log.facts()?;
        let state = ExemptionState::replay(&events)
            .ok_or_else(|| PersistenceError::invalid_row("record_events", "the first event is not a test"))?;
        let unit = units::get_unit(conn, row.unit_id).await?;
        let holder = match Heirs::load(conn).await?.of(row.unit_id) {
            Some(heir) => units::get_unit(conn, heir).await?,
            None => unit.clone(),
        };
        let zone = zone_of(ctx, &holder);
        let calendar = calendars::current_for(ctx, conn, holder.id).await?;
        let ending = ending(ctx, &calendar, row.ends_on)?;
        Ok(Self {
            sheet: serde_json::from_str(&row.sheet)?,
            state,
            zone,
            today: ctx.today(zone),
            ending,
            calendar,
            unit,
            holder,
            row,
            log,
        })
    }

    /// The day and dates a step is measured against.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        Moment {
            today: self.today,
            opening_from: self.ending.deadline.due,
        }
    }

    /// Steps that the role may take now.
    #[must_use]
    pub fn offers(&self, role: Role) -> Vec<CommandKind> {
        let kinds = CommandKind::ALL.iter().copied();
        kinds
            .filter(|kind| permits(self.state.status, *kind, role).is_ok())
            .filter(|kind| {
                *kind != CommandKind::Open
                    || role == Role::Superior
                    || self.today >= self.moment().opening_from
            })
            .collect()
    }

    /// What an event of it binds.
    #[must_use]
    pub fn content(&self) -> Content {
        content(&self.row)
    }

    /// Whether row, sheet and decree are what the log says: every link holds, and the last event binds what stands here.
    ///
    /// # Errors
    /// When an event is not understood.
    pub fn is_intact(&self) -> Result<bool, ServiceError> {
        let last_hash = self.log.rows().last().map(|last| last.hash.as_str());
        let is_chained = self.log.first_broken().is_none()
            && self.row.event_seq == self.log.seq()
            && self.row.last_event_hash.as_deref() == last_hash;
        let bound = self.log.bound()?;
        let is_bound = bound
            .iter()
            .any(|(seq, content)| *seq == self.log.seq() && *content == self.content());
        let is_state = Status::parse(&self.row.status) == Some(self.state.status)
            && self.row.ends_on == self.state.ends_on
            && self.row.tested_on == self.state.tested_on;
        Ok(is_chained && is_bound && is_state)
    }

    /// State as people should see it: one whose time is over is open, whether or not anybody noted it.
    #[must_use]
    pub fn status(&self) -> Status {
        let is_over = self.state.status == Status::InForce && self.today > self.state.ends_on;
        if is_over {
            Status::Opened
        } else {
            self.state.status
        }
    }
}

/// The sheet with its numbers, as an event binds it.
#[must_use]
pub fn content(row: &rows::Exemption) -> Content {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let days = [
        Some(row.tested_on),
        Some(row.ends_on),
        row.signed_on,
        row.decree_on,
        row.opened_on,
    ]
    .map(day);
    let ids = [Some(row.unit_id), row.request_id, row.signed_by].map(id);
    let texts = [
        row.number.as_str(),
        &row.summary,
        &row.sheet,
        if row.is_partial { "part" } else { "whole" },
        row.decree_no.as_deref().unwrap_or_default(),
        row.decree.as_deref().unwrap_or_default(),
        row.return_reason.as_deref().unwrap_or_default(),
    ];
    let parts = texts
        .into_iter()
        .chain(days.iter().map(String::as_str))
        .chain(ids.iter().map(String::as_str))
        // What was opened before this was told binds no word of it.
        .chain(row.opened_because.as_deref());
    Content {
        kind: ContentKind::Sheet,
        id: row.id,
        digest: content_digest(&row.salt, parts),
    }
}

/// The units whose exemptions the viewer sees in one of these roles: their own, and those whose duties they go on with.
async fn scope_of(conn: &impl Conn, viewer: &Viewer, roles: &[Role]) -> Result<Scope, ServiceError> {
    let Scope::Units(mut ids) = policy::unit_scope(viewer, roles) else {
        return Ok(policy::unit_scope(viewer, roles));
    };
    let heirs = Heirs::load(conn).await?;
    let ended: Vec<UnitId> = ids
        .iter()
        .flat_map(|unit| heirs.predecessors(unit.0))
        .map(UnitId)
        .collect();
    ids.extend(ended);
    Ok(Scope::Units(ids))
}

/// The end of an exemption; nothing of what it closes.
#[derive(Clone, Debug)]
pub(in crate::services) struct EndingRow {
    pub(in crate::services) id: Uuid,
    pub(in crate::services) number: String,
    /// The unit that has it in hand.
    pub(in crate::services) holder: Uuid,
    pub(in crate::services) ends_on: Date,
}

/// The exemptions that were not opened and that the viewer has in hand in one of these roles, those that end first in front.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn list_ending(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    limit: u64,
) -> Result<Vec<EndingRow>, ServiceError> {
    let conn = ctx.db.read();
    let scope = unit_scope(&scope_of(conn, viewer, roles).await?);
    let heirs = Heirs::load(conn).await?;
    let found = exemptions::list_exemptions(conn, &scope, &["in_force"], limit).await?;
    Ok(found
        .into_iter()
        .map(|row| EndingRow {
            id: row.id,
            holder: heirs.of(row.unit_id).unwrap_or(row.unit_id),
            number: row.number,
            ends_on: row.ends_on,
        })
        .collect())
}

/// One exemption for staff who look at it in one of these roles.
///
/// # Errors
/// Not found for other units.
pub async fn open(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    id: Uuid,
) -> Result<ExemptionFile, ServiceError> {
    let conn = ctx.db.read();
    let scope = scope_of(conn, viewer, roles).await?;
    ExemptionFile::load(ctx, conn, &scope, id).await
}

/// Number of the request that an exemption was made for, when the viewer may see it in one of these roles.
///
/// # Errors
/// When the database is out of reach.
pub async fn request_of(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    file: &ExemptionFile,
) -> Result<Option<String>, ServiceError> {
    let Some(id) = file.row.request_id else {
        return Ok(None);
    };
    let scope = unit_scope(&policy::unit_scope(viewer, roles));
    match requests::get_request(ctx.db.read(), &scope, id).await {
        Ok(row) => Ok(Some(row.registration_no)),
        Err(PersistenceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// An exemption to act on in a role.
///
/// # Errors
/// Not found for other units, forbidden for whoever may only read.
pub(super) async fn load_to_act(
    ctx: &Context,
    conn: &impl Conn,
    viewer: &Viewer,
    id: Uuid,
    command: &Command,
) -> Result<(ExemptionFile, Actor), ServiceError> {
    let scope = scope_of(conn, viewer, &READERS).await?;
    let file = ExemptionFile::load(ctx, conn, &scope, id).await?;
    let unit = UnitId(file.holder.id);
    let roles: &[Role] = match command.kind() {
        CommandKind::Approve | CommandKind::Return => &[Role::Superior],
        CommandKind::Open => &[Role::Superior, Role::Ppid],
        _ => &[Role::Ppid, Role::Officer],
    };
    let actor = policy::acting_as(viewer, unit, roles).ok_or(ServiceError::Forbidden)?;
    Ok((file, actor))
}

/// Which part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Being tested or waiting for approval.
    Pending,
    /// Daftar Informasi yang Dikecualikan: in force.
    InForce,
    /// Open again, or given up.
    Past,
}

/// One line of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The row.
    pub row: rows::Exemption,
    /// Code of the unit.
    pub unit: String,
    /// State, its time taken into account.
    pub status: Status,
    /// The letters.
    pub grounds: String,
    /// Where its end stands, when the office should see to it.
    pub ending: Option<DueState>,
    /// Why it is open.
    pub opened_because: Option<OpenedBecause>,
}

/// The exemptions of a workspace.
///
/// # Errors
/// When the database is out of reach.
pub async fn list(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    tab: Tab,
) -> Result<Vec<Listed>, ServiceError> {
    let conn = ctx.db.read();
    let scope = unit_scope(&scope_of(conn, viewer, roles).await?);
    let statuses: &[&str] = match tab {
        Tab::Pending => &["tested", "signed"],
        Tab::InForce => &["in_force"],
        Tab::Past => &["in_force", "opened", "dropped"],
    };
    let found = exemptions::list_exemptions(conn, &scope, statuses, MOST).await?;
    let units = units::list_units(conn).await?;
    let heirs = Heirs::load(conn).await?;
    let calendar = calendars::current(ctx, conn).await?;
    let local = calendars::local(ctx, conn).await?;
    let mut listed = Vec::with_capacity(found.len());
    for row in found {
        let unit = units.iter().find(|unit| unit.id == row.unit_id);
        let holder = heirs.of(row.unit_id).unwrap_or(row.unit_id);
        let holder = units.iter().find(|unit| unit.id == holder);
        let today = ctx.today(holder.map_or_else(|| ctx.zone(), |unit| zone_of(ctx, unit)));
        let stored = Status::parse(&row.status)
            .ok_or_else(|| PersistenceError::invalid_row("exemptions", "unknown status"))?;
        let is_over = stored == Status::InForce && today > row.ends_on;
        let status = if is_over { Status::Opened } else { stored };
        let is_past = matches!(status, Status::Opened | Status::Dropped);
        if (tab == Tab::Past) != is_past {
            continue;
        }
        let sheet: Sheet = serde_json::from_str(&row.sheet)?;
        let calendar = holder.and_then(|unit| local.get(&unit.id)).unwrap_or(&calendar);
        let marked_from = ending(ctx, calendar, row.ends_on)?.marked_from;
        let is_ending = status == Status::InForce && today >= marked_from;
        listed.push(Listed {
            unit: unit.map(|unit| unit.short_name.clone()).unwrap_or_default(),
            grounds: super::ground_codes(&sheet.bases),
            ending: is_ending.then(|| DueState::of(row.ends_on, today, &ctx.counting(), calendar)),
            opened_because: (status == Status::Opened).then(|| why_open(&row)),
            status,
            row,
        });
    }
    Ok(listed)
}

/// Why one that is open is so. Those opened before it was told show it by their day.
fn why_open(row: &rows::Exemption) -> OpenedBecause {
    let told = row.opened_because.as_deref().and_then(OpenedBecause::parse);
    told.unwrap_or_else(|| {
        if row.opened_on.is_none() || row.opened_on == row.ends_on.next_day() {
            OpenedBecause::Expired
        } else {
            OpenedBecause::Decided
        }
    })
}
