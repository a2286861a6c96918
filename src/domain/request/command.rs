//! What an actor may ask of a case.

use super::answer::Answer;
use super::status::{OrderedBy, codes};
use crate::domain::applicant::Correction;
use crate::domain::fee::PaymentMode;
use crate::domain::ids::{UnitId, UserId};
use time::Date;

codes!(
    /// The commands, without their contents; the rows of the matrix in `docs/workflow.md`.
    CommandKind {
        /// Nyatakan lengkap (Perki 1/2021 Ps 31(2)–(3)).
        DeclareComplete = "declare_complete",
        /// Nyatakan tidak lengkap, with the letter (Perki 1/2021 Ps 33(1)–(2)).
        DeclareIncomplete = "declare_incomplete",
        /// Catat tanggal surat diterima pemohon (Perki 1/2021 Ps 33(3)).
        ConfirmLetterReceived = "confirm_letter_received",
        /// Perbaiki permohonan (Perki 1/2021 Ps 33(3)).
        SubmitFix = "submit_fix",
        /// Nyatakan tidak ditindaklanjuti (Perki 1/2021 Ps 33(4)).
        CloseNotFollowedUp = "close_not_followed_up",
        /// Disposisi ke unit lain; never touches the clock (Perki 1/2021 Ps 12).
        Route = "route",
        /// Alihkan karena penggantian satuan kerja; never touches the clock (`docs/readings.md` R37).
        Succeed = "succeed",
        /// Bagi permohonan: another unit of the body prepares material for some items; never touches the clock (Perki 1/2021 Ps 12(2);
        /// `docs/readings.md` R48).
        AskShare = "ask_share",
        /// Serahkan bahan, by the unit that was asked.
        SupplyShare = "supply_share",
        /// Kembalikan bagian, by the unit that was asked, with the reason.
        ReturnShare = "return_share",
        /// Tarik bagian, by the unit that is responsible.
        RecallShare = "recall_share",
        /// Alihkan bagian karena penggantian satuan kerja (`docs/readings.md` R37).
        MoveShare = "move_share",
        /// Minta penjelasan; the statutory clock runs on.
        AskClarification = "ask_clarification",
        /// Jawab permintaan penjelasan.
        AnswerClarification = "answer_clarification",
        /// Perpanjang sekali (UU 14/2008 Ps 22(8); Perki 1/2021 Ps 36).
        Extend = "extend",
        /// Sampaikan pemberitahuan tertulis (UU 14/2008 Ps 22(7); Perki 1/2021 Ps 31(4)).
        IssueNotice = "issue_notice",
        /// Ajukan persetujuan Atasan PPID for a refusal or a partial grant (Perki 1/2021 Ps 10(2)e–f).
        ProposeAnswer = "propose_answer",
        /// Tarik kembali usulan jawaban.
        RecallAnswer = "recall_answer",
        /// Setujui: the notice signed by the PPID goes out (Perki 1/2021 Ps 10(2)f, 34).
        ApproveAnswer = "approve_answer",
        /// Kembalikan usulan jawaban with a reason.
        ReturnAnswer = "return_answer",
        /// Catat tanggal pemberitahuan diterima pemohon; from it the time for an objection runs (UU 14/2008 Ps 36(1)).
        ConfirmNoticeReceived = "confirm_notice_received",
        /// Catat pembayaran biaya, with its receipt (Perki 1/2021 Ps 38(3)–(4)).
        RecordPayment = "record_payment",
        /// Serahkan informasi (Perki 1/2021 Ps 35).
        Deliver = "deliver",
        /// Buka kembali by the decision on an objection (Perki 1/2021 Ps 8(2)c).
        Reopen = "reopen",
        /// Tutup permohonan.
        Close = "close",
        /// Cabut permohonan.
        Withdraw = "withdraw",
        /// Umumkan jawaban.
        Publish = "publish",
        /// Tarik pengumuman.
        Unpublish = "unpublish",
    }
);

codes!(
    /// Requirement that may be missing; the letter may cite nothing else (Perki 1/2021 Ps 27, 29, 30).
    MissingRequirement {
        /// KTP or civil-registry letter (Ps 27(2)).
        IdentityDocument = "identity_document",
        /// Approved deed of establishment (Ps 27(3)).
        Deed = "deed",
        /// Power of attorney of a group and the givers' identity copies (Ps 27(4)).
        GroupAuthority = "group_authority",
        /// Stamped special power of attorney (Ps 27(5)–(7)).
        SpecialPowerOfAttorney = "special_power_of_attorney",
        /// Full name (Ps 29(5)b, 30(1)a).
        FullName = "full_name",
        /// NIK or approval decree number (Ps 29(5)c, 30(1)b).
        IdentityNumber = "identity_number",
        /// Address (Ps 29(5)d, 30(1)c).
        Address = "address",
        /// Telephone or e-mail (Ps 29(5)e, 30(1)d).
        Contact = "contact",
        /// Detail of the information asked (Ps 29(5)g, 30(1)f).
        InformationDetail = "information_detail",
        /// Purpose of use (Ps 29(5)h, 30(1)g).
        Purpose = "purpose",
        /// How to obtain it (Ps 29(5)i, 30(1)h).
        AccessMode = "access_mode",
        /// How to send it (Ps 29(5)j, 30(1)i).
        DeliveryMode = "delivery_mode",
    }
);

codes!(
    /// The two lawful reasons for an extension (Perki 1/2021 Ps 36).
    ExtensionReason {
        /// Belum menguasai atau mendokumentasikan informasi.
        NotYetHeld = "not_yet_held",
        /// Belum dapat memutuskan status informasi.
        StatusUndecided = "status_undecided",
    }
);

/// Why a case may be closed (`docs/readings.md` R11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseBasis {
    /// The applicant accepts the answer; how and when it was said.
    ApplicantAccepts(String),
    /// The time for an objection is over (UU 14/2008 Ps 36(1)).
    ObjectionTimeOver,
}

/// Penggantian satuan kerja, as a case keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The unit that goes on.
    pub to: UnitId,
    /// Since when.
    pub effective_on: Date,
    /// By what decree.
    pub legal_basis: String,
}

/// A step asked for, with its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// See [`CommandKind::DeclareComplete`].
    DeclareComplete {
        /// What is not on record, and the office has seen that: the check is the judgement of the PPID (Perki 1/2021 Ps 31(2)).
        despite: Vec<MissingRequirement>,
    },
    /// See [`CommandKind::DeclareIncomplete`].
    DeclareIncomplete {
        /// What is missing.
        missing: Vec<MissingRequirement>,
        /// Explanation for the applicant.
        note: String,
    },
    /// See [`CommandKind::ConfirmLetterReceived`].
    ConfirmLetterReceived {
        /// Civil day on which the applicant received the letter.
        on: Date,
    },
    /// See [`CommandKind::SubmitFix`].
    SubmitFix {
        /// Civil day on which it reached the office, when an officer enters it; today without one. Ps 33(3) looks at the day the
        /// applicant sent it, not at the day somebody typed it in.
        on: Option<Date>,
        /// What the applicant wrote.
        note: String,
        /// Whether documents come with it.
        has_files: bool,
        /// What it says in the place of what the letter cited.
        values: Box<Correction>,
    },
    /// See [`CommandKind::CloseNotFollowedUp`].
    CloseNotFollowedUp {
        /// Note for the register (Perki 1/2021 Ps 33(4)).
        note: String,
    },
    /// See [`CommandKind::Route`].
    Route {
        /// The unit that takes over.
        to: UnitId,
        /// Why.
        reason: String,
    },
    /// See [`CommandKind::Succeed`].
    Succeed(Succession),
    /// See [`CommandKind::AskShare`].
    AskShare {
        /// The unit that prepares.
        unit: UnitId,
        /// Positions of the information items.
        items: Vec<i32>,
        /// Day by which the material is wanted.
        wanted_on: Date,
        /// What is wanted.
        note: String,
    },
    /// See [`CommandKind::SupplyShare`].
    SupplyShare {
        /// Number of the share.
        no: u16,
        /// The material, or what the files are.
        text: String,
        /// Whether files come with it.
        has_files: bool,
    },
    /// See [`CommandKind::ReturnShare`].
    ReturnShare {
        /// Number of the share.
        no: u16,
        /// Why nothing can be prepared.
        reason: String,
    },
    /// See [`CommandKind::RecallShare`].
    RecallShare {
        /// Number of the share.
        no: u16,
        /// Why it is not needed any more.
        reason: String,
    },
    /// See [`CommandKind::MoveShare`].
    MoveShare {
        /// Number of the share.
        no: u16,
        /// What became of the unit that had it.
        succession: Succession,
    },
    /// See [`CommandKind::AskClarification`].
    AskClarification {
        /// The question.
        question: String,
    },
    /// See [`CommandKind::AnswerClarification`].
    AnswerClarification {
        /// The reply.
        reply: String,
    },
    /// See [`CommandKind::Extend`].
    Extend {
        /// Which of the two reasons.
        reason: ExtensionReason,
        /// The written explanation.
        note: String,
    },
    /// See [`CommandKind::IssueNotice`].
    IssueNotice(Answer),
    /// See [`CommandKind::ProposeAnswer`].
    ProposeAnswer(Answer),
    /// See [`CommandKind::RecallAnswer`].
    RecallAnswer,
    /// See [`CommandKind::ApproveAnswer`].
    ApproveAnswer {
        /// The answer as it was proposed, its exemptions as they stand today.
        answer: Answer,
        /// Whether the appointment of the PPID who signed it still runs (`docs/readings.md` R29).
        is_signature_valid: bool,
        /// Who signed it.
        signed_by: Option<UserId>,
        /// Who approves it.
        by: Option<UserId>,
    },
    /// See [`CommandKind::ReturnAnswer`].
    ReturnAnswer {
        /// What must be changed.
        reason: String,
    },
    /// See [`CommandKind::ConfirmNoticeReceived`].
    ConfirmNoticeReceived {
        /// Civil day on which the applicant received the notice.
        on: Date,
        /// How that is known: a signature, the number of a registered letter.
        proof: String,
    },
    /// See [`CommandKind::RecordPayment`].
    RecordPayment {
        /// Civil day of payment.
        on: Date,
        /// How.
        mode: PaymentMode,
        /// Rupiah.
        amount: i64,
        /// By what it can be found again: number of a transfer or of a slip. Cash at the desk needs none.
        reference: String,
    },
    /// See [`CommandKind::Deliver`].
    Deliver {
        /// Civil day of delivery.
        on: Date,
        /// How, with proof.
        proof: String,
    },
    /// See [`CommandKind::Reopen`].
    Reopen {
        /// Day by which the order has to be carried out.
        execute_by: Date,
        /// Whose order it is.
        by: OrderedBy,
    },
    /// See [`CommandKind::Close`].
    Close(CloseBasis),
    /// See [`CommandKind::Withdraw`].
    Withdraw {
        /// Reason; empty only when the applicant takes the step.
        reason: String,
    },
    /// See [`CommandKind::Publish`].
    Publish,
    /// See [`CommandKind::Unpublish`].
    Unpublish {
        /// Why the public text is taken down.
        reason: String,
    },
}

impl Command {
    /// The share that the unit that was asked for it hands in or back.
    #[must_use]
    pub const fn share_handed_in(&self) -> Option<u16> {
        match self {
            Self::SupplyShare { no, .. } | Self::ReturnShare { no, .. } => Some(*no),
            _ => None,
        }
    }

    /// The command without its contents.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::DeclareComplete { .. } => CommandKind::DeclareComplete,
            Self::DeclareIncomplete { .. } => CommandKind::DeclareIncomplete,
            Self::ConfirmLetterReceived { .. } => CommandKind::ConfirmLetterReceived,
            Self::SubmitFix { .. } => CommandKind::SubmitFix,
            Self::CloseNotFollowedUp { .. } => CommandKind::CloseNotFollowedUp,
            Self::Route { .. } => CommandKind::Route,
            Self::Succeed(_) => CommandKind::Succeed,
            Self::AskShare { .. } => CommandKind::AskShare,
            Self::SupplyShare { .. } => CommandKind::SupplyShare,
            Self::ReturnShare { .. } => CommandKind::ReturnShare,
            Self::RecallShare { .. } => CommandKind::RecallShare,
            Self::MoveShare { .. } => CommandKind::MoveShare,
            Self::AskClarification { .. } => CommandKind::AskClarification,
            Self::AnswerClarification { .. } => CommandKind::AnswerClarification,
            Self::Extend { .. } => CommandKind::Extend,
            Self::IssueNotice(_) => CommandKind::IssueNotice,
            Self::ProposeAnswer(_) => CommandKind::ProposeAnswer,
            Self::RecallAnswer => CommandKind::RecallAnswer,
            Self::ApproveAnswer { .. } => CommandKind::ApproveAnswer,
            Self::ReturnAnswer { .. } => CommandKind::ReturnAnswer,
            Self::ConfirmNoticeReceived { .. } => CommandKind::ConfirmNoticeReceived,
            Self::RecordPayment { .. } => CommandKind::RecordPayment,
            Self::Deliver { .. } => CommandKind::Deliver,
            Self::Reopen { .. } => CommandKind::Reopen,
            Self::Close(_) => CommandKind::Close,
            Self::Withdraw { .. } => CommandKind::Withdraw,
            Self::Publish => CommandKind::Publish,
            Self::Unpublish { .. } => CommandKind::Unpublish,
        }
    }
}
