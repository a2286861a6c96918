//! Who may import whom. The map is in `docs/architecture.md`.

use crate::source::{File, Finding, Tree, bad_lines, has_word};

/// Rooms that everybody above the domain may use: time, settings, words.
const FOUNDATION: [&str; 3] = ["clock", "config", "text"];

struct Room {
    name: &'static str,
    may_import: &'static [&'static str],
    rule: &'static str,
}

const ADAPTER: &[&str] = &["domain", "clock", "config", "text"];

/// The arrows. A room may always import itself.
const ROOMS: &[Room] = &[
    Room {
        name: "domain",
        may_import: &[],
        rule: "domain is pure rules and imports no other room",
    },
    Room {
        name: "clock",
        may_import: &["domain"],
        rule: "clock may import domain only",
    },
    Room {
        name: "config",
        may_import: &["domain"],
        rule: "config may import domain only",
    },
    Room {
        name: "text",
        may_import: &["domain"],
        rule: "text may import domain only",
    },
    Room {
        name: "persistence",
        may_import: ADAPTER,
        rule: "persistence is beside security, mail, storage and documents: it imports none of them, and nothing above",
    },
    Room {
        name: "security",
        may_import: ADAPTER,
        rule: "security is beside persistence, mail, storage and documents: it imports none of them, and nothing above",
    },
    Room {
        name: "mail",
        may_import: ADAPTER,
        rule: "mail is beside persistence, security, storage and documents: it imports none of them, and nothing above",
    },
    Room {
        name: "storage",
        may_import: ADAPTER,
        rule: "storage is beside persistence, security, mail and documents: it imports none of them, and nothing above",
    },
    Room {
        name: "documents",
        may_import: ADAPTER,
        rule: "documents is beside persistence, security, mail and storage: it imports none of them, and nothing above",
    },
    Room {
        name: "services",
        may_import: &[
            "domain",
            "clock",
            "config",
            "text",
            "persistence",
            "security",
            "mail",
            "storage",
            "documents",
        ],
        rule: "services know nothing of web, jobs or cli: who calls them is not their business",
    },
    Room {
        name: "jobs",
        may_import: &["domain", "clock", "config", "text", "services"],
        rule: "jobs decide when; what happens is a service",
    },
    Room {
        name: "web",
        may_import: &["domain", "clock", "config", "text", "services", "security"],
        rule: "web reaches the database, the files and the mail only through services",
    },
    Room {
        name: "cli",
        may_import: &[
            "domain",
            "clock",
            "config",
            "text",
            "persistence",
            "security",
            "mail",
            "storage",
            "documents",
            "services",
            "jobs",
            "web",
        ],
        rule: "cli puts the house together",
    },
];

/// Imports against the arrows, `crate::room` and `super::…::room` alike.
pub fn arrows(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.is_shipped_rust()) {
        let Some(room) = room_of(&file.path) else { continue };
        for (line, target) in rooms_named(file) {
            if target != room.name && is_room(&target) && !room.may_import.contains(&target.as_str()) {
                findings.push(file.finding(line, room.rule, &format!("{target} in {}", room.name)));
            }
        }
    }
    for file in tree
        .files()
        .iter()
        .filter(|file| file.path.starts_with("migration/src/"))
    {
        const RULE: &str = "migration never imports the portal: old migrations must compile when it changes";
        findings.extend(bad_lines(file, &file.code(), RULE, |line| {
            has_word(line, "terbuka")
        }));
    }
    findings
}

fn room_of(path: &str) -> Option<&'static Room> {
    let name = path.strip_prefix("src/")?.split(['/', '.']).next()?;
    ROOMS.iter().find(|room| room.name == name)
}

fn is_room(name: &str) -> bool {
    FOUNDATION.contains(&name) || ROOMS.iter().any(|room| room.name == name)
}

/// Every first segment below the crate that the file names, with its line.
fn rooms_named(file: &File) -> Vec<(usize, String)> {
    let code = file.code();
    let mut paths = paths_after(&code, "crate::");
    // From src/a/b.rs, two `super::` lead to the crate.
    paths.extend(paths_after(&code, &"super::".repeat(module_depth(&file.path))));
    paths
}

fn module_depth(path: &str) -> usize {
    let inner = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    inner.split('/').filter(|part| *part != "mod").count()
}

/// The names that directly follow `start`, also those in `start{a::x, b::{y, z}}`.
fn paths_after(code: &str, start: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (at, _) in code.match_indices(start) {
        let before = code.get(..at).unwrap_or_default();
        if before.ends_with("super::") || before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = code.get(at + start.len()..).unwrap_or_default();
        let line = before.matches('\n').count();
        for name in first_segments(rest) {
            named.push((line, name));
        }
    }
    named
}

fn first_segments(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![identifier(rest)];
    };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut starts = true;
    for (at, c) in group.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if starts && !c.is_whitespace() => {
                names.push(identifier(group.get(at..).unwrap_or_default()));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// `sea_orm` in persistence and migration, `rocket` in web and the command that serves.
pub fn frameworks(tree: &Tree) -> Vec<Finding> {
    const DATA: &str = "only persistence and migration name the database library";
    const WEB: &str = "only web and cli/serve.rs name rocket";
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.is_shipped_rust()) {
        let code = file.code();
        let path = file.path.as_str();
        if !path.starts_with("src/persistence") && !path.starts_with("migration/") {
            let names = ["sea_orm", "sea_query", "sqlx", "DbErr", "ActiveModel"];
            findings.extend(bad_lines(file, &code, DATA, |line| {
                names.iter().any(|name| has_word(line, name))
            }));
        }
        if !path.starts_with("src/web") && path != "src/cli/serve.rs" {
            findings.extend(bad_lines(file, &code, WEB, |line| has_word(line, "rocket")));
        }
    }
    findings
}

/// The domain reads no clock, no file and no environment, and waits for nothing.
pub fn pure_domain(tree: &Tree) -> Vec<Finding> {
    const RULE: &str =
        "domain would be true on paper: no async, no tokio, no files, no environment, no clock reading";
    const BANNED: [&str; 9] = [
        "async",
        "await",
        "tokio",
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "now_utc",
        "SystemTime",
    ];
    let mut findings = Vec::new();
    for file in tree
        .files()
        .iter()
        .filter(|file| file.path.starts_with("src/domain/") && file.is_shipped_rust())
    {
        findings.extend(bad_lines(file, &file.code(), RULE, |line| {
            BANNED.iter().any(|word| has_word(line, word))
        }));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{arrows, frameworks, module_depth, pure_domain};
    use crate::source::Tree;

    fn refuses(path: &str, text: &str) -> bool {
        !arrows(&Tree::of(path, text)).is_empty()
    }

    #[test]
    fn arrows_point_down_only() {
        assert!(refuses(
            "src/domain/request/decide.rs",
            "use crate::clock::Clock;"
        ));
        assert!(refuses(
            "src/persistence/users.rs",
            "use crate::security::Passwords;"
        ));
        assert!(refuses("src/mail/mod.rs", "fn f() { crate::storage::open(); }"));
        assert!(refuses(
            "src/services/mod.rs",
            "use crate::{domain::Unit, web::{Page, forms}};"
        ));
        assert!(refuses(
            "src/jobs/outbox.rs",
            "use crate::{\n    domain::Unit,\n    persistence,\n};"
        ));
        assert!(refuses("src/web/pages/start.rs", "use crate::persistence::Db;"));
        assert!(refuses("src/clock.rs", "use crate::config::Settings;"));
        assert!(!refuses(
            "src/services/mod.rs",
            "use crate::{domain::{Unit, web}, persistence};"
        ));
        assert!(!refuses(
            "src/cli/serve.rs",
            "use crate::{web, jobs, persistence::Db};"
        ));
        assert!(!refuses(
            "src/web/mod.rs",
            "// use crate::persistence;\nuse crate::services::Context;"
        ));
        assert!(!refuses("src/domain/tests.rs", "use crate::clock::FixedClock;"));
    }

    #[test]
    fn the_way_round_by_super_is_seen() {
        assert_eq!(module_depth("src/services/mod.rs"), 1);
        assert_eq!(module_depth("src/web/pages/start.rs"), 3);
        assert!(refuses("src/services/mod.rs", "use super::web::Page;"));
        assert!(refuses("src/domain/request/mod.rs", "use super::super::clock;"));
        assert!(!refuses(
            "src/domain/request/state.rs",
            "use super::super::calendar;"
        ));
        assert!(!refuses(
            "src/services/requests/file.rs",
            "use super::super::web;"
        ));
    }

    #[test]
    fn migrations_stand_alone() {
        assert!(refuses("migration/src/m0001.rs", "use terbuka::persistence;"));
        assert!(!refuses(
            "migration/src/m0001.rs",
            "// the portal is terbuka\nlet name = \"terbuka\";"
        ));
    }

    #[test]
    fn frameworks_are_confined() {
        let count = |path, text| frameworks(&Tree::of(path, text)).len();
        assert_eq!(
            count("src/services/mod.rs", "use sea_orm::DatabaseConnection;"),
            1
        );
        assert_eq!(count("src/services/mod.rs", "fn f(e: DbErr) {}"), 1);
        assert_eq!(count("src/cli/demo.rs", "#[rocket::main]\nfn main() {}"), 1);
        assert_eq!(count("src/cli/serve.rs", "use rocket::Rocket;"), 0);
        assert_eq!(count("src/web/mod.rs", "use rocket::Rocket;"), 0);
        assert_eq!(count("src/cli/logging.rs", "let filter = \"rocket=warn\";"), 0);
    }

    #[test]
    fn the_domain_touches_nothing() {
        let count = |text| pure_domain(&Tree::of("src/domain/unit.rs", text)).len();
        assert_eq!(
            count("async fn f() {}\nuse std::fs;\nfn g() { OffsetDateTime::now_utc() }"),
            3
        );
        assert_eq!(count("/// async in words\nfn asynchronous() {}"), 0);
    }
}
