//! What an administrator does: accounts, appointments, a look at calendars and mail. Never a case.

use terbuka::domain::actor::Role;

use crate::support::{CaseBuilder, PASSWORD, Person, on_each_engine};

#[rocket::async_test]
async fn a_user_is_added_appointed_and_signs_in() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let page = "/admin/pengguna/baru";
        let shown = admin
            .submit(
                page,
                page,
                &[
                    ("username", "Siti.Rahma"),
                    ("full_name", "Siti Rahma"),
                    ("email", ""),
                ],
            )
            .await
            .expect(200);
        assert_eq!(shown.header("Cache-Control"), Some("no-store"));
        let password = shown.text("main code");
        let again = admin
            .submit(
                page,
                page,
                &[("username", "siti.rahma"), ("full_name", "Siti Rahma")],
            )
            .await
            .expect(422);
        assert_eq!(again.errors().len(), 1);
        admin.submit(page, page, &[]).await.expect(422);

        let account = "/admin/pengguna/siti.rahma";
        let appoint = format!("{account}/penunjukan");
        for (typed, faults) in [
            (vec![], 1),
            (vec![("role", "officer")], 1),
            (vec![("role", "officer"), ("unit", "tidak-ada")], 1),
            (
                vec![
                    ("role", "auditor"),
                    ("starts_on_day", "31"),
                    ("starts_on_month", "2"),
                    ("starts_on_year", "2026"),
                ],
                1,
            ),
            (vec![("role", "citizen")], 1),
            (vec![("role", "system")], 1),
        ] {
            let refused = admin.submit(account, &appoint, &typed).await.expect(422);
            assert_eq!(
                refused.errors().len(),
                faults,
                "{typed:?}: {:?}",
                refused.errors()
            );
        }
        let typed = [
            ("role", "officer"),
            ("unit", "lapas-makassar"),
            ("decree", "SK-1"),
        ];
        let done = admin.submit(account, &appoint, &typed).await;
        assert_eq!(done.location(), account);
        assert!(admin.get(account).await.body.contains("Petugas"));

        let person = app.anonymous().await;
        person.sign_in("siti.rahma", &password).await.expect(303);
        admin
            .submit(account, &format!("{account}/tangguhkan"), &[])
            .await
            .expect(303);
        let other = app.anonymous().await;
        other.sign_in("siti.rahma", &password).await.expect(422);
        admin
            .submit(account, &format!("{account}/aktifkan"), &[])
            .await
            .expect(303);
        let reset = admin
            .submit(account, &format!("{account}/sandi"), &[])
            .await
            .expect(200);
        other.sign_in("siti.rahma", &password).await.expect(422);
        other
            .sign_in("siti.rahma", &reset.text("main code"))
            .await
            .expect(303);

        let held = admin.get(account).await;
        let end = held
            .attribute("form[action$=\"/akhiri\"]", "action")
            .expect("an open appointment");
        admin.submit(account, &end, &[]).await.expect(303);
        assert!(!admin.get(account).await.has("form[action$=\"/akhiri\"]"));
    })
    .await;
}

#[rocket::async_test]
async fn nobody_locks_themselves_out() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let own = format!("/admin/pengguna/{}", admin.username);
        assert!(
            !admin
                .get(&own)
                .await
                .expect(200)
                .has("form[action$=\"/tangguhkan\"]")
        );
        let csrf = ("csrf".to_owned(), admin.token().await);
        admin
            .post(&format!("{own}/tangguhkan"), &[csrf])
            .await
            .expect(403);
        admin.get("/admin").await.expect(200);
        admin.sign_out().await.expect(303);
        admin.sign_in(&admin.username, PASSWORD).await.expect(303);
    })
    .await;
}

#[rocket::async_test]
async fn the_pages_speak_both_languages_and_show_no_case() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let (_, username, _) = app.new_account(Role::Officer, Some("lapas-makassar")).await;
        let (_, citizen, _) = app.new_account(Role::Citizen, None).await;
        let admin = app.admin().await;
        let account = format!("/admin/pengguna/{username}");
        for path in [
            "/admin",
            "/admin/kalender",
            "/admin/kalender/baru",
            "/admin/satker",
            "/admin/satker/lapas-makassar",
            "/admin/pengguna/baru",
            &account,
        ] {
            let mut texts = Vec::new();
            for lang in ["id", "en"] {
                let page = admin.get(&format!("{path}?lang={lang}")).await.expect(200);
                assert!(
                    !page.body.contains("admin.a") && !page.body.contains(&filed.registration_no),
                    "{path}"
                );
                assert!(!page.body.contains(&citizen), "{path} lists a citizen");
                assert!(!page.body.contains("built-in"), "{path} shows a code");
                texts.push(page.text("main"));
            }
            assert_ne!(texts[0], texts[1], "{path} is not translated");
        }
        admin.get(&format!("/admin/pengguna/{citizen}")).await.expect(404);
        admin.get("/auditor/register").await.expect(403);
        let home = admin.get("/admin?lang=id").await;
        assert!(home.texts(".tb-figures li")[0].ends_with("surel menunggu dikirim"));
        assert!(
            home.body.contains("2028") || !home.has(".govuk-warning-text"),
            "calendars reach the next year"
        );
    })
    .await;
}

/// The boxes of a decree's form.
fn decree(cited: &str, days: &str, step: &str) -> Vec<(String, String)> {
    [
        ("cited", cited),
        ("issued_on_day", "24"),
        ("issued_on_month", "11"),
        ("issued_on_year", "2026"),
        ("scope", "national"),
        ("days", days),
        ("step", step),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

#[rocket::async_test]
async fn a_decree_is_proposed_by_one_administrator_and_confirmed_by_another() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let (one, two, auditor) = (app.admin().await, app.admin().await, app.auditor().await);
        let new = "/admin/kalender/baru";
        let send = async |fields: Vec<(String, String)>, file: Option<&[u8]>| {
            let mut fields = fields;
            fields.push(("csrf".to_owned(), one.token().await));
            let files: Vec<_> = file
                .iter()
                .map(|bytes| ("file", "skb.csv", "text/csv", *bytes))
                .collect();
            one.upload(new, &fields, &files).await
        };
        // A bad line is told with its number; the rest is shown, and what was typed stays.
        let typed = "2026-12-03; Pilkada; libur_presiden\n32-12-2026; Keliru";
        let bad = send(decree("Keppres 9/2026", typed, "preview"), None)
            .await
            .expect(422);
        assert_eq!(bad.errors().len(), 1);
        assert!(bad.errors()[0].contains("Baris 2"), "{:?}", bad.errors());
        assert!(bad.text("main").contains("Pilkada") && bad.text("#days").contains("Keliru"));
        send(decree("", "", "propose"), None).await.expect(422);
        let nobody = decree("Keppres 9/2026", typed, "preview");
        send(nobody, Some(b"date,name_id\n")).await.expect(422);

        // The same from a file: nothing is written by looking.
        let file =
            b"date,name_id,name_en,kind,source\n2026-12-03,Pilkada,Election,libur_presiden,Keppres 9/2026\n";
        let looked = send(decree("Keppres 9/2026", "", "preview"), Some(file))
            .await
            .expect(200);
        assert!(looked.text("#jumlah").contains('1'), "{}", looked.text("#jumlah"));
        assert!(
            !looked.body.contains(&filed.registration_no),
            "an administrator sees no case"
        );
        assert!(looked.text("#days").contains("Election"));
        assert!(!one.get("/admin/kalender").await.body.contains("Keppres 9/2026"));

        let typed = "3/12/2026; Pilkada; libur presiden";
        let done = send(decree("Keppres 9/2026", typed, "propose"), None).await;
        let page = done.expect(303).location().to_owned();
        let own = one.get(&page).await.expect(200);
        assert!(!own.has("form[action$=\"/setujui\"]") && own.has("form[action$=\"/tarik\"]"));
        let confirm = format!("{page}/setujui");
        let csrf = |token| vec![("csrf".to_owned(), token)];
        one.post(&confirm, &csrf(one.token().await)).await.expect(403);

        // The auditor sees who, what and which cases; the second administrator the counts.
        let id = page.rsplit('/').next().unwrap();
        let seen = auditor.get(&format!("/auditor/kalender/{id}")).await.expect(200);
        assert!(seen.body.contains(&filed.registration_no) && seen.body.contains("Nama admin"));
        let english = two.get(&format!("{page}?lang=en")).await.expect(200);
        assert!(
            english.text("main").contains("Confirm and put in force") && !english.body.contains("decree.")
        );
        let shown = two.get(&format!("{page}?lang=id")).await.expect(200);
        assert!(!shown.body.contains(&filed.registration_no));
        two.submit(&page, &format!("{page}/tolak"), &[]).await.expect(422);
        // A case more since the page was opened: the preview is shown again first.
        let form = shown.form(&confirm);
        let late = CaseBuilder::new().file(app).await;
        app.clock.set(time::macros::datetime!(2026-11-24 10:05 +8));
        let again = two.resubmit(form, &confirm, &[]).await.expect(422);
        assert!(again.text("#jumlah").contains('2'), "{}", again.text("#jumlah"));
        let done = two.resubmit(again.form(&confirm), &confirm, &[]).await;
        assert_eq!(done.expect(303).location(), page);
        two.post(&confirm, &csrf(two.token().await)).await.expect(409);

        terbuka::jobs::tick(&app.ctx).await;
        for number in [&filed.registration_no, &late.registration_no] {
            let case = auditor
                .get(&format!("/auditor/permohonan/{number}/tenggat/D05"))
                .await
                .expect(200);
            assert!(
                case.text("main").contains("9 Desember 2026"),
                "{}",
                case.text("main")
            );
            let before = case
                .attribute("main a[href^=\"?per=\"]", "href")
                .expect("what it was");
            let before = auditor
                .get(&format!("/auditor/permohonan/{number}/tenggat/D05{before}"))
                .await
                .expect(200);
            assert!(
                before.text("h1").contains("8 Desember 2026"),
                "{}",
                before.text("h1")
            );
        }
        let kept = auditor.get("/auditor/kalender").await.expect(200);
        assert!(kept.body.contains("Keppres 9/2026"));
    })
    .await;
}

#[rocket::async_test]
async fn an_account_in_the_hands_of_the_proposer_confirms_nothing() {
    on_each_engine(async |app| {
        let (one, two) = (app.admin().await, app.admin().await);
        let fields = |token| {
            let mut fields = decree("Keppres 9/2026", "2026-12-03; Pilkada; libur_presiden", "propose");
            fields.push(("csrf".to_owned(), token));
            fields
        };
        let done = one
            .upload("/admin/kalender/baru", &fields(one.token().await), &[])
            .await;
        let page = done.expect(303).location().to_owned();
        assert!(two.get(&page).await.has("form[action$=\"/setujui\"]"));
        // Whoever knows the new password of the other one could be the other one.
        let account = format!("/admin/pengguna/{}", two.username);
        let reset = one
            .submit(&account, &format!("{account}/sandi"), &[])
            .await
            .expect(200);
        two.sign_in(&two.username, &reset.text("main code"))
            .await
            .expect(303);
        two.submit(
            "/akun/sandi",
            "/akun/sandi",
            &[
                ("password", reset.text("main code").as_str()),
                ("new_password", PASSWORD),
                ("repeated_password", PASSWORD),
            ],
        )
        .await
        .expect(303);
        let shown = two.get(&page).await.expect(200);
        assert!(!shown.has("form[action$=\"/setujui\"]") && shown.has(".govuk-warning-text"));
        let csrf = ("csrf".to_owned(), two.token().await);
        two.post(&format!("{page}/setujui"), &[csrf]).await.expect(403);
        // After the time that counts they are two persons again.
        app.clock.set(time::macros::datetime!(2026-12-31 10:00 +8));
        two.sign_in(&two.username, PASSWORD).await.expect(303);
        assert!(two.get(&page).await.has("form[action$=\"/setujui\"]"));
        let reject = format!("{page}/tolak");
        let done = two
            .submit(&page, &reject, &[("reason", "Tanggalnya keliru.")])
            .await;
        assert_eq!(done.expect(303).location(), page);
        assert!(two.get(&page).await.body.contains("Tanggalnya keliru."));
    })
    .await;
}

#[rocket::async_test]
async fn two_accounts_that_one_administrator_made_confirm_nothing_of_each_other() {
    on_each_engine(async |app| {
        let maker = app.admin().await;
        let mut hands = Vec::new();
        for _ in 0..2 {
            let made = app.admin().await;
            let account = format!("/admin/pengguna/{}", made.username);
            let reset = maker
                .submit(&account, &format!("{account}/sandi"), &[])
                .await
                .expect(200);
            let given = reset.text("main code");
            made.sign_in(&made.username, &given).await.expect(303);
            let typed = [
                ("password", given.as_str()),
                ("new_password", PASSWORD),
                ("repeated_password", PASSWORD),
            ];
            made.submit("/akun/sandi", "/akun/sandi", &typed)
                .await
                .expect(303);
            hands.push(made);
        }
        let [one, two] = &hands[..] else { panic!("two") };
        let propose = async |by: &Person, cited: &str| {
            let mut fields = decree(cited, "2026-12-03; Pilkada; libur_presiden", "propose");
            fields.push(("csrf".to_owned(), by.token().await));
            let done = by.upload("/admin/kalender/baru", &fields, &[]).await;
            done.expect(303).location().to_owned()
        };
        let refused = async |by: &Person, page: &str| {
            let shown = by.get(page).await.expect(200);
            assert!(!shown.has("form[action$=\"/setujui\"]") && shown.has(".govuk-warning-text"));
            let csrf = ("csrf".to_owned(), by.token().await);
            by.post(&format!("{page}/setujui"), &[csrf]).await.expect(403);
        };
        let page = propose(one, "Keppres 8/2026").await;
        // A third one had both.
        refused(two, &page).await;
        // Whoever confirms had the account that proposed.
        refused(&maker, &page).await;
        let stranger = app.admin().await;
        assert!(stranger.get(&page).await.has("form[action$=\"/setujui\"]"));
    })
    .await;
}
