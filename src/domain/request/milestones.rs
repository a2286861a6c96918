//! What the state of a case is made of.

use super::answer::Foreseen;
use super::command::ExtensionReason;
use super::delivery::Fee;
use super::outcome::Outcome;
use super::status::OrderedBy;
use crate::domain::deadline::KnownLimits;
use time::Date;

/// The incompleteness letter (surat keterangan tidak lengkap, Perki 1/2021 Ps 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incompleteness {
    /// Day of the letter.
    pub issued_on: Date,
    /// Whether it came within the three working days of Ps 31(2); only then may the later clock govern.
    pub is_in_time: bool,
    /// Day the applicant received it.
    pub received_on: Option<Date>,
    /// Day the applicant completed the request.
    pub fixed_on: Option<Date>,
    /// Last day for that as it was known when they did, by the latest reading.
    pub fix_latest: Option<Date>,
}

/// The extension (perpanjangan, UU 14/2008 Ps 22(8)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Day of the letter.
    pub on: Date,
    /// Reason; `None` only in imported cases.
    pub reason: Option<ExtensionReason>,
    /// Whether it was explained in writing.
    pub is_written: bool,
    /// The last days as they were known on the day of the letter.
    pub known: Option<KnownLimits>,
}

/// An answer that waits for the superior (Perki 1/2021 Ps 10(2)e–f).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Day on which the PPID signed it.
    pub on: Date,
    /// The outcome it would have.
    pub outcome: Outcome,
    /// Day of the approval, which the notice follows at once.
    pub approved_on: Option<Date>,
}

/// The written notice (pemberitahuan tertulis, UU 14/2008 Ps 22(7)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Day of the notice.
    pub on: Date,
    /// Overall outcome.
    pub outcome: Outcome,
    /// Day promised for the information.
    pub promised_on: Option<Date>,
    /// When more than that will first be documented.
    pub foreseen: Option<Foreseen>,
    /// Day on which the applicant received it, once known.
    pub received_on: Option<Date>,
    /// The fee it named (UU 14/2008 Ps 22(7)g).
    pub fee: Option<Fee>,
}

/// A case opened again by the decision on an objection (Perki 1/2021 Ps 8(2)c), or by that of the Commission or a court. What went before
/// stays on record and stays judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reopening {
    /// Day of the order.
    pub on: Date,
    /// Day by which it has to be carried out.
    pub execute_by: Date,
    /// Whose order it is.
    pub by: OrderedBy,
    /// The notice that stood then, after earlier orders.
    pub before: Option<Notice>,
    /// The notice given by the order.
    pub notice: Option<Notice>,
    /// Day on which the information was given by the order.
    pub delivered_on: Option<Date>,
}

impl Reopening {
    /// Day on which the order was carried out: when all that was ordered has reached the applicant, or a notice gives nothing.
    #[must_use]
    pub fn done_on(&self) -> Option<Date> {
        let notice = self.notice?;
        if notice.outcome.is_granted() {
            self.delivered_on
        } else {
            Some(notice.on)
        }
    }
}
