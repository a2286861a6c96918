//! The secret link: replaced, so that the old one opens nothing, and sent again to the address that was given.

use terbuka::services::notifications::deliver_due;
use terbuka::services::{ServiceError, tracking};
use time::Duration;

use crate::objection::{object_to_silence, silent};
use crate::support::{CaseBuilder, Person, TestApp, kinds_of_mail, on_each_engine};

/// Replaces the link of a page; gives the new page.
async fn replace(person: &Person, page: &str) -> String {
    let form = format!("{page}/tautan");
    person.submit(&form, &form, &[]).await.location().to_owned()
}

async fn mails(app: &TestApp) -> Vec<String> {
    let told = app.mail.sent().len();
    deliver_due(&app.ctx).await.expect("mails");
    app.mail
        .sent()
        .split_off(told)
        .into_iter()
        .map(|mail| mail.text)
        .collect()
}

#[rocket::async_test]
async fn a_replaced_link_opens_nothing_and_the_new_one_everything() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let person = app.anonymous().await;
        let case = format!("/lacak/{}", filed.token.expose());
        let objection = object_to_silence(&person, &filed).await;
        mails(app).await;
        for first in [&objection, &case] {
            let shown = person.get(first).await.expect(200);
            assert!(shown.has(&format!("a[href='{first}/tautan']")));
            let second = replace(&person, first).await;
            let third = replace(&person, &second).await;
            assert!(*first != second && second != third && *first != third);
            for (page, status) in [(first, 404), (&second, 404), (&third, 200)] {
                person.get(page).await.expect(status);
                person.get(&format!("{page}/tenggat.ics")).await.expect(status);
            }
            // The mail of the first replacement waited, and has the link that holds when it goes.
            let told = mails(app).await;
            assert_eq!(
                told.iter().filter(|mail| mail.contains(&third)).count(),
                2,
                "{told:?}"
            );
            assert!(told.iter().all(|mail| !mail.contains(first.as_str())), "{told:?}");
            let form = format!("{third}/tautan");
            person
                .post(&format!("{first}/tautan"), &person.get(&form).await.form(&form))
                .await
                .expect(404);
        }
        // Number and contact lead to the link that holds, and so does the page of the request to its objection.
        let typed = [
            ("registration_no", filed.registration_no.as_str()),
            ("contact", "andi.baso@example.org"),
        ];
        let there = person
            .submit("/lacak", "/lacak", &typed)
            .await
            .location()
            .to_owned();
        let page = person.get(&there).await.expect(200);
        let to_objection = page
            .attribute("main a[href^='/keberatan/']", "href")
            .expect("an objection");
        person.get(&to_objection).await.expect(200);
    })
    .await;
}

/// The page of a request leads to its objections: whoever read it has their links, too.
#[rocket::async_test]
async fn the_links_of_objections_are_replaced_with_that_of_their_request() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let person = app.anonymous().await;
        let case = format!("/lacak/{}", filed.token.expose());
        let objection = object_to_silence(&person, &filed).await;
        mails(app).await;
        let replaced = replace(&person, &case).await;
        person.get(&objection).await.expect(404);
        let page = person.get(&replaced).await.expect(200);
        let there = page
            .attribute("main a[href^='/keberatan/']", "href")
            .expect("an objection");
        person.get(&there).await.expect(200);
        let told = mails(app).await;
        assert!(
            told.len() == 2 && told.iter().any(|mail| mail.contains(&there)),
            "{told:?}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn two_replacements_at_once_leave_one_link() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let (one, two) = tokio::join!(
            tracking::renew_request(&app.ctx, filed.id),
            tracking::renew_request(&app.ctx, filed.id)
        );
        let person = app.anonymous().await;
        let mut open = 0;
        for answer in [one, two] {
            match answer {
                Ok(token) => {
                    let page = person.get(&format!("/lacak/{}", token.expose())).await;
                    open += u32::from(page.status == 200);
                }
                Err(error) => assert!(matches!(error, ServiceError::Stale), "{error:?}"),
            }
        }
        assert_eq!(open, 1);
    })
    .await;
}

#[rocket::async_test]
async fn a_lost_link_is_sent_to_the_address_on_record_and_nobody_learns_more() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let person = app.anonymous().await;
        let objection = object_to_silence(&person, &filed).await;
        let without = CaseBuilder::new()
            .with(|form| {
                form.email.clear();
                "pick_up".clone_into(&mut form.delivery_mode);
            })
            .file(app)
            .await;
        mails(app).await;
        kinds_of_mail(app).await;
        let form = "/lacak/kirim-ulang";
        let ask = async |number: &str| person.submit(form, form, &[("registration_no", number)]).await;
        let told = async |number: &str| {
            let there = ask(number).await.location().to_owned();
            assert_eq!(there, "/lacak");
            person
                .get(&there)
                .await
                .expect(200)
                .text(".govuk-notification-banner")
        };
        let known = told(&filed.registration_no.to_lowercase()).await;
        let sent = mails(app).await;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains(filed.token.expose()), "{sent:?}");
        assert_eq!(told("KB-LAPAS-MAKASSAR-2026-0001").await, known);
        let sent = mails(app).await;
        assert!(sent.len() == 1 && sent[0].contains(&objection), "{sent:?}");
        for nobody in [
            without.registration_no.as_str(),
            "LAPAS-MAKASSAR-2026-9999",
            "KB-LAPAS-MAKASSAR-2026-9999",
            "bukan nomor",
        ] {
            assert_eq!(told(nobody).await, known, "{nobody}");
            assert!(mails(app).await.is_empty(), "{nobody}");
        }
        ask(" ").await.expect(422);
        // Three a day, however the number is written and whoever asks; another day again.
        told(&filed.registration_no).await;
        told(&format!(" {} ", filed.registration_no)).await;
        let other = app.anonymous().await.from([203, 0, 113, 99]);
        let too_often = other
            .submit(form, form, &[("registration_no", &filed.registration_no)])
            .await;
        too_often.expect(429);
        app.clock.advance(Duration::DAY);
        told(&filed.registration_no).await;
    })
    .await;
}
