//! What a letter says and who says it, frozen when it is issued. Name, address and contact of the applicant are not in it: they come
//! from the sealed identity when the letter is shown.

use super::case::Case;
pub use super::sender::Sender;
use crate::domain::actor::Actor;
use crate::domain::deadline::{LawPack, RuleId};
use crate::domain::exemption::{Basis, Sheet};
use crate::domain::fee::PaymentMode;
use crate::domain::request::{ExtensionReason, HeldForm, MissingRequirement, Outcome};
use crate::persistence::{Conn, rows};
use crate::services::fees::{FeeDecreeCited, FeeTold};
use crate::services::{Context, ServiceError, micros};
use serde::{Deserialize, Serialize};
use time::Date;

/// A letter as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLetter {
    /// Who sends it.
    pub sender: Sender,
    /// Subject of the request as it was then.
    pub subject: String,
    /// What it says.
    pub letter: Letter,
    /// Name of the superior who approved it, where one must (Perki 1/2021 Ps 10(2)e–f).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
}

/// One answered information item in a notice (UU 14/2008 Ps 22(7); annex VII).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeItem {
    /// Position, from 1.
    pub position: i32,
    /// What was asked.
    pub detail: String,
    /// Outcome.
    pub outcome: Outcome,
    /// Answer.
    pub answer: String,
    /// Form in which it is held, for what is given.
    pub held_form: Option<HeldForm>,
    /// Redacted parts and reason.
    pub redactions: Option<String>,
    /// Body that holds it.
    pub holder: Option<String>,
    /// Day by which it will exist.
    pub available_on: Option<Date>,
    /// Names of the files given with it.
    pub files: Vec<String>,
    /// The exemption that closes it or its redacted parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<DecreeCited>,
}

/// An exemption decree as a letter cites it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecreeCited {
    /// Number.
    pub decree_no: String,
    /// Date.
    pub decree_on: Date,
    /// Grounds of UU 14/2008 Ps 17.
    pub bases: Vec<Basis>,
    /// What would follow if it were opened (annex IX).
    pub if_opened: String,
    /// Last day of the exemption.
    pub ends_on: Date,
}

impl DecreeCited {
    /// The decree of an exemption; `None` before it has one.
    #[must_use]
    pub fn of(row: &rows::Exemption, sheet: &Sheet) -> Option<Self> {
        Some(Self {
            decree_no: row.decree_no.clone()?,
            decree_on: row.decree_on?,
            bases: sheet.bases.clone(),
            if_opened: sheet.if_opened.trim().to_owned(),
            ends_on: row.ends_on,
        })
    }
}

/// One refused information item (annex IX).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedItem {
    /// Position, from 1.
    pub position: i32,
    /// What was asked.
    pub detail: String,
    /// The decree that closes it.
    pub decree: DecreeCited,
}

/// Rights of the applicant in working days, as the law pack had them on the day of the letter (Perki 1/2021 annex VI, back page).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// Written notice, since the request is received (D05).
    pub notice: u16,
    /// One extension (D08).
    pub extension: u16,
    /// Objection, since its ground is found (D10).
    pub objection: u16,
    /// Its answer, since the objection is received (D12).
    pub objection_answer: u16,
    /// Dispute, since that answer is received (D14).
    pub dispute: u16,
}

impl Rights {
    /// The rights under a law pack.
    #[must_use]
    pub fn under(law: &LawPack) -> Self {
        let days = |id| law.rule(id).map_or(0, |rule| rule.length);
        Self {
            notice: days(RuleId::D05),
            extension: days(RuleId::D08),
            objection: days(RuleId::D10),
            objection_answer: days(RuleId::D12),
            dispute: days(RuleId::D14),
        }
    }
}

/// Contents of a letter by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Tanda bukti penerimaan (UU 14/2008 Ps 22(4)).
    Receipt {
        /// Items asked.
        items: Vec<String>,
        /// Names of the documents attached.
        documents: Vec<String>,
        /// What was not in the request; whether it is complete is for the check to say (Perki 1/2021 Ps 31(2)).
        #[serde(default)]
        missing: Vec<MissingRequirement>,
        /// Last lawful day as known then.
        due_on: Date,
        /// What the applicant may claim, and when.
        rights: Rights,
        /// The fee decree in force then; without one nothing can be charged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fee_decree: Option<FeeDecreeCited>,
    },
    /// Surat keterangan tidak lengkap (Perki 1/2021 Ps 33).
    Incompleteness {
        /// Items asked.
        items: Vec<String>,
        /// What is missing.
        missing: Vec<MissingRequirement>,
        /// Explanation.
        note: String,
        /// Working days the applicant has from receipt (D03).
        days_to_fix: u16,
    },
    /// Permintaan penjelasan.
    Clarification {
        /// The question.
        question: String,
    },
    /// Pemberitahuan perpanjangan (Perki 1/2021 Ps 36).
    Extension {
        /// Legal reason.
        reason: ExtensionReason,
        /// Written explanation.
        note: String,
        /// Limit before.
        was_due_on: Date,
        /// Limit now.
        now_due_on: Date,
    },
    /// Pemberitahuan tertulis (Perki 1/2021 Ps 31(4), annex VII).
    Notice {
        /// Overall outcome.
        outcome: Outcome,
        /// Items.
        items: Vec<NoticeItem>,
        /// Day promised for the information.
        promised_on: Option<Date>,
        /// Code of the way to obtain it, when it was said.
        access_mode: Option<String>,
        /// Code of the way to send it.
        delivery_mode: Option<String>,
        /// Working days the applicant has for an objection (D10).
        objection_days: u16,
        /// What it costs; nothing without one (UU 14/2008 Ps 22(7)g).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fee: Option<Box<FeeTold>>,
    },
    /// Kuitansi (Perki 1/2021 Ps 38(4)).
    PaymentReceipt {
        /// Number, gapless per unit and year.
        number: String,
        /// Day of payment.
        paid_on: Date,
        /// How.
        mode: PaymentMode,
        /// Rupiah.
        amount: i64,
        /// By what it can be found again.
        reference: Option<String>,
        /// What was paid for.
        fee: Box<FeeTold>,
    },
    /// Surat keputusan penolakan (Perki 1/2021 Ps 34, annex IX).
    Refusal {
        /// What is refused.
        items: Vec<RefusedItem>,
        /// Working days the applicant has for an objection (D10).
        objection_days: u16,
    },
    /// Keputusan pengecualian with its consequence-test sheet (annexes II and III), which a refusal must have with it (Ps 34(2)).
    ExemptionDecree {
        /// The decree.
        decree: DecreeCited,
        /// Number of the sheet.
        sheet_no: String,
        /// The sheet.
        sheet: Box<Sheet>,
        /// Name of the PPID who signed it.
        signed_by: Option<String>,
    },
    /// Pemberitahuan penerusan to another unit of the same body.
    Routing {
        /// Name of the unit that had it.
        from: String,
        /// Name of the unit that takes over.
        to: String,
        /// Why.
        reason: String,
    },
    /// Pemberitahuan peralihan to the unit that goes on with the duties of one that ended.
    Succession {
        /// Name of the unit that ended.
        from: String,
        /// Name of the unit that goes on.
        to: String,
        /// Its public body.
        body: String,
        /// First day on which it is so.
        effective_on: Date,
        /// The decree.
        legal_basis: String,
    },
    /// Pemberitahuan perubahan tenggat after a calendar decree.
    DateChange {
        /// The decree.
        decree: String,
        /// Limit before.
        was_due_on: Date,
        /// Limit now.
        now_due_on: Date,
    },
}

impl Letter {
    /// Stored code of the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Receipt { .. } => "receipt",
            Self::Incompleteness { .. } => "incompleteness",
            Self::Clarification { .. } => "clarification",
            Self::Extension { .. } => "extension",
            Self::Notice { .. } => "notice",
            Self::PaymentReceipt { .. } => "payment_receipt",
            Self::Refusal { .. } => "refusal",
            Self::ExemptionDecree { .. } => "exemption_decree",
            Self::Routing { .. } => "routing",
            Self::Succession { .. } => "succession",
            Self::DateChange { .. } => "date_change",
        }
    }
}

/// The letter as it would be stored, issued now by this actor.
///
/// # Errors
/// When the database is out of reach.
pub(super) async fn freeze(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    letter: Letter,
    author: Actor,
) -> Result<FrozenLetter, ServiceError> {
    Ok(FrozenLetter {
        sender: Sender::of(ctx, conn, &case.unit, case.zone, author).await?,
        subject: case.row.subject.clone(),
        letter,
        approved_by: None,
    })
}

/// The letter as it is stored, issued now.
///
/// # Errors
/// When the database is out of reach.
pub async fn row(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    letter: Letter,
    author: Actor,
) -> Result<rows::Letter, ServiceError> {
    stored(ctx, case, &freeze(ctx, conn, case, letter, author).await?, author)
}

/// A frozen letter as a row, issued now.
///
/// # Errors
/// When it cannot be written down.
pub(super) fn stored(
    ctx: &Context,
    case: &Case,
    frozen: &FrozenLetter,
    author: Actor,
) -> Result<rows::Letter, ServiceError> {
    Ok(rows::Letter {
        id: ctx.new_id(),
        request_id: case.row.id,
        kind: frozen.letter.kind().to_owned(),
        issued_at: micros(ctx.now()),
        issued_on: ctx.today(case.zone),
        content: serde_json::to_string(frozen)?,
        salt: ctx.new_salt(),
        author_user_id: author.user.map(|user| user.0),
        received_on: None,
    })
}
