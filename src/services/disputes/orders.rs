//! Perintah: what the Commission or a court decided has effect. The request is opened again with the day of the decision, what was declared
//! open is open, and the answer to the request settles the order (UU 14/2008 Ps 11(2), 46; Perki 1/2021 Ps 52(3); `docs/readings.md` R44–R45).

use super::case::{Dispute, Typed};
use super::steps::explain;
use crate::domain::actor::{Actor, Role};
use crate::domain::dispute::{Command, CommandKind, CommissionOrder, DisputeStatus, Event, Told, decide};
use crate::domain::exemption::{self, OpenedBecause};
use crate::domain::ids::RequestId;
use crate::domain::objection::ObjectionState;
use crate::domain::policy::Scope;
use crate::domain::request::{self, OrderedBy, Status};
use crate::persistence::{Conn, Txn, UnitScope, disputes, exemptions, items, objections, requests, rows};
use crate::services::audit::Finding;
use crate::services::exemptions::{ExemptionFile, open_by_ruling};
use crate::services::objections::{Objection, ObjectionKey};
use crate::services::requests::reopen;
use crate::services::{Context, ServiceError};
use time::Date;
use uuid::Uuid;

/// What an order could reach now.
#[derive(Clone, Debug, Default)]
pub struct AtStake {
    /// The request that it would open again.
    pub request: Option<RequestId>,
    /// The exemptions in force that the answer to the request rests on.
    pub exemptions: Vec<rows::Exemption>,
}

impl AtStake {
    /// What an order on an objection could reach: nothing of ground b alone, which is carried out by publishing, and nothing of a request
    /// that the applicant took back.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub(super) async fn of(conn: &impl Conn, objection: &ObjectionState) -> Result<Self, ServiceError> {
        let is_about_request = objection.grounds.iter().any(|ground| !ground.needs_no_request());
        let Some(id) = objection.request.filter(|_| is_about_request) else {
            return Ok(Self::default());
        };
        let row = requests::get_request(conn, &UnitScope::All, id.0).await?;
        let is_left = Status::parse(&row.status) != Some(Status::Withdrawn);
        let named = items::list_items(conn, id.0).await?;
        let mut ids: Vec<Uuid> = named.iter().filter_map(|item| item.exemption_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut found = exemptions::list_exemptions_by_ids(conn, &ids).await?;
        found.retain(|row| row.status == exemption::Status::InForce.code());
        Ok(Self {
            request: is_left.then_some(id),
            exemptions: found,
        })
    }
}

/// Carries an order over to what it reaches.
///
/// # Errors
/// Stale when someone else was faster.
pub(super) async fn follow(
    ctx: &Context,
    txn: &Txn,
    event: &Event,
    order: &CommissionOrder,
) -> Result<(), ServiceError> {
    for id in &order.opens {
        open_by_ruling(ctx, txn, *id, event.on()).await?;
    }
    if let (Some(request), Some(execute_by)) = (order.request, order.execute_by) {
        reopen(ctx, txn, request.0, execute_by, OrderedBy::Commission).await?;
    }
    Ok(())
}

/// A step in a request that carried out what the Commission or a court ordered: the dispute is done with it, in the same transaction.
///
/// # Errors
/// When the database is out of reach, or someone else was faster.
pub(in crate::services) async fn executed_on_request(
    ctx: &Context,
    txn: &Txn,
    request_id: Uuid,
    done_on: Date,
) -> Result<(), ServiceError> {
    for row in ordering(txn, request_id).await? {
        let key = ObjectionKey::Id(row.objection_id);
        let objection = Objection::load(ctx, txn, &key).await?;
        let calendar = objection.calendar(ctx, txn).await?;
        let (objection_clock, _) = objection.standing_clock(ctx, txn, &calendar).await?;
        let mut dispute = Dispute::load(ctx, txn, objection).await?;
        if dispute.state.reopened() != Some(RequestId(request_id)) {
            continue;
        }
        let clock = dispute.clock(ctx, &calendar)?;
        let at = dispute.moment(ctx, &objection_clock, &clock, &AtStake::default())?;
        let command = Command {
            kind: CommandKind::RecordDisputeExecution,
            on: done_on,
            told: Told::default(),
            source: String::new(),
        };
        let event = decide(&dispute.state, &command, Role::System, &at)
            .map_err(|denial| explain(&command, denial))?;
        dispute
            .append(ctx, txn, &calendar, Actor::SYSTEM, (&event, Typed::default()))
            .await?;
    }
    Ok(())
}

/// The disputes about a request whose order may still be carried out.
async fn ordering(conn: &impl Conn, request_id: Uuid) -> Result<Vec<rows::Dispute>, ServiceError> {
    let open = [DisputeStatus::Final.code(), DisputeStatus::Mediated.code()];
    let mut found = of_request(conn, request_id).await?;
    found.retain(|row| open.contains(&row.status.as_str()));
    Ok(found)
}

async fn of_request(conn: &impl Conn, request_id: Uuid) -> Result<Vec<rows::Dispute>, ServiceError> {
    let filed = objections::list_objections(conn, request_id).await?;
    let ids: Vec<Uuid> = filed.iter().map(|row| row.id).collect();
    Ok(disputes::list_disputes(conn, &ids).await?)
}

/// Whether what the orders of a dispute reach says that it was reached: a request opened again by that day, exemptions opened by it unless
/// they were open before.
///
/// # Errors
/// When the database is out of reach.
pub(super) async fn check(ctx: &Context, dispute: &Dispute) -> Result<Vec<Finding>, ServiceError> {
    let conn = ctx.db.read();
    let told: Vec<Event> = dispute.log.facts()?;
    let mut findings = Vec::new();
    for (row, event) in dispute.log.rows().iter().zip(&told) {
        let Some(order) = event.order() else { continue };
        let mut agrees = true;
        if let (Some(request), Some(execute_by)) = (order.request, order.execute_by) {
            let orders = orders_in(conn, request.0).await?;
            agrees &= orders.iter().any(|(at, by)| *at >= row.at && *by == execute_by);
        }
        for id in &order.opens {
            let file = ExemptionFile::load(ctx, conn, &Scope::All, *id).await?;
            let events: Vec<exemption::Event> = file.log.facts()?;
            let is_open = events.iter().any(|one| match one {
                exemption::Event::Opened { on, because } => {
                    *on <= event.on() || (*because == OpenedBecause::Ruled && *on == event.on())
                }
                _ => false,
            });
            agrees &= is_open || file.state.ends_on < event.on();
        }
        if !agrees {
            findings.push(Finding::Order { seq: row.seq });
        }
    }
    Ok(findings)
}

/// The instants and days at which a request was opened again by the Commission or a court.
async fn orders_in(conn: &impl Conn, request_id: Uuid) -> Result<Vec<(i64, Date)>, ServiceError> {
    let mut found = Vec::new();
    for row in crate::persistence::events::list_events(conn, request_id).await? {
        if let request::Event::Reopened {
            execute_by,
            by: OrderedBy::Commission,
            ..
        } = serde_json::from_str(&row.data)?
        {
            found.push((row.at, execute_by));
        }
    }
    Ok(found)
}

/// The places of events by which a request was opened again for the Commission although no dispute tells of such an order.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn unfounded(
    ctx: &Context,
    request_id: Uuid,
    events: &[rows::RequestEvent],
) -> Result<Vec<i32>, ServiceError> {
    let conn = ctx.db.read();
    let mut claimed = Vec::new();
    for row in events.iter().filter(|row| row.kind == "reopened") {
        if let request::Event::Reopened {
            execute_by,
            by: OrderedBy::Commission,
            ..
        } = serde_json::from_str(&row.data)?
        {
            claimed.push((row.seq, execute_by));
        }
    }
    if claimed.is_empty() {
        return Ok(Vec::new());
    }
    let mut ordered = Vec::new();
    for row in of_request(conn, request_id).await? {
        let objection = Objection::load(ctx, conn, &ObjectionKey::Id(row.objection_id)).await?;
        let told: Vec<Event> = Dispute::load(ctx, conn, objection).await?.log.facts()?;
        let orders = told.iter().filter_map(Event::order);
        ordered.extend(
            orders
                .filter(|order| order.request == Some(RequestId(request_id)))
                .filter_map(|order| order.execute_by),
        );
    }
    claimed.retain(|(_, by)| !ordered.contains(by));
    Ok(claimed.into_iter().map(|(seq, _)| seq).collect())
}
