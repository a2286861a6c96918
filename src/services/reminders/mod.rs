//! Pengingat: one briefing in the morning for each member of staff, and a mail of its own for what comes to its last day or past it
//! (`docs/decisions/0028-one-briefing-a-day.md`). What was told is remembered in the transaction that leaves the mail, so that it is told
//! once, by however many workers; one that was dead tells afterwards what is still worth telling.

mod mail;
mod matters;
mod people;

pub use mail::{BRIEFING, Desk, ESCALATION, Line, Point, Told, is_outdated, read};
pub use matters::Kind;

use std::collections::BTreeSet;

use crate::domain::actor::Role;
use crate::domain::policy::SHARE_ROLES;
use crate::domain::reminder::{Step, Tally};
use crate::persistence::{outbox, reminders, rows, write};
use crate::services::{Context, ServiceError, micros};
use matters::{Matter, Matters};
use people::Person;

/// The job's name.
pub const JOB: &str = "reminders";

/// What a round left in the outbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Briefings.
    pub briefings: u64,
    /// Escalations.
    pub escalations: u64,
}

/// Leaves the mail that is owed now. Without a mail server nothing is told, so that a server set up later is not met by a heap of it.
///
/// # Errors
/// When the database is out of reach; what was told until then is remembered.
pub async fn remind(ctx: &Context) -> Result<Left, ServiceError> {
    let mut left = Left::default();
    if !ctx.mailer.is_configured() {
        return Ok(left);
    }
    let people = people::list(ctx).await?;
    if people.is_empty() {
        return Ok(left);
    }
    let matters = matters::list(ctx).await?;
    for person in people {
        let told = tell(ctx, &matters, &person).await?;
        left.briefings += told.briefings;
        left.escalations += told.escalations;
    }
    Ok(left)
}

/// How many people's briefings of today are not made yet although it is time.
///
/// # Errors
/// When the database is out of reach.
pub async fn count_owed(ctx: &Context) -> Result<u64, ServiceError> {
    let mut owed = 0;
    if ctx.mailer.is_configured() {
        for person in people::list(ctx).await? {
            owed += u64::from(!reminders::has_briefing(ctx.db.read(), person.user, person.day).await?);
        }
    }
    Ok(owed)
}

/// What one person has before them.
struct View<'a> {
    tally: Tally,
    desk: Desk,
    steps: Vec<(&'a Matter, Step, Desk)>,
}

fn view<'a>(matters: &'a Matters, person: &Person) -> View<'a> {
    let mut tally = Tally::default();
    let mut steps = Vec::new();
    for matter in &matters.all {
        let mut roles = person.roles_in(matter.unit);
        if matter.kind == Kind::Share {
            roles.retain(|role| SHARE_ROLES.contains(role));
        }
        let step = matter.owed.step(&roles, matter.outlook);
        if let Some(step) = step {
            steps.push((matter, step, desk(&roles)));
        }
        match matter.kind {
            Kind::Request => {
                if let Some(place) = matter.owed.place(&roles, matter.outlook) {
                    tally.add(place);
                }
            }
            Kind::Objection => tally.objections += u32::from(step.is_some()),
            Kind::Share => tally.shares += u32::from(!roles.is_empty()),
            Kind::Exemption => tally.ending += u32::from(step.is_some()),
            Kind::Dispute => tally.disputes += u32::from(step.is_some()),
        }
    }
    let approves = |unit| person.roles_in(unit).contains(&Role::Superior);
    let sheets = matters.sheets.iter().filter(|unit| approves(**unit)).count();
    tally.sheets = u32::try_from(sheets).unwrap_or(u32::MAX);
    let is_office = person.viewer.holds(Role::Officer) || person.viewer.holds(Role::Ppid);
    View {
        tally,
        desk: if is_office { Desk::Office } else { Desk::Superior },
        steps,
    }
}

/// Where somebody with these roles in a unit works on its matters.
fn desk(roles: &[Role]) -> Desk {
    if roles.contains(&Role::Officer) || roles.contains(&Role::Ppid) {
        Desk::Office
    } else {
        Desk::Superior
    }
}

async fn tell(ctx: &Context, matters: &Matters, person: &Person) -> Result<Left, ServiceError> {
    let conn = ctx.db.read();
    let View { tally, desk, steps } = view(matters, person);
    let ids: Vec<_> = steps.iter().map(|(matter, ..)| matter.id).collect();
    let told: BTreeSet<_> = reminders::list_reminders(conn, person.user, &ids)
        .await?
        .into_iter()
        .map(|row| (row.subject_id, row.duty, row.step))
        .collect();
    let is_new = |matter: &Matter, step: Step| {
        !told.contains(&(matter.id, matter.duty.clone(), step.code().to_owned()))
    };
    let (urgent, near): (Vec<_>, Vec<_>) = steps
        .into_iter()
        .filter(|(matter, step, _)| is_new(matter, *step))
        .partition(|(_, step, _)| step.is_escalation());
    let is_made = reminders::has_briefing(conn, person.user, person.day).await?;
    if urgent.is_empty() && is_made {
        return Ok(Left::default());
    }
    let now = micros(ctx.now());
    let remembered = |matter: &Matter, step: Step| rows::Reminder {
        user_id: person.user,
        subject_id: matter.id,
        duty: matter.duty.clone(),
        step: step.code().to_owned(),
        told_at: now,
    };
    write(&ctx.db, async |txn| {
        let mut left = Left::default();
        let mut lines = Vec::new();
        for (matter, step, desk) in &urgent {
            // Another worker may have been faster.
            if reminders::insert_reminder(txn, &remembered(matter, *step)).await? {
                lines.push(Line::of(matter, *step, *desk));
            }
        }
        if !lines.is_empty() {
            let told = Told {
                tally: Tally::default(),
                desk,
                lines,
                until: None,
            };
            outbox::insert_outbox(txn, &mail::row(ctx, person, ESCALATION, &told)?).await?;
            left.escalations += 1;
        }
        let made = rows::Briefing {
            user_id: person.user,
            told_on: person.day,
            told_at: now,
        };
        if is_made || !reminders::insert_briefing(txn, &made).await? {
            return Ok::<_, ServiceError>(left);
        }
        let mut lines = Vec::new();
        for (matter, step, desk) in &near {
            if reminders::insert_reminder(txn, &remembered(matter, *step)).await? {
                lines.push(Line::of(matter, *step, *desk));
            }
        }
        if tally.is_worth_a_mail() || !lines.is_empty() {
            let told = Told {
                tally,
                desk,
                lines,
                until: Some(person.until),
            };
            outbox::insert_outbox(txn, &mail::row(ctx, person, BRIEFING, &told)?).await?;
            left.briefings += 1;
        }
        Ok(left)
    })
    .await
}
