//! Mengajukan keberatan (UU 14/2008 Ps 35–36; Perki 1/2021 Ps 39–43): an objection enters the register, with number and receipt at once.

use super::case::{Objection, first_token_of, token_of};
use super::contents;
use super::faults::{faults, taken};
use super::letters::{self, Letter};
use super::notices::{to_objector, to_superiors};
use crate::clock::civil_date;
use crate::domain::actor::Actor;
use crate::domain::applicant::Identity;
use crate::domain::deadline::Trigger;
use crate::domain::ids::{RequestId, UnitId};
use crate::domain::objection::{Availability, Event, Ground, ObjectionNumber, ObjectionState};
use crate::domain::request::{ApplicantKind, Channel};
use crate::persistence::{
    Txn, files, identities as identity_rows, objection_papers, objections, outbox, rows, units, write,
};
use crate::security::TrackingToken;
use crate::services::records::{RecordLog, Subject};
use crate::services::requests::{CaseFile, for_applicant};
use crate::services::units::{answering, destination, zone_of};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError, calendars, identities, micros};
use crate::text::Lang;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// What is objected to.
#[derive(Clone, Debug)]
pub enum About {
    /// A request.
    Request(Uuid),
    /// Periodic information that a unit does not provide (UU 14/2008 Ps 9, 35(1)b).
    Publication {
        /// Code of the unit; `None` when it is not known.
        unit: Option<String>,
        /// Which information.
        information: String,
    },
}

/// Who objects.
#[derive(Clone, Debug)]
pub struct Objector {
    /// Identity; that of the request where there is one.
    pub identity: Option<Identity>,
    /// Kind; that of the request where there is one.
    pub kind: ApplicantKind,
    /// Name of who acts by special power of attorney (Perki 1/2021 Ps 39(3)).
    pub proxy_name: Option<String>,
    /// Whether somebody acts for them.
    pub is_by_proxy: bool,
}

/// A whole objection with how it came.
#[derive(Clone, Debug)]
pub struct ObjectionFiling {
    /// What is objected to.
    pub about: About,
    /// On which grounds.
    pub grounds: Vec<Ground>,
    /// Alasan and kasus posisi.
    pub reason: String,
    /// Purpose of use.
    pub purpose: String,
    /// Who objects.
    pub objector: Objector,
    /// How it arrived.
    pub channel: Channel,
    /// When it truly arrived.
    pub received_at: OffsetDateTime,
    /// Language of who objects without a request.
    pub lang: Lang,
    /// Who enters it.
    pub actor: Actor,
    /// The same key files once, however often it is sent.
    pub submission_key: String,
    /// Documents.
    pub files: Vec<NewFile>,
    /// `live` or `demo`.
    pub source: &'static str,
}

/// What the applicant gets.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The objection.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The key to its page.
    pub token: TrackingToken,
}

/// Files an objection. Permissions: whoever opened the request, anyone for what ought to be public, officers of the unit for the other
/// channels; checked by the caller.
///
/// # Errors
/// Every fault of the form, among them a ground that the request does not offer, or that is being dealt with already.
pub async fn file(ctx: &Context, filing: ObjectionFiling) -> Result<Filed, ServiceError> {
    match attempt(ctx, &filing).await {
        // The same form at the same moment: the other one was faster, so this one finds what it filed.
        Err(error) if error.is_duplicate_of("ux_objections_submission_key") => attempt(ctx, &filing).await,
        answer => answer,
    }
}

async fn attempt(ctx: &Context, filing: &ObjectionFiling) -> Result<Filed, ServiceError> {
    if let Some(filed) = filed(ctx, &filing.submission_key).await? {
        return Ok(filed);
    }
    // What the request offers changes only with its own events; the grounds dealt with already are looked at under the lock.
    let file = match &filing.about {
        About::Request(id) => Some(for_applicant(ctx, *id).await?),
        About::Publication { .. } => None,
    };
    let received_on = |zone| civil_date(filing.received_at, zone);
    let unit = match (&file, &filing.about) {
        // Whoever is the superior of the PPID that answers (Perki 1/2021 Ps 8(1)c).
        (Some(file), _) => answering(ctx.db.read(), &file.case.unit).await?,
        (None, About::Publication { unit, .. }) => {
            let unit = destination(ctx, ctx.db.read(), unit.as_deref(), ctx.today(ctx.zone())).await?;
            answering(ctx.db.read(), &unit).await?
        }
        (None, About::Request(_)) => return Err(ServiceError::NotFound),
    };
    let on = received_on(zone_of(ctx, &unit));
    let offered = match &file {
        Some(file) => super::entry::on_request(ctx, file)?,
        None => super::entry::without_request(ctx, on).await?,
    };
    let faults = faults(filing, &offered);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    write(&ctx.db, async |txn| {
        if let Some(row) = objections::find_objection_by_submission(txn, &filing.submission_key).await? {
            return Ok(known(ctx, &row));
        }
        enter(ctx, txn, filing, file.as_ref(), &offered, unit.clone()).await
    })
    .await
}

async fn filed(ctx: &Context, submission_key: &str) -> Result<Option<Filed>, ServiceError> {
    let row = objections::find_objection_by_submission(ctx.db.read(), submission_key).await?;
    Ok(row.map(|row| known(ctx, &row)))
}

fn known(ctx: &Context, row: &rows::Objection) -> Filed {
    Filed {
        id: row.id,
        number: row.number.clone().unwrap_or_default(),
        token: token_of(ctx, row),
    }
}

async fn enter(
    ctx: &Context,
    txn: &Txn,
    filing: &ObjectionFiling,
    file: Option<&CaseFile>,
    offered: &[Availability],
    unit: rows::Unit,
) -> Result<Filed, ServiceError> {
    // Who answers was read from the unit that has the request. In the order in which a succession locks them.
    let mut held: Vec<&rows::Unit> = file
        .map(|file| &file.case.unit)
        .into_iter()
        .chain([&unit])
        .collect();
    held.sort_by_key(|unit| unit.id);
    held.dedup_by_key(|unit| unit.id);
    for unit in held {
        units::hold_unit(txn, unit).await?;
    }
    let zone = zone_of(ctx, &unit);
    let today = ctx.today(zone);
    let year = today.year();
    // The number first: until this ends nobody else files with this unit, so no ground is taken twice at once.
    let seq = objections::next_objection_number(txn, unit.id, year).await?;
    let number = ObjectionNumber::new(&unit.code, year, seq).to_string();
    if let Some(file) = file {
        let earlier = objections::list_objections(txn, file.case.row.id).await?;
        let taken = taken(&filing.grounds, &earlier, &file.case.state);
        if !taken.is_empty() {
            return Err(ServiceError::Invalid(taken));
        }
    }
    let calendar = calendars::current_for(ctx, txn, unit.id).await?;
    let row = blank(ctx, filing, file, &unit, (number.clone(), year, seq));
    let [arrival, registration] = opening_events(ctx, filing, &row, offered, today, zone);
    let state = ObjectionState::replay([&arrival])
        .ok_or_else(|| ServiceError::unexpected("an objection without its arrival"))?;
    let mut objection = Objection {
        log: RecordLog::new(Subject::Objection, row.id),
        row,
        state,
        unit,
        zone,
    };
    let answer_on = objection.clock(ctx, &calendar)?.escalation().due;
    let receipt = Letter::ObjectionReceipt {
        grounds: objection.state.grounds.clone(),
        possibly_late: objection.state.possibly_late.clone(),
        channel: filing.channel.code().to_owned(),
        received_at: micros(filing.received_at),
        documents: filing.files.iter().map(|file| file.name.clone()).collect(),
        answer_on,
        commission: letters::commission(ctx, txn, &objection, &[]).await?,
    };
    let registration_no = file.map(|file| file.case.row.registration_no.clone());
    let frozen = letters::freeze(ctx, txn, &objection, registration_no, receipt, filing.actor).await?;
    let mut letter = letters::row(ctx, &objection, &frozen, filing.actor)?;
    letter.received_on = (filing.channel == Channel::Web).then_some(today);
    let documents: Vec<_> = filing
        .files
        .iter()
        .map(|file| document(ctx, objection.row.id, file, filing.actor))
        .collect();
    let mut bound = vec![contents::objection(&objection.row), contents::letter(&letter)];
    bound.extend(documents.iter().map(contents::file));
    let new = [arrival, registration];
    objection
        .chain(ctx, txn, &calendar, filing.actor, &new, &bound)
        .await?;
    objections::insert_objection(txn, &objection.row).await?;
    objection_papers::insert_objection_letter(txn, &letter).await?;
    for (file, row) in filing.files.iter().zip(&documents) {
        files::insert_file(txn, &file.row(row.added_at)).await?;
        objection_papers::insert_objection_file(txn, row).await?;
    }
    let has_email = identity(ctx, txn, filing, file, &objection.row).await?;
    if has_email {
        outbox::insert_outbox(txn, &to_objector(ctx, &objection.row, "objection_receipt")).await?;
    }
    for mail in to_superiors(ctx, txn, &objection.row, today).await? {
        outbox::insert_outbox(txn, &mail).await?;
    }
    Ok(known(ctx, &objection.row))
}

/// Seals who objects where the request does not say so; tells whether a mail can reach them.
async fn identity(
    ctx: &Context,
    txn: &Txn,
    filing: &ObjectionFiling,
    file: Option<&CaseFile>,
    row: &rows::Objection,
) -> Result<bool, ServiceError> {
    let own = match file {
        // Only what the request does not hold.
        Some(_) => filing.objector.proxy_name.clone().map(|name| Identity {
            proxy_name: Some(name),
            ..Identity::default()
        }),
        None => filing.objector.identity.clone(),
    };
    if let Some(own) = &own {
        let (sealed, key) = identities::seal_objector(ctx, row.id, own)?;
        identity_rows::insert_objection_identity(txn, &sealed, &key).await?;
    }
    Ok(match file {
        Some(file) => identity_rows::find_identity(txn, file.case.row.id)
            .await?
            .is_some_and(|identity| identity.email_hash.is_some()),
        None => own.is_some_and(|own| own.email.is_some()),
    })
}

fn opening_events(
    ctx: &Context,
    filing: &ObjectionFiling,
    row: &rows::Objection,
    offered: &[Availability],
    today: Date,
    zone: crate::domain::calendar::Zone,
) -> [Event; 2] {
    let on = civil_date(filing.received_at, zone);
    let mut grounds = filing.grounds.clone();
    grounds.sort_unstable();
    grounds.dedup();
    let is_late = |ground: &Ground| {
        let found = offered.iter().find(|one| one.ground == *ground);
        found.is_some_and(|one| one.is_possibly_late(on))
    };
    [
        Event::ObjectionReceived {
            on,
            at: micros(filing.received_at),
            channel: filing.channel,
            unit: UnitId(row.unit_id),
            request: row.request_id.map(RequestId),
            possibly_late: grounds.iter().copied().filter(is_late).collect(),
            grounds,
            rule_set: ctx.law.rule_set_for(on),
            is_reached_online: filing.channel == Channel::Web,
            is_after_hours: Trigger::at(filing.received_at, zone, &ctx.counting()).after_hours,
        },
        Event::ObjectionRegistered {
            on: today,
            number: row.number.clone().unwrap_or_default(),
        },
    ]
}

/// The row before its first event; derived columns are filled in by the projection.
fn blank(
    ctx: &Context,
    filing: &ObjectionFiling,
    file: Option<&CaseFile>,
    unit: &rows::Unit,
    (number, year, seq): (String, i32, i32),
) -> rows::Objection {
    let id = ctx.new_id();
    let received_on = civil_date(filing.received_at, zone_of(ctx, unit));
    let request = file.map(|file| &file.case.row);
    let subject = match (&filing.about, request) {
        (About::Publication { information, .. }, _) => information.trim().to_owned(),
        (About::Request(_), Some(row)) => row.subject.clone(),
        (About::Request(_), None) => String::new(),
    };
    let kind = request.map_or_else(
        || filing.objector.kind.code().to_owned(),
        |row| row.applicant_kind.clone(),
    );
    let purpose = filing.purpose.trim();
    rows::Objection {
        id,
        request_id: request.map(|row| row.id),
        unit_id: unit.id,
        filed_on: received_on,
        grounds: String::new(),
        reason: filing.reason.trim().to_owned(),
        decided_on: None,
        decision: None,
        decision_text: None,
        source: filing.source.to_owned(),
        number: Some(number),
        reg_year: Some(year),
        reg_seq: Some(seq),
        submission_key: Some(filing.submission_key.clone()),
        token_hash: Some(first_token_of(ctx, id).hash()),
        status: None,
        channel: Some(filing.channel.code().to_owned()),
        rule_set: Some(ctx.law.rule_set_for(received_on).code().to_owned()),
        locale: Some(request.map_or_else(|| filing.lang.code().to_owned(), |row| row.locale.clone())),
        citizen_user_id: request.and_then(|row| row.citizen_user_id),
        applicant_kind: Some(kind),
        by_proxy: Some(filing.objector.is_by_proxy),
        subject: Some(subject),
        purpose: (!purpose.is_empty()).then(|| purpose.to_owned()),
        received_at: Some(micros(filing.received_at)),
        recorded_on: None,
        is_possibly_late: None,
        is_question_open: None,
        statute_due_on: None,
        regulation_due_on: None,
        queue_on: None,
        answer_received_on: None,
        execute_by: None,
        executed_on: None,
        closed_on: None,
        calendar_version_id: None,
        road_calendar_id: None,
        links_replaced: None,
        event_seq: None,
        last_event_hash: None,
        salt: Some(ctx.new_salt()),
        updated_at: None,
        version: Some(0),
        received_unit_id: None,
    }
}

/// Kind of the minutes of a settlement (berita acara), the one document of an objection that the office gives.
pub const MINUTES: &str = "minutes";

/// A document of an objection.
pub(super) fn document(ctx: &Context, objection_id: Uuid, file: &NewFile, by: Actor) -> rows::ObjectionFile {
    rows::ObjectionFile {
        id: ctx.new_id(),
        objection_id,
        sha256: file.sha256.to_string(),
        name: file.name.clone(),
        kind: file.kind.to_owned(),
        origin: if file.kind == MINUTES {
            "office"
        } else {
            "applicant"
        }
        .to_owned(),
        salt: ctx.new_salt(),
        added_at: micros(ctx.now()),
        added_by: by.user.filter(|_| by.appointment.is_some()).map(|user| user.0),
    }
}
