//! Recomputing the hash chain of a case: a changed, missing or added event is found at its place.

use crate::domain::request::{EventRecord, event_hash};
use crate::persistence::rows::{Request, RequestEvent};
use crate::services::instant;

/// What came of recomputing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainCheck {
    /// Every link holds, and the case agrees with the last.
    Intact {
        /// Events in the chain.
        events: usize,
    },
    /// The chain does not hold.
    Broken {
        /// The first event that does not follow from those before it.
        seq: i32,
    },
}

/// Recomputes the chain of a case from its events, oldest first.
#[must_use]
pub fn check_chain(request: &Request, events: &[RequestEvent]) -> ChainCheck {
    let case = request.id.to_string();
    let mut previous: Option<&str> = None;
    for (event, seq) in events.iter().zip(1..) {
        let actor = event.actor_user_id.map(|id| id.to_string());
        let appointment = event.appointment_id.map(|id| id.to_string());
        let record = EventRecord {
            request_id: &case,
            seq: event.seq,
            kind: &event.kind,
            at: instant(event.at),
            actor_role: &event.actor_role,
            actor_user_id: actor.as_deref(),
            appointment_id: appointment.as_deref(),
            status_before: event.status_before.as_deref(),
            status_after: &event.status_after,
            reason: event.reason.as_deref(),
            data: &event.data,
        };
        let is_next = event.seq == seq && event.prev_hash.as_deref() == previous;
        if !is_next || event_hash(previous, &record) != event.hash {
            return ChainCheck::Broken { seq };
        }
        previous = Some(&event.hash);
    }
    let last = events.last().map_or(0, |event| event.seq);
    if request.event_seq != last || request.last_event_hash.as_deref() != previous {
        return ChainCheck::Broken { seq: last + 1 };
    }
    ChainCheck::Intact { events: events.len() }
}
