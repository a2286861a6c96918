//! The days before the end of an exemption, and why they are those (D28: PP 61/2010 Ps 11; Perki 1/2021 Ps 52; `docs/readings.md` R16).

use super::file::ExemptionFile;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::{
    Deadline, DeadlineError, LawPack, Rule, RuleId, RuleSet, TraceDay, compute, opens_on, trace,
};
use crate::domain::exemption::OpenedBecause;
use crate::services::{Context, ServiceError};
use time::Date;

/// The days before the end of an exemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// First day on which lists mark it and the office is reminded.
    pub marked_from: Date,
    /// The count back from its last day, which is the latest: from `due` on the PPID may set it open, and should have decided by then.
    pub deadline: Deadline,
}

/// The rule about the end of an exemption, in the pack in force.
fn rule(law: &LawPack) -> Result<&Rule, ServiceError> {
    let missing = || ServiceError::unexpected(DeadlineError::NoSuchRule(RuleId::D28));
    law.rule(RuleId::D28).ok_or_else(missing)
}

/// The days of an exemption that ends on `ends_on`.
pub(in crate::services) fn ending(
    ctx: &Context,
    calendar: &WorkingCalendar,
    ends_on: Date,
) -> Result<Ending, ServiceError> {
    let rule = rule(ctx.law.current())?;
    let deadline = compute(rule, ends_on, &ctx.counting(), calendar).map_err(ServiceError::unexpected)?;
    Ok(Ending {
        marked_from: opens_on(rule, ends_on, &ctx.counting(), calendar).unwrap_or(deadline.target),
        deadline,
    })
}

/// The days of an exemption explained: the rule and every day of the calendar back from the last one.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The regulation in force.
    pub rule_set: RuleSet,
    /// The rule.
    pub rule: Rule,
    /// The day on which somebody decided that it is open.
    pub settled_on: Option<Date>,
    /// Day by day.
    pub days: Vec<TraceDay>,
}

impl ExemptionFile {
    /// Explains the days before its end.
    ///
    /// # Errors
    /// Not found for any other duty.
    pub fn explain(&self, ctx: &Context, code: &str) -> Result<Explained, ServiceError> {
        let law = ctx.law.current();
        let rule = rule(law)?;
        if RuleId::parse(code) != Some(rule.id) {
            return Err(ServiceError::NotFound);
        }
        let days = trace(rule.span, self.row.ends_on, &ctx.counting(), &self.calendar);
        let is_decided = self.state.opened_because == Some(OpenedBecause::Decided);
        Ok(Explained {
            rule_set: law.rule_set(),
            rule: rule.clone(),
            settled_on: self.state.opened_on.filter(|_| is_decided),
            days: days.map_err(ServiceError::unexpected)?,
        })
    }
}
