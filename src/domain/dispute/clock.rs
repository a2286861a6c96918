//! The clock of a dispute: D16 to D27 as far as they can be computed from what is on record. The two last days against a decision stay two
//! (UU 14/2008 Ps 48(1); Perki 1/2013 Ps 60(2)). What no checked text gives a length for is named and never computed.

use super::state::DisputeState;
use super::status::DisputeStatus;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::deadline::{
    Bearer, Deadline, DeadlineError, LawPack, Rule, RuleId, Span, Trigger, compute,
};
use crate::domain::request::RULING;
use time::Date;

/// One duty or right with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeDuty {
    /// `D25`; `D25-pemohon` when it is counted from the applicant's receipt.
    pub code: String,
    /// Its dates.
    pub deadline: Deadline,
    /// How far its rule reaches here: an extended mediation is longer.
    pub span: Span,
    /// Who must act.
    pub bearer: Bearer,
    /// Whether it is the body's to keep.
    pub is_body: bool,
    /// Day it was done.
    pub settled_on: Option<Date>,
    /// Whether it no longer matters: what it was for ended another way.
    pub is_moot: bool,
}

/// All dates of a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeClock {
    /// In the order of the law.
    pub duties: Vec<DisputeDuty>,
    /// Rules that apply now and whose text was not checked (D45): told, never computed.
    pub unchecked: Vec<RuleId>,
}

/// What is added to a code whose days run from the applicant's receipt.
const OF_REQUESTER: &str = "-pemohon";

/// What is added to the code of a promised day to make it that of a decision.
const OF_RULING: &str = "+D24";

/// What a line of the clock is made of.
struct Line {
    rule: RuleId,
    from: Option<Trigger>,
    settled_on: Option<Date>,
    suffix: &'static str,
}

impl DisputeClock {
    /// Computes every date of a dispute.
    ///
    /// # Errors
    /// When a date lies beyond what dates can express, or the law pack lacks a rule.
    pub fn of(
        state: &DisputeState,
        law: &LawPack,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Result<Self, DeadlineError> {
        let mut duties = Vec::new();
        for line in lines(state) {
            let Some(from) = line.from else { continue };
            let rule = law.rule(line.rule).ok_or(DeadlineError::NoSuchRule(line.rule))?;
            let span = reach(rule, state);
            let reached = Rule { span, ..rule.clone() };
            let is_requesters = line.suffix == OF_REQUESTER;
            let is_ruling = line.suffix == OF_RULING;
            duties.push(DisputeDuty {
                code: format!("{}{}", line.rule, line.suffix),
                deadline: compute(&reached, from, settings, calendar)?,
                span,
                bearer: rule.bearer,
                is_body: is_ruling || rule.bearer == Bearer::Parties && !is_requesters,
                settled_on: line.settled_on,
                is_moot: line.settled_on.is_none() && state.is_past(line.rule),
            });
        }
        let in_court = matches!(state.status, DisputeStatus::Court | DisputeStatus::Cassation);
        Ok(Self {
            duties,
            unchecked: if in_court { vec![RuleId::D45] } else { Vec::new() },
        })
    }

    /// The duty or right of the body that comes next: the earliest that is neither done nor over.
    #[must_use]
    pub fn next_of_body(&self, today: Date) -> Option<&DisputeDuty> {
        let open = self
            .duties
            .iter()
            .filter(|duty| duty.is_body && duty.settled_on.is_none() && !duty.is_moot);
        // A right that has passed is gone; an order that was not carried out is still to be carried out.
        open.filter(|duty| duty.deadline.latest >= today || duty.code == RULING)
            .min_by_key(|duty| duty.deadline.due)
    }

    /// The last defensible day to object to the decision, or to go on to cassation: of whatever side, by whatever text. Unknown while the
    /// receipt of a side is: its time may not even have begun (`docs/readings.md` R35).
    #[must_use]
    pub fn objection_latest(&self, state: &DisputeState) -> Option<Date> {
        let (wanted, received): (&[RuleId], _) = if state.court_on.is_some() {
            (&[RuleId::D27], state.court_received)
        } else {
            (&[RuleId::D25, RuleId::D26], state.received)
        };
        if !received.is_complete() {
            return None;
        }
        let of = self.duties.iter().map(|duty| duty.deadline);
        of.filter(|deadline| wanted.contains(&deadline.rule_id))
            .map(|deadline| deadline.latest)
            .max()
    }

    /// The duty with this code.
    #[must_use]
    pub fn duty(&self, code: &str) -> Option<&DisputeDuty> {
        self.duties.iter().find(|duty| duty.code == code)
    }
}

/// A mediation that was extended reaches further, counted from the same first meeting.
fn reach(rule: &Rule, state: &DisputeState) -> Span {
    let extended = rule.extended_span();
    let is_extended = rule.id == RuleId::D22 && state.mediation.is_extended;
    extended.filter(|_| is_extended).unwrap_or(rule.span)
}

/// What starts each rule and what settles it (`docs/readings.md` R34, R35).
fn lines(state: &DisputeState) -> Vec<Line> {
    let plain = |on: Option<Date>| on.map(Trigger::from);
    // Nobody knows the hour at which a paper reached somebody.
    let received = |on: Option<Date>| on.map(Trigger::reached_applicant);
    let line = |rule, from, settled_on| Line {
        rule,
        from,
        settled_on,
        suffix: "",
    };
    let filed = state.filed.as_ref().map(|filed| filed.on);
    let mediation = &state.mediation;
    let court_on = state.court_on.map(|(on, _)| on);
    let cassation_on = state.cassation_on.map(|(on, _)| on);
    let of_requester = |rule, on, settled_on| Line {
        rule,
        from: received(on),
        settled_on,
        suffix: OF_REQUESTER,
    };
    let (copies, of_court) = (state.received, state.court_received);
    // A day of the decision that is kept in a request stands there; else it is the body's to keep here.
    let execute_by = state.order.as_ref().and_then(|order| order.execute_by);
    vec![
        line(
            RuleId::D16,
            plain(filed),
            state.asked.map(|asked| asked.on).or(state.registered_on),
        ),
        line(
            RuleId::D17,
            received(state.asked.and_then(|asked| asked.received_on)),
            state.completed_on,
        ),
        line(
            RuleId::D18,
            plain(filed),
            // Begun by the summons, never by the day it names: a hearing that lies ahead has begun nothing.
            [state.summoned_on, mediation.ordered_on, mediation.begun_on]
                .into_iter()
                .flatten()
                .min(),
        ),
        line(RuleId::D19, plain(filed), state.ended_on),
        line(RuleId::D20, plain(state.first_hearing_on), state.summoned_on),
        line(RuleId::D21, plain(mediation.ordered_on), mediation.begun_on),
        line(RuleId::D22, plain(mediation.begun_on), mediation.ended_on),
        line(RuleId::D23, plain(state.session_on), state.conclusions_on),
        line(RuleId::D24, plain(state.decision.map(|(on, _)| on)), copies.body),
        line(RuleId::D25, received(copies.body), court_on),
        line(RuleId::D26, received(copies.body), court_on),
        of_requester(RuleId::D25, copies.requester, court_on),
        of_requester(RuleId::D26, copies.requester, court_on),
        line(RuleId::D27, received(of_court.body), cassation_on),
        of_requester(RuleId::D27, of_court.requester, cassation_on),
        Line {
            rule: RuleId::D09,
            from: plain(execute_by),
            settled_on: state.executed_on,
            suffix: OF_RULING,
        },
    ]
}

impl DisputeState {
    /// Whether the stage a rule belongs to is over, so that what it asked for no longer matters.
    fn is_past(&self, rule: RuleId) -> bool {
        let has_ended = self.ended_on.is_some();
        match rule {
            RuleId::D16 | RuleId::D17 => has_ended || self.registered_on.is_some(),
            RuleId::D18 | RuleId::D19 | RuleId::D20 | RuleId::D21 | RuleId::D22 => has_ended,
            RuleId::D23 => self.decision.is_some() || has_ended,
            RuleId::D24 | RuleId::D25 | RuleId::D26 | RuleId::D27 => self.final_on.is_some(),
            _ => false,
        }
    }
}
