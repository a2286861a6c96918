//! The two clocks of the written notice. The statute counts its ten days from receipt (UU 14/2008 Ps 22(7)), the regulation from the
//! day the request was declared complete (Perki 1/2021 Ps 31(3)). Both are kept; which one governs is decided here.

use serde::{Deserialize, Serialize};
use time::Date;

use super::compute::{Deadline, DeadlineError, compute, compute_span};
use super::pack::LawPack;
use super::rule::{Rule, Span};
use super::rule_id::RuleId;
use super::trigger::Trigger;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};

/// What became of the incompleteness letter (surat keterangan tidak lengkap, Perki 1/2021 Ps 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Whether the letter was issued within the days of the completeness check; a later one has no effect on the clocks.
    pub is_letter_in_time: bool,
    /// Day the applicant received the letter.
    pub received_on: Option<Date>,
    /// Day the applicant completed the request.
    pub fixed_on: Option<Date>,
    /// Last day for that as it was known when they did, by the latest reading; a later decree takes nothing from them.
    pub fix_latest: Option<Date>,
}

/// The last days of the notice as they were known on the day of an extension. Whether the letter was in time is judged by them and
/// not by a calendar decreed afterwards (`docs/readings.md` R20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLimits {
    /// Under the statute.
    pub statute: Date,
    /// Under the regulation, when its clock ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulation: Option<Date>,
}

/// What the clocks of the notice depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeFacts {
    /// The true arrival.
    pub received: Trigger,
    /// Day of entry in the register; the same day unless the office was slow.
    pub recorded_on: Date,
    /// Day of the first completeness check.
    pub checked_on: Option<Date>,
    /// Day it was declared complete.
    pub complete_on: Option<Date>,
    /// Whether that check came after its days, by the calendar known then; computed when nobody said.
    pub is_check_late: Option<bool>,
    /// The incompleteness letter, if one was issued.
    pub completion: Option<Completion>,
    /// Day of an extension that gave one of the lawful reasons in writing; an extension without one is none.
    pub extended_on: Option<Date>,
    /// The last days as they were known on that day; computed when they were not kept.
    pub extension_limits: Option<KnownLimits>,
}

impl NoticeFacts {
    /// The facts on the day of arrival.
    pub fn received(received: impl Into<Trigger>) -> Self {
        let received = received.into();
        Self {
            received,
            recorded_on: received.on,
            checked_on: None,
            complete_on: None,
            is_check_late: None,
            completion: None,
            extended_on: None,
            extension_limits: None,
        }
    }
}

/// Which clock compliance is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governing {
    /// The statute's, from receipt: the rule.
    Statute,
    /// The regulation's, from completeness: only when the applicant completed the request late after a letter in time.
    Regulation,
}

/// Both clocks of the notice: under D05 and D06, or under D08 from the same two starts once validly extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeClocks {
    /// The statute's clock.
    pub statute: Deadline,
    /// The regulation's clock; `None` until the request is complete and in rule sets that know no such clock.
    pub regulation: Option<Deadline>,
    /// The clock that counts for compliance.
    pub governing: Governing,
    /// Whether the extension took effect: one sent after the last day revives nothing.
    pub is_extended: bool,
}

impl NoticeClocks {
    /// The clock that compliance is judged by.
    pub fn governing(&self) -> &Deadline {
        match (self.governing, &self.regulation) {
            (Governing::Regulation, Some(regulation)) => regulation,
            _ => &self.statute,
        }
    }

    /// The clock that falls due first: officers are reminded and duties escalated by it. Where the regulation governs, the statute's
    /// clock is kept for information only (`docs/readings.md` R4).
    pub fn escalation(&self) -> &Deadline {
        match (self.governing, &self.regulation) {
            (Governing::Regulation, Some(regulation)) => regulation,
            (_, Some(regulation)) if regulation.due < self.statute.due => regulation,
            _ => &self.statute,
        }
    }
}

/// Both clocks of the written notice for a case of the rule set of `pack`.
pub fn notice_clocks(
    pack: &LawPack,
    facts: &NoticeFacts,
    settings: &CountingSettings,
    calendar: &WorkingCalendar,
) -> Result<NoticeClocks, DeadlineError> {
    let case = Case {
        pack,
        facts,
        settings,
        calendar,
    };
    let is_late_fix = case.is_completed_late()?;
    // Until the office has looked at a late completion, the regulation's days run from the day it came: no reading is earlier.
    let fixed = facts.completion.and_then(|completion| completion.fixed_on);
    let provisional = fixed.filter(|_| is_late_fix).map(Trigger::from);
    let start = case.complete_from()?.or(provisional);
    let plain = case.clocks(RuleId::D05, RuleId::D06, start, is_late_fix)?;
    let known = facts.extension_limits;
    let in_time = |plain: &Deadline, known: Option<Date>| {
        facts
            .extended_on
            .is_some_and(|extended| extended <= known.unwrap_or(plain.due))
    };
    let statute_revives = in_time(&plain.statute, known.map(|known| known.statute));
    let regulation_revives = plain
        .regulation
        .is_some_and(|plain| in_time(&plain, known.and_then(|known| known.regulation)));
    let revives = match plain.governing {
        Governing::Statute => statute_revives,
        Governing::Regulation => regulation_revives,
    };
    if !revives {
        return Ok(plain);
    }
    // Each clock is extended only by a letter within its own days: a later one cannot revive an expired duty (`docs/readings.md` R5).
    let extended = case.clocks(RuleId::D08, RuleId::D08, plain.regulation.and(start), is_late_fix)?;
    Ok(NoticeClocks {
        statute: if statute_revives {
            extended.statute
        } else {
            plain.statute
        },
        regulation: if regulation_revives {
            extended.regulation
        } else {
            plain.regulation
        },
        governing: plain.governing,
        is_extended: true,
    })
}

struct Case<'a> {
    pack: &'a LawPack,
    facts: &'a NoticeFacts,
    settings: &'a CountingSettings,
    calendar: &'a WorkingCalendar,
}

impl Case<'_> {
    fn rule(&self, id: RuleId) -> Result<&Rule, DeadlineError> {
        self.pack.rule(id).ok_or(DeadlineError::NoSuchRule(id))
    }

    fn deadline(&self, id: RuleId, trigger: impl Into<Trigger>) -> Result<Deadline, DeadlineError> {
        compute(self.rule(id)?, trigger, self.settings, self.calendar)
    }

    fn clocks(
        &self,
        statute: RuleId,
        regulation: RuleId,
        start: Option<Trigger>,
        is_late_fix: bool,
    ) -> Result<NoticeClocks, DeadlineError> {
        let statute = self.deadline(statute, self.facts.received)?;
        let regulation = match start {
            Some(start) if self.pack.rule(regulation).is_some() => Some(self.regulation(regulation, start)?),
            _ => None,
        };
        let governing = if is_late_fix && regulation.is_some() {
            Governing::Regulation
        } else {
            Governing::Statute
        };
        Ok(NoticeClocks {
            statute,
            regulation,
            governing,
            is_extended: false,
        })
    }

    /// The regulation's clock. Extended, it is longer by the days of the extension than its own rule says, which in no text differs
    /// from the statute's but may in a simulation.
    fn regulation(&self, id: RuleId, start: Trigger) -> Result<Deadline, DeadlineError> {
        let rule = self.rule(id)?;
        match self.pack.rule(RuleId::D06) {
            Some(plain) if id == RuleId::D08 => {
                let span = Span::WorkingDays(plain.length.saturating_add(rule.length));
                compute_span(id, span, start, self.settings, self.calendar)
            }
            _ => self.deadline(id, start),
        }
    }

    /// The day from which the request counts as complete. A check after its own three days, or a letter after them, has no
    /// consequence in the text: the request then counts as complete from receipt.
    fn complete_from(&self) -> Result<Option<Trigger>, DeadlineError> {
        let is_check_late = match self.facts.completion {
            Some(completion) => !completion.is_letter_in_time,
            None => match self.facts.is_check_late {
                Some(is_late) => is_late,
                None => self.is_checked_late()?,
            },
        };
        Ok(if is_check_late {
            Some(self.facts.received)
        } else {
            self.facts.complete_on.map(Trigger::from)
        })
    }

    fn is_checked_late(&self) -> Result<bool, DeadlineError> {
        let Some(checked_on) = self.facts.checked_on else {
            return Ok(false);
        };
        Ok(checked_on > self.deadline(RuleId::D02, self.facts.recorded_on)?.due)
    }

    /// Whether the applicant surely needed longer than the days the regulation gives (Ps 33(3)): by the latest reading, for it is
    /// the applicant who loses by it. The days run from receipt of the letter; an unknown receipt never started them, so nobody
    /// is late.
    fn is_completed_late(&self) -> Result<bool, DeadlineError> {
        match self.facts.completion {
            Some(Completion {
                is_letter_in_time: true,
                received_on: Some(received_on),
                fixed_on: Some(fixed_on),
                fix_latest,
            }) => {
                let now = self.deadline(RuleId::D03, Trigger::reached_applicant(received_on))?;
                Ok(fixed_on > now.latest.max(fix_latest.unwrap_or(now.latest)))
            }
            _ => Ok(false),
        }
    }
}
