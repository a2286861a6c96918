//! What the portal logs while its whole suite runs holds no personal data and no secret: no NIK, e-mail address, telephone number, token
//! of a link or session, and no name or address that the samples use. `tests/run` keeps the log lines and has them read here.

use std::path::Path;

/// Names and addresses of the samples.
const OF_PEOPLE: [&str; 6] = ["Andi Baso", "Contoh", "Rekaan", "Jl. ", "Ranggong", "Budi"];

/// Length of the token of a link: 130 bits in base 32.
const TOKEN: usize = 26;

/// What must not stand in a line, with what was found.
fn leaks(line: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let is_of_word = |sign: char| sign.is_ascii_alphanumeric() || "@.+_-%".contains(sign);
    for word in line
        .split(|sign| !is_of_word(sign))
        .filter(|word| !word.is_empty())
    {
        if let Some((_, host)) = word
            .split_once('@')
            .filter(|(name, host)| !name.is_empty() && host.contains('.'))
        {
            found.push(("an e-mail address", host.to_owned()));
        }
        if word.starts_with("eyJ") && word.len() > 20 {
            found.push(("a session", word.to_owned()));
        }
        for part in word.split(|sign: char| !sign.is_ascii_alphanumeric()) {
            let is_number = part.bytes().all(|sign| sign.is_ascii_digit());
            if is_number && is_nik(part) {
                found.push(("a NIK", part.to_owned()));
            }
            if is_number && is_phone(part) {
                found.push(("a telephone number", part.to_owned()));
            }
            if is_token(part) {
                found.push(("a token", part.to_owned()));
            }
        }
    }
    let people = OF_PEOPLE.iter().filter(|name| line.contains(**name));
    found.extend(people.map(|name| ("a person", (*name).to_owned())));
    found
}

/// Sixteen digits with a day of birth, forty more for women, and a month in their place.
fn is_nik(digits: &str) -> bool {
    let at = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u8>().ok());
    digits.len() == 16
        && at(6..8).is_some_and(|day| matches!(day, 1..=31 | 41..=71))
        && at(8..10).is_some_and(|month| (1..=12).contains(&month))
}

fn is_phone(digits: &str) -> bool {
    (digits.starts_with("08") || digits.starts_with("628")) && (10..=14).contains(&digits.len())
}

fn is_token(word: &str) -> bool {
    let is_mixed =
        word.bytes().any(|sign| sign.is_ascii_digit()) && word.bytes().any(|sign| sign.is_ascii_lowercase());
    word.len() == TOKEN && is_mixed && !word.bytes().any(|sign| sign.is_ascii_uppercase())
}

#[test]
fn what_leaks_is_found() {
    let token = "n8qa9j4a97vzj0yjdcqag3ym8z";
    for (line, expected) in [
        ("WARN sent to=andi.baso@example.org", "an e-mail address"),
        ("nik=7371011203900001 refused", "a NIK"),
        ("nik=7371015203900001 refused", "a NIK"),
        ("phone=+6281234567890", "a telephone number"),
        ("phone 081234567890", "a telephone number"),
        (
            "GET /lacak/n8qa9j4a97vzj0yjdcqag3ym8z/tenggat/D12.json",
            "a token",
        ),
        ("cookie eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x", "a session"),
        ("applicant Andi Baso", "a person"),
    ] {
        let found: Vec<_> = leaks(line).into_iter().map(|(what, _)| what).collect();
        assert_eq!(found, [expected], "{line}");
    }
    assert!(is_token(token));
    for fine in [
        "2026-11-24T02:00:00.000000Z INFO terbuka::web: answered request.id=01a2a5fd-bf80-77b0-bce8-85a9fcb1d28c http.route=\"/masuk\" duration_ms=6",
        "calendar digest=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "listening on http://127.0.0.1:8080",
    ] {
        assert_eq!(leaks(fine), [], "{fine}");
    }
}

/// Lines that a run of the suite logs at least; fewer mean that the log was not kept.
const FEWEST: usize = 300;

/// How many lines the logs of a folder have, and what leaks in them.
fn read(folder: &Path) -> std::io::Result<(usize, Vec<String>)> {
    let (mut lines, mut found) = (0, Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        for line in text.lines() {
            lines += 1;
            let leaks = leaks(line).into_iter();
            found.extend(leaks.map(|(what, value)| format!("{what} ({value}): {line:.300}")));
        }
    }
    Ok((lines, found))
}

/// `tests/run` names the folder in which the logs of a run lie; without it only the reading itself is tried.
#[expect(clippy::disallowed_methods, reason = "tests/run says where the log lies")]
#[test]
fn nothing_logged_is_personal_or_secret() {
    let sample = tempfile::TempDir::new().expect("a folder");
    std::fs::write(sample.path().join("a.log"), "fine\nnik=7371011203900001\n").expect("a log");
    let (lines, found) = read(sample.path()).expect("logs");
    assert_eq!((lines, found.len()), (2, 1), "{found:?}");

    if let Some(folder) = std::env::var_os("TERBUKA_LOGGED") {
        let (lines, mut found) = read(Path::new(&folder)).expect("logs");
        found.truncate(20);
        assert!(found.is_empty(), "\n{}", found.join("\n"));
        println!("{lines} lines of logs hold nothing personal and no secret");
        assert!(lines >= FEWEST, "{lines} lines: the log was not kept");
    }
}
