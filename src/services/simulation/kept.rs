//! The cases of the last period that a page asked for.

use std::sync::Arc;

use time::Date;
use tokio::sync::Mutex;

use super::objections::{KeptObjection, ObjectionReader};
use super::reader::{KeptCase, Reader};
use super::{MOST_CASES, too_many};
use crate::persistence::queries::PastFilter;
use crate::persistence::rows::Unit;
use crate::persistence::{UnitScope, events, records};
use crate::services::{Context, ServiceError};

/// Events that tell whether a case has changed.
const NEWEST: u64 = 64;

/// Cases that still hold: a question about the same period reads none of them again. One period at a time, and one reader: reading
/// is the slow part.
#[derive(Clone, Default)]
pub struct PastCases(Arc<Mutex<Option<Kept>>>);

struct Kept {
    marker: String,
    past: Arc<Past>,
}

/// What was read of a period.
pub(super) struct Past {
    pub cases: Vec<KeptCase>,
    pub objections: Vec<KeptObjection>,
}

impl PastCases {
    /// The cases of a period, of every unit.
    ///
    /// # Errors
    /// Invalid when there are too many.
    pub(super) async fn of(
        &self,
        ctx: &Context,
        from: Option<Date>,
        to: Option<Date>,
        units: &[Unit],
    ) -> Result<Arc<Past>, ServiceError> {
        let mut kept = self.0.lock().await;
        let mut newest = events::list_newest_event_ids(ctx.db.read(), NEWEST).await?;
        newest.extend(records::list_newest_record_ids(ctx.db.read(), NEWEST).await?);
        let mixed = newest.iter().fold(0, |mixed, id| mixed ^ id.as_u128());
        let marker = format!("{mixed:x} {} {from:?} {to:?}", ctx.today(ctx.zone()));
        if let Some(kept) = kept.as_ref().filter(|kept| kept.marker == marker) {
            return Ok(Arc::clone(&kept.past));
        }
        let filter = PastFilter {
            scope: UnitScope::All,
            from,
            to,
        };
        let mut reader = Reader::new(ctx, filter.clone(), units.to_vec()).await?;
        let mut answers = ObjectionReader::new(ctx, filter).await?;
        if reader.total().max(answers.total()) > MOST_CASES {
            return Err(too_many());
        }
        // What was kept goes first, so that two periods are never held at once.
        *kept = None;
        let mut cases = Vec::new();
        while let Some(batch) = reader.batch().await? {
            cases.extend(batch);
        }
        let mut objections = Vec::new();
        while let Some(batch) = answers.batch().await? {
            objections.extend(batch);
        }
        let past = Arc::new(Past { cases, objections });
        *kept = Some(Kept {
            marker,
            past: Arc::clone(&past),
        });
        Ok(past)
    }
}
