//! Bagian permohonan: what another unit of the same body prepares for the answer (`docs/decisions/0036`). That unit sees the items of its
//! share and what is wanted, never who asks.

use super::case::{Case, CaseKey, unit_scope};
use super::contents;
use super::notices::{SHARE_CHANGE, ShareChange, ShareTold, to_user};
use super::views::CaseFile;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::ids::UnitId;
use crate::domain::policy::{self, Part, SHARE_ROLES, Scope};
use crate::domain::request::{Command, Content, Event, Share, ShareStatus, decide};
use crate::persistence::rows::InformationItem;
use crate::persistence::shares::{self, ListedShare, MaterialFile};
use crate::persistence::{Conn, Txn, events, items, messages, outbox, rows, units, users};
use crate::services::units::{Handover, body_of, zone_of};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError, calendars, micros};
use crate::storage::MediaType;
use std::str::FromStr;
use time::Date;
use uuid::Uuid;

/// Shares shown at a time.
const MOST: u64 = 100;

/// A file that was handed in, as its event binds it.
pub(in crate::services) fn material_content(file: &MaterialFile) -> Content {
    contents::material(file.id, &file.salt, file.share_no, &file.sha256, &file.name)
}

/// A share as its unit works on it.
#[derive(Clone, Debug)]
pub struct ShareFile {
    /// Number of the request.
    pub registration_no: String,
    /// Subject of the request.
    pub subject: String,
    /// The unit that is responsible.
    pub responsible: String,
    /// The share.
    pub share: Share,
    /// The items of it.
    pub items: Vec<InformationItem>,
    /// What was said and handed in.
    pub material: Material,
    /// Last day of the notice, which the responsible unit owes.
    pub due_on: Date,
    /// Today where the unit sits.
    pub today: Date,
    /// Working days since it was asked for, to its end or today.
    pub working_days: i32,
}

/// What was said about a share and handed in with it.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// What is wanted.
    pub asked: Option<String>,
    /// What was handed in, or why not.
    pub reply: Option<String>,
    /// Files handed in.
    pub files: Vec<MaterialFile>,
}

/// A share for a member of the unit that was asked for it.
///
/// # Errors
/// Not found for everyone else.
pub async fn share_for_staff(
    ctx: &Context,
    viewer: &Viewer,
    registration_no: &str,
    no: u16,
) -> Result<ShareFile, ServiceError> {
    let conn = ctx.db.read();
    let key = CaseKey::Number(registration_no.to_owned());
    let (case, _) = Case::load_for_share(ctx, conn, &key, viewer, no).await?;
    let share = case.state.share(no).ok_or(ServiceError::NotFound)?.clone();
    let mut asked = items::list_items(conn, case.row.id).await?;
    asked.retain(|item| share.items.contains(&item.position));
    let log = events::list_events(conn, case.row.id).await?;
    let said = messages::list_messages(conn, case.row.id).await?;
    let files = shares::list_material_files(conn, case.row.id).await?;
    let unit = units::get_unit(conn, share.unit.0).await?;
    let calendar = calendars::current_for(ctx, conn, case.row.registered_unit_id).await?;
    let today = ctx.today(zone_of(ctx, &unit));
    let until = share.done_on.unwrap_or(today).max(share.asked_on);
    Ok(ShareFile {
        registration_no: case.row.registration_no.clone(),
        subject: case.row.subject.clone(),
        responsible: case.unit.name.clone(),
        items: asked,
        material: material(no, &log, &said, files)?,
        due_on: case.row.due_on,
        today,
        working_days: calendar.working_days_between(share.asked_on, until, &ctx.counting()),
        share,
    })
}

/// Picks what belongs to one share. What was said of it once more, after it was moved, stays with the words of the first time.
fn material(
    no: u16,
    log: &[rows::RequestEvent],
    said: &[rows::Message],
    files: Vec<MaterialFile>,
) -> Result<Material, ServiceError> {
    let mut told = Material {
        files: files
            .into_iter()
            .filter(|file| file.share_no == i32::from(no))
            .collect(),
        ..Material::default()
    };
    let words = |seq: i32| {
        let notes = said.iter().filter(|message| contents::is_note(message));
        let of_event = notes.filter(|note| note.event_seq == Some(seq));
        of_event.map(|note| note.body.clone()).next()
    };
    for row in log.iter().filter(|row| row.kind.starts_with("share_")) {
        match serde_json::from_str(&row.data)? {
            Event::ShareAsked { no: of, .. } if of == no => told.asked = words(row.seq),
            Event::ShareSupplied { no: of, .. }
            | Event::ShareReturned { no: of, .. }
            | Event::ShareRecalled { no: of, .. }
                if of == no =>
            {
                told.reply = words(row.seq);
            }
            _ => {}
        }
    }
    Ok(told)
}

impl CaseFile {
    /// What was said of a share and handed in, for whoever may read it.
    ///
    /// # Errors
    /// When an event is not understood.
    pub fn material(&self, no: u16) -> Result<Material, ServiceError> {
        if !policy::shows(self.view, Part::Material) {
            return Ok(Material::default());
        }
        material(no, &self.page.events, &self.page.messages, self.materials.clone())
    }

    /// Working days that a unit has had its share, to its end or today.
    #[must_use]
    pub fn days_of_share(&self, ctx: &Context, share: &Share) -> i32 {
        let until = share.done_on.unwrap_or(self.today).max(share.asked_on);
        self.calendar
            .working_days_between(share.asked_on, until, &ctx.counting())
    }
}

/// A file handed in, for whoever has the case.
///
/// # Errors
/// Not found for everyone else.
pub fn material_file(file: &CaseFile, id: Uuid) -> Result<&MaterialFile, ServiceError> {
    let found = file.materials.iter().find(|material| material.id == id);
    found
        .filter(|_| policy::shows(file.view, Part::Material))
        .ok_or(ServiceError::NotFound)
}

/// A file handed in, as it is laid beside the answer to an item.
///
/// # Errors
/// When the store knows no such kind of file.
pub fn as_answer_file(file: &MaterialFile, item: i32) -> Result<NewFile, ServiceError> {
    Ok(NewFile {
        sha256: FromStr::from_str(&file.sha256).map_err(ServiceError::unexpected)?,
        size: u64::try_from(file.size).unwrap_or_default(),
        media: MediaType::from_mime(&file.media_type)
            .ok_or_else(|| ServiceError::unexpected("a stored file of an unknown kind"))?,
        name: file.name.clone(),
        kind: "answer",
        item: Some(item),
        text: None,
    })
}

/// A share in the list of an office.
#[derive(Clone, Debug)]
pub struct OfficeShare {
    /// Number of the request.
    pub registration_no: String,
    /// Subject of the request.
    pub subject: String,
    /// Number of the share.
    pub no: i32,
    /// The unit that is responsible.
    pub responsible: String,
    /// The unit that was asked.
    pub unit: String,
    /// How far it has come.
    pub status: ShareStatus,
    /// Day by which it is wanted.
    pub wanted_on: Date,
    /// Day on which it was over.
    pub done_on: Option<Date>,
    /// Whether that day has passed.
    pub is_late: bool,
}

/// The shares that the viewer's units were asked for: those that wait, those wanted first in front, and the newest of those that are over.
///
/// # Errors
/// Forbidden for whoever prepares none.
pub async fn list_shares(ctx: &Context, viewer: &Viewer) -> Result<Vec<OfficeShare>, ServiceError> {
    let scope = policy::unit_scope(viewer, &SHARE_ROLES);
    if scope == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let conn = ctx.db.read();
    let scope = unit_scope(&scope);
    let open = [ShareStatus::Asked.code()];
    let over: Vec<&str> = ShareStatus::ALL
        .iter()
        .map(|status| status.code())
        .filter(|code| *code != open[0])
        .collect();
    let mut listed = shares::list_shares_of_units(conn, &scope, &open, None, MOST).await?;
    let mut done = shares::list_shares_of_units(conn, &scope, &over, None, MOST).await?;
    done.sort_by_key(|one| std::cmp::Reverse(one.share.done_on));
    listed.extend(done);
    let known = units::list_units(conn).await?;
    let listed = listed.into_iter().filter_map(|one| entry(ctx, &known, one));
    Ok(listed.collect())
}

fn entry(ctx: &Context, known: &[rows::Unit], one: ListedShare) -> Option<OfficeShare> {
    let unit = |id: Uuid| known.iter().find(|unit| unit.id == id);
    let named = |id: Uuid| unit(id).map(|unit| unit.short_name.clone()).unwrap_or_default();
    let zone = unit(one.share.unit_id).map_or_else(|| ctx.zone(), |unit| zone_of(ctx, unit));
    let status = ShareStatus::parse(&one.share.status)?;
    let body = |id: Uuid| unit(id).map(|unit| body_of(ctx, unit));
    if body(one.share.unit_id) != body(one.unit_id) {
        return None;
    }
    Some(OfficeShare {
        no: one.share.no,
        responsible: named(one.unit_id),
        unit: named(one.share.unit_id),
        status,
        wanted_on: one.share.wanted_on,
        done_on: one.share.done_on,
        is_late: status == ShareStatus::Asked && one.share.wanted_on < ctx.today(zone),
        registration_no: one.registration_no,
        subject: one.subject,
    })
}

/// Leaves a mail for the offices that have to know of a step: the unit that was asked, the one that is responsible, or both when neither of
/// them took it.
pub(super) async fn tell_office(
    ctx: &Context,
    txn: &Txn,
    case: &Case,
    before: &[Share],
    (by, new): (Role, &[Event]),
) -> Result<(), ServiceError> {
    let holder = |no: u16| before.iter().find(|share| share.no == no).map(|share| share.unit);
    let responsible = case.state.unit;
    let number = &case.row.registration_no;
    let share_path = |no: u16| format!("/petugas/bagian/{number}/{no}");
    let case_path = || format!("/petugas/permohonan/{number}");
    for event in new {
        let told = match event {
            Event::ShareAsked { no, unit, .. } => vec![(*unit, ShareTold::Asked, share_path(*no))],
            Event::ShareMoved { no, to, .. } => vec![(*to, ShareTold::Asked, share_path(*no))],
            Event::ShareRecalled { no, .. } => {
                recalled(holder(*no), responsible, by, share_path(*no), case_path())
            }
            Event::ShareSupplied { .. } => vec![(responsible, ShareTold::Supplied, case_path())],
            Event::ShareReturned { .. } => vec![(responsible, ShareTold::Returned, case_path())],
            _ => continue,
        };
        for (unit, told, path) in told {
            let change = ShareChange {
                number: number.clone(),
                told,
                path,
            };
            let payload = serde_json::to_string(&change)?;
            let roles = [Role::Officer.code(), Role::Ppid.code()];
            for user in users::list_reachable_holders(txn, unit.0, &roles, ctx.today(case.zone)).await? {
                outbox::insert_outbox(txn, &to_user(ctx, user.id, SHARE_CHANGE, payload.clone())).await?;
            }
        }
    }
    Ok(())
}

/// Who is told of a share that was recalled: the unit that had it, unless it has the whole request now; and the one that is responsible when
/// a decree took it back. Of another public body's request nothing is opened any more.
fn recalled(
    holder: Option<UnitId>,
    responsible: UnitId,
    by: Role,
    share: String,
    case: String,
) -> Vec<(UnitId, ShareTold, String)> {
    if holder == Some(responsible) {
        return vec![(responsible, ShareTold::Absorbed, case)];
    }
    let is_decreed = by == Role::System;
    let list = || "/petugas/bagian".to_owned();
    let path = if is_decreed { list() } else { share };
    let told = holder.map(|unit| (unit, ShareTold::Recalled, path));
    let lost = is_decreed.then_some((responsible, ShareTold::Lost, case));
    told.into_iter().chain(lost).collect()
}

/// The requests of which a unit has a share that waits.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn shared_with(
    conn: &impl Conn,
    unit: Uuid,
) -> Result<Vec<Uuid>, ServiceError> {
    Ok(shares::list_requests_shared_with(conn, unit, ShareStatus::Asked.code()).await?)
}

/// What a succession makes of the shares of a case: those of the unit that ended go to the one that goes on, and what lies with another
/// public body than the case is recalled, for nobody prepares anything for the PPID of another body.
///
/// # Errors
/// Stale when someone else was faster.
pub(in crate::services) async fn settle_shares(
    ctx: &Context,
    txn: &Txn,
    id: Uuid,
    handover: &Handover<'_>,
) -> Result<usize, ServiceError> {
    let mut case = Case::load(ctx, txn, &CaseKey::Id(id)).await?;
    let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
    calendars::bring_up_to_date(ctx, txn, &mut case, &calendar).await?;
    let body = body_of(ctx, &case.unit);
    let mut settled = 0;
    let open: Vec<Share> = case.state.open_shares().cloned().collect();
    for share in open {
        let holder = if share.unit.0 == handover.from.id {
            handover.to.clone()
        } else {
            units::get_unit(txn, share.unit.0).await?
        };
        let is_elsewhere = body_of(ctx, &holder) != body;
        let command = if is_elsewhere || UnitId(holder.id) == case.state.unit {
            Command::RecallShare {
                no: share.no,
                reason: handover.legal_basis.to_owned(),
            }
        } else if UnitId(holder.id) != share.unit {
            Command::MoveShare {
                no: share.no,
                succession: handover.succession(UnitId(holder.id)),
            }
        } else {
            continue;
        };
        let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
        let events = decide(&case.state, &command, Role::System, &at)?;
        let before = case.state.shares.clone();
        // The event of a move says why itself; that of a recall has its words beside it.
        let note = match &command {
            Command::RecallShare { reason, .. } => Some(rows::Message {
                id: ctx.new_id(),
                request_id: case.row.id,
                direction: "internal".to_owned(),
                body: reason.clone(),
                salt: ctx.new_salt(),
                at: micros(ctx.now()),
                author_user_id: None,
                event_seq: Some(case.seq_after(&events)),
            }),
            _ => None,
        };
        let bound: Vec<Content> = note.iter().map(contents::message).collect();
        case.append(ctx, txn, &calendar, Actor::SYSTEM, &events, &bound)
            .await?;
        if let Some(note) = &note {
            messages::insert_message(txn, note).await?;
        }
        tell_office(ctx, txn, &case, &before, (Role::System, &events)).await?;
        settled += 1;
    }
    Ok(settled)
}
