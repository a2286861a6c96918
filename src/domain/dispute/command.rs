//! What may be recorded of a dispute.

use super::status::{DisputeOutcome, Party};
use crate::domain::request::codes;
use time::Date;
use uuid::Uuid;

codes!(
    /// The commands, without their contents; the rows of the matrix in `docs/workflow.md`.
    CommandKind {
        /// Catat pengajuan (UU 14/2008 Ps 37(2); Perki 1/2013 Ps 13).
        RecordFiling = "record_filing",
        /// Catat surat panitera (Perki 1/2013 Ps 17(1)).
        RecordClerkLetter = "record_clerk_letter",
        /// Catat pelengkapan (Perki 1/2013 Ps 17(2)).
        RecordCompletion = "record_completion",
        /// Catat bahwa tidak diregistrasi (Perki 1/2013 Ps 17(3)).
        RecordNotRegistered = "record_not_registered",
        /// Catat registrasi.
        RecordRegistration = "record_registration",
        /// Catat panggilan sidang (Perki 1/2013 Ps 24(2)).
        RecordSummons = "record_summons",
        /// Catat penundaan untuk mediasi (Perki 1/2013 Ps 37–38).
        RecordMediationOrder = "record_mediation_order",
        /// Catat pertemuan mediasi pertama (Perki 1/2013 Ps 38, 41).
        RecordMediationStart = "record_mediation_start",
        /// Catat perpanjangan mediasi (Perki 1/2013 Ps 41).
        RecordMediationExtension = "record_mediation_extension",
        /// Catat kesepakatan mediasi (UU 14/2008 Ps 39).
        RecordMediationAgreement = "record_mediation_agreement",
        /// Catat bahwa mediasi gagal (UU 14/2008 Ps 42).
        RecordMediationFailure = "record_mediation_failure",
        /// Catat hari pembacaan putusan (Perki 1/2013 Ps 57).
        RecordDecisionSession = "record_decision_session",
        /// Catat kesimpulan tertulis (Perki 1/2013 Ps 57(3)).
        RecordConclusions = "record_conclusions",
        /// Catat putusan (UU 14/2008 Ps 46).
        RecordDecision = "record_decision",
        /// Catat salinan putusan diterima (Perki 1/2013 Ps 59(4)).
        RecordDecisionCopy = "record_decision_copy",
        /// Catat keberatan ke pengadilan (UU 14/2008 Ps 48(1); Perki 1/2013 Ps 60(2)).
        RecordCourtObjection = "record_court_objection",
        /// Catat putusan pengadilan diterima.
        RecordCourtDecision = "record_court_decision",
        /// Catat kasasi (UU 14/2008 Ps 50).
        RecordCassation = "record_cassation",
        /// Catat bahwa berkekuatan hukum tetap (Perki 1/2013 Ps 60).
        RecordFinality = "record_finality",
        /// Catat pelaksanaan.
        RecordDisputeExecution = "record_dispute_execution",
        /// Catat pencabutan (Perki 1/2013 Ps 14–15).
        RecordDisputeWithdrawal = "record_dispute_withdrawal",
        /// Catat bahwa gugur (Perki 1/2013 Ps 30, 45).
        RecordLapse = "record_lapse",
        /// Tandai keliru: the last record is taken back. It stays in the log.
        RecordError = "record_error",
    }
);

/// What a fact says besides its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// A number at the Commission.
    pub number: String,
    /// A second day: of receipt, of a hearing, of a session, by which an order is carried out.
    pub other_on: Option<Date>,
    /// What was decided.
    pub outcome: Option<DisputeOutcome>,
    /// Whose step it was.
    pub party: Option<Party>,
    /// Whether the Commission or a court states the fact itself, so that nothing need follow from the days.
    pub is_stated: bool,
    /// Whether what was granted concerns ground b alone: to be published, with no request to answer again.
    pub is_about_publishing: bool,
    /// The exemptions that were declared open.
    pub opens: Vec<Uuid>,
}

/// A fact to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Which.
    pub kind: CommandKind,
    /// Its civil day.
    pub on: Date,
    /// What else it says; what its kind does not ask for is left aside.
    pub told: Told,
    /// How the office knows: the letter of the Commission, its number and day; or what is wrong with a record. Nothing is asked of the
    /// applicant.
    pub source: String,
}

impl Command {
    /// The number that stands beside its event, where its kind has one.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        let has_one = matches!(
            self.kind,
            CommandKind::RecordFiling | CommandKind::RecordRegistration
        );
        let number = self.told.number.trim();
        (has_one && !number.is_empty()).then_some(number)
    }
}
