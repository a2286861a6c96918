//! Uji konsekuensi and what follows: the sheet is written, signed by the PPID, approved by the head of the body, and opened.

use super::file::{ExemptionFile, content, load_to_act};
use super::{DECREES, SHEETS, faults_of, faults_once_signed};
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::exemption::{Command, Event, ExemptionState, Sheet, Status, decide};
use crate::domain::ids::{AppointmentId, UnitId, UserId};
use crate::domain::policy;
use crate::domain::request::Denial;
use crate::persistence::{Conn, Txn, exemptions, requests, rows, series, units, users, write};
use crate::services::accounts::hold_office;
use crate::services::records::{NewEvent, RecordLog, Subject};
use crate::services::requests::letters::{DecreeCited, FrozenLetter, Letter, Sender};
use crate::services::requests::{CaseKey, names_applicant, unit_scope};
use crate::services::units::{is_valid_on, zone_of};
use crate::services::{Context, Fault, ServiceError, identities, micros};
use uuid::Uuid;

/// Writes a new sheet, for a unit or for what a request of it asks for. Permissions: officers and the PPID of the unit.
///
/// # Errors
/// Everything the sheet lacks, each at its field; not found for other units.
pub async fn write_sheet(
    ctx: &Context,
    viewer: &Viewer,
    unit_code: &str,
    request: Option<&CaseKey>,
    sheet: &Sheet,
) -> Result<Uuid, ServiceError> {
    whole(faults_of(ctx, sheet))?;
    let scope = unit_scope(&policy::unit_scope(viewer, &[Role::Officer, Role::Ppid]));
    write(&ctx.db, async |txn| {
        let unit = units::find_unit_by_code(txn, unit_code)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let actor = policy::acting_as(viewer, UnitId(unit.id), &[Role::Ppid, Role::Officer])
            .ok_or(ServiceError::NotFound)?;
        let zone = zone_of(ctx, &unit);
        let today = ctx.today(zone);
        hold_office(txn, actor, Some(unit.id), today).await?;
        if !is_valid_on(&unit, today) {
            return Err(ServiceError::NotFound);
        }
        let request = match request {
            None => None,
            Some(CaseKey::Id(id)) => Some(requests::get_request(txn, &scope, *id).await?),
            Some(CaseKey::Number(number)) => Some(requests::get_request_by_no(txn, &scope, number).await?),
        };
        if request.as_ref().is_some_and(|request| request.unit_id != unit.id) {
            return Err(ServiceError::invalid("", "sheet.request_elsewhere"));
        }
        let request_id = request.map(|request| request.id);
        nameless(ctx, txn, request_id, sheet).await?;
        let year = today.year();
        let seq = series::next_in_series(txn, unit.id, SHEETS, year).await?;
        let mut row = rows::Exemption {
            id: ctx.new_id(),
            unit_id: unit.id,
            number_year: year,
            number_seq: seq,
            number: format!("UK-{}-{year}-{seq:04}", unit.code.to_uppercase()),
            request_id,
            status: Status::Tested.code().to_owned(),
            sheet: String::new(),
            summary: String::new(),
            is_partial: false,
            tested_on: sheet.tested_on,
            ends_on: sheet.ends_on,
            signed_by: None,
            signed_on: None,
            decree_no: None,
            decree_on: None,
            decree: None,
            opened_on: None,
            opened_because: None,
            return_reason: None,
            salt: ctx.new_salt(),
            event_seq: 0,
            last_event_hash: None,
            created_by: actor.user.map(|user| user.0),
            created_at: micros(ctx.now()),
            version: 1,
        };
        fill(&mut row, sheet)?;
        let mut log = RecordLog::new(Subject::Exemption, row.id);
        let event = Event::Tested {
            on: sheet.tested_on,
            ends_on: sheet.ends_on,
        };
        log.append(
            ctx,
            txn,
            actor,
            ctx.now(),
            new_event(&event, Status::Tested, &[content(&row)]),
        )
        .await?;
        stamp(&mut row, &log);
        exemptions::insert_exemption(txn, &row).await?;
        Ok(row.id)
    })
    .await
}

/// Changes a sheet before it is signed. Permissions: officers and the PPID of the unit.
///
/// # Errors
/// Everything the sheet lacks; stale, denied, not found.
pub async fn rewrite(
    ctx: &Context,
    viewer: &Viewer,
    id: Uuid,
    seen_version: i32,
    sheet: &Sheet,
) -> Result<(), ServiceError> {
    let command = Command::Rewrite {
        on: sheet.tested_on,
        ends_on: sheet.ends_on,
    };
    change(ctx, viewer, id, seen_version, &command, Some(sheet)).await
}

/// Takes a step on an exemption. Permissions: by the machine for each role of its unit.
///
/// # Errors
/// Denied, stale, not found, a fault at `reason`.
pub async fn decide_on(
    ctx: &Context,
    viewer: &Viewer,
    id: Uuid,
    seen_version: i32,
    command: &Command,
) -> Result<(), ServiceError> {
    change(ctx, viewer, id, seen_version, command, None).await
}

async fn change(
    ctx: &Context,
    viewer: &Viewer,
    id: Uuid,
    seen_version: i32,
    command: &Command,
    sheet: Option<&Sheet>,
) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        let (mut file, actor) = load_to_act(ctx, txn, viewer, id, command).await?;
        if file.row.version != seen_version {
            return Err(ServiceError::Stale);
        }
        // What was whole when it was written may have lapsed since.
        match command {
            Command::Sign => whole(faults_of(ctx, &file.sheet))?,
            Command::Approve => whole(faults_once_signed(ctx, &file.sheet))?,
            _ => {}
        }
        if *command == Command::Approve && signer(txn, &file).await?.is_none() {
            return Err(ServiceError::Denied(Denial::SignatureLapsed));
        }
        let event = decide(&file.state, command, actor.role, actor.user, &file.moment())?;
        if let Some(sheet) = sheet {
            whole(faults_of(ctx, sheet))?;
            nameless(ctx, txn, file.row.request_id, sheet).await?;
            fill(&mut file.row, sheet)?;
        }
        match command {
            Command::Approve => {
                let year = file.today.year();
                let seq = series::next_in_series(txn, file.holder.id, DECREES, year).await?;
                let number = format!("SK-{}-{year}-{seq:04}", file.holder.code.to_uppercase());
                file.row.decree_no = Some(number);
                file.row.decree_on = Some(file.today);
                file.row.return_reason = None;
                file.row.decree = Some(decree(ctx, txn, &file, actor).await?);
            }
            Command::Return { reason } | Command::Open { reason } => {
                file.row.return_reason = Some(reason.trim().to_owned());
            }
            _ => {}
        }
        apply(ctx, txn, &mut file, actor, &event).await
    })
    .await
}

/// The PPID who signed the sheet, while the appointment in which they did runs.
async fn signer(conn: &impl Conn, file: &ExemptionFile) -> Result<Option<Actor>, ServiceError> {
    let signed = file.log.rows().iter().rev().find(|event| event.kind == "signed");
    let Some((user, appointment)) = signed.and_then(|event| event.actor_user_id.zip(event.appointment_id))
    else {
        return Ok(None);
    };
    let held = users::list_appointments_on(conn, user, file.today).await?;
    let runs = held.iter().any(|held| held.id == appointment);
    Ok(runs.then_some(Actor {
        role: Role::Ppid,
        user: Some(UserId(user)),
        appointment: Some(AppointmentId(appointment)),
    }))
}

/// Keputusan pengecualian as it is issued (annex III): every answer that rests on it carries this paper unchanged.
async fn decree(
    ctx: &Context,
    txn: &Txn,
    file: &ExemptionFile,
    approver: Actor,
) -> Result<String, ServiceError> {
    let signer = signer(txn, file)
        .await?
        .ok_or(ServiceError::Denied(Denial::SignatureLapsed))?;
    let sender = Sender::of(ctx, txn, &file.holder, file.zone, signer).await?;
    let cited = DecreeCited::of(&file.row, &file.sheet)
        .ok_or_else(|| ServiceError::unexpected("a decree without number"))?;
    let approved_by = match approver.user {
        Some(user) => users::find_user(txn, user.0).await?.map(|user| user.full_name),
        None => None,
    };
    let letter = Letter::ExemptionDecree {
        decree: cited,
        sheet_no: file.row.number.clone(),
        sheet: Box::new(file.sheet.clone()),
        signed_by: sender.officer.clone(),
    };
    Ok(serde_json::to_string(&FrozenLetter {
        sender,
        subject: file.row.summary.clone(),
        letter,
        approved_by,
    })?)
}

/// Writes an event of an exemption with the row it leaves.
pub(super) async fn apply(
    ctx: &Context,
    txn: &Txn,
    file: &mut ExemptionFile,
    actor: Actor,
    event: &Event,
) -> Result<(), ServiceError> {
    hold_office(txn, actor, Some(file.holder.id), file.today).await?;
    file.state = file.state.after(event);
    project(&mut file.row, &file.state, event);
    let bound = [file.content()];
    file.log
        .append(
            ctx,
            txn,
            actor,
            ctx.now(),
            new_event(event, file.state.status, &bound),
        )
        .await?;
    stamp(&mut file.row, &file.log);
    file.row = exemptions::update_exemption(txn, &file.row).await?;
    Ok(())
}

fn project(row: &mut rows::Exemption, state: &ExemptionState, event: &Event) {
    state.status.code().clone_into(&mut row.status);
    row.tested_on = state.tested_on;
    row.ends_on = state.ends_on;
    row.signed_by = state.signed_by.map(|user| user.0);
    row.opened_on = state.opened_on;
    row.opened_because = state.opened_because.map(|because| because.code().to_owned());
    match event {
        Event::Signed { on, .. } => row.signed_on = Some(*on),
        Event::Returned { .. } => row.signed_on = None,
        _ => {}
    }
}

/// The sheet goes out with every refusal that rests on it: it must not tell who asked.
async fn nameless(
    ctx: &Context,
    conn: &impl Conn,
    request_id: Option<Uuid>,
    sheet: &Sheet,
) -> Result<(), ServiceError> {
    let identity = match request_id {
        Some(id) => identities::open(ctx, conn, id).await?,
        None => None,
    };
    let Some(identity) = identity else {
        return Ok(());
    };
    let texts = [
        ("information", &sheet.information),
        ("if_opened", &sheet.if_opened),
        ("if_closed", &sheet.if_closed),
        ("weighing", &sheet.weighing),
    ];
    let faults: Vec<Fault> = texts
        .into_iter()
        .filter(|(_, text)| names_applicant(&identity, text))
        .map(|(field, _)| Fault::new(field, "sheet.names_applicant"))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

fn whole(faults: Vec<Fault>) -> Result<(), ServiceError> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

fn fill(row: &mut rows::Exemption, sheet: &Sheet) -> Result<(), ServiceError> {
    let mut kept = sheet.clone();
    kept.testers.retain(|tester| !tester.is_blank());
    row.sheet = serde_json::to_string(&kept)?;
    sheet.information.trim().clone_into(&mut row.summary);
    row.is_partial = sheet.is_partial;
    row.tested_on = sheet.tested_on;
    row.ends_on = sheet.ends_on;
    Ok(())
}

const fn new_event<'a>(
    event: &'a Event,
    status_after: Status,
    contents: &'a [crate::domain::request::Content],
) -> NewEvent<'a, Event> {
    NewEvent {
        kind: event.kind(),
        facts: event,
        status_after: status_after.code(),
        dates: "",
        contents,
    }
}

fn stamp(row: &mut rows::Exemption, log: &RecordLog) {
    row.event_seq = log.seq();
    row.last_event_hash = log.rows().last().map(|last| last.hash.clone());
}
