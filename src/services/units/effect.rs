//! What a succession does, without writing anything: recording it asks the same function (`docs/readings.md` R37–R39).

use time::Date;
use uuid::Uuid;

use super::carried::carried;
use super::judge::{Looked, allowed, by_code};
use super::{body_of, validity, zone_of};
use crate::domain::actor::Role;
use crate::domain::digest::digest;
use crate::domain::line::one_line;
use crate::domain::unit::{SuccessionKind, Validity};
use crate::persistence::{Conn, rows, units, users};
use crate::services::{Context, ServiceError};

/// Roles without which nobody answers.
const NEEDED: [Role; 3] = [Role::Officer, Role::Ppid, Role::Superior];

/// What a unit is to be from now on; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Name.
    pub name: Option<String>,
    /// Short name.
    pub short_name: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Public body; empty for that of the portal.
    pub body: Option<String>,
    /// Code of the unit above it; empty for none.
    pub parent: Option<String>,
    /// Code of the unit whose PPID answers; empty for its own.
    pub ppid_of: Option<String>,
    /// Code of a [`Jurisdiction`].
    pub commission: Option<String>,
}

/// A succession to be recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Code of the unit.
    pub unit: String,
    /// What becomes of it.
    pub kind: Option<SuccessionKind>,
    /// First day on which it is so.
    pub effective_on: Option<Date>,
    /// The decree or regulation.
    pub legal_basis: String,
    /// Codes of the units that go on, the one that takes what is open first.
    pub to: Vec<String>,
    /// What the unit is to be, when it goes on itself.
    pub change: Change,
}

/// An appointment that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The appointment.
    pub row: rows::Appointment,
    /// Who holds it.
    pub full_name: String,
}

/// What a succession does.
#[derive(Clone, Debug)]
pub struct Preview {
    /// What becomes of it.
    pub kind: SuccessionKind,
    /// First day on which it is so.
    pub effective_on: Date,
    /// The decree or regulation.
    pub legal_basis: String,
    /// The unit as it is.
    pub unit: rows::Unit,
    /// The unit as it will be.
    pub becomes: rows::Unit,
    /// Who goes on, when it ends.
    pub successors: Vec<rows::Unit>,
    /// Requests that go along and whose applicants are told.
    pub open_requests: usize,
    /// Requests that go along and are over.
    pub closed_requests: usize,
    /// Objections that go along, or that somebody else answers.
    pub objections: usize,
    /// Requests of which the unit prepares a share, which goes along or is recalled.
    pub shares: usize,
    /// Appointments that end.
    pub endings: Vec<Ending>,
    /// Roles that nobody will hold in the unit that goes on.
    pub unfilled: Vec<Role>,
    /// Units that stand under it, or for which its PPID answers.
    pub below: Vec<String>,
    /// Digest of all of it: another one is another preview.
    pub stamp: String,
    pub(super) request_ids: Vec<Uuid>,
    pub(super) objection_ids: Vec<Uuid>,
    pub(super) shared_ids: Vec<Uuid>,
    pub(super) answering: rows::Unit,
}

/// Shows what a succession would do now; nothing is written.
///
/// # Errors
/// Every fault of the form; not found without the unit.
pub async fn preview(ctx: &Context, wanted: &Wanted) -> Result<Preview, ServiceError> {
    look(ctx, ctx.db.read(), wanted).await
}

fn changed(known: &rows::Unit, change: &Change) -> rows::Unit {
    let text = |new: &Option<String>, old: &str| {
        let new = new.as_deref().map(one_line).filter(|new| !new.is_empty());
        new.unwrap_or_else(|| old.to_owned())
    };
    // An address has lines of its own.
    let lines = |new: &Option<String>, old: &str| {
        let new = new.as_deref().map(str::trim).filter(|new| !new.is_empty());
        new.unwrap_or(old).to_owned()
    };
    let optional = |new: &Option<String>, old: &Option<String>| match new.as_deref().map(str::trim) {
        None => old.clone(),
        Some("") => None,
        Some(new) => Some(new.to_owned()),
    };
    rows::Unit {
        name: text(&change.name, &known.name),
        short_name: text(&change.short_name, &known.short_name),
        place: text(&change.place, &known.place),
        address: lines(&change.address, &known.address),
        email: optional(&change.email, &known.email),
        body: optional(&change.body, &known.body),
        parent_code: optional(&change.parent, &known.parent_code),
        ppid_of: optional(&change.ppid_of, &known.ppid_of),
        commission: text(&change.commission, &known.commission),
        ..known.clone()
    }
}

pub(super) async fn look(ctx: &Context, conn: &impl Conn, wanted: &Wanted) -> Result<Preview, ServiceError> {
    let all = units::list_units(conn).await?;
    let unit = by_code(&all, &wanted.unit).ok_or(ServiceError::NotFound)?.clone();
    let today = ctx.today(zone_of(ctx, &unit));
    let becomes = changed(&unit, &wanted.change);
    let is_same_body = body_of(ctx, &becomes) == body_of(ctx, &unit);
    let versions = units::list_versions(conn, unit.id).await?;
    let version = versions.last().map_or(validity(&unit), |newest| Validity {
        from: newest.valid_from,
        to: newest.valid_to,
    });
    let looked = Looked {
        ctx,
        all: &all,
        unit: &unit,
        becomes: &becomes,
        version,
        today,
    };
    let (successors, told) = looked.judge(wanted);
    let (Some(kind), Some(effective_on), true) = (wanted.kind, wanted.effective_on, told.is_empty()) else {
        return Err(ServiceError::Invalid(told));
    };
    let becomes = allowed(kind, &unit, becomes.clone());
    let successors = if kind.ends_unit() { successors } else { Vec::new() };
    let ends_since = match kind {
        SuccessionKind::Move if !is_same_body => Some(effective_on),
        _ if kind.ends_unit() => Some(Date::MAX),
        _ => None,
    };
    let endings = endings(conn, unit.id, today, ends_since).await?;
    let goes_on = successors.first().unwrap_or(&becomes).clone();
    let carried = carried(conn, kind, &unit, &goes_on, is_same_body).await?;
    let legal_basis = wanted.legal_basis.trim().to_owned();
    let mut seen = vec![
        format!("{} {effective_on} {becomes:?}", kind.code()),
        legal_basis.clone(),
    ];
    seen.extend(successors.iter().map(|one| format!("{} {}", one.id, one.version)));
    seen.extend(
        carried
            .requests
            .iter()
            .chain(&carried.objections)
            .map(|(id, status)| format!("{id} {status}")),
    );
    seen.extend(carried.shared.iter().map(Uuid::to_string));
    seen.push(carried.answering.id.to_string());
    seen.extend(endings.iter().map(|ending| ending.row.id.to_string()));
    Ok(Preview {
        kind,
        effective_on,
        legal_basis,
        open_requests: carried.open_requests(),
        closed_requests: carried.requests.len() - carried.open_requests(),
        objections: carried.objections.len(),
        shares: carried.shared.len(),
        unfilled: unfilled(conn, goes_on.id, today, &endings).await?,
        below: if kind.ends_unit() {
            looked.below()
        } else {
            Vec::new()
        },
        stamp: digest(seen.iter().map(String::as_str)),
        request_ids: carried.requests.into_iter().map(|(id, _)| id).collect(),
        objection_ids: carried.objections.into_iter().map(|(id, _)| id).collect(),
        shared_ids: carried.shared,
        answering: carried.answering,
        unit: unit.clone(),
        becomes,
        successors,
        endings,
    })
}

/// Appointments of a unit that end: those that begin before the day, if there is one, whether or not they have begun.
async fn endings(
    conn: &impl Conn,
    unit: Uuid,
    today: Date,
    began_before: Option<Date>,
) -> Result<Vec<Ending>, ServiceError> {
    let Some(began_before) = began_before else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for row in users::list_unended_appointments(conn, unit, today).await? {
        if row.starts_on < began_before {
            let user = users::find_user(conn, row.user_id).await?;
            found.push(Ending {
                full_name: user.map_or_else(String::new, |user| user.full_name),
                row,
            });
        }
    }
    Ok(found)
}

/// Roles that nobody will hold in a unit once these appointments have ended.
async fn unfilled(
    conn: &impl Conn,
    unit: Uuid,
    today: Date,
    endings: &[Ending],
) -> Result<Vec<Role>, ServiceError> {
    let mut held = users::list_unit_appointments(conn, unit, today).await?;
    held.retain(|held| !endings.iter().any(|ending| ending.row.id == held.id));
    let is_free = |role: &Role| !held.iter().any(|held| held.role == role.code());
    Ok(NEEDED.into_iter().filter(is_free).collect())
}
