//! A scenario as it is written down.

use std::collections::BTreeMap;

use serde::Deserialize;
use terbuka::domain::deadline::RuleId;
use terbuka::domain::request::is_order;
use time::macros::{format_description, offset};
use time::{Date, OffsetDateTime, PrimitiveDateTime};

/// A file of `tests/scenarios`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in Indonesian.
    pub title: String,
    /// The articles it rests on.
    pub articles: Vec<String>,
    /// What happens, in order.
    #[serde(default, rename = "event")]
    pub events: Vec<Event>,
    /// Deadlines counted from a day, without a case.
    #[serde(default, rename = "count")]
    pub counts: Vec<Count>,
}

/// What somebody does at an hour, and what is the case afterwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Day and hour in Makassar.
    #[serde(deserialize_with = "hour")]
    pub at: OffsetDateTime,
    /// Who.
    pub who: Who,
    /// The unit of staff, when it is not the prison of Makassar.
    #[serde(default)]
    pub of: Option<String>,
    /// What; nothing when it is only looked at how things stand.
    #[serde(default)]
    pub does: Option<Does>,
    /// The words that go with it, when they matter.
    #[serde(default)]
    pub text: Option<String>,
    /// The refusal it must meet.
    #[serde(default)]
    pub denied: Option<String>,
    /// The day that the refusal must name.
    #[serde(default)]
    pub denied_day: Option<Day>,
    /// How things stand afterwards.
    #[serde(default)]
    pub expect: Option<Expect>,
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Pemohon.
    Applicant,
    /// Petugas.
    Officer,
    /// PPID.
    Ppid,
    /// Atasan PPID.
    Superior,
    /// Somebody appointed both PPID and Atasan PPID.
    PpidAndSuperior,
    /// The portal of itself.
    Portal,
    /// The mail server of the applicant.
    MailServer,
    /// A decree: on days off, on fees, on a unit.
    Decree,
    /// Time passes.
    Clock,
}

/// What is done. Each name is that of the step in `docs/workflow.md`, where it is one.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Does {
    /// A request is filed on the portal, or entered at the desk when it came another way.
    FileRequest {
        #[serde(default)]
        channel: Option<String>,
        /// True arrival, when it is entered later.
        #[serde(default)]
        received: Option<String>,
        /// How many things are asked for.
        #[serde(default = "one")]
        items: usize,
        /// Without an e-mail address.
        #[serde(default)]
        on_paper: bool,
        /// A copy on paper is asked for.
        #[serde(default)]
        copy_on_paper: bool,
        /// How it is to be sent.
        #[serde(default)]
        sent_by: Option<String>,
    },
    DeclareComplete,
    DeclareIncomplete {
        missing: Vec<String>,
    },
    ConfirmLetterReceived {
        on: Day,
    },
    SubmitFix {
        #[serde(default)]
        on: Option<Day>,
    },
    CloseNotFollowedUp,
    Route {
        to: String,
    },
    /// Another unit is asked to prepare these items by a day.
    AskShare {
        unit: String,
        items: Vec<i32>,
        wanted: Day,
    },
    SupplyShare {
        share: u16,
    },
    ReturnShare {
        share: u16,
    },
    RecallShare {
        share: u16,
    },
    /// A share is carried over by hand.
    MoveShare {
        share: u16,
        to: String,
        since: Day,
    },
    AskClarification,
    AnswerClarification,
    Extend {
        reason: String,
    },
    IssueNotice(Answered),
    ProposeAnswer(Answered),
    RecallAnswer,
    ApproveAnswer,
    ReturnAnswer,
    ConfirmNoticeReceived {
        on: Day,
    },
    RecordPayment {
        on: Day,
        /// Rupiah.
        amount: i64,
        /// How it was paid.
        #[serde(default = "cash")]
        by: String,
    },
    Deliver {
        on: Day,
    },
    /// A decree says what becomes of a unit. By anybody else it is tried by hand on the request alone.
    Succeed {
        /// The units that go on, the one that takes what is open first.
        #[serde(default)]
        to: Vec<String>,
        #[serde(default = "merge")]
        kind: String,
        /// First day on which it is so.
        since: Day,
        /// What the unit is to be, when it goes on itself: its name, its public body, the unit whose PPID answers.
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        body: Option<String>,
        #[serde(default)]
        ppid_of: Option<String>,
    },
    Close {
        because: String,
    },
    Withdraw,
    Publish,
    Unpublish,
    /// The portal is asked to open the case again without an order.
    Reopen {
        by: Day,
    },
    /// A consequence test is written.
    WriteSheet {
        #[serde(default)]
        partial: bool,
        ends: Day,
        /// Items of UU 18 that apply.
        #[serde(default)]
        never_exempt: Vec<String>,
    },
    RewriteSheet {
        ends: Day,
    },
    SignSheet,
    ApproveSheet,
    ReturnSheet,
    DropSheet,
    OpenExemption,
    /// The portal notes exemptions whose time is over.
    Expire,
    /// An objection, by the letters of its grounds.
    FileObjection {
        grounds: String,
        #[serde(default)]
        channel: Option<String>,
        #[serde(default)]
        received: Option<String>,
        #[serde(default)]
        proxy: Option<String>,
        /// Without any request.
        #[serde(default)]
        alone: bool,
    },
    AskParticulars,
    SupplyParticulars,
    OpenSettlement,
    RecordAgreement {
        #[serde(default)]
        by: Option<Day>,
        /// Without a word on how the applicant agreed.
        #[serde(default)]
        unproven: bool,
        /// Without the minutes.
        #[serde(default)]
        unsigned: bool,
    },
    RecordFailure,
    /// The superior's ruling on each ground, and the order.
    AnswerObjection {
        rulings: BTreeMap<char, String>,
        #[serde(default)]
        order_by: Option<Day>,
        /// An order without a day.
        #[serde(default)]
        order_open: bool,
    },
    ConfirmAnswerReceived {
        on: Day,
    },
    RecordExecution {
        on: Day,
    },
    CloseObjection {
        because: String,
    },
    WithdrawObjection,
    /// The objection is carried over by hand.
    SucceedObjection {
        to: String,
        since: Day,
    },
    RecordFiling(Fact),
    RecordClerkLetter(Fact),
    RecordCompletion(Fact),
    RecordNotRegistered(Fact),
    RecordRegistration(Fact),
    RecordSummons(Fact),
    RecordMediationOrder(Fact),
    RecordMediationStart(Fact),
    RecordMediationExtension(Fact),
    RecordMediationAgreement(Fact),
    RecordMediationFailure(Fact),
    RecordDecisionSession(Fact),
    RecordConclusions(Fact),
    RecordDecision(Fact),
    RecordDecisionCopy(Fact),
    RecordCourtObjection(Fact),
    RecordCourtDecision(Fact),
    RecordCassation(Fact),
    RecordFinality(Fact),
    RecordDisputeExecution(Fact),
    RecordDisputeWithdrawal(Fact),
    RecordLapse(Fact),
    /// The last record of the dispute is taken back.
    RecordError(Fact),
    /// Rupiah for a sheet and for a parcel are decreed, for the whole body.
    DecreeFees {
        since: Day,
        sheet: i64,
        parcel: i64,
    },
    /// Days off are decreed, and the portal is told.
    DecreeDaysOff {
        days: Vec<Day>,
        /// Only this unit is closed.
        #[serde(default)]
        only: Option<String>,
    },
    /// Days off of this year are taken away.
    DecreeDaysBack {
        days: Vec<Day>,
    },
    /// The appointment of somebody ends.
    EndAppointment {
        of: Who,
        on: Day,
    },
    /// The mail server takes what waits.
    TakeMail,
    /// The mail server does not answer.
    MissMail,
    /// The worker does one round.
    Tick,
}

const fn one() -> usize {
    1
}

fn cash() -> String {
    "cash".to_owned()
}

fn merge() -> String {
    "merge".to_owned()
}

/// What is told of a dispute at the Commission.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The day of it.
    pub on: Day,
    /// A number at the Commission.
    #[serde(default)]
    pub number: String,
    /// A second day: of receipt, of a hearing, of a session.
    #[serde(default)]
    pub other: Option<Day>,
    /// What was decided.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Whose step it was.
    #[serde(default)]
    pub party: Option<String>,
    /// Whether the source says in so many words that it is final.
    #[serde(default)]
    pub stated: bool,
    /// Whether only what is to be published was granted.
    #[serde(default)]
    pub publishing: bool,
    /// Whether it declares open what the exemption of the scenario closed.
    #[serde(default)]
    pub opens: bool,
}

/// An answer to each thing asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Outcome of each.
    pub items: Vec<String>,
    /// Day promised for what is given.
    #[serde(default)]
    pub promised: Option<Day>,
    /// Day on which what is not documented will exist; 30 days on, unless it is named.
    #[serde(default)]
    pub exists: Option<Day>,
    /// What it costs: sheets and parcels by the decree in force.
    #[serde(default)]
    pub sheets: Option<u32>,
    #[serde(default)]
    pub parcels: Option<u32>,
    /// What is left out of the answer, to see it refused: `exemption`, `redactions`, `holder`, `available_on`, `item`.
    #[serde(default)]
    pub without: Vec<String>,
}

/// A deadline counted from a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The rule.
    pub rule: RuleId,
    /// Under the older regulation.
    #[serde(default)]
    pub perki_2010: bool,
    /// The day that triggers it, or the hour for a rule of hours.
    #[serde(default)]
    pub from: Option<Day>,
    #[serde(default)]
    pub from_hour: Option<String>,
    /// Target, due and latest day.
    #[serde(default)]
    pub dates: Option<Three>,
    /// The hour at which it ends.
    #[serde(default)]
    pub until_hour: Option<String>,
    /// The day on which its task opens.
    #[serde(default)]
    pub opens: Option<Day>,
    /// Must not be computed at all.
    #[serde(default)]
    pub unconfirmed: bool,
    /// Why.
    pub why: String,
}

/// How things stand. What is not named is not looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// Why the law has it so.
    pub why: Option<String>,
    /// State of the request.
    pub state: Option<String>,
    /// Its overall outcome.
    pub outcome: Option<String>,
    /// Dates by rule.
    pub dates: BTreeMap<Code, Three>,
    /// Day on which a duty was done, by rule.
    pub done: BTreeMap<Code, Day>,
    /// Rules that run neither in the request nor in the objection.
    pub not_running: Vec<Code>,
    /// Day from which it counts as complete.
    pub complete_on: Option<Day>,
    /// The clock that governs: `statute` or `regulation`.
    pub governs: Option<String>,
    /// The next day on which the office owes something; `none` when it owes nothing.
    pub act_by: Option<String>,
    /// `3 left`, `today`, `2 over`, `none`: where the notice stands.
    pub notice: Option<String>,
    /// Whether the notice came late; not known while there is none.
    pub late: Option<bool>,
    /// Working days it took.
    pub working_days: Option<i32>,
    /// Working days held by `office`, `asked`, `superior` and `applicant`.
    pub held: BTreeMap<String, i32>,
    /// Every letter of the request so far.
    pub letters: Option<Vec<String>>,
    /// How many mails to the applicant the server took since it was last looked at.
    pub mails: Option<usize>,
    /// Rupiah that the notice names; 0 for nothing.
    pub fee: Option<i64>,
    /// Last day on which the delivery is in time; `none` while it may wait.
    pub deliver_by: Option<String>,
    /// Where the delivery stands: `ahead`, `in_time`, `late`, `missed`, `unpaid`.
    pub delivery: Option<String>,
    /// Code of the unit that is responsible.
    pub unit: Option<String>,
    /// Every share so far: `rutan-makassar asked`.
    pub shares: Option<Vec<String>>,
    /// Letters of the grounds that can be objected to today.
    pub open_grounds: Option<String>,
    /// Window of a ground.
    pub grounds: BTreeMap<char, Window>,
    /// State of the objection.
    pub objection: Option<String>,
    /// Its decision.
    pub decision: Option<String>,
    /// Letters of its grounds that carry the remark that they may be late.
    pub possibly_late: Option<String>,
    /// Every letter of the objection so far.
    pub objection_letters: Option<Vec<String>>,
    /// Whether the thirty days of the answer went by in silence.
    pub lapsed: Option<bool>,
    /// First day of each road to the Commission; every road that runs must be named.
    pub roads: Option<BTreeMap<RuleId, Day>>,
    /// Last day, by the latest reading, to go there by a road that is open today; `none` when none is.
    pub commission_until: Option<String>,
    /// State of the dispute at the Commission.
    pub dispute: Option<String>,
    /// Province of the Commission; `none` for the central one.
    pub commission: Option<String>,
    /// Whether it was brought there after every reading of every road.
    pub possibly_late_there: Option<bool>,
    /// The next day that is the body's to keep there; `none` when there is none.
    pub body_acts_by: Option<String>,
    /// Rules whose stage is over, so that what they ask for no longer matters.
    pub moot: Vec<Code>,
    /// Rules that apply and are never counted.
    pub uncounted: Option<Vec<RuleId>>,
    /// Figures of all units.
    pub figures: BTreeMap<String, i64>,
    /// State of the exemption.
    pub exemption: Option<String>,
    /// Whether it may close information today.
    pub in_force: Option<bool>,
    /// First day on which the PPID may set it open.
    pub may_open_from: Option<Day>,
    /// Whether the answer is public.
    pub published: Option<bool>,
}

/// Window of a ground.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day.
    pub from: Day,
    /// The thirty days.
    pub dates: Three,
    /// The omission goes on, so no objection is ever late.
    #[serde(default)]
    pub never_closes: bool,
}

/// A day, written `2026-03-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(pub Date);

/// Target, due and latest day, written `2026-04-01 / 2026-04-02 / 2026-04-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Three(pub [Date; 3]);

/// What is added to the code of a duty that runs from the applicant's receipt.
const OF_REQUESTER: &str = "-pemohon";

/// Code of a duty: a rule, an extension counted from completeness, or an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Code(pub String);

impl Code {
    /// The rules it is made of.
    pub fn rules(&self) -> impl Iterator<Item = RuleId> + '_ {
        let rules = self.0.trim_end_matches(OF_REQUESTER);
        rules.split('+').filter_map(RuleId::parse)
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let form = format_description!("[year]-[month]-[day]");
        Date::parse(&text, &form)
            .map(Self)
            .map_err(|_| format!("`{text}` is no day"))
    }
}

impl TryFrom<String> for Three {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let days: Vec<Date> = text
            .split(" / ")
            .map(|day| Day::try_from(day.to_owned()).map(|day| day.0))
            .collect::<Result<_, _>>()?;
        let three = days.try_into();
        three
            .map(Self)
            .map_err(|_| format!("`{text}` is not target / due / latest"))
    }
}

impl TryFrom<String> for Code {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let rule = text.strip_suffix(OF_REQUESTER).unwrap_or(&text);
        let known = is_order(&text) || text == "D08+D06" || RuleId::parse(rule).is_some();
        known
            .then_some(Self(text.clone()))
            .ok_or(format!("`{text}` is no rule"))
    }
}

/// An instant, written `2026-03-12 09.00`, in Makassar.
pub fn instant(text: &str) -> Result<OffsetDateTime, String> {
    let form = format_description!("[year]-[month]-[day] [hour].[minute]");
    let at = PrimitiveDateTime::parse(text, &form).map_err(|_| format!("`{text}` is no day and hour"))?;
    Ok(at.assume_offset(offset!(+8)))
}

fn hour<'de, D: serde::Deserializer<'de>>(input: D) -> Result<OffsetDateTime, D::Error> {
    instant(&String::deserialize(input)?).map_err(serde::de::Error::custom)
}

/// Reads a scenario.
pub fn read(text: &str) -> Result<Scenario, String> {
    let scenario: Scenario = toml::from_str(text).map_err(|error| error.to_string())?;
    if scenario.title.trim().is_empty() || scenario.articles.is_empty() {
        return Err("a scenario has a title and the articles it rests on".to_owned());
    }
    if scenario.events.is_empty() && scenario.counts.is_empty() {
        return Err("nothing happens in it".to_owned());
    }
    if !scenario.events.windows(2).all(|pair| pair[0].at <= pair[1].at) {
        return Err("its events are not in the order of time".to_owned());
    }
    Ok(scenario)
}
