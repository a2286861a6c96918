//! Reading an objection: what the office, the auditor and the applicant see of it, with the dates and the steps that are lawful now.

use super::case::{Objection, ObjectionKey, facts};
use super::commission::commission_for;
use super::letters::{FrozenLetter, Letter};
use super::papers::request_of;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::applicant::Identity;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::{Deadline, DueState, Rule, RuleSet, TraceDay, trace};
use crate::domain::dispute::Commission;
use crate::domain::objection::{CommandKind, Denial, Event, Moment, ObjectionClock, ObjectionDuty, offered};
use crate::domain::policy::{self, CaseView, Part};
use crate::persistence::objection_papers::{self as papers, ObjectionDocument};
use crate::persistence::{objections, rows, users};
use crate::security::TrackingToken;
use crate::services::known::KnownDate;
use crate::services::{Context, ServiceError, identities, instant};
use std::sync::Arc;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A step with the reason why it cannot be taken now.
pub type ObjectionOffer = (CommandKind, Result<(), Denial>);

/// An objection with everything a page shows of it.
#[derive(Clone, Debug)]
pub struct ObjectionFile {
    /// How much the viewer may see.
    pub view: CaseView,
    /// The objection itself.
    pub objection: Objection,
    /// Number of the request it is about.
    pub registration_no: Option<String>,
    /// Whether a fee of that request stands unpaid in the record.
    pub has_unpaid_fee: bool,
    /// Its letters, oldest first.
    pub letters: Vec<rows::ObjectionLetter>,
    /// Its messages and notes, oldest first.
    pub messages: Vec<rows::ObjectionMessage>,
    /// Its documents, oldest first.
    pub documents: Vec<ObjectionDocument>,
    /// Who objects, for the office and the applicant.
    pub identity: Option<Identity>,
    /// Names of staff, for the office.
    pub people: Vec<(Uuid, String)>,
    /// Its dates; an answer is judged by the calendar of its day.
    pub clock: ObjectionClock,
    /// The calendar in force.
    pub calendar: Arc<WorkingCalendar>,
    /// The calendar by which the answer was judged, when another is in force now.
    pub earlier_calendar: Option<Arc<WorkingCalendar>>,
    /// What a step now is measured against.
    pub moment: Moment,
    /// The Commission that would hear a dispute about it.
    pub commission: Commission,
    /// Where the next duty of the office stands, with its day.
    pub next_due: Option<(Date, DueState)>,
    /// The role in which the viewer may act; `None` when they only read.
    pub actor: Option<Actor>,
    /// Steps of that role.
    pub offers: Vec<ObjectionOffer>,
}

/// A letter with when it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedLetter {
    /// Its id.
    pub id: Uuid,
    /// What it says, and who says it.
    pub frozen: FrozenLetter,
    /// When.
    pub issued_at: OffsetDateTime,
    /// The civil day at the unit.
    pub issued_on: Date,
    /// Day the applicant received it, when known.
    pub received_on: Option<Date>,
}

/// An objection for staff who act in one of these roles.
///
/// # Errors
/// Not found for whoever may not see it.
pub async fn for_staff(
    ctx: &Context,
    viewer: &Viewer,
    number: &str,
    roles: &[Role],
) -> Result<ObjectionFile, ServiceError> {
    let mut file = load(ctx, &ObjectionKey::Number(number.to_owned())).await?;
    let unit = file.objection.state.unit;
    let is_of_unit = policy::unit_scope(viewer, roles).includes(unit);
    if !is_of_unit || policy::objection_view(viewer, &facts(&file.objection.row)) != CaseView::Office {
        return Err(ServiceError::NotFound);
    }
    file.view = CaseView::Office;
    file.identity = identity(ctx, &file.objection).await?;
    let people = users::list_users(ctx.db.read()).await?;
    file.people = people.into_iter().map(|user| (user.id, user.full_name)).collect();
    file.actor = policy::acting_as(viewer, unit, roles);
    if let Some(actor) = file.actor {
        file.offers = offered(&file.objection.state, actor.role, &file.moment);
    }
    Ok(file)
}

/// An objection for an auditor: without who objects and why, and without steps.
///
/// # Errors
/// Not found unless the viewer may audit its unit.
pub async fn for_auditor(
    ctx: &Context,
    viewer: &Viewer,
    number: &str,
) -> Result<ObjectionFile, ServiceError> {
    let mut file = load(ctx, &ObjectionKey::Number(number.to_owned())).await?;
    if !policy::unit_scope(viewer, &[Role::Auditor]).includes(file.objection.state.unit) {
        return Err(ServiceError::NotFound);
    }
    file.view = CaseView::Audit;
    Ok(file)
}

/// An objection for who filed it, let in by its secret link.
///
/// # Errors
/// Not found when the token opens nothing.
pub async fn for_applicant(ctx: &Context, token: &TrackingToken) -> Result<ObjectionFile, ServiceError> {
    let row = objections::find_objection_by_token(ctx.db.read(), &token.hash())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let mut file = load(ctx, &ObjectionKey::Id(row.id)).await?;
    file.view = CaseView::Applicant;
    file.identity = identity(ctx, &file.objection).await?;
    file.actor = Some(Actor::APPLICANT);
    file.offers = offered(&file.objection.state, Role::Citizen, &file.moment);
    Ok(file)
}

async fn load(ctx: &Context, key: &ObjectionKey) -> Result<ObjectionFile, ServiceError> {
    let conn = ctx.db.read();
    let objection = Objection::load(ctx, conn, key).await?;
    let id = objection.row.id;
    let calendar = objection.calendar(ctx, conn).await?;
    let (clock, earlier_calendar) = objection.standing_clock(ctx, conn, &calendar).await?;
    let moment = objection.moment(ctx, conn, &clock).await?;
    let next_due = objection.row.queue_on.map(|on| {
        let state = DueState::of(on, moment.today, &ctx.counting(), &calendar);
        (on, state)
    });
    let request = request_of(conn, &objection).await?;
    let is_unpaid = |request: &rows::Request| request.fee_total.is_some() && request.fee_paid_on.is_none();
    Ok(ObjectionFile {
        view: CaseView::Hidden,
        has_unpaid_fee: request.as_ref().is_some_and(is_unpaid),
        registration_no: request.map(|request| request.registration_no),
        letters: papers::list_objection_letters(conn, id).await?,
        messages: papers::list_objection_messages(conn, id).await?,
        documents: papers::list_objection_documents(conn, id).await?,
        identity: None,
        people: Vec::new(),
        clock,
        calendar,
        earlier_calendar,
        moment,
        commission: commission_for(conn, &objection.state).await?,
        next_due,
        actor: None,
        offers: Vec::new(),
        objection,
    })
}

/// Who objects: that of the request, with the proxy who objects for them; or what the objection itself says.
pub(in crate::services) async fn identity(
    ctx: &Context,
    objection: &Objection,
) -> Result<Option<Identity>, ServiceError> {
    let conn = ctx.db.read();
    let own = identities::open_objector(ctx, conn, objection.row.id).await?;
    let Some(request_id) = objection.row.request_id else {
        return Ok(own);
    };
    let of_request = identities::open(ctx, conn, request_id).await?;
    Ok(of_request.map(|identity| Identity {
        proxy_name: own.and_then(|own| own.proxy_name).or(identity.proxy_name.clone()),
        ..identity
    }))
}

/// A date explained: the rule and every calendar day from the trigger to the last day.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The duty.
    pub duty: ObjectionDuty,
    /// The rules the objection runs under.
    pub rule_set: RuleSet,
    /// Its rule.
    pub rule: Rule,
    /// Day by day.
    pub days: Vec<TraceDay>,
    /// The calendar it was counted on.
    pub decree: String,
    /// Digest of its days.
    pub calendar_digest: String,
    /// What the date was by each version of the calendar, oldest first.
    pub known: Vec<KnownDate>,
    /// The version by which it is told, when a reader asked for one.
    pub as_known_on: Option<KnownDate>,
}

impl ObjectionFile {
    /// Explains one date of the objection.
    ///
    /// # Errors
    /// Not found when it has no such duty.
    pub fn explain(&self, ctx: &Context, code: &str) -> Result<Explained, ServiceError> {
        let duty = self.duty(ctx, code)?.ok_or(ServiceError::NotFound)?;
        let law = self.objection.law(ctx)?;
        let rule = law.rule(duty.deadline.rule_id).ok_or(ServiceError::NotFound)?;
        let calendar = self.calendar_of(&duty.deadline);
        let days = trace(rule.span, duty.deadline.trigger_on, &ctx.counting(), calendar);
        Ok(Explained {
            duty,
            rule_set: law.rule_set(),
            rule: rule.clone(),
            days: days.map_err(ServiceError::unexpected)?,
            decree: calendar.version().decree.clone(),
            calendar_digest: calendar.digest().to_owned(),
            known: Vec::new(),
            as_known_on: None,
        })
    }

    /// A date by its code, or what is due next (`berikutnya`), for pages that show a day and not its rule.
    pub(super) fn duty(&self, ctx: &Context, name: &str) -> Result<Option<ObjectionDuty>, ServiceError> {
        let law = self.objection.law(ctx)?;
        let order = ObjectionClock::order(&self.objection.state, law, &self.calendar, &ctx.counting())
            .map_err(ServiceError::unexpected)?;
        let mut duties = self.clock.duties.iter().chain(&order);
        if name != "berikutnya" {
            return Ok(duties.find(|duty| duty.code == name).cloned());
        }
        let Some((on, _)) = self.next_due else {
            return Ok(None);
        };
        let is_next = |duty: &&ObjectionDuty| duty.settled_on.is_none() && duty.deadline.due == on;
        Ok(duties.rfind(is_next).cloned())
    }

    /// The calendar a date was counted on.
    #[must_use]
    pub fn calendar_of(&self, deadline: &Deadline) -> &WorkingCalendar {
        let earlier = self.earlier_calendar.as_ref();
        let counted_on = earlier.filter(|calendar| calendar.id() == deadline.calendar_version);
        counted_on.unwrap_or(&self.calendar)
    }

    /// A letter of the objection. An auditor is not told the names of the applicant's documents.
    ///
    /// # Errors
    /// Not found when it has no such letter.
    pub fn letter(&self, id: Uuid) -> Result<IssuedLetter, ServiceError> {
        let row = self.letters.iter().find(|letter| letter.id == id);
        let mut issued = read(row.ok_or(ServiceError::NotFound)?)?;
        if !policy::shows(self.view, Part::ApplicantDocument)
            && let Letter::ObjectionReceipt { documents, .. } = &mut issued.frozen.letter
        {
            documents.clear();
        }
        Ok(issued)
    }

    /// The newest letter of a kind, if there is one.
    ///
    /// # Errors
    /// When what was frozen is not understood.
    pub fn last_letter(&self, kind: &str) -> Result<Option<IssuedLetter>, ServiceError> {
        let newest = self.letters.iter().rev().find(|letter| letter.kind == kind);
        newest.map(read).transpose()
    }

    /// A document that this viewer may have.
    ///
    /// # Errors
    /// Not found for any other.
    pub fn document(&self, id: Uuid) -> Result<&ObjectionDocument, ServiceError> {
        let found = self.documents.iter().find(|file| file.id == id);
        found
            .filter(|_| policy::shows(self.view, Part::ApplicantDocument))
            .ok_or(ServiceError::NotFound)
    }

    /// Why the superior was given it, in the applicant's words, when the viewer may read them.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        policy::shows(self.view, Part::Messages).then_some(self.objection.row.reason.as_str())
    }

    /// Note of the office beside an event, when the viewer may read it.
    #[must_use]
    pub fn note(&self, seq: i32) -> Option<&str> {
        let notes = self.messages.iter();
        let mut notes = notes.filter(|one| one.direction == "internal" && one.event_seq == seq);
        let note = notes.next()?;
        policy::shows(self.view, Part::Messages).then_some(note.body.as_str())
    }

    /// Its events, oldest first.
    ///
    /// # Errors
    /// When one is not understood.
    pub fn events(&self) -> Result<Vec<(&rows::RecordEvent, Event)>, ServiceError> {
        let told: Vec<Event> = self.objection.log.facts()?;
        Ok(self.objection.log.rows().iter().zip(told).collect())
    }

    /// Name of a member of staff who took a step.
    #[must_use]
    pub fn person_name(&self, id: Uuid) -> Option<&str> {
        let found = self.people.iter().find(|(known, _)| *known == id);
        found.map(|(_, name)| name.as_str())
    }
}

fn read(row: &rows::ObjectionLetter) -> Result<IssuedLetter, ServiceError> {
    Ok(IssuedLetter {
        id: row.id,
        frozen: serde_json::from_str(&row.content)?,
        issued_at: instant(row.issued_at),
        issued_on: row.issued_on,
        received_on: row.received_on,
    })
}
