//! What somebody owes next, role by role: for the office requests, disputes, orders that opened no request again and the ends of exemptions;
//! for superiors answers to approve, objections to answer and the orders they gave. No subject and nobody's name.

use crate::domain::actor::{Role, Viewer};
use crate::domain::deadline::{Rule, RuleId, RuleSet};
use crate::domain::policy;
use crate::domain::request::{ORDER, Status};
use crate::persistence::queries::{self, ComingObjection, ObjectionView};
use crate::persistence::{PersistenceError, UnitScope, rows, units};
use crate::services::disputes::list_due;
use crate::services::exemptions::list_ending;
use crate::services::objections::runs_in_request;
use crate::services::requests::unit_scope;
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

/// Who has cases and exemptions in hand.
const OFFICE: [Role; 2] = [Role::Officer, Role::Ppid];
/// Who approves refusals and answers objections.
const SUPERIOR: [Role; 1] = [Role::Superior];
/// Days of each kind in one feed; more than an office has open, and few enough for a calendar program.
const MOST: u64 = 500;

/// A day on which something is owed.
#[derive(Clone, Debug)]
pub struct Coming {
    /// Number of the request, the objection or the exemption.
    pub number: String,
    /// Short name of the unit now responsible.
    pub unit: String,
    /// The duty, `D05` or `D08+D06`.
    pub duty: String,
    /// Its rule.
    pub rule: Rule,
    /// The day.
    pub due_on: Date,
    /// Its explanation in the workspace of whoever looks after it.
    pub path: String,
}

/// Everything for somebody, each duty once: whoever holds two roles finds it in the workspace where it is done.
pub(super) async fn list(ctx: &Context, viewer: &Viewer) -> Result<Vec<Coming>, ServiceError> {
    let reader = Reader {
        ctx,
        units: units::list_units(ctx.db.read()).await?,
        office: unit_scope(&policy::unit_scope(viewer, &OFFICE)),
        superior: unit_scope(&policy::unit_scope(viewer, &SUPERIOR)),
    };
    // An answer that waits for approval is done by the superior, so that entry comes first and is the one that stays.
    let waiting = Some(Status::PendingApproval.code());
    let mut coming = reader.requests(&reader.superior, waiting, "/atasan").await?;
    coming.extend(reader.requests(&reader.office, None, "/petugas").await?);
    coming.extend(reader.disputes().await?);
    coming.extend(reader.orders_of_the_office().await?);
    coming.extend(reader.exemptions(viewer).await?);
    coming.extend(reader.answers().await?);
    coming.extend(reader.orders_of_the_superior().await?);
    let mut known = BTreeSet::new();
    coming.retain(|one| known.insert((one.number.clone(), one.duty.clone())));
    coming.sort_by_key(|one| one.due_on);
    Ok(coming)
}

struct Reader<'a> {
    ctx: &'a Context,
    units: Vec<rows::Unit>,
    office: UnitScope,
    superior: UnitScope,
}

impl Reader<'_> {
    fn unit(&self, id: Uuid) -> String {
        let found = self.units.iter().find(|unit| unit.id == id);
        found.map(|unit| unit.short_name.clone()).unwrap_or_default()
    }

    fn today(&self, unit: Uuid) -> Date {
        let found = self.units.iter().find(|one| one.id == unit);
        let zone = found.map_or_else(|| self.ctx.zone(), |unit| zone_of(self.ctx, unit));
        self.ctx.today(zone)
    }

    fn rule(&self, table: &'static str, set: &str, id: RuleId) -> Result<Option<Rule>, ServiceError> {
        let set = RuleSet::parse(set);
        let set = set.ok_or_else(|| PersistenceError::invalid_row(table, "unknown rule set"))?;
        Ok(self.ctx.law.pack(set).rule(id).cloned())
    }

    /// Requests in which something is owed, in this state or in any.
    async fn requests(
        &self,
        scope: &UnitScope,
        status: Option<&str>,
        room: &str,
    ) -> Result<Vec<Coming>, ServiceError> {
        let (cases, duties) = queries::list_coming(self.ctx.db.read(), scope, status, MOST).await?;
        let mut coming = Vec::new();
        for case in cases {
            let owed = duties
                .iter()
                .filter(|duty| duty.request_id == case.id && duty.due_on == case.next_due_on);
            for duty in owed {
                let Some(id) = duty.rule_id.split('+').next().and_then(RuleId::parse) else {
                    continue;
                };
                let rule = self.rule("requests", &case.rule_set, id)?;
                let Some(rule) = rule.filter(|rule| rule.bearer.is_office()) else {
                    continue;
                };
                coming.push(Coming {
                    number: case.registration_no.clone(),
                    unit: self.unit(case.unit_id),
                    path: format!(
                        "{room}/permohonan/{}/tenggat/{}",
                        case.registration_no, duty.rule_id
                    ),
                    duty: duty.rule_id.clone(),
                    rule,
                    due_on: duty.due_on,
                });
            }
        }
        Ok(coming)
    }

    /// What the body owes, or may do, at the Commission.
    async fn disputes(&self) -> Result<Vec<Coming>, ServiceError> {
        let due = list_due(self.ctx, &self.office).await?;
        let coming = due.into_iter().map(|one| Coming {
            path: format!(
                "/petugas/keberatan/{}/sengketa/tenggat/{}",
                one.number, one.duty.code
            ),
            number: one.number,
            unit: one.unit_name,
            duty: one.duty.code,
            rule: one.rule,
            due_on: one.duty.deadline.due,
        });
        Ok(coming.collect())
    }

    /// The last day of each exemption: what is to be decided may be decided until then (`docs/readings.md` R16).
    async fn exemptions(&self, viewer: &Viewer) -> Result<Vec<Coming>, ServiceError> {
        let Some(rule) = self.ctx.law.current().rule(RuleId::D28) else {
            return Ok(Vec::new());
        };
        let ending = list_ending(self.ctx, viewer, &OFFICE, MOST).await?;
        // One whose time is over is open, whether or not anybody noted it.
        let in_force = ending
            .into_iter()
            .filter(|one| self.today(one.holder) <= one.ends_on);
        let coming = in_force.map(|one| Coming {
            path: format!("/petugas/pengecualian/{}/tenggat/{}", one.id, rule.id),
            number: one.number,
            unit: self.unit(one.holder),
            duty: rule.id.to_string(),
            rule: rule.clone(),
            due_on: one.ends_on,
        });
        Ok(coming.collect())
    }

    async fn objections(
        &self,
        scope: &UnitScope,
        view: ObjectionView,
    ) -> Result<Vec<ComingObjection>, ServiceError> {
        Ok(queries::list_coming_objections(self.ctx.db.read(), scope, view, MOST).await?)
    }

    /// The answer of the superior, by the clock that ends first (UU 14/2008 Ps 36(2); Perki 1/2021 Ps 44(1)).
    async fn answers(&self) -> Result<Vec<Coming>, ServiceError> {
        let mut coming = Vec::new();
        for row in self.objections(&self.superior, ObjectionView::Unanswered).await? {
            let id = if row.queue_on == row.statute_due_on {
                RuleId::D12
            } else {
                RuleId::D13
            };
            coming.extend(self.rule("objections", &row.rule_set, id)?.map(|rule| Coming {
                path: format!("/atasan/keberatan/{}/tenggat/{id}", row.number),
                unit: self.unit(row.unit_id),
                number: row.number,
                duty: id.to_string(),
                rule,
                due_on: row.queue_on,
            }));
        }
        Ok(coming)
    }

    /// What was ordered and opened no request again, for there it is owed: what ought to be public (UU 14/2008 Ps 35(1)b).
    async fn orders_of_the_office(&self) -> Result<Vec<Coming>, ServiceError> {
        let mut coming = Vec::new();
        for row in self.objections(&self.office, ObjectionView::Executing).await? {
            let is_elsewhere = match row.request_id {
                Some(_) => runs_in_request(self.ctx, row.id).await?,
                None => false,
            };
            if !is_elsewhere {
                coming.extend(self.order(row, "/petugas")?);
            }
        }
        Ok(coming)
    }

    /// What the superior ordered, to see that it is carried out (Perki 1/2021 Ps 8(2)c).
    async fn orders_of_the_superior(&self) -> Result<Vec<Coming>, ServiceError> {
        let mut coming = Vec::new();
        for row in self.objections(&self.superior, ObjectionView::Executing).await? {
            coming.extend(self.order(row, "/atasan")?);
        }
        Ok(coming)
    }

    fn order(&self, row: ComingObjection, room: &str) -> Result<Option<Coming>, ServiceError> {
        let rule = self.rule("objections", &row.rule_set, RuleId::D09)?;
        Ok(rule.map(|rule| Coming {
            path: format!("{room}/keberatan/{}/tenggat/{ORDER}", row.number),
            unit: self.unit(row.unit_id),
            number: row.number,
            duty: ORDER.to_owned(),
            rule,
            due_on: row.queue_on,
        }))
    }
}
