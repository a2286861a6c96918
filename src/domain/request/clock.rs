//! The clock of one case: every duty that runs or ran in it, computed from the state and the calendar; stored nowhere but as a copy.

use super::decide::Moment;
use super::delivery::{Delivery, Kept};
use super::milestones::Notice;
use super::state::CaseState;
use super::status::{OrderedBy, Status};
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::deadline::{
    Completion, Deadline, DeadlineError, Governing, KnownLimits, LawPack, NoticeFacts, Rule, RuleId, Trigger,
    compute, notice_clocks,
};
use time::Date;

/// Code of the duty to carry out an order on an objection: like a promised day, set by the superior.
pub const ORDER: &str = "D09+D12";

/// Code of the duty to carry out what the Commission or a court ordered, by the day that its decision gives.
pub const RULING: &str = "D09+D24";

/// Whether a duty is to carry out an order, whoever gave it.
#[must_use]
pub fn is_order(code: &str) -> bool {
    code == ORDER || code == RULING
}

const fn order_code(by: OrderedBy) -> &'static str {
    match by {
        OrderedBy::Superior => ORDER,
        OrderedBy::Commission => RULING,
    }
}

/// One duty with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// `D05`; `D08+D06` is the extension counted from completeness, [`ORDER`] an order on an objection, [`RULING`] one of the Commission.
    pub code: String,
    /// Its dates.
    pub deadline: Deadline,
    /// Day it was done.
    pub settled_on: Option<Date>,
}

/// All duties of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseClock {
    /// In the order of the law.
    pub duties: Vec<Duty>,
    /// The duty of the written notice by which compliance is judged.
    pub notice: Deadline,
    /// The duty of the written notice that falls due first; reminders follow it.
    pub escalation: Deadline,
    /// Which text governs.
    pub governing: Governing,
    /// The last day of the notice under the statute (UU 14/2008 Ps 22(7)).
    pub statute_due_on: Date,
    /// The last day of the notice under the regulation (Perki 1/2021 Ps 31(3)), when its clock runs.
    pub regulation_due_on: Option<Date>,
    /// Whether an extension took effect: told in time and with a written reason.
    pub is_extended: bool,
    /// What the first notice promised.
    pub delivery: Option<Delivery>,
    /// What the notice that stands promised, after an order.
    pub standing_delivery: Option<Delivery>,
    check: Deadline,
    fix: Option<Deadline>,
    objection: Option<Deadline>,
    /// Last day, by the latest reading, to object to a promise that may yet be missed.
    lateness: Option<Date>,
}

impl Duty {
    /// Whether the duty begins with the notice: delivery and objection. Those before it are done with it.
    #[must_use]
    pub fn follows_notice(&self) -> bool {
        self.deadline.rule_id >= RuleId::D09
    }
}

struct Reckoner<'a> {
    law: &'a LawPack,
    calendar: &'a WorkingCalendar,
    settings: &'a CountingSettings,
    duties: Vec<Duty>,
}

impl Reckoner<'_> {
    fn rule(&self, id: RuleId) -> Result<&Rule, DeadlineError> {
        self.law.rule(id).ok_or(DeadlineError::NoSuchRule(id))
    }

    fn run(
        &mut self,
        id: RuleId,
        from: impl Into<Trigger>,
        settled_on: Option<Date>,
    ) -> Result<Deadline, DeadlineError> {
        let deadline = compute(self.rule(id)?, from, self.settings, self.calendar)?;
        self.keep(id.to_string(), deadline, settled_on);
        Ok(deadline)
    }

    fn keep(&mut self, code: String, deadline: Deadline, settled_on: Option<Date>) {
        self.duties.push(Duty {
            code,
            deadline,
            settled_on,
        });
    }
}

impl CaseClock {
    /// Computes every duty of a case.
    ///
    /// # Errors
    /// When a date lies beyond what dates can express, or the law pack lacks a rule.
    pub fn of(
        state: &CaseState,
        law: &LawPack,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Result<Self, DeadlineError> {
        let mut run = Reckoner {
            law,
            calendar,
            settings,
            duties: Vec::new(),
        };
        let received = Self::facts(state, true).received;
        run.run(RuleId::D01, received, Some(state.registered_on))?;
        let fixed_on = state.incompleteness.and_then(|letter| letter.fixed_on);
        let letter_on = state.incompleteness.map(|letter| letter.issued_on);
        let mut check = run.run(RuleId::D02, state.registered_on, letter_on.or(state.checked_on))?;
        let received_on = state.incompleteness.and_then(|letter| letter.received_on);
        // Perki 1/2010 knows no such letter: a case under it that has one keeps the check it had.
        let knows_letter = law.rule(RuleId::D03).is_some();
        let fix = received_on
            .filter(|_| knows_letter)
            .map(|on| run.run(RuleId::D03, Trigger::reached_applicant(on), fixed_on))
            .transpose()?;
        if let Some(fixed_on) = fixed_on.filter(|_| knows_letter) {
            check = run.run(RuleId::D04, fixed_on, state.complete_on.and(state.checked_on))?;
        }

        let answered_on = state.notice.map(|notice| notice.on);
        let facts = Self::facts(state, knows_letter);
        let clocks = notice_clocks(law, &facts, settings, calendar)?;
        let plain = notice_clocks(
            law,
            &NoticeFacts {
                extended_on: None,
                ..facts
            },
            settings,
            calendar,
        )?;
        // An extension ends the shorter duty on the day of its letter.
        let ended = |plain: &Deadline, now: &Deadline| {
            let superseded_on = facts.extended_on.filter(|_| plain != now);
            superseded_on.or(answered_on)
        };
        run.keep(
            RuleId::D05.to_string(),
            plain.statute,
            ended(&plain.statute, &clocks.statute),
        );
        if clocks.statute != plain.statute {
            run.keep(RuleId::D08.to_string(), clocks.statute, answered_on);
        }
        if let Some((plain, now)) = plain.regulation.zip(clocks.regulation) {
            run.keep(RuleId::D06.to_string(), plain, ended(&plain, &now));
            if now != plain {
                run.keep(format!("{}+{}", RuleId::D08, RuleId::D06), now, answered_on);
            }
        }

        let (delivery, standing_delivery) = deliveries(state, calendar, settings);
        if let Some(delivery) = delivery {
            run.run(RuleId::D09, delivery.binds_on(), state.delivered_on)?;
        }
        // An order is a promise made for the office: it has a day of its own and moves none of the law's.
        if let Some(order) = state.reopening {
            let deadline = compute(run.rule(RuleId::D09)?, order.execute_by, settings, calendar)?;
            run.keep(order_code(order.by).to_owned(), deadline, order.done_on());
        }
        // The ground to object is found when the notice is received, at the latest with what came after it. A notice on paper whose
        // receipt is not known has started nothing, unless the information itself has reached the applicant.
        let found_on = state
            .current_notice()
            .and_then(|notice| notice.received_on)
            .max(state.current_delivery());
        let objection = found_on
            .map(|on| run.run(RuleId::D10, Trigger::reached_applicant(on), None))
            .transpose()?;
        Ok(Self {
            lateness: lateness(state, standing_delivery, &run)?,
            duties: run.duties,
            notice: *clocks.governing(),
            escalation: *clocks.escalation(),
            governing: clocks.governing,
            statute_due_on: clocks.statute.due,
            regulation_due_on: clocks.regulation.map(|regulation| regulation.due),
            is_extended: clocks.is_extended,
            delivery,
            standing_delivery,
            check,
            fix,
            objection,
        })
    }

    fn facts(state: &CaseState, knows_letter: bool) -> NoticeFacts {
        NoticeFacts {
            received: Trigger {
                on: state.received_on,
                after_hours: state.is_after_hours,
            },
            recorded_on: state.registered_on,
            checked_on: state.checked_on,
            complete_on: state.complete_on,
            is_check_late: state.is_check_late,
            completion: state
                .incompleteness
                .filter(|_| knows_letter)
                .map(|letter| Completion {
                    is_letter_in_time: letter.is_in_time,
                    received_on: letter.received_on,
                    fixed_on: letter.fixed_on,
                    fix_latest: letter.fix_latest,
                }),
            // Void without a written reason (`docs/readings.md` R5). Free text of an older register is one: UU 14/2008 Ps 22(8) asks for
            // no more, and whether it is one of the two that Perki 1/2021 Ps 36 allows nobody can tell now. Figures show it apart.
            extended_on: state
                .extension
                .filter(|extension| extension.is_written)
                .map(|extension| extension.on),
            extension_limits: state.extension.and_then(|extension| extension.known),
        }
    }

    /// The dates a step on `today` is measured against.
    #[must_use]
    pub fn moment(&self, today: Date) -> Moment {
        Moment {
            today,
            check_due: self.check.due,
            fix_latest: self.fix.map(|fix| fix.latest),
            notice_due: self.notice.due,
            limits: KnownLimits {
                statute: self.statute_due_on,
                regulation: self.regulation_due_on,
            },
            objection_latest: self
                .objection
                .map(|objection| objection.latest.max(self.lateness.unwrap_or(objection.latest))),
        }
    }

    /// Last day of the applicant's days to complete the request, by the latest reading, while a letter in time has them running; past
    /// it the office owes no notice until they do (Perki 1/2021 Ps 33(4)).
    #[must_use]
    pub fn fix_latest_on(&self, state: &CaseState) -> Option<Date> {
        let is_waiting = state.status == Status::Incomplete
            && state.incompleteness.is_some_and(|letter| letter.is_in_time);
        self.fix.map(|fix| fix.latest).filter(|_| is_waiting)
    }

    /// The next day on which the office owes something; `None` when it owes nothing now.
    #[must_use]
    pub fn next_due_on(&self, state: &CaseState) -> Option<Date> {
        match state.status {
            Status::UnderReview if state.reopening.is_some() => state.ordered_by(),
            Status::Received | Status::CompletenessCheck => Some(self.check.due.min(self.escalation.due)),
            // The applicant's turn.
            Status::Incomplete if self.fix_latest_on(state).is_some() => None,
            Status::Incomplete | Status::UnderReview | Status::PendingApproval => Some(self.escalation.due),
            Status::GrantedFull | Status::GrantedPartial | Status::NotDocumented => {
                // While a fee is unpaid it is the applicant's turn (`docs/readings.md` R42).
                let owed = self.standing_delivery.and_then(|delivery| delivery.deliver_by);
                [owed, state.ordered_by()].into_iter().flatten().min()
            }
            _ => None,
        }
    }

    /// Whether the delivery may wait for the payment of a fee (`docs/readings.md` R42).
    #[must_use]
    pub fn waits_for_payment(&self, today: Date) -> bool {
        self.standing_delivery
            .is_some_and(|delivery| delivery.on(today) == Kept::Unpaid)
    }

    /// This clock with the duties that follow the notice as another one has them: what comes before the notice is judged by the
    /// calendar of its day, what comes after runs on.
    #[must_use]
    pub fn followed_by(mut self, later: Self) -> Self {
        self.duties.retain(|duty| !duty.follows_notice());
        let after = later.duties.into_iter().filter(Duty::follows_notice);
        self.duties.extend(after);
        self.objection = later.objection;
        self.lateness = later.lateness;
        self.delivery = later.delivery;
        self.standing_delivery = later.standing_delivery;
        self
    }

    /// The duty with this code.
    #[must_use]
    pub fn duty(&self, code: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.code == code)
    }
}

/// Last day, by the latest reading, to object to a promise that may yet be missed (UU 14/2008 Ps 35(1)g).
fn lateness(
    state: &CaseState,
    standing: Option<Delivery>,
    run: &Reckoner<'_>,
) -> Result<Option<Date>, DeadlineError> {
    let awaited = standing.filter(|_| state.status == Status::NotDocumented);
    let missed =
        awaited.and_then(|delivery| run.calendar.next_working_day(delivery.promised_on, run.settings));
    let Some(missed) = missed else {
        return Ok(None);
    };
    let counted = compute(
        run.rule(RuleId::D10)?,
        Trigger::from(missed),
        run.settings,
        run.calendar,
    )?;
    Ok(Some(counted.latest))
}

/// What the first notice promised, and what the notice that stands promised, each with what came of it.
fn deliveries(
    state: &CaseState,
    calendar: &WorkingCalendar,
    settings: &CountingSettings,
) -> (Option<Delivery>, Option<Delivery>) {
    let given_since = match state.reopening {
        Some(order) if order.notice.is_some() => order.delivered_on,
        _ => state.delivered_on,
    };
    let of = |notice: Notice, given: Option<Date>| Delivery::of(&notice, given, calendar, settings);
    (
        state.notice.and_then(|notice| of(notice, state.delivered_on)),
        state.current_notice().and_then(|notice| of(notice, given_since)),
    )
}
