//! What staff are told as time passes: once, to whom it concerns, and with nothing of a case but its number.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use terbuka::domain::actor::Role;
use terbuka::domain::ids::UserId;
use terbuka::domain::request::{Answer, Command, ItemAnswer, MissingRequirement, Outcome};
use terbuka::domain::unit::SuccessionKind;
use terbuka::jobs;
use terbuka::mail::{MailError, MailFault, OutgoingMail};
use terbuka::persistence::testing::Server;
use terbuka::persistence::{UnitScope, deadlines, requests};
use terbuka::services::accounts::{self, Appoint, NewUser};
use terbuka::services::audit::{FigureCache, list_public};
use terbuka::services::notifications::{Delivered, deliver_due};
use terbuka::services::reminders::{Left, count_owed, remind};
use terbuka::services::requests::CaseKey;
use terbuka::services::units::{self, Wanted};
use time::macros::{date, datetime};
use time::{Date, Duration, OffsetDateTime};

use crate::objection::{file_of, object_to_silence, silent};
use crate::support::{CaseBuilder, Office, TestApp, complete, exempt, on_each_engine, propose_closing};

const UNIT: &str = "lapas-makassar";
const OFFICER: &str = "petugas@kantor.example";
const PPID: &str = "ppid@kantor.example";
const SUPERIOR: &str = "atasan@kantor.example";

/// Somebody of an office who can be written to.
async fn staff(app: &TestApp, role: Role, unit: &str, email: &str) -> UserId {
    let new = NewUser {
        username: email.replace('@', "."),
        full_name: "Nama Rahasia".to_owned(),
        email: Some(email.to_owned()),
    };
    let (user, _) = accounts::add_user(&app.ctx, new).await.expect("an account");
    let appointment = Appoint {
        user,
        role,
        unit: Some(app.unit(unit).await),
        starts_on: date!(2026 - 01 - 01),
        ends_on: None,
        decree: None,
    };
    accounts::appoint(&app.ctx, appointment)
        .await
        .expect("an appointment");
    user
}

async fn everybody(app: &TestApp) {
    staff(app, Role::Officer, UNIT, OFFICER).await;
    staff(app, Role::Ppid, UNIT, PPID).await;
    staff(app, Role::Superior, UNIT, SUPERIOR).await;
}

/// Mail to staff since it was last looked at, by address.
fn told(app: &TestApp) -> BTreeMap<String, Vec<OutgoingMail>> {
    let mut by_address: BTreeMap<String, Vec<OutgoingMail>> = BTreeMap::new();
    for mail in app.mail.take() {
        if mail.to.ends_with("@kantor.example") {
            by_address.entry(mail.to.clone()).or_default().push(mail);
        }
    }
    by_address
}

fn is_briefing(mail: &OutgoingMail) -> bool {
    mail.subject.contains("Ringkasan pagi")
}

/// How many briefings and escalations an address got.
fn kinds(told: &BTreeMap<String, Vec<OutgoingMail>>, to: &str) -> (usize, usize) {
    let mails = told.get(to).map_or(&[][..], Vec::as_slice);
    let briefings = mails.iter().filter(|mail| is_briefing(mail)).count();
    (briefings, mails.len() - briefings)
}

fn at(day: Date, hour: u8) -> OffsetDateTime {
    day.with_hms(hour, 0, 0)
        .expect("an hour")
        .assume_offset(time::macros::offset!(+8))
}

const START: Date = date!(2026 - 11 - 24);
const END: Date = date!(2026 - 12 - 10);

/// One case that nobody checks, one that is complete and unanswered, one that waits for its applicant; and what happens to them.
async fn three_cases(app: &TestApp) -> [String; 3] {
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(CaseBuilder::new().file(app).await.registration_no);
    }
    let office = Office::open(app, UNIT).await;
    office.step(&numbers[1], complete(), Vec::new()).await;
    let letter = Command::DeclareIncomplete {
        missing: vec![MissingRequirement::IdentityDocument],
        note: "Mohon kirim salinan KTP.".to_owned(),
    };
    office.step(&numbers[2], letter, Vec::new()).await;
    // Until the letter is known to have reached them, the office has not done its part.
    let received = Command::ConfirmLetterReceived { on: START };
    office.step(&numbers[2], received, Vec::new()).await;
    numbers.try_into().expect("three")
}

/// States, dates and figures, as they stand now.
async fn stands(app: &TestApp, numbers: &[String]) -> String {
    let conn = app.ctx.db.read();
    let mut words = String::new();
    for number in numbers {
        let row = requests::get_request_by_no(conn, &UnitScope::All, number)
            .await
            .unwrap();
        writeln!(
            words,
            "{number} {} {:?} {:?} {:?} {:?} {:?} {}",
            row.status,
            (row.target_on, row.due_on, row.latest_on, row.next_due_on),
            (row.statute_due_on, row.regulation_due_on, row.fix_latest_on),
            row.outcome,
            row.notice_on,
            row.is_late_notice,
            row.event_seq
        )
        .expect("a line");
        for duty in deadlines::list_deadlines(conn, row.id).await.unwrap() {
            let days = (duty.target_on, duty.due_on, duty.latest_on, duty.settled_on);
            writeln!(words, "  {} {days:?}", duty.rule_id).expect("a line");
        }
    }
    let figures = list_public(&app.ctx, &FigureCache::default(), None)
        .await
        .unwrap();
    words + &format!("{:?}", figures.total)
}

#[tokio::test]
async fn a_dead_worker_changes_nothing_and_tells_afterwards_each_thing_once() {
    for server in Server::all().expect("the engines of this run") {
        let (awake, asleep) = (TestApp::on(&server, &[]).await, TestApp::on(&server, &[]).await);
        for app in [&awake, &asleep] {
            everybody(app).await;
        }
        let numbers = three_cases(&awake).await;
        assert_eq!(numbers, three_cases(&asleep).await);

        let mut named: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut day = START;
        while day <= END {
            awake.clock.set(at(day, 10));
            jobs::tick(&awake.ctx).await;
            let told = told(&awake);
            for to in [OFFICER, PPID, SUPERIOR] {
                let (briefings, escalations) = kinds(&told, to);
                assert!(briefings <= 1 && escalations <= 1, "{day} {to}");
                assert!(escalations == 0 || to != OFFICER, "{day}");
            }
            for (to, mails) in told {
                for mail in mails.iter().filter(|mail| !is_briefing(mail)) {
                    for number in &numbers {
                        let is_named = mail.text.contains(&format!("{number}:"));
                        *named.entry((to.clone(), number.clone())).or_default() += u32::from(is_named);
                    }
                }
            }
            day = day.next_day().expect("a day");
        }
        for to in [PPID, SUPERIOR] {
            let told = numbers
                .each_ref()
                .map(|number| named[&(to.to_owned(), number.clone())]);
            assert_eq!(
                told,
                [1, 1, 0],
                "{to}: each once, and nothing while the applicant has it"
            );
        }

        asleep.clock.set(at(END, 10));
        let before = stands(&asleep, &numbers).await;
        assert_eq!(
            before,
            stands(&awake, &numbers).await,
            "ticks move no date, state or figure"
        );
        assert_eq!(count_owed(&asleep.ctx).await.unwrap(), 3);
        jobs::tick(&asleep.ctx).await;
        let late = told(&asleep);
        assert_eq!(
            kinds(&late, OFFICER),
            (1, 0),
            "one briefing, not one for each day"
        );
        assert_eq!(kinds(&late, PPID), (1, 1));
        assert_eq!(kinds(&late, SUPERIOR), (1, 1));
        let briefing = late[OFFICER].first().unwrap();
        assert!(
            briefing.text.contains("2 permohonan sudah lewat"),
            "{}",
            briefing.text
        );
        for mails in late.values() {
            for mail in mails {
                assert!(!mail.text.contains(&numbers[2]), "{}", mail.text);
            }
        }
        assert_eq!(stands(&asleep, &numbers).await, before);
        asleep.clock.advance(Duration::minutes(10));
        jobs::tick(&asleep.ctx).await;
        assert!(told(&asleep).is_empty(), "nothing is told twice");
        assert_eq!(count_owed(&asleep.ctx).await.unwrap(), 0);
        awake.finish().await;
        asleep.finish().await;
    }
}

#[tokio::test]
async fn two_workers_at_once_tell_one_thing_once() {
    on_each_engine(async |app| {
        everybody(app).await;
        three_cases(app).await;
        app.clock.set(at(END, 10));
        let (first, second) = tokio::join!(remind(&app.ctx), remind(&app.ctx));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.briefings + second.briefings, 3, "{first:?} {second:?}");
        assert_eq!(first.escalations + second.escalations, 2, "{first:?} {second:?}");
        while deliver_due(&app.ctx).await.unwrap().is_full() {}
        assert_eq!(told(app).values().map(Vec::len).sum::<usize>(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_briefing_goes_on_working_mornings_and_a_missed_one_never() {
    on_each_engine(async |app| {
        everybody(app).await;
        let none = Left::default();
        let one = async |at: OffsetDateTime| {
            app.clock.set(at);
            remind(&app.ctx).await.unwrap()
        };
        // Nothing to say is remembered, too: what comes later in the day waits for the next morning.
        assert_eq!(one(datetime!(2026-11-24 08:00 +8)).await, none);
        CaseBuilder::new().file(app).await;
        assert_eq!(one(datetime!(2026-11-24 11:00 +8)).await, none);
        assert_eq!(one(datetime!(2026-11-25 06:59 +8)).await, none, "too early");
        assert_eq!(
            one(datetime!(2026-11-25 07:00 +8)).await.briefings,
            2,
            "officer and PPID"
        );
        assert_eq!(one(datetime!(2026-11-25 23:00 +8)).await, none);
        // Friday is the last day of the check; on Saturday nobody works.
        assert_eq!(one(datetime!(2026-11-28 09:00 +8)).await, none);
        assert_eq!(one(datetime!(2026-11-29 09:00 +8)).await, none);
        let monday = one(datetime!(2026-11-30 07:30 +8)).await;
        assert_eq!((monday.briefings, monday.escalations), (3, 2));

        // The mail server is away until Tuesday evening: of two briefings each, today's goes; an escalation always does.
        app.mail
            .fail_with(Some(MailError::Temporary(MailFault::Unreachable)));
        deliver_due(&app.ctx).await.unwrap();
        assert_eq!(one(datetime!(2026-12-01 07:30 +8)).await.briefings, 3);
        app.clock.set(datetime!(2026-12-01 19:00 +8));
        app.mail.fail_with(None);
        let mut done = Delivered::default();
        loop {
            let round = deliver_due(&app.ctx).await.unwrap();
            done.sent += round.sent;
            done.dropped += round.dropped;
            if !round.is_full() {
                break;
            }
        }
        let told = told(app);
        assert_eq!((kinds(&told, OFFICER), kinds(&told, SUPERIOR)), ((1, 0), (1, 1)));
        assert_eq!(done.dropped, 5, "the briefings of 25 and 30 November");
    })
    .await;
}

#[tokio::test]
async fn a_signed_answer_is_the_superiors_and_mail_tells_nothing_of_it() {
    let languages = [
        (
            "id",
            "1 jawaban menunggu persetujuan Anda",
            "Permohonan {}: batas waktunya sudah lewat",
        ),
        (
            "en",
            "1 answer waits for your approval",
            "Request {}: its last day has passed",
        ),
    ];
    for server in Server::all().expect("the engines of this run") {
        for (language, waits, late) in languages {
            let app = TestApp::on(&server, &[("instance.staff_language", language)]).await;
            everybody(&app).await;
            let number = CaseBuilder::new().file(&app).await.registration_no;
            let office = Office::open(&app, UNIT).await;
            office.step(&number, complete(), Vec::new()).await;
            let answer = Answer {
                items: vec![Some(ItemAnswer {
                    outcome: Outcome::Refused,
                    text: "Memuat nama narapidana".to_owned(),
                    has_files: false,
                    held_form: None,
                    redactions: None,
                    holder: None,
                    is_holder_unknown: false,
                    available_on: None,
                    is_redacted: false,
                    exemption: None,
                })],
                promised_on: None,
                charge: None,
            };
            propose_closing(&app, UNIT, &CaseKey::Number(number.clone()), answer, Vec::new()).await;
            app.clock.set(datetime!(2026-11-25 08:00 +8));
            jobs::tick(&app.ctx).await;
            let first = told(&app);
            assert_eq!(
                first.keys().collect::<Vec<_>>(),
                [SUPERIOR],
                "nobody else has anything to do"
            );
            let [briefing] = first[SUPERIOR].as_slice() else {
                panic!("{first:?}");
            };
            assert!(briefing.text.contains(waits), "{}", briefing.text);
            assert!(
                briefing.text.contains("/atasan?tab=persetujuan"),
                "{}",
                briefing.text
            );

            app.clock.set(datetime!(2026-12-09 08:00 +8));
            jobs::tick(&app.ctx).await;
            let second = told(&app);
            assert_eq!(second.keys().collect::<Vec<_>>(), [SUPERIOR]);
            let said = late.replace("{}", &number);
            let escalation = second[SUPERIOR].iter().find(|mail| mail.text.contains(&said));
            let escalation = escalation.unwrap_or_else(|| panic!("{said}: {:?}", second[SUPERIOR][0].text));
            let page = format!("/atasan/permohonan/{number}");
            assert!(escalation.html.contains(&format!("<html lang=\"{language}\">")));
            assert!(escalation.text.contains(&page) && escalation.html.contains(&page));
            for mail in first.values().chain(second.values()).flatten() {
                let words = [mail.subject.as_str(), &mail.text, &mail.html]
                    .join("\n")
                    .to_lowercase();
                assert!(!words.contains("abaikan") && !words.contains("ignore"), "{words}");
                for secret in [
                    "andi baso",
                    "bahan makanan",
                    "narapidana",
                    "nama rahasia",
                    "penelitian",
                    "lacak",
                ] {
                    assert!(!words.contains(secret), "{secret} in {words}");
                }
            }
            app.finish().await;
        }
    }
}

#[tokio::test]
async fn whoever_comes_later_is_told_too_and_whoever_holds_it_no_more_is_not() {
    on_each_engine(async |app| {
        everybody(app).await;
        let number = CaseBuilder::new().file(app).await.registration_no;
        app.clock.set(at(END, 10));
        jobs::tick(&app.ctx).await;
        assert_eq!(kinds(&told(app), PPID), (1, 1));

        let new = "ppid.baru@kantor.example";
        staff(app, Role::Ppid, UNIT, new).await;
        let other = "ppid.rutan@kantor.example";
        staff(app, Role::Ppid, "rutan-makassar", other).await;
        app.clock.advance(Duration::minutes(10));
        jobs::tick(&app.ctx).await;
        let later = told(app);
        assert_eq!((later.len(), kinds(&later, new)), (1, (1, 1)));

        let office = Office::open(app, UNIT).await;
        office.step(&number, complete(), Vec::new()).await;
        let route = Command::Route {
            to: app.unit("rutan-makassar").await,
            reason: "Arsipnya di sana.".to_owned(),
        };
        office.step(&number, route, Vec::new()).await;
        app.clock.set(at(date!(2026 - 12 - 11), 10));
        jobs::tick(&app.ctx).await;
        let routed = told(app);
        // The notice is another duty than the check was, and its last day has passed as well.
        assert_eq!(routed.keys().collect::<Vec<_>>(), [other]);
        assert_eq!(kinds(&routed, other), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn an_exemption_near_its_end_is_told_when_it_comes_near_and_when_it_should_be_decided() {
    on_each_engine(async |app| {
        everybody(app).await;
        exempt(app, UNIT, false).await;
        let mut days = Vec::new();
        let mut day = date!(2027 - 08 - 01);
        let end = date!(2027 - 12 - 01);
        while day <= end {
            app.clock.set(at(day, 10));
            remind(&app.ctx).await.unwrap();
            while deliver_due(&app.ctx).await.unwrap().is_full() {}
            let told = told(app);
            assert_eq!(kinds(&told, SUPERIOR), (0, 0), "{day}");
            if !told.is_empty() {
                days.push((day, kinds(&told, OFFICER), kinds(&told, PPID)));
            }
            day = day.next_day().expect("a day");
        }
        let [near, decide] = days.as_slice() else {
            panic!("two days, not {days:?}");
        };
        assert_eq!((near.1, near.2), ((1, 0), (1, 0)));
        assert_eq!((decide.1, decide.2), ((0, 0), (0, 1)));
        assert!(near.0 + Duration::days(35) < decide.0, "{days:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_goes_on_is_reminded_of_the_exemptions_of_a_unit_that_ended() {
    on_each_engine(async |app| {
        everybody(app).await;
        exempt(app, "rutan-makassar", false).await;
        let wanted = Wanted {
            unit: "rutan-makassar".to_owned(),
            kind: Some(SuccessionKind::Merge),
            effective_on: Some(app.ctx.today(app.ctx.zone())),
            legal_basis: "Kepmen 1/2026".to_owned(),
            to: vec![UNIT.to_owned()],
            ..Wanted::default()
        };
        units::apply(&app.ctx, None, &wanted, None).await.unwrap();
        app.clock.set(at(date!(2027 - 11 - 19), 10));
        remind(&app.ctx).await.unwrap();
        while deliver_due(&app.ctx).await.unwrap().is_full() {}
        let told = told(app);
        assert!(told.contains_key(PPID), "{told:?}");
    })
    .await;
}

/// The superior answers an objection, so only the superior is told of it: near, come and past, once each.
#[rocket::async_test]
async fn an_objection_is_told_to_the_superior_until_it_is_answered() {
    on_each_engine(async |app| {
        everybody(app).await;
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let own = object_to_silence(&citizen, &filed).await;
        let row = file_of(app, &own).await.objection.row;
        let (number, due) = (row.number.expect("a number"), row.queue_on.expect("a last day"));
        while deliver_due(&app.ctx).await.unwrap().is_full() {}
        drop(told(app));
        let mut named = Vec::new();
        let mut day = app.ctx.today(app.ctx.zone());
        while day <= due + Duration::days(10) {
            day = day.next_day().expect("a day");
            app.clock.set(at(day, 10));
            remind(&app.ctx).await.unwrap();
            while deliver_due(&app.ctx).await.unwrap().is_full() {}
            for (to, mails) in told(app) {
                for mail in mails.iter().filter(|mail| mail.text.contains(&number)) {
                    assert_eq!(to, SUPERIOR);
                    let link = format!("/atasan/keberatan/{number}");
                    assert!(mail.text.contains(&link), "{}", mail.text);
                    named.push((day, is_briefing(mail)));
                }
            }
        }
        let [near, come, past] = named.as_slice() else {
            panic!("three times, not {named:?}");
        };
        assert!(near.1 && near.0 < come.0, "{named:?}");
        assert!(!come.1 && come.0 <= due, "{named:?}");
        assert!(!past.1 && past.0 > due, "{named:?}");

        // Withdrawn, it is nobody's any more.
        let withdraw = format!("{own}/cabut");
        citizen.submit(&withdraw, &withdraw, &[]).await.expect(303);
        app.clock.set(at(due + Duration::days(30), 10));
        remind(&app.ctx).await.unwrap();
        while deliver_due(&app.ctx).await.unwrap().is_full() {}
        let named =
            |mail: &OutgoingMail| mail.text.contains(&number) || mail.text.contains("keberatan mendekati");
        assert!(!told(app).into_values().flatten().any(|mail| named(&mail)));
    })
    .await;
}

#[tokio::test]
async fn a_share_is_told_to_the_unit_that_prepares_it_and_to_nobody_else() {
    on_each_engine(async |app| {
        const THERE: &str = "rutan-makassar";
        let (officer, ppid, superior) = (
            "rutan@kantor.example",
            "rutan.ppid@kantor.example",
            "rutan.atasan@kantor.example",
        );
        staff(app, Role::Officer, THERE, officer).await;
        staff(app, Role::Ppid, THERE, ppid).await;
        staff(app, Role::Superior, THERE, superior).await;
        let number = CaseBuilder::new().file(app).await.registration_no;
        let office = Office::open(app, UNIT).await;
        let ask = Command::AskShare {
            unit: app.unit(THERE).await,
            items: vec![1],
            wanted_on: date!(2026 - 12 - 02),
            note: "Jumlah penghuni.".to_owned(),
        };
        office.step(&number, ask, Vec::new()).await;
        while deliver_due(&app.ctx).await.unwrap().is_full() {}
        told(app);
        let round = async |day: Date| {
            app.clock.set(at(day, 10));
            remind(&app.ctx).await.unwrap();
            while deliver_due(&app.ctx).await.unwrap().is_full() {}
            told(app)
        };
        // Counted each working morning while it waits; named to the PPID on the day it is wanted; never the superior's.
        let first = round(date!(2026 - 11 - 25)).await;
        assert_eq!(
            (
                kinds(&first, officer),
                kinds(&first, ppid),
                kinds(&first, superior)
            ),
            ((1, 0), (1, 0), (0, 0))
        );
        assert!(
            first[officer][0]
                .text
                .contains("1 bagian permohonan menunggu bahan")
        );
        let wanted = round(date!(2026 - 12 - 02)).await;
        assert_eq!(
            (
                kinds(&wanted, officer),
                kinds(&wanted, ppid),
                kinds(&wanted, superior)
            ),
            ((1, 0), (1, 1), (0, 0))
        );
        let escalation = wanted[ppid]
            .iter()
            .find(|mail| !is_briefing(mail))
            .expect("a mail of its own");
        assert!(escalation.text.contains(&format!("/petugas/bagian/{number}/1")));

        // Handed in, it is nobody's matter any more.
        let there = Office::open(app, THERE).await;
        let supply = Command::SupplyShare {
            no: 1,
            text: "240 orang.".to_owned(),
            has_files: false,
        };
        there.step(&number, supply, Vec::new()).await;
        assert_eq!(round(date!(2026 - 12 - 03)).await.len(), 0);
    })
    .await;
}
