//! Buku register, as an auditor reads it: any filter, any figure opened up to exactly its cases, no identity.

use std::str::FromStr;

use time::Date;
use uuid::Uuid;

use super::{Figure, RegisterRow};
use crate::domain::actor::{Role, Viewer};
use crate::domain::policy::{self, Scope};
use crate::persistence::queries::{self, DayCursor, RegisterFilter};
use crate::persistence::rows::Unit;
use crate::persistence::{UnitScope, units};
use crate::services::requests::unit_scope;
use crate::services::{Context, ServiceError};

/// What an auditor asked to see. Codes nobody knows find nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Code of a unit.
    pub unit: Option<String>,
    /// Year of receipt.
    pub year: Option<i32>,
    /// Received on or after this day.
    pub from: Option<Date>,
    /// Received on or before this day.
    pub to: Option<Date>,
    /// Code of a status.
    pub status: Option<String>,
    /// Code of an outcome.
    pub outcome: Option<String>,
    /// Code of a channel.
    pub channel: Option<String>,
    /// Exactly the cases of a figure.
    pub figure: Option<Figure>,
    /// The day lateness is judged on; today without one, so that the link behind a figure can name the figure's day.
    pub as_of: Option<Date>,
    /// Where the page starts, as [`Register::next`] gave it; anything else is the start.
    pub after: Option<String>,
}

/// Lines a page.
pub const PAGE: u64 = 50;

/// A page of the register.
#[derive(Clone, Debug)]
pub struct Register {
    /// The lines, newest first.
    pub rows: Vec<RegisterRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Every unit, to name theirs and to offer as a filter.
    pub units: Vec<Unit>,
    /// The day lateness was judged on.
    pub as_of: Date,
}

impl Register {
    /// Short name of a unit.
    #[must_use]
    pub fn unit_name(&self, id: Uuid) -> &str {
        name_in(&self.units, id)
    }
}

pub(super) fn name_in(units: &[Unit], id: Uuid) -> &str {
    units
        .iter()
        .find(|unit| unit.id == id)
        .map_or("", |unit| unit.short_name.as_str())
}

/// One page of the register.
///
/// # Errors
/// Forbidden for anyone but an auditor.
pub async fn list(ctx: &Context, viewer: &Viewer, asked: &Asked) -> Result<Register, ServiceError> {
    let units = units::list_units(ctx.db.read()).await?;
    let filter = filter(ctx, viewer, asked, &units, PAGE)?;
    let page = queries::list_register(ctx.db.read(), &filter).await?;
    Ok(Register {
        rows: page.rows,
        next: page.next.map(|cursor| cursor.to_string()),
        units,
        as_of: filter.as_of,
    })
}

/// The query behind what was asked, inside what the viewer may look into.
pub(super) fn filter(
    ctx: &Context,
    viewer: &Viewer,
    asked: &Asked,
    units: &[Unit],
    limit: u64,
) -> Result<RegisterFilter, ServiceError> {
    let allowed = policy::unit_scope(viewer, &[Role::Auditor]);
    if allowed == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let scope = match &asked.unit {
        None => unit_scope(&allowed),
        Some(code) => {
            let wanted = units.iter().filter(|unit| unit.code == *code);
            let inside = wanted.filter(|unit| allowed.includes(crate::domain::ids::UnitId(unit.id)));
            UnitScope::Only(inside.map(|unit| unit.id).collect())
        }
    };
    let as_of = asked.as_of.unwrap_or_else(|| ctx.today(ctx.zone()));
    Ok(RegisterFilter {
        year: asked.year,
        received_from: asked.from,
        received_to: asked.to,
        status: asked.status.clone(),
        outcome: asked.outcome.clone(),
        channel: asked.channel.clone(),
        figure: asked.figure,
        after: asked
            .after
            .as_deref()
            .and_then(|after| DayCursor::from_str(after).ok()),
        ..RegisterFilter::all(scope, as_of, limit)
    })
}
