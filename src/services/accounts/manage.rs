//! What an administrator does to accounts. The caller has checked the role, or is an operator at the command line.

use time::Date;
use uuid::Uuid;

use super::{fold_username, viewer::appointment};
use crate::domain::actor::{Appointment, Role};
use crate::domain::ids::{AppointmentId, UnitId, UserId};
use crate::persistence::rows::{self, User};
use crate::persistence::{
    PersistenceError, Txn, account_acts, calendar_feeds, sessions, units, users, write,
};
use crate::security::one_time_password;
use crate::services::{Context, Fault, FaultValue, ServiceError, micros};

/// An account to add.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The username; stored in lower case.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// Where to write to them.
    pub email: Option<String>,
}

/// An account with all its appointments.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub id: UserId,
    /// Its username.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// Where to write to them.
    pub email: Option<String>,
    /// Whether it is closed for now.
    pub is_suspended: bool,
    /// Whether a one-time password waits to be replaced.
    pub must_change_password: bool,
    /// Its appointments, past and present.
    pub appointments: Vec<Appointment>,
}

/// An appointment to make.
#[derive(Clone, Debug)]
pub struct Appoint {
    /// Who.
    pub user: UserId,
    /// To what.
    pub role: Role,
    /// Where; `None` for the whole body.
    pub unit: Option<UnitId>,
    /// First day in force.
    pub starts_on: Date,
    /// Last day in force.
    pub ends_on: Option<Date>,
    /// The decree of appointment.
    pub decree: Option<String>,
}

const LONGEST_USERNAME: usize = 64;
const LONGEST_NAME: usize = 200;

/// Adds an account and returns it with the one-time password, which is shown once and must be replaced at first use.
///
/// # Errors
/// `Invalid` with the fields `username` and `full_name`.
pub async fn add_user(ctx: &Context, new: NewUser) -> Result<(UserId, String), ServiceError> {
    add_user_by(ctx, None, new).await
}

/// The same by an administrator, who then has had the account in hand.
///
/// # Errors
/// As [`add_user`].
pub async fn add_user_by(
    ctx: &Context,
    by: Option<UserId>,
    new: NewUser,
) -> Result<(UserId, String), ServiceError> {
    let username = fold_username(&new.username);
    let full_name = new.full_name.trim().to_owned();
    let mut faults = Vec::new();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    if username.is_empty() || username.len() > LONGEST_USERNAME || !username.chars().all(allowed) {
        faults.push(Fault::new("username", "account.fault.username"));
    }
    if full_name.is_empty() || full_name.chars().count() > LONGEST_NAME {
        faults.push(Fault::new("full_name", "account.fault.full_name"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let password = one_time_password(&*ctx.entropy);
    let user = User {
        id: ctx.new_id(),
        username,
        full_name,
        email: new
            .email
            .map(|email| email.trim().to_owned())
            .filter(|email| !email.is_empty()),
        password_hash: hash(ctx, &password).await?,
        is_suspended: false,
        must_change_password: true,
        created_at: micros(ctx.now()),
        version: 1,
    };
    let added = write(&ctx.db, async |txn| {
        users::insert_user(txn, &user).await?;
        note_hand(ctx, txn, by, user.id, "created").await
    })
    .await;
    match added {
        Ok(()) => Ok((UserId(user.id), password)),
        Err(error) if error.is_duplicate_of("uq_users_username") => {
            Err(ServiceError::invalid("username", "account.fault.username_taken"))
        }
        Err(error) => Err(error.into()),
    }
}

/// Gives an account a new one-time password and ends its sessions.
///
/// # Errors
/// `NotFound` when there is no such account.
pub async fn reset_password(ctx: &Context, username: &str) -> Result<String, ServiceError> {
    replace_password(ctx, None, username, true).await
}

/// The same by an administrator, who sees the password and so has the account in hand.
///
/// # Errors
/// As [`reset_password`].
pub async fn reset_password_by(ctx: &Context, by: UserId, username: &str) -> Result<String, ServiceError> {
    replace_password(ctx, Some(by), username, true).await
}

/// Gives an account of the demonstration a new password that opens it until the next start: nobody should have to think of
/// another one to look around.
///
/// # Errors
/// `NotFound` when there is no such account.
pub async fn issue_sample_password(ctx: &Context, username: &str) -> Result<String, ServiceError> {
    replace_password(ctx, None, username, false).await
}

async fn replace_password(
    ctx: &Context,
    by: Option<UserId>,
    username: &str,
    must_change_password: bool,
) -> Result<String, ServiceError> {
    let password = one_time_password(&*ctx.entropy);
    let password_hash = hash(ctx, &password).await?;
    let username = fold_username(username);
    let now = micros(ctx.now());
    write(&ctx.db, async |txn| {
        let user = users::find_user_by_username(txn, &username)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let user = User {
            password_hash,
            must_change_password,
            ..user
        };
        users::update_user(txn, &user).await?;
        sessions::revoke_sessions_of(txn, user.id, now).await?;
        calendar_feeds::delete_calendar_feed(txn, user.id).await?;
        note_hand(ctx, txn, by, user.id, "password").await?;
        Ok::<(), ServiceError>(())
    })
    .await?;
    Ok(password)
}

/// All accounts by username.
pub async fn list_users(ctx: &Context) -> Result<Vec<Account>, ServiceError> {
    let db = ctx.db.read();
    let mut held: Vec<rows::Appointment> = users::list_all_appointments(db).await?;
    let mut accounts = Vec::new();
    for user in users::list_users(db).await? {
        let (own, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|held| held.user_id == user.id);
        held = others;
        accounts.push(Account {
            id: UserId(user.id),
            username: user.username,
            full_name: user.full_name,
            email: user.email,
            is_suspended: user.is_suspended,
            must_change_password: user.must_change_password,
            appointments: own.iter().map(appointment).collect::<Result<_, _>>()?,
        });
    }
    Ok(accounts)
}

/// Appoints a person to a role (penunjukan).
///
/// # Errors
/// `Invalid` when the role needs a unit and none is named, the days are the wrong way round, or the unit is not there on all of them.
pub async fn appoint(ctx: &Context, wanted: Appoint) -> Result<AppointmentId, ServiceError> {
    appoint_by(ctx, None, wanted).await
}

/// The same by an administrator.
///
/// # Errors
/// As [`appoint`].
pub async fn appoint_by(
    ctx: &Context,
    by: Option<UserId>,
    wanted: Appoint,
) -> Result<AppointmentId, ServiceError> {
    let needs_unit = matches!(wanted.role, Role::Officer | Role::Ppid | Role::Superior);
    if wanted.role == Role::System {
        return Err(ServiceError::invalid("role", "account.fault.role"));
    }
    if needs_unit && wanted.unit.is_none() {
        return Err(ServiceError::invalid("unit", "account.fault.unit"));
    }
    if wanted.ends_on.is_some_and(|end| end < wanted.starts_on) {
        return Err(ServiceError::invalid("ends_on", "account.fault.days"));
    }
    let row = rows::Appointment {
        id: ctx.new_id(),
        user_id: wanted.user.0,
        unit_id: wanted.unit.map(|unit| unit.0),
        role: wanted.role.code().to_owned(),
        starts_on: wanted.starts_on,
        ends_on: wanted.ends_on,
        decree: wanted.decree,
        end_recorded_at: None,
    };
    write(&ctx.db, async |txn| {
        if let Some(unit) = row.unit_id {
            let unit = units::get_unit(txn, unit)
                .await
                .map_err(|_| ServiceError::invalid("unit", "field.unit_unknown"))?;
            within_unit(&unit, &row)?;
            // A succession at the same moment waits, or is waited for.
            units::hold_unit(txn, &unit).await?;
        }
        users::insert_appointment(txn, &row).await?;
        note_hand(ctx, txn, by, row.user_id, "appointed").await?;
        Ok::<(), ServiceError>(())
    })
    .await?;
    Ok(AppointmentId(row.id))
}

/// Whether a unit is there from the first day of an appointment to its last.
fn within_unit(unit: &rows::Unit, wanted: &rows::Appointment) -> Result<(), ServiceError> {
    let told = |field: &str, key: &str, day: Date| {
        let mut fault = Fault::new(field, key);
        fault.values.push(("day", FaultValue::Day(day)));
        Err(ServiceError::Invalid(vec![fault]))
    };
    match (unit.valid_from, unit.valid_to) {
        (Some(first), _) if wanted.starts_on < first => told("starts_on", "account.fault.before_unit", first),
        (_, Some(last)) if wanted.starts_on > last => told("unit", "account.fault.unit_ended", last),
        (_, Some(last)) if wanted.ends_on.is_none_or(|end| end > last) => {
            told("ends_on", "account.fault.after_unit", last)
        }
        _ => Ok(()),
    }
}

/// Ends an appointment after this day. What its holder did stays theirs.
pub async fn end_appointment(
    ctx: &Context,
    appointment: AppointmentId,
    ends_on: Date,
) -> Result<(), ServiceError> {
    let ended = write(&ctx.db, async |txn| {
        users::end_appointment(txn, appointment.0, ends_on, micros(ctx.now())).await
    });
    Ok(ended.await?)
}

/// Closes an account for now, which ends its sessions at once, or opens it again.
pub async fn set_suspended(ctx: &Context, user: UserId, is_suspended: bool) -> Result<(), ServiceError> {
    let now = micros(ctx.now());
    let done = write(&ctx.db, async |txn| {
        let id: Uuid = user.0;
        let known = users::find_user(txn, id)
            .await?
            .ok_or(PersistenceError::NotFound)?;
        users::update_user(
            txn,
            &User {
                is_suspended,
                ..known
            },
        )
        .await?;
        if is_suspended {
            sessions::revoke_sessions_of(txn, id, now).await?;
            calendar_feeds::delete_calendar_feed(txn, id).await?;
        }
        Ok::<(), PersistenceError>(())
    });
    Ok(done.await?)
}

/// Notes that an administrator had another account in hand: `policy::second_person` asks for it. An operator at the command line is
/// no administrator of the pages.
async fn note_hand(
    ctx: &Context,
    txn: &Txn,
    by: Option<UserId>,
    account: Uuid,
    kind: &str,
) -> Result<(), PersistenceError> {
    let Some(by) = by.filter(|by| by.0 != account) else {
        return Ok(());
    };
    let act = rows::AccountAct {
        id: ctx.new_id(),
        account_id: account,
        by_user_id: by.0,
        kind: kind.to_owned(),
        at: micros(ctx.now()),
    };
    account_acts::insert_act(txn, &act).await
}

async fn hash(ctx: &Context, password: &str) -> Result<String, ServiceError> {
    ctx.passwords
        .hash(password)
        .await
        .map_err(ServiceError::unexpected)
}
