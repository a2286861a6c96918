//! The sample cases can be played on any day: no step that was not lawful then.

use std::collections::BTreeMap;
use std::sync::Arc;

use tempfile::TempDir;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::{cases, seed, story, users};
use crate::cli::open;
use crate::clock::FixedClock;
use crate::config::{Settings, Sources};
use crate::persistence::UnitScope;
use crate::persistence::queries::{Figure, FigureSet, list_figures};
use crate::persistence::testing::Server;
use crate::security::{Keys, Passwords, SeededEntropy};
use crate::services::imports::units;
use crate::services::{Context, calendars};
use crate::storage::extract::{ReadingLimits, TextReader};

async fn context(folder: &TempDir, now: OffsetDateTime) -> Context {
    let database = Server::Sqlite.fresh(folder.path()).await.unwrap();
    let flags = BTreeMap::from([("data_dir", folder.path().display().to_string())]);
    let sources = Sources {
        flags,
        ..Sources::default()
    };
    let entropy = Arc::new(SeededEntropy::new(7));
    let keys = Keys::ephemeral(&*entropy);
    let ctx = open::assemble(Settings::load(&sources).unwrap(), keys, database.db).unwrap();
    let ctx = Context {
        clock: Arc::new(FixedClock::new(now)),
        passwords: Passwords::cheap(entropy.clone()),
        // This program is the test; the built one is tried in `tests/it`.
        reader: TextReader::new("false".into(), ReadingLimits::default()),
        entropy,
        ..ctx
    };
    calendars::import_built_in(&ctx).await.unwrap();
    ctx
}

#[tokio::test]
async fn open_cases_can_be_played_on_any_day() {
    let days = [
        datetime!(2026-11-24 10:00 +8),
        // A weekend, a minute past midnight, and days around the longest holidays.
        datetime!(2026-11-28 12:00 +8),
        datetime!(2026-12-01 00:01 +8),
        datetime!(2027-01-02 23:59 +8),
        datetime!(2027-03-12 09:00 +8),
        datetime!(2027-03-17 09:00 +8),
    ];
    for now in days {
        let folder = TempDir::new().unwrap();
        let ctx = context(&folder, now).await;
        units::import(&ctx, units::BUILT_IN).await.unwrap();
        users::make(&ctx, ctx.today(ctx.zone()) - Duration::days(400))
            .await
            .unwrap();
        let staff = users::Staff::load(&ctx).await.unwrap();
        let exemptions = super::exemptions::make(&ctx, &staff).await.unwrap();
        super::fees::make(&ctx).await.unwrap();
        let samples = cases::read().unwrap();
        for case in &samples {
            let played = story::play(&ctx, &staff, case, &exemptions).await;
            played.unwrap_or_else(|error| panic!("{} on {now}: {error:?}", case.key));
        }
        let set = list_figures(ctx.db.read(), &UnitScope::All, None, ctx.today(ctx.zone()))
            .await
            .unwrap();
        let set = FigureSet::total(&set);
        assert_eq!(set.get(Figure::Received), i64::try_from(samples.len()).unwrap());
        for figure in [
            Figure::Open,
            Figure::NeverAnswered,
            Figure::Pending,
            Figure::Extended,
            Figure::NotHeld,
        ] {
            assert!(set.get(figure) > 0, "{figure:?} on {now}");
        }
    }
}

#[tokio::test]
async fn everything_is_laid_at_once() {
    let folder = TempDir::new().unwrap();
    let ctx = context(&folder, datetime!(2026-11-24 10:00 +8)).await;
    seed::lay(&ctx).await.unwrap();
    let set = list_figures(ctx.db.read(), &UnitScope::All, None, ctx.today(ctx.zone()))
        .await
        .unwrap();
    let set = FigureSet::total(&set);
    assert_eq!(
        set.get(Figure::Received),
        300 + i64::try_from(cases::read().unwrap().len()).unwrap()
    );
    let issued = users::issue_passwords(&ctx).await.unwrap();
    assert_eq!(issued.len(), users::SAMPLES.len());
}
