use std::{fs, os::unix::fs::PermissionsExt, sync::Arc};

use proptest::prelude::*;
use time::{Duration, macros::datetime};
use uuid::Uuid;

use super::{mac::mac, *};
use crate::config::{KeyOverrides, Secret};

fn keys() -> Keys {
    Keys::ephemeral(&SeededEntropy::new(1))
}

#[test]
fn seeds_give_equal_bytes_and_the_system_does_not() {
    let (one, two) = (SeededEntropy::new(7), SeededEntropy::new(7));
    assert_eq!(random_bytes::<40>(&one), random_bytes::<40>(&two));
    assert_ne!(
        random_bytes::<40>(&one),
        random_bytes::<40>(&SeededEntropy::new(7)),
        "a source moves on"
    );
    assert_ne!(random_bytes::<32>(&OsEntropy), random_bytes::<32>(&OsEntropy));
}

#[test]
fn identifiers_are_ordered_by_time_and_carry_it() {
    let entropy = SeededEntropy::new(3);
    let early = new_id(&entropy, datetime!(2026-11-24 00:00 UTC));
    let late = new_id(&entropy, datetime!(2026-11-24 00:00:01 UTC));
    assert!(early < late);
    assert_eq!(early.get_version_num(), 7);
    assert_eq!(early.get_timestamp().unwrap().to_unix().0, 1_795_478_400);
}

#[test]
fn mac_agrees_with_rfc_4231() {
    // Test case 1 of the RFC, its 20-byte key filled up with zeros as HMAC itself does.
    let mut key = [0; 32];
    key[..20].fill(0x0b);
    let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
    assert_eq!(super::mac::hex(&mac(&key, &[b"Hi", b" There"])), expected);
}

mod key_files {
    use super::*;

    #[test]
    fn are_made_once_for_the_owner_only_and_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data/keys");
        let made = Keys::create_missing(&folder, &OsEntropy).unwrap();
        assert_eq!(made.len(), 4);
        for path in &made {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        let before = Keys::load(&folder, &KeyOverrides::default()).unwrap();
        assert!(Keys::create_missing(&folder, &OsEntropy).unwrap().is_empty());
        let after = Keys::load(&folder, &KeyOverrides::default()).unwrap();
        let hash = |keys: &Keys| keys.lookup_hash(LookupKind::Email, "a@b.id");
        assert_eq!(hash(&before), hash(&after));
    }

    #[test]
    fn that_are_missing_exposed_or_not_random_say_what_to_run() {
        let dir = tempfile::tempdir().unwrap();
        let load = || {
            Keys::load(dir.path(), &KeyOverrides::default())
                .unwrap_err()
                .to_string()
        };
        let missing = load();
        assert!(
            missing.contains("session.key does not exist: run `terbuka setup`"),
            "{missing}"
        );

        Keys::create_missing(dir.path(), &OsEntropy).unwrap();
        let path = dir.path().join("csrf.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(load().contains("run `chmod 600 "), "{}", load());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();

        let zeros = format!("{}=", "A".repeat(43));
        for bad in [
            "",
            "short",
            "changeme",
            &zeros,
            "not base 64 at all, but long enough to be a key",
        ] {
            fs::write(&path, bad).unwrap();
            assert!(
                load().contains("csrf.key is not 32 random bytes in base64"),
                "{bad:?}: {}",
                load()
            );
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(load().contains("is not 32 random bytes"));
        fs::copy(dir.path().join("lookup.key"), &path).unwrap();
        assert!(load().contains("csrf and lookup are equal"));
    }

    #[test]
    fn give_way_to_settings() {
        let dir = tempfile::tempdir().unwrap();
        Keys::create_missing(dir.path(), &OsEntropy).unwrap();
        let plain = Keys::load(dir.path(), &KeyOverrides::default()).unwrap();
        let text = "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8="; // repeats four bytes
        let mut overrides = KeyOverrides {
            lookup: Some(Secret::new(text.to_owned())),
            ..KeyOverrides::default()
        };
        assert!(
            Keys::load(dir.path(), &overrides)
                .unwrap_err()
                .to_string()
                .contains("the key keys.lookup is not")
        );
        overrides.lookup = Some(Secret::new(
            "bkVf4bMBBE/0gDkfQGDTYXrs8SyMpY6m+J9xZ2R1s8g=\n".to_owned(),
        ));
        let other = Keys::load(dir.path(), &overrides).unwrap();
        let hash = |keys: &Keys| keys.lookup_hash(LookupKind::Email, "a@b.id");
        assert_ne!(hash(&plain), hash(&other));
        assert_eq!(format!("{other:?}"), "Keys(…)");
    }
}

mod session_tokens {
    use super::*;

    fn claims() -> SessionClaims {
        SessionClaims {
            session_id: Uuid::from_u128(1),
            user_id: Uuid::from_u128(2),
            issued_at: datetime!(2026-11-24 01:00 UTC),
            expires_at: datetime!(2026-11-24 11:00 UTC),
        }
    }

    #[test]
    fn are_read_back_until_the_second_they_end() {
        let token = keys().issue_session(&claims()).unwrap();
        let just_before = claims().expires_at - Duration::microseconds(1);
        assert_eq!(keys().read_session(&token, just_before), Ok(claims()));
        assert_eq!(
            keys().read_session(&token, claims().expires_at),
            Err(TokenError::Expired)
        );
    }

    #[test]
    fn ignore_the_clock_of_the_machine() {
        let past = SessionClaims {
            issued_at: datetime!(1999-01-01 00:00 UTC),
            expires_at: datetime!(1999-01-02 00:00 UTC),
            ..claims()
        };
        let token = keys().issue_session(&past).unwrap();
        assert_eq!(
            keys().read_session(&token, datetime!(1999-01-01 12:00 UTC)),
            Ok(past)
        );
    }

    #[test]
    fn of_others_are_refused() {
        let now = claims().issued_at;
        let read = |token: &str| keys().read_session(token, now);
        let token = keys().issue_session(&claims()).unwrap();
        let foreign = Keys::ephemeral(&SeededEntropy::new(2))
            .issue_session(&claims())
            .unwrap();
        assert_eq!(read(&foreign), Err(TokenError::Invalid));
        let (rest, _) = token.rsplit_once('.').unwrap();
        assert_eq!(read(&format!("{rest}.")), Err(TokenError::Invalid));
        assert_eq!(read(""), Err(TokenError::Invalid));
        // {"alg":"none","typ":"JWT"}
        let (_, payload) = rest.split_once('.').unwrap();
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
        assert_eq!(read(&unsigned), Err(TokenError::Invalid));
    }

    #[test]
    fn for_another_audience_are_refused() {
        let mut claims = serde_json::json!({
            "sid": Uuid::from_u128(1), "sub": Uuid::from_u128(2), "iat": 0, "exp": 4_000_000_000_i64,
            "iss": "terbuka", "aud": "terbuka-web",
        });
        let sign = |claims: &serde_json::Value| {
            let key = jsonwebtoken::EncodingKey::from_secret(keys().session().current());
            let header = jsonwebtoken::Header {
                kid: Some("1".to_owned()),
                ..jsonwebtoken::Header::default()
            };
            jsonwebtoken::encode(&header, claims, &key).unwrap()
        };
        let now = datetime!(2026-11-24 01:00 UTC);
        assert!(keys().read_session(&sign(&claims), now).is_ok());
        for (claim, value) in [("aud", "elsewhere"), ("iss", "somebody")] {
            let right = claims[claim].take();
            claims[claim] = value.into();
            assert_eq!(
                keys().read_session(&sign(&claims), now),
                Err(TokenError::Invalid),
                "{claim}"
            );
            claims.as_object_mut().unwrap().remove(claim);
            assert_eq!(
                keys().read_session(&sign(&claims), now),
                Err(TokenError::Invalid),
                "no {claim}"
            );
            claims[claim] = right;
        }
    }
}

mod passwords_of_staff {
    use super::*;

    fn cheap() -> Passwords {
        Passwords::cheap(Arc::new(SeededEntropy::new(1)))
    }

    #[tokio::test]
    async fn are_verified_and_salted() {
        let hash = cheap().hash("kopi di pagi hari").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let check = async |password, stored| cheap().verify(password, stored).await.unwrap();
        assert_eq!(
            check("kopi di pagi hari", Some(&hash)).await,
            PasswordCheck::Right
        );
        assert_eq!(
            check("kopi di sore hari", Some(&hash)).await,
            PasswordCheck::Wrong
        );
        assert_eq!(check("kopi di pagi hari", None).await, PasswordCheck::Wrong);
        let passwords = cheap();
        assert_ne!(
            passwords.hash("same").await.unwrap(),
            passwords.hash("same").await.unwrap()
        );
        assert!(matches!(
            passwords.verify("x", Some("plain")).await,
            Err(PasswordError::UnreadableHash)
        ));
    }

    #[tokio::test]
    async fn are_not_cheap_outside_tests_and_old_ones_are_renewed() {
        let standard = Passwords::new(Arc::new(OsEntropy));
        let hash = standard.hash("kopi di pagi hari").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let weak = cheap().hash("kopi di pagi hari").await.unwrap();
        let check = standard.verify("kopi di pagi hari", Some(&weak)).await.unwrap();
        assert_eq!(check, PasswordCheck::RightButOutdated);
        assert_eq!(
            standard.verify("kopi", Some(&weak)).await.unwrap(),
            PasswordCheck::Wrong
        );
        assert_eq!(
            cheap().verify("kopi di pagi hari", Some(&hash)).await.unwrap(),
            PasswordCheck::Right
        );
    }

    #[test]
    fn that_anybody_would_try_are_refused() {
        for (password, expected) in [
            ("pendek", Err(WeakPassword::TooShort)),
            ("kopipagihar", Err(WeakPassword::TooShort)),
            ("password1234", Err(WeakPassword::Common)),
            ("P@ssw0rd!2026", Err(WeakPassword::Common)),
            ("rahasiarahasia", Err(WeakPassword::Common)),
            ("Indonesia1945!", Err(WeakPassword::Common)),
            ("7371012345678901", Err(WeakPassword::Common)),
            ("aaaaaaaaaaaaaa", Err(WeakPassword::Common)),
            ("sri.wahyuni-2026", Err(WeakPassword::HoldsUsername)),
            ("kopi di pagi hari", Ok(())),
            ("t3rang-bulan-pantai", Ok(())),
        ] {
            assert_eq!(
                check_new_password(password, "Sri.Wahyuni"),
                expected,
                "{password}"
            );
        }
        assert_eq!(
            check_new_password(&"kopi ".repeat(60), "x"),
            Err(WeakPassword::TooLong)
        );
    }

    #[test]
    fn of_one_use_are_readable_and_strong_enough() {
        let password = one_time_password(&OsEntropy);
        assert_eq!(password.len(), 19);
        assert_eq!(password.matches('-').count(), 3);
        assert!(!password.contains(['i', 'l', 'o', 'u']));
        assert_eq!(check_new_password(&password, "petugas"), Ok(()));
        assert_ne!(password, one_time_password(&OsEntropy));
    }
}

#[test]
fn a_tracking_token_is_found_again_however_it_is_typed() {
    let token = TrackingToken::new(&SeededEntropy::new(9));
    assert_eq!(token.expose().len(), 26);
    let typed = token.expose().to_uppercase().replace('0', "o").replace('1', "L");
    let typed = format!(" {}-{} ", &typed[..13], &typed[13..]);
    assert_eq!(TrackingToken::parse(&typed).unwrap().hash(), token.hash());
    assert_eq!(token.hash().len(), 64);
    assert_eq!(TrackingToken::parse(&token.expose()[1..]), None);
    assert_eq!(TrackingToken::parse(&"a".repeat(1_000)), None);
    assert_eq!(TrackingToken::parse(&"ü".repeat(26)), None);
    assert_eq!(format!("{token:?}"), "TrackingToken(…)");
}

#[test]
fn kinds_and_keys_separate_hashes() {
    let hash = keys().lookup_hash(LookupKind::Phone, "+62812");
    assert_eq!(hash.len(), 64);
    assert_eq!(hash, keys().lookup_hash(LookupKind::Phone, "+62812"));
    assert_ne!(hash, keys().lookup_hash(LookupKind::Person, "+62812"));
    assert_ne!(
        hash,
        Keys::ephemeral(&SeededEntropy::new(2)).lookup_hash(LookupKind::Phone, "+62812")
    );
}

#[test]
fn personal_data_prints_as_dots() {
    let masked = Masked("Sri Wahyuni");
    assert_eq!(format!("{masked} {masked:?}"), "••• •••");
}

proptest! {
    #[test]
    fn what_is_sealed_opens_only_unchanged_and_in_its_place(
        plain in proptest::collection::vec(any::<u8>(), 0..200),
        context in "[a-z]{1,10}",
        other in "[A-Z]{1,10}",
        flip in any::<proptest::sample::Index>(),
        cut in any::<proptest::sample::Index>(),
    ) {
        let entropy = OsEntropy;
        let sealed = keys().seal(&entropy, context.as_bytes(), &plain).unwrap();
        prop_assert_eq!(&*keys().unseal(context.as_bytes(), &sealed).unwrap(), &plain);
        prop_assert_ne!(&sealed, &keys().seal(&entropy, context.as_bytes(), &plain).unwrap());
        prop_assert_eq!(keys().unseal(other.as_bytes(), &sealed), Err(UnsealError::Tampered));
        let foreign = Keys::ephemeral(&SeededEntropy::new(2));
        prop_assert_eq!(foreign.unseal(context.as_bytes(), &sealed), Err(UnsealError::Tampered));

        let mut changed = sealed.clone();
        changed[flip.index(sealed.len())] ^= 1;
        prop_assert!(keys().unseal(context.as_bytes(), &changed).is_err());
        prop_assert!(keys().unseal(context.as_bytes(), &sealed[..cut.index(sealed.len())]).is_err());
        if plain.len() >= 8 {
            prop_assert!(!sealed.windows(plain.len()).any(|window| window == plain.as_slice()));
        }
    }

    #[test]
    fn a_form_token_belongs_to_one_session(binding in ".{0,40}", other in ".{0,40}", seed in any::<u64>()) {
        let entropy = SeededEntropy::new(seed);
        let token = keys().csrf_token(&entropy, &binding);
        prop_assert!(keys().csrf_matches(&binding, &token));
        prop_assert_eq!(keys().csrf_matches(&other, &token), binding == other);
        prop_assert_ne!(&token, &keys().csrf_token(&entropy, &binding));
        let is_foreign = Keys::ephemeral(&SeededEntropy::new(2)).csrf_matches(&binding, &token);
        prop_assert!(!is_foreign);
        prop_assert!(token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    }

    #[test]
    fn any_text_as_a_token_is_refused_quietly(text in ".{0,80}") {
        prop_assert!(!keys().csrf_matches("session", &text));
        prop_assert!(keys().read_session(&text, datetime!(2026-11-24 01:00 UTC)).is_err());
    }
}
