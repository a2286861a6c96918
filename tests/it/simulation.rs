//! The simulator: with nothing assumed it gives exactly the figures, on whatever the portal holds; a page and a file show what would
//! change, and nothing of any case.

use std::io::Cursor;

use terbuka::domain::actor::Role;
use terbuka::domain::deadline::RuleId;
use terbuka::domain::objection::{self, Ground, Ruled, Ruling};
use terbuka::domain::simulate::{Assumptions, Tally};
use terbuka::persistence::UnitScope;
use terbuka::persistence::queries::{Figure, FigureSet, ObjectionFigure, count_objections, list_figures};
use terbuka::services::imports::requests::{self, Options, SAMPLE};
use terbuka::services::imports::units;
use terbuka::services::objections::{By, ObjectionKey, ObjectionStep, take};
use terbuka::services::simulation::{self, Asked, Report};
use time::Duration;
use time::macros::date;

use crate::auditor::{a_year_of_work, two_clocks};
use crate::objection::object_to_silence;
use crate::support::{CaseBuilder, Office, TestApp, on_each_engine, viewer};

async fn import_sample(app: &TestApp) {
    units::import(&app.ctx, units::BUILT_IN).await.unwrap();
    let mut reader = Cursor::new(SAMPLE.as_bytes());
    let report = requests::import(&app.ctx, &mut reader, Options::default(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(report.imported, 300);
}

async fn run(app: &TestApp, asked: Asked) -> Report {
    simulation::run(&app.ctx, asked, &mut |done, total| assert!(done <= total))
        .await
        .unwrap()
}

/// What the figures and the simulator both count.
fn counted(set: &FigureSet) -> [Option<i64>; 10] {
    [
        Some(set.get(Figure::Received)),
        Some(set.get(Figure::Due)),
        Some(set.get(Figure::AnsweredInTime)),
        Some(set.get(Figure::AnsweredLate)),
        Some(set.get(Figure::NeverAnswered)),
        Some(set.get(Figure::Pending)),
        Some(set.get(Figure::Extended)),
        Some(set.get(Figure::ExtendedValid)),
        set.percentile(50).map(i64::from),
        set.percentile(90).map(i64::from),
    ]
}

fn tallied(tally: &Tally) -> [Option<i64>; 10] {
    let count = |count: u64| i64::try_from(count).ok();
    [
        count(tally.received),
        count(tally.due),
        count(tally.in_time),
        count(tally.answered_late),
        count(tally.never_answered),
        count(tally.pending),
        count(tally.extended),
        count(tally.extended_valid),
        tally.percentile(50).map(i64::from),
        tally.percentile(90).map(i64::from),
    ]
}

/// Nothing assumed, every unit: the figures of the auditor's page, to the last one.
async fn it_gives_the_figures(app: &TestApp) -> Report {
    let as_of = app.ctx.today(app.ctx.zone());
    let figures = list_figures(app.ctx.db.read(), &UnitScope::All, None, as_of)
        .await
        .unwrap();
    let report = run(app, Asked::default()).await;
    assert_eq!((report.unreproduced, report.as_of), (0, as_of));
    assert_eq!(report.units.len(), figures.len());
    for (unit, found) in &report.units {
        let own = figures.iter().find(|one| one.unit_id == unit.id).unwrap();
        assert_eq!(tallied(&found.history), counted(&own.figures), "{}", unit.code);
        assert_eq!(found.history, found.scenario, "{}", unit.code);
    }
    let total = FigureSet::total(&figures);
    assert_eq!(tallied(&report.total.history), counted(&total));
    let objections = count_objections(app.ctx.db.read(), &UnitScope::All, None, as_of)
        .await
        .unwrap();
    for (unit, counts) in &objections {
        let (_, found) = report.units.iter().find(|(one, _)| one.id == *unit).unwrap();
        let tally = found.objections.history;
        let of = |figure: ObjectionFigure| u64::try_from(counts[figure.code()]).unwrap();
        for (told, figure) in [
            (tally.received, ObjectionFigure::Received),
            (tally.statute.due, ObjectionFigure::StatuteDue),
            (tally.statute.in_time, ObjectionFigure::StatuteInTime),
            (tally.statute.never_answered, ObjectionFigure::Lapsed),
            (tally.regulation.due, ObjectionFigure::RegulationDue),
            (tally.regulation.in_time, ObjectionFigure::RegulationInTime),
        ] {
            assert_eq!(told, of(figure), "{figure:?}");
        }
        assert_eq!(found.objections.scenario, tally);
    }
    let received: i64 = objections.iter().map(|(_, counts)| counts["received"]).sum();
    assert_eq!(
        i64::try_from(report.total.objections.history.received),
        Ok(received)
    );
    report
}

/// Objections to silence: one answered after some days, one withdrawn, one that nobody answers, one still to be answered.
async fn objections(app: &TestApp) {
    let superior = viewer(app, Role::Superior, "lapas-makassar").await;
    let citizen = app.anonymous().await;
    let mut filed = Vec::new();
    for _ in 0..4 {
        filed.push(CaseBuilder::new().file(app).await);
    }
    app.clock.advance(Duration::days(30));
    let mut pages = Vec::new();
    for one in &filed[..3] {
        pages.push(object_to_silence(&citizen, one).await);
    }
    let withdraw = format!("{}/cabut", pages[1]);
    citizen
        .submit(&withdraw, &withdraw, &[("reason", "Sudah ada.")])
        .await
        .expect(303);
    app.clock.advance(Duration::days(14));
    let answer = ObjectionStep {
        key: ObjectionKey::Number("KB-LAPAS-MAKASSAR-2026-0001".to_owned()),
        by: By::Staff(&superior, &[Role::Superior]),
        seen_version: None,
        command: objection::Command::Answer {
            rulings: vec![Ruled {
                ground: Ground::NotResponded,
                ruling: Some(Ruling::Rejected),
                text: "Sudah dijawab.".into(),
            }],
            order: None,
        },
        files: Vec::new(),
    };
    take(&app.ctx, answer).await.unwrap();
    app.clock.advance(Duration::days(50));
    object_to_silence(&citizen, &filed[3]).await;
}

#[rocket::async_test]
async fn answers_to_objections_are_judged_anew() {
    on_each_engine(async |app| {
        objections(app).await;
        let report = it_gives_the_figures(app).await;
        let was = report.total.objections.history;
        assert_eq!((was.received, was.statute.due, was.statute.in_time), (4, 2, 1));
        assert_eq!(
            (was.statute.never_answered, was.regulation.never_answered),
            (1, 1)
        );
        let asked = |assumptions| Asked {
            assumptions,
            ..Asked::default()
        };
        // Five days are not enough for the one that was answered; the limit of the regulation is another one.
        let lengths = |rule| Assumptions {
            lengths: [(rule, 5)].into(),
            ..Assumptions::default()
        };
        let short = run(app, asked(lengths(RuleId::D12))).await.total.objections;
        assert_eq!(
            (short.history, short.newly_late, short.no_longer_late),
            (was, 1, 0)
        );
        assert_eq!(short.scenario.statute.answered_late, 1);
        assert_eq!(short.scenario.regulation, was.regulation);
        let short = run(app, asked(lengths(RuleId::D13))).await.total.objections;
        assert_eq!(short.scenario.statute, was.statute);
        assert_eq!(short.scenario.regulation.answered_late, 1);
        // A slower office answers too late; a request's own limits move no answer.
        let slower = Assumptions {
            shift: 25,
            ..Assumptions::default()
        };
        let slower = run(app, asked(slower)).await.total.objections;
        assert_eq!((slower.newly_late, slower.scenario.statute.answered_late), (1, 1));
        let other = run(app, asked(lengths(RuleId::D05))).await.total.objections;
        assert_eq!(other.history, other.scenario);

        let auditor = app.auditor().await;
        let page = auditor.get("/auditor/simulasi?hitung=1&d12=5").await.expect(200);
        let told = page.text("section[aria-labelledby=hasil]");
        assert!(
            told.contains(
                "1 keberatan terlambat atau tidak ditanggapi menurut undang-undang, hanya menurut andaian."
            ),
            "{told}"
        );
        assert!(!page.body.contains("KB-LAPAS"), "no objection is named");
        let csv = auditor
            .get("/auditor/simulasi.csv?hitung=1&d12=5")
            .await
            .expect(200)
            .body;
        let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
        let column = |name: &str| lines[0].iter().position(|one| *one == name).unwrap();
        let late = |side: &str| lines[1][column(&format!("objections_statute_late_{side}"))];
        assert_eq!(
            (late("history"), late("scenario"), late("difference")),
            ("1", "2", "1")
        );
        assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{csv}");
    })
    .await;
}

#[tokio::test]
async fn with_nothing_assumed_it_gives_the_figures_of_the_sample() {
    on_each_engine(async |app| {
        import_sample(app).await;
        let report = it_gives_the_figures(app).await;
        assert_eq!((report.total.history.due, report.total.history.late()), (300, 17));

        // The same question gives the same bytes; another one differs and says so.
        let asked = || Asked {
            assumptions: Assumptions {
                lengths: [(RuleId::D05, 7), (RuleId::D08, 5)].into(),
                ..Assumptions::default()
            },
            ..Asked::default()
        };
        let (first, second) = (run(app, asked()).await, run(app, asked()).await);
        assert_eq!(simulation::csv(&first), simulation::csv(&second));
        assert_eq!(simulation::json(&first), simulation::json(&second));
        assert_eq!(
            first.total.history, report.total.history,
            "history does not change"
        );
        assert!(first.total.scenario.late() > 17, "{:?}", first.total.scenario);
        assert_eq!(
            first.total.scenario.late() - 17,
            first.total.newly_late - first.total.no_longer_late
        );
        assert_eq!(first.total.scenario.due, 300);
        let sums: u64 = first.units.iter().map(|(_, found)| found.scenario.late()).sum();
        assert_eq!(sums, first.total.scenario.late());
        assert!(simulation::csv(&first).contains("\r\nD05=7 D08=5,,,"));

        // Part of a period, one unit.
        let half = Asked {
            unit: Some("kanwil-sulsel".to_owned()),
            to: Some(date!(2025 - 06 - 30)),
            ..Asked::default()
        };
        let part = run(app, half).await;
        assert!(part.units.len() <= 1 && part.total.history.received < 300);
    })
    .await;
}

#[tokio::test]
async fn it_gives_the_figures_of_whatever_happened() {
    on_each_engine(async |app| {
        two_clocks(app).await;
        it_gives_the_figures(app).await;
        a_year_of_work(app).await;
        let office = Office::open(app, "lapas-makassar").await;
        let withdrawn = CaseBuilder::new().file(app).await.registration_no;
        let withdraw = terbuka::domain::request::Command::Withdraw {
            reason: "Sudah ada di situs".to_owned(),
        };
        office.step(&withdrawn, withdraw, Vec::new()).await;
        let report = it_gives_the_figures(app).await;
        assert!(report.total.history.pending > 0 && report.total.history.never_answered > 0);
        app.clock.advance(Duration::days(40));
        it_gives_the_figures(app).await;
    })
    .await;
}

#[rocket::async_test]
async fn the_page_compares_and_names_no_case() {
    on_each_engine(async |app| {
        let numbers = a_year_of_work(app).await;
        let (auditor, admin) = (app.auditor().await, app.admin().await);
        for (person, base) in [(&auditor, "/auditor/simulasi"), (&admin, "/admin/simulasi")] {
            for lang in ["id", "en"] {
                let form = person.get(&format!("{base}?lang={lang}")).await.expect(200);
                assert!(!form.body.contains("simulation."), "a key is shown");
                assert_eq!(
                    form.attribute("input[name=dari]", "value").as_deref(),
                    Some("2026-01-01")
                );
                assert!(!form.has("#hasil"), "nothing is counted before it is asked");
            }
            let asked = format!("{base}?hitung=1&dari=2026-01-01&d05=2&geser=-1");
            let page = person.get(&asked).await.expect(200);
            let rows = page.texts("section[aria-labelledby=hasil] table:first-of-type tbody tr");
            assert_eq!(rows.len(), 11);
            assert_eq!(
                page.attribute("input[name=d05]", "value").as_deref(),
                Some("2"),
                "the form keeps it"
            );
            for number in &numbers {
                assert!(!page.body.contains(number.as_str()), "{number}");
            }
            let csv = page.attribute("a[download]", "href").unwrap();
            let file = person.get(&csv).await.expect(200);
            assert!(file.header("Content-Disposition").unwrap().contains("simulasi-"));
            assert!(file.body.contains("D05=2 faster=1,2026-01-01,,"));
            assert!(!file.body.contains("Perihal"));

            // What makes no sense comes back as it was typed.
            let wrong = format!("{base}?hitung=1&dari=2026-13-01&sampai=2026-01-01&d05=0&d08=x&geser=99");
            let page = person.get(&wrong).await.expect(422);
            assert_eq!(page.errors().len(), 4, "{:?}", page.errors());
            assert_eq!(page.attribute("input[name=d08]", "value").as_deref(), Some("x"));
            person
                .get(&format!("{base}?hitung=1&dari=2026-02-02&sampai=2026-01-01"))
                .await
                .expect(422);
            person
                .get(&format!("{base}?hitung=1&unit=tidak-ada"))
                .await
                .expect(422);
        }
        // An auditor of one unit sees that unit, also in the sum.
        let here = app.staff(Role::Auditor, Some("rutan-makassar")).await;
        let csv = here.get("/auditor/simulasi.csv?hitung=1").await.expect(200).body;
        let lines: Vec<&str> = csv.trim_end().lines().collect();
        assert_eq!(lines.len(), 3, "a head, the unit, the sum");
        assert!(lines[2].contains(",,,1,1,0,"), "{}", lines[2]);

        // A case that comes after is in the next answer.
        let received = async || {
            let page = auditor.get("/auditor/simulasi?hitung=1").await.expect(200);
            page.text("section[aria-labelledby=hasil] table:first-of-type tbody td")
        };
        let before: u32 = received().await.trim().parse().unwrap();
        CaseBuilder::new().file(app).await;
        assert_eq!(received().await.trim(), (before + 1).to_string());
    })
    .await;
}

#[rocket::async_test]
async fn days_held_stand_in_the_file_and_on_the_page() {
    on_each_engine(async |app| {
        let [plain, _, completed_late] = two_clocks(app).await;
        let auditor = app.auditor().await;
        let csv = auditor.get("/auditor/register.csv").await.expect(200).body;
        let line = |number: &str| csv.lines().find(|line| line.starts_with(number)).unwrap();
        // Ten working days to 2 April and one more; nothing was asked of the applicant.
        let lapas = "Lembaga Pemasyarakatan Kelas I Makassar";
        let held = format!(",11,11,0,0,{lapas}: 11,");
        assert!(line(&plain).ends_with(&held), "{}", line(&plain));
        // The letter came on 17 March, the third working day; the applicant had it until 31 March, the eighth; the answer came on
        // the eighteenth.
        let held = format!(",18,13,0,5,{lapas}: 3; applicant: 5; {lapas}: 10,");
        assert!(
            line(&completed_late).ends_with(&held),
            "{}",
            line(&completed_late)
        );
        let officer = app.officer("lapas-makassar").await;
        for (person, base) in [(&auditor, "/auditor"), (&officer, "/petugas")] {
            let page = person
                .get(&format!("{base}/permohonan/{completed_late}"))
                .await
                .expect(200);
            let days = page.texts("section[aria-labelledby=pemegang] tbody td:last-child");
            assert_eq!(days, ["3", "5", "10"]);
            assert!(
                page.text("section[aria-labelledby=pemegang]")
                    .contains("18 hari kerja")
            );
        }
        let open = CaseBuilder::new().file(app).await.registration_no;
        let page = officer
            .get(&format!("/petugas/permohonan/{open}"))
            .await
            .expect(200);
        assert!(page.text("section[aria-labelledby=pemegang]").contains(lapas));
    })
    .await;
}
