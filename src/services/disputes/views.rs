//! Reading a dispute: what the office, the auditor and the applicant see of it, with its dates and what may be recorded now.

use super::case::Dispute;
use super::orders::AtStake;
use crate::domain::actor::Role;
use crate::domain::deadline::{DueState, trace};
use crate::domain::dispute::{CommandKind, Denial, DisputeClock, DisputeDuty, Moment, offered};
use crate::domain::objection::ObjectionDuty;
use crate::domain::policy::CaseView;
use crate::services::objections::{Explained, ObjectionFile};
use crate::services::{Context, ServiceError};

/// A fact with the reason why it cannot be recorded now.
pub type DisputeOffer = (CommandKind, Result<(), Denial>);

/// A dispute with everything a page shows of it.
#[derive(Clone, Debug)]
pub struct DisputeFile {
    /// How much the viewer may see.
    pub view: CaseView,
    /// The dispute itself.
    pub dispute: Dispute,
    /// Its dates, on the calendar in force (`docs/readings.md` R36).
    pub clock: DisputeClock,
    /// What a record now is measured against.
    pub moment: Moment,
    /// The next duty of the body, and where it stands.
    pub next: Option<(DisputeDuty, DueState)>,
    /// What the viewer may record.
    pub offers: Vec<DisputeOffer>,
    /// What an order could reach.
    pub at_stake: AtStake,
}

/// The dispute of an objection, for whoever was let in to the objection.
///
/// # Errors
/// When the database is out of reach.
pub async fn of_objection(ctx: &Context, file: &ObjectionFile) -> Result<DisputeFile, ServiceError> {
    let conn = ctx.db.read();
    let dispute = Dispute::load(ctx, conn, file.objection.clone()).await?;
    let clock = dispute.clock(ctx, &file.calendar)?;
    let at_stake = match &dispute.row {
        Some(_) => AtStake::of(conn, &dispute.objection.state).await?,
        None => AtStake::default(),
    };
    let moment = dispute.moment(ctx, &file.clock, &clock, &at_stake)?;
    let next = clock.next_of_body(moment.today).map(|duty| {
        let due = DueState::of(duty.deadline.due, moment.today, &ctx.counting(), &file.calendar);
        (duty.clone(), due)
    });
    let role = match file.view {
        CaseView::Applicant => Some(Role::Citizen),
        CaseView::Office => file.actor.map(|actor| actor.role),
        CaseView::Audit | CaseView::Hidden => None,
    };
    Ok(DisputeFile {
        view: file.view,
        offers: role.map_or_else(Vec::new, |role| offered(&dispute.state, role, &moment)),
        dispute,
        clock,
        moment,
        next,
        at_stake,
    })
}

impl DisputeFile {
    /// Explains one date of the dispute.
    ///
    /// # Errors
    /// Not found when it has no such duty.
    pub fn explain(
        &self,
        ctx: &Context,
        objection: &ObjectionFile,
        code: &str,
    ) -> Result<Explained, ServiceError> {
        let duty = self.clock.duty(code).ok_or(ServiceError::NotFound)?;
        let law = self.dispute.law(ctx)?;
        let rule = law.rule(duty.deadline.rule_id).ok_or(ServiceError::NotFound)?;
        let calendar = &objection.calendar;
        let days = trace(duty.span, duty.deadline.trigger_on, &ctx.counting(), calendar);
        Ok(Explained {
            duty: ObjectionDuty {
                code: duty.code.clone(),
                deadline: duty.deadline,
                settled_on: duty.settled_on,
            },
            rule_set: law.rule_set(),
            rule: rule.clone(),
            days: days.map_err(ServiceError::unexpected)?,
            decree: calendar.version().decree.clone(),
            calendar_digest: calendar.digest().to_owned(),
            known: Vec::new(),
            as_known_on: None,
        })
    }

    /// How the office knows a fact, when the viewer may read it: it may name people, so an auditor and the applicant may not.
    #[must_use]
    pub fn note(&self, seq: i32) -> Option<&str> {
        let mut notes = self.dispute.notes.iter().filter(|note| note.event_seq == seq);
        let note = notes.next()?;
        let is_shown = self.view == CaseView::Office && !note.body.is_empty();
        is_shown.then_some(note.body.as_str())
    }

    /// Whether anybody went to the Commission, as far as the records stand.
    #[must_use]
    pub const fn is_filed(&self) -> bool {
        self.dispute.state.filed.is_some()
    }

    /// Whether anything was ever recorded of it.
    #[must_use]
    pub const fn is_recorded(&self) -> bool {
        self.dispute.row.is_some()
    }
}
