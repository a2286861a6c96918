use std::fs;
use std::os::unix::fs::PermissionsExt;

use proptest::prelude::*;
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::security::{
    DataKey, OsEntropy, SeededEntropy, SessionClaims, TokenError, UnsealError, has_own_key,
};

const NONE: KeyOverrides = KeyOverrides {
    session: None,
    csrf: None,
    identity: None,
    lookup: None,
};

/// A folder with keys.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    Keys::create_missing(dir.path(), &OsEntropy).unwrap();
    dir
}

fn load(dir: &tempfile::TempDir) -> Keys {
    Keys::load(dir.path(), &NONE).unwrap()
}

fn rotated(dir: &tempfile::TempDir, purpose: Purpose) -> Keys {
    load(dir).rotate(purpose, &OsEntropy).unwrap();
    load(dir)
}

#[test]
fn a_new_key_takes_over_and_the_old_one_opens_what_it_sealed() {
    let dir = folder();
    let old = load(&dir);
    let before = old.seal(&OsEntropy, b"row", b"Sri").unwrap();
    let (number, path) = old.rotate(Purpose::Identity, &OsEntropy).unwrap();
    assert_eq!((number, path.clone()), (2, dir.path().join("identity.2.key")));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let both = load(&dir);
    assert_eq!(both.identity_number(), 2);
    let after = both.seal(&OsEntropy, b"row", b"Sri").unwrap();
    assert_eq!((before[0], after[0]), (1, 2));
    for sealed in [&before, &after] {
        assert_eq!(&**both.unseal(b"row", sealed).unwrap(), b"Sri");
    }
    assert_eq!(old.unseal(b"row", &after), Err(UnsealError::UnknownKey(2)));

    let gone = both.retire(Purpose::Identity, 1).unwrap();
    assert_eq!(gone, Some(dir.path().join("identity.key")));
    let new = load(&dir);
    assert_eq!(new.unseal(b"row", &before), Err(UnsealError::UnknownKey(1)));
    assert_eq!(&**new.unseal(b"row", &after).unwrap(), b"Sri");
    // What was retired is not missing.
    assert!(Keys::create_missing(dir.path(), &OsEntropy).unwrap().is_empty());
}

#[test]
fn sessions_are_verified_with_exactly_the_key_they_name() {
    let dir = folder();
    let claims = SessionClaims {
        session_id: Uuid::from_u128(1),
        user_id: Uuid::from_u128(2),
        issued_at: datetime!(2026-11-24 01:00 UTC),
        expires_at: datetime!(2026-11-24 11:00 UTC),
    };
    let old = load(&dir);
    let token = old.issue_session(&claims).unwrap();
    let both = rotated(&dir, Purpose::Session);
    let newer = both.issue_session(&claims).unwrap();
    let now = claims.issued_at;
    assert_eq!(both.read_session(&token, now), Ok(claims));
    assert_eq!(both.read_session(&newer, now), Ok(claims));
    assert_eq!(old.read_session(&newer, now), Err(TokenError::Invalid));

    // The right signature under another number, a number that is not there, and none at all.
    for kid in [Some("1"), Some("3"), Some("256"), Some("x"), None] {
        let header = jsonwebtoken::Header {
            kid: kid.map(str::to_owned),
            ..jsonwebtoken::Header::default()
        };
        let body = serde_json::json!({
            "sid": claims.session_id, "sub": claims.user_id, "iat": 0, "exp": 4_000_000_000_i64,
            "iss": "terbuka", "aud": "terbuka-web",
        });
        let key = jsonwebtoken::EncodingKey::from_secret(both.session().current());
        let forged = jsonwebtoken::encode(&header, &body, &key).unwrap();
        assert_eq!(
            both.read_session(&forged, now),
            Err(TokenError::Invalid),
            "{kid:?}"
        );
    }

    both.retire(Purpose::Session, 1).unwrap();
    assert_eq!(load(&dir).read_session(&token, now), Err(TokenError::Invalid));
    assert_eq!(load(&dir).read_session(&newer, now), Ok(claims));
}

#[test]
fn a_form_that_was_open_is_still_taken() {
    let dir = folder();
    let token = load(&dir).csrf_token(&OsEntropy, "session 1");
    let both = rotated(&dir, Purpose::Csrf);
    assert!(both.csrf_matches("session 1", &token));
    assert!(!both.csrf_matches("session 2", &token));
    both.retire(Purpose::Csrf, 1).unwrap();
    assert!(!load(&dir).csrf_matches("session 1", &token));
}

#[test]
fn what_would_break_something_is_refused_with_the_reason() {
    let dir = folder();
    let keys = load(&dir);
    let told = |done: Result<(u8, PathBuf), KeysError>| done.unwrap_err().to_string();
    let lookup = told(keys.rotate(Purpose::Lookup, &OsEntropy));
    assert!(lookup.contains("every link sent so far"), "{lookup}");
    let retire = |purpose, number| keys.retire(purpose, number).unwrap_err().to_string();
    assert!(retire(Purpose::Lookup, 1).contains("every link"));
    assert!(
        retire(Purpose::Identity, 1).contains("the current one: run `terbuka keys rotate identity` first")
    );
    assert!(retire(Purpose::Identity, 7).contains("no identity key 7"));

    let path = dir.path().join("identity.255.key");
    assert!(files::create(&path, &OsEntropy).unwrap());
    let full = told(load(&dir).rotate(Purpose::Identity, &OsEntropy));
    assert!(full.contains("255 is the last"), "{full}");
}

#[test]
fn names_that_are_no_numbers_stop_the_start() {
    for name in ["csrf.old.key", "csrf.02.key", "csrf.1.key", "csrf.256.key"] {
        let dir = folder();
        fs::copy(dir.path().join("csrf.key"), dir.path().join(name)).unwrap();
        let told = Keys::load(dir.path(), &NONE).unwrap_err().to_string();
        assert!(told.contains("has no number from 2 to 255"), "{name}: {told}");
    }
    let dir = folder();
    fs::copy(dir.path().join("csrf.key"), dir.path().join("csrf.2.key")).unwrap();
    let told = Keys::load(dir.path(), &NONE).unwrap_err().to_string();
    assert!(told.contains("csrf and csrf 2 are equal"), "{told}");
    for name in ["csrf.key.bak", "csrfkey", "notes.txt"] {
        let dir = folder();
        fs::write(dir.path().join(name), "no key").unwrap();
        Keys::load(dir.path(), &NONE).unwrap();
    }
}

#[test]
fn a_setting_may_hold_several() {
    const ONE: &str = "bkVf4bMBBE/0gDkfQGDTYXrs8SyMpY6m+J9xZ2R1s8g=";
    const TWO: &str = "q0N7o7hU3H0r8m1s1c9Vw5b2x4Jk6TzYfEdLgPaQiBM=";
    let dir = folder();
    let with = |text: String| {
        Keys::load(
            dir.path(),
            &KeyOverrides {
                identity: Some(Secret::new(text)),
                ..NONE
            },
        )
    };
    let alone = with(ONE.to_owned()).unwrap();
    let both = with(format!("1:{ONE}\n2:{TWO}")).unwrap();
    assert_eq!(
        with(format!("2:{TWO}, {ONE}")).unwrap().identity_fingerprints(),
        both.identity_fingerprints()
    );
    let sealed = alone.seal(&OsEntropy, b"row", b"Sri").unwrap();
    assert_eq!(&**both.unseal(b"row", &sealed).unwrap(), b"Sri");
    assert_eq!(both.identity_number(), 2);
    let told = both
        .rotate(Purpose::Identity, &OsEntropy)
        .unwrap_err()
        .to_string();
    assert!(told.contains("setting keys.identity: add `3:`"), "{told}");
    assert_eq!(both.retire(Purpose::Identity, 1).unwrap(), None);
    for wrong in [format!("{ONE} {TWO}"), format!("0:{ONE}"), format!("x:{ONE}")] {
        let told = with(wrong).unwrap_err().to_string();
        assert!(told.contains("like `1:BASE64 2:BASE64`"), "{told}");
    }
    assert!(with(String::new()).is_err());
}

#[test]
fn keys_are_listed_without_the_keys() {
    let dir = folder();
    let keys = rotated(&dir, Purpose::Identity);
    let listed: Vec<_> = keys
        .describe()
        .into_iter()
        .map(|key| {
            (
                key.purpose.name(),
                key.number,
                key.is_current,
                key.made_at.is_some(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("session", 1, true, true),
            ("csrf", 1, true, true),
            ("identity", 1, false, true),
            ("identity", 2, true, true),
            ("lookup", 1, true, true),
        ]
    );
}

proptest! {
    #[test]
    fn the_key_of_a_case_unwraps_only_unchanged_and_for_its_case(
        case in any::<[u8; 16]>(),
        other in any::<[u8; 16]>(),
        plain in proptest::collection::vec(any::<u8>(), 0..100),
        flip in any::<proptest::sample::Index>(),
        bit in 0..8_u8,
    ) {
        prop_assume!(case != other);
        let (keys, foreign) = (
            Keys::ephemeral(&SeededEntropy::new(1)),
            Keys::ephemeral(&SeededEntropy::new(2)),
        );
        let key = DataKey::new(&OsEntropy);
        let wrapped = keys.wrap_key(&OsEntropy, &case, &key).unwrap();
        let sealed = key.seal(&OsEntropy, b"row", &plain).unwrap();
        prop_assert!(has_own_key(&sealed) && !has_own_key(&wrapped));

        let again = keys.unwrap_key(&case, &wrapped).unwrap();
        prop_assert_eq!(&**again.open(b"row", &sealed).unwrap(), plain.as_slice());
        prop_assert!(again.open(b"elsewhere", &sealed).is_err());
        prop_assert!(DataKey::new(&OsEntropy).open(b"row", &sealed).is_err());
        prop_assert_eq!(keys.unwrap_key(&other, &wrapped).unwrap_err(), UnsealError::Tampered);
        prop_assert_eq!(foreign.unwrap_key(&case, &wrapped).unwrap_err(), UnsealError::Tampered);
        // An identity key opens nothing that a case's key sealed, and a wrapped key is no other sealed text.
        prop_assert_eq!(keys.unseal(b"row", &sealed), Err(UnsealError::UnknownKey(0)));
        prop_assert!(keys.unseal(&case, &wrapped).is_err());

        let mut changed = wrapped.clone();
        changed[flip.index(wrapped.len())] ^= 1 << bit;
        prop_assert!(keys.unwrap_key(&case, &changed).is_err());
        let mut changed = sealed.clone();
        changed[flip.index(sealed.len())] ^= 1 << bit;
        prop_assert!(again.open(b"row", &changed).is_err());
    }
}
