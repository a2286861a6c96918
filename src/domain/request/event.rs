//! What happened to a case. Events are only ever added; replaying them gives the state.

use super::answer::Foreseen;
use super::command::{ExtensionReason, MissingRequirement};
use super::outcome::Outcome;
use super::status::{Channel, OrderedBy};
use crate::domain::deadline::{KnownLimits, RuleSet};
use crate::domain::fee::{FeeLine, PaymentMode, Ways};
use crate::domain::ids::UnitId;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// One fact in the life of a case, stored as JSON beside its kind. Carries no personal data: what people wrote is kept in
/// messages and letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Diterima: the statutory clock starts (UU 14/2008 Ps 22(7)).
    RequestReceived {
        /// Civil day of arrival.
        on: Date,
        /// How it arrived.
        channel: Channel,
        /// Unit that received it.
        unit: UnitId,
        /// Instant of arrival, in microseconds since 1970 (UTC).
        at: i64,
        /// The rule set it was filed under (Perki 1/2021 Ps 62).
        rule_set: RuleSet,
        /// Whether the applicant filed here: what is sent to them is then received at once, on their page (UU ITE Ps 8).
        is_reached_online: bool,
        /// Whether it came after closing time; matters only for the latest defensible reading.
        #[serde(default)]
        is_after_hours: bool,
    },
    /// Terdaftar: number given (UU 14/2008 Ps 22(4)).
    RequestRegistered {
        /// Civil day of entry in the register.
        on: Date,
        /// Registration number.
        number: String,
    },
    /// Dinyatakan lengkap (Perki 1/2021 Ps 31(3)).
    DeclaredComplete {
        /// Day of the check.
        on: Date,
        /// Day from which the request counts as complete.
        complete_on: Date,
        /// True when the check came too late and the request counts as complete without it.
        is_deemed: bool,
        /// What was not on record, and the office took it for complete all the same.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        despite: Vec<MissingRequirement>,
    },
    /// Dinyatakan tidak lengkap (Perki 1/2021 Ps 33(2)).
    DeclaredIncomplete {
        /// Day of the letter.
        on: Date,
        /// Whether the letter came within the three working days.
        is_in_time: bool,
        /// Requirements it cites.
        missing: Vec<MissingRequirement>,
    },
    /// Surat diterima pemohon (Perki 1/2021 Ps 33(3)).
    IncompletenessReceived {
        /// Civil day of receipt by the applicant.
        on: Date,
    },
    /// Perbaikan diajukan.
    FixSubmitted {
        /// Civil day.
        on: Date,
        /// Last day of the applicant's days as it was known then, by the latest reading; none while they had not begun, and in
        /// events older than this field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest: Option<Date>,
    },
    /// Tidak ditindaklanjuti (Perki 1/2021 Ps 33(4)).
    ClosedNotFollowedUp {
        /// Civil day.
        on: Date,
    },
    /// Disposisi to another unit.
    Routed {
        /// From.
        from: UnitId,
        /// To.
        to: UnitId,
    },
    /// Beralih ke unit pengganti: the unit ended and another one goes on with the case, or it went to another public body and goes on
    /// itself; no date moves (`docs/readings.md` R37).
    SuccessionTransferred {
        /// The unit that had it.
        from: UnitId,
        /// The unit that goes on; the same one where it moved.
        to: UnitId,
        /// First day on which it is so.
        effective_on: Date,
        /// The decree.
        legal_basis: String,
    },
    /// Bagian diminta: another unit of the body prepares material for these items (`docs/readings.md` R48).
    ShareAsked {
        /// Civil day.
        on: Date,
        /// Number of the share in the case.
        no: u16,
        /// The unit that prepares.
        unit: UnitId,
        /// Positions of the information items.
        items: Vec<i32>,
        /// Day by which the material is wanted.
        wanted_on: Date,
    },
    /// Bahan diserahkan.
    ShareSupplied {
        /// Civil day.
        on: Date,
        /// Number of the share.
        no: u16,
    },
    /// Bagian dikembalikan.
    ShareReturned {
        /// Civil day.
        on: Date,
        /// Number of the share.
        no: u16,
    },
    /// Bagian ditarik.
    ShareRecalled {
        /// Civil day.
        on: Date,
        /// Number of the share.
        no: u16,
    },
    /// Bagian beralih ke unit pengganti (`docs/readings.md` R37).
    ShareMoved {
        /// Civil day.
        on: Date,
        /// Number of the share.
        no: u16,
        /// The unit that had it.
        from: UnitId,
        /// The unit that goes on.
        to: UnitId,
        /// First day on which it is so.
        effective_on: Date,
        /// The decree.
        legal_basis: String,
    },
    /// Penjelasan diminta.
    ClarificationAsked,
    /// Penjelasan diterima.
    ClarificationAnswered,
    /// Diperpanjang (UU 14/2008 Ps 22(8)).
    Extended {
        /// Civil day of the letter.
        on: Date,
        /// Which of the two reasons; `None` only for imported cases whose reason is free text or missing.
        reason: Option<ExtensionReason>,
        /// Whether it was explained in writing; one that was not, which only an older register knows, has no effect.
        is_written: bool,
        /// The last days as they were known on the day of the letter: a later decree does not undo it (`docs/readings.md` R20). None
        /// in events older than this field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known: Option<KnownLimits>,
    },
    /// Usulan jawaban ditandatangani PPID (Perki 1/2021 Ps 10(2)e–f).
    AnswerProposed {
        /// Civil day.
        on: Date,
        /// Overall outcome it would have.
        outcome: Outcome,
        /// Exemptions it rests on.
        exemptions: Vec<Uuid>,
    },
    /// Usulan jawaban ditarik kembali.
    AnswerRecalled {
        /// Civil day.
        on: Date,
    },
    /// Usulan jawaban disetujui Atasan PPID.
    AnswerApproved {
        /// Civil day.
        on: Date,
    },
    /// Usulan jawaban dikembalikan Atasan PPID.
    AnswerReturned {
        /// Civil day.
        on: Date,
    },
    /// Biaya penyalinan dan pengiriman, which the notice that follows names (UU 14/2008 Ps 22(7)g; Perki 1/2021 Ps 35(3), 37).
    FeeCharged {
        /// Civil day.
        on: Date,
        /// The decree in force on it.
        decree: Uuid,
        /// Lines of the decree with quantities.
        lines: Vec<FeeLine>,
        /// Their sum in rupiah.
        total: i64,
        /// How it may be paid.
        ways: Ways,
    },
    /// Biaya dibayar (Perki 1/2021 Ps 38(3)–(4)).
    PaymentRecorded {
        /// Civil day of payment.
        on: Date,
        /// How.
        mode: PaymentMode,
        /// Rupiah.
        amount: i64,
    },
    /// Pemberitahuan tertulis disampaikan (UU 14/2008 Ps 22(7)).
    NoticeIssued {
        /// Civil day.
        on: Date,
        /// Overall outcome.
        outcome: Outcome,
        /// Day promised for the information.
        promised_on: Option<Date>,
        /// When more than that will first be documented.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        foreseen: Option<Foreseen>,
        /// Day on which the applicant received it; `None` while a notice on paper is under way.
        received_on: Option<Date>,
    },
    /// Pemberitahuan diterima pemohon (UU 14/2008 Ps 36(1): the time for an objection runs from here).
    NoticeReceived {
        /// Civil day.
        on: Date,
    },
    /// Informasi diserahkan (Perki 1/2021 Ps 35).
    Delivered {
        /// Civil day.
        on: Date,
    },
    /// Dibuka kembali by the decision on an objection (Perki 1/2021 Ps 8(2)c), or by what the Commission or a court decided.
    Reopened {
        /// Civil day.
        on: Date,
        /// Day by which the order has to be carried out.
        execute_by: Date,
        /// Whose order it is.
        #[serde(default, skip_serializing_if = "OrderedBy::is_superior")]
        by: OrderedBy,
    },
    /// Ditutup.
    Closed {
        /// Civil day.
        on: Date,
        /// On what ground.
        basis: ClosedBecause,
    },
    /// Dicabut.
    Withdrawn {
        /// Civil day.
        on: Date,
    },
    /// Jawaban diumumkan.
    Published,
    /// Pengumuman ditarik.
    Unpublished,
    /// Dates changed because the calendar did.
    DeadlineRecomputed {
        /// Decree of the new calendar version.
        decree: String,
        /// What each date was and now is.
        changes: Vec<DeadlineChange>,
    },
    /// A document was added to the file.
    DocumentAdded,
    /// Taken over from an older register, with its reference there.
    Imported {
        /// Reference in the source.
        reference: String,
    },
    /// An objection found in the older register.
    ObjectionImported {
        /// Day it was filed.
        filed_on: Date,
    },
}

/// Why a case was closed, without anybody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBecause {
    /// The applicant accepted the answer.
    Accepted,
    /// The time for an objection was over (UU 14/2008 Ps 36(1)).
    TimeOver,
    /// The older register had closed it.
    ClosedThere,
}

impl ClosedBecause {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::TimeOver => "time_over",
            Self::ClosedThere => "closed_there",
        }
    }
}

/// One date that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineChange {
    /// Rule id, for instance D05.
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
            Self::RequestReceived { .. } => "request_received",
            Self::RequestRegistered { .. } => "request_registered",
            Self::DeclaredComplete { .. } => "declared_complete",
            Self::DeclaredIncomplete { .. } => "declared_incomplete",
            Self::IncompletenessReceived { .. } => "incompleteness_received",
            Self::FixSubmitted { .. } => "fix_submitted",
            Self::ClosedNotFollowedUp { .. } => "closed_not_followed_up",
            Self::Routed { .. } => "routed",
            Self::SuccessionTransferred { .. } => "succession_transferred",
            Self::ShareAsked { .. } => "share_asked",
            Self::ShareSupplied { .. } => "share_supplied",
            Self::ShareReturned { .. } => "share_returned",
            Self::ShareRecalled { .. } => "share_recalled",
            Self::ShareMoved { .. } => "share_moved",
            Self::ClarificationAsked => "clarification_asked",
            Self::ClarificationAnswered => "clarification_answered",
            Self::Extended { .. } => "extended",
            Self::AnswerProposed { .. } => "answer_proposed",
            Self::AnswerRecalled { .. } => "answer_recalled",
            Self::AnswerApproved { .. } => "answer_approved",
            Self::AnswerReturned { .. } => "answer_returned",
            Self::FeeCharged { .. } => "fee_charged",
            Self::PaymentRecorded { .. } => "payment_recorded",
            Self::NoticeIssued { .. } => "notice_issued",
            Self::NoticeReceived { .. } => "notice_received",
            Self::Delivered { .. } => "delivered",
            Self::Reopened { .. } => "reopened",
            Self::Closed { .. } => "closed",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::DeadlineRecomputed { .. } => "deadline_recomputed",
            Self::DocumentAdded => "document_added",
            Self::Imported { .. } => "imported",
            Self::ObjectionImported { .. } => "objection_imported",
        }
    }
}
