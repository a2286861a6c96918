//! Who goes on with the duties of a unit that ended, as far as today.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::unit::SuccessionKind;
use crate::persistence::{Conn, rows, units};
use crate::services::ServiceError;

/// Every recorded succession by which a unit ended.
#[derive(Clone, Debug, Default)]
pub struct Heirs {
    /// Who goes on, the one that took what was open first.
    next: BTreeMap<Uuid, Vec<Uuid>>,
}

impl Heirs {
    /// Reads them.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn load(conn: &impl Conn) -> Result<Self, ServiceError> {
        Ok(Self::from_rows(units::list_successions(conn).await?))
    }

    fn from_rows(mut rows: Vec<rows::UnitSuccession>) -> Self {
        rows.retain(|row| SuccessionKind::parse(&row.kind).is_some_and(SuccessionKind::ends_unit));
        rows.sort_by_key(|row| row.position);
        let mut next: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for row in rows {
            next.entry(row.from_unit_id).or_default().push(row.to_unit_id);
        }
        Self { next }
    }

    /// The unit that goes on today with what was open in a unit that ended; `None` when it did not end.
    #[must_use]
    pub fn of(&self, unit: Uuid) -> Option<Uuid> {
        let mut heir = None;
        let mut at = unit;
        // A unit ends once, so this ends; the count keeps a spoilt database from going round.
        for _ in 0..=self.next.len() {
            match self.next.get(&at).and_then(|next| next.first()) {
                Some(next) => {
                    heir = Some(*next);
                    at = *next;
                }
                None => break,
            }
        }
        heir
    }

    /// Everyone that followed a unit at once, the one that took what was open first.
    #[must_use]
    pub fn named(&self, unit: Uuid) -> &[Uuid] {
        self.next.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// Every unit whose duties a unit goes on with, however long ago.
    #[must_use]
    pub fn predecessors(&self, unit: Uuid) -> Vec<Uuid> {
        let ended = self.next.keys().copied();
        ended.filter(|ended| self.of(*ended) == Some(unit)).collect()
    }
}
