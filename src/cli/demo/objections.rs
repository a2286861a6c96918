//! Plays the objections of the sample cases, through the services as everything else.

use anyhow::{Context as _, anyhow};
use time::Date;
use uuid::Uuid;

use super::cases::{Act, SampleRuling};
use super::users::Staff;
use crate::domain::actor::{Actor, Role};
use crate::domain::dispute::{Command as Fact, CommandKind as FactKind, Told};
use crate::domain::ids::UnitId;
use crate::domain::objection::{Command, Ground, Order, Ruled, Ruling};
use crate::domain::request::{ApplicantKind, Channel};
use crate::persistence::{objections, rows};
use crate::services::Context;
use crate::services::disputes::{DisputeStep, record};
use crate::services::objections::{
    About, By, ObjectionFiling, ObjectionKey, ObjectionStep, Objector, file, take,
};
use crate::services::requests::{Case, CaseKey};
use crate::text::Lang;

/// Takes one step in the newest objection to a case, or files it. `day_after` gives the civil day so many working days ahead.
pub async fn play(
    ctx: &Context,
    staff: &Staff,
    key: &CaseKey,
    act: &Act,
    day_after: impl Fn(u16) -> anyhow::Result<Date>,
) -> anyhow::Result<()> {
    let case = Case::load(ctx, ctx.db.read(), key).await?;
    if let Act::File { grounds, reason } = act {
        return begin(ctx, case.row.id, grounds, reason).await;
    }
    let filed = objections::list_objections(ctx.db.read(), case.row.id).await?;
    let newest = filed
        .iter()
        .max_by_key(|row| row.id)
        .context("no objection was filed")?;
    if dispute(ctx, staff, newest, act, &day_after).await? {
        return Ok(());
    }
    let viewer = staff.one(Role::Superior, UnitId(newest.unit_id))?;
    let superior = By::Staff(&viewer, &[Role::Superior]);
    let (by, command) = match act.clone() {
        Act::File { .. } | Act::Dispute | Act::Record { .. } => return Err(anyhow!("done already")),
        Act::Ask { question } => (superior, Command::AskParticulars { question }),
        Act::Invite { invitation } => (superior, Command::OpenSettlement { invitation }),
        Act::Withdraw { reason } => (By::Applicant, Command::Withdraw { reason }),
        Act::Answer {
            rulings,
            order,
            execute_after,
        } => {
            let rulings = rulings.into_iter().map(ruled).collect::<anyhow::Result<_>>()?;
            let execute_by = day_after(execute_after)?;
            let order = order.map(|text| Order {
                text,
                execute_by: Some(execute_by),
            });
            (superior, Command::Answer { rulings, order })
        }
    };
    let step = ObjectionStep {
        key: ObjectionKey::Id(newest.id),
        by,
        seen_version: None,
        command,
        files: Vec::new(),
    };
    take(ctx, step).await?;
    Ok(())
}

/// What happens at the Commission; `false` for a step in the objection itself.
async fn dispute(
    ctx: &Context,
    staff: &Staff,
    objection: &rows::Objection,
    act: &Act,
    day_after: impl Fn(u16) -> anyhow::Result<Date>,
) -> anyhow::Result<bool> {
    let viewer;
    let (by, kind, told, source) = match act {
        Act::Dispute => (
            By::Applicant,
            FactKind::RecordFiling,
            Told::default(),
            String::new(),
        ),
        Act::Record {
            fact,
            source,
            number,
            other_after,
        } => {
            viewer = staff.one(Role::Officer, UnitId(objection.unit_id))?;
            let told = Told {
                number: number.clone(),
                other_on: other_after.map(day_after).transpose()?,
                ..Told::default()
            };
            let kind = FactKind::parse(fact).with_context(|| format!("no fact {fact}"))?;
            (By::Staff(&viewer, &[Role::Officer]), kind, told, source.clone())
        }
        _ => return Ok(false),
    };
    let step = DisputeStep {
        objection: ObjectionKey::Id(objection.id),
        by,
        seen_version: None,
        command: Fact {
            kind,
            on: ctx.today(ctx.zone()),
            told,
            source,
        },
    };
    record(ctx, step).await?;
    Ok(true)
}

fn ruled(sample: SampleRuling) -> anyhow::Result<Ruled> {
    Ok(Ruled {
        ground: ground(&sample.ground)?,
        ruling: Some(Ruling::parse(&sample.ruling).context("no such ruling")?),
        text: sample.text,
    })
}

fn ground(code: &str) -> anyhow::Result<Ground> {
    Ground::parse(code).with_context(|| format!("no ground {code}"))
}

async fn begin(ctx: &Context, request: Uuid, grounds: &[String], reason: &str) -> anyhow::Result<()> {
    let grounds = grounds
        .iter()
        .map(|code| ground(code))
        .collect::<anyhow::Result<_>>()?;
    let filing = ObjectionFiling {
        about: About::Request(request),
        grounds,
        reason: reason.to_owned(),
        purpose: "Liputan".to_owned(),
        objector: Objector {
            identity: None,
            kind: ApplicantKind::Individual,
            proxy_name: None,
            is_by_proxy: false,
        },
        channel: Channel::Web,
        received_at: ctx.now(),
        lang: Lang::Id,
        actor: Actor::APPLICANT,
        submission_key: format!("demo-objection:{request}"),
        files: Vec::new(),
        source: "demo",
    };
    file(ctx, filing).await?;
    Ok(())
}
