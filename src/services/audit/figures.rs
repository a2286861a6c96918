//! Compliance figures per unit and year. They hold no personal data, so the same are public.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use time::Date;
use uuid::Uuid;

use super::{FigureSet, UnitFigures};
use crate::domain::actor::{Role, Viewer};
use crate::domain::ids::UnitId;
use crate::domain::policy::{self, Scope};
use crate::persistence::queries::list_figures;
use crate::persistence::rows::Unit;
use crate::persistence::{UnitScope, events, units};
use crate::services::{Context, ServiceError};

/// The figures of one year.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The year of receipt; every year without one.
    pub year: Option<i32>,
    /// The day lateness was judged on.
    pub as_of: Date,
    /// Units that have a case, with their figures, in the order of their names.
    pub units: Vec<(Unit, FigureSet)>,
    /// The sum.
    pub total: FigureSet,
    /// Changes when the figures do.
    pub version: String,
}

/// Counted figures that still hold, so that a page many people open does not read every case of a year each time.
#[derive(Clone, Debug, Default)]
pub struct FigureCache(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    marker: String,
    years: HashMap<Option<i32>, Arc<Vec<UnitFigures>>>,
}

/// Events that tell whether a case has changed.
const NEWEST: u64 = 64;
/// Years kept at once: visitors may ask for any number of them.
const MOST_YEARS: usize = 16;

impl FigureCache {
    fn get(&self, marker: &str, year: Option<i32>) -> Option<Arc<Vec<UnitFigures>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.marker == marker)
            .then(|| kept.years.get(&year).cloned())
            .flatten()
    }

    fn put(&self, marker: &str, year: Option<i32>, counted: Arc<Vec<UnitFigures>>) {
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
    let seen = counted.iter().filter(|unit| scope.includes(UnitId(unit.unit_id)));
    let seen: Vec<UnitFigures> = seen.cloned().collect();
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
    let own = counted.iter().find(|unit| unit.unit_id == unit_id);
    Ok((own.map(|unit| unit.figures.clone()).unwrap_or_default(), marker))
}

/// Counted figures, from the cache while no case has changed and the day is the same.
async fn counted(
    ctx: &Context,
    cache: &FigureCache,
    year: Option<i32>,
    as_of: Date,
) -> Result<(Arc<Vec<UnitFigures>>, String), ServiceError> {
    let conn = ctx.db.read();
    let newest = events::list_newest_event_ids(conn, NEWEST).await?;
    let mixed = newest.iter().fold(0, |mixed, id| mixed ^ id.as_u128());
    let marker = format!("{mixed:x} {as_of}");
    if let Some(kept) = cache.get(&marker, year) {
        return Ok((kept, marker));
    }
    let counted = Arc::new(list_figures(conn, &UnitScope::All, year, as_of).await?);
    cache.put(&marker, year, Arc::clone(&counted));
    Ok((counted, marker))
}

async fn assemble(
    ctx: &Context,
    year: Option<i32>,
    as_of: Date,
    counted: &[UnitFigures],
    marker: String,
) -> Result<Figures, ServiceError> {
    let known = units::list_units(ctx.db.read()).await?;
    let versions: i64 = known.iter().map(|unit| i64::from(unit.version)).sum();
    let total = FigureSet::total(counted);
    let figures = |unit: Unit| {
        let own = counted.iter().find(|one| one.unit_id == unit.id)?;
        Some((unit, own.figures.clone()))
    };
    let mut listed: Vec<_> = known.into_iter().filter_map(figures).collect();
    listed.sort_by(|(a, _), (b, _)| a.short_name.cmp(&b.short_name));
    Ok(Figures {
        year,
        as_of,
        units: listed,
        total,
        version: format!("{marker} {versions} {year:?}"),
    })
}
