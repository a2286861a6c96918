//! What the scenarios met together, and what of the law none of them shows. Nothing here is kept by hand: the lists are those of the
//! machine, and what was met is read from the events.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use terbuka::domain::actor::Role;
use terbuka::domain::deadline::RuleId;
use terbuka::domain::dispute::{self, DisputeOutcome, DisputeStatus};
use terbuka::domain::exemption;
use terbuka::domain::objection::{self, Decision, Ground, ObjectionStatus};
use terbuka::domain::request::{self, Channel, CommandKind, Outcome, Status};
use terbuka::domain::unit::SuccessionKind;
use terbuka::text::{Catalogue, Lang};

use super::file::Does;

/// Letters have a name in the catalogue, under this.
const LETTER_NAMES: &str = "law.letter.";

/// What scenarios met.
#[derive(Debug, Default)]
pub struct Seen {
    /// Rules whose dates were looked at.
    pub rules: BTreeSet<RuleId>,
    /// Outcomes of items.
    pub outcomes: BTreeSet<String>,
    /// Letters that were issued.
    pub letters: BTreeSet<String>,
    /// Ways in which requests came.
    pub channels: BTreeSet<String>,
    /// Grounds objected to.
    pub grounds: BTreeSet<Ground>,
    /// How objections ended.
    pub decisions: BTreeSet<Decision>,
    /// What the Commission decided.
    pub dispute_outcomes: BTreeSet<DisputeOutcome>,
    /// What became of units.
    pub successions: BTreeSet<SuccessionKind>,
    /// Steps taken, with the state they were taken in.
    steps: BTreeSet<(String, String)>,
    /// States reached.
    states: BTreeSet<String>,
    objection_steps: BTreeSet<(String, String)>,
    objection_states: BTreeSet<String>,
    dispute_steps: BTreeSet<(String, String)>,
    dispute_states: BTreeSet<String>,
    exemption_steps: BTreeSet<(String, String)>,
    exemption_states: BTreeSet<String>,
    /// Steps refused, and why.
    refused: BTreeMap<String, BTreeSet<String>>,
}

impl Seen {
    /// Adds what another scenario met.
    pub fn add(&mut self, other: Self) {
        self.rules.extend(other.rules);
        self.outcomes.extend(other.outcomes);
        self.letters.extend(other.letters);
        self.channels.extend(other.channels);
        self.grounds.extend(other.grounds);
        self.decisions.extend(other.decisions);
        self.dispute_outcomes.extend(other.dispute_outcomes);
        self.successions.extend(other.successions);
        self.steps.extend(other.steps);
        self.states.extend(other.states);
        self.objection_steps.extend(other.objection_steps);
        self.objection_states.extend(other.objection_states);
        self.dispute_steps.extend(other.dispute_steps);
        self.dispute_states.extend(other.dispute_states);
        self.exemption_steps.extend(other.exemption_steps);
        self.exemption_states.extend(other.exemption_states);
        for (step, codes) in other.refused {
            self.refused.entry(step).or_default().extend(codes);
        }
    }

    /// A step that was refused.
    pub fn denied(&mut self, does: &Does, code: &str) {
        let step = format!("{does:?}");
        let name = step.split([' ', '(', '{']).next().unwrap_or_default();
        self.refused
            .entry(snake(name))
            .or_default()
            .insert(code.to_owned());
    }

    pub fn request_event(&mut self, before: Option<&str>, kind: &str, after: &str) {
        self.states.insert(after.to_owned());
        let step = match kind {
            "declared_complete" => CommandKind::DeclareComplete,
            "declared_incomplete" => CommandKind::DeclareIncomplete,
            "incompleteness_received" => CommandKind::ConfirmLetterReceived,
            "fix_submitted" => CommandKind::SubmitFix,
            "closed_not_followed_up" => CommandKind::CloseNotFollowedUp,
            "routed" => CommandKind::Route,
            "share_asked" => CommandKind::AskShare,
            "share_supplied" => CommandKind::SupplyShare,
            "share_returned" => CommandKind::ReturnShare,
            "share_recalled" => CommandKind::RecallShare,
            "share_moved" => CommandKind::MoveShare,
            "clarification_asked" => CommandKind::AskClarification,
            "clarification_answered" => CommandKind::AnswerClarification,
            "extended" => CommandKind::Extend,
            "notice_issued" => CommandKind::IssueNotice,
            "answer_proposed" => CommandKind::ProposeAnswer,
            "answer_recalled" => CommandKind::RecallAnswer,
            "answer_approved" => CommandKind::ApproveAnswer,
            "answer_returned" => CommandKind::ReturnAnswer,
            "notice_received" => CommandKind::ConfirmNoticeReceived,
            "payment_recorded" => CommandKind::RecordPayment,
            "delivered" => CommandKind::Deliver,
            "succession_transferred" => CommandKind::Succeed,
            "reopened" => CommandKind::Reopen,
            "closed" => CommandKind::Close,
            "withdrawn" => CommandKind::Withdraw,
            "published" => CommandKind::Publish,
            "unpublished" => CommandKind::Unpublish,
            _ => return,
        };
        self.steps
            .insert((step.code().to_owned(), before.unwrap_or_default().to_owned()));
    }

    pub fn objection_event(&mut self, before: Option<&str>, kind: &str, after: &str) {
        use objection::CommandKind as Kind;
        self.objection_states.insert(after.to_owned());
        let step = match kind {
            "particulars_asked" => Kind::AskParticulars,
            "particulars_supplied" => Kind::SupplyParticulars,
            "settlement_opened" => Kind::OpenSettlement,
            "settlement_reached" => Kind::RecordAgreement,
            "settlement_failed" => Kind::RecordFailure,
            "objection_answered" => Kind::Answer,
            "answer_received" => Kind::ConfirmAnswerReceived,
            "objection_executed" => Kind::RecordExecution,
            "objection_closed" => Kind::Close,
            "objection_withdrawn" => Kind::Withdraw,
            "objection_transferred" => Kind::Succeed,
            _ => return,
        };
        self.objection_steps
            .insert((step.code().to_owned(), before.unwrap_or_default().to_owned()));
    }

    pub fn dispute_event(&mut self, before: Option<&str>, kind: &str, after: &str) {
        use dispute::CommandKind as Kind;
        self.dispute_states.insert(after.to_owned());
        let step = match kind {
            "dispute_filed" => Kind::RecordFiling,
            "clerk_asked" => Kind::RecordClerkLetter,
            "dispute_completed" => Kind::RecordCompletion,
            "registration_refused" => Kind::RecordNotRegistered,
            "dispute_registered" => Kind::RecordRegistration,
            "summoned" => Kind::RecordSummons,
            "mediation_ordered" => Kind::RecordMediationOrder,
            "mediation_begun" => Kind::RecordMediationStart,
            "mediation_extended" => Kind::RecordMediationExtension,
            "mediation_succeeded" => Kind::RecordMediationAgreement,
            "mediation_failed" => Kind::RecordMediationFailure,
            "decision_session_set" => Kind::RecordDecisionSession,
            "conclusions_filed" => Kind::RecordConclusions,
            "decision_read" => Kind::RecordDecision,
            "decision_received" => Kind::RecordDecisionCopy,
            "court_objection_filed" => Kind::RecordCourtObjection,
            "court_decision_received" => Kind::RecordCourtDecision,
            "cassation_filed" => Kind::RecordCassation,
            "decision_final" => Kind::RecordFinality,
            "dispute_executed" => Kind::RecordDisputeExecution,
            "dispute_withdrawn" => Kind::RecordDisputeWithdrawal,
            "dispute_lapsed" => Kind::RecordLapse,
            "recorded_in_error" => Kind::RecordError,
            _ => return,
        };
        // Before its first event a dispute is one that nobody filed.
        let before = before.unwrap_or(DisputeStatus::Unfiled.code());
        self.dispute_states.insert(before.to_owned());
        self.dispute_steps
            .insert((step.code().to_owned(), before.to_owned()));
    }

    pub fn exemption_event(&mut self, before: Option<&str>, event: &exemption::Event, after: &str) {
        use exemption::CommandKind as Kind;
        use exemption::{Event, OpenedBecause};
        self.exemption_states.insert(after.to_owned());
        let step = match event {
            Event::Tested { .. } => Kind::Rewrite,
            Event::Signed { .. } => Kind::Sign,
            Event::Approved { .. } => Kind::Approve,
            Event::Returned { .. } => Kind::Return,
            Event::Dropped { .. } => Kind::Drop,
            Event::Opened { because, .. } => match because {
                OpenedBecause::Decided => Kind::Open,
                OpenedBecause::Expired => Kind::Expire,
                OpenedBecause::Ruled => Kind::OpenByRuling,
            },
        };
        self.exemption_steps
            .insert((step.code().to_owned(), before.unwrap_or_default().to_owned()));
    }

    /// What no scenario shows.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        missing.extend(absent(
            "rule",
            RuleId::all().map(|id| id.to_string()),
            &texts(&self.rules),
        ));
        missing.extend(absent(
            "outcome",
            codes(Outcome::ALL, terbuka::domain::request::Outcome::code),
            &self.outcomes,
        ));
        let catalogue = Catalogue::load().expect("the messages");
        let letters = catalogue.keys(Lang::Id).into_keys();
        let letters = letters
            .filter_map(|key| key.strip_prefix(LETTER_NAMES))
            .map(str::to_owned);
        missing.extend(absent("letter", letters, &self.letters));
        missing.extend(absent(
            "channel",
            codes(Channel::ALL, terbuka::domain::request::Channel::code),
            &self.channels,
        ));
        missing.extend(absent(
            "ground",
            codes(Ground::ALL, terbuka::domain::objection::Ground::code),
            &named(&self.grounds, terbuka::domain::objection::Ground::code),
        ));
        let decisions = named(&self.decisions, terbuka::domain::objection::Decision::code);
        missing.extend(absent(
            "decision",
            codes(Decision::ALL, terbuka::domain::objection::Decision::code),
            &decisions,
        ));
        missing.extend(absent(
            "state",
            codes(Status::ALL, terbuka::domain::request::Status::code),
            &self.states,
        ));
        let states = codes(
            ObjectionStatus::ALL,
            terbuka::domain::objection::ObjectionStatus::code,
        );
        missing.extend(absent("state of an objection", states, &self.objection_states));
        let states = codes(DisputeStatus::ALL, terbuka::domain::dispute::DisputeStatus::code);
        missing.extend(absent("state of a dispute", states, &self.dispute_states));
        missing.extend(absent(
            "outcome of a dispute",
            codes(
                DisputeOutcome::ALL,
                terbuka::domain::dispute::DisputeOutcome::code,
            ),
            &named(
                &self.dispute_outcomes,
                terbuka::domain::dispute::DisputeOutcome::code,
            ),
        ));
        missing.extend(absent(
            "succession",
            codes(SuccessionKind::ALL, terbuka::domain::unit::SuccessionKind::code),
            &named(&self.successions, terbuka::domain::unit::SuccessionKind::code),
        ));
        let states = codes(exemption::Status::ALL, terbuka::domain::exemption::Status::code);
        missing.extend(absent("state of an exemption", states, &self.exemption_states));
        missing.extend(self.missing_steps());
        missing.extend(self.missing_refusals());
        missing
    }

    /// Every step from every state in which somebody may take it.
    fn missing_steps(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for kind in CommandKind::ALL {
            let lawful = Status::ALL.iter().filter(|status| {
                // A request gets its number in the act that receives it, so that none rests before.
                let rests = **status != Status::Received;
                // An answer that closes something is notified by its approval, from the state in which it waits.
                rests
                    && Role::ALL
                        .iter()
                        .any(|role| request::permits(**status, *kind, *role).is_ok())
            });
            let wanted = lawful.map(|status| (kind.code().to_owned(), status.code().to_owned()));
            missing.extend(
                wanted
                    .filter(|step| !self.steps.contains(step))
                    .map(|step| format!("{step:?}")),
            );
        }
        for kind in objection::CommandKind::ALL {
            let lawful = ObjectionStatus::ALL.iter().filter(|status| {
                Role::ALL
                    .iter()
                    .any(|role| objection::permits(**status, *kind, *role).is_ok())
            });
            let wanted = lawful.map(|status| (kind.code().to_owned(), status.code().to_owned()));
            let absent = wanted.filter(|step| !self.objection_steps.contains(step));
            missing.extend(absent.map(|step| format!("objection {step:?}")));
        }
        for kind in dispute::CommandKind::ALL {
            let lawful = DisputeStatus::ALL.iter().filter(|status| {
                Role::ALL
                    .iter()
                    .any(|role| dispute::permits(**status, *kind, *role).is_ok())
            });
            let wanted = lawful.map(|status| (kind.code().to_owned(), status.code().to_owned()));
            let absent = wanted.filter(|step| !self.dispute_steps.contains(step));
            missing.extend(absent.map(|step| format!("dispute {step:?}")));
        }
        for kind in exemption::CommandKind::ALL {
            let lawful = exemption::Status::ALL.iter().filter(|status| {
                Role::ALL
                    .iter()
                    .any(|role| exemption::permits(**status, *kind, *role).is_ok())
            });
            let wanted = lawful.map(|status| (kind.code().to_owned(), status.code().to_owned()));
            let absent = wanted.filter(|step| !self.exemption_steps.contains(step));
            missing.extend(absent.map(|step| format!("exemption {step:?}")));
        }
        missing
    }

    /// Every step is refused somewhere.
    fn missing_refusals(&self) -> Vec<String> {
        let requests = CommandKind::ALL.iter().map(|kind| kind.code().to_owned());
        let objections = objection::CommandKind::ALL.iter().map(|kind| match kind {
            objection::CommandKind::Answer => "answer_objection".to_owned(),
            objection::CommandKind::Close => "close_objection".to_owned(),
            objection::CommandKind::Withdraw => "withdraw_objection".to_owned(),
            objection::CommandKind::Succeed => "succeed_objection".to_owned(),
            other => other.code().to_owned(),
        });
        // The portal alone notes that time is over, and carries over what was decided; nobody asks for it.
        let exemptions = exemption::CommandKind::ALL.iter().filter_map(|kind| match kind {
            exemption::CommandKind::Expire | exemption::CommandKind::OpenByRuling => None,
            exemption::CommandKind::Open => Some("open_exemption".to_owned()),
            sheet => Some(format!("{}_sheet", sheet.code())),
        });
        let others = ["file_objection", "write_sheet"];
        let others = others.iter().map(|name| (*name).to_owned()).chain(exemptions);
        let disputes = dispute::CommandKind::ALL
            .iter()
            .map(|kind| kind.code().to_owned());
        let known: BTreeSet<String> = self.refused.keys().cloned().collect();
        let all = requests.chain(objections).chain(disputes).chain(others);
        absent("refusal of", all, &known)
    }
}

fn codes<T: Copy>(all: &'static [T], code: impl Fn(T) -> &'static str) -> impl Iterator<Item = String> {
    let all: Vec<String> = all.iter().map(|one| code(*one).to_owned()).collect();
    all.into_iter()
}

fn named<T: Copy>(seen: &BTreeSet<T>, code: impl Fn(T) -> &'static str) -> BTreeSet<String> {
    seen.iter().map(|one| code(*one).to_owned()).collect()
}

fn texts<T: ToString>(seen: &BTreeSet<T>) -> BTreeSet<String> {
    seen.iter().map(ToString::to_string).collect()
}

fn absent(what: &str, wanted: impl Iterator<Item = String>, seen: &BTreeSet<String>) -> Vec<String> {
    wanted
        .filter(|one| !seen.contains(one))
        .map(|one| format!("{what} {one}"))
        .collect()
}

/// `DeclareComplete` as `declare_complete`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
