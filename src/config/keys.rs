//! Every setting there is: its key, its kind, its default and what it is for.
//!
//! This table is the only list. The file, the environment, the command line, `config check` and the operations guide
//! are all read against it, so a key that is not here does not exist.

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text that is not empty.
    Text,
    /// A text that is never shown. It may also be read from the file that `<key>_file` names.
    Secret,
    /// A whole number between the two, both included.
    Integer(i64, i64),
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Texts; separated by commas outside the file.
    List,
}

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The dotted path in the file, like `smtp.host`.
    pub path: &'static str,
    /// What a value looks like.
    pub kind: Kind,
    /// The value when nothing is said; `None` when there is none or when it follows from other settings.
    pub default: Option<&'static str>,
    /// What it is for, in a line.
    pub doc: &'static str,
}

const fn key(path: &'static str, kind: Kind, default: Option<&'static str>, doc: &'static str) -> Key {
    Key {
        path,
        kind,
        default,
        doc,
    }
}

/// All settings, in the order in which they are shown.
pub const KEYS: &[Key] = &[
    key(
        "data_dir",
        Kind::Text,
        Some("terbuka-data"),
        "Folder of database, files and keys",
    ),
    key(
        "listen",
        Kind::Text,
        Some("127.0.0.1:8000"),
        "Address and port on which pages are served",
    ),
    key(
        "base_url",
        Kind::Text,
        None,
        "Address under which people reach the portal; by default that of listen",
    ),
    key(
        "database_url",
        Kind::Secret,
        None,
        "sqlite://… or postgres://…; by default a SQLite file in data_dir",
    ),
    key(
        "trusted_proxies",
        Kind::List,
        Some(""),
        "Networks whose X-Forwarded-For is believed, like 10.0.0.0/8",
    ),
    key(
        "instance.name",
        Kind::Text,
        Some("Kantor Wilayah Kementerian Hukum dan HAM Sulawesi Selatan"),
        "Public body that runs the portal",
    ),
    key(
        "instance.place",
        Kind::Text,
        Some("Makassar"),
        "Place named on letters before the date",
    ),
    key(
        "instance.unit",
        Kind::Text,
        Some("kanwil-sulsel"),
        "Unit that receives what nobody else was named for",
    ),
    key(
        "instance.security_contact",
        Kind::Text,
        None,
        "Where to report a security hole, like mailto:tik@example.go.id; shown in /.well-known/security.txt",
    ),
    key(
        "instance.zone",
        Kind::Choice(&["Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura"]),
        Some("Asia/Makassar"),
        "Zone of units that name none",
    ),
    key(
        "instance.staff_language",
        Kind::Choice(&["id", "en"]),
        Some("id"),
        "Language of mail to staff",
    ),
    key(
        "smtp.host",
        Kind::Text,
        None,
        "Mail server; without one mail waits in the outbox",
    ),
    key(
        "smtp.port",
        Kind::Integer(1, 65_535),
        None,
        "Its port; by default 587, 465 with tls, 25 with none",
    ),
    key(
        "smtp.tls",
        Kind::Choice(&["starttls", "tls", "none"]),
        Some("starttls"),
        "How the connection is protected",
    ),
    key("smtp.username", Kind::Text, None, "Account at the mail server"),
    key("smtp.password", Kind::Secret, None, "Its password"),
    key(
        "smtp.from",
        Kind::Text,
        None,
        "Sender, like Terbuka <ppid@example.go.id>",
    ),
    key(
        "smtp.timeout_seconds",
        Kind::Integer(1, 300),
        Some("20"),
        "Patience with the mail server",
    ),
    key(
        "uploads.max_file_mib",
        Kind::Integer(1, 1_024),
        Some("10"),
        "Largest file",
    ),
    key(
        "uploads.max_files",
        Kind::Integer(1, 100),
        Some("10"),
        "Most files in one step",
    ),
    key(
        "uploads.max_total_mib",
        Kind::Integer(1, 4_096),
        Some("50"),
        "Largest sum of files in one step",
    ),
    key(
        "worker.interval_seconds",
        Kind::Integer(1, 3_600),
        Some("15"),
        "Pause between looks at waiting work",
    ),
    key(
        "reminders.ahead",
        Kind::Integer(1, 30),
        Some("2"),
        "Working days before the earliest last day from which staff are reminded; a custom of the house, in no law",
    ),
    key(
        "reminders.hour",
        Kind::Integer(0, 23),
        Some("7"),
        "Hour of the unit's day from which its staff get their briefing and are told what is late",
    ),
    key(
        "session.hours",
        Kind::Integer(1, 24),
        Some("10"),
        "Hours after which staff sign in again",
    ),
    key(
        "counting.weekend",
        Kind::Boolean,
        Some("false"),
        "Whether Saturday and Sunday count as working days (Perpres 21/2023 Ps 3)",
    ),
    key(
        "counting.libur_nasional",
        Kind::Boolean,
        Some("false"),
        "Whether national holidays count as working days (Keppres 8/2024)",
    ),
    key(
        "counting.cuti_bersama",
        Kind::Boolean,
        Some("false"),
        "Whether joint leave counts as working days; true is the view strictest for the body",
    ),
    key(
        "log.format",
        Kind::Choice(&["text", "json"]),
        Some("text"),
        "Shape of log lines",
    ),
    key(
        "log.filter",
        Kind::Text,
        Some("info,rocket=warn,rocket::server=off,sqlx=warn,sea_orm_migration=warn"),
        "What is logged, as tracing's EnvFilter reads it",
    ),
    key(
        "keys.session",
        Kind::Secret,
        None,
        "Signs sessions; by default the files in data_dir/keys; several like `1:BASE64 2:BASE64`",
    ),
    key(
        "keys.csrf",
        Kind::Secret,
        None,
        "Signs forms; by default the files in data_dir/keys; several like `1:BASE64 2:BASE64`",
    ),
    key(
        "keys.identity",
        Kind::Secret,
        None,
        "Seals identities; by default the files in data_dir/keys; several like `1:BASE64 2:BASE64`",
    ),
    key(
        "keys.lookup",
        Kind::Secret,
        None,
        "Hashes contacts for search; by default the file in data_dir/keys",
    ),
];

/// The setting at `path`.
pub fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

/// The secret setting whose value is in the file that the setting at `path` names.
pub fn find_secret_file(path: &str) -> Option<&'static Key> {
    find(path.strip_suffix("_file")?).filter(|key| key.kind == Kind::Secret)
}

/// The key somebody who wrote `path` probably meant.
pub fn closest(path: &str) -> Option<&'static str> {
    let last = path.rsplit('.').next().unwrap_or(path);
    KEYS.iter()
        .map(|key| {
            let name = key.path.rsplit('.').next().unwrap_or(key.path);
            let distance = strsim::damerau_levenshtein(path, key.path);
            // A right name in the wrong section is closer than any misspelling of the whole path.
            (if name == last { distance.min(1) } else { distance }, key.path)
        })
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, path)| path)
}
