//! What auditors find: every number leads to exactly its cases, and nothing anywhere says who asked.

use std::collections::{BTreeMap, BTreeSet};

use scraper::Selector;
use terbuka::domain::actor::Role;
use terbuka::domain::request::{
    Answer, Command, ContentKind, ExtensionReason, ItemAnswer, MissingRequirement, Outcome,
};
use terbuka::persistence::{UnitScope, queries, rows};
use terbuka::services::audit::{Figure, Finding, check_case};
use terbuka::services::requests::{By, CaseKey, Filing, Step, file, take};
use terbuka::services::uploads;
use time::macros::{date, offset};
use time::{Date, Duration};

use crate::support::{CaseBuilder, Office, Person, TestApp, complete, on_each_engine};

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
pub async fn a_year_of_work(app: &TestApp) -> Vec<String> {
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
    office.step(&numbers[2], complete(), Vec::new()).await;
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

/// Opens every number of the figures of 2026; every figure is among them. Tells how many there were.
async fn each_number_is_right(auditor: &Person) -> usize {
    let page = auditor.get("/auditor?tahun=2026").await.expect(200);
    let html = page.html();
    let link = Selector::parse("main a[href^=\"/auditor/register?angka\"]").unwrap();
    let mut tried = BTreeSet::new();
    for element in html.select(&link) {
        let shown: String = element.text().collect();
        let href = element.value().attr("href").unwrap();
        let cases = cases_behind(auditor, href).await;
        if !href.contains("angka=measured") {
            assert_eq!(shown.trim(), cases.len().to_string(), "{href}");
        }
        tried.insert(href.to_owned());
    }
    for figure in Figure::ALL {
        let link = format!("angka={}&tahun=2026", figure.code());
        assert!(tried.iter().any(|href| href.contains(&link)), "no {link}");
    }
    tried.len()
}

/// What the figures of 2026 say in all.
async fn totals(person: &Person, path: &str) -> BTreeMap<String, i64> {
    let csv = person.get(path).await.expect(200).body;
    let lines: Vec<Vec<&str>> = csv
        .trim_end()
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    let (head, total) = (&lines[0], lines.last().unwrap());
    let cells = head.iter().zip(total);
    cells
        .filter_map(|(name, count)| Some(((*name).to_owned(), count.parse().ok()?)))
        .collect()
}

/// Three cases of which the two clocks disagree (a check on the third day, and a request completed late).
pub async fn two_clocks(app: &TestApp) -> [String; 3] {
    let office = Office::open(app, "lapas-makassar").await;
    let on = |day: Date| {
        app.clock
            .set(day.with_hms(9, 0, 0).unwrap().assume_offset(offset!(+8)));
    };
    let notice = async |number: &str| {
        let answer = Answer {
            items: vec![Some(ItemAnswer {
                outcome: Outcome::NotHeld,
                text: "Tidak kami kuasai.".to_owned(),
                has_files: false,
                held_form: None,
                redactions: None,
                is_redacted: true,
                holder: None,
                is_holder_unknown: true,
                available_on: None,
                exemption: None,
            })],
            promised_on: None,
            charge: None,
        };
        office
            .step(number, Command::IssueNotice(answer), Vec::new())
            .await;
    };
    on(date!(2026 - 03 - 12));
    let plain = CaseBuilder::new().file(app).await.registration_no;
    let extended = CaseBuilder::new().file(app).await.registration_no;
    let completed_late = CaseBuilder::new().file(app).await.registration_no;
    on(date!(2026 - 03 - 16));
    for number in [&plain, &extended] {
        office.step(number, complete(), Vec::new()).await;
    }
    let letter = Command::DeclareIncomplete {
        missing: vec![MissingRequirement::IdentityDocument],
        note: "Salinan KTP belum ada".to_owned(),
    };
    office.step(&completed_late, letter, Vec::new()).await;
    on(date!(2026 - 03 - 17));
    let received = Command::ConfirmLetterReceived {
        on: date!(2026 - 03 - 17),
    };
    by_applicant(app, &completed_late, received).await;
    on(date!(2026 - 03 - 31));
    let fix = Command::SubmitFix {
        on: None,
        note: "Terlampir".to_owned(),
        has_files: false,
        values: Box::default(),
    };
    by_applicant(app, &completed_late, fix).await;
    office.step(&completed_late, complete(), Vec::new()).await;
    on(date!(2026 - 04 - 02));
    let extend = Command::Extend {
        reason: ExtensionReason::StatusUndecided,
        note: "Menunggu keputusan status".to_owned(),
    };
    office.step(&extended, extend, Vec::new()).await;
    on(date!(2026 - 04 - 06));
    notice(&plain).await;
    on(date!(2026 - 04 - 15));
    notice(&extended).await;
    notice(&completed_late).await;
    on(date!(2026 - 04 - 20));
    [plain, extended, completed_late]
}

async fn by_applicant(app: &TestApp, number: &str, command: Command) {
    let step = Step {
        key: CaseKey::Number(number.to_owned()),
        by: By::Applicant,
        seen_version: None,
        command,
        files: Vec::new(),
    };
    take(&app.ctx, step).await.expect("a lawful step");
}

#[rocket::async_test]
async fn each_clock_has_its_own_figures() {
    on_each_engine(async |app| {
        let [plain, extended, completed_late] = two_clocks(app).await;
        let auditor = app.auditor().await;
        each_number_is_right(&auditor).await;
        let expected = [
            ("due", 3),
            ("answered_in_time", 1),
            ("late", 2),
            ("statute_due", 3),
            ("statute_in_time", 0),
            ("statute_late", 3),
            ("statute_never_answered", 0),
            ("regulation_due", 3),
            ("regulation_in_time", 3),
            ("regulation_late", 0),
            ("extended", 1),
            ("extended_valid", 1),
            ("extended_unproven", 0),
            ("extended_void", 0),
        ];
        for path in ["/auditor/angka.csv?tahun=2026", "/kepatuhan.csv?tahun=2026"] {
            let counted = totals(&auditor, path).await;
            for (figure, count) in expected {
                assert_eq!(counted[figure], count, "{figure} in {path}");
            }
        }
        for lang in ["id", "en"] {
            let page = auditor
                .get(&format!("/kepatuhan?tahun=2026&lang={lang}"))
                .await
                .expect(200);
            assert!(!page.body.contains("public.figure"), "a key is shown in {lang}");
            assert!(page.text("[data-figure=statute_in_time]").contains("M02"));
            assert!(page.text("[data-figure=regulation_in_time]").contains("M03"));
            assert!(page.text("[aria-labelledby=angka-statute]").contains("22"));
        }
        let csv = auditor.get("/auditor/register.csv").await.expect(200).body;
        let line = |number: &str| {
            csv.lines()
                .find(|line| line.starts_with(number))
                .unwrap_or_else(|| panic!("no {number}"))
        };
        for (number, dates) in [
            (&plain, ",2026-04-02,2026-04-02,2026-04-07,2026-04-06,"),
            (&extended, ",2026-04-14,2026-04-14,2026-04-16,2026-04-15,"),
            (&completed_late, ",2026-04-15,2026-04-02,2026-04-15,2026-04-15,"),
        ] {
            assert!(line(number).contains(dates), "{}", line(number));
        }
        let page = auditor.get("/auditor/register?tahun=2026").await.expect(200);
        assert_eq!(page.texts(".tb-clocks").len(), 6, "two days a case");
    })
    .await;
}

#[rocket::async_test]
async fn figures_are_kept_only_while_nothing_changes_and_shown_only_to_whom_they_belong() {
    on_each_engine(async |app| {
        CaseBuilder::new().file(app).await;
        CaseBuilder::new().unit("rutan-makassar").file(app).await;
        let everywhere = app.auditor().await;
        let here = app.staff(Role::Auditor, Some("lapas-makassar")).await;
        let received =
            async |auditor: &Person| totals(auditor, "/auditor/angka.csv?tahun=2026").await["received"];
        assert_eq!((received(&everywhere).await, received(&here).await), (2, 1));
        CaseBuilder::new().file(app).await;
        assert_eq!((received(&here).await, received(&everywhere).await), (2, 3));
        app.clock.advance(Duration::days(30));
        let later = app.staff(Role::Auditor, Some("lapas-makassar")).await;
        assert_eq!(totals(&later, "/auditor/angka.csv?tahun=2026").await["late"], 2);
    })
    .await;
}

#[rocket::async_test]
async fn every_number_leads_to_exactly_its_cases() {
    on_each_engine(async |app| {
        let numbers = a_year_of_work(app).await;
        let auditor = app.auditor().await;
        let tried = each_number_is_right(&auditor).await;
        assert!(tried > 60, "{tried} links");

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
        let receipt = changed(2, ContentKind::Letter);
        broken(receipt, &|case| case.letters[0].issued_at += 1).await;
        broken(receipt, &|case| {
            case.letters[0].author_user_id = Some(app.ctx.new_id());
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
        // Every column that figures and register are made of.
        let columns: [&dyn Fn(&mut rows::Request); 18] = [
            &|row| row.due_on += Duration::DAY,
            &|row| row.statute_due_on += Duration::DAY,
            &|row| row.regulation_due_on = None,
            &|row| row.working_days_used = Some(1),
            &|row| row.received_on -= Duration::DAY,
            &|row| row.received_at += 1,
            &|row| row.extended_at = None,
            &|row| row.extension_reason = Some("status_undecided".to_owned()),
            &|row| row.is_extension_valid = Some(false),
            &|row| row.delivered_on = Some(row.received_on),
            &|row| row.outcome = Some("granted_full".to_owned()),
            &|row| row.is_late_notice = Some(false),
            &|row| row.channel = "letter".to_owned(),
            &|row| row.rule_set = "perki_2010".to_owned(),
            &|row| row.unit_id = app.ctx.new_id(),
            &|row| row.registered_unit_id = app.ctx.new_id(),
            &|row| row.published_at = Some(row.received_at),
            &|row| row.next_due_on = None,
        ];
        for change in columns {
            broken(Finding::Case, &|case| change(&mut case.request)).await;
        }
        broken(Finding::Case, &|case| case.deadlines[0].due_on += Duration::DAY).await;
        broken(Finding::Case, &|case| drop(case.deadlines.pop())).await;
        broken(
            Finding::Missing {
                seq: 2,
                kind: ContentKind::Letter,
            },
            &|case| drop(case.letters.remove(0)),
        )
        .await;
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
