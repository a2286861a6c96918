//! What a succession does, without writing anything: recording it asks the same function (`docs/readings.md` R37–R39).

use time::Date;
use uuid::Uuid;

use super::{body_of, validity, zone_of};
use crate::domain::actor::Role;
use crate::domain::digest::digest;
use crate::domain::ids::UnitId;
use crate::domain::request::Status;
use crate::domain::unit::{Facts, Jurisdiction, SuccessionKind, Successor, Validity, faults};
use crate::persistence::{Conn, objections, requests, rows, units, users};
use crate::services::requests::moves_with_a_letter;
use crate::services::{Context, Fault, ServiceError};

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
    /// Objections that go along.
    pub objections: usize,
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
        address: text(&change.address, &known.address),
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
    let goes_on = successors.first().map_or(unit.id, |first| first.id);
    let (held, filed) = if kind.ends_unit() {
        (
            requests::list_requests_of_unit(conn, unit.id).await?,
            objections::list_objections_of_unit(conn, unit.id).await?,
        )
    } else {
        (Vec::new(), Vec::new())
    };
    let is_open = |status: &str| Status::parse(status).is_some_and(moves_with_a_letter);
    let open_requests = held.iter().filter(|(_, status)| is_open(status)).count();
    let mut seen = vec![format!("{} {effective_on} {becomes:?}", kind.code())];
    seen.extend(successors.iter().map(|one| format!("{} {}", one.id, one.version)));
    seen.extend(
        held.iter()
            .chain(&filed)
            .map(|(id, status)| format!("{id} {status}")),
    );
    seen.extend(endings.iter().map(|ending| ending.row.id.to_string()));
    Ok(Preview {
        kind,
        effective_on,
        open_requests,
        closed_requests: held.len() - open_requests,
        objections: filed.len(),
        unfilled: unfilled(conn, goes_on, today, &endings).await?,
        below: if kind.ends_unit() {
            looked.below()
        } else {
            Vec::new()
        },
        stamp: digest(seen.iter().map(String::as_str)),
        request_ids: held.into_iter().map(|(id, _)| id).collect(),
        objection_ids: filed.into_iter().map(|(id, _)| id).collect(),
        unit: unit.clone(),
        becomes,
        successors,
        endings,
    })
}

fn by_code<'a>(all: &'a [rows::Unit], code: &str) -> Option<&'a rows::Unit> {
    all.iter().find(|unit| unit.code == code)
}

/// What a unit is stays as it was when it ends, and what only another decree changes is not changed by the way.
fn allowed(kind: SuccessionKind, unit: &rows::Unit, becomes: rows::Unit) -> rows::Unit {
    match kind {
        SuccessionKind::Rename => rows::Unit {
            body: unit.body.clone(),
            parent_code: unit.parent_code.clone(),
            ppid_of: unit.ppid_of.clone(),
            ..becomes
        },
        SuccessionKind::Move => becomes,
        _ => unit.clone(),
    }
}

/// What is known when a succession is judged.
struct Looked<'a> {
    ctx: &'a Context,
    all: &'a [rows::Unit],
    unit: &'a rows::Unit,
    becomes: &'a rows::Unit,
    version: Validity,
    today: Date,
}

impl Looked<'_> {
    /// Who goes on, and everything that stands in the way.
    fn judge(&self, wanted: &Wanted) -> (Vec<rows::Unit>, Vec<Fault>) {
        let (unit, becomes) = (self.unit, self.becomes);
        let named = wanted.to.iter().map(|code| code.trim());
        let named: Vec<&str> = named.filter(|code| !code.is_empty()).collect();
        let successors: Vec<rows::Unit> = named
            .iter()
            .filter_map(|code| by_code(self.all, code).cloned())
            .collect();
        let body = body_of(self.ctx, unit);
        let judged: Vec<Successor> = successors
            .iter()
            .map(|one| Successor {
                unit: UnitId(one.id),
                validity: validity(one),
                is_same_body: body_of(self.ctx, one) == body,
            })
            .collect();
        let head = |unit: &rows::Unit| {
            let texts = [&unit.name, &unit.short_name, &unit.place, &unit.address];
            (
                texts.map(Clone::clone),
                unit.email.clone(),
                unit.commission.clone(),
            )
        };
        let facts = Facts {
            kind: wanted.kind,
            unit: UnitId(unit.id),
            version: self.version,
            effective_on: wanted.effective_on,
            today: self.today,
            legal_basis: &wanted.legal_basis,
            successors: &judged,
            changes_name: head(becomes) != head(unit),
            changes_place: body_of(self.ctx, becomes) != body
                || becomes.parent_code != unit.parent_code
                || becomes.ppid_of != unit.ppid_of,
        };
        let mut told: Vec<Fault> = faults(&facts)
            .into_iter()
            .map(|fault| Fault::new(fault.field(wanted.kind), format!("unit.fault.{}", fault.code())))
            .collect();
        if successors.len() < named.len() {
            // A code that is none is told once, not also as nobody who goes on.
            told.retain(|fault| fault.field != "to");
            told.push(Fault::new("to", "field.unit_unknown"));
        }
        for (field, code) in [("parent", &becomes.parent_code), ("ppid_of", &becomes.ppid_of)] {
            let Some(code) = code else { continue };
            if *code == unit.code || by_code(self.all, code).is_none() {
                told.push(Fault::new(field, "field.unit_unknown"));
            }
        }
        if Jurisdiction::parse(&becomes.commission).is_none() {
            told.push(Fault::new("commission", "unit.fault.commission"));
        }
        (successors, told)
    }

    /// Units that name this one above them, or as the one whose PPID answers.
    fn below(&self) -> Vec<String> {
        let names_it = |other: &&rows::Unit| {
            let named = [&other.parent_code, &other.ppid_of];
            super::is_valid_on(other, self.today)
                && named
                    .iter()
                    .any(|code| code.as_deref() == Some(self.unit.code.as_str()))
        };
        let found = self.all.iter().filter(names_it);
        found.map(|unit| unit.short_name.clone()).collect()
    }
}

/// Appointments of a unit that end: those that began before the day, if there is one.
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
    for row in users::list_unit_appointments(conn, unit, today).await? {
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
