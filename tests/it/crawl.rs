//! Whoever may not see a private case finds nothing of it: not by following links, and not by naming its numbers, letters, files and
//! exports, whether below the case itself or below one of their own.

use std::collections::{BTreeMap, BTreeSet};

use scraper::Selector;
use terbuka::domain::actor::Role;
use terbuka::domain::dispute::CommandKind;
use terbuka::domain::ids::UserId;
use terbuka::domain::request::{Command, Outcome};
use terbuka::persistence::{events, records};
use terbuka::services::accounts::{self, Appoint};
use terbuka::services::requests::{Filed, Filing, file};
use terbuka::services::uploads;
use time::Duration;

use crate::objection::{case_page, fact, file_of};
use crate::support::{
    Answer, CaseBuilder, Office, PASSWORD, PICTURE, Person, TestApp, complete, docx, on_each_engine,
};

const HERE: &str = "lapas-makassar";
const ELSEWHERE: &str = "rutan-makassar";
/// It is asked to prepare a part of the answer, so it may know what is asked, and not by whom.
const HELPING: &str = "kanwil-sulsel";

/// Most pages that one person walks through.
const MOST_PAGES: usize = 600;

/// Questions that are asked of one page: lists have more filters than anyone could follow.
const MOST_QUESTIONS: usize = 12;

/// Who asked; for nobody but the office that answers and the applicant.
const IDENTITY: [&str; 6] = [
    "Ranggong Rahasia",
    "7371015507880002",
    "Jl. Lorong Tertutup 77",
    "81299988877",
    "ranggong.rahasia@example.org",
    "KTP-Ranggong",
];
/// What was asked and written; for the office, the applicant and auditors.
const SUBJECT: [&str; 3] = ["Perihal terselubung", "Rincian terselubung", "Bagian terselubung"];
/// What the applicant and the office wrote to each other. An auditor reads the office's letters, and
/// not why somebody objects.
const WORDS: [&str; 4] = [
    "Pertanyaan terselubung",
    "Keberatan terselubung",
    "Jawaban terselubung",
    "lampiran-terselubung",
];

/// A private case with everything that can hang on one, and another that was answered and never published.
struct Private {
    open: Filed,
    answered: Filed,
    objection: String,
    objection_no: String,
}

fn secret(form: &mut terbuka::domain::applicant::Submission) {
    "Ranggong Rahasia".clone_into(&mut form.full_name);
    "7371015507880002".clone_into(&mut form.nik);
    "Jl. Lorong Tertutup 77".clone_into(&mut form.address);
    "081299988877".clone_into(&mut form.phone);
    "ranggong.rahasia@example.org".clone_into(&mut form.email);
    "Perihal terselubung".clone_into(&mut form.subject);
    form.items = vec!["Rincian terselubung".to_owned(), "Bagian terselubung".to_owned()];
}

async fn private(app: &TestApp, owner: UserId) -> Private {
    let kept = async |field, kind, name, bytes: &[u8]| {
        let kept = uploads::keep(&app.ctx, field, kind, name, bytes).await;
        kept.expect("a kept file")
    };
    let filing = Filing {
        files: vec![
            kept("identity", "identity", "KTP-Ranggong.png", PICTURE).await,
            kept("file", "supporting", "surat.txt", b"Isi lampiran-terselubung").await,
        ],
        ..CaseBuilder::new().by(owner).with(secret).filing(app)
    };
    let open = file(&app.ctx, filing).await.expect("a case");
    let single = CaseBuilder::new()
        .by(owner)
        .with(secret)
        .with(|form| form.items.truncate(1));
    let answered = single.file(app).await;
    let office = Office::open(app, HERE).await;
    let document = docx("Isi lampiran-terselubung");
    let attached = Some(("lampiran-terselubung.docx", document.as_slice()));
    office
        .answer(
            &answered.registration_no,
            Outcome::GrantedFull,
            "Jawaban terselubung",
            attached,
        )
        .await;
    office.close(&answered.registration_no).await;

    let number = &open.registration_no;
    office.step(number, complete(), Vec::new()).await;
    let ask = Command::AskClarification {
        question: "Pertanyaan terselubung".to_owned(),
    };
    office.step(number, ask, Vec::new()).await;
    let share = Command::AskShare {
        unit: app.unit(HELPING).await,
        items: vec![1],
        wanted_on: app.ctx.today(app.ctx.zone()),
        note: "Mohon bahan.".to_owned(),
    };
    office.step(number, share, Vec::new()).await;
    app.clock.advance(Duration::days(30));
    let citizen = app.anonymous().await;
    let objection = {
        let action = format!("{}/keberatan", case_page(&open));
        let typed = [("grounds", "not_responded"), ("reason", "Keberatan terselubung")];
        let sent = citizen.submit(&action, &action, &typed).await;
        sent.location().to_owned()
    };
    let objection_no = file_of(app, &objection).await.objection.number().to_owned();
    app.clock.advance(Duration::days(50));
    fact(app, &objection, CommandKind::RecordFiling, None).await;
    Private {
        open,
        answered,
        objection,
        objection_no,
    }
}

/// Addresses that a page names: of links, files and pictures.
fn named(body: &str) -> BTreeSet<String> {
    let html = scraper::Html::parse_document(body);
    let mut found = BTreeSet::new();
    for (selector, attribute) in [("[href]", "href"), ("[src]", "src")] {
        for element in html.select(&Selector::parse(selector).expect("a selector")) {
            let address = element.value().attr(attribute).unwrap_or_default();
            let address = address.split('#').next().unwrap_or_default();
            // What the portal serves to all holds no case, and a page in the other language none that this one hides.
            let is_case =
                address.starts_with('/') && !address.starts_with("/assets") && !address.contains("lang=");
            if is_case {
                found.insert(address.to_owned());
            }
        }
    }
    found
}

/// What an answer says: its content, and the name it gives to a file.
fn told(answer: &Answer) -> String {
    let name = answer.header("Content-Disposition").unwrap_or_default();
    format!("{name}\n{}", String::from_utf8_lossy(&answer.bytes))
}

/// Everything that a person reaches by links from these pages: address and content.
async fn walk(person: &Person, from: &[String]) -> BTreeMap<String, String> {
    let mut waiting: BTreeSet<String> = from.iter().cloned().collect();
    let mut seen = BTreeMap::new();
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = waiting.pop_first() {
        let questions = path
            .split_once('?')
            .map(|(page, _)| asked.entry(page.to_owned()).or_default());
        let is_enough = questions.is_some_and(|asked| {
            *asked += 1;
            *asked > MOST_QUESTIONS
        });
        if is_enough || seen.contains_key(&path) {
            continue;
        }
        assert!(seen.len() < MOST_PAGES, "the walk has no end: {path}");
        let answer = person.get(&path).await;
        if answer.status == 200 {
            let is_page = answer
                .header("Content-Type")
                .is_some_and(|kind| kind.starts_with("text/html"));
            if is_page {
                waiting.extend(named(&answer.body));
            }
        }
        seen.insert(path, told(&answer));
    }
    seen
}

/// The start of every workspace, and of what is public.
fn starts() -> Vec<String> {
    [
        "/",
        "/permohonan",
        "/unit",
        "/kepatuhan",
        "/lacak",
        "/petugas",
        "/atasan",
        "/auditor",
        "/admin",
        "/akun",
    ]
    .map(str::to_owned)
    .into()
}

/// People who may see nothing of the case, with who they are.
async fn outsiders(app: &TestApp) -> Vec<(&'static str, Person)> {
    let ended = app.citizen().await;
    let today = app.ctx.today(app.ctx.zone());
    let appointment = Appoint {
        user: ended.user.expect("an account"),
        role: Role::Officer,
        unit: Some(app.unit(HERE).await),
        starts_on: today - Duration::days(90),
        ends_on: Some(today - Duration::days(30)),
        decree: None,
    };
    accounts::appoint(&app.ctx, appointment)
        .await
        .expect("an appointment");
    vec![
        ("nobody", app.anonymous().await),
        ("another citizen", app.citizen().await),
        ("an officer of another unit", app.officer(ELSEWHERE).await),
        ("the PPID of another unit", app.ppid(ELSEWHERE).await),
        ("the superior of another unit", app.superior(ELSEWHERE).await),
        (
            "the auditor of another unit",
            app.staff(Role::Auditor, Some(ELSEWHERE)).await,
        ),
        ("an officer whose appointment is over", ended),
        ("an administrator", app.admin().await),
    ]
}

/// What nobody outside may read, with the numbers of the cases.
fn secrets(case: &Private) -> Vec<String> {
    let numbers = [
        &case.open.registration_no,
        &case.answered.registration_no,
        &case.objection_no,
    ];
    let words = IDENTITY.iter().chain(&SUBJECT).chain(&WORDS);
    words
        .map(|word| (*word).to_owned())
        .chain(numbers.into_iter().cloned())
        .collect()
}

fn found<'a>(content: &str, secrets: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    secrets
        .into_iter()
        .filter(|secret| content.contains(secret))
        .collect()
}

#[rocket::async_test]
async fn following_links_shows_a_private_case_to_those_alone_who_may_see_it() {
    on_each_engine(async |app| {
        let citizen = app.citizen().await;
        let case = private(app, citizen.user.expect("an account")).await;
        // Months went by.
        citizen.sign_in(&citizen.username, PASSWORD).await.expect(303);
        let secrets = secrets(&case);
        let newest = async || {
            let conn = app.ctx.db.read();
            let events = events::list_newest_event_ids(conn, 1).await.expect("events");
            (
                events,
                records::list_newest_record_ids(conn, 1).await.expect("events"),
            )
        };
        let before = newest().await;

        // Those who may find all of it, so the walk goes far enough. The number of an identity card is masked to them, too, and a file
        // of the applicant has a name that the portal gave it.
        let insiders = [
            ("the officer", app.officer(HERE).await, starts()),
            ("the applicant", citizen, starts()),
            (
                "the link",
                app.anonymous().await,
                vec![
                    case_page(&case.open),
                    case_page(&case.answered),
                    case.objection.clone(),
                ],
            ),
        ];
        for (who, person, from) in &insiders {
            let pages = walk(person, from).await;
            let all: String = pages.into_values().collect();
            // The applicant's own pages need not say who they are.
            let is_expected = |one: &&String| {
                let of_identity = IDENTITY.contains(&one.as_str());
                !of_identity || *who == "the officer" && ![IDENTITY[1], IDENTITY[5]].contains(&one.as_str())
            };
            let expected = secrets.iter().filter(is_expected);
            for secret in expected {
                assert!(all.contains(secret.as_str()), "{who} does not find {secret}");
            }
            assert!(!all.contains(IDENTITY[1]), "{who} is shown the whole number");
        }

        for (who, person) in outsiders(app).await {
            for (path, content) in walk(&person, &starts()).await {
                let shown = found(&content, secrets.iter().map(String::as_str));
                assert!(shown.is_empty(), "{who} is shown {shown:?} at {path}");
            }
            for path in [
                "/?kata=terselubung",
                "/permohonan?kata=terselubung",
                "/petugas?kata=terselubung",
                "/atasan?kata=terselubung",
            ] {
                let content = person.get(path).await.body;
                let shown = found(&content, secrets.iter().map(String::as_str));
                assert!(shown.is_empty(), "{who} is shown {shown:?} at {path}");
            }
        }
        // Who helps knows what is asked; an auditor what became of it. Neither knows who asked, nor what they wrote.
        let helping = WORDS.to_vec();
        let auditing = vec![WORDS[1]];
        for (who, person, hidden) in [
            ("who helps", app.officer(HELPING).await, helping),
            ("an auditor", app.auditor().await, auditing),
        ] {
            let pages = walk(&person, &starts()).await;
            assert!(
                pages.values().any(|content| content.contains(SUBJECT[1])),
                "{who} sees the request"
            );
            for (path, content) in pages {
                let shown = found(&content, IDENTITY.into_iter().chain(hidden.iter().copied()));
                assert!(shown.is_empty(), "{who} is shown {shown:?} at {path}");
            }
        }
        assert_eq!(newest().await, before, "reading changes nothing");
    })
    .await;
}

#[rocket::async_test]
async fn naming_what_belongs_to_a_private_case_opens_nothing() {
    on_each_engine(async |app| {
        let citizen = app.citizen().await;
        let case = private(app, citizen.user.expect("an account")).await;
        // Months went by.
        citizen.sign_in(&citizen.username, PASSWORD).await.expect(303);
        let stranger = app.citizen().await;
        let own = CaseBuilder::new()
            .unit(ELSEWHERE)
            .by(stranger.user.expect("an account"))
            .file(app)
            .await;
        // Every address at which those who may see it read something of it.
        let mut named = BTreeSet::new();
        for (person, from) in [
            (app.officer(HERE).await, starts()),
            (app.ppid(HERE).await, starts()),
            (app.superior(HERE).await, starts()),
            (app.auditor().await, starts()),
            (citizen, starts()),
            (
                app.anonymous().await,
                vec![
                    case_page(&case.open),
                    case_page(&case.answered),
                    case.objection.clone(),
                ],
            ),
        ] {
            named.extend(walk(&person, &from).await.into_keys());
        }
        let of_all: BTreeSet<String> = walk(&app.anonymous().await, &starts())
            .await
            .into_keys()
            .collect();
        let named: Vec<&String> = named.difference(&of_all).collect();
        assert!(named.len() > 100, "{} addresses", named.len());
        let secret_link = [
            case.open.token.expose(),
            case.answered.token.expose(),
            case.objection.rsplit('/').next().unwrap(),
        ];
        let numbers = [
            &case.open.registration_no,
            &case.answered.registration_no,
            &case.objection_no,
        ];

        let mut people = outsiders(app).await;
        people.push(("a citizen with a case of their own", stranger));
        for (who, person) in &people {
            for address in &named {
                // Whoever has the link may see the case; here they have that of another one.
                let is_theirs = secret_link.iter().any(|link| address.contains(link));
                let mut tried = vec![];
                if !is_theirs {
                    tried.push((*address).clone());
                }
                let links = secret_link.iter().map(|link| (*link, own.token.expose()));
                let of_own = numbers
                    .iter()
                    .map(|number| (number.as_str(), own.registration_no.as_str()));
                let elsewhere = links
                    .chain(of_own)
                    .fold((*address).clone(), |address, (theirs, own)| {
                        address.replace(theirs, own)
                    });
                if elsewhere != **address {
                    tried.push(elsewhere);
                }
                for path in tried {
                    let answer = person.get(&path).await;
                    assert!(answer.status < 500, "{who}: {path} is a fault");
                    let content = told(&answer);
                    let words = IDENTITY.iter().chain(&SUBJECT).chain(&WORDS).copied();
                    let shown = found(&content, words);
                    assert!(shown.is_empty(), "{who} is shown {shown:?} at {path}");
                    let is_one_of_it = numbers.iter().any(|number| path.contains(number.as_str()));
                    assert!(!is_one_of_it || answer.status != 200, "{who} opens {path}");
                }
            }
        }
    })
    .await;
}
