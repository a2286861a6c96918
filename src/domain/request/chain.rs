//! The hash link between the events of one case: changing or removing an event breaks every later link.

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

/// What of an event is bound by its hash.
#[derive(Clone, Copy, Debug)]
pub struct EventRecord<'a> {
    /// The case.
    pub request_id: &'a str,
    /// Place in the case, from 1.
    pub seq: i32,
    /// Event kind code.
    pub kind: &'a str,
    /// When it happened.
    pub at: OffsetDateTime,
    /// Role of the actor.
    pub actor_role: &'a str,
    /// Account of the actor, if any.
    pub actor_user_id: Option<&'a str>,
    /// Appointment that gave the role, if staff.
    pub appointment_id: Option<&'a str>,
    /// State before it; `None` for the first.
    pub status_before: Option<&'a str>,
    /// State after it.
    pub status_after: &'a str,
    /// Reason given, if any.
    pub reason: Option<&'a str>,
    /// Facts of the event as stored.
    pub data: &'a str,
}

/// SHA-256 over the previous hash and the record, each part with its length in front so that no two records read alike.
#[must_use]
pub fn event_hash(previous: Option<&str>, record: &EventRecord<'_>) -> String {
    let seq = record.seq.to_string();
    let at = record.at.unix_timestamp_nanos().to_string();
    let parts = [
        previous.unwrap_or_default(),
        record.request_id,
        &seq,
        record.kind,
        &at,
        record.actor_role,
        record.actor_user_id.unwrap_or_default(),
        record.appointment_id.unwrap_or_default(),
        record.status_before.unwrap_or_default(),
        record.status_after,
        record.reason.unwrap_or_default(),
        record.data,
    ];
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            for half in [byte >> 4, byte & 15] {
                hex.extend(char::from_digit(u32::from(half), 16));
            }
            hex
        })
}
