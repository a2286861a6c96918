//! Exit codes, and what each command says when something is not ready.

use std::os::unix::fs::PermissionsExt;

use terbuka::persistence::testing::Server;

use super::cli::{Installation, free_address};

#[test]
fn a_command_that_makes_no_sense_is_a_usage_error() {
    let here = Installation::new();
    here.run(&[]).expect(2).says("Usage: terbuka");
    here.run(&["serv"]).expect(2).says("serve");
    here.run(&["serve", "--listen", "nowhere"]).expect(2);
    here.run(&["user", "add", "budi", "--role", "officer"])
        .expect(2)
        .says("--unit");
    here.run(&["user", "add", "budi", "--role", "king"]).expect(2);
    here.run(&["calendar", "due", "--start", "2026-13-01", "--working-days", "1"])
        .expect(2);
    here.run(&["calendar", "due", "--start", "2026-01-01"])
        .expect(2)
        .says("--working-days");
    here.run(&["demo", "--help"])
        .expect(0)
        .prints("Example: terbuka demo");
    here.run(&["--version"]).expect(0).prints("terbuka ");
}

#[test]
fn serve_says_what_to_run_when_it_cannot_serve() {
    let here = Installation::new();
    here.run(&["serve"]).expect(1).says("run `terbuka setup`");
    here.run(&["worker"]).expect(1).says("run `terbuka setup`");
    here.run(&["doctor"]).expect(1).prints("run `terbuka setup`");

    let here = Installation::set_up().with("TERBUKA_DATABASE_URL", "sqlite://other.sqlite?mode=rwc");
    here.run(&["serve"]).expect(1).says("run `terbuka migrate`");
    here.run(&["doctor"]).expect(1).prints("run `terbuka migrate`");
    here.run(&["migrate"]).expect(0).prints("migrations applied");
    here.run(&["migrate"]).expect(0).prints("up to date");

    let here = Installation::set_up().with("TERBUKA_KEYS__SESSION", &"A".repeat(44));
    here.run(&["serve"]).expect(1).says("keys.session");
    let here = Installation::set_up().with("TERBUKA_KEYS__SESSION", "c2hvcnQ=");
    here.run(&["serve"]).expect(1).says("keys.session");

    let here = Installation::set_up();
    let key = here.path("terbuka-data/keys/csrf.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    here.run(&["serve"]).expect(1).says("chmod 600");
    here.run(&["doctor"]).expect(1).prints("chmod 600");
}

#[test]
fn setup_makes_what_is_missing_and_leaves_what_is_there() {
    let here = Installation::new();
    here.run(&["setup"])
        .expect(0)
        .prints("4 made")
        .prints("38 added")
        .prints("user add");
    let mode = |name: &str| std::fs::metadata(here.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("terbuka-data"), 0o700);
    assert_eq!(mode("terbuka-data/keys/identity.key"), 0o600);
    let key = std::fs::read_to_string(here.path("terbuka-data/keys/identity.key")).unwrap();
    let again = here
        .run(&["setup"])
        .expect(0)
        .prints("0 made")
        .prints("38 as they were");
    assert!(again.out.contains("0 decrees added"), "{again:?}");
    assert_eq!(
        std::fs::read_to_string(here.path("terbuka-data/keys/identity.key")).unwrap(),
        key
    );
    here.run(&["doctor"])
        .expect(0)
        .prints("warn  mail")
        .prints("ok    worker     does not run, and nothing waits for it")
        .prints("ok    database");
}

#[test]
fn settings_are_checked_and_secrets_stay_hidden() {
    let here = Installation::new().with("TERBUKA_KEYS__CSRF", "very-secret");
    let shown = here
        .run(&["config", "check"])
        .expect(0)
        .prints("listen = \"127.0.0.1:8000\"");
    assert!(!shown.out.contains("very-secret"), "{shown:?}");
    here.write("terbuka.toml", "[smtp]\nhots = \"mail\"\n");
    here.run(&["config", "check"]).expect(1).says("smtp.host");
    here.run(&["serve"]).expect(1).says("smtp.hots");
}

#[test]
fn accounts_are_added_listed_and_reset() {
    let here = Installation::set_up();
    let added = here.run(&[
        "user",
        "add",
        "Budi",
        "--role",
        "officer",
        "--unit",
        "lapas-makassar",
        "--name",
        "Budi S.",
    ]);
    let first = added.expect(0).out;
    assert_eq!(first.trim().len(), 19, "the password alone: {first}");
    here.run(&["user", "add", "budi", "--role", "admin"])
        .expect(1)
        .says("username");
    here.run(&[
        "user",
        "add",
        "ani",
        "--role",
        "officer",
        "--unit",
        "lapas-nowhere",
    ])
    .expect(1)
    .says("lapas-nowhere");
    let list = here
        .run(&["user", "list"])
        .expect(0)
        .prints("officer@lapas-makassar");
    assert_eq!(
        list.out.lines().count(),
        1,
        "no account without a role stays behind: {list:?}"
    );
    let second = here.run(&["user", "reset", "budi"]).expect(0).out;
    assert_ne!(first, second);
    here.run(&["user", "reset", "nobody"]).expect(1).says("nobody");
}

#[test]
fn a_portal_that_is_down_is_not_healthy() {
    Installation::new()
        .run(&["healthcheck", "--listen", &free_address()])
        .expect(1)
        .says("cannot be reached");
}

#[tokio::test]
async fn serve_serves_and_ends_when_it_is_asked() {
    for server in Server::all().unwrap() {
        let folder = tempfile::tempdir().unwrap();
        let database = server.empty(folder.path()).await.unwrap();
        let url = if database.url.contains('?') {
            database.url.clone()
        } else {
            format!("{}?mode=rwc", database.url)
        };
        let url = if matches!(server, Server::Sqlite) {
            url
        } else {
            database.url.clone()
        };
        let here = Installation::new().with("TERBUKA_DATABASE_URL", &url);
        here.run(&["setup"]).expect(0);
        let address = free_address();
        let running = here.start(&["serve", "--listen", &address]);
        here.healthy(&address).await;
        assert_eq!(running.stop(), Some(0), "{}", here.said());
        database.finish().await.unwrap();
    }
}
