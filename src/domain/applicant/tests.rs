//! What people type, and what the form says of it.

use super::*;
use crate::domain::request::{MissingRequirement, MissingRequirement as M};
use proptest::prelude::*;

fn whole() -> Submission {
    Submission {
        applicant_kind: "individual".into(),
        by_proxy: "no".into(),
        full_name: " Elisabet Pabrikan ".into(),
        nik: "7308 9970 0882 9826".into(),
        address: "Jl. Contoh No. 99".into(),
        phone: "0800-0000-0289".into(),
        subject: "Kepatuhan LHKPN".into(),
        items: vec!["Persentase kepatuhan 2020".into(), "  ".into()],
        purpose: "pemantauan".into(),
        access_mode: "view".into(),
        unit: "lapas-makassar".into(),
        ..Submission::default()
    }
}

#[test]
fn a_whole_form_becomes_a_request() {
    let request = whole().check().unwrap();
    assert_eq!(request.identity.full_name.as_deref(), Some("Elisabet Pabrikan"));
    assert_eq!(request.identity.nik.as_deref(), Some("7308997008829826"));
    assert_eq!(request.identity.masked_nik().as_deref(), Some("••••••••••••9826"));
    assert_eq!(request.items, ["Persentase kepatuhan 2020"]);
    assert_eq!(request.delivery_mode, None, "viewing needs no delivery");
    assert_eq!(format!("{:?}", request.identity), "Identity(..)");
}

/// How a form is spoilt, and the field and code that must be found.
type Spoilt = (fn(&mut Submission), &'static str, &'static str);

#[test]
fn each_fault_names_its_field() {
    let cases: &[Spoilt] = &[
        (
            |s| s.applicant_kind = "x".into(),
            "applicant_kind",
            "applicant_kind_missing",
        ),
        (|s| s.by_proxy.clear(), "by_proxy", "by_proxy_missing"),
        (|s| s.by_proxy = "yes".into(), "proxy_name", "proxy_name_missing"),
        (|s| s.full_name = " ".into(), "full_name", "full_name_missing"),
        (|s| s.full_name = "x".repeat(201), "full_name", "too_long"),
        (|s| s.nik.clear(), "nik", "nik_missing"),
        (|s| s.nik = "7308997008829".into(), "nik", "nik_wrong"),
        (
            |s| s.applicant_kind = "legal_entity".into(),
            "decree_no",
            "decree_no_missing",
        ),
        (
            |s| s.applicant_kind = "group".into(),
            "organisation",
            "organisation_missing",
        ),
        (|s| s.address.clear(), "address", "address_missing"),
        (|s| s.phone.clear(), "email", "contact_missing"),
        (|s| s.phone = "12".into(), "phone", "phone_wrong"),
        (|s| s.email = "a@b".into(), "email", "email_wrong"),
        (|s| s.subject.clear(), "subject", "subject_missing"),
        (|s| s.items = vec![" ".into()], "items", "items_missing"),
        (|s| s.items = vec!["x".into(); 21], "items", "items_too_many"),
        (|s| s.items = vec!["x".repeat(4001)], "items", "item_too_long"),
        (|s| s.purpose.clear(), "purpose", "purpose_missing"),
        (|s| s.access_mode.clear(), "access_mode", "access_mode_missing"),
        (
            |s| s.access_mode = "copy_paper".into(),
            "delivery_mode",
            "delivery_mode_missing",
        ),
        (
            |s| {
                s.access_mode = "copy_digital".into();
                s.delivery_mode = "email".into();
            },
            "delivery_mode",
            "delivery_email_without_address",
        ),
        (|s| s.unit.clear(), "unit", "unit_missing"),
    ];
    for (spoil, field, code) in cases {
        let mut form = whole();
        spoil(&mut form);
        let faults = form.check().unwrap_err();
        assert!(
            faults.iter().any(|f| f.field == *field && f.code == *code),
            "{field} {code}: {faults:?}"
        );
    }
}

#[test]
fn telephone_numbers_are_read_as_people_write_them() {
    for (typed, normal) in [
        ("0812 3456 7890", Some("+6281234567890")),
        ("+62 812-3456-7890", Some("+6281234567890")),
        ("6281234567890", Some("+6281234567890")),
        ("(0411) 854.731", Some("+62411854731")),
        ("+44 20 7946 0958", Some("+442079460958")),
        ("81234567890", Some("+6281234567890")),
        ("+62 (0) 812 3456 7890", Some("+6281234567890")),
        ("0031 20 123 4567", Some("+31201234567")),
        ("123456789", None),
        ("٠٨١٢٣٤٥٦٧٨٩", None),
        ("0812x3456", None),
        ("08", None),
        ("081+234567", None),
    ] {
        assert_eq!(normal_phone(typed).as_deref(), normal, "{typed}");
    }
}

#[test]
fn addresses_of_mail_are_checked_for_shape_only() {
    assert_eq!(
        normal_email(" Budi@Example.TEST ").as_deref(),
        Some("budi@example.test")
    );
    for wrong in [
        "",
        "budi",
        "@x.id",
        "a@b",
        "a b@x.id",
        "a..b@x.id",
        "a@-x.id",
        "a@x..id",
        "a@x.id\nBcc: y@z.id",
    ] {
        assert_eq!(normal_email(wrong), None, "{wrong}");
    }
}

#[test]
fn every_nik_of_the_sample_is_read() {
    let sample = include_str!("../../../data/requests-sample.jsonl");
    let mut read = 0;
    for line in sample.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(nik) = row["applicant"]["nik"].as_str() {
            assert!(normal_nik(nik).is_some(), "{nik}");
            read += 1;
        }
    }
    assert!(read > 200);
}

proptest! {
    #[test]
    fn what_is_normal_stays_as_it_is(text in "[ +()0-9a-zA-ZÀ-ÿ@.-]{0,30}", phone in "0[2-9][0-9]{7,11}") {
        for normal in [normal_phone, normal_email, normal_nik] {
            if let Some(once) = normal(&text) {
                prop_assert_eq!(normal(&once), Some(once));
            }
        }
        let once = normal_phone(&phone);
        prop_assert!(once.is_some());
        let abroad = format!("+62{}", &phone[1..]);
        prop_assert_eq!(normal_phone(&abroad), once);
    }
}

/// How a request is spoilt, the documents that lie with it, and what is then missing.
type Lacking = (
    fn(&mut Submission),
    &'static [&'static str],
    &'static [MissingRequirement],
);

const LACKING: &[Lacking] = &[
    (|_| {}, &["identity"], &[]),
    (|_| {}, &[], &[M::IdentityDocument]),
    (|_| {}, &["deed", "supporting"], &[M::IdentityDocument]),
    (|_| {}, &["fix"], &[]),
    (|s| s.full_name.clear(), &["identity"], &[M::FullName]),
    (|s| s.nik.clear(), &["identity"], &[M::IdentityNumber]),
    (|s| s.address.clear(), &["identity"], &[M::Address]),
    (|s| s.phone.clear(), &["identity"], &[M::Contact]),
    (|s| s.purpose.clear(), &["identity"], &[M::Purpose]),
    (
        |s| s.access_mode.clear(),
        &["identity"],
        &[M::AccessMode, M::DeliveryMode],
    ),
    (
        |s| s.access_mode = "copy_paper".into(),
        &["identity"],
        &[M::DeliveryMode],
    ),
    (
        |s| {
            s.access_mode = "copy_digital".into();
            s.delivery_mode = "email".into();
        },
        &["identity"],
        &[M::Contact],
    ),
    (
        |s| s.by_proxy = "yes".into(),
        &["identity"],
        &[M::SpecialPowerOfAttorney, M::FullName],
    ),
    (
        |s| {
            s.by_proxy = "yes".into();
            s.proxy_name = "Nurlaela Fiktif".into();
        },
        &["identity", "poa"],
        &[],
    ),
    (
        |s| {
            s.applicant_kind = "legal_entity".into();
            s.nik.clear();
            s.full_name.clear();
        },
        &["identity"],
        &[M::Deed, M::FullName, M::IdentityNumber],
    ),
    (
        |s| {
            s.applicant_kind = "legal_entity".into();
            s.organisation = "Perkumpulan Rekaan".into();
            s.decree_no = "AHU-0".into();
            s.nik.clear();
        },
        &["deed"],
        &[],
    ),
    (
        |s| s.applicant_kind = "group".into(),
        &["poa"],
        &[M::GroupAuthority],
    ),
    (|s| s.applicant_kind = "group".into(), &["poa", "identity"], &[]),
];

#[test]
fn what_is_missing_depends_on_who_asks() {
    for (nth, (spoil, documents, missing)) in LACKING.iter().enumerate() {
        let mut form = whole();
        spoil(&mut form);
        let request = form.check_present().unwrap();
        let known = Known::of_new(&request, documents);
        assert_eq!(known.missing(), *missing, "case {nth}");
        let erased = Known {
            identity: None,
            ..known
        };
        assert!(
            erased
                .missing()
                .iter()
                .all(|one| !matches!(one, M::FullName | M::IdentityNumber | M::Address | M::Contact)),
            "case {nth}"
        );
    }
}

/// How a form is made wrong, and the code that is found.
type Wrong = (fn(&mut Submission), &'static str);

#[test]
fn what_is_there_must_be_right_even_when_the_rest_is_absent() {
    let bare = || Submission {
        applicant_kind: "individual".into(),
        by_proxy: "no".into(),
        subject: "Anggaran".into(),
        items: vec!["Realisasi anggaran".into()],
        unit: "lapas-makassar".into(),
        ..Submission::default()
    };
    let request = bare().check_present().unwrap();
    assert_eq!(request.identity, Identity::default());
    assert_eq!(request.identity.name(), None);
    assert_eq!(
        (request.purpose, request.access_mode, request.delivery_mode),
        (None, None, None)
    );
    assert!(bare().check().is_err(), "the form of the portal stays whole");
    let cases: &[Wrong] = &[
        (|s| s.nik = "123".into(), "nik_wrong"),
        (|s| s.phone = "12".into(), "phone_wrong"),
        (|s| s.email = "a@b".into(), "email_wrong"),
        (|s| s.full_name = "x".repeat(201), "too_long"),
        (|s| s.access_mode = "x".into(), "access_mode_missing"),
        (|s| s.delivery_mode = "x".into(), "delivery_mode_missing"),
        (|s| s.subject.clear(), "subject_missing"),
        (|s| s.items.clear(), "items_missing"),
        (|s| s.unit.clear(), "unit_missing"),
        (|s| s.by_proxy.clear(), "by_proxy_missing"),
    ];
    for (spoil, code) in cases {
        let mut form = bare();
        spoil(&mut form);
        let faults = form.check_present().unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [*code]);
    }
}

#[test]
fn a_completion_mends_only_what_was_cited() {
    let known = Identity {
        full_name: Some("Elisabet Pabrikan".into()),
        phone: Some("+628000000289".into()),
        ..Identity::default()
    };
    let typed = Submission {
        applicant_kind: "individual".into(),
        full_name: "Orang Lain".into(),
        nik: "7308 9970 0882 9826".into(),
        email: "Elisabet@Example.org".into(),
        purpose: " pemantauan ".into(),
        ..Submission::default()
    };
    let cited = [
        MissingRequirement::IdentityNumber,
        MissingRequirement::Contact,
        MissingRequirement::Purpose,
    ];
    let correction = Correction::read(&typed, &cited).unwrap();
    let corrected = correction.correct(&known).unwrap();
    assert_eq!(
        corrected.full_name, known.full_name,
        "nobody asked for another name"
    );
    assert_eq!(corrected.nik.as_deref(), Some("7308997008829826"));
    assert_eq!(corrected.email.as_deref(), Some("elisabet@example.org"));
    assert_eq!(corrected.phone, known.phone, "what is left empty stays");
    assert_eq!(correction.purpose.as_deref(), Some("pemantauan"));
    assert!(correction.changes_request());
    assert_eq!(format!("{correction:?}"), "Correction(..)");
    assert!(Correction::read(&typed, &[]).unwrap().is_empty());
    let wrong = Submission {
        nik: "12".into(),
        ..typed
    };
    let faults = Correction::read(&wrong, &cited).unwrap_err();
    assert_eq!(
        faults.iter().map(|fault| fault.field).collect::<Vec<_>>(),
        ["nik"]
    );
    assert!(
        Correction::read(&wrong, &[MissingRequirement::Address])
            .unwrap()
            .is_empty()
    );
}
