//! What goes along with a succession: requests, and objections that somebody else answers from now on (`docs/readings.md` R37, R38, R40).

use time::Date;
use uuid::Uuid;

use super::answering;
use crate::domain::ids::UnitId;
use crate::domain::objection::ObjectionStatus;
use crate::domain::request::{Status, Succession};
use crate::domain::unit::SuccessionKind;
use crate::persistence::{Conn, objections, requests, rows};
use crate::services::ServiceError;
use crate::services::requests::{moves_with_a_letter, shared_with};

/// A succession as a case goes through it.
#[derive(Clone, Copy, Debug)]
pub(in crate::services) struct Handover<'a> {
    /// The unit as it was.
    pub from: &'a rows::Unit,
    /// The unit that goes on; the same one where it moved.
    pub to: &'a rows::Unit,
    /// First day on which it is so.
    pub effective_on: Date,
    /// The decree.
    pub legal_basis: &'a str,
}

impl Handover<'_> {
    /// As the record of a case that goes to this unit says it.
    pub fn succession(&self, to: UnitId) -> Succession {
        Succession {
            to,
            effective_on: self.effective_on,
            legal_basis: self.legal_basis.to_owned(),
        }
    }
}

/// Everything that goes along, with the state of each.
pub(super) struct Carried {
    pub requests: Vec<(Uuid, String)>,
    pub objections: Vec<(Uuid, String)>,
    /// Requests of which the unit prepares a share.
    pub shared: Vec<Uuid>,
    /// The unit whose superior answers the objections.
    pub answering: rows::Unit,
}

impl Carried {
    /// How many requests are open, so that their applicants are told.
    pub fn open_requests(&self) -> usize {
        let open = self.requests.iter().filter(|(_, status)| is_open_request(status));
        open.count()
    }
}

fn is_open_request(status: &str) -> bool {
    Status::parse(status).is_some_and(moves_with_a_letter)
}

fn is_open_objection(status: &str) -> bool {
    ObjectionStatus::parse(status).is_some_and(|status| !status.is_over())
}

/// Looks it up. All that a unit has goes along when it ends; what is open does, so that its applicants are told, when it goes to another
/// public body. Open objections follow whoever answers.
pub(super) async fn carried(
    conn: &impl Conn,
    kind: SuccessionKind,
    unit: &rows::Unit,
    goes_on: &rows::Unit,
    is_same_body: bool,
) -> Result<Carried, ServiceError> {
    let before = answering(conn, unit).await?;
    let after = answering(conn, goes_on).await?;
    let (ends, leaves) = (kind.ends_unit(), kind == SuccessionKind::Move && !is_same_body);
    let is_answered_elsewhere = kind != SuccessionKind::Rename && before.id != after.id;
    let (mut held, mut shared) = (Vec::new(), Vec::new());
    if ends || leaves {
        shared = shared_with(conn, unit.id).await?;
        held = requests::list_requests_of_unit(conn, unit.id).await?;
        held.retain(|(_, status)| ends || is_open_request(status));
    }
    let mut filed = Vec::new();
    if ends || leaves || is_answered_elsewhere {
        filed = objections::list_objections_of_unit(conn, unit.id).await?;
        filed.retain(|(_, status)| ends || is_open_objection(status));
        if before.id != unit.id && is_answered_elsewhere {
            let mut others = objections::list_objections_about(conn, before.id, unit.id).await?;
            others.retain(|(_, status)| is_open_objection(status));
            filed.extend(others);
        }
    }
    Ok(Carried {
        requests: held,
        objections: filed,
        shared,
        answering: after,
    })
}
