//! Units of the public body, their dated versions, and who went on when one ended.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use time::Date;
use uuid::Uuid;

use super::entities::unit::{COLUMN, Column, Entity};
use super::entities::{unit_succession, unit_version};
use super::rows::{Unit, UnitSuccession, UnitVersion};
use super::{Conn, PersistenceError, Result, Txn};

/// Adds a unit with its first version, which has the id of the unit.
pub async fn insert_unit(txn: &Txn, unit: &Unit) -> Result<()> {
    Entity::insert(unit.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    insert_version(txn, &version_of(unit)).await
}

/// A unit as a version: what it says now.
#[must_use]
pub fn version_of(unit: &Unit) -> UnitVersion {
    UnitVersion {
        id: unit.id,
        unit_id: unit.id,
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        kind: unit.kind.clone(),
        body: unit.body.clone(),
        parent_code: unit.parent_code.clone(),
        place: unit.place.clone(),
        province: unit.province.clone(),
        address: unit.address.clone(),
        email: unit.email.clone(),
        ppid_of: unit.ppid_of.clone(),
        commission: unit.commission.clone(),
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        legal_basis: None,
        recorded_at: None,
        recorded_by: None,
    }
}

/// Saves a unit as read at `unit.version` and returns it with its new version; `Stale` when someone was faster. Its newest version
/// follows: what it says, and until when; the first one says since when.
pub async fn update_unit(txn: &Txn, unit: &Unit) -> Result<Unit> {
    let next = Unit {
        version: unit.version + 1,
        ..unit.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(Column::Id);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(unit.id))
        .filter(COLUMN.version.eq(unit.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected != 1 {
        return Err(PersistenceError::Stale);
    }
    let versions = list_versions(txn, unit.id).await?;
    if let Some(newest) = versions.last() {
        let is_only = versions.len() == 1;
        let said = UnitVersion {
            id: newest.id,
            valid_from: if is_only {
                unit.valid_from
            } else {
                newest.valid_from
            },
            legal_basis: newest.legal_basis.clone(),
            recorded_at: newest.recorded_at,
            recorded_by: newest.recorded_by,
            ..version_of(unit)
        };
        update_version(txn, &said).await?;
    }
    if let [first, _, ..] = versions.as_slice() {
        let first = UnitVersion {
            valid_from: unit.valid_from,
            ..first.clone()
        };
        update_version(txn, &first).await?;
    }
    Ok(next)
}

/// Keeps a unit as it was read until the transaction ends, so that nothing is filed with one that ends meanwhile; `Stale` when it was
/// changed already. On `SQLite` there is but one writer anyway.
pub async fn hold_unit(txn: &Txn, unit: &Unit) -> Result<()> {
    let held = Entity::find_by_id(unit.id).lock_shared().one(txn.raw()).await?;
    match held {
        Some(held) if held.version == unit.version => Ok(()),
        _ => Err(PersistenceError::Stale),
    }
}

/// Keeps everybody else from filing, and from changing units, until the transaction ends. In the order of their ids, so that two who do so
/// take turns; on `SQLite` there is but one writer anyway.
pub async fn lock_units(txn: &Txn) -> Result<()> {
    Entity::find()
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(txn.raw())
        .await?;
    Ok(())
}

/// Adds a version; the database refuses one that shares a day with another.
pub async fn insert_version(txn: &Txn, version: &UnitVersion) -> Result<()> {
    unit_version::Entity::insert(version.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

async fn update_version(txn: &Txn, version: &UnitVersion) -> Result<()> {
    let mut changes = version.clone().into_active_model().reset_all();
    changes.not_set(unit_version::Column::Id);
    unit_version::Entity::update_many()
        .set(changes)
        .filter(unit_version::COLUMN.id.eq(version.id))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Ends a version after this day.
pub async fn end_version(txn: &Txn, id: Uuid, on: Date) -> Result<()> {
    unit_version::Entity::update_many()
        .set(unit_version::ActiveModel {
            valid_to: Set(Some(on)),
            ..Default::default()
        })
        .filter(unit_version::COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// The versions of a unit, oldest first.
pub async fn list_versions(conn: &impl Conn, unit_id: Uuid) -> Result<Vec<UnitVersion>> {
    let mut found = unit_version::Entity::find()
        .filter(unit_version::COLUMN.unit_id.eq(unit_id))
        .all(conn.raw())
        .await?;
    // None comes first here and on SQLite, last on PostgreSQL.
    found.sort_by_key(|version| version.valid_from);
    Ok(found)
}

/// Every version of every unit, by unit, oldest first.
pub async fn list_all_versions(conn: &impl Conn) -> Result<Vec<UnitVersion>> {
    let mut found = unit_version::Entity::find().all(conn.raw()).await?;
    found.sort_by_key(|version| (version.unit_id, version.valid_from));
    Ok(found)
}

/// Adds a succession.
pub async fn insert_succession(txn: &Txn, succession: &UnitSuccession) -> Result<()> {
    unit_succession::Entity::insert(succession.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Every succession, the newest first. A few in a decade.
pub async fn list_successions(conn: &impl Conn) -> Result<Vec<UnitSuccession>> {
    Ok(unit_succession::Entity::find()
        .order_by_desc(unit_succession::Column::EffectiveOn)
        .order_by_desc(unit_succession::Column::RecordedAt)
        .order_by_asc(unit_succession::Column::ActId)
        .order_by_asc(unit_succession::Column::Position)
        .all(conn.raw())
        .await?)
}

/// The unit with this id.
pub async fn get_unit(conn: &impl Conn, id: Uuid) -> Result<Unit> {
    Entity::find_by_id(id)
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// The unit with this code.
pub async fn find_unit_by_code(conn: &impl Conn, code: &str) -> Result<Option<Unit>> {
    Ok(Entity::find()
        .filter(COLUMN.code.eq(code))
        .one(conn.raw())
        .await?)
}

/// All units, past and present, by code. A few dozen: callers keep them.
pub async fn list_units(conn: &impl Conn) -> Result<Vec<Unit>> {
    Ok(Entity::find().order_by_asc(Column::Code).all(conn.raw()).await?)
}
