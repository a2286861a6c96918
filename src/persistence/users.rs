//! Accounts and the dated appointments that give them roles.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use time::Date;
use uuid::Uuid;

use super::entities::{appointment, unit, user};
use super::rows::{Appointment, User};
use super::{Conn, PersistenceError, Result, Txn};

/// Adds an account; the user name must be folded already.
pub async fn insert_user(txn: &Txn, user: &User) -> Result<()> {
    user::Entity::insert(user.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Saves an account as read at `user.version` and returns it with its new version; `Stale` when someone was faster.
pub async fn update_user(txn: &Txn, user: &User) -> Result<User> {
    let next = User {
        version: user.version + 1,
        ..user.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(user::Column::Id);
    let done = user::Entity::update_many()
        .set(changes)
        .filter(user::COLUMN.id.eq(user.id))
        .filter(user::COLUMN.version.eq(user.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(next)
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The account with this id.
pub async fn find_user(conn: &impl Conn, id: Uuid) -> Result<Option<User>> {
    Ok(user::Entity::find_by_id(id).one(conn.raw()).await?)
}

/// The account with this folded user name.
pub async fn find_user_by_username(conn: &impl Conn, username: &str) -> Result<Option<User>> {
    Ok(user::Entity::find()
        .filter(user::COLUMN.username.eq(username))
        .one(conn.raw())
        .await?)
}

/// All accounts by user name.
pub async fn list_users(conn: &impl Conn) -> Result<Vec<User>> {
    Ok(user::Entity::find()
        .order_by_asc(user::Column::Username)
        .all(conn.raw())
        .await?)
}

/// Adds an appointment.
pub async fn insert_appointment(txn: &Txn, appointment: &Appointment) -> Result<()> {
    appointment::Entity::insert(appointment.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Ends an appointment after this day, written down at this instant.
pub async fn end_appointment(txn: &Txn, id: Uuid, ends_on: Date, at: i64) -> Result<()> {
    let done = appointment::Entity::update_many()
        .set(appointment::ActiveModel {
            ends_on: sea_orm::Set(Some(ends_on)),
            end_recorded_at: sea_orm::Set(Some(at)),
            ..Default::default()
        })
        .filter(appointment::COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// Every appointment a user ever had, oldest first.
pub async fn list_appointments(conn: &impl Conn, user_id: Uuid) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .filter(appointment::COLUMN.user_id.eq(user_id))
        .order_by_asc(appointment::Column::StartsOn)
        .order_by_asc(appointment::Column::Id)
        .all(conn.raw())
        .await?)
}

/// Every appointment anybody ever had, oldest first.
pub async fn list_all_appointments(conn: &impl Conn) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .order_by_asc(appointment::Column::StartsOn)
        .order_by_asc(appointment::Column::Id)
        .all(conn.raw())
        .await?)
}

/// The appointments of a user that are valid on a day, oldest first.
pub async fn list_appointments_on(conn: &impl Conn, user_id: Uuid, on: Date) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .filter(appointment::COLUMN.user_id.eq(user_id))
        .filter(valid_on(on))
        .order_by_asc(appointment::Column::StartsOn)
        .order_by_asc(appointment::Column::Id)
        .all(conn.raw())
        .await?)
}

/// Every appointment in a unit that is valid on a day.
pub async fn list_unit_appointments(conn: &impl Conn, unit_id: Uuid, on: Date) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .filter(appointment::COLUMN.unit_id.eq(unit_id))
        .filter(valid_on(on))
        .order_by_asc(appointment::Column::StartsOn)
        .order_by_asc(appointment::Column::Id)
        .all(conn.raw())
        .await?)
}

/// Every appointment in a unit that has not ended before a day, also one that begins later, oldest first.
pub async fn list_unended_appointments(
    conn: &impl Conn,
    unit_id: Uuid,
    on: Date,
) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .filter(appointment::COLUMN.unit_id.eq(unit_id))
        .filter(not_ended(on))
        .order_by_asc(appointment::Column::StartsOn)
        .order_by_asc(appointment::Column::Id)
        .all(conn.raw())
        .await?)
}

/// The appointments with these ids, in no order.
pub async fn list_appointments_of(conn: &impl Conn, ids: Vec<Uuid>) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .filter(appointment::COLUMN.id.is_in(ids))
        .all(conn.raw())
        .await?)
}

/// Who holds a role in a unit on a day.
pub async fn list_role_holders(
    conn: &impl Conn,
    unit_id: Uuid,
    role: &str,
    on: Date,
) -> Result<Vec<Appointment>> {
    Ok(appointment::Entity::find()
        .filter(appointment::COLUMN.unit_id.eq(unit_id))
        .filter(appointment::COLUMN.role.eq(role))
        .filter(valid_on(on))
        .order_by_asc(appointment::Column::StartsOn)
        .order_by_asc(appointment::Column::Id)
        .all(conn.raw())
        .await?)
}

/// The accounts that hold one of these roles in a unit on a day and can be written to.
pub async fn list_reachable_holders(
    conn: &impl Conn,
    unit_id: Uuid,
    roles: &[&str],
    on: Date,
) -> Result<Vec<User>> {
    let holders = appointment::Entity::find()
        .select_only()
        .column(appointment::Column::UserId)
        .filter(appointment::COLUMN.unit_id.eq(unit_id))
        .filter(appointment::Column::Role.is_in(roles.iter().copied()))
        .filter(valid_on(on))
        .into_query();
    Ok(user::Entity::find()
        .filter(user::Column::Id.in_subquery(holders))
        .filter(user::COLUMN.is_suspended.eq(false))
        .filter(user::Column::Email.is_not_null())
        .order_by_asc(user::Column::Id)
        .all(conn.raw())
        .await?)
}

/// In force on a day. Nobody holds an office in a unit that has ended, whatever their appointment says.
fn valid_on(on: Date) -> Condition {
    let ended = unit::Entity::find()
        .select_only()
        .column(unit::Column::Id)
        .filter(unit::Column::ValidTo.lt(on))
        .into_query();
    let in_a_unit = Condition::any()
        .add(appointment::Column::UnitId.is_null())
        .add(appointment::Column::UnitId.not_in_subquery(ended));
    Condition::all()
        .add(appointment::COLUMN.starts_on.lte(on))
        .add(not_ended(on))
        .add(in_a_unit)
}

fn not_ended(on: Date) -> Condition {
    Condition::any()
        .add(appointment::Column::EndsOn.is_null())
        .add(appointment::Column::EndsOn.gte(on))
}

/// Reads an appointment and keeps others from ending it until the transaction ends. On `SQLite` there is but one writer anyway.
pub async fn lock_appointment(txn: &Txn, id: Uuid) -> Result<Option<Appointment>> {
    Ok(appointment::Entity::find_by_id(id)
        .lock_shared()
        .one(txn.raw())
        .await?)
}
