//! Decrees: on days off, on fees, and on what becomes of a unit.

use std::collections::BTreeSet;

use terbuka::domain::calendar::{DayKind, Holiday};
use terbuka::domain::fee::{Charge, FeeKind, NewSchedule, Pick};
use terbuka::domain::unit::SuccessionKind;
use terbuka::services::calendars::{self, CalendarImport};
use terbuka::services::fees::{self, Binds, EnteredBy};
use terbuka::services::units::{self, Change, Wanted};
use uuid::Uuid;

use super::file::{Answered, Does, Event};
use super::play::Done;
use super::stage::{Stage, UNIT};

/// Puts a decree in force, with all that follows from it.
pub async fn act(stage: &mut Stage<'_>, event: &Event, does: &Does, cited: String) -> Done {
    match does {
        Does::DecreeFees { since, sheet, parcel } => {
            let line = |kind, what: &str, measure: &str, price| {
                (Some(kind), what.to_owned(), measure.to_owned(), Some(price))
            };
            let schedule = NewSchedule {
                decree_no: cited,
                decree_on: Some(since.0),
                valid_from: Some(since.0),
                takes_cash: true,
                account: "Bank Contoh 0012345".to_owned(),
                e_money: "QRIS di loket".to_owned(),
                items: vec![
                    line(FeeKind::Copying, "Fotokopi A4", "lembar", *sheet),
                    line(FeeKind::Delivery, "Pos tercatat", "kiriman", *parcel),
                ],
                ..NewSchedule::default()
            };
            fees::enter(&stage.app.ctx, EnteredBy::Operator, Binds::Body(None), &schedule)
                .await
                .map(|_| ())
        }
        Does::Succeed {
            to,
            kind,
            since,
            name,
            body,
            ppid_of,
        } => {
            let kind = SuccessionKind::parse(kind).expect("what becomes of a unit");
            let wanted = Wanted {
                unit: event.of.as_deref().unwrap_or(UNIT).to_owned(),
                kind: Some(kind),
                effective_on: Some(since.0),
                legal_basis: cited,
                to: to.clone(),
                change: Change {
                    name: name.clone(),
                    body: body.clone(),
                    ppid_of: ppid_of.clone(),
                    // Nobody of the old body stands above a unit of another one.
                    parent: body.as_ref().map(|_| String::new()),
                    ..Change::default()
                },
            };
            units::apply(&stage.app.ctx, None, &wanted, None).await?;
            stage.seen.successions.insert(kind);
            Ok(())
        }
        _ => days_off(stage, does, &cited).await,
    }
}

/// Puts days off in force and brings every open case to them.
async fn days_off(stage: &Stage<'_>, does: &Does, cited: &str) -> Done {
    let ctx = &stage.app.ctx;
    let today = ctx.today(ctx.zone());
    let holiday = |date, kind| Holiday {
        date,
        kind,
        name_id: "Cuti bersama tambahan".to_owned(),
        name_en: "More collective leave".to_owned(),
        source: cited.to_owned(),
    };
    let (days, units): (Vec<Holiday>, BTreeSet<_>) = match does {
        Does::DecreeDaysOff { days, only } => {
            let kind = if only.is_some() {
                DayKind::UnitClosure
            } else {
                DayKind::CollectiveLeave
            };
            let units = match only {
                Some(code) => BTreeSet::from([stage.app.unit(code).await]),
                None => BTreeSet::new(),
            };
            (days.iter().map(|day| holiday(day.0, kind)).collect(), units)
        }
        Does::DecreeDaysBack { days } => {
            let known = calendars::current(ctx, ctx.db.read()).await?;
            let stays = |day: &&Holiday| {
                day.date.year() == today.year() && !days.iter().any(|back| back.0 == day.date)
            };
            (known.holidays().filter(stays).cloned().collect(), BTreeSet::new())
        }
        other => panic!("no decree: {other:?}"),
    };
    let import = CalendarImport {
        days,
        decree: cited.to_owned(),
        issued_on: today,
        is_amendment: true,
        units,
        imported_by: "skenario".to_owned(),
    };
    calendars::import(ctx, &import).await?;
    let done = calendars::recompute(ctx).await?;
    assert_eq!(done.failed, 0, "every case can be recomputed");
    Ok(())
}

/// What an answer charges: lines of the decree that was entered last; of none, when there is none.
pub async fn charge(stage: &Stage<'_>, answered: &Answered) -> Option<Charge> {
    let wanted = [
        (FeeKind::Copying, answered.sheets),
        (FeeKind::Delivery, answered.parcels),
    ];
    let known = fees::list(&stage.app.ctx).await.expect("decrees");
    let line = |kind: FeeKind| {
        let mut items = known.iter().flat_map(|schedule| &schedule.items);
        let found = items.find(|item| item.kind == kind.code());
        found.map_or(Uuid::nil(), |item| item.id)
    };
    let picks: Vec<Pick> = wanted
        .into_iter()
        .filter_map(|(kind, quantity)| {
            Some(Pick {
                item: line(kind),
                quantity: quantity?,
            })
        })
        .collect();
    (!picks.is_empty()).then(|| Charge::picked(picks))
}
