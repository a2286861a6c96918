//! Why a step is not lawful.

use time::Date;

/// Why a step is not lawful now. Each has a sentence for people under `denial.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum Denial {
    /// The role may never take this step.
    WrongRole,
    /// The step does not fit the state.
    NotInThisState,
    /// A refusal or a partial grant needs the superior's approval (Perki 1/2021 Ps 10(2)e–f).
    ApprovalNeeded,
    /// Nothing is refused or redacted, so there is nothing to approve.
    NothingToApprove,
    /// No exemption named for what is closed (UU 14/2008 Ps 19; Perki 1/2021 Ps 34(2)).
    ExemptionMissing(usize),
    /// The exemption is not in force.
    ExemptionNotInForce(usize),
    /// An exemption of a part never closes the whole (Perki 1/2021 Ps 50(3)).
    ExemptionOfPart(usize),
    /// The consequence test is dated after the refusal (UU 14/2008 Ps 19).
    TestAfterRefusal(usize),
    /// A file lies beside an item that gives nothing.
    FilesOnClosed(usize),
    /// Nobody has said that the files of a partly granted item are redacted copies (Perki 1/2021 Ps 50(2)).
    RedactionUnconfirmed(usize),
    /// The answer that waits is not the one that was signed.
    ProposalAltered,
    /// Whoever signed may not approve.
    OwnSignature,
    /// The appointment of the PPID who signed has ended.
    SignatureLapsed,
    /// The day for it has passed.
    TooLate {
        /// Last lawful day.
        due: Date,
    },
    /// The day for it has not come.
    TooEarly {
        /// First lawful day.
        from: Date,
    },
    /// Extended once already (Perki 1/2021 Ps 36).
    AlreadyExtended,
    /// An incompleteness letter was sent already; a second one is not foreseen (Perki 1/2021 Ps 33).
    LetterAlreadyIssued,
    /// Not known yet when the applicant received the letter.
    LetterReceiptUnknown,
    /// The receipt of the letter is recorded already.
    LetterReceiptKnown,
    /// It is not known when the applicant received the notice, so no time for an objection runs.
    NoticeReceiptUnknown,
    /// The receipt of the notice is on record.
    NoticeReceiptKnown,
    /// An objection waits for its answer, or its order to be carried out.
    ObjectionOpen,
    /// A question is open already.
    ClarificationOpen,
    /// No question is open.
    NoClarificationOpen,
    /// Goes to the unit that has it.
    SameUnit,
    /// The unit has a PPID Pelaksana, who answers nothing (Perki 1/2021 Ps 12): the case goes to the unit whose PPID does.
    NoOwnPpid,
    /// The unit has a share of the request already and has not handed it in.
    ShareOpen,
    /// No other unit was asked to prepare anything.
    NoShareOpen,
    /// The share was handed in, handed back, recalled, or the request was answered.
    ShareOver,
    /// The case changed at the same moment; nothing was handed in yet.
    ShareBusy,
    /// The material would come after the last day of the notice.
    WantedAfterDue {
        /// That day.
        due: Date,
    },
    /// A text is required.
    TextMissing,
    /// A text is longer than the record takes.
    TextTooLong {
        /// Characters it may have.
        limit: usize,
    },
    /// A part of what is answered to an item is longer than the record takes.
    PartTooLong(usize, AnswerPart),
    /// Nothing chosen.
    NothingChosen,
    /// Item without answer; the position counts from 1.
    ItemUnanswered(usize),
    /// Answer without text or file.
    AnswerEmpty(usize),
    /// Redacted parts not named (UU 14/2008 Ps 22(7)e).
    RedactionsUnnamed(usize),
    /// Holder not named and not said to be unknown (UU 14/2008 Ps 22(7)b).
    HolderUnnamed(usize),
    /// No future day given for information not yet documented (annex VII B).
    AvailableDayMissing(usize),
    /// The day on which it will exist lies farther ahead than can be foreseen (`docs/readings.md` R54).
    AvailableDayTooFar {
        /// The item.
        item: usize,
        /// Last day accepted.
        last: Date,
    },
    /// No day promised for the information (Perki 1/2021 Ps 31(4)f).
    PromiseMissing,
    /// No fee decree is in force, so nothing may be charged (Perki 1/2021 Ps 37–38).
    FeeWithoutDecree,
    /// A line that the decree in force does not have.
    FeeOutsideDecree,
    /// Nothing is given, so nothing may be charged.
    FeeForNothing,
    /// Copying where nothing is given on paper: looking and files are free (`docs/readings.md` R41).
    FeeNotOnPaper,
    /// Delivery where nothing is sent by post or courier.
    FeeNotSent,
    /// No quantity.
    FeeQuantity,
    /// More rupiah than can be counted.
    FeeTooLarge,
    /// The notice named no fee.
    NoFee,
    /// The fee is paid.
    FeePaid,
    /// Not the amount that the notice named.
    AmountWrong,
    /// Not a way of paying that the notice named (Perki 1/2021 Ps 38(2)–(3)).
    PaymentModeWrong,
    /// A fee of this case was paid: what an order brings is not charged again (`docs/readings.md` R41).
    FeePaidBefore,
    /// A date lies in the past.
    DateInPast,
    /// A date lies farther ahead than a promise may (`docs/readings.md` R54).
    DateTooFar {
        /// Last day accepted.
        last: Date,
    },
    /// A date lies in the future.
    DateInFuture,
    /// A date lies before the step it follows.
    DateTooEarly,
    /// Public already.
    AlreadyPublished,
    /// Not public.
    NotPublished,
    /// Closed without an answer, so there is nothing to publish.
    NothingToPublish,
}

/// A part of what is answered to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerPart {
    /// The answer itself.
    Text,
    /// What was blackened, and why.
    Redactions,
    /// Who holds it.
    Holder,
}

impl AnswerPart {
    /// Beginning of the field of the form.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Text => "answer",
            Self::Redactions => "redactions",
            Self::Holder => "holder",
        }
    }
}

impl Denial {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongRole => "wrong_role",
            Self::NotInThisState => "not_in_this_state",
            Self::ApprovalNeeded => "approval_needed",
            Self::NothingToApprove => "nothing_to_approve",
            Self::ExemptionMissing(_) => "exemption_missing",
            Self::ExemptionNotInForce(_) => "exemption_not_in_force",
            Self::ExemptionOfPart(_) => "exemption_of_part",
            Self::TestAfterRefusal(_) => "test_after_refusal",
            Self::FilesOnClosed(_) => "files_on_closed",
            Self::RedactionUnconfirmed(_) => "redaction_unconfirmed",
            Self::ProposalAltered => "proposal_altered",
            Self::OwnSignature => "own_signature",
            Self::SignatureLapsed => "signature_lapsed",
            Self::TooLate { .. } => "too_late",
            Self::TooEarly { .. } => "too_early",
            Self::AlreadyExtended => "already_extended",
            Self::LetterAlreadyIssued => "letter_already_issued",
            Self::LetterReceiptUnknown => "letter_receipt_unknown",
            Self::LetterReceiptKnown => "letter_receipt_known",
            Self::NoticeReceiptUnknown => "notice_receipt_unknown",
            Self::NoticeReceiptKnown => "notice_receipt_known",
            Self::ObjectionOpen => "objection_open",
            Self::ClarificationOpen => "clarification_open",
            Self::NoClarificationOpen => "no_clarification_open",
            Self::SameUnit => "same_unit",
            Self::NoOwnPpid => "no_own_ppid",
            Self::ShareOpen => "share_open",
            Self::NoShareOpen => "no_share_open",
            Self::ShareOver => "share_over",
            Self::ShareBusy => "share_busy",
            Self::WantedAfterDue { .. } => "wanted_after_due",
            Self::TextMissing => "text_missing",
            Self::TextTooLong { .. } => "text_too_long",
            Self::PartTooLong(..) => "part_too_long",
            Self::NothingChosen => "nothing_chosen",
            Self::ItemUnanswered(_) => "item_unanswered",
            Self::AnswerEmpty(_) => "answer_empty",
            Self::RedactionsUnnamed(_) => "redactions_unnamed",
            Self::HolderUnnamed(_) => "holder_unnamed",
            Self::AvailableDayMissing(_) => "available_day_missing",
            Self::AvailableDayTooFar { .. } => "available_day_too_far",
            Self::PromiseMissing => "promise_missing",
            Self::FeeWithoutDecree => "fee_without_decree",
            Self::FeeOutsideDecree => "fee_outside_decree",
            Self::FeeForNothing => "fee_for_nothing",
            Self::FeeNotOnPaper => "fee_not_on_paper",
            Self::FeeNotSent => "fee_not_sent",
            Self::FeeQuantity => "fee_quantity",
            Self::FeeTooLarge => "fee_too_large",
            Self::NoFee => "no_fee",
            Self::FeePaid => "fee_paid",
            Self::AmountWrong => "amount_wrong",
            Self::PaymentModeWrong => "payment_mode_wrong",
            Self::FeePaidBefore => "fee_paid_before",
            Self::DateInPast => "date_in_past",
            Self::DateTooFar { .. } => "date_too_far",
            Self::DateInFuture => "date_in_future",
            Self::DateTooEarly => "date_too_early",
            Self::AlreadyPublished => "already_published",
            Self::NotPublished => "not_published",
            Self::NothingToPublish => "nothing_to_publish",
        }
    }

    /// The day the sentence names, if any.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::TooLate { due } | Self::WantedAfterDue { due } => Some(due),
            Self::TooEarly { from } => Some(from),
            Self::DateTooFar { last } | Self::AvailableDayTooFar { last, .. } => Some(last),
            _ => None,
        }
    }

    /// The characters that the sentence names, if any.
    #[must_use]
    pub const fn limit(self) -> Option<usize> {
        match self {
            Self::TextTooLong { limit } => Some(limit),
            Self::PartTooLong(_, part) => Some(part.limit()),
            _ => None,
        }
    }

    /// The item the sentence names, counted from 1, if any.
    #[must_use]
    pub const fn item(self) -> Option<usize> {
        match self {
            Self::ItemUnanswered(n)
            | Self::PartTooLong(n, _)
            | Self::AnswerEmpty(n)
            | Self::RedactionsUnnamed(n)
            | Self::HolderUnnamed(n)
            | Self::AvailableDayMissing(n)
            | Self::AvailableDayTooFar { item: n, .. }
            | Self::FilesOnClosed(n)
            | Self::RedactionUnconfirmed(n)
            | Self::ExemptionMissing(n)
            | Self::ExemptionNotInForce(n)
            | Self::ExemptionOfPart(n)
            | Self::TestAfterRefusal(n) => Some(n),
            _ => None,
        }
    }
}
