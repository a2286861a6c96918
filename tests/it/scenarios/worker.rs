//! The same files, played in a portal whose worker does a round each day and in one where it never runs: every expectation holds in
//! both, and weeks after the last event states, dates, grounds and figures are the same (`docs/readings.md` R32).

use terbuka::persistence::testing::Server;
use time::Duration;

use super::file::{Does, Scenario, Who};
use super::{scenarios, stage};

/// Every so many files are compared: each takes a portal that lives for months, twice.
const EVERY: usize = 4;
/// How long the portals live on after the last event.
const AFTER: Duration = Duration::days(20);

/// Whether it tells itself what the worker does, or needs mail to come at a certain hour.
fn is_about_the_worker(scenario: &Scenario) -> bool {
    scenario.events.iter().any(|event| {
        let is_worker = matches!(event.does, Some(Does::Tick | Does::Expire));
        let is_mailed = matches!(
            &event.does,
            Some(
                Does::FileRequest {
                    channel: Some(_),
                    on_paper: false,
                    ..
                } | Does::FileObjection { channel: Some(_), .. }
            )
        );
        is_worker
            || is_mailed
            || event.who == Who::MailServer
            || event.expect.as_ref().is_some_and(|e| e.mails.is_some())
    })
}

#[test]
fn a_worker_that_never_ran_changes_no_state_date_or_figure() {
    let mut all = scenarios();
    all.retain(|(_, scenario)| !scenario.events.is_empty() && !is_about_the_worker(scenario));
    for server in Server::all().expect("the engines of this run") {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        for (name, scenario) in all.iter().step_by(EVERY) {
            let with = |every| stage::play_with(&server, scenario, Some((every, AFTER)));
            let awake = runtime.block_on(with(Duration::DAY));
            let asleep = runtime.block_on(with(Duration::ZERO));
            assert_eq!(awake.failures, Vec::<String>::new(), "{name}.toml, with a worker");
            assert_eq!(asleep.failures, Vec::<String>::new(), "{name}.toml, without");
            assert!(!awake.stands.is_empty(), "{name}");
            assert_eq!(awake.stands, asleep.stands, "{name}.toml");
        }
    }
}
