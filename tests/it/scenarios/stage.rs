//! The application in which one scenario is played.

use std::collections::BTreeMap;

use terbuka::domain::actor::{Appointment, Role, Viewer};
use terbuka::domain::ids::{AppointmentId, UnitId};
use terbuka::jobs;
use terbuka::persistence::testing::Server;
use terbuka::persistence::{rows, users};
use terbuka::services::accounts::{self, Appoint, NewUser};
use time::macros::date;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::coverage::Seen;
use super::file::{Event, Scenario, Who};
use super::{expect, play};
use crate::support::TestApp;

/// The unit that acts unless an event names another.
pub const UNIT: &str = "lapas-makassar";

/// What came of a scenario.
pub struct Told {
    pub seen: Seen,
    pub failures: Vec<String>,
    /// How everything stands a while after the end, to compare two portals.
    pub stands: String,
}

/// The request of a scenario.
#[derive(Clone, Debug)]
pub struct Filed {
    pub id: Uuid,
    pub number: String,
}

/// One scenario under way.
pub struct Stage<'a> {
    pub app: &'a TestApp,
    pub case: Option<Filed>,
    pub objection: Option<Uuid>,
    /// Objections before it.
    pub earlier: Vec<Uuid>,
    pub exemption: Option<Uuid>,
    pub seen: Seen,
    staff: BTreeMap<(Who, String), Viewer>,
}

/// Plays a scenario in a portal whose worker never runs.
pub async fn play(server: &Server, scenario: &Scenario) -> Told {
    Box::pin(play_with(server, scenario, None)).await
}

/// Plays it; with a worker that does a round so often, until so long after the last event.
pub async fn play_with(server: &Server, scenario: &Scenario, worker: Option<(Duration, Duration)>) -> Told {
    let begins = scenario
        .events
        .first()
        .map_or(OffsetDateTime::UNIX_EPOCH, |event| event.at);
    let app = TestApp::since(server, begins).await;
    let mut stage = Stage {
        app: &app,
        case: None,
        objection: None,
        earlier: Vec::new(),
        exemption: None,
        seen: Seen::default(),
        staff: BTreeMap::new(),
    };
    let mut failures = expect::counts(&app, &scenario.counts, &mut stage.seen);
    for event in &scenario.events {
        if let Some((every, _)) = worker {
            stage.work_until(event.at, every).await;
        }
        app.clock.set(event.at);
        Box::pin(stage.one(event, &mut failures)).await;
        // What follows rests on what went wrong.
        if !failures.is_empty() {
            break;
        }
    }
    let mut stands = String::new();
    if failures.is_empty() && !scenario.events.is_empty() {
        failures.extend(expect::is_sound(&stage).await);
        stage.note_what_happened().await;
        if let Some((every, longer)) = worker {
            let end = app.ctx.now() + longer;
            stage.work_until(end, every).await;
            app.clock.set(end);
            stands = expect::stands(&stage).await;
        }
    }
    let seen = stage.seen;
    app.finish().await;
    Told {
        seen,
        failures,
        stands,
    }
}

impl Stage<'_> {
    async fn one(&mut self, event: &Event, failures: &mut Vec<String>) {
        let at = &event.at;
        if let Some(does) = &event.does {
            let before = expect::sequence(self).await;
            let denied = Box::pin(play::act(self, event, does))
                .await
                .err()
                .map(|error| play::denial(&error));
            let found = denied.as_ref().map(|denied| denied.code.as_str());
            if found != event.denied.as_deref() {
                failures.push(format!(
                    "{at}: {does:?} was {}",
                    match &denied {
                        Some(denied) => format!("refused: {}", denied.code),
                        None => format!(
                            "done, not refused as {}",
                            event.denied.as_deref().unwrap_or_default()
                        ),
                    }
                ));
                return;
            }
            if let Some(denied) = denied {
                if event.denied_day.map(|day| day.0) != denied.day {
                    failures.push(format!("{at}: the refusal names {:?}", denied.day));
                }
                if expect::sequence(self).await != before {
                    failures.push(format!("{at}: a refused step left a trace"));
                }
                self.seen.denied(does, &denied.code);
            }
        }
        if let Some(expected) = &event.expect {
            let found = Box::pin(expect::compare(self, expected)).await;
            failures.extend(found.into_iter().map(|wrong| format!("{at}: {wrong}")));
        }
    }

    /// Rounds of the worker up to an instant.
    async fn work_until(&self, until: OffsetDateTime, every: Duration) {
        while self.app.ctx.now() + every < until && every.is_positive() {
            self.app.clock.advance(every);
            jobs::tick(&self.app.ctx).await;
        }
    }

    /// Somebody of the staff; they come when they are first needed.
    pub async fn staff(&mut self, who: Who, unit: &str) -> Viewer {
        let key = (who, unit.to_owned());
        if let Some(known) = self.staff.get(&key) {
            return known.clone();
        }
        let roles: &[Role] = match who {
            Who::Ppid => &[Role::Ppid],
            Who::Superior => &[Role::Superior],
            Who::PpidAndSuperior => &[Role::Ppid, Role::Superior],
            Who::Officer => &[Role::Officer],
            other => panic!("{other:?} is not of the staff"),
        };
        let new = NewUser {
            username: format!("{who:?}-{unit}").to_lowercase(),
            full_name: format!("Nama {who:?}"),
            email: None,
        };
        let (user, _) = accounts::add_user(&self.app.ctx, new).await.expect("an account");
        for role in roles {
            let appointment = Appoint {
                user,
                role: *role,
                unit: Some(self.app.unit(unit).await),
                starts_on: date!(2019 - 01 - 01),
                ends_on: None,
                decree: None,
            };
            accounts::appoint(&self.app.ctx, appointment)
                .await
                .expect("an appointment");
        }
        let held = users::list_appointments(self.app.ctx.db.read(), user.0)
            .await
            .expect("appointments");
        let appointment = |row: rows::Appointment| Appointment {
            id: AppointmentId(row.id),
            role: Role::parse(&row.role).expect("a role"),
            unit: row.unit_id.map(UnitId),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
        };
        let viewer = Viewer::Staff {
            user,
            appointments: held.into_iter().map(appointment).collect(),
        };
        self.staff.insert(key, viewer.clone());
        viewer
    }

    /// The request, which the scenario must have filed.
    pub fn filed(&self) -> &Filed {
        self.case.as_ref().expect("a request was filed")
    }
}
