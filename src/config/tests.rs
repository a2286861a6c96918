use std::{
    collections::BTreeMap,
    io,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use super::*;
use crate::domain::calendar::Zone;

fn file(text: &str) -> Sources {
    Sources {
        file: Some((PathBuf::from("terbuka.toml"), text.to_owned())),
        ..Sources::default()
    }
}

fn environment(variables: &[(&str, &str)]) -> Sources {
    let environment = variables
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    Sources {
        environment,
        ..Sources::default()
    }
}

fn problems(sources: &Sources) -> String {
    Settings::load(sources)
        .expect_err("these settings should be refused")
        .to_string()
}

#[test]
fn nothing_said_gives_a_portal_on_this_machine() {
    let settings = Settings::load(&Sources::default()).unwrap();
    assert_eq!(settings.data_dir, PathBuf::from("terbuka-data"));
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8000");
    assert_eq!(settings.base_url, "http://127.0.0.1:8000");
    assert_eq!(
        settings.database_url.expose(),
        "sqlite://terbuka-data/terbuka.sqlite?mode=rwc"
    );
    assert_eq!(settings.instance.zone, Zone::Wita);
    assert_eq!(settings.instance.unit, "kanwil-sulsel");
    assert_eq!(settings.smtp, None);
    assert_eq!(settings.uploads.max_file_bytes, 10 * 1024 * 1024);
    assert_eq!(settings.session.lifetime, Duration::from_hours(10));
    assert_eq!(settings.counting, Counting::default());
    assert_eq!(settings.trusted_proxies, TrustedProxies::default());
    assert!(!settings.is_https());
}

#[test]
fn every_default_is_of_its_kind() {
    // `load` reads all keys with a default as present; a default of the wrong kind would be a problem here.
    let described = Settings::load(&Sources::default()).unwrap().describe();
    for key in KEYS.iter().filter(|key| key.default.is_some()) {
        assert!(
            described.contains(&format!("\n{} = ", key.path)) || described.starts_with(key.path),
            "{}",
            key.path
        );
    }
}

#[test]
fn flags_beat_the_environment_and_the_environment_beats_the_file() {
    let mut sources = file("listen = \"127.0.0.1:1\"\ndata_dir = \"a\"\nbase_url = \"https://a.go.id\"");
    sources.environment.insert("TERBUKA_DATA_DIR".into(), "b".into());
    sources
        .environment
        .insert("TERBUKA_LISTEN".into(), "127.0.0.1:2".into());
    sources.flags.insert("listen", "127.0.0.1:3".into());
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.data_dir, PathBuf::from("b"));
    assert_eq!(settings.base_url, "https://a.go.id");
    assert!(settings.is_https());
}

#[test]
fn an_unknown_key_stops_the_start_and_names_the_likely_one() {
    let text = problems(&file("[smtp]\nhots = \"mail\""));
    assert!(
        text.contains("unknown setting `smtp.hots` (terbuka.toml); did you mean `smtp.host`?"),
        "{text}"
    );
    let text = problems(&environment(&[("TERBUKA_LISTENN", "x")]));
    assert!(
        text.contains("unknown setting `listenn` (TERBUKA_LISTENN); did you mean `listen`?"),
        "{text}"
    );
    let text = problems(&file("host = \"mail\""));
    assert!(text.contains("did you mean `smtp.host`?"), "{text}");
    let text = problems(&file("something_else_entirely = 1"));
    assert!(
        text.ends_with("unknown setting `something_else_entirely` (terbuka.toml)"),
        "{text}"
    );
}

#[test]
fn all_problems_are_told_at_once_with_their_place() {
    let mut sources = file("[session]\nhours = \"ten\"\n[log]\nformat = \"xml\"");
    sources
        .environment
        .insert("TERBUKA_UPLOADS__MAX_FILES".into(), "0".into());
    sources.flags.insert("listen", String::new());
    let text = problems(&sources);
    for expected in [
        "`session.hours` (terbuka.toml) must be a whole number between 1 and 24",
        "`log.format` (terbuka.toml) must be one of text, json",
        "`uploads.max_files` (TERBUKA_UPLOADS__MAX_FILES) must be a whole number between 1 and 100",
        "`listen` (command line) must not be empty",
    ] {
        assert!(text.contains(expected), "{expected:?} not in {text}");
    }
}

#[test]
fn values_are_checked_against_one_another() {
    assert!(problems(&file("listen = \"8000\"")).contains("like 127.0.0.1:8000"));
    assert!(problems(&file("base_url = \"ppid.go.id\"")).contains("must be http:// or https://"));
    assert!(problems(&file("base_url = \"https://ppid.go.id/portal\"")).contains("without a path"));
    assert!(
        problems(&file("database_url = \"mysql://x\"")).contains("must begin with sqlite: or postgres://")
    );
    assert!(problems(&file("trusted_proxies = [\"10.0.0.0/99\"]")).contains("like 10.0.0.0/8"));
    assert!(problems(&file("[smtp]\nhost = \"mail\"")).contains("`smtp.from` is missing"));
    assert!(problems(&file("[smtp]\nfrom = \"a@b.id\"")).contains("`smtp.host` is missing"));
    let open =
        "[smtp]\nhost = \"mail\"\nfrom = \"a@b.id\"\ntls = \"none\"\nusername = \"u\"\npassword = \"p\"";
    assert!(problems(&file(open)).contains("the password would travel in the open"));
}

#[test]
fn a_mail_server_has_the_usual_port_of_its_protection() {
    for (tls, expected, port) in [
        ("none", SmtpTls::None, 25),
        ("starttls", SmtpTls::StartTls, 587),
        ("tls", SmtpTls::Tls, 465),
    ] {
        let text = format!("[smtp]\nhost = \"mail.go.id\"\nfrom = \"a@b.id\"\ntls = \"{tls}\"");
        let smtp = Settings::load(&file(&text)).unwrap().smtp.unwrap();
        assert_eq!((smtp.tls, smtp.port, smtp.credentials), (expected, port, None));
    }
}

#[test]
fn a_secret_may_stand_in_a_file_but_not_twice() {
    fn read(path: &Path) -> io::Result<String> {
        if path == Path::new("/run/secrets/session") {
            Ok("from-a-file\n".to_owned())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
    let mut sources = environment(&[("TERBUKA_KEYS__SESSION_FILE", "/run/secrets/session")]);
    sources.read = read;
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.secret_files(), [Path::new("/run/secrets/session")]);
    assert_eq!(settings.keys.session.unwrap().expose(), "from-a-file");

    sources
        .environment
        .insert("TERBUKA_KEYS__SESSION".into(), "itself".into());
    assert!(problems(&sources).contains("`keys.session` (TERBUKA_KEYS__SESSION_FILE) is given twice"));

    let mut missing = file("[smtp]\npassword_file = \"/nowhere\"");
    missing.read = read;
    assert!(problems(&missing).contains("cannot read /nowhere"));
    assert!(
        problems(&environment(&[("TERBUKA_LISTEN_FILE", "x")])).contains("unknown setting `listen_file`")
    );
}

#[test]
fn variables_of_build_and_tests_are_no_settings() {
    let sources = environment(&[
        ("TERBUKA_CONFIG", "other.toml"),
        ("TERBUKA_BUILD_OFFLINE", "1"),
        ("TERBUKA_TEST_PG", "postgres://…"),
        ("PATH", "/bin"),
    ]);
    assert!(Settings::load(&sources).is_ok());
}

#[test]
fn no_secret_is_ever_shown() {
    let text = "database_url = \"postgres://app:hu@sh1@db.local/terbuka?password=hush2\"\n\
        [smtp]\nhost = \"mail\"\nfrom = \"a@b.id\"\nusername = \"u\"\npassword = \"hush3\"\n\
        [keys]\nidentity = \"hush4\"";
    let settings = Settings::load(&file(text)).unwrap();
    for shown in [settings.describe(), format!("{settings:?}")] {
        assert!(!shown.contains("hush") && !shown.contains("sh1"), "{shown}");
    }
    let described = settings.describe();
    assert!(
        described.contains("database_url = \"postgres://…@db.local/terbuka\"  # terbuka.toml"),
        "{described}"
    );
    assert!(
        described.contains("smtp.port = 587  # from other settings"),
        "{described}"
    );
    assert!(described.contains("keys.identity = \"(secret)\""), "{described}");
    assert!(described.contains("# keys.session is not set"), "{described}");

    let broken = problems(&file("[smtp]\nport = 1\npassword = \"hush5"));
    assert!(broken.contains("line 3") && !broken.contains("hush5"), "{broken}");
    let wrong = problems(&file("[smtp]\npassword = 123456"));
    assert!(
        wrong.contains("must be a text in quotes") && !wrong.contains("123456"),
        "{wrong}"
    );
}

#[test]
fn the_process_gives_file_and_environment() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mine.toml");
    std::fs::write(&path, "data_dir = \"elsewhere\"").unwrap();
    let sources = Sources::from_process(Some(&path), BTreeMap::new()).unwrap();
    assert!(sources.environment.keys().all(|name| name.starts_with(PREFIX)));
    assert_eq!(sources.file.unwrap().1, "data_dir = \"elsewhere\"");

    let missing = Sources::from_process(Some(&dir.path().join("none.toml")), BTreeMap::new()).unwrap_err();
    assert!(missing.to_string().contains("none.toml"));
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn only_our_proxies_are_believed() {
    let proxies = TrustedProxies(vec!["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()]);
    for (peer, header, client) in [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", Some("6.6.6.6"), "203.0.113.9"),
        ("10.1.2.3", Some("203.0.113.9"), "203.0.113.9"),
        ("10.1.2.3", Some("6.6.6.6, 203.0.113.9, 10.9.9.9"), "203.0.113.9"),
        ("10.1.2.3", Some("10.4.4.4"), "10.4.4.4"),
        ("10.1.2.3", Some("6.6.6.6, nonsense"), "10.1.2.3"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("::1", Some("2001:db8::7"), "2001:db8::7"),
        ("::ffff:10.1.2.3", Some("203.0.113.9"), "203.0.113.9"),
    ] {
        assert_eq!(
            proxies.client_address(ip(peer), header),
            ip(client),
            "{peer} {header:?}"
        );
    }
}

#[test]
fn a_network_holds_its_addresses() {
    let all: Network = "0.0.0.0/0".parse().unwrap();
    assert!(all.contains(ip("1.2.3.4")) && !all.contains(ip("::1")));
    let one: Network = "192.0.2.1".parse().unwrap();
    assert!(one.contains(ip("192.0.2.1")) && !one.contains(ip("192.0.2.2")));
    assert_eq!(one.to_string(), "192.0.2.1/32");
    let six: Network = "2001:db8::/32".parse().unwrap();
    assert!(six.contains(ip("2001:db8:1::1")) && !six.contains(ip("2001:db9::1")));
    assert!("10.0.0.0/33".parse::<Network>().is_err() && "x/8".parse::<Network>().is_err());
}
