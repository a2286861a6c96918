//! Compliance figures per unit: each is a condition on cases, counted here and opened up by the register.

mod figure;
mod set;

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use time::{Date, Month};
use uuid::Uuid;

pub use figure::Figure;
pub(super) use figure::regulation_due_on;
pub use set::{FigureSet, UnitFigures};

use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::{Conn, Result, UnitScope};

/// The figures of every unit in the scope that has a case, as of a day, for the requests received in a year (or all).
/// Two statements. They read every case of the year: keep the answer for a while where many people ask.
pub async fn list_figures(
    conn: &impl Conn,
    scope: &UnitScope,
    year: Option<i32>,
    as_of: Date,
) -> Result<Vec<UnitFigures>> {
    let mut units: BTreeMap<Uuid, FigureSet> = BTreeMap::new();
    let mut counting = Entity::find().select_only().column(Column::UnitId);
    for figure in Figure::ALL {
        counting = counting.expr_as(number_of(figure.condition(as_of)), figure.code());
    }
    let counting = counting.filter(cases(scope, year)).group_by(Column::UnitId);
    for row in conn.raw().query_all(&counting.into_query()).await? {
        let mut set = FigureSet::default();
        for figure in Figure::ALL {
            set.add(figure, row.try_get("", figure.code())?);
        }
        units.insert(row.try_get("", "unit_id")?, set);
    }
    let measuring = Entity::find()
        .select_only()
        .columns([Column::UnitId, Column::WorkingDaysUsed])
        .expr_as(COLUMN.id.count(), "cases")
        .filter(cases(scope, year))
        .filter(Figure::Measured.condition(as_of))
        .group_by(Column::UnitId)
        .group_by(Column::WorkingDaysUsed);
    for row in conn.raw().query_all(&measuring.into_query()).await? {
        let unit: Uuid = row.try_get("", "unit_id")?;
        let days = row.try_get("", "working_days_used")?;
        units
            .entry(unit)
            .or_default()
            .add_days(days, row.try_get("", "cases")?);
    }
    Ok(units
        .into_iter()
        .map(|(unit_id, figures)| UnitFigures { unit_id, figures })
        .collect())
}

/// Requests received in a year.
pub(super) fn received_in(year: i32) -> Condition {
    // Outside these years nothing was received, and PostgreSQL has no such dates.
    let year = year.clamp(1, 9998);
    let bound = |year: i32| Date::from_calendar_date(year, Month::January, 1).unwrap_or(Date::MIN);
    Condition::all()
        .add(COLUMN.received_on.gte(bound(year)))
        .add(COLUMN.received_on.lt(bound(year + 1)))
}

fn cases(scope: &UnitScope, year: Option<i32>) -> Condition {
    let inside = scope.condition(Column::UnitId);
    match year {
        Some(year) => inside.add(received_in(year)),
        None => inside,
    }
}

fn number_of(condition: Condition) -> SimpleExpr {
    Expr::case(condition, 1).finally(0).sum()
}
