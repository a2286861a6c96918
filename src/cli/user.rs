//! `user add|reset|list`. A password is printed once and must be replaced at its first use.

use anyhow::Context as _;

use super::args::{AddUserArgs, Global, UserCommand};
use super::open;
use super::output::{UsageError, in_words, note, say};
use crate::domain::actor::Role;
use crate::domain::ids::UnitId;
use crate::persistence::units;
use crate::services::accounts::{Appoint, NewUser, add_user, appoint, list_users, reset_password};
use crate::services::{Context, ServiceError};

/// Does what was asked.
pub async fn run(global: &Global, command: UserCommand) -> anyhow::Result<()> {
    if let UserCommand::Add(args) = &command {
        check(args)?;
    }
    let ctx = open::context(open::settings(global, None)?).await?;
    match command {
        UserCommand::Add(args) => add(&ctx, args).await?,
        UserCommand::Reset { username } => reset(&ctx, &username).await?,
        UserCommand::List => list(&ctx).await?,
    }
    Ok(ctx.db.close().await?)
}

/// What can be told before anything is opened.
fn check(args: &AddUserArgs) -> anyhow::Result<()> {
    let role = Role::from(args.role);
    if args.unit.is_none() && matches!(role, Role::Officer | Role::Ppid | Role::Superior) {
        return Err(UsageError(format!("--role {} needs --unit CODE", role.code())).into());
    }
    Ok(())
}

async fn add(ctx: &Context, args: AddUserArgs) -> anyhow::Result<()> {
    let role = Role::from(args.role);
    // Before the account is made, so that no account without a role stays behind.
    let unit = match &args.unit {
        Some(code) => {
            let unit = units::find_unit_by_code(ctx.db.read(), code).await?;
            Some(UnitId(
                unit.with_context(|| format!("there is no unit `{code}`"))?.id,
            ))
        }
        None => None,
    };
    let new = NewUser {
        full_name: args.name.unwrap_or_else(|| args.username.clone()),
        username: args.username,
        email: args.email,
    };
    let (user, password) = add_user(ctx, new)
        .await
        .map_err(|error| in_words(error, &ctx.engine))?;
    let wanted = Appoint {
        user,
        role,
        unit,
        starts_on: args.from.unwrap_or_else(|| ctx.today(ctx.zone())),
        ends_on: None,
        decree: args.decree,
    };
    appoint(ctx, wanted)
        .await
        .map_err(|error| in_words(error, &ctx.engine))?;
    tell(&password)
}

async fn reset(ctx: &Context, username: &str) -> anyhow::Result<()> {
    match reset_password(ctx, username).await {
        Ok(password) => tell(&password),
        Err(ServiceError::NotFound) => anyhow::bail!("there is no account `{username}`"),
        Err(error) => Err(error.into()),
    }
}

/// The password alone on stdout, so that it can be piped; the words around it on stderr.
fn tell(password: &str) -> anyhow::Result<()> {
    note("one-time password, to be replaced at the first sign-in:");
    say(password)
}

async fn list(ctx: &Context) -> anyhow::Result<()> {
    let units = units::list_units(ctx.db.read()).await?;
    for account in list_users(ctx).await? {
        let roles: Vec<String> = account
            .appointments
            .iter()
            .map(|held| {
                let unit = held
                    .unit
                    .and_then(|id| units.iter().find(|unit| unit.id == id.0))
                    .map_or("*", |unit| unit.code.as_str());
                let until = held
                    .ends_on
                    .map(|day| format!(" until {day}"))
                    .unwrap_or_default();
                format!("{}@{unit} from {}{until}", held.role.code(), held.starts_on)
            })
            .collect();
        let state = if account.is_suspended {
            "suspended"
        } else if account.must_change_password {
            "one-time"
        } else {
            "active"
        };
        say(format_args!(
            "{}\t{}\t{state}\t{}",
            account.username,
            account.full_name,
            roles.join(", ")
        ))?;
    }
    Ok(())
}
