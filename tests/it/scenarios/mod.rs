//! The law in plain tables: each file in `tests/scenarios` tells a case day by day and what the law makes of it, and is played through
//! the services on each engine. A file can be read, and checked, by somebody who reads no Rust (CONTRIBUTING says how to add one).

mod coverage;
mod decree;
mod dispute;
mod expect;
mod file;
mod play;
mod stage;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use terbuka::persistence::testing::Server;

use coverage::Seen;
use file::Scenario;

/// Files played at a time.
const LANES: usize = 2;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// Every scenario, by name.
fn scenarios() -> Vec<(String, Scenario)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of the scenarios")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).expect("a scenario");
        let scenario =
            file::read(&text).unwrap_or_else(|error| panic!("tests/scenarios/{name}.toml: {error}"));
        (name, scenario)
    };
    files.iter().map(read).collect()
}

/// Plays the files on one engine, a few at a time, and tells what they met and where they failed.
fn play_all(server: &Server, all: &[(String, Scenario)]) -> (Seen, Vec<String>) {
    let next = Mutex::new(all.iter());
    let found = Mutex::new((Seen::default(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime");
                loop {
                    let Some((name, scenario)) = next.lock().expect("no panic").next() else {
                        return;
                    };
                    let told = runtime.block_on(stage::play(server, scenario));
                    let mut found = found.lock().expect("no panic");
                    found.0.add(told.seen);
                    found.1.extend(
                        told.failures
                            .iter()
                            .map(|failure| format!("{name}.toml: {failure}")),
                    );
                }
            });
        }
    });
    found.into_inner().expect("no panic")
}

#[test]
fn every_scenario_is_as_the_law_says_and_together_they_miss_nothing() {
    let all = scenarios();
    assert!(all.len() >= 60, "{} scenarios", all.len());
    for server in Server::all().expect("the engines of this run") {
        let (seen, failures) = play_all(&server, &all);
        assert!(failures.is_empty(), "{server:?}\n{}", failures.join("\n"));
        let missing = seen.missing();
        assert!(missing.is_empty(), "no scenario shows: {}", missing.join(", "));
    }
}

#[test]
fn a_scenario_with_a_word_nobody_knows_is_refused() {
    let whole = "title = \"Judul\"\narticles = [\"UU 22(7)\"]\n[[event]]\nat = \"2026-03-12 09.00\"\nwho = \"clock\"\n";
    assert!(file::read(whole).is_ok());
    for wrong in [
        format!("{whole}expect.stat = \"received\"\n"),
        format!("{whole}does = \"declare_completed\"\n"),
        format!("{whole}does.extend = {{ reason = \"not_yet_held\", days = 8 }}\n"),
        format!("{whole}hour = 9\n"),
        format!("{whole}expect.dates.D05 = \"2026-04-01\"\n"),
        format!("{whole}expect.dates.D99 = \"2026-04-01 / 2026-04-02 / 2026-04-02\"\n"),
        whole.replace("09.00", "25.00"),
        whole.replace("[\"UU 22(7)\"]", "[]"),
        "title = \"Judul\"\narticles = [\"UU 22(7)\"]\n".to_owned(),
    ] {
        assert!(file::read(&wrong).is_err(), "{wrong}");
    }
}
