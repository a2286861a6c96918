//! The dates of an officer's cases in the calendar program they use, by a secret address that can be renewed and ended.

use super::accounts::viewer_of;
use super::disputes::list_due;
use super::requests::unit_scope;
use super::{Context, ServiceError, micros};
use crate::domain::actor::{Role, Viewer};
use crate::domain::deadline::{Rule, RuleId, RuleSet};
use crate::domain::ids::UserId;
use crate::domain::policy::{self, Scope};
use crate::persistence::rows::CalendarFeed;
use crate::persistence::{PersistenceError, calendar_feeds, queries, units, write};
use crate::security::TrackingToken;
use time::{Date, OffsetDateTime};

/// Whose dates a feed has: whoever may work on cases.
const ROLES: [Role; 2] = [Role::Officer, Role::Ppid];

/// Cases in one feed; more than an office has open, and few enough for a calendar program.
const MOST: u64 = 500;

/// A day on which the office owes something.
#[derive(Clone, Debug)]
pub struct Coming {
    /// Number of the request, or of the objection that is in dispute.
    pub registration_no: String,
    /// Short name of the unit now responsible.
    pub unit: String,
    /// The duty, `D05` or `D08+D06`.
    pub duty: String,
    /// Its rule.
    pub rule: Rule,
    /// The day.
    pub due_on: Date,
    /// Its explanation in the workspace of the office.
    pub path: String,
}

/// Since when the account has a feed; `None` when it has none.
///
/// Permissions: the officer themselves.
///
/// # Errors
/// When the database is out of reach.
pub async fn since(ctx: &Context, user: UserId) -> Result<Option<OffsetDateTime>, ServiceError> {
    let feed = calendar_feeds::find_calendar_feed_of(ctx.db.read(), user.0).await?;
    Ok(feed.map(|feed| super::instant(feed.created_at)))
}

/// A new address for the account; the one before is of no use any more. Only its hash is kept, so this is the one time it can be
/// shown.
///
/// # Errors
/// Forbidden for who works on no cases.
pub async fn renew(ctx: &Context, viewer: &Viewer) -> Result<TrackingToken, ServiceError> {
    let user = viewer.user().ok_or(ServiceError::Forbidden)?;
    if policy::unit_scope(viewer, &ROLES) == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let secret = TrackingToken::new(ctx.entropy.as_ref());
    let feed = CalendarFeed {
        user_id: user.0,
        secret_hash: secret.hash(),
        created_at: micros(ctx.now()),
    };
    write(&ctx.db, async |txn| {
        Ok::<_, ServiceError>(calendar_feeds::upsert_calendar_feed(txn, &feed).await?)
    })
    .await?;
    Ok(secret)
}

/// Ends the feed of the account.
///
/// # Errors
/// When the database is out of reach.
pub async fn end(ctx: &Context, user: UserId) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        Ok::<_, ServiceError>(calendar_feeds::delete_calendar_feed(txn, user.0).await?)
    })
    .await
}

/// What the cases owe that the holder of this secret may see today, the most urgent first. Changes nothing.
///
/// # Errors
/// Not found for an unknown secret, and once the account is suspended, waits for a new password or works on no case any more: one
/// answer for all of them.
pub async fn read(ctx: &Context, secret: &str) -> Result<Vec<Coming>, ServiceError> {
    let secret = TrackingToken::parse(secret).ok_or(ServiceError::NotFound)?;
    let conn = ctx.db.read();
    let feed = calendar_feeds::find_calendar_feed(conn, &secret.hash())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let viewer = viewer_of(ctx, UserId(feed.user_id))
        .await?
        .ok_or(ServiceError::NotFound)?;
    let scope = policy::unit_scope(&viewer, &ROLES);
    if scope == Scope::Nothing {
        return Err(ServiceError::NotFound);
    }
    let (cases, duties) = queries::list_coming(conn, &unit_scope(&scope), MOST).await?;
    let known = units::list_units(conn).await?;
    let mut coming = Vec::new();
    for case in cases {
        let set = RuleSet::parse(&case.rule_set)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown rule set"))?;
        let owed = duties
            .iter()
            .filter(|duty| duty.request_id == case.id && duty.due_on == case.next_due_on);
        for duty in owed {
            let id = duty.rule_id.split('+').next().and_then(RuleId::parse);
            let rule = id.and_then(|id| ctx.law.pack(set).rule(id));
            let Some(rule) = rule.filter(|rule| rule.bearer.is_office()) else {
                continue;
            };
            coming.push(Coming {
                registration_no: case.registration_no.clone(),
                unit: known
                    .iter()
                    .find(|unit| unit.id == case.unit_id)
                    .map(|unit| unit.short_name.clone())
                    .unwrap_or_default(),
                path: format!(
                    "/petugas/permohonan/{}/tenggat/{}",
                    case.registration_no, duty.rule_id
                ),
                duty: duty.rule_id.clone(),
                rule: rule.clone(),
                due_on: duty.due_on,
            });
        }
    }
    for one in list_due(ctx, &unit_scope(&scope)).await? {
        coming.push(Coming {
            path: format!(
                "/petugas/keberatan/{}/sengketa/tenggat/{}",
                one.number, one.duty.code
            ),
            registration_no: one.number,
            unit: one.unit_name,
            duty: one.duty.code,
            rule: one.rule,
            due_on: one.duty.deadline.due,
        });
    }
    Ok(coming)
}
