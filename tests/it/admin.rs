//! What an administrator does: accounts, appointments, a look at calendars and mail. Never a case.

use terbuka::domain::actor::Role;

use crate::support::{CaseBuilder, PASSWORD, on_each_engine};

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
        for path in ["/admin", "/admin/kalender", "/admin/pengguna/baru", &account] {
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
