//! Lists of objections: what a superior owes, what an officer carries out, and the register and figures for auditors. No identity in any
//! of them.

use crate::domain::actor::{Role, Viewer};
use crate::domain::deadline::DueState;
use crate::domain::ids::UnitId;
use crate::domain::objection::Ground;
use crate::domain::policy::{self, Scope};
use crate::persistence::queries::{
    DayCursor, ObjectionCounts, ObjectionFilter, count_objections, list_objection_rows,
};
pub use crate::persistence::queries::{ObjectionFigure, ObjectionRow, ObjectionView};
use crate::persistence::rows::Unit;
use crate::persistence::{UnitScope, disputes, units};
use crate::services::audit::csv_line;
use crate::services::requests::unit_scope;
use crate::services::{Context, ServiceError, calendars};
use std::str::FromStr;
use time::Date;
use uuid::Uuid;

/// Rows a page.
pub const PAGE: u64 = 25;
/// Lines of an export read at a time.
const CSV_PAGE: u64 = 500;

/// What was asked for. Codes nobody knows find nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedObjections {
    /// Code of a unit.
    pub unit: Option<String>,
    /// Year of filing.
    pub year: Option<i32>,
    /// Code of a ground.
    pub ground: Option<String>,
    /// Code of a state.
    pub status: Option<String>,
    /// Code of a decision.
    pub decision: Option<String>,
    /// Exactly the objections of a figure.
    pub figure: Option<ObjectionFigure>,
    /// The day lateness is judged on; today without one.
    pub as_of: Option<Date>,
    /// Where the page starts, as [`ObjectionList::next`] gave it.
    pub after: Option<String>,
}

/// One objection in a list.
#[derive(Clone, Debug)]
pub struct ListEntry {
    /// Its columns.
    pub row: ObjectionRow,
    /// Short name of the unit.
    pub unit: String,
    /// Its grounds.
    pub grounds: Vec<Ground>,
    /// Where its next duty stands today.
    pub due: Option<DueState>,
    /// Code of the state of its dispute, while that is open.
    pub dispute: Option<String>,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct ObjectionList {
    /// The objections.
    pub entries: Vec<ListEntry>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Whether the viewer looks into more than one unit.
    pub has_many_units: bool,
    /// Every unit, to offer as a filter.
    pub units: Vec<Unit>,
    /// The day lateness was judged on.
    pub as_of: Date,
}

/// A list of whoever holds one of the roles.
///
/// # Errors
/// Forbidden for who holds none of them.
pub async fn list(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    view: ObjectionView,
    after: Option<&str>,
) -> Result<ObjectionList, ServiceError> {
    let asked = AskedObjections {
        after: after.map(str::to_owned),
        ..AskedObjections::default()
    };
    page(ctx, viewer, roles, view, &asked, PAGE).await
}

/// The register for auditors, newest first (Perki 1/2021 Ps 43; annex XI).
///
/// # Errors
/// Forbidden for anyone else.
pub async fn register_list(
    ctx: &Context,
    viewer: &Viewer,
    asked: &AskedObjections,
) -> Result<ObjectionList, ServiceError> {
    page(ctx, viewer, &[Role::Auditor], ObjectionView::All, asked, PAGE).await
}

async fn page(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    view: ObjectionView,
    asked: &AskedObjections,
    limit: u64,
) -> Result<ObjectionList, ServiceError> {
    let allowed = policy::unit_scope(viewer, roles);
    if allowed == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let conn = ctx.db.read();
    let known = units::list_units(conn).await?;
    let scope = match &asked.unit {
        None => unit_scope(&allowed),
        Some(code) => {
            let wanted = known.iter().filter(|unit| unit.code == *code);
            let inside = wanted.filter(|unit| allowed.includes(UnitId(unit.id)));
            UnitScope::Only(inside.map(|unit| unit.id).collect())
        }
    };
    let today = ctx.today(ctx.zone());
    let as_of = asked.as_of.unwrap_or(today);
    let filter = ObjectionFilter {
        scope,
        view,
        year: asked.year,
        ground: asked.ground.clone(),
        status: asked.status.clone(),
        decision: asked.decision.clone(),
        figure: asked.figure,
        as_of,
        after: asked
            .after
            .as_deref()
            .and_then(|after| DayCursor::from_str(after).ok()),
        limit,
    };
    let page = list_objection_rows(conn, &filter).await?;
    let calendar = calendars::current(ctx, conn).await?;
    let local = calendars::local(ctx, conn).await?;
    let counting = ctx.counting();
    let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
    let disputed = disputes::list_disputes(conn, &ids).await?;
    let dispute = |id: Uuid| {
        let mut open = disputed.iter().filter(|one| one.is_open);
        open.find(|one| one.objection_id == id)
            .map(|one| one.status.clone())
    };
    let entries = page.rows.into_iter().map(|row| ListEntry {
        dispute: dispute(row.id),
        unit: name_in(&known, row.unit_id),
        grounds: row.grounds.split(',').filter_map(Ground::parse).collect(),
        due: row.queue_on.map(|on| {
            let calendar = local.get(&row.unit_id).unwrap_or(&calendar);
            DueState::of(on, today, &counting, calendar)
        }),
        row,
    });
    Ok(ObjectionList {
        entries: entries.collect(),
        next: page.next.map(|cursor| cursor.to_string()),
        has_many_units: !matches!(&allowed, Scope::Units(units) if units.len() == 1),
        units: known,
        as_of,
    })
}

fn name_in(units: &[Unit], id: Uuid) -> String {
    let found = units.iter().find(|unit| unit.id == id);
    found.map(|unit| unit.short_name.clone()).unwrap_or_default()
}

/// The figures of objections.
#[derive(Clone, Debug)]
pub struct ObjectionTotals {
    /// Units that have an objection, with their figures, in the order of their names.
    pub units: Vec<(Unit, ObjectionCounts)>,
    /// The sum.
    pub total: ObjectionCounts,
    /// The day lateness was judged on.
    pub as_of: Date,
}

/// The figures of every unit an auditor looks into, for objections filed in a year (or all).
///
/// # Errors
/// Forbidden for anyone else.
pub async fn figures(
    ctx: &Context,
    viewer: &Viewer,
    year: Option<i32>,
) -> Result<ObjectionTotals, ServiceError> {
    let allowed = policy::unit_scope(viewer, &[Role::Auditor]);
    if allowed == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let conn = ctx.db.read();
    let as_of = ctx.today(ctx.zone());
    let counted = count_objections(conn, &unit_scope(&allowed), year, as_of).await?;
    let mut total = ObjectionCounts::new();
    for (_, counts) in &counted {
        for (code, count) in counts {
            *total.entry(code).or_default() += count;
        }
    }
    let known = units::list_units(conn).await?;
    let own = |unit: Unit| {
        let (_, counts) = counted.iter().find(|(id, _)| *id == unit.id)?;
        Some((unit, counts.clone()))
    };
    let mut units: Vec<_> = known.into_iter().filter_map(own).collect();
    units.sort_by(|(a, _), (b, _)| a.short_name.cmp(&b.short_name));
    Ok(ObjectionTotals { units, total, as_of })
}

/// The columns of annex XI that name nobody, and the dates behind them.
const COLUMNS: [&str; 25] = [
    "objection_no",
    "registration_no",
    "unit",
    "received_on",
    "recorded_on",
    "channel",
    "applicant_kind",
    "by_proxy",
    "information",
    "purpose",
    "ground_a",
    "ground_b",
    "ground_c",
    "ground_d",
    "ground_e",
    "ground_f",
    "ground_g",
    "possibly_late",
    "status",
    "statute_due_on",
    "regulation_due_on",
    "decision",
    "answered_on",
    "execute_by",
    "executed_on",
];

/// The register as CSV. It may be long, so it is read page by page.
///
/// # Errors
/// Forbidden for anyone but an auditor.
pub async fn csv(ctx: &Context, viewer: &Viewer, asked: &AskedObjections) -> Result<String, ServiceError> {
    let mut text = csv_line(&COLUMNS.map(|name| Some(name.to_owned())));
    let mut asked = asked.clone();
    loop {
        let roles = [Role::Auditor];
        let list = page(ctx, viewer, &roles, ObjectionView::All, &asked, CSV_PAGE).await?;
        for entry in &list.entries {
            text.push_str(&line(entry));
        }
        match list.next {
            Some(next) => asked.after = Some(next),
            None => return Ok(text),
        }
    }
}

fn line(entry: &ListEntry) -> String {
    let row = &entry.row;
    let day = |on: Option<Date>| on.map(|on| on.to_string()).unwrap_or_default();
    let flag = |is: bool| if is { "1" } else { "0" }.to_owned();
    let mut cells = vec![
        row.number.clone(),
        row.registration_no.clone().unwrap_or_default(),
        entry.unit.clone(),
        row.filed_on.to_string(),
        row.recorded_on.to_string(),
        row.channel.clone(),
        row.applicant_kind.clone(),
        flag(row.by_proxy),
        row.subject.clone(),
        row.purpose.clone().unwrap_or_default(),
    ];
    cells.extend(
        Ground::ALL
            .iter()
            .map(|ground| flag(entry.grounds.contains(ground))),
    );
    cells.extend([
        flag(row.is_possibly_late),
        row.status.clone(),
        row.statute_due_on.to_string(),
        day(row.regulation_due_on),
        row.decision.clone().unwrap_or_default(),
        day(row.decided_on),
        day(row.execute_by),
        day(row.executed_on),
    ]);
    csv_line(&cells.into_iter().map(Some).collect::<Vec<_>>())
}
