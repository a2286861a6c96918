//! Reading a case: what the office, the auditor and the applicant see of it, with the dates and the steps that are lawful now.

use super::case::{Case, CaseKey};
use super::log::CaseLog;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::applicant::Identity;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::{DueState, Rule, RuleId, RuleSet, TraceDay, trace};
use crate::domain::policy::{self, CaseView, Part};
use crate::domain::request::{
    CaseClock, CommandKind, Denial, Duty, Event, ExtensionReason, HeldDays, Status, offered,
};
use crate::persistence::queries::{self, CasePage};
pub use crate::persistence::rows::{InformationItem, Letter as LetterRow, RequestEvent};
pub use crate::persistence::shares::MaterialFile;
use crate::persistence::{PersistenceError, UnitScope, rows, shares, units, users};
use crate::services::known::KnownDate;
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
    /// Files that other units handed in for the answer, for the office.
    pub materials: Vec<MaterialFile>,
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
            file.materials = shares::list_material_files(ctx.db.read(), file.case.row.id).await?;
            file.people = people.into_iter().map(|user| (user.id, user.full_name)).collect();
        }
        CaseView::Audit => {}
        CaseView::Hidden | CaseView::Applicant => return Err(ServiceError::NotFound),
    }
    if let Some(actor) = file.actor {
        file.offers = offers(&file, actor.role);
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
    let calendar = calendars::current_for(ctx, conn, case.row.registered_unit_id).await?;
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
        materials: Vec::new(),
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
    /// The rule set of the case.
    pub rule_set: RuleSet,
    /// Its rule.
    pub rule: Rule,
    /// The first day on which it matters, where that is another than the one it is counted from: of a last day to object.
    pub opens_on: Option<Date>,
    /// Day by day.
    pub days: Vec<TraceDay>,
    /// The calendar it was counted on.
    pub decree: String,
    /// Digest of its days.
    pub calendar_digest: String,
    /// What the date was by each version of the calendar, oldest first.
    pub known: Vec<KnownDate>,
    /// The version by which it is told, when that is not the one that stands.
    pub as_known_on: Option<KnownDate>,
}

/// The steps of a role. Where the unit has a PPID Pelaksana the answer is another unit's to give.
fn offers(file: &CaseFile, role: Role) -> Vec<Offer> {
    let mut offers = offered(&file.case.state, role, &file.clock.moment(file.today));
    for (kind, answer) in &mut offers {
        if answer.is_ok() && is_for_the_ppid(*kind) && file.case.unit.ppid_of.is_some() {
            *answer = Err(Denial::NoOwnPpid);
        }
    }
    offers
}

/// Steps that only a unit with a PPID of its own takes (Perki 1/2021 Ps 10(2)e–f, 12).
pub(super) const fn is_for_the_ppid(kind: CommandKind) -> bool {
    matches!(
        kind,
        CommandKind::IssueNotice | CommandKind::ProposeAnswer | CommandKind::ApproveAnswer
    )
}

impl CaseFile {
    /// The same file for somebody who looks at it in one role of theirs.
    pub fn act_as(&mut self, viewer: &Viewer, role: Role) {
        self.actor = policy::acting_as(viewer, self.case.state.unit, &[role]);
        self.offers = match self.actor {
            Some(_) => offers(self, role),
            None => Vec::new(),
        };
    }

    /// Explains one date of the case.
    ///
    /// # Errors
    /// Not found when the case has no such duty.
    pub fn explain(&self, ctx: &Context, name: &str) -> Result<Explained, ServiceError> {
        let (duty, opens_on) = self.dated(ctx, name)?.ok_or(ServiceError::NotFound)?;
        let code = duty.code.as_str();
        // An objection is filed under the rules of its own day.
        let set = match opens_on {
            Some(_) => ctx.law.rule_set_for(self.today),
            None => self.rule_set()?,
        };
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
        let calendar = self.calendar_of(&duty);
        Ok(Explained {
            decree: calendar.version().decree.clone(),
            calendar_digest: calendar.digest().to_owned(),
            duty,
            rule_set: set,
            rule,
            opens_on,
            days,
            known: Vec::new(),
            as_known_on: None,
        })
    }

    /// Whether a duty no longer matters: the case ended before it was done (withdrawn, or not followed up), or it is not owed while the
    /// applicant, whose days are over, has not completed the request.
    #[must_use]
    pub fn is_moot(&self, rule: RuleId) -> bool {
        let state = &self.case.state;
        let is_unanswered = state.status.is_undecided() && state.notice.is_none();
        let is_lapsed = is_unanswered && self.due_state.is_none() && rule >= RuleId::D05;
        is_lapsed || state.closed_on.is_some() && (state.notice.is_none() || rule == RuleId::D09)
    }

    /// The duties that lie ahead, with their rules, by day: of the office and of the applicant, who may object on the open grounds.
    ///
    /// # Errors
    /// When the row is not understood.
    pub fn coming(&self, ctx: &Context) -> Result<Vec<(Duty, Rule)>, ServiceError> {
        let pack = ctx.law.pack(self.rule_set()?);
        let duties = self.clock.duties.iter().cloned();
        let mut ahead: Vec<_> = duties
            .filter(|duty| !self.is_moot(duty.deadline.rule_id))
            .chain(self.open_windows(ctx)?)
            .filter(|duty| duty.settled_on.is_none() && duty.deadline.due >= self.today)
            .filter_map(|duty| {
                let rule = pack.rule(duty.deadline.rule_id)?.clone();
                Some((duty, rule))
            })
            .collect();
        ahead.sort_by_key(|(duty, _)| duty.deadline.due);
        Ok(ahead)
    }

    fn rule_set(&self) -> Result<RuleSet, PersistenceError> {
        RuleSet::parse(&self.case.row.rule_set)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown rule set"))
    }

    /// A duty by its code or by what it is to the case, for lists that show a day and not its rule: the notice that is judged
    /// (`jawaban`), its two clocks (`undang-undang`, `peraturan`), and what is due next (`berikutnya`).
    pub(super) fn duty(&self, name: &str) -> Option<&Duty> {
        let last = |wanted: &dyn Fn(&Duty) -> bool| self.clock.duties.iter().rev().find(|duty| wanted(duty));
        // The last of the duties with these dates is the one in force.
        match name {
            "jawaban" => last(&|duty| duty.deadline == self.clock.notice),
            "undang-undang" => {
                let statute = [RuleId::D05, RuleId::D08].map(|id| id.to_string());
                last(&|duty| statute.contains(&duty.code))
            }
            // Never checked in time, it counts as complete from receipt (`docs/readings.md` R2): then both clocks are one.
            "peraturan" => last(&|duty| duty.code.ends_with(&RuleId::D06.to_string()))
                .or_else(|| self.duty("undang-undang")),
            "berikutnya" => {
                let (on, _) = self.next_due?;
                last(&|duty| duty.settled_on.is_none() && duty.deadline.due == on)
            }
            code => self.clock.duty(code),
        }
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

    /// Whether an answer waits for the superior.
    #[must_use]
    pub fn waits_for_superior(&self) -> bool {
        self.case.state.status == Status::PendingApproval
    }

    /// The calendar a duty was counted on.
    #[must_use]
    pub fn calendar_of(&self, duty: &Duty) -> &WorkingCalendar {
        let earlier = self.earlier_calendar.as_ref();
        let counted_on = earlier.filter(|calendar| calendar.id() == duty.deadline.calendar_version);
        counted_on.unwrap_or(&self.calendar)
    }

    /// Who held the case on each working day from its receipt to the notice (`docs/readings.md` R21).
    ///
    /// # Errors
    /// When an event is not understood.
    pub fn held(&self, ctx: &Context) -> Result<HeldDays, ServiceError> {
        let lines = self.page.events.iter().map(|event| {
            let is_notice = event.kind == "notice_issued";
            let dates = is_notice.then_some(event.dates.as_str());
            (event.at, event.data.as_str(), dates)
        });
        let calendar = self.earlier_calendar.as_ref().unwrap_or(&self.calendar);
        let held = CaseLog::read(lines, self.case.zone)?.held(self.today, calendar, &ctx.counting());
        held.ok_or_else(|| {
            PersistenceError::invalid_row("request_events", "the first event is not an arrival").into()
        })
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
            known: None,
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
