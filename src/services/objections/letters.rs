//! What a letter of an objection says and who says it, frozen when it is issued. Name and address of the applicant are not in it: they
//! come from the sealed identity when the letter is shown.

use super::case::Objection;
use super::commission::commission_for;
use crate::domain::actor::Actor;
use crate::domain::deadline::RuleId;
use crate::domain::objection::{Decision, Event, Ground, ObjectionState, Ruling};
use crate::persistence::{Conn, rows};
use crate::services::requests::letters::Sender;
use crate::services::{Context, ServiceError, micros};
use serde::{Deserialize, Serialize};
use time::Date;

/// A letter as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLetter {
    /// Who sends it.
    pub sender: Sender,
    /// Number of the objection.
    pub number: String,
    /// Number of the request, when there is one.
    pub registration_no: Option<String>,
    /// What it is about.
    pub subject: String,
    /// Day it arrived.
    pub received_on: Date,
    /// What it says.
    pub letter: Letter,
}

/// The ruling on one ground with its rebuttal or explanation (Perki 1/2021 Ps 44(2)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredGround {
    /// The ground.
    pub ground: Ground,
    /// The ruling.
    pub ruling: Ruling,
    /// Why.
    pub text: String,
}

/// What the PPID has to do, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// What.
    pub text: String,
    /// By when.
    pub execute_by: Date,
}

/// The road to the Commission as the law pack had it on the day of the letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commission {
    /// Province whose Commission hears the dispute (UU 14/2008 Ps 27; Perki 1/2013 Ps 6); empty for the central one.
    pub province: String,
    /// Whether it is the central one. Letters that were issued before this was told say neither.
    #[serde(default)]
    pub is_central: bool,
    /// Working days since the answer is received (D14).
    pub after_answer: u16,
    /// Working days since the thirty days ended in silence (D15).
    pub after_silence: u16,
    /// Working days for the answer (D12).
    pub answer: u16,
}

impl Commission {
    async fn of(
        ctx: &Context,
        conn: &impl Conn,
        objection: &Objection,
        new: &[Event],
    ) -> Result<Self, ServiceError> {
        let law = objection.law(ctx)?;
        let days = |id| law.rule(id).map_or(0, |rule| rule.length);
        let state = new.iter().fold(objection.state.clone(), ObjectionState::after);
        let right = commission_for(conn, &state).await?;
        Ok(Self {
            province: right.province().unwrap_or_default().to_owned(),
            is_central: right.province().is_none(),
            after_answer: days(RuleId::D14),
            after_silence: days(RuleId::D15),
            answer: days(RuleId::D12),
        })
    }
}

/// Contents of a letter by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Tanda bukti penerimaan keberatan (Perki 1/2021 Ps 41(6)).
    ObjectionReceipt {
        /// Its grounds.
        grounds: Vec<Ground>,
        /// Those that may be late.
        possibly_late: Vec<Ground>,
        /// Code of the channel.
        channel: String,
        /// Instant of arrival, in microseconds since 1970 (UTC).
        received_at: i64,
        /// Names of the documents attached.
        documents: Vec<String>,
        /// Day by which it will be answered (Perki 1/2021 Ps 41(5)f): the earlier of the two last days.
        answer_on: Date,
        /// What follows.
        commission: Commission,
    },
    /// Permintaan kelengkapan.
    ObjectionQuestion {
        /// What is missing.
        question: String,
        /// The last day of the answer, which does not move.
        answer_on: Date,
    },
    /// Undangan musyawarah (UU 14/2008 Ps 35(2)).
    SettlementInvitation {
        /// How and where.
        invitation: String,
        /// The last day of the answer, which does not move.
        answer_on: Date,
    },
    /// Berita acara musyawarah.
    SettlementMinutes {
        /// What was agreed.
        terms: String,
        /// By when the office does its part.
        execute_by: Option<Date>,
    },
    /// Musyawarah tidak mencapai mufakat.
    SettlementFailure {
        /// Why.
        note: String,
        /// The last day of the answer, which does not move.
        answer_on: Date,
    },
    /// Tanggapan atas keberatan (Perki 1/2021 Ps 44).
    ObjectionAnswer {
        /// What the rulings add up to.
        decision: Decision,
        /// Ground by ground.
        grounds: Vec<AnsweredGround>,
        /// What the PPID has to do.
        order: Option<Ordered>,
        /// Right to go to the Commission.
        commission: Commission,
    },
    /// Pemberitahuan perubahan tenggat after a calendar decree.
    ObjectionDateChange {
        /// The decree.
        decree: String,
        /// Limit before.
        was: Date,
        /// Limit now.
        now: Date,
    },
    /// Pemberitahuan peralihan: the superior of another unit answers, or that of a unit of another public body.
    ObjectionSuccession {
        /// Name of the unit whose superior answered until then.
        from: String,
        /// Name of the unit whose superior answers.
        to: String,
        /// Its public body.
        body: String,
        /// First day on which it is so.
        effective_on: Date,
        /// The decree.
        legal_basis: String,
    },
}

impl Letter {
    /// Stored code of the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ObjectionReceipt { .. } => "objection_receipt",
            Self::ObjectionQuestion { .. } => "objection_question",
            Self::SettlementInvitation { .. } => "settlement_invitation",
            Self::SettlementMinutes { .. } => "settlement_minutes",
            Self::SettlementFailure { .. } => "settlement_failure",
            Self::ObjectionAnswer { .. } => "objection_answer",
            Self::ObjectionDateChange { .. } => "objection_date_change",
            Self::ObjectionSuccession { .. } => "objection_succession",
        }
    }
}

/// The road to the Commission for an objection, as it will stand after these events.
///
/// # Errors
/// When its rule set is unknown, or the database is out of reach.
pub(super) async fn commission(
    ctx: &Context,
    conn: &impl Conn,
    objection: &Objection,
    new: &[Event],
) -> Result<Commission, ServiceError> {
    Commission::of(ctx, conn, objection, new).await
}

/// The letter as it would be stored, issued now by this actor.
///
/// # Errors
/// When the database is out of reach.
pub(super) async fn freeze(
    ctx: &Context,
    conn: &impl Conn,
    objection: &Objection,
    registration_no: Option<String>,
    letter: Letter,
    author: Actor,
) -> Result<FrozenLetter, ServiceError> {
    Ok(FrozenLetter {
        sender: Sender::of(ctx, conn, &objection.unit, objection.zone, author).await?,
        number: objection.number().to_owned(),
        registration_no,
        subject: objection.row.subject.clone().unwrap_or_default(),
        received_on: objection.state.received_on,
        letter,
    })
}

/// The letter as it is stored, issued now.
///
/// # Errors
/// When it cannot be written down.
pub(super) fn row(
    ctx: &Context,
    objection: &Objection,
    frozen: &FrozenLetter,
    author: Actor,
) -> Result<rows::ObjectionLetter, ServiceError> {
    Ok(rows::ObjectionLetter {
        id: ctx.new_id(),
        objection_id: objection.row.id,
        kind: frozen.letter.kind().to_owned(),
        issued_at: micros(ctx.now()),
        issued_on: ctx.today(objection.zone),
        content: serde_json::to_string(frozen)?,
        salt: ctx.new_salt(),
        author_user_id: author.user.map(|user| user.0),
        received_on: None,
    })
}
