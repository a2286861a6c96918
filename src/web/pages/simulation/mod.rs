//! `/auditor/simulasi` and `/admin/simulasi`: the figures of a period under other rules, for those who check and those who prepare a
//! change of the law. Figures of units and nothing of any case.

mod answers;
mod view;

use rocket::{Route, State, get, routes};

use self::view::{SimulationQuery, SimulationView, simulation_view};
use crate::domain::actor::Viewer;
use crate::services::simulation::{self, PastCases, Report};
use crate::services::{Context, ServiceError, units};
use crate::web::files::Csv;
use crate::web::guards::{Admin, Auditor, Language};
use crate::web::pages::public::Choice;
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![auditor, auditor_csv, admin, admin_csv]
}

/// Where a simulator lies, and what it works with.
struct Desk<'a> {
    ctx: &'a Context,
    past: &'a PastCases,
    viewer: &'a Viewer,
    base: &'static str,
}

impl Desk<'_> {
    /// The form, filled as it was sent; with figures when they are asked for and nothing is wrong.
    async fn page(&self, language: Language, query: &SimulationQuery<'_>) -> Answer<Page<SimulationView>> {
        let found = if query.is_asked() {
            self.report(query).await.map(Some)
        } else {
            Ok(None)
        };
        let (report, faults) = match found {
            Ok(report) => (report, Vec::new()),
            Err(ServiceError::Invalid(faults)) => (None, faults),
            Err(error) => return Err(error.into()),
        };
        let today = self.ctx.today(self.ctx.zone());
        let view = simulation_view(
            self.ctx,
            language.0,
            self.base,
            self.units().await?,
            query,
            report.as_ref(),
        );
        let page = Page::new("pages/shared/simulation.html.tera", "simulation.title", view);
        Ok(if faults.is_empty() {
            page.filled(query.typed(today))
        } else {
            page.refused(query.typed(today), faults)
        })
    }

    async fn csv(&self, query: &SimulationQuery<'_>) -> Answer<Csv> {
        let report = self.report(query).await?;
        let name = format!("simulasi-{}.csv", report.as_of);
        Ok(Csv::whole(name, simulation::csv(&report)))
    }

    async fn report(&self, query: &SimulationQuery<'_>) -> Result<Report, ServiceError> {
        let asked = query.question().map_err(ServiceError::Invalid)?;
        simulation::for_staff(self.ctx, self.past, self.viewer, asked).await
    }

    async fn units(&self) -> Result<Vec<Choice>, ServiceError> {
        let mut units: Vec<Choice> = units::list_all(self.ctx)
            .await?
            .into_iter()
            .map(|unit| Choice {
                value: unit.code,
                label: unit.short_name,
            })
            .collect();
        units.sort_by(|a, b| a.label.cmp(&b.label));
        Ok(units)
    }
}

fn of_auditor<'a>(ctx: &'a Context, past: &'a PastCases, auditor: &'a Auditor) -> Desk<'a> {
    Desk {
        ctx,
        past,
        viewer: &auditor.viewer,
        base: "/auditor/simulasi",
    }
}

fn of_admin<'a>(ctx: &'a Context, past: &'a PastCases, admin: &'a Admin) -> Desk<'a> {
    Desk {
        ctx,
        past,
        viewer: &admin.viewer,
        base: "/admin/simulasi",
    }
}

#[get("/auditor/simulasi?<query..>")]
async fn auditor(
    ctx: &State<Context>,
    past: &State<PastCases>,
    auditor: Auditor,
    language: Language,
    query: SimulationQuery<'_>,
) -> Answer<Page<SimulationView>> {
    of_auditor(ctx, past, &auditor).page(language, &query).await
}

#[get("/auditor/simulasi.csv?<query..>")]
async fn auditor_csv(
    ctx: &State<Context>,
    past: &State<PastCases>,
    auditor: Auditor,
    query: SimulationQuery<'_>,
) -> Answer<Csv> {
    of_auditor(ctx, past, &auditor).csv(&query).await
}

#[get("/admin/simulasi?<query..>")]
async fn admin(
    ctx: &State<Context>,
    past: &State<PastCases>,
    admin: Admin,
    language: Language,
    query: SimulationQuery<'_>,
) -> Answer<Page<SimulationView>> {
    of_admin(ctx, past, &admin).page(language, &query).await
}

#[get("/admin/simulasi.csv?<query..>")]
async fn admin_csv(
    ctx: &State<Context>,
    past: &State<PastCases>,
    admin: Admin,
    query: SimulationQuery<'_>,
) -> Answer<Csv> {
    of_admin(ctx, past, &admin).csv(&query).await
}
