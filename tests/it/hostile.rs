//! What nobody types by accident: signs the database refuses, numbers beyond every calendar, addresses made to mislead.
//! None of it may be a fault of the program (500), and none of it may show or take away what it should not.

use rocket::http::{ContentType, Header};
use terbuka::domain::request::Outcome;
use terbuka::services::accounts::{self, SignIn};
use terbuka::services::requests::{CaseKey, add_documents, propose, publish};
use terbuka::services::{ServiceError, health, uploads};
use terbuka::storage::ContentHash;

use crate::support::{CaseBuilder, Office, PICTURE, Person, docx, docx_with, on_each_engine};

/// Values that programs stumble over, as they stand in an address.
const ODD: [&str; 14] = [
    "%00",
    "a%00b",
    "%FF%FE",
    "%E2%80%AE%F0%9F%92%A5",
    "%27%3B%20DROP%20TABLE%20requests%3B--",
    "%22%20OR%20NEAR%28%29%20*%20%5E",
    "%C2%BD%E2%91%A0%C2%B2*",
    "-9999-01-01",
    "9999-12-31_00000000-0000-0000-0000-000000000000",
    "-9999-01-01_ffffffff-ffff-ffff-ffff-ffffffffffff",
    "2147483647",
    "-9223372036854775808",
    "99999999999999999999",
    "%0D%0ASet-Cookie:%20x=1",
];

async fn none_fails(person: &Person, addresses: &[&str]) {
    let long = "a".repeat(6_000);
    for address in addresses {
        for odd in ODD.iter().copied().chain([long.as_str()]) {
            let path = address.replace('*', odd);
            let answer = person.get(&path).await;
            assert!(answer.status < 500, "{} {path:.200}", answer.status);
            assert!(answer.header("X").is_none() && answer.cookie("x").is_none());
        }
    }
}

#[rocket::async_test]
async fn no_address_makes_the_program_fail() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = &filed.registration_no;
        none_fails(
            &app.anonymous().await,
            &[
                "/permohonan?kata=*",
                "/permohonan?unit=*",
                "/permohonan?hasil=*",
                "/permohonan?tahun=*",
                "/permohonan?sebelum=*",
                "/permohonan/*",
                "/permohonan/*-2026-0001",
                &format!("/permohonan/{number}/berkas/*"),
                "/unit?kata=*&jenis=*",
                "/unit/*",
                "/kepatuhan?tahun=*",
                "/masuk?kembali=*",
                "/masuk?lang=*",
                "/lacak/*",
                "/lacak?sesudah=*",
                "/permohonan/baru?unit=*&kembali=*",
                "/*",
            ],
        )
        .await;
        let case = format!("/petugas/permohonan/{number}");
        none_fails(
            &app.officer("lapas-makassar").await,
            &[
                "/petugas?tab=*",
                "/petugas?cari=*",
                "/petugas?sesudah=*",
                "/petugas?tab=selesai&sesudah=*",
                "/petugas/permohonan/*",
                &format!("{case}/tenggat/*"),
                &format!("{case}/surat/*"),
                &format!("{case}/berkas/*"),
                &format!("{case}/*"),
                &format!("{case}/teruskan?cari=*"),
            ],
        )
        .await;
        none_fails(
            &app.auditor().await,
            &[
                "/auditor?tahun=*",
                "/auditor/angka.csv?tahun=*",
                "/auditor/register?unit=*",
                "/auditor/register?tahun=*",
                "/auditor/register?per=*",
                "/auditor/register?angka=open_longer&per=*",
                "/auditor/register?dari=*&sampai=*",
                "/auditor/register?status=*",
                "/auditor/register?hasil=*",
                "/auditor/register?kanal=*",
                "/auditor/register?angka=*",
                "/auditor/register?setelah=*",
                "/auditor/register.csv?status=*",
            ],
        )
        .await;
        none_fails(&app.admin().await, &["/admin/pengguna/*", "/admin?x=*"]).await;
    })
    .await;
}

#[rocket::async_test]
async fn a_form_with_a_nul_is_refused_and_not_a_failure() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        for username in ["an\0di", "\0", "andi\u{202e}\u{1f4a5}"] {
            let answer = person.sign_in(username, "x\0y").await;
            assert_eq!(answer.status, 422, "{username:?}");
        }
        let number = CaseBuilder::new().file(app).await.registration_no;
        let officer = app.officer("lapas-makassar").await;
        let step = format!("/petugas/permohonan/{number}/minta-penjelasan");
        let page = officer
            .get(&format!("/petugas/permohonan/{number}"))
            .await
            .expect(200);
        let ask = page.attribute("a[href*=penjelasan]", "href").unwrap_or(step);
        officer
            .submit(&ask, &ask, &[("question", "Maksudnya\0 apa?")])
            .await
            .expect(422);
        let token = officer.token().await;
        let bytes = format!("csrf={token}&question=%00%ff%fe&version=1");
        let request = officer
            .client
            .post(ask.clone())
            .header(ContentType::Form)
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .body(bytes);
        officer.send(request).await.expect(422);
        let admin = app.admin().await;
        let typed = [("username", "x"), ("full_name", "Nama\0"), ("email", "a\0@b.id")];
        admin
            .submit("/admin/pengguna/baru", "/admin/pengguna/baru", &typed)
            .await
            .expect(422);
        // A part of a form with files is held to the same.
        let form = [
            ("csrf".to_owned(), token),
            ("question".to_owned(), "a\0b".to_owned()),
        ];
        officer.upload(&ask, &form, &[]).await.expect(422);
    })
    .await;
}

#[rocket::async_test]
async fn links_of_an_error_page_stay_on_this_site() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        for path in [
            "//evil.example/x",
            "//evil.example",
            "///evil.example/%2e%2e",
            "/%5Cevil.example",
        ] {
            let page = person.get(path).await;
            for link in page.html().select(&scraper::Selector::parse("a[href]").unwrap()) {
                let href = link.value().attr("href").unwrap_or_default();
                assert!(
                    !href.starts_with("//") && !href.starts_with("/\\") && !href.contains("://evil"),
                    "{path}: {href}"
                );
            }
        }
        let answer = person.get("/petugas//evil.example").await;
        assert!(answer.status < 500);
    })
    .await;
}

#[rocket::async_test]
async fn a_look_at_the_health_takes_no_file_away() {
    on_each_engine(async |app| {
        // The content that the probe writes is content that a person may send.
        let kept = uploads::keep(&app.ctx, "file", "supporting", "surat.txt", &b"probe"[..])
            .await
            .expect("a kept file");
        assert_eq!(kept.sha256, ContentHash::of(b"probe"));
        let person = app.anonymous().await;
        person.get("/readyz").await.expect(200);
        assert!(
            app.ctx.files.exists(kept.sha256).await.expect("a store"),
            "the file is gone"
        );
        let asked = (0..12).map(|_| health::check(&app.ctx));
        for health in futures::future::join_all(asked).await {
            assert!(health.is_ready(), "{health:?}");
        }
    })
    .await;
}

/// The same bytes that the applicant sent before, what a document hides, and what cannot be read.
#[rocket::async_test]
async fn no_file_goes_out_unseen() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let named = docx("Yth. Sdr. ANDI BASO CONTOH");
        let author: &[(&str, &str)] = &[(
            "docProps/core.xml",
            "<cp:coreProperties><dc:creator>Andi Baso Contoh</dc:creator></cp:coreProperties>",
        )];
        let hidden = docx_with("Tabel anggaran", author);
        for (name, file, is_sent_before, field) in [
            ("jawaban.docx", named.as_slice(), true, "files"),
            ("tabel.docx", &hidden, false, "files"),
            ("pindaian.png", PICTURE, false, "looked_through"),
        ] {
            let filed = CaseBuilder::new().file(app).await;
            if is_sent_before {
                let sent = uploads::keep(&app.ctx, "file", "supporting", "surat.docx", file)
                    .await
                    .unwrap();
                add_documents(&app.ctx, filed.id, vec![sent]).await.unwrap();
            }
            let number = filed.registration_no;
            office
                .answer(&number, Outcome::GrantedFull, "Terlampir.", Some((name, file)))
                .await;
            office.close(&number).await;
            let key = CaseKey::Number(number);
            let proposal = propose(&app.ctx, &office.viewer, &key).await.expect("a proposal");
            let mut public = proposal.text;
            public.files = proposal.files.iter().map(|file| file.id).collect();
            match publish(&app.ctx, &office.viewer, &key, proposal.version, &public).await {
                Err(ServiceError::Invalid(faults)) => assert_eq!(faults[0].field, field, "{name}"),
                other => panic!("{name}: {other:?}"),
            }
            public.is_looked_through = true;
            let done = publish(&app.ctx, &office.viewer, &key, proposal.version, &public).await;
            assert_eq!(done.is_ok(), field == "looked_through", "{name}: {done:?}");
        }
    })
    .await;
}

#[rocket::async_test]
async fn a_file_that_names_the_applicant_is_not_published() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        for (name, text, may_go) in [
            ("Jawaban Andi Baso Contoh.docx", "Tabel anggaran", false),
            ("jawaban_7371011203900001.docx", "Tabel anggaran", false),
            (
                "jawaban.docx",
                "Yth. Sdr. ANDI BASO CONTOH, NIK 7371011203900001",
                false,
            ),
            ("jawaban.docx", "Tabel anggaran Kota Makassar 2025", true),
        ] {
            let number = CaseBuilder::new().file(app).await.registration_no;
            let file = docx(text);
            office
                .answer(&number, Outcome::GrantedFull, "Terlampir.", Some((name, &file)))
                .await;
            office.close(&number).await;
            let key = CaseKey::Number(number);
            let proposal = propose(&app.ctx, &office.viewer, &key).await.expect("a proposal");
            let mut public = proposal.text;
            public.files = proposal.files.iter().map(|file| file.id).collect();
            let done = publish(&app.ctx, &office.viewer, &key, proposal.version, &public).await;
            match (done, may_go) {
                (Ok(_), true) => {}
                (Err(ServiceError::Invalid(faults)), false) => {
                    assert_eq!(faults[0].field, "files", "{name} {text}");
                }
                (other, _) => panic!("{name} {text}: {other:?}"),
            }
        }
    })
    .await;
}

#[rocket::async_test]
async fn an_administrator_appoints_nobody_to_a_desk_of_their_own() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let page = format!("/admin/pengguna/{}", admin.username);
        let form = [
            ("csrf", admin.token().await),
            ("role", "officer".to_owned()),
            ("unit", "lapas-makassar".to_owned()),
        ];
        let form: Vec<_> = form.map(|(name, value)| (name.to_owned(), value)).into();
        admin.post(&format!("{page}/penunjukan"), &form).await.expect(403);
        admin.get("/petugas").await.expect(403);
    })
    .await;
}

#[rocket::async_test]
async fn a_claimed_address_is_not_another_network() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        let (_, username) = app
            .account(terbuka::domain::actor::Role::Officer, Some("lapas-makassar"))
            .await;
        let token = person.token().await;
        let mut last = 0;
        for guess in 0..11 {
            let request = person
                .client
                .post("/masuk")
                .header(ContentType::Form)
                .header(Header::new("X-Forwarded-For", format!("198.51.100.{guess}")))
                .header(Header::new("X-Real-IP", format!("198.51.100.{guess}")))
                .header(Header::new("Forwarded", format!("for=198.51.100.{guess}")))
                .body(format!("csrf={token}&username={username}&password=salah"));
            last = person.send(request).await.status;
        }
        assert_eq!(last, 429);
    })
    .await;
}

#[rocket::async_test]
async fn thousands_of_parts_and_files_are_refused_before_they_are_kept() {
    on_each_engine(async |app| {
        let number = CaseBuilder::new().file(app).await.registration_no;
        let officer = app.officer("lapas-makassar").await;
        let case = format!("/petugas/permohonan/{number}");
        let page = officer.get(&case).await.expect(200);
        let ask = page.attribute("a[href*=penjelasan]", "href").expect("a step");
        let form = officer.get(&ask).await.expect(200).form(&ask);
        let contents: Vec<Vec<u8>> = (0..60).map(|n| format!("isi {n}").into_bytes()).collect();
        let files: Vec<_> = contents
            .iter()
            .map(|bytes| ("files", "a.txt", "text/plain", bytes.as_slice()))
            .collect();
        let answer = officer.upload(&ask, &form, &files).await.expect(422);
        assert!(answer.status == 422, "{}", answer.status);
        for bytes in &contents {
            let hash = ContentHash::of(bytes);
            assert!(
                !app.ctx.files.exists(hash).await.expect("a store"),
                "kept before it was refused"
            );
        }
        // Names and parts without end cost time, but no failure.
        let many: Vec<_> = (0..5_000)
            .map(|n| (format!("f{n}.a.b.c"), "x".to_owned()))
            .chain([
                ("a.".repeat(20_000), String::new()),
                (String::new(), "x".to_owned()),
            ])
            .collect();
        let answer = officer.upload(&ask, &many, &[]).await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        let answer = officer.post(&ask, &many).await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
    })
    .await;
}

#[rocket::async_test]
async fn broken_bodies_are_answered_in_words() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        for (kind, body) in [
            ("multipart/form-data", "--x--"),
            ("multipart/form-data; boundary=", "--\r\n\r\n--"),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--",
            ),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nnever ends",
            ),
            ("multipart/form-data; boundary=x", "\r\n\r\n\r\n"),
            ("application/x-www-form-urlencoded; charset=utf-16", "u\0s\0e\0r"),
            ("application/x-www-form-urlencoded", "%zz=%&&&==&csrf"),
            ("text/plain", "csrf=x"),
            ("application/json", "{"),
            ("", ""),
        ] {
            let request = person
                .client
                .post("/masuk")
                .header(Header::new("Content-Type", kind))
                .header(Header::new("Sec-Fetch-Site", "same-origin"))
                .body(body);
            let answer = person.send(request).await;
            assert!(
                [403, 413, 422].contains(&answer.status),
                "{} {kind} {body}",
                answer.status
            );
            assert!(!answer.text("h1").is_empty());
        }
    })
    .await;
}

#[rocket::async_test]
async fn guesses_of_names_cost_and_say_the_same() {
    on_each_engine(async |app| {
        let (_, username) = app
            .account(terbuka::domain::actor::Role::Officer, Some("lapas-makassar"))
            .await;
        let long = "u".repeat(5_000);
        for name in [
            username.as_str(),
            "tidak-ada",
            &long,
            "TIDAK\u{130}",
            "' OR 1=1 --",
        ] {
            let given = SignIn {
                username: name,
                password: "salah",
                address: std::net::IpAddr::from([192, 0, 2, 9]),
            };
            let Err(ServiceError::Invalid(faults)) = accounts::sign_in(&app.ctx, given).await else {
                panic!("{name:.40}");
            };
            assert_eq!(
                (faults[0].field.as_str(), faults[0].key.as_str()),
                ("password", "account.fault.sign_in")
            );
        }
    })
    .await;
}
