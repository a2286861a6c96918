//! What happened to a dispute, as the portal was told. Events are only ever added; replaying them gives the state. They hold no words of
//! people: how each fact is known stands beside it, bound by digest.

use super::commission::Commission;
use super::status::{DisputeOutcome, Party};
use crate::domain::deadline::RuleSet;
use crate::domain::ids::{RequestId, UnitId};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Perintah: what follows from a decision that is final, or from an agreement (UU 14/2008 Ps 39, 46; Perki 1/2013 Ps 59–60).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionOrder {
    /// Day by which it is carried out, when one is known.
    pub execute_by: Option<Date>,
    /// The request that is opened again for it; none where there is none, or nothing of it is left to answer.
    pub request: Option<RequestId>,
    /// The exemptions that it declared open (UU 14/2008 Ps 11(2), 18(1)g).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opens: Vec<Uuid>,
}

/// One fact in the life of a dispute, stored as JSON beside its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Diajukan: the clocks of the Commission start (UU 14/2008 Ps 38; Perki 1/2013 Ps 17).
    DisputeFiled {
        /// Civil day on which the Commission received it.
        on: Date,
        /// The objection it follows.
        objection: Uuid,
        /// The unit whose answer, or silence, it is about.
        unit: UnitId,
        /// The Commission, as it was the right one on that day.
        commission: Commission,
        /// The number it was received under, in events of before it stood beside them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// Whether it came after the latest reading of every road that was open; whether it is late is for the Commission to say.
        is_possibly_late: bool,
        /// Whether nobody can tell, for it is about an answer whose receipt was not on record.
        is_receipt_unknown: bool,
        /// The rule set of the objection.
        rule_set: RuleSet,
    },
    /// Surat panitera tentang kekurangan (Perki 1/2013 Ps 17(1)).
    ClerkAsked {
        /// Day of the letter.
        on: Date,
        /// Day on which the applicant received it, when known.
        received_on: Option<Date>,
    },
    /// Dilengkapi (Perki 1/2013 Ps 17(2)).
    DisputeCompleted {
        /// Civil day.
        on: Date,
    },
    /// Tidak diregistrasi (Perki 1/2013 Ps 17(3)).
    RegistrationRefused {
        /// Civil day.
        on: Date,
    },
    /// Diregistrasi.
    DisputeRegistered {
        /// Civil day.
        on: Date,
        /// Number in the register of the Commission, in events of before it stood beside them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
    },
    /// Panggilan sidang (Perki 1/2013 Ps 24(2)).
    Summoned {
        /// Day on which the body received the summons.
        on: Date,
        /// Day of the hearing.
        hearing_on: Date,
    },
    /// Sidang ditunda untuk mediasi (Perki 1/2013 Ps 37–38).
    MediationOrdered {
        /// Civil day.
        on: Date,
    },
    /// Mediasi dimulai: the first meeting (Perki 1/2013 Ps 41).
    MediationBegun {
        /// Civil day.
        on: Date,
    },
    /// Mediasi diperpanjang, once (Perki 1/2013 Ps 41).
    MediationExtended {
        /// Civil day.
        on: Date,
    },
    /// Mediasi mencapai kesepakatan (UU 14/2008 Ps 39).
    MediationSucceeded {
        /// Civil day.
        on: Date,
        /// What the body agreed to do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<CommissionOrder>,
    },
    /// Mediasi gagal; adjudication goes on (UU 14/2008 Ps 42).
    MediationFailed {
        /// Civil day.
        on: Date,
    },
    /// Hari sidang pembacaan putusan ditetapkan (Perki 1/2013 Ps 57(3)).
    DecisionSessionSet {
        /// Day on which that became known.
        on: Date,
        /// Day of the session.
        session_on: Date,
    },
    /// Kesimpulan tertulis disampaikan by the body (Perki 1/2013 Ps 57(3)).
    ConclusionsFiled {
        /// Civil day.
        on: Date,
    },
    /// Putusan dibacakan (UU 14/2008 Ps 46).
    DecisionRead {
        /// Civil day.
        on: Date,
        /// What was decided.
        outcome: DisputeOutcome,
    },
    /// Salinan putusan diterima by a party (Perki 1/2013 Ps 59(4), 60(2); UU 14/2008 Ps 48(1)).
    DecisionReceived {
        /// Civil day.
        on: Date,
        /// Whose receipt.
        party: Party,
    },
    /// Keberatan ke pengadilan (UU 14/2008 Ps 47–48).
    CourtObjectionFiled {
        /// Civil day.
        on: Date,
        /// By whom.
        party: Party,
    },
    /// Putusan pengadilan diterima by a party (UU 14/2008 Ps 50).
    CourtDecisionReceived {
        /// Civil day.
        on: Date,
        /// Whose receipt.
        party: Party,
    },
    /// Kasasi diajukan (UU 14/2008 Ps 50).
    CassationFiled {
        /// Civil day.
        on: Date,
        /// By whom.
        party: Party,
    },
    /// Berkekuatan hukum tetap.
    DecisionFinal {
        /// Civil day.
        on: Date,
        /// Whether the Commission or a court said so itself; else it follows from the receipts of both sides.
        is_stated: bool,
        /// What is final, where a court had it.
        outcome: Option<DisputeOutcome>,
        /// What follows from it; none where nothing was granted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<CommissionOrder>,
    },
    /// Dijalankan by the body.
    DisputeExecuted {
        /// Civil day.
        on: Date,
    },
    /// Dicabut (Perki 1/2013 Ps 14–15).
    DisputeWithdrawn {
        /// Civil day.
        on: Date,
    },
    /// Gugur (Perki 1/2013 Ps 30, 45).
    DisputeLapsed {
        /// Civil day.
        on: Date,
    },
    /// Catatan keliru: a record that was made in error is taken back, and the state is as before it.
    RecordedInError {
        /// Civil day on which it was taken back.
        on: Date,
        /// Place of the record in the log.
        of: i32,
    },
}

impl Event {
    /// The stored and published code of the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::DisputeFiled { .. } => "dispute_filed",
            Self::ClerkAsked { .. } => "clerk_asked",
            Self::DisputeCompleted { .. } => "dispute_completed",
            Self::RegistrationRefused { .. } => "registration_refused",
            Self::DisputeRegistered { .. } => "dispute_registered",
            Self::Summoned { .. } => "summoned",
            Self::MediationOrdered { .. } => "mediation_ordered",
            Self::MediationBegun { .. } => "mediation_begun",
            Self::MediationExtended { .. } => "mediation_extended",
            Self::MediationSucceeded { .. } => "mediation_succeeded",
            Self::MediationFailed { .. } => "mediation_failed",
            Self::DecisionSessionSet { .. } => "decision_session_set",
            Self::ConclusionsFiled { .. } => "conclusions_filed",
            Self::DecisionRead { .. } => "decision_read",
            Self::DecisionReceived { .. } => "decision_received",
            Self::CourtObjectionFiled { .. } => "court_objection_filed",
            Self::CourtDecisionReceived { .. } => "court_decision_received",
            Self::CassationFiled { .. } => "cassation_filed",
            Self::DecisionFinal { .. } => "decision_final",
            Self::DisputeExecuted { .. } => "dispute_executed",
            Self::DisputeWithdrawn { .. } => "dispute_withdrawn",
            Self::DisputeLapsed { .. } => "dispute_lapsed",
            Self::RecordedInError { .. } => "recorded_in_error",
        }
    }

    /// The civil day of the fact.
    #[must_use]
    pub const fn on(&self) -> Date {
        match self {
            Self::DisputeFiled { on, .. }
            | Self::ClerkAsked { on, .. }
            | Self::DisputeCompleted { on }
            | Self::RegistrationRefused { on }
            | Self::DisputeRegistered { on, .. }
            | Self::Summoned { on, .. }
            | Self::MediationOrdered { on }
            | Self::MediationBegun { on }
            | Self::MediationExtended { on }
            | Self::MediationSucceeded { on, .. }
            | Self::MediationFailed { on }
            | Self::DecisionSessionSet { on, .. }
            | Self::ConclusionsFiled { on }
            | Self::DecisionRead { on, .. }
            | Self::DecisionReceived { on, .. }
            | Self::CourtObjectionFiled { on, .. }
            | Self::CourtDecisionReceived { on, .. }
            | Self::CassationFiled { on, .. }
            | Self::DecisionFinal { on, .. }
            | Self::DisputeExecuted { on }
            | Self::DisputeWithdrawn { on }
            | Self::DisputeLapsed { on }
            | Self::RecordedInError { on, .. } => *on,
        }
    }

    /// What it orders.
    #[must_use]
    pub const fn order(&self) -> Option<&CommissionOrder> {
        match self {
            Self::MediationSucceeded { order, .. } | Self::DecisionFinal { order, .. } => order.as_ref(),
            _ => None,
        }
    }

    /// The number that it holds itself, as it did before numbers stood beside the events.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::DisputeFiled { number, .. } | Self::DisputeRegistered { number, .. } => number.as_deref(),
            _ => None,
        }
    }

    /// Whether it is the receipt of a decision: the sides receive it in any order, and the office may learn of either late.
    #[must_use]
    pub const fn is_receipt(&self) -> bool {
        matches!(
            self,
            Self::DecisionReceived { .. } | Self::CourtDecisionReceived { .. }
        )
    }
}
