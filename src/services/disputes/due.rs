//! What the body owes, or may do, at the Commission and by when: for reminders and calendars of the office. Days of the Commission, and of
//! the applicant, are no duty of the body and are not among them (`docs/readings.md` R34).

use super::case::Dispute;
use crate::domain::deadline::Rule;
use crate::domain::dispute::DisputeDuty;
use crate::domain::ids::UnitId;
use crate::domain::request::RULING;
use crate::persistence::{UnitScope, disputes};
use crate::services::objections::{Objection, ObjectionKey};
use crate::services::{Context, ServiceError};
use time::Date;
use uuid::Uuid;

/// Disputes looked up at a time.
const BATCH: u64 = 200;

/// A day of the body in a dispute.
#[derive(Clone, Debug)]
pub struct DueInDispute {
    /// The dispute.
    pub id: Uuid,
    /// Number of the objection, under whose page it stands.
    pub number: String,
    /// The unit that has it in hand.
    pub unit: UnitId,
    /// Short name of that unit.
    pub unit_name: String,
    /// The unit by whose calendar it is counted.
    pub received_by: UnitId,
    /// The duty with its dates.
    pub duty: DisputeDuty,
    /// Its rule.
    pub rule: Rule,
    /// Today at the unit.
    pub today: Date,
}

/// The next day of the body in every dispute that is open, of the units in the scope. An order that opened a request again is owed there.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn list_due(
    ctx: &Context,
    scope: &UnitScope,
) -> Result<Vec<DueInDispute>, ServiceError> {
    let conn = ctx.db.read();
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let rows = disputes::list_open_disputes(conn, scope, after, BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = Some(last.id);
        for row in rows {
            let key = ObjectionKey::Id(row.objection_id);
            let objection = Objection::load(ctx, conn, &key).await?;
            let calendar = objection.calendar(ctx, conn).await?;
            let today = ctx.today(objection.zone);
            let dispute = Dispute::load(ctx, conn, objection).await?;
            let clock = dispute.clock(ctx, &calendar)?;
            let is_elsewhere = |duty: &DisputeDuty| duty.code == RULING && dispute.state.reopened().is_some();
            let Some(duty) = clock.next_of_body(today).filter(|duty| !is_elsewhere(duty)) else {
                continue;
            };
            let Some(rule) = dispute.law(ctx)?.rule(duty.deadline.rule_id) else {
                continue;
            };
            let objection = &dispute.objection;
            found.push(DueInDispute {
                id: row.id,
                number: objection.number().to_owned(),
                unit: objection.state.unit,
                unit_name: objection.unit.short_name.clone(),
                received_by: objection.state.received_by,
                duty: duty.clone(),
                rule: rule.clone(),
                today,
            });
        }
    }
}
