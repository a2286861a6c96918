//! Compliance figures per unit and year. They hold no personal data, so the same are public.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use time::Date;
use uuid::Uuid;

use super::{FigureSet, UnitFigures};
use crate::domain::actor::{Role, Viewer};
use crate::domain::ids::UnitId;
use crate::domain::policy::{self, Scope};
use crate::persistence::queries::{ObjectionCounts, ObjectionFigure, count_objections, list_figures};
use crate::persistence::rows::Unit;
use crate::persistence::{UnitScope, calendars, events, records, units};
use crate::services::{Context, ServiceError};

/// The figures of one year.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The year of receipt; every year without one.
    pub year: Option<i32>,
    /// The day lateness was judged on.
    pub as_of: Date,
    /// Units that have a case or an objection, with the figures of their cases, in the order of their names.
    pub units: Vec<(Unit, FigureSet)>,
    /// The sum.
    pub total: FigureSet,
    /// What was counted of the objections filed in that year, by unit (M16–M19).
    pub objections: Vec<(Uuid, ObjectionCounts)>,
    /// Changes when the figures do.
    pub version: String,
}

impl Figures {
    /// A figure of the objections of one unit, or of all.
    #[must_use]
    pub fn of_objections(&self, figure: ObjectionFigure, unit: Option<Uuid>) -> i64 {
        let counted = self.objections.iter();
        let wanted = counted.filter(|(id, _)| unit.is_none_or(|unit| unit == *id));
        wanted.filter_map(|(_, counts)| counts.get(figure.code())).sum()
    }
}

/// Counted figures that still hold, so that a page many people open does not read every case of a year each time.
#[derive(Clone, Debug, Default)]
pub struct FigureCache(Arc<Mutex<Kept>>);

/// What one year comes to.
#[derive(Debug)]
struct Counted {
    requests: Vec<UnitFigures>,
    objections: Vec<(Uuid, ObjectionCounts)>,
}

#[derive(Debug, Default)]
struct Kept {
    marker: String,
    years: HashMap<Option<i32>, Arc<Counted>>,
}

/// Events that tell whether a case has changed.
const NEWEST: u64 = 64;
/// Years kept at once: visitors may ask for any number of them.
const MOST_YEARS: usize = 16;

impl FigureCache {
    fn get(&self, marker: &str, year: Option<i32>) -> Option<Arc<Counted>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.marker == marker)
            .then(|| kept.years.get(&year).cloned())
            .flatten()
    }

    fn put(&self, marker: &str, year: Option<i32>, counted: Arc<Counted>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.marker != marker || kept.years.len() >= MOST_YEARS {
            marker.clone_into(&mut kept.marker);
            kept.years.clear();
        }
        kept.years.insert(year, counted);
    }
}

/// The figures of every unit an auditor looks into. A unit's figures are the same for everyone, so all of them are kept, and
/// those outside what this auditor looks into are left out after.
///
/// # Errors
/// Forbidden for anyone else.
pub async fn list(
    ctx: &Context,
    cache: &FigureCache,
    viewer: &Viewer,
    year: Option<i32>,
) -> Result<Figures, ServiceError> {
    let scope = policy::unit_scope(viewer, &[Role::Auditor]);
    if scope == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let as_of = ctx.today(ctx.zone());
    let (counted, marker) = counted(ctx, cache, year, as_of).await?;
    let is_seen = |unit: Uuid| scope.includes(UnitId(unit));
    let requests = counted.requests.iter().filter(|unit| is_seen(unit.unit_id));
    let objections = counted.objections.iter().filter(|(unit, _)| is_seen(*unit));
    let seen = Counted {
        requests: requests.cloned().collect(),
        objections: objections.cloned().collect(),
    };
    assemble(ctx, year, as_of, &seen, marker).await
}

/// The figures of every unit, for anyone.
///
/// # Errors
/// When the database is out of reach.
pub async fn list_public(
    ctx: &Context,
    cache: &FigureCache,
    year: Option<i32>,
) -> Result<Figures, ServiceError> {
    let as_of = ctx.today(ctx.zone());
    let (counted, marker) = counted(ctx, cache, year, as_of).await?;
    assemble(ctx, year, as_of, &counted, marker).await
}

/// The figures of one unit and what they depend on, for anyone.
///
/// # Errors
/// When the database is out of reach.
pub async fn figures_of_unit(
    ctx: &Context,
    cache: &FigureCache,
    year: i32,
    unit_id: Uuid,
) -> Result<(FigureSet, String), ServiceError> {
    let as_of = ctx.today(ctx.zone());
    let (counted, marker) = counted(ctx, cache, Some(year), as_of).await?;
    let own = counted.requests.iter().find(|unit| unit.unit_id == unit_id);
    Ok((own.map(|unit| unit.figures.clone()).unwrap_or_default(), marker))
}

/// Counted figures, from the cache while no case, no objection and no calendar has changed and the day is the same.
async fn counted(
    ctx: &Context,
    cache: &FigureCache,
    year: Option<i32>,
    as_of: Date,
) -> Result<(Arc<Counted>, String), ServiceError> {
    let conn = ctx.db.read();
    let mut newest = events::list_newest_event_ids(conn, NEWEST).await?;
    newest.extend(records::list_newest_record_ids(conn, NEWEST).await?);
    let mixed = newest.iter().fold(0, |mixed, id| mixed ^ id.as_u128());
    // A decree may move a last day that nobody is told of, as one of two.
    let calendars = calendars::next_seq(conn).await?;
    let marker = format!("{mixed:x} {calendars} {as_of}");
    if let Some(kept) = cache.get(&marker, year) {
        return Ok((kept, marker));
    }
    let counted = Arc::new(Counted {
        requests: list_figures(conn, &UnitScope::All, year, as_of).await?,
        objections: count_objections(conn, &UnitScope::All, year, as_of).await?,
    });
    cache.put(&marker, year, Arc::clone(&counted));
    Ok((counted, marker))
}

async fn assemble(
    ctx: &Context,
    year: Option<i32>,
    as_of: Date,
    counted: &Counted,
    marker: String,
) -> Result<Figures, ServiceError> {
    let known = units::list_units(ctx.db.read()).await?;
    let versions: i64 = known.iter().map(|unit| i64::from(unit.version)).sum();
    let total = FigureSet::total(&counted.requests);
    let figures = |unit: Unit| {
        let own = counted.requests.iter().find(|one| one.unit_id == unit.id);
        let is_objected_to = counted.objections.iter().any(|(id, _)| *id == unit.id);
        let set = own.map(|own| own.figures.clone());
        set.or_else(|| is_objected_to.then(FigureSet::default))
            .map(|set| (unit, set))
    };
    let mut listed: Vec<_> = known.into_iter().filter_map(figures).collect();
    listed.sort_by(|(a, _), (b, _)| a.short_name.cmp(&b.short_name));
    Ok(Figures {
        year,
        as_of,
        units: listed,
        total,
        objections: counted.objections.clone(),
        version: format!("{marker} {versions} {year:?}"),
    })
}
