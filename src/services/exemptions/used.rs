//! The exemptions that an answer may rest on, as they stand on the day of the answer.

use crate::domain::exemption::{ExemptionState, Sheet, Status};
use crate::domain::request::{Answer, Command, ExemptionUsed};
use crate::persistence::{Conn, PersistenceError, UnitScope, exemptions, rows, units};
use crate::services::requests::Case;
use crate::services::units::Heirs;
use crate::services::{Context, ServiceError, fees};
use time::Date;
use uuid::Uuid;

/// Most exemptions that a form offers.
const MOST: u64 = 500;

/// An exemption that may be named in an answer.
#[derive(Clone, Debug)]
pub struct Usable {
    /// What the answer keeps of it.
    pub used: ExemptionUsed,
    /// The row.
    pub row: rows::Exemption,
    /// Its sheet.
    pub sheet: Sheet,
    /// Whether it is in hand of the unit that answers, not of the one above it.
    pub is_own: bool,
}

/// The exemptions in force that an answer of the unit may rest on: its own, those of units that it follows, and those of the unit
/// above it.
///
/// # Errors
/// When the database is out of reach.
pub async fn usable(ctx: &Context, unit: &rows::Unit, today: Date) -> Result<Vec<Usable>, ServiceError> {
    let conn = ctx.db.read();
    let deciders = Deciders::of(conn, unit).await?;
    let scope = UnitScope::Only(deciders.all());
    let found = exemptions::list_exemptions(conn, &scope, &[Status::InForce.code()], MOST).await?;
    let all = found.into_iter().map(|row| usable_of(row, &deciders, today));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|one| one.used.is_in_force).collect())
}

/// The units whose decrees an answer may rest on.
struct Deciders {
    /// The unit and those whose duties it goes on with: their decrees stay in force (`docs/readings.md` R38).
    own: Vec<Uuid>,
    /// The unit above it.
    above: Option<Uuid>,
}

impl Deciders {
    async fn of(conn: &impl Conn, unit: &rows::Unit) -> Result<Self, ServiceError> {
        let mut own = vec![unit.id];
        own.extend(Heirs::load(conn).await?.predecessors(unit.id));
        let above = match &unit.parent_code {
            Some(parent) => units::find_unit_by_code(conn, parent).await?,
            None => None,
        };
        Ok(Self {
            own,
            above: above.map(|parent| parent.id),
        })
    }

    fn all(&self) -> Vec<Uuid> {
        self.own.iter().copied().chain(self.above).collect()
    }
}

fn usable_of(row: rows::Exemption, deciders: &Deciders, today: Date) -> Result<Usable, ServiceError> {
    let status = Status::parse(&row.status)
        .ok_or_else(|| PersistenceError::invalid_row("exemptions", "unknown status"))?;
    let state = ExemptionState {
        status,
        tested_on: row.tested_on,
        ends_on: row.ends_on,
        signed_by: None,
        approved_on: row.decree_on,
        opened_on: row.opened_on,
        opened_because: None,
    };
    let sheet: Sheet = serde_json::from_str(&row.sheet)?;
    Ok(Usable {
        used: ExemptionUsed {
            id: row.id,
            is_partial: sheet.is_partial,
            is_in_force: state.is_in_force(today),
            tested_on: row.tested_on,
        },
        is_own: deciders.own.contains(&row.unit_id),
        sheet,
        row,
    })
}

/// The command with the exemptions and the fee of its answer as they stand now. One that the unit may not use is none.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn grounded(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    command: &Command,
) -> Result<Command, ServiceError> {
    Ok(match command {
        Command::IssueNotice(answer) => Command::IssueNotice(refreshed(ctx, conn, case, answer).await?),
        Command::ProposeAnswer(answer) => Command::ProposeAnswer(refreshed(ctx, conn, case, answer).await?),
        Command::ApproveAnswer {
            answer,
            is_signature_valid,
            signed_by,
            by,
        } => Command::ApproveAnswer {
            answer: refreshed(ctx, conn, case, answer).await?,
            is_signature_valid: *is_signature_valid,
            signed_by: *signed_by,
            by: *by,
        },
        other => other.clone(),
    })
}

async fn refreshed(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    answer: &Answer,
) -> Result<Answer, ServiceError> {
    let found = decrees_of(ctx, conn, case, answer).await?;
    let mut answer = answer.clone();
    for item in answer.items.iter_mut().flatten() {
        item.exemption = item.exemption.as_ref().and_then(|named| {
            let known = found.iter().find(|one| one.used.id == named.id);
            known.map(|one| one.used.clone())
        });
    }
    if let Some(charge) = &answer.charge {
        answer.charge = Some(fees::refreshed(ctx, conn, case, charge).await?);
    }
    Ok(answer)
}

/// The exemptions that an answer names and its unit may use, with their sheets.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn decrees_of(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    answer: &Answer,
) -> Result<Vec<Usable>, ServiceError> {
    let mut ids: Vec<Uuid> = answer
        .items
        .iter()
        .flatten()
        .filter_map(|item| item.exemption.as_ref().map(|exemption| exemption.id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let deciders = Deciders::of(conn, &case.unit).await?;
    let allowed = deciders.all();
    let today = ctx.today(case.zone);
    let found = exemptions::list_exemptions_by_ids(conn, &ids).await?;
    found
        .into_iter()
        .filter(|row| allowed.contains(&row.unit_id))
        .map(|row| usable_of(row, &deciders, today))
        .collect()
}
