//! What auditors find: every number leads to exactly its cases, and nothing anywhere says who asked.

use std::collections::BTreeSet;

use scraper::Selector;
use terbuka::domain::request::{Command, ContentKind, ExtensionReason, Outcome};
use terbuka::persistence::{UnitScope, queries};
use terbuka::services::audit::{Finding, check_case};
use terbuka::services::requests::{Filing, file};
use terbuka::services::uploads;
use time::Duration;

use crate::support::{CaseBuilder, Office, Person, TestApp, on_each_engine};

/// Whatever the sample requests say of their applicant.
const IDENTITY: [&str; 7] = [
    "Andi Baso",
    "7371011203900001",
    "081234567890",
    "+6281234567890",
    "81234567890",
    "andi.baso@example.org",
    "Veteran Selatan",
];

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Cases in every stage: answered in time and late, extended, open in time and not, withdrawn.
async fn a_year_of_work(app: &TestApp) -> Vec<String> {
    let office = Office::open(app, "lapas-makassar").await;
    let mut numbers = Vec::new();
    for _ in 0..6 {
        numbers.push(CaseBuilder::new().file(app).await.registration_no);
    }
    numbers.push(
        CaseBuilder::new()
            .unit("rutan-makassar")
            .file(app)
            .await
            .registration_no,
    );
    app.clock.advance(Duration::days(2));
    office
        .answer(&numbers[0], Outcome::GrantedFull, "Terlampir.", None)
        .await;
    app.clock.advance(Duration::days(1));
    office
        .answer(&numbers[1], Outcome::NotHeld, "Tidak kami kuasai.", None)
        .await;
    office
        .step(&numbers[2], Command::DeclareComplete, Vec::new())
        .await;
    let extend = Command::Extend {
        reason: ExtensionReason::NotYetHeld,
        note: "Arsip di gudang luar".to_owned(),
    };
    office.step(&numbers[2], extend, Vec::new()).await;
    app.clock.advance(Duration::days(20));
    office
        .answer(&numbers[3], Outcome::GrantedPartial, "Sebagian.", None)
        .await;
    numbers.push(CaseBuilder::new().file(app).await.registration_no);
    numbers
}

/// The numbers behind a link to the register, over all its pages.
async fn cases_behind(auditor: &Person, href: &str) -> Vec<String> {
    let mut cases = Vec::new();
    let mut next = Some(href.to_owned());
    while let Some(path) = next {
        let page = auditor.get(&path).await.expect(200);
        cases.extend(page.texts("main tbody th a"));
        next = page.attribute("a[rel=next]", "href");
    }
    cases
}

#[rocket::async_test]
async fn every_number_leads_to_exactly_its_cases() {
    on_each_engine(async |app| {
        let numbers = a_year_of_work(app).await;
        let auditor = app.auditor().await;
        let page = auditor.get("/auditor?tahun=2026").await.expect(200);
        let html = page.html();
        let link = Selector::parse("main a[href^=\"/auditor/register?angka\"]").unwrap();
        let mut tried = 0;
        for element in html.select(&link) {
            let shown: String = element.text().collect();
            let href = element.value().attr("href").unwrap();
            let is_span = href.contains("angka=measured");
            let cases = cases_behind(&auditor, href).await;
            if !is_span {
                assert_eq!(shown.trim(), cases.len().to_string(), "{href}");
            }
            tried += 1;
        }
        assert!(tried > 40, "{tried} links");

        let behind = async |figure: &str| {
            let mut cases =
                cases_behind(&auditor, &format!("/auditor/register?angka={figure}&tahun=2026")).await;
            cases.sort();
            cases
        };
        let expected = |which: &[usize]| which.iter().map(|at| numbers[*at].clone()).collect::<Vec<_>>();
        assert_eq!(behind("answered_in_time").await, expected(&[0, 1]));
        assert_eq!(behind("answered_late").await, expected(&[3]));
        assert_eq!(behind("never_answered").await, expected(&[4, 5, 6]));
        assert_eq!(behind("extended").await, expected(&[2]));
        assert_eq!(behind("pending").await, expected(&[2, 7]));
        auditor.get("/auditor/register?angka=tidak-ada").await.expect(404);
    })
    .await;
}

#[rocket::async_test]
async fn nothing_says_who_asked() {
    on_each_engine(async |app| {
        let numbers = a_year_of_work(app).await;
        let auditor = app.auditor().await;
        let mut paths: Vec<String> = [
            "/auditor",
            "/auditor/register",
            "/auditor/register.csv",
            "/auditor/angka.csv",
            "/auditor/register?unit=lapas-makassar&status=under_review&kanal=web&dari=2026-01-01&sampai=2026-12-31",
        ]
        .map(str::to_owned)
        .into();
        let filing = Filing {
            files: vec![
                uploads::keep(&app.ctx, "identity", "identity", "KTP Andi Baso Contoh.pdf", PDF)
                    .await
                    .expect("a kept file"),
            ],
            ..CaseBuilder::new().filing(app)
        };
        paths.push(format!("/auditor/permohonan/{}", file(&app.ctx, filing).await.expect("a case").registration_no));
        paths.extend(numbers.iter().map(|number| format!("/auditor/permohonan/{number}")));
        let mut seen = BTreeSet::new();
        while let Some(path) = paths.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = auditor.get(&path).await.expect(200);
            // Whatever a case leads to: letters, dates, files.
            let links = Selector::parse("main a[href^=\"/auditor/permohonan/\"]").unwrap();
            for link in page.html().select(&links) {
                paths.push(link.value().attr("href").unwrap().to_owned());
            }
            for secret in IDENTITY {
                assert!(!page.body.contains(secret), "{path} shows {secret}");
            }
        }
        let letters = seen.iter().filter(|path| path.contains("/surat/")).count();
        let dates = seen.iter().filter(|path| path.contains("/tenggat/")).count();
        assert!(letters >= 9 && dates >= 9, "{letters} letters, {dates} dates");
    })
    .await;
}

#[rocket::async_test]
async fn a_case_shows_its_chain_recomputed() {
    on_each_engine(async |app| {
        let numbers = a_year_of_work(app).await;
        let auditor = app.auditor().await;
        for lang in ["id", "en"] {
            let page = auditor
                .get(&format!("/auditor/permohonan/{}?lang={lang}", numbers[2]))
                .await
                .expect(200);
            assert!(page.has("#rantai ~ p .tb-badge--green"), "{lang}");
            assert_eq!(
                page.texts("ol.tb-ledger > li").len(),
                4,
                "received, registered, complete, extended"
            );
            assert!(page.body.contains("Arsip di gudang luar"));
            assert!(!page.body.contains("auditor.c"), "a key is shown in {lang}");
        }
        let lower = auditor
            .get(&format!("/auditor/permohonan/{}", numbers[2].to_lowercase()))
            .await;
        assert!([200, 404].contains(&lower.status));
        auditor
            .get("/auditor/permohonan/LAPAS-MAKASSAR-2026-9999")
            .await
            .expect(404);

        let conn = app.ctx.db.read();
        let key = queries::CaseKey::RegistrationNo(numbers[2].clone());
        let case = queries::find_case_page(conn, &UnitScope::All, &key)
            .await
            .unwrap()
            .unwrap();
        let intact = check_case(&app.ctx, &case).await.unwrap();
        assert_eq!(intact.findings, []);
        assert_eq!((intact.events, intact.dates, intact.erased), (4, 4, 0));
        assert!(
            intact.contents >= 4,
            "request, receipt, letter and note: {intact:?}"
        );
        let broken = async |finding: Finding, change: &dyn Fn(&mut queries::CasePage)| {
            let mut case = case.clone();
            change(&mut case);
            let check = check_case(&app.ctx, &case).await.unwrap();
            assert_eq!(check.findings, [finding]);
        };
        let event = |seq| Finding::Event { seq };
        broken(event(2), &|case| case.events[1].at += 1).await;
        broken(event(3), &|case| case.events[2].dates.push(' ')).await;
        broken(event(4), &|case| case.events[3].contents = "[]".to_owned()).await;
        broken(event(1), &|case| case.events[0].data.push(' ')).await;
        broken(event(2), &|case| drop(case.events.remove(1))).await;
        broken(event(4), &|case| drop(case.events.pop())).await;
        broken(event(2), &|case| case.events.swap(1, 2)).await;
        broken(event(5), &|case| case.request.last_event_hash = None).await;
        let changed = |seq, kind| Finding::Content { seq, kind };
        broken(changed(2, ContentKind::Request), &|case| {
            case.request.subject.push('!');
        })
        .await;
        broken(changed(2, ContentKind::Request), &|case| {
            case.items[0].detail.push('!');
        })
        .await;
        broken(changed(2, ContentKind::Letter), &|case| {
            case.letters[0].content.push(' ');
        })
        .await;
        broken(changed(4, ContentKind::Note), &|case| {
            for note in case
                .messages
                .iter_mut()
                .filter(|message| message.direction == "internal")
            {
                note.body.push('!');
            }
        })
        .await;
        broken(Finding::Case, &|case| {
            "closed".clone_into(&mut case.request.status);
        })
        .await;
        broken(Finding::Case, &|case| case.request.due_on += Duration::DAY).await;
        broken(
            Finding::Unbound {
                kind: ContentKind::Letter,
            },
            &|case| {
                let mut forged = case.letters[0].clone();
                forged.id = app.ctx.new_id();
                case.letters.push(forged);
            },
        )
        .await;

        // Erased words leave their record, and the record stays whole.
        let mut erased = case.clone();
        erased.messages.clear();
        let check = check_case(&app.ctx, &erased).await.unwrap();
        assert_eq!((check.findings.len(), check.erased), (0, 1));
    })
    .await;
}

#[rocket::async_test]
async fn the_register_is_walked_once_and_exported_whole() {
    on_each_engine(async |app| {
        let mut filed = Vec::new();
        for number in 0..53 {
            let subject = if number == 7 {
                "=HYPERLINK(\"http://evil.example\")".to_owned()
            } else {
                format!("Perihal, ke-{number}")
            };
            let case = CaseBuilder::new().with(|form| form.subject = subject);
            filed.push(case.file(app).await.registration_no);
            if number % 10 == 0 {
                app.clock.advance(Duration::DAY);
            }
        }
        let auditor = app.auditor().await;
        let mut seen = cases_behind(&auditor, "/auditor/register").await;
        assert_eq!(seen.len(), 53);
        seen.sort();
        seen.dedup();
        filed.sort();
        assert_eq!(seen, filed);

        let csv = auditor
            .get("/auditor/register.csv?unit=lapas-makassar")
            .await
            .expect(200);
        assert!(
            csv.header("Content-Disposition")
                .unwrap()
                .starts_with("attachment")
        );
        assert_eq!(csv.header("Cache-Control"), Some("no-store"));
        let lines: Vec<&str> = csv.body.split("\r\n").filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 54, "a head and a line a case");
        let columns = lines[0].split(',').count();
        assert!(csv.body.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""));
        assert!(csv.body.contains("\"Perihal, ke-3\""));
        for line in &lines[1..] {
            assert_eq!(cells(line), columns, "{line}");
        }
        let none = auditor
            .get("/auditor/register.csv?unit=rutan-makassar")
            .await
            .expect(200);
        assert_eq!(none.body.trim_end().lines().count(), 1);
    })
    .await;
}

/// Cells of a line whose cells have no line ends.
fn cells(line: &str) -> usize {
    let mut quoted = false;
    let commas = line.chars().filter(|sign| {
        if *sign == '"' {
            quoted = !quoted;
        }
        *sign == ',' && !quoted
    });
    commas.count() + 1
}

#[rocket::async_test]
async fn the_workspace_speaks_both_languages() {
    on_each_engine(async |app| {
        a_year_of_work(app).await;
        let auditor = app.auditor().await;
        for path in [
            "/auditor",
            "/auditor?tahun=2010",
            "/auditor?tahun=semua",
            "/auditor/register",
            "/auditor/register?tahun=2010",
        ] {
            let mut texts = Vec::new();
            for lang in ["id", "en"] {
                let sign = if path.contains('?') { '&' } else { '?' };
                let page = auditor.get(&format!("{path}{sign}lang={lang}")).await.expect(200);
                assert_eq!(page.texts("h1").len(), 1, "{path}");
                assert!(!page.body.contains("auditor."), "{path} shows a key in {lang}");
                texts.push(page.text("main"));
            }
            assert_ne!(texts[0], texts[1], "{path} is not translated");
        }
        auditor.get("/auditor?tahun=1999").await.expect(404);
    })
    .await;
}
