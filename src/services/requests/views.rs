//! Reading a case: what the office, the auditor and the applicant see of it, with the dates and the steps that are lawful now.

use super::case::{Case, CaseKey};
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::applicant::Identity;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::{DueState, RuleId, RuleSet, TraceDay, trace};
use crate::domain::policy::{self, CaseView, Part};
use crate::domain::request::{CaseClock, CommandKind, Denial, Duty, Event, ExtensionReason, offered};
use crate::persistence::queries::{self, CasePage};
pub use crate::persistence::rows::{InformationItem, Letter as LetterRow, RequestEvent};
use crate::persistence::{PersistenceError, UnitScope, rows, units, users};
use crate::services::{Context, ServiceError, calendars, identities, requests::case::facts};
use std::sync::Arc;
use time::Date;

/// A step with the reason why it cannot be taken now.
pub type Offer = (CommandKind, Result<(), Denial>);

/// A case with everything a page shows of it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// How much the viewer may see.
    pub view: CaseView,
    /// The rows.
    pub page: CasePage,
    /// The case itself.
    pub case: Case,
    /// Every unit, to name those in events.
    pub units: Vec<rows::Unit>,
    /// Names of staff, for the office.
    pub people: Vec<(uuid::Uuid, String)>,
    /// Identity, for the office and the applicant.
    pub identity: Option<Identity>,
    /// Dates.
    pub clock: CaseClock,
    /// The calendar in force.
    pub calendar: Arc<WorkingCalendar>,
    /// The calendar by which the notice was judged, when another is in force now.
    pub earlier_calendar: Option<Arc<WorkingCalendar>>,
    /// Today at the unit.
    pub today: Date,
    /// Where the notice stands today; `None` once it was given or is no longer owed.
    pub due_state: Option<DueState>,
    /// The next day on which the office owes something, as its queue has it, and where that day stands.
    pub next_due: Option<(Date, DueState)>,
    /// The role in which the viewer may act; `None` when they only read.
    pub actor: Option<Actor>,
    /// Steps of that role.
    pub offers: Vec<Offer>,
}

/// A case for staff: by number, for the office or the auditor. Admins, citizens and other units find nothing.
///
/// # Errors
/// Not found for whoever may not see it.
pub async fn for_staff(ctx: &Context, viewer: &Viewer, key: &CaseKey) -> Result<CaseFile, ServiceError> {
    if !matches!(viewer, Viewer::Staff { .. }) {
        return Err(ServiceError::NotFound);
    }
    let mut file = load(ctx, key).await?;
    file.view = policy::case_view(viewer, &facts(&file.case.row));
    match file.view {
        CaseView::Office => {
            file.actor = policy::acting(viewer, file.case.state.unit);
            file.identity = identities::open(ctx, ctx.db.read(), file.case.row.id).await?;
            let people = users::list_users(ctx.db.read()).await?;
            file.people = people.into_iter().map(|user| (user.id, user.full_name)).collect();
        }
        CaseView::Audit => {}
        CaseView::Hidden | CaseView::Applicant => return Err(ServiceError::NotFound),
    }
    if let Some(actor) = file.actor {
        file.offers = offered(&file.case.state, actor.role, &file.clock.moment(file.today));
    }
    Ok(file)
}

/// A case for its applicant, who was let in by the tracking key or by owning it.
///
/// # Errors
/// Not found when it is gone.
pub async fn for_applicant(ctx: &Context, request_id: uuid::Uuid) -> Result<CaseFile, ServiceError> {
    let mut file = load(ctx, &CaseKey::Id(request_id)).await?;
    file.view = CaseView::Applicant;
    file.actor = Some(Actor::APPLICANT);
    file.identity = identities::open(ctx, ctx.db.read(), request_id).await?;
    file.offers = offered(&file.case.state, Role::Citizen, &file.clock.moment(file.today));
    Ok(file)
}

async fn load(ctx: &Context, key: &CaseKey) -> Result<CaseFile, ServiceError> {
    let conn = ctx.db.read();
    let case = Case::load(ctx, conn, key).await?;
    let page = queries::find_case_page(conn, &UnitScope::All, &queries::CaseKey::Id(case.row.id))
        .await?
        .ok_or(ServiceError::NotFound)?;
    let calendar = calendars::current(ctx, conn).await?;
    let (clock, earlier_calendar) = case.standing_clock(ctx, conn, &calendar).await?;
    let today = ctx.today(case.zone);
    let is_lapsed = clock
        .fix_latest_on(&case.state)
        .is_some_and(|latest| latest < today);
    let is_owed = case.state.status.is_undecided() && !is_lapsed && case.state.notice.is_none();
    let due_state = is_owed.then(|| DueState::of(clock.notice.due, today, &ctx.counting(), &calendar));
    let next_due = case
        .row
        .next_due_on
        .map(|on| (on, DueState::of(on, today, &ctx.counting(), &calendar)));
    Ok(CaseFile {
        view: CaseView::Hidden,
        units: units::list_units(conn).await?,
        page,
        people: Vec::new(),
        identity: None,
        due_state,
        next_due,
        actor: None,
        offers: Vec::new(),
        case,
        clock,
        calendar,
        earlier_calendar,
        today,
    })
}

/// A date explained: the rule and every calendar day from the trigger to the last day.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The duty.
    pub duty: Duty,
    /// Its rule.
    pub rule: crate::domain::deadline::Rule,
    /// Day by day.
    pub days: Vec<TraceDay>,
}

impl CaseFile {
    /// Explains one date of the case.
    ///
    /// # Errors
    /// Not found when the case has no such duty.
    pub fn explain(&self, ctx: &Context, code: &str) -> Result<Explained, ServiceError> {
        let duty = self.clock.duty(code).ok_or(ServiceError::NotFound)?.clone();
        let set = RuleSet::parse(&self.case.row.rule_set)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown rule set"))?;
        let id = code
            .split('+')
            .next()
            .and_then(RuleId::parse)
            .ok_or(ServiceError::NotFound)?;
        let rule = ctx.law.pack(set).rule(id).ok_or(ServiceError::NotFound)?.clone();
        let days = trace(
            rule.span,
            duty.deadline.trigger_on,
            &ctx.counting(),
            self.calendar_of(&duty),
        )
        .map_err(ServiceError::unexpected)?;
        Ok(Explained { duty, rule, days })
    }

    /// Why the office took a step, in its words, when the viewer may read it.
    #[must_use]
    pub fn note(&self, event: &RequestEvent) -> Option<&str> {
        if !policy::shows(self.view, Part::Note(&event.kind)) {
            return None;
        }
        let notes = self
            .page
            .messages
            .iter()
            .filter(|message| super::contents::is_note(message));
        notes
            .filter(|note| note.event_seq == Some(event.seq))
            .map(|note| note.body.as_str())
            .next()
    }

    /// The calendar a duty was counted on.
    #[must_use]
    pub fn calendar_of(&self, duty: &Duty) -> &WorkingCalendar {
        let earlier = self.earlier_calendar.as_ref();
        let counted_on = earlier.filter(|calendar| calendar.id() == duty.deadline.calendar_version);
        counted_on.unwrap_or(&self.calendar)
    }

    /// Name of a member of staff who took a step.
    #[must_use]
    pub fn person_name(&self, id: uuid::Uuid) -> Option<&str> {
        let found = self.people.iter().find(|(known, _)| *known == id);
        found.map(|(_, name)| name.as_str())
    }

    /// The last day of the notice if it were extended today.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn due_if_extended(&self, ctx: &Context) -> Result<Date, ServiceError> {
        let mut case = self.case.clone();
        case.state = case.state.after(&Event::Extended {
            on: self.today,
            reason: Some(ExtensionReason::NotYetHeld),
            is_written: true,
        });
        Ok(case.clock(ctx, &self.calendar)?.notice.due)
    }

    /// Whether the viewer may have a file of the case.
    #[must_use]
    pub fn shows_file(&self, file: &queries::AttachedFile) -> bool {
        let part = if file.origin == "office" {
            Part::AnswerFile
        } else {
            Part::ApplicantDocument
        };
        policy::shows(self.view, part)
    }

    /// An attachment of the case that this viewer may have.
    ///
    /// # Errors
    /// Not found for any other.
    pub fn attachment(&self, id: uuid::Uuid) -> Result<&queries::AttachedFile, ServiceError> {
        let found = self.page.attachments.iter().find(|file| file.id == id);
        found
            .filter(|file| self.shows_file(file))
            .ok_or(ServiceError::NotFound)
    }

    /// Name of a unit in the events of the case.
    #[must_use]
    pub fn unit_name(&self, id: uuid::Uuid) -> Option<&str> {
        self.units
            .iter()
            .find(|unit| unit.id == id)
            .map(|unit| unit.short_name.as_str())
    }
}
