//! The road to the Commission: what the applicant is told and may take there, what the office records, and who may not see it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use terbuka::domain::actor::{Actor, Role};
use terbuka::domain::calendar::{DayKind, Holiday};
use terbuka::domain::dispute::{Commission, DisputeStatus};
use terbuka::domain::objection::{Command, Ground, Ruled, Ruling};
use terbuka::domain::request::{self, MissingRequirement};
use terbuka::domain::unit::SuccessionKind;
use terbuka::services::calendars::{self, CalendarImport};
use terbuka::services::disputes::{NoteRow, check_dispute, of_objection};
use terbuka::services::objections::{
    self, About, By, ObjectionFiling, ObjectionKey, ObjectionStep, Objector, take,
};
use terbuka::services::requests::{self, CaseKey, Step};
use terbuka::services::{units, uploads};
use time::{Date, Duration};

use super::{UNIT, case_page, file_of, object_to_silence, silent};
use crate::support::{
    Answer, CaseBuilder, Office, PICTURE, Person, TestApp, complete, on_each_engine, propose_closing, viewer,
};

const NUMBER: &str = "KB-LAPAS-MAKASSAR-2026-0001";

/// The fields of a date.
fn on(field: &'static str, day: Date) -> [(String, String); 3] {
    [
        (format!("{field}_day"), day.day().to_string()),
        (format!("{field}_month"), u8::from(day.month()).to_string()),
        (format!("{field}_year"), day.year().to_string()),
    ]
}

fn today(app: &TestApp) -> Date {
    app.ctx.today(app.ctx.zone())
}

/// Sends a form with one date and these fields.
async fn tell(person: &Person, page: &str, day: Date, more: &[(&str, &str)]) -> Answer {
    let dates = on("on", day);
    let mut typed: Vec<(&str, &str)> = dates.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    typed.extend_from_slice(more);
    person.submit(page, page, &typed).await
}

/// A bundle opened: its files in order, each as the list of digests names it.
fn opened(answer: &Answer) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(answer.status, 200);
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.bytes.clone())).expect("an archive");
    let mut files = BTreeMap::new();
    for nth in 0..archive.len() {
        let mut entry = archive.by_index(nth).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        assert!(
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-./".contains(c))
                && !name.contains(".."),
            "{name}"
        );
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        assert!(files.insert(name, bytes).is_none(), "a name stands once");
    }
    files
}

/// Every digest that the bundle tells is right, and every file but the list is told.
fn holds_together(files: &BTreeMap<String, Vec<u8>>) {
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("text");
    let digest = |bytes: &[u8]| hex(&Sha256::digest(bytes));
    let sums = text("SHA256SUMS");
    let told: BTreeMap<&str, &str> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (name, sum))
        .collect();
    assert_eq!(told.len() + 1, files.len());
    let index = Html::parse_document(&text("index.html"));
    let linked: Vec<String> = links(&index);
    let digests: String = index.root_element().text().collect();
    for (name, sum) in &told {
        assert_eq!(digest(&files[*name]), **sum, "{name}");
        if *name != "index.html" {
            assert!(linked.iter().any(|one| one == name), "{name} is in the index");
            assert!(digests.contains(sum), "with its digest");
        }
    }
    for (name, bytes) in files.iter().filter(|(name, _)| {
        std::path::Path::new(name)
            .extension()
            .is_some_and(|end| end == "html")
    }) {
        let html = String::from_utf8(bytes.clone()).expect("text");
        let page = Html::parse_document(&html);
        let told: String = page.root_element().text().collect::<Vec<_>>().join(" ");
        assert_eq!(keys(&told), Vec::<&str>::new(), "{name} has words for everything");
        let bad = Selector::parse("script, link, iframe, form, img, object, embed, [src], [onclick]")
            .expect("a selector");
        assert_eq!(page.select(&bad).count(), 0, "{name} loads nothing");
        assert!(!html.contains("url(") && !html.contains("@import"), "{name}");
        for target in links(&page) {
            let inside = target.trim_start_matches("../");
            assert!(
                files.contains_key(inside),
                "{name} leads to {target}, which is not in the bundle"
            );
        }
    }
}

/// What looks like the key of a message that nobody wrote.
fn keys(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c)));
    let families = [
        "citizen",
        "common",
        "decree",
        "delivery",
        "dispute",
        "event",
        "exemption",
        "fee",
        "field",
        "law",
        "letter",
        "missing",
        "objection",
        "officer",
        "rules",
        "trace",
        "unit",
    ];
    words
        .filter(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            parts.len() > 1 && families.contains(&parts[0]) && parts.iter().all(|part| !part.is_empty())
        })
        .collect()
}

/// Where the links of a page lead.
fn links(page: &Html) -> Vec<String> {
    let selector = Selector::parse("[href]").expect("a selector");
    let found = page.select(&selector);
    found
        .filter_map(|one| one.value().attr("href").map(str::to_owned))
        .collect()
}

/// The digest of a calendar as `docs/date-trace.md` tells to compute it.
fn again(calendar: &serde_json::Value) -> String {
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let mut parts = vec![text(&calendar["decree"]), text(&calendar["issued_on"])];
    for day in calendar["days"].as_array().expect("days") {
        parts.extend(["date", "kind", "name_id", "name_en", "source"].map(|field| text(&day[field])));
    }
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn has(files: &BTreeMap<String, Vec<u8>>, name: &str) -> bool {
    assert_eq!(
        files.contains_key(&format!("{name}.html")),
        files.contains_key(&format!("{name}.json"))
    );
    files.contains_key(&format!("{name}.html"))
}

#[rocket::async_test]
async fn silence_is_told_proved_and_taken_to_the_commission() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let case = case_page(&filed);
        let page = citizen.get(&case).await.expect(200);
        assert!(
            page.body
                .contains("Ke Komisi Informasi baru dapat sesudah keberatan")
        );
        let form = format!("{case}/dokumen");
        let fields = citizen.get(&form).await.expect(200).form(&form);
        let sent = citizen
            .upload(&form, &fields, &[("file", "KTP <b>.png", "image/png", PICTURE)])
            .await;
        assert_eq!(sent.status, 303, "{:?}", sent.errors());

        let own = object_to_silence(&citizen, &filed).await;
        let bundle = format!("{own}/sengketa/bukti.zip");
        let road = format!("{own}/sengketa");
        // While the superior still has days, the objection is the remedy; only the silence on the request can be proved.
        let page = citizen.get(&own).await.expect(200);
        assert!(page.text("main").contains("Saat ini jalannya masih keberatan"));
        assert!(!page.has("a[href$='bukti.zip']"));
        let files = opened(&citizen.get(&bundle).await);
        holds_together(&files);
        assert!(has(&files, "tidak-ada-jawaban") && !has(&files, "tidak-ada-tanggapan"));
        let early = citizen.get(&road).await.expect(200);
        assert!(early.text("main").contains("baru terbuka mulai") && !early.has("main form[method=post]"));

        // The thirty days pass.
        app.clock.advance(Duration::days(50));
        let page = citizen.get(&own).await.expect(200);
        let told = page.text("main");
        for words in [
            "Anda dapat mengajukan sengketa ke Komisi Informasi Provinsi Sulawesi Selatan",
            "Tidak dipungut biaya",
            "Perki 1/2013 Pasal 11",
            "bukti pengajuan atau penerimaannya",
            "sesuai alasan keberatan Anda",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        citizen.get(&format!("{own}/tenggat/D15")).await.expect(200);
        let answer = citizen.get(&bundle).await;
        assert_eq!(answer.header("Content-Type"), Some("application/zip"));
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        let disposition = answer.header("Content-Disposition").expect("a name").to_owned();
        assert!(
            disposition.starts_with("attachment; filename=\"bukti-KB-LAPAS"),
            "{disposition}"
        );
        let files = opened(&answer);
        holds_together(&files);
        assert!(has(&files, "tidak-ada-jawaban") && has(&files, "tidak-ada-tanggapan"));
        assert_eq!(
            citizen.get(&bundle).await.bytes,
            answer.bytes,
            "the same case gives the same bytes"
        );
        let proof: serde_json::Value =
            serde_json::from_slice(&files["tidak-ada-tanggapan.json"]).expect("data");
        assert_eq!(proof["number"], NUMBER);
        assert_eq!(proof["answer_on_record"], false);
        let last = file_of(app, &own).await;
        let due = last.clock.statute.due.to_string();
        assert_eq!(proof["date"]["due_on"], due.as_str());
        let days = proof["date"]["days"].as_array().expect("day by day");
        let counted = days.iter().filter(|day| day["kind"] == "counted").count();
        assert_eq!(
            u16::try_from(counted).unwrap(),
            last.clock.statute.length,
            "as many as the law gives"
        );
        let calendar: serde_json::Value =
            serde_json::from_slice(&files["kalender/01.json"]).expect("a calendar");
        assert_eq!(calendar["digest"], proof["date"]["calendar_digest"]);
        assert_eq!(calendar["digest"], again(&calendar).as_str(), "computed anew");
        let page = String::from_utf8(files["pemohon.html"].clone()).expect("text");
        assert!(page.contains("Andi Baso Contoh") && !page.contains("7371011203900001"));
        let history: serde_json::Value =
            serde_json::from_slice(&files["riwayat/keberatan.json"]).expect("data");
        let rows = last.objection.log.rows();
        assert_eq!(history["events"].as_array().expect("events").len(), rows.len());
        assert_eq!(
            history["events"][rows.len() - 1]["hash"].as_str(),
            rows.last().map(|row| row.hash.as_str())
        );
        assert_eq!(files["berkas/01-permohonan.png"], PICTURE);
        let index = String::from_utf8(files["index.html"].clone()).expect("text");
        assert!(!index.contains("<b>"), "a name is text");

        // In English it is English.
        citizen.get("/?lang=en").await;
        let english = opened(&citizen.get(&bundle).await);
        holds_together(&english);
        let index = String::from_utf8(english["index.html"].clone()).expect("text");
        assert!(
            index.contains("<html lang=\"en\">") && index.contains("Evidence for an information dispute")
        );
        citizen.get("/?lang=id").await;

        // An answer, however late, is an answer: the proof of silence is gone, both roads stay.
        let superior = viewer(app, Role::Superior, UNIT).await;
        let rulings = vec![Ruled {
            ground: Ground::NotResponded,
            ruling: Some(Ruling::Rejected),
            text: "Sudah dijawab lisan.".into(),
        }];
        let step = ObjectionStep {
            key: ObjectionKey::Number(NUMBER.into()),
            by: By::Staff(&superior, &[Role::Superior]),
            seen_version: None,
            command: Command::Answer { rulings, order: None },
            files: Vec::new(),
        };
        take(&app.ctx, step).await.expect("an answer");
        let files = opened(&citizen.get(&bundle).await);
        holds_together(&files);
        assert!(!has(&files, "tidak-ada-tanggapan") && has(&files, "tidak-ada-jawaban"));
        assert!(files.keys().any(|name| name.ends_with("objection-answer.html")));
        let page = citizen.get(&own).await.expect(200);
        assert!(
            page.has(&format!("a[href='{own}/tenggat/D14']"))
                && page.has(&format!("a[href='{own}/tenggat/D15']"))
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_office_records_what_it_was_told_and_each_sees_their_part() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let own = object_to_silence(&citizen, &filed).await;
        app.clock.advance(Duration::days(50));
        let road = format!("{own}/sengketa");
        let day = today(app);

        // What can't be is refused, and what was typed stays.
        let tomorrow = tell(&citizen, &road, day + Duration::DAY, &[("number", "7/KI")])
            .await
            .expect(422);
        assert_eq!(tomorrow.errors(), ["Tanggal ini belum tiba."]);
        assert_eq!(tomorrow.attribute("#number", "value").as_deref(), Some("7/KI"));
        let early = tell(&citizen, &road, day - Duration::days(45), &[])
            .await
            .expect(422);
        assert!(
            early.errors()[0].contains("baru terbuka mulai"),
            "{:?}",
            early.errors()
        );
        citizen.submit(&road, &road, &[]).await.expect(422);
        let sent = tell(&citizen, &road, day, &[("number", "7/KI")]).await;
        assert_eq!(sent.location(), own, "{:?}", sent.errors());
        let again = citizen.get(&road).await.expect(200);
        assert!(!again.has("main form[method=post]"), "one dispute at a time");
        let page = citizen.get(&own).await.expect(200);
        assert!(page.text("main").contains("7/KI"));
        let clerk = format!("{own}/sengketa/tenggat/D16");
        assert!(page.has(&format!("a[href='{clerk}']")));
        citizen.get(&clerk).await.expect(200);

        // The office of the unit records; it says how it knows.
        let officer = app.officer(UNIT).await;
        let base = format!("/petugas/keberatan/{NUMBER}");
        let list = officer.get("/petugas/keberatan?tab=semua").await.expect(200);
        assert!(
            list.text("tbody").contains("Sengketa: Diajukan"),
            "{}",
            list.text("tbody")
        );
        let registration = format!("{base}/sengketa/registrasi");
        let unsourced = tell(&officer, &registration, day, &[("number", "021/REG")])
            .await
            .expect(422);
        assert_eq!(unsourced.errors(), ["Sebutkan dari mana kantor mengetahuinya."]);
        let opened_before = officer.get(&registration).await.expect(200).form(&registration);
        let source = "Surat Ibu Rahasia dari Komisi Informasi.";
        let facts = [("number", "021/REG"), ("source", source)];
        tell(&officer, &registration, day, &facts).await.expect(303);
        // A form that was open before is out of date.
        let dates = on("on", day);
        let mut late: Vec<(&str, &str)> = dates.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        late.extend(facts);
        let stale = officer
            .resubmit(opened_before, &registration, &late)
            .await
            .expect(409);
        assert!(stale.text("main").contains("berubah sejak halaman dibuka"));
        let summons = format!("{base}/sengketa/panggilan");
        let hearing = on("other_on", day + Duration::days(7));
        let mut facts: Vec<(&str, &str)> = hearing.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        facts.push(("source", "Surat panggilan."));
        tell(&officer, &summons, day, &facts).await.expect(303);
        let session = format!("{base}/sengketa/hari-putusan");
        tell(&officer, &session, day, &facts).await.expect(303);

        let page = officer.get(&base).await.expect(200);
        let told = page.text("main");
        assert!(told.contains(source) && told.contains("Sidang ajudikasi"));
        assert!(
            told.contains("Berikutnya bagi badan publik: Kesimpulan tertulis"),
            "{told}"
        );
        officer
            .get(&format!("{base}/sengketa/tenggat/D23"))
            .await
            .expect(200);
        let files = opened(&officer.get(&format!("{base}/sengketa/bukti.zip")).await);
        holds_together(&files);
        let whole: String = files
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        assert!(
            !whole.contains(source),
            "notes of the office are no evidence of the applicant's"
        );
        assert!(
            files.contains_key("riwayat/sengketa.json") && files.contains_key("tanggal/sengketa-D23.html")
        );

        // The superior reads and records nothing.
        let superior = app.superior(UNIT).await;
        let above = format!("/atasan/keberatan/{NUMBER}");
        let page = superior.get(&above).await.expect(200);
        assert!(page.text("main").contains("021/REG") && !page.has("a[href*='/sengketa/putusan']"));
        superior
            .get(&format!("{above}/sengketa/tenggat/D18"))
            .await
            .expect(200);
        opened(&superior.get(&format!("{above}/sengketa/bukti.zip")).await);

        // The auditor sees the stages and that the record is whole, and no person.
        let auditor = app.auditor().await;
        let audit = format!("/auditor/keberatan/{NUMBER}");
        let page = auditor.get(&audit).await.expect(200);
        let told = page.text("main");
        assert!(told.contains("Sidang ajudikasi") && !told.contains(source) && !told.contains("Andi Baso"));
        assert!(page.has("#rantai-sengketa") && !page.body.contains("govuk-warning-text"));
        auditor
            .get(&format!("{audit}/sengketa/tenggat/D18"))
            .await
            .expect(200);
        auditor
            .get(&format!("{audit}/sengketa/bukti.zip"))
            .await
            .expect(404);

        // Another unit finds nothing, with whatever address.
        let other = app.officer("rutan-makassar").await;
        for address in [
            "",
            "/sengketa/bukti.zip",
            "/sengketa/registrasi",
            "/sengketa/tenggat/D18",
        ] {
            other.get(&format!("{base}{address}")).await.expect(404);
        }

        let file = file_of(app, &own).await;
        let dispute = of_objection(&app.ctx, &file).await.expect("a dispute");
        assert_eq!(dispute.dispute.state.status, DisputeStatus::Adjudication);
        assert!(file.moment.is_disputed, "the objection stays open meanwhile");
        let check = check_dispute(&app.ctx, &dispute)
            .await
            .expect("a check")
            .expect("a log");
        assert_eq!(check.findings, []);
        assert_eq!((check.events, check.contents, check.dates), (4, 4, 4));
        for bend in [
            (|note: &mut NoteRow| note.body.push('!')) as fn(&mut NoteRow),
            |note| note.number = Some("8/KI".to_owned()),
            |note| note.number = None,
        ] {
            let mut bent = dispute.clone();
            bend(&mut bent.dispute.notes[0]);
            let check = check_dispute(&app.ctx, &bent)
                .await
                .expect("a check")
                .expect("a log");
            assert!(!check.findings.is_empty(), "an altered note is found");
        }
        for event in dispute.dispute.log.rows() {
            assert!(
                !event.data.contains("KI") && !event.data.contains("REG"),
                "{}",
                event.data
            );
        }

        // The last record was wrong: it is taken back with a reason, and all see that it was.
        let error = format!("{base}/sengketa/keliru");
        let page = officer.get(&error).await.expect(200);
        assert!(
            page.text("main").contains("Hari pembacaan putusan ditetapkan"),
            "{}",
            page.text("main")
        );
        assert!(!page.has("input[name='on_day']"), "it is taken back today");
        let silent = officer.submit(&error, &error, &[]).await.expect(422);
        assert_eq!(silent.errors(), ["Sebutkan apa yang keliru."]);
        let reason = "Hari sidang Bapak Rahasia salah.";
        officer
            .submit(&error, &error, &[("source", reason)])
            .await
            .expect(303);
        let told = officer.get(&base).await.expect(200).text("main");
        let marked = "Hari pembacaan putusan ditetapkan (catatan keliru)";
        assert!(told.contains(marked) && told.contains(reason), "{told}");
        assert!(
            !told.contains("Berikutnya bagi badan publik: Kesimpulan tertulis"),
            "{told}"
        );
        let told = auditor.get(&audit).await.expect(200).text("main");
        assert!(told.contains(marked) && !told.contains(reason), "{told}");
        let dispute = of_objection(&app.ctx, &file_of(app, &own).await)
            .await
            .expect("a dispute");
        let check = check_dispute(&app.ctx, &dispute)
            .await
            .expect("a check")
            .expect("a log");
        assert_eq!((check.findings.len(), check.events), (0, 5));
        assert_eq!(
            dispute.dispute.number().expect("a number").as_deref(),
            Some("021/REG")
        );
        for _ in 0..3 {
            officer
                .submit(&error, &error, &[("source", "Keliru semua.")])
                .await
                .expect(303);
        }
        let none = of_objection(&app.ctx, &file_of(app, &own).await)
            .await
            .expect("a dispute");
        assert_eq!(none.dispute.number().expect("a number"), None);
        let check = check_dispute(&app.ctx, &none)
            .await
            .expect("a check")
            .expect("a log");
        assert_eq!(check.findings, [], "down to the filing");
        assert!(!file_of(app, &own).await.moment.is_disputed);
        let told = citizen.get(&own).await.expect(200).text("main");
        assert!(told.contains("Sengketa diajukan (catatan keliru)"), "{told}");
        tell(&citizen, &road, day, &[("number", "9/KI")])
            .await
            .expect(303);
        assert!(citizen.get(&own).await.expect(200).text("main").contains("9/KI"));
    })
    .await;
}

/// A bundle as who objected takes it, and the same for the office of the unit.
async fn both(app: &TestApp, objected: &objections::Filed) -> [BTreeMap<String, Vec<u8>>; 2] {
    let citizen = app.anonymous().await;
    let page = format!("/keberatan/{}/sengketa/bukti.zip", objected.token.expose());
    let taken = opened(&citizen.get(&page).await);
    let officer = app.officer(UNIT).await;
    let page = format!("/petugas/keberatan/{}/sengketa/bukti.zip", objected.number);
    [taken, opened(&officer.get(&page).await)]
}

async fn object_with(app: &TestApp, request: uuid::Uuid, files: Vec<uploads::NewFile>) -> objections::Filed {
    let objection = ObjectionFiling {
        about: About::Request(request),
        grounds: vec![Ground::NotResponded],
        reason: "Tidak dijawab.".into(),
        purpose: "Penelitian".into(),
        objector: Objector {
            identity: None,
            kind: request::ApplicantKind::Individual,
            proxy_name: None,
            is_by_proxy: false,
        },
        channel: request::Channel::Web,
        received_at: app.ctx.now(),
        lang: terbuka::text::Lang::Id,
        actor: Actor::APPLICANT,
        submission_key: format!("bundle {request}"),
        files,
        source: "live",
    };
    objections::file(&app.ctx, objection).await.expect("an objection")
}

#[rocket::async_test]
async fn nothing_that_shows_who_somebody_is_is_packed_and_a_power_of_attorney_is() {
    on_each_engine(async |app| {
        let kept = async |kind: &'static str| {
            let words = format!("isi {kind}");
            let file = uploads::keep(&app.ctx, "file", kind, "7371011203900001.txt", words.as_bytes()).await;
            file.expect("a file")
        };
        for (kind, packed, apart) in [
            ("individual", &["isi poa", "isi poa", "isi supporting"][..], 4),
            // The powers of a group come with the cards of all.
            ("group", &["isi supporting"][..], 6),
        ] {
            let mut filing = CaseBuilder::new().filing(app);
            filing.request.applicant_kind = request::ApplicantKind::parse(kind).expect("a kind");
            filing.files = vec![
                kept("identity").await,
                kept("deed").await,
                kept("poa").await,
                kept("supporting").await,
            ];
            let filed = requests::file(&app.ctx, filing).await.expect("a case");
            let office = Office::open(app, UNIT).await;
            let letter = request::Command::DeclareIncomplete {
                missing: vec![MissingRequirement::IdentityDocument],
                note: "KTP tidak terbaca.".into(),
            };
            office.step(&filed.registration_no, letter, Vec::new()).await;
            let fix = Step {
                key: CaseKey::Id(filed.id),
                by: requests::By::Applicant,
                seen_version: None,
                command: request::Command::SubmitFix {
                    on: None,
                    note: "Ini salinan KTP yang baru.".into(),
                    has_files: true,
                    values: Box::default(),
                },
                files: vec![kept("fix").await],
            };
            requests::take(&app.ctx, fix).await.expect("a completion");
            app.clock.advance(Duration::days(30));
            let files = vec![kept("identity").await, kept("poa").await];
            let objected = object_with(app, filed.id, files).await;
            for files in both(app, &objected).await {
                holds_together(&files);
                let documents = files.iter().filter(|(name, _)| name.starts_with("berkas/"));
                let mut words: Vec<_> = documents
                    .map(|(_, bytes)| String::from_utf8_lossy(bytes))
                    .collect();
                words.sort();
                assert_eq!(words, packed, "{kind}");
                // What is left out is named with its digest.
                let index = String::from_utf8(files["index.html"].clone()).expect("text");
                assert_eq!(
                    index.matches("bawa aslinya atau salinannya terpisah").count(),
                    apart
                );
                assert!(index.contains(&hex(&Sha256::digest(b"isi deed"))), "{kind}");
                assert!(!index.contains("7371011203900001"), "{kind}");
            }
        }
    })
    .await;
}

/// The log of a request in a bundle, with every digest that can be computed again held against what is there.
fn chain_of(files: &BTreeMap<String, Vec<u8>>) -> serde_json::Value {
    let log: serde_json::Value = serde_json::from_slice(&files["riwayat/permohonan.json"]).expect("data");
    let subject = log["subject_id"].as_str().expect("a subject");
    let mut previous = None;
    for event in log["events"].as_array().expect("events") {
        let text = |field: &str| event[field].as_str();
        assert_eq!(text("prev_hash"), previous, "each binds the one before it");
        if event["is_withheld"] == false {
            let at = text("at").expect("an instant");
            let record = request::EventRecord {
                subject,
                seq: i32::try_from(event["seq"].as_i64().expect("a place")).expect("a place"),
                kind: text("kind").expect("a kind"),
                at: time::OffsetDateTime::parse(at, &time::format_description::well_known::Rfc3339)
                    .expect("an instant"),
                actor_role: text("actor_role").expect("a role"),
                actor_user_id: text("actor_user_id"),
                appointment_id: text("appointment_id"),
                status_before: text("status_before"),
                status_after: text("status_after").expect("a state"),
                data: text("data").expect("facts"),
                dates: text("dates").expect("dates"),
                contents: text("contents").expect("contents"),
            };
            assert_eq!(
                Some(request::event_hash(previous, &record).as_str()),
                text("hash")
            );
        }
        previous = text("hash");
    }
    log
}

#[rocket::async_test]
async fn an_answer_that_waits_for_the_superior_stays_the_offices() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let objected = object_with(app, filed.id, Vec::new()).await;
        let office = Office::open(app, UNIT).await;
        office.step(&filed.registration_no, complete(), Vec::new()).await;
        let key = CaseKey::Id(filed.id);
        let answer = request::Answer {
            items: vec![Some(request::ItemAnswer {
                outcome: request::Outcome::Refused,
                text: "Dikecualikan.".into(),
                has_files: false,
                held_form: None,
                redactions: None,
                is_redacted: false,
                holder: None,
                is_holder_unknown: false,
                available_on: None,
                exemption: None,
            })],
            promised_on: None,
            charge: None,
        };
        let version = propose_closing(app, UNIT, &key, answer, Vec::new()).await;
        for files in both(app, &objected).await {
            holds_together(&files);
            let log = chain_of(&files);
            let last = log["events"]
                .as_array()
                .expect("events")
                .last()
                .expect("an event");
            assert_eq!(
                (&last["kind"], &last["is_withheld"]),
                (&"answer_proposed".into(), &true.into())
            );
            for field in ["data", "contents", "actor_user_id", "appointment_id"] {
                assert!(last[field].is_null(), "{field}");
            }
            let whole: String = files
                .values()
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .collect();
            assert!(!whole.contains("refused") && !whole.contains("Dikecualikan."));
            let page = String::from_utf8(files["riwayat/permohonan.html"].clone()).expect("text");
            assert!(
                page.contains("isi tidak disertakan") && page.contains("rangkaiannya tetap dapat diperiksa")
            );
        }
        // Once it was let go, it is told in full.
        let superior = viewer(app, Role::Superior, UNIT).await;
        requests::approve_answer(&app.ctx, &superior, &key, version)
            .await
            .expect("an answer");
        for files in both(app, &objected).await {
            let log = chain_of(&files);
            let events = log["events"].as_array().expect("events");
            assert!(events.iter().all(|event| event["is_withheld"] == false));
            let signed = events.iter().find(|event| event["kind"] == "answer_proposed");
            assert!(
                signed.expect("it")["data"]
                    .as_str()
                    .expect("facts")
                    .contains("refused")
            );
        }
    })
    .await;
}

#[rocket::async_test]
async fn every_kind_of_day_off_is_named_in_words() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let objected = object_with(app, filed.id, Vec::new()).await;
        let today = today(app);
        for (nth, kind) in DayKind::ALL.into_iter().enumerate() {
            let day = Holiday {
                date: today - Duration::days(7 + i64::try_from(nth).expect("a number")),
                kind,
                name_id: format!("Hari {nth}"),
                name_en: format!("Day {nth}"),
                source: "Keppres 9/2026".to_owned(),
            };
            let import = CalendarImport {
                days: vec![day],
                decree: format!("Keppres {nth}"),
                issued_on: today,
                is_amendment: true,
                units: std::collections::BTreeSet::new(),
                imported_by: "cli".to_owned(),
            };
            calendars::import(&app.ctx, &import).await.expect("a decree");
        }
        for files in both(app, &objected).await {
            holds_together(&files);
            let page = String::from_utf8(files["kalender/01.html"].clone()).expect("text");
            for words in [
                "Libur nasional",
                "Cuti bersama",
                "Hari yang diliburkan Presiden",
                "Penutupan satuan kerja",
            ] {
                assert!(page.contains(words), "{words}");
            }
        }
    })
    .await;
}

#[rocket::async_test]
async fn the_commission_is_that_of_the_unit_that_answered() {
    on_each_engine(async |app| {
        let (ends, heir) = ("rutan-makassar", UNIT);
        let (province, central) = (
            "Komisi Informasi Provinsi Sulawesi Selatan",
            "Komisi Informasi Pusat",
        );
        let names = |text: &str| (text.contains(province), text.contains(central));
        let filed = CaseBuilder::new().unit(ends).file(app).await;
        app.clock.advance(Duration::days(30));
        let citizen = app.anonymous().await;
        let own = object_to_silence(&citizen, &filed).await;
        let superior = viewer(app, Role::Superior, heir).await;
        // The unit that goes on belongs to the centre.
        app.clock.advance(Duration::days(50));
        let decree = |unit: &str, kind, to: &[&str], change| units::Wanted {
            unit: unit.to_owned(),
            kind: Some(kind),
            effective_on: Some(today(app)),
            legal_basis: "Kepmen 1/2026".to_owned(),
            to: to.iter().map(|code| (*code).to_owned()).collect(),
            change,
        };
        let becomes = units::Change {
            name: Some("Lapas Pusat Makassar".into()),
            commission: Some("central".into()),
            ..units::Change::default()
        };
        for wanted in [
            decree(heir, SuccessionKind::Rename, &[], becomes),
            decree(ends, SuccessionKind::Merge, &[heir], units::Change::default()),
        ] {
            units::apply(&app.ctx, None, &wanted, None)
                .await
                .expect("a succession");
        }
        let told = citizen.get(&own).await.expect(200).text("main");
        assert_eq!(
            names(&told),
            (true, false),
            "the unit that received it did not answer: {told}"
        );

        // The heir answers: what is disputed is its answer, and its letter says where to.
        let file = file_of(app, &own).await;
        let step = ObjectionStep {
            key: ObjectionKey::Id(file.objection.row.id),
            by: By::Staff(&superior, &[Role::Superior]),
            seen_version: None,
            command: Command::Answer {
                rulings: vec![Ruled {
                    ground: Ground::NotResponded,
                    ruling: Some(Ruling::Rejected),
                    text: "Sudah dijawab lisan.".into(),
                }],
                order: None,
            },
            files: Vec::new(),
        };
        take(&app.ctx, step).await.expect("an answer");
        let letters = file_of(app, &own).await.letters;
        let mut shown = Vec::new();
        // What is told of the merger names no Commission.
        for letter in letters
            .iter()
            .filter(|letter| letter.kind != "objection_succession")
        {
            let page = citizen
                .get(&format!("{own}/surat/{}", letter.id))
                .await
                .expect(200);
            shown.push(names(&page.text("main")));
        }
        assert_eq!(shown, [(true, false), (false, true)], "each as of its day");
        let page = citizen.get(&own).await.expect(200);
        assert_eq!(names(&page.text("main")), (false, true));
        let day = today(app);
        let road = format!("{own}/sengketa");
        tell(&citizen, &road, day, &[]).await.expect(303);
        let dispute = of_objection(&app.ctx, &file_of(app, &own).await)
            .await
            .expect("a dispute");
        assert_eq!(
            dispute.dispute.state.filed.expect("filed").commission,
            Commission::Central
        );
    })
    .await;
}

#[rocket::async_test]
async fn bundles_are_counted_by_network() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let own = object_to_silence(&citizen, &filed).await;
        let bundle = format!("{own}/sengketa/bukti.zip");
        let mut status = 200;
        for _ in 0..31 {
            status = citizen.get(&bundle).await.status;
        }
        assert_eq!(status, 429);
        let elsewhere = app.anonymous().await.from([198, 51, 100, 9]);
        assert_eq!(elsewhere.get(&bundle).await.status, 200);
    })
    .await;
}
