//! What a letter says, frozen when it is issued. Name and address are not in it: they come from the sealed identity when the
//! letter is shown.

use super::case::Case;
use crate::domain::actor::Actor;
use crate::domain::request::{ExtensionReason, MissingRequirement, Outcome};
use crate::persistence::rows;
use crate::services::{Context, ServiceError, micros};
use serde::{Deserialize, Serialize};
use time::Date;

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
    /// Redacted parts and reason.
    pub redactions: Option<String>,
    /// Body that holds it.
    pub holder: Option<String>,
    /// Day by which it will exist.
    pub available_on: Option<Date>,
    /// Names of the files given with it.
    pub files: Vec<String>,
}

/// Contents of a letter by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Tanda bukti penerimaan (UU 14/2008 Ps 22(4)).
    Receipt {
        /// Subject.
        subject: String,
        /// Items asked.
        items: Vec<String>,
        /// Names of the documents attached.
        documents: Vec<String>,
        /// What was not in the request; whether it is complete is for the check to say (Perki 1/2021 Ps 31(2)).
        #[serde(default)]
        missing: Vec<MissingRequirement>,
        /// Last lawful day as known then.
        due_on: Date,
    },
    /// Surat keterangan tidak lengkap (Perki 1/2021 Ps 33).
    Incompleteness {
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
            Self::Routing { .. } => "routing",
            Self::DateChange { .. } => "date_change",
        }
    }
}

/// The letter as it is stored, issued now.
///
/// # Errors
/// Never for contents made here; the serialiser says so in its type.
pub fn row(ctx: &Context, case: &Case, letter: &Letter, author: Actor) -> Result<rows::Letter, ServiceError> {
    Ok(rows::Letter {
        id: ctx.new_id(),
        request_id: case.row.id,
        kind: letter.kind().to_owned(),
        issued_at: micros(ctx.now()),
        issued_on: ctx.today(case.zone),
        content: serde_json::to_string(letter)?,
        salt: ctx.new_salt(),
        author_user_id: author.user.map(|user| user.0),
        received_on: None,
    })
}
