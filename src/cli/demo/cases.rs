//! The open sample cases as data: `data/demo/cases.toml`, dated in working days before today.

use anyhow::Context as _;
use serde::Deserialize;

use crate::domain::request::MissingRequirement;

const CASES: &str = include_str!("../../../data/demo/cases.toml");

/// The case whose tracking link the demo prints.
pub const TRACKED: &str = "demo:tracked";

/// A file that goes with a step.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SampleFile {
    /// A picture in place of an identity card.
    Identity,
    /// A deed.
    Deed,
    /// A power of attorney of a group.
    Authority,
    /// A PDF of an answer.
    Pdf,
    /// A Word document of an answer.
    Docx,
}

/// A sample case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCase {
    /// Its own name; files it once.
    pub key: String,
    /// Code of the unit, `unknown` when the applicant does not know.
    pub unit: String,
    /// Working days before today on which it arrived.
    pub received: u16,
    /// Code of the channel.
    #[serde(default = "web")]
    pub channel: String,
    /// Working days between arrival and entry by the office.
    #[serde(default)]
    pub entered_after: u16,
    /// Code of the applicant kind.
    #[serde(default = "individual")]
    pub kind: String,
    /// Whether it belongs to the citizen with an account.
    #[serde(default)]
    pub is_own: bool,
    /// Whether the applicant gave no e-mail address, so that letters travel on paper.
    #[serde(default)]
    pub is_on_paper: bool,
    /// What the letter left out; only for requests that came another way than through the portal.
    #[serde(default)]
    pub lacks: Vec<MissingRequirement>,
    /// Language of the applicant.
    #[serde(default = "id")]
    pub lang: String,
    /// Subject.
    pub subject: String,
    /// Information items.
    pub items: Vec<String>,
    /// Purpose.
    #[serde(default)]
    pub purpose: String,
    /// How to obtain it.
    #[serde(default = "copy_digital")]
    pub access: String,
    /// How to send it.
    #[serde(default = "email")]
    pub delivery: String,
    /// What happened since.
    #[serde(default)]
    pub steps: Vec<SampleStep>,
}

/// A step with the working days before today on which it was taken.
#[derive(Clone, Debug, Deserialize)]
pub struct SampleStep {
    /// Working days before today.
    pub on: u16,
    /// What.
    #[serde(flatten)]
    pub action: Action,
}

/// What was done.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Declared complete.
    Complete,
    /// Letter of what is missing.
    Incomplete {
        /// Codes of requirements.
        missing: Vec<String>,
        /// Explanation.
        note: String,
    },
    /// The applicant has the letter.
    LetterReceived,
    /// The applicant completes it.
    Fix {
        /// Words.
        note: String,
    },
    /// Not followed up.
    NotFollowedUp {
        /// Note.
        note: String,
    },
    /// To another unit.
    Route {
        /// Its code.
        to: String,
        /// Why.
        reason: String,
    },
    /// Another unit prepares material for some items.
    Share {
        /// Its code.
        to: String,
        /// Positions of the items.
        items: Vec<i32>,
        /// Working days until it is wanted.
        within: u16,
        /// What is wanted.
        note: String,
    },
    /// That unit hands it in.
    Supply {
        /// Number of the share.
        share: u16,
        /// The material.
        text: String,
        /// A file with it.
        #[serde(default)]
        file: Option<SampleFile>,
    },
    /// A question.
    Ask {
        /// The question.
        question: String,
    },
    /// Its answer.
    Reply {
        /// The reply.
        reply: String,
    },
    /// Extension.
    Extend {
        /// Code of the reason.
        reason: String,
        /// Explanation.
        note: String,
    },
    /// The written notice, or the answer that waits for the superior; one part an item.
    Answer {
        /// Parts.
        parts: Vec<Part>,
        /// Working days until the information is there.
        #[serde(default)]
        promised_after: u16,
        /// What it costs: lines of the decree by what they are for, with quantities.
        #[serde(default)]
        fee: Vec<(String, u32)>,
    },
    /// The fee that the notice named is paid.
    Pay {
        /// Code of the way.
        mode: String,
        /// By what it can be found again.
        #[serde(default)]
        reference: String,
    },
    /// The superior lets the proposed answer go.
    Approve,
    /// The superior sends it back.
    Return {
        /// Why.
        reason: String,
    },
    /// Delivered.
    Deliver {
        /// Proof.
        proof: String,
    },
    /// Closed because the applicant accepts.
    Accept {
        /// How that was said.
        how: String,
    },
    /// Withdrawn.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Published as proposed, with every file of the answer.
    Publish,
    /// A step in an objection to the case.
    Objection {
        /// Which.
        act: Act,
    },
}

/// A step in an objection.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Filed by the applicant.
    File {
        /// Codes of the grounds.
        grounds: Vec<String>,
        /// Why.
        reason: String,
    },
    /// The superior asks for something.
    Ask {
        /// What.
        question: String,
    },
    /// The superior proposes a settlement.
    Invite {
        /// How.
        invitation: String,
    },
    /// Withdrawn by the applicant.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Brought to the Commission by the applicant.
    Dispute,
    /// A fact of the dispute, as the office was told it.
    Record {
        /// Code of the fact.
        fact: String,
        /// How the office knows.
        source: String,
        /// Number at the Commission.
        #[serde(default)]
        number: String,
        /// Working days until the day it names, where it names one.
        #[serde(default)]
        other_after: Option<u16>,
    },
    /// Answered by the superior.
    Answer {
        /// One a ground.
        rulings: Vec<SampleRuling>,
        /// What the office has to do.
        order: Option<String>,
        /// Working days until it is done.
        #[serde(default)]
        execute_after: u16,
    },
}

/// The ruling on one ground.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleRuling {
    /// Code of the ground.
    pub ground: String,
    /// Code of the ruling.
    pub ruling: String,
    /// Why.
    pub text: String,
}

/// The answer to one item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Code of the outcome.
    pub outcome: String,
    /// Words.
    pub text: String,
    /// Redacted parts.
    pub redactions: Option<String>,
    /// Name of the exemption that closes something.
    pub exemption: Option<String>,
    /// Holder.
    pub holder: Option<String>,
    /// Working days until it exists.
    pub available_after: Option<u16>,
    /// File.
    pub file: Option<SampleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<SampleCase>,
}

fn web() -> String {
    "web".to_owned()
}

fn individual() -> String {
    "individual".to_owned()
}

fn id() -> String {
    "id".to_owned()
}

fn copy_digital() -> String {
    "copy_digital".to_owned()
}

fn email() -> String {
    "email".to_owned()
}

/// All sample cases, the oldest first, so that their numbers follow their arrival.
pub fn read() -> anyhow::Result<Vec<SampleCase>> {
    let file: File = toml::from_str(CASES).context("data/demo/cases.toml is broken")?;
    let mut cases = file.case;
    cases.sort_by_key(|case| std::cmp::Reverse(case.received.saturating_sub(case.entered_after)));
    Ok(cases)
}
