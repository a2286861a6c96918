//! Mengajukan permohonan: a request enters the register (UU 14/2008 Ps 22; Perki 1/2021 Ps 28–31). The number is given in the
//! same transaction, so nothing is ever received without one.

use super::case::Case;
use super::contents;
use super::letters::{Letter, Rights};
use super::projection;
use super::requirements;
use crate::domain::actor::Actor;
use crate::domain::applicant::NewRequest;
use crate::domain::calendar::Zone;
use crate::domain::deadline::Trigger;
use crate::domain::ids::UnitId;
use crate::domain::request::{CaseState, Channel, Event, RegistrationNumber};
use crate::persistence::{
    Txn, attachments, deadlines, drafts, events, files, identities, items, letters, outbox, requests, rows,
    tracking, units, write,
};
use crate::security::TrackingToken;
use crate::services::accounts::hold_office;
use crate::services::tracking::{link_of, token_row};
use crate::services::units::{destination, zone_of};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError, calendars, fees, identities as sealing, micros};
use crate::text::Lang;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A whole request with how it came.
#[derive(Clone, Debug)]
pub struct Filing {
    /// What is asked, by whom.
    pub request: NewRequest,
    /// How it arrived.
    pub channel: Channel,
    /// When it truly arrived (`docs/readings.md` R3: an officer who registers late keeps the arrival).
    pub received_at: OffsetDateTime,
    /// Language of the applicant.
    pub lang: Lang,
    /// Account of the applicant, if any.
    pub citizen: Option<Uuid>,
    /// Who enters it.
    pub actor: Actor,
    /// The same key files once, however often it is sent.
    pub submission_key: String,
    /// The draft it comes from, to be marked as sent.
    pub draft: Option<Uuid>,
    /// Documents.
    pub files: Vec<NewFile>,
    /// `live` or `demo`.
    pub source: &'static str,
}

/// What the applicant gets.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The case.
    pub id: Uuid,
    /// Its number.
    pub registration_no: String,
    /// The key to its tracking page.
    pub token: TrackingToken,
    /// False when the same form had been filed before.
    pub is_new: bool,
}

/// Files a request. Permissions: anyone for the channel `web`; officers of the unit for the others, checked by the caller.
///
/// # Errors
/// A fault at `unit` when it does not exist.
pub async fn file(ctx: &Context, filing: Filing) -> Result<Filed, ServiceError> {
    match attempt(ctx, &filing).await {
        // The same form at the same moment: the other one was faster, so this one finds what it filed.
        Err(error) if error.is_duplicate_of("uq_requests_submission_key") => attempt(ctx, &filing).await,
        answer => answer,
    }
}

async fn attempt(ctx: &Context, filing: &Filing) -> Result<Filed, ServiceError> {
    write(&ctx.db, async |txn| {
        if let Some(row) = requests::find_request_by_submission(txn, &filing.submission_key).await? {
            let token = link_of(ctx, txn, row.id).await?;
            return Ok(Filed {
                id: row.id,
                registration_no: row.registration_no,
                token,
                is_new: false,
            });
        }
        enter(ctx, txn, filing).await
    })
    .await
}

async fn enter(ctx: &Context, txn: &Txn, filing: &Filing) -> Result<Filed, ServiceError> {
    let day = ctx.today(ctx.zone());
    let unit = destination(ctx, txn, filing.request.unit_code.as_deref(), day).await?;
    units::hold_unit(txn, &unit).await?;
    let zone = zone_of(ctx, &unit);
    hold_office(txn, filing.actor, Some(unit.id), ctx.today(zone)).await?;
    let year = ctx.today(zone).year();
    let seq = requests::next_number(txn, unit.id, year).await?;
    let number = RegistrationNumber::new(&unit.code, year, seq).to_string();
    let calendar = calendars::current_for(ctx, txn, unit.id).await?;

    let mut case = blank(ctx, filing, unit, zone, &number, (year, seq));
    let asked = item_rows(ctx, case.row.id, &filing.request.items);
    let now = micros(ctx.now());
    let attached: Vec<_> = filing
        .files
        .iter()
        .map(|file| file.attachment(ctx, case.row.id))
        .collect();
    let [arrival, registration] = opening_events(&case, ctx, filing, &number);
    let due_on = case.due_after(ctx, &calendar, std::slice::from_ref(&arrival))?;
    let receipt = receipt(ctx, txn, &case, filing, due_on).await?;
    let mut bound = vec![contents::request(&case.row, &asked), contents::letter(&receipt)];
    bound.extend(attached.iter().map(contents::file));
    let event_rows = [
        case.chain(ctx, &calendar, filing.actor, &arrival, ctx.now(), &[])?,
        case.chain(ctx, &calendar, filing.actor, &registration, ctx.now(), &bound)?,
    ];
    let clock = case.clock(ctx, &calendar)?;

    requests::insert_request(txn, &case.row).await?;
    items::replace_items(txn, case.row.id, &asked).await?;
    let (identity, key) = sealing::seal(ctx, case.row.id, &filing.request.identity)?;
    identities::insert_identity(txn, &identity, &key).await?;
    for row in &event_rows {
        events::append_event(txn, row).await?;
    }
    deadlines::upsert_deadlines(txn, &projection::deadline_rows(ctx, &case.row, &clock, false)).await?;
    for (file, attachment) in filing.files.iter().zip(&attached) {
        files::insert_file(txn, &file.row(now)).await?;
        attachments::insert_attachment(txn, attachment).await?;
    }
    letters::insert_letter(txn, &receipt).await?;
    let token = ctx.keys.tracking_token(&case.row.id.to_string());
    tracking::insert_tracking_token(txn, &token_row(ctx, case.row.id, &token)).await?;
    if filing.request.identity.email.is_some() {
        outbox::insert_outbox(txn, &super::notices::to_applicant(ctx, &case.row, "receipt")).await?;
    }
    if let Some(draft) = filing.draft {
        drafts::update_draft_sent(txn, draft, case.row.id, micros(ctx.now())).await?;
    }
    Ok(Filed {
        id: case.row.id,
        registration_no: number,
        token,
        is_new: true,
    })
}

fn opening_events(case: &Case, ctx: &Context, filing: &Filing, number: &str) -> [Event; 2] {
    let received_on = crate::clock::civil_date(filing.received_at, case.zone);
    [
        Event::RequestReceived {
            on: received_on,
            channel: filing.channel,
            unit: case.state.unit,
            at: case.row.received_at,
            is_reached_online: is_reached_online(filing),
            rule_set: ctx.law.rule_set_for(received_on),
            is_after_hours: Trigger::at(filing.received_at, case.zone, &ctx.counting()).after_hours,
        },
        Event::RequestRegistered {
            on: ctx.today(case.zone),
            number: number.to_owned(),
        },
    ]
}

/// Whoever files here has chosen the page where everything arrives at once (UU ITE Ps 8). To others a mail must first be sent, or a
/// letter brought.
pub(in crate::services) fn is_reached_online(filing: &Filing) -> bool {
    filing.channel == Channel::Web
}

/// The row before its first event; derived columns are filled in by the projection.
pub(in crate::services) fn blank(
    ctx: &Context,
    filing: &Filing,
    unit: rows::Unit,
    zone: Zone,
    number: &str,
    (reg_year, reg_seq): (i32, i32),
) -> Case {
    let now = micros(ctx.now());
    let received_on = crate::clock::civil_date(filing.received_at, zone);
    let request = &filing.request;
    let row = rows::Request {
        id: ctx.new_id(),
        registration_no: number.to_owned(),
        registered_unit_id: unit.id,
        reg_year,
        reg_seq,
        unit_id: unit.id,
        status: String::new(),
        channel: filing.channel.code().to_owned(),
        rule_set: ctx.law.rule_set_for(received_on).code().to_owned(),
        source: filing.source.to_owned(),
        import_ref: None,
        submission_key: Some(filing.submission_key.clone()),
        citizen_user_id: filing.citizen,
        locale: filing.lang.code().to_owned(),
        applicant_kind: request.applicant_kind.code().to_owned(),
        by_proxy: request.is_by_proxy,
        subject: request.subject.clone(),
        purpose: request.purpose.clone(),
        access_mode: request.access_mode.map(|mode| mode.code().to_owned()),
        delivery_mode: request.delivery_mode.map(|mode| mode.code().to_owned()),
        delivery_note: None,
        received_at: micros(filing.received_at),
        received_on,
        registered_at: now,
        declared_complete_at: None,
        complete_on: None,
        checked_on: None,
        incompleteness_at: None,
        incompleteness_received_on: None,
        clarification_open: false,
        extended_at: None,
        extension_reason: None,
        is_extension_valid: None,
        notice_at: None,
        notice_on: None,
        promised_on: None,
        delivered_at: None,
        delivered_on: None,
        deliver_by: None,
        fee_total: None,
        fee_paid_on: None,
        closed_at: None,
        outcome: None,
        working_days_used: None,
        due_on: received_on,
        statute_due_on: received_on,
        regulation_due_on: None,
        target_on: received_on,
        latest_on: received_on,
        next_due_on: None,
        fix_latest_on: None,
        is_late_notice: None,
        calendar_version_id: Uuid::nil(),
        event_seq: 0,
        last_event_hash: None,
        salt: ctx.new_salt(),
        published_at: None,
        updated_at: now,
        version: 0,
    };
    let state = CaseState::received(UnitId(unit.id), received_on);
    Case {
        row,
        state,
        unit,
        zone,
    }
}

pub(super) fn item_rows(ctx: &Context, request_id: Uuid, details: &[String]) -> Vec<rows::InformationItem> {
    (1..)
        .zip(details)
        .map(|(position, detail)| rows::InformationItem {
            id: ctx.new_id(),
            request_id,
            position,
            detail: detail.clone(),
            outcome: None,
            answer: None,
            ground: None,
            redactions: None,
            holder: None,
            available_on: None,
            exemption_id: None,
        })
        .collect()
}

async fn receipt(
    ctx: &Context,
    txn: &Txn,
    case: &Case,
    filing: &Filing,
    due_on: Date,
) -> Result<rows::Letter, ServiceError> {
    let letter = Letter::Receipt {
        items: filing.request.items.clone(),
        documents: filing.files.iter().map(|file| file.name.clone()).collect(),
        missing: requirements::of_new(&filing.request, &filing.files),
        due_on,
        rights: Rights::under(case.law(ctx)?),
        fee_decree: fees::in_force(ctx, txn, case.row.unit_id, ctx.today(case.zone))
            .await?
            .map(|schedule| fees::FeeDecreeCited::of(&schedule.row)),
    };
    super::letters::row(ctx, txn, case, letter, filing.actor).await
}
