//! Simulator: the figures of a period as they were and as they would have been under other rules, for offices, auditors and whoever
//! drafts a law. What is assumed and what is not: `docs/readings.md` R22 and R23.

mod export;
mod kept;
mod objections;
mod reader;

pub use export::{csv, json};
pub use kept::PastCases;

use std::sync::Arc;

use time::Date;

use self::objections::{KeptObjection, ObjectionReader};
use self::reader::{KeptCase, Reader};
use super::{calendars, throttle};
use crate::domain::actor::{Role, Viewer};
use crate::domain::deadline::LawBook;
use crate::domain::ids::UnitId;
use crate::domain::policy::{self, Scope};
use crate::domain::simulate::{Assumptions, Comparison, LawOf, Simulation};
use crate::persistence::queries::PastFilter;
use crate::persistence::rows::Unit;
use crate::persistence::units;
use crate::services::requests::unit_scope;
use crate::services::{Context, Fault, FaultValue, ServiceError};

/// Cases, and as many objections, that a page replays at most; the command line has no limit.
pub const MOST_CASES: u64 = 50_000;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Code of a unit; every unit without one.
    pub unit: Option<String>,
    /// Received on or after this day.
    pub from: Option<Date>,
    /// Received on or before this day.
    pub to: Option<Date>,
    /// Whether every case is put on the calendar in force.
    pub is_on_current_calendar: bool,
    /// What is supposed to be otherwise.
    pub assumptions: Assumptions,
}

impl Asked {
    async fn with_calendar(mut self, ctx: &Context) -> Result<Self, ServiceError> {
        if self.is_on_current_calendar {
            self.assumptions.calendar = Some(calendars::current(ctx, ctx.db.read()).await?);
        }
        Ok(self)
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was asked.
    pub asked: Asked,
    /// The day lateness was judged on.
    pub as_of: Date,
    /// Units that have a case or an objection, with their figures, in the order of their names.
    pub units: Vec<(Unit, Comparison)>,
    /// The sum.
    pub total: Comparison,
    /// Cases and objections whose assumed last day rests on a year whose days off are not known.
    pub provisional: u64,
    /// Cases and objections whose replay does not give what the register has of them; the settings of counting were changed since, most likely.
    pub unreproduced: u64,
}

/// Cases done, and how many there are.
pub type Tell<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

/// Replays the cases of a period, some hundreds at a time: memory stays the same however many there are. For the operator, who may see
/// everything.
///
/// # Errors
/// Not found for a unit that nobody knows.
pub async fn run(ctx: &Context, asked: Asked, tell: Tell<'_>) -> Result<Report, ServiceError> {
    let known = units::list_units(ctx.db.read()).await?;
    let scope = scope_of(&known, &Scope::All, asked.unit.as_deref())?;
    let filter = PastFilter {
        scope: unit_scope(&scope),
        from: asked.from,
        to: asked.to,
    };
    let asked = asked.with_calendar(ctx).await?;
    let mut reader = Reader::new(ctx, filter.clone(), known.clone()).await?;
    let mut objections = ObjectionReader::new(ctx, filter).await?;
    let total = reader.total() + objections.total();
    let mut work = Work::new(ctx);
    let mut done = 0;
    while let Some(cases) = reader.batch().await? {
        done += cases.len() as u64;
        work.add(&cases, &scope, &asked.assumptions)?;
        tell(done, total);
    }
    while let Some(batch) = objections.batch().await? {
        done += batch.len() as u64;
        work.add_objections(&batch, &scope, &asked.assumptions)?;
        tell(done, total);
    }
    Ok(work.report(asked, known))
}

/// The same for a page of auditors or administrators, from cases that are kept between two questions: whoever asks what a law would
/// change asks more than once.
///
/// # Errors
/// Forbidden for anyone else, invalid for a period with too many cases, throttled when asked too often.
pub async fn for_staff(
    ctx: &Context,
    past: &PastCases,
    viewer: &Viewer,
    asked: Asked,
) -> Result<Report, ServiceError> {
    let allowed = policy::unit_scope(viewer, &[Role::Auditor, Role::Admin]);
    let Some(user) = viewer.user().filter(|_| allowed != Scope::Nothing) else {
        return Err(ServiceError::Forbidden);
    };
    throttle::simulation(ctx, user).await?;
    let known = units::list_units(ctx.db.read()).await?;
    let scope = scope_of(&known, &allowed, asked.unit.as_deref())?;
    let asked = asked.with_calendar(ctx).await?;
    let past = past.of(ctx, asked.from, asked.to, &known).await?;
    let mut work = Work::new(ctx);
    let replayed = tokio::task::spawn_blocking(move || {
        work.add(&past.cases, &scope, &asked.assumptions)?;
        work.add_objections(&past.objections, &scope, &asked.assumptions)?;
        Ok::<_, ServiceError>(work.report(asked, known))
    });
    replayed.await.map_err(ServiceError::unexpected)?
}

/// The units asked for among those allowed.
fn scope_of(known: &[Unit], allowed: &Scope, code: Option<&str>) -> Result<Scope, ServiceError> {
    let Some(code) = code else {
        return Ok(allowed.clone());
    };
    let found = known
        .iter()
        .map(|unit| (unit, UnitId(unit.id)))
        .find(|(unit, id)| unit.code == code && allowed.includes(*id));
    match found {
        Some((_, id)) => Ok(Scope::Units(vec![id])),
        None => Err(ServiceError::invalid("unit", "field.unit_unknown")),
    }
}

fn too_many() -> ServiceError {
    let mut fault = Fault::new("dari", "field.simulation_too_many");
    fault
        .values
        .push(("limit", FaultValue::Text(MOST_CASES.to_string())));
    ServiceError::Invalid(vec![fault])
}

/// A simulation under way.
struct Work {
    law: Arc<LawBook>,
    as_of: Date,
    found: Simulation,
    unreproduced: u64,
}

impl Work {
    fn new(ctx: &Context) -> Self {
        Self {
            law: Arc::clone(&ctx.law),
            as_of: ctx.today(ctx.zone()),
            found: Simulation::default(),
            unreproduced: 0,
        }
    }

    fn add(
        &mut self,
        cases: &[KeptCase],
        scope: &Scope,
        assumptions: &Assumptions,
    ) -> Result<(), ServiceError> {
        let law = LawOf::new(&self.law, assumptions).map_err(ServiceError::unexpected)?;
        for kept in cases.iter().filter(|kept| scope.includes(kept.case.state().unit)) {
            let judged = kept
                .case
                .judge(&law, assumptions, self.as_of)
                .map_err(ServiceError::unexpected)?;
            self.unreproduced += u64::from(judged.0 != kept.stored);
            self.found.add(kept.case.state().unit, &judged);
        }
        Ok(())
    }

    fn add_objections(
        &mut self,
        objections: &[KeptObjection],
        scope: &Scope,
        assumptions: &Assumptions,
    ) -> Result<(), ServiceError> {
        let law = LawOf::new(&self.law, assumptions).map_err(ServiceError::unexpected)?;
        for kept in objections {
            let unit = kept.objection.state().unit;
            if !scope.includes(unit) {
                continue;
            }
            let judged = kept
                .objection
                .judge(&law, assumptions, self.as_of)
                .map_err(ServiceError::unexpected)?;
            self.unreproduced += u64::from(judged.0 != kept.stored);
            self.found.add_objection(unit, judged);
        }
        Ok(())
    }

    fn report(mut self, asked: Asked, mut known: Vec<Unit>) -> Report {
        known.sort_by(|a, b| (&a.short_name, &a.code).cmp(&(&b.short_name, &b.code)));
        let with_cases = known
            .into_iter()
            .filter_map(|unit| Some((self.found.units.remove(&UnitId(unit.id))?, unit)));
        Report {
            units: with_cases.map(|(found, unit)| (unit, found)).collect(),
            asked,
            as_of: self.as_of,
            total: self.found.total,
            provisional: self.found.provisional,
            unreproduced: self.unreproduced,
        }
    }
}
