//! What happened to an objection. Events are only ever added; replaying them gives the state. They hold no words of people: those
//! stand beside them, bound by digest.

use super::ground::Ground;
use super::status::{Decision, Ruling};
use crate::domain::deadline::RuleSet;
use crate::domain::ids::{RequestId, UnitId};
use crate::domain::request::Channel;
use serde::{Deserialize, Serialize};
use time::Date;

/// The ruling on one ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroundRuling {
    /// The ground.
    pub ground: Ground,
    /// The ruling.
    pub ruling: Ruling,
}

/// Why an objection was closed, without anybody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBecause {
    /// The applicant accepted the answer.
    Accepted,
    /// The time to go to the Commission was over.
    TimeOver,
}

/// One fact in the life of an objection, stored as JSON beside its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Diterima: the thirty days of the statute start (UU 14/2008 Ps 36(2)).
    ObjectionReceived {
        /// Civil day of arrival.
        on: Date,
        /// Instant of arrival, in microseconds since 1970 (UTC).
        at: i64,
        /// How it arrived.
        channel: Channel,
        /// Unit whose superior answers.
        unit: UnitId,
        /// The request it is about; none for ground b without one (Perki 1/2021 Ps 43(2)d).
        request: Option<RequestId>,
        /// Its grounds.
        grounds: Vec<Ground>,
        /// Those that came after the latest reading of their thirty days; received all the same.
        possibly_late: Vec<Ground>,
        /// The rule set it was filed under.
        rule_set: RuleSet,
        /// Whether what is sent to the applicant is received at once.
        is_reached_online: bool,
        /// Whether it came after closing time.
        is_after_hours: bool,
    },
    /// Tercatat: number given, the thirty days of the regulation start (Perki 1/2021 Ps 41(3), 44(1)).
    ObjectionRegistered {
        /// Civil day of entry in the register.
        on: Date,
        /// Number.
        number: String,
    },
    /// Kelengkapan diminta.
    ParticularsAsked {
        /// Civil day.
        on: Date,
    },
    /// Kelengkapan diterima.
    ParticularsSupplied {
        /// Civil day.
        on: Date,
    },
    /// Musyawarah dibuka.
    SettlementOpened {
        /// Civil day.
        on: Date,
    },
    /// Musyawarah mufakat.
    SettlementReached {
        /// Civil day.
        on: Date,
        /// Day by which the office does its part.
        execute_by: Option<Date>,
    },
    /// Musyawarah gagal.
    SettlementFailed {
        /// Civil day.
        on: Date,
    },
    /// Ditanggapi.
    ObjectionAnswered {
        /// Civil day.
        on: Date,
        /// One a ground.
        rulings: Vec<GroundRuling>,
        /// What they add up to.
        decision: Decision,
        /// Day by which an order has to be carried out; none without an order.
        execute_by: Option<Date>,
        /// Day on which the applicant received it; `None` while an answer on paper is under way.
        received_on: Option<Date>,
    },
    /// Tanggapan diterima pemohon.
    AnswerReceived {
        /// Civil day.
        on: Date,
    },
    /// Dilaksanakan.
    ObjectionExecuted {
        /// Civil day.
        on: Date,
    },
    /// Ditutup.
    ObjectionClosed {
        /// Civil day.
        on: Date,
        /// On what ground.
        basis: ClosedBecause,
    },
    /// Dicabut.
    ObjectionWithdrawn {
        /// Civil day.
        on: Date,
    },
    /// Beralih ke unit pengganti: the superior of another unit answers, or that of a unit that went to another public body; no date moves
    /// (`docs/readings.md` R37, R40).
    ObjectionTransferred {
        /// The unit whose superior answered until then.
        from: UnitId,
        /// The unit whose superior answers; the same one where it moved.
        to: UnitId,
        /// First day on which it is so.
        effective_on: Date,
        /// The decree.
        legal_basis: String,
    },
    /// The last day moved because the calendar did.
    AnswerDateMoved {
        /// Decree of the new calendar version.
        decree: String,
        /// Before.
        was: Date,
        /// After.
        now: Date,
    },
    /// A new calendar moved a last day to go to the Commission.
    RoadMoved {
        /// Decree of the new calendar version.
        decree: String,
        /// Each road that moved.
        changes: Vec<RoadChange>,
    },
}

/// A last day to go to the Commission that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadChange {
    /// `D14` after an answer, `D15` after silence.
    pub rule: String,
    /// Before.
    pub was: Date,
    /// After.
    pub now: Date,
}

impl Event {
    /// The stored and published code of the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ObjectionReceived { .. } => "objection_received",
            Self::ObjectionRegistered { .. } => "objection_registered",
            Self::ParticularsAsked { .. } => "particulars_asked",
            Self::ParticularsSupplied { .. } => "particulars_supplied",
            Self::SettlementOpened { .. } => "settlement_opened",
            Self::SettlementReached { .. } => "settlement_reached",
            Self::SettlementFailed { .. } => "settlement_failed",
            Self::ObjectionAnswered { .. } => "objection_answered",
            Self::AnswerReceived { .. } => "answer_received",
            Self::ObjectionExecuted { .. } => "objection_executed",
            Self::ObjectionClosed { .. } => "objection_closed",
            Self::ObjectionWithdrawn { .. } => "objection_withdrawn",
            Self::ObjectionTransferred { .. } => "objection_transferred",
            Self::AnswerDateMoved { .. } => "answer_date_moved",
            Self::RoadMoved { .. } => "road_moved",
        }
    }
}
