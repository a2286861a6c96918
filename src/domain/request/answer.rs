//! The written notice as drafted, item by item (UU 14/2008 Ps 22(7); Perki 1/2021 Ps 31(4)).

use super::held_form::HeldForm;
use super::outcome::Outcome;
use crate::domain::fee::Charge;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Pengecualian that an answer rests on, as it stands on the day of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptionUsed {
    /// Its id.
    pub id: Uuid,
    /// Whether it closes only a part of the document (Perki 1/2021 Ps 50(3)).
    pub is_partial: bool,
    /// Whether its decree is in force (UU 14/2008 Ps 19; Perki 1/2021 Ps 34(2), 49).
    pub is_in_force: bool,
    /// Day of the consequence test, which must not come after the refusal (UU 14/2008 Ps 19).
    pub tested_on: Date,
}

impl ExemptionUsed {
    /// An exemption by its id alone; until somebody has looked it up it closes nothing.
    #[must_use]
    pub const fn named(id: Uuid) -> Self {
        Self {
            id,
            is_partial: true,
            is_in_force: false,
            tested_on: Date::MAX,
        }
    }
}

/// The days by which information will be documented that an answer does not hold yet, beside what it gives (Perki 1/2021 annex VII B).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreseen {
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// The answer to one information item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// Outcome.
    pub outcome: Outcome,
    /// Text of the answer.
    pub text: String,
    /// Whether files go with it.
    pub has_files: bool,
    /// Form in which it is held, where the office says it (Perki 1/2021 Ps 31(4)d).
    pub held_form: Option<HeldForm>,
    /// Redacted parts and their reason, for partly granted (UU 14/2008 Ps 22(7)e).
    pub redactions: Option<String>,
    /// The office has seen that the files are redacted copies; asked for partly granted items with files.
    #[serde(default)]
    pub is_redacted: bool,
    /// Body that holds it, for not held and forwarded (UU 14/2008 Ps 22(7)b).
    pub holder: Option<String>,
    /// Said in so many words: the holder is not known.
    pub is_holder_unknown: bool,
    /// Day by which it will exist, for not documented (annex VII B).
    pub available_on: Option<Date>,
    /// The exemption that closes it or its redacted parts, for refused and partly granted.
    pub exemption: Option<ExemptionUsed>,
}

/// The written notice as drafted (pemberitahuan tertulis).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// One answer an item, in order.
    pub items: Vec<Option<ItemAnswer>>,
    /// Day by which the information is provided (Perki 1/2021 Ps 31(4)f).
    pub promised_on: Option<Date>,
    /// What the copies and their delivery cost (UU 14/2008 Ps 22(7)g; Perki 1/2021 Ps 35(3), 37).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<Charge>,
}
