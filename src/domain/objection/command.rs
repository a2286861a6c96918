//! What an actor may ask of an objection.

use super::ground::Ground;
use super::status::Ruling;
use crate::domain::request::{Succession, codes};
use time::Date;

codes!(
    /// The commands, without their contents; the rows of the matrix in `docs/workflow.md`.
    CommandKind {
        /// Minta kelengkapan. No text knows it, so it stops no clock.
        AskParticulars = "ask_particulars",
        /// Lengkapi keberatan.
        SupplyParticulars = "supply_particulars",
        /// Buka musyawarah (UU 14/2008 Ps 35(2)).
        OpenSettlement = "open_settlement",
        /// Catat kesepakatan.
        RecordAgreement = "record_agreement",
        /// Catat bahwa musyawarah gagal.
        RecordFailure = "record_failure",
        /// Tanggapi (UU 14/2008 Ps 36(2)–(3); Perki 1/2021 Ps 44).
        Answer = "answer",
        /// Catat tanggal tanggapan diterima pemohon; from it the days to the Commission run (UU 14/2008 Ps 37(2)).
        ConfirmAnswerReceived = "confirm_answer_received",
        /// Catat pelaksanaan (Perki 1/2021 Ps 8(2)c).
        RecordExecution = "record_execution",
        /// Alihkan karena penggantian satuan kerja: the superior of the unit that goes on answers (`docs/readings.md` R37).
        Succeed = "succeed",
        /// Tutup keberatan.
        Close = "close",
        /// Cabut keberatan.
        Withdraw = "withdraw",
    }
);

/// What the superior says of one ground: the ruling and the rebuttal or explanation (Perki 1/2021 Ps 44(2)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// The ground.
    pub ground: Ground,
    /// The ruling; `None` while none is chosen.
    pub ruling: Option<Ruling>,
    /// Its reason. Whoever lets the decision of the PPID stand owes one in writing (UU 14/2008 Ps 36(3)); so does everybody else.
    pub text: String,
}

/// What the PPID has to do, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub text: String,
    /// By when.
    pub execute_by: Option<Date>,
}

/// Why an objection may be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseBasis {
    /// The applicant accepts the answer; how and when it was said.
    ApplicantAccepts(String),
    /// The time to go to the Commission is over (UU 14/2008 Ps 37(2)).
    DisputeTimeOver,
}

/// A step asked for, with its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// See [`CommandKind::AskParticulars`].
    AskParticulars {
        /// What is missing.
        question: String,
    },
    /// See [`CommandKind::SupplyParticulars`].
    SupplyParticulars {
        /// What the applicant wrote.
        reply: String,
        /// Whether documents come with it.
        has_files: bool,
    },
    /// See [`CommandKind::OpenSettlement`].
    OpenSettlement {
        /// How and where, for the applicant.
        invitation: String,
    },
    /// See [`CommandKind::RecordAgreement`].
    RecordAgreement {
        /// What was agreed.
        terms: String,
        /// How and when the applicant agreed.
        consent: String,
        /// By when the office does its part, when it has one.
        execute_by: Option<Date>,
        /// Whether the minutes that both sides signed come with it (`docs/readings.md` R52).
        has_files: bool,
    },
    /// See [`CommandKind::RecordFailure`].
    RecordFailure {
        /// Why.
        note: String,
    },
    /// See [`CommandKind::Answer`].
    Answer {
        /// One a ground.
        rulings: Vec<Ruled>,
        /// What the PPID has to do.
        order: Option<Order>,
    },
    /// See [`CommandKind::ConfirmAnswerReceived`].
    ConfirmAnswerReceived {
        /// Civil day.
        on: Date,
        /// How that is known.
        proof: String,
    },
    /// See [`CommandKind::RecordExecution`].
    RecordExecution {
        /// Civil day on which it was done.
        on: Date,
        /// What was done.
        note: String,
    },
    /// See [`CommandKind::Succeed`].
    Succeed(Succession),
    /// See [`CommandKind::Close`].
    Close(CloseBasis),
    /// See [`CommandKind::Withdraw`].
    Withdraw {
        /// Reason; empty only when the applicant takes the step.
        reason: String,
    },
}

impl Command {
    /// The command without its contents.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::AskParticulars { .. } => CommandKind::AskParticulars,
            Self::SupplyParticulars { .. } => CommandKind::SupplyParticulars,
            Self::OpenSettlement { .. } => CommandKind::OpenSettlement,
            Self::RecordAgreement { .. } => CommandKind::RecordAgreement,
            Self::RecordFailure { .. } => CommandKind::RecordFailure,
            Self::Answer { .. } => CommandKind::Answer,
            Self::ConfirmAnswerReceived { .. } => CommandKind::ConfirmAnswerReceived,
            Self::RecordExecution { .. } => CommandKind::RecordExecution,
            Self::Succeed(_) => CommandKind::Succeed,
            Self::Close(_) => CommandKind::Close,
            Self::Withdraw { .. } => CommandKind::Withdraw,
        }
    }
}
