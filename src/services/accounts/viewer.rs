//! Whose session a token is, asked on every request.

use uuid::Uuid;

use crate::domain::actor::{Appointment, Role, Viewer};
use crate::domain::ids::{AppointmentId, UnitId, UserId};
use crate::persistence::{rows, sessions, users};
use crate::services::{Context, ServiceError, micros};

/// A person who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub user: UserId,
    /// Its username.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// What the policy knows of them today.
    pub viewer: Viewer,
    /// The session.
    pub session: Uuid,
    /// Whether a one-time password waits to be replaced.
    pub must_change_password: bool,
}

/// The person behind a token, with the appointments in force today; `None` when the token, the session or the account
/// is no longer good.
///
/// Permissions: none needed; this is what permissions are made of.
pub async fn viewer(ctx: &Context, token: &str) -> Result<Option<SignedIn>, ServiceError> {
    let now = ctx.now();
    let Ok(claims) = ctx.keys.read_session(token, now) else {
        return Ok(None);
    };
    let db = ctx.db.read();
    let session = sessions::find_session(db, claims.session_id).await?;
    let lives = |session: &rows::Session| {
        session.user_id == claims.user_id && session.revoked_at.is_none() && session.expires_at > micros(now)
    };
    let Some(session) = session.filter(lives) else {
        return Ok(None);
    };
    let user = users::find_user(db, session.user_id).await?;
    let Some(user) = user.filter(|user| !user.is_suspended) else {
        return Ok(None);
    };
    let today = ctx.today(ctx.zone());
    let appointments = users::list_appointments_on(db, user.id, today).await?;
    Ok(Some(SignedIn {
        user: UserId(user.id),
        viewer: as_viewer(UserId(user.id), &appointments)?,
        username: user.username,
        full_name: user.full_name,
        session: session.id,
        must_change_password: user.must_change_password,
    }))
}

/// What an account may see today without a session, as its calendar does; `None` once it is suspended, while a one-time password waits,
/// or when there is no such account.
pub async fn viewer_of(ctx: &Context, user: UserId) -> Result<Option<Viewer>, ServiceError> {
    let db = ctx.db.read();
    let found = users::find_user(db, user.0).await?;
    let Some(found) = found.filter(|found| !found.is_suspended && !found.must_change_password) else {
        return Ok(None);
    };
    let appointments = users::list_appointments_on(db, found.id, ctx.today(ctx.zone())).await?;
    Ok(Some(as_viewer(user, &appointments)?))
}

/// Whoever holds no staff role today but was registered as a citizen is one; whoever holds none at all is staff
/// without appointments, who sees nothing.
///
/// # Errors
/// When a stored role is not understood.
pub(in crate::services) fn as_viewer(
    user: UserId,
    rows: &[rows::Appointment],
) -> Result<Viewer, ServiceError> {
    let held = rows.iter().map(appointment).collect::<Result<Vec<_>, _>>()?;
    let is_citizen = held.iter().any(|held| held.role == Role::Citizen);
    let appointments: Vec<_> = held
        .into_iter()
        .filter(|held| held.role != Role::Citizen)
        .collect();
    if is_citizen && appointments.is_empty() {
        Ok(Viewer::Citizen(user))
    } else {
        Ok(Viewer::Staff { user, appointments })
    }
}

pub(super) fn appointment(row: &rows::Appointment) -> Result<Appointment, ServiceError> {
    Ok(Appointment {
        id: AppointmentId(row.id),
        role: Role::parse(&row.role)
            .ok_or_else(|| ServiceError::unexpected(format!("no role `{}`", row.role)))?,
        unit: row.unit_id.map(UnitId),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    })
}
