//! Rows that are right in every respect the database looks at.

use std::sync::atomic::{AtomicU32, Ordering};

use time::Date;
use time::macros::date;
use uuid::Uuid;

use crate::persistence::rows::{
    CalendarVersion, Outbox, Publication, RecordEvent, Request, RequestDeadline, RequestEvent, Unit, User,
};
use crate::persistence::{
    Db, PersistenceError, Txn, UnitScope, calendars, publications, requests, units, users, write,
};

/// Some instant on 24 November 2026.
pub const NOW: i64 = 1_795_500_000_000_000;

static MADE: AtomicU32 = AtomicU32::new(1);

pub fn new_id() -> Uuid {
    Uuid::from_u128(u128::from(MADE.fetch_add(1, Ordering::Relaxed)))
}

/// What every case refers to.
#[derive(Clone, Copy)]
pub struct Office {
    pub unit: Uuid,
    pub other_unit: Uuid,
    pub user: Uuid,
    pub calendar: Uuid,
}

impl Office {
    pub fn scope(&self) -> UnitScope {
        UnitScope::Only(vec![self.unit])
    }
}

pub async fn office(db: &Db) -> Office {
    let made = Office {
        unit: new_id(),
        other_unit: new_id(),
        user: new_id(),
        calendar: new_id(),
    };
    write(db, async |txn| {
        units::insert_unit(txn, &unit(made.unit, "lapas-makassar")).await?;
        units::insert_unit(txn, &unit(made.other_unit, "rutan-makassar")).await?;
        users::insert_user(txn, &user(made.user, "andi")).await?;
        let version = CalendarVersion {
            id: made.calendar,
            seq: 1,
            decree: "SKB".to_owned(),
            issued_on: date!(2025 - 10 - 14),
            note: String::new(),
            imported_at: NOW,
            imported_by: "test".to_owned(),
            unit_id: None,
            decree_id: None,
        };
        calendars::insert_calendar(txn, &version, &[]).await
    })
    .await
    .unwrap();
    made
}

pub fn unit(id: Uuid, code: &str) -> Unit {
    Unit {
        id,
        code: code.to_owned(),
        name: code.to_owned(),
        short_name: code.to_owned(),
        kind: "lapas".to_owned(),
        parent_code: None,
        place: "Makassar".to_owned(),
        province: "Sulawesi Selatan".to_owned(),
        address: "Jl. Contoh".to_owned(),
        lat: Some(-5.14),
        lon: None,
        service_area: String::new(),
        email: None,
        website: None,
        zone: "Asia/Makassar".to_owned(),
        valid_from: None,
        valid_to: None,
        version: 1,
        body: None,
        ppid_of: None,
        commission: "province".to_owned(),
    }
}

pub fn user(id: Uuid, username: &str) -> User {
    User {
        id,
        username: username.to_owned(),
        full_name: username.to_owned(),
        email: None,
        password_hash: "x".to_owned(),
        is_suspended: false,
        must_change_password: true,
        created_at: NOW,
        version: 1,
    }
}

/// A case under review, received on a Monday, due ten working days later.
pub fn request(office: &Office, seq: i32) -> Request {
    Request {
        id: new_id(),
        registration_no: format!("LAPAS-MAKASSAR-2026-{seq:04}"),
        registered_unit_id: office.unit,
        reg_year: 2026,
        reg_seq: seq,
        unit_id: office.unit,
        status: "under_review".to_owned(),
        channel: "web".to_owned(),
        rule_set: "perki_2021".to_owned(),
        source: "live".to_owned(),
        import_ref: None,
        submission_key: None,
        citizen_user_id: None,
        locale: "id".to_owned(),
        applicant_kind: "individual".to_owned(),
        by_proxy: false,
        subject: "Anggaran bahan makanan".to_owned(),
        purpose: Some("penelitian".to_owned()),
        access_mode: Some("copy_digital".to_owned()),
        delivery_mode: Some("email".to_owned()),
        delivery_note: None,
        received_at: NOW,
        received_on: date!(2026 - 11 - 09),
        registered_at: NOW,
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
        due_on: date!(2026 - 11 - 23),
        statute_due_on: date!(2026 - 11 - 23),
        regulation_due_on: None,
        target_on: date!(2026 - 11 - 23),
        latest_on: date!(2026 - 11 - 23),
        fix_latest_on: None,
        next_due_on: Some(date!(2026 - 11 - 23)),
        is_late_notice: None,
        calendar_version_id: office.calendar,
        event_seq: 0,
        last_event_hash: None,
        salt: String::new(),
        published_at: None,
        updated_at: NOW,
        version: 1,
    }
}

/// The case, answered on a day.
pub fn answered(request: Request, on: Date, outcome: &str, working_days: i32) -> Request {
    Request {
        status: outcome.to_owned(),
        outcome: Some(outcome.to_owned()),
        notice_at: Some(NOW),
        notice_on: Some(on),
        working_days_used: Some(working_days),
        next_due_on: None,
        ..request
    }
}

pub fn deadline(request: &Request, rule: &str) -> RequestDeadline {
    RequestDeadline {
        id: new_id(),
        request_id: request.id,
        rule_id: rule.to_owned(),
        trigger_on: request.received_on,
        trigger_at: None,
        length: 10,
        target_on: request.due_on,
        due_on: request.due_on,
        latest_on: request.due_on,
        calendar_version_id: request.calendar_version_id,
        settled_on: None,
        is_provisional: false,
    }
}

pub fn event(request_id: Uuid, seq: i32) -> RequestEvent {
    RequestEvent {
        id: new_id(),
        request_id,
        seq,
        kind: "request_received".to_owned(),
        at: NOW,
        actor_role: "system".to_owned(),
        actor_user_id: None,
        appointment_id: None,
        status_before: None,
        status_after: "received".to_owned(),
        data: "{}".to_owned(),
        dates: "{}".to_owned(),
        contents: "[]".to_owned(),
        prev_hash: None,
        hash: format!("hash-{seq}"),
    }
}

pub fn notice(run_at: i64) -> Outbox {
    Outbox {
        id: new_id(),
        kind: "receipt".to_owned(),
        request_id: None,
        recipient: "applicant".to_owned(),
        lang: "id".to_owned(),
        payload: "{}".to_owned(),
        created_at: NOW,
        run_at,
        attempts: 0,
        locked_until: None,
        last_error: None,
        sent_at: None,
        failed_at: None,
        objection_id: None,
    }
}

/// Publishes an answer to a new case.
pub async fn publish(
    txn: &Txn,
    office: &Office,
    seq: i32,
    text: &str,
) -> Result<Publication, PersistenceError> {
    let case = request(office, seq);
    requests::insert_request(txn, &case).await?;
    let publication = Publication {
        doc_id: 0,
        request_id: case.id,
        unit_id: if seq % 2 == 0 {
            office.unit
        } else {
            office.other_unit
        },
        registration_no: case.registration_no,
        subject: case.subject,
        question: "?".to_owned(),
        answer: "!".to_owned(),
        outcome: if seq % 3 == 0 { "refused" } else { "granted_full" }.to_owned(),
        received_on: case.received_on,
        answered_on: case.due_on,
        year: 2020 + seq % 5,
        published_at: NOW,
        published_by: office.user,
        search_text: text.to_owned(),
        version: 1,
    };
    publications::insert_publication(txn, &publication).await
}

pub fn record_event(subject_id: Uuid) -> RecordEvent {
    RecordEvent {
        id: new_id(),
        subject: "objection".to_owned(),
        subject_id,
        seq: 1,
        kind: "objection_received".to_owned(),
        at: NOW,
        actor_role: "citizen".to_owned(),
        actor_user_id: None,
        appointment_id: None,
        status_before: None,
        status_after: "received".to_owned(),
        data: "{}".to_owned(),
        dates: "{}".to_owned(),
        contents: "[]".to_owned(),
        prev_hash: None,
        hash: "hash-1".to_owned(),
    }
}
