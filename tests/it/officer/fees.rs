//! Fees and promised deliveries, from the decree to the receipt (Perki 1/2021 Ps 31(4)f, 35(3), 37–38; UU 14/2008 Ps 22(7)g, 35(1)g).

use terbuka::domain::unit::SuccessionKind;
use terbuka::persistence::letters;
use terbuka::services::requests::Filed;
use terbuka::services::units;
use time::macros::datetime;

use super::desk::{UNIT, complete, done, page_of, step};
use crate::elsewhere::leaves;
use crate::support::{Answer, CaseBuilder, Person, TestApp, on_each_engine};

/// A decree as an administrator types it.
const DECREE: [(&str, &str); 16] = [
    ("unit", UNIT),
    ("decree_no", "SK 12/2026"),
    ("decree_on_day", "2"),
    ("decree_on_month", "11"),
    ("decree_on_year", "2026"),
    ("valid_from_day", "3"),
    ("valid_from_month", "11"),
    ("valid_from_year", "2026"),
    ("cash", "yes"),
    ("account", "Bank Contoh 001"),
    ("what_1", "Fotokopi A4"),
    ("kind_1", "copying"),
    ("measure_1", "lembar"),
    ("price_1", "1.500"),
    ("what_2", "Pos tercatat"),
    ("kind_2", "delivery"),
];

async fn enter(admin: &Person, typed: &[(&str, &str)]) -> Answer {
    admin
        .submit("/admin/biaya/baru", "/admin/biaya/baru", typed)
        .await
}

/// The whole decree for a unit or a body.
fn whole(binds: &str) -> Vec<(&'static str, &str)> {
    let more = [
        ("unit", binds),
        ("measure_2", "kiriman"),
        ("price_2", "Rp 20.000"),
    ];
    let without = DECREE.into_iter().filter(|(name, _)| *name != "unit");
    without.chain(more).collect()
}

async fn decree(app: &TestApp) {
    let admin = app.admin().await;
    assert_eq!(enter(&admin, &whole(UNIT)).await.location(), "/admin/biaya");
}

async fn case(app: &TestApp, access: &str, delivery: &str) -> (Filed, String) {
    let filed = CaseBuilder::new()
        .with(|form| {
            access.clone_into(&mut form.access_mode);
            delivery.clone_into(&mut form.delivery_mode);
        })
        .file(app)
        .await;
    let page = page_of(&filed.registration_no);
    (filed, page)
}

/// Fills in the answer with quantities for the lines of the decree, in their order, and promises 26 November.
async fn answer(officer: &Person, case: &str, quantities: &[&str]) -> Answer {
    let action = format!("{case}/jawab");
    let mut form = officer.get(&action).await.expect(200).form(&action);
    let fields: Vec<String> = form
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| name.starts_with("fee_"))
        .collect();
    let mut typed = vec![
        ("outcome_1".to_owned(), "granted_full"),
        ("answer_1".to_owned(), "Terlampir."),
        ("promised_on_day".to_owned(), "26"),
        ("promised_on_month".to_owned(), "11"),
        ("promised_on_year".to_owned(), "2026"),
        ("tindakan".to_owned(), "periksa"),
    ];
    typed.extend(fields.into_iter().zip(quantities.iter().copied()));
    form.retain(|(name, _)| !typed.iter().any(|(other, _)| name == other));
    form.extend(typed.into_iter().map(|(name, text)| (name, text.to_owned())));
    officer.post(&action, &form).await
}

async fn send(officer: &Person, case: &str, quantities: &[&str]) -> String {
    let checked = answer(officer, case, quantities).await;
    assert_eq!(checked.errors(), Vec::<String>::new());
    let page = officer.get(checked.location()).await.expect(200);
    let action = format!("{case}/jawab/kirim");
    let sheet = page.text(".tb-sheet");
    assert_eq!(officer.post(&action, &page.form(&action)).await.location(), case);
    sheet
}

async fn letter(app: &TestApp, filed: &Filed, kind: &str, lang: &str) -> String {
    let all = letters::list_letters(app.ctx.db.read(), filed.id)
        .await
        .expect("letters");
    let found = all.iter().find(|letter| letter.kind == kind).expect(kind);
    let path = format!("/lacak/{}/surat/{}?lang={lang}", filed.token.expose(), found.id);
    app.anonymous().await.get(&path).await.expect(200).text("main")
}

/// The number of a figure on the public page, which must lead to as many cases in the register.
async fn figure(app: &TestApp, code: &str) -> String {
    let page = app
        .anonymous()
        .await
        .get("/kepatuhan?tahun=2026")
        .await
        .expect(200);
    let told = page.text(&format!("[data-figure={code}] strong"));
    let register = format!("/auditor/register?tahun=2026&angka={code}");
    let auditor = app.auditor().await;
    let home = auditor.get("/auditor?tahun=2026").await.expect(200);
    let link = home
        .attribute(&format!("[data-figure={code}] a"), "href")
        .expect("a link");
    assert!(link.starts_with("/auditor/register?"), "{link} like {register}");
    let cases = auditor.get(&link).await.expect(200).texts("main tbody tr").len();
    assert_eq!(told, cases.to_string(), "{code}");
    told
}

#[rocket::async_test]
async fn a_decree_is_whole_public_alone_on_its_days_and_only_ended() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let bare = enter(&admin, &[]).await.expect(422);
        assert_eq!(bare.errors().len(), 5, "{:?}", bare.errors());
        let no_price = enter(&admin, &DECREE).await.expect(422);
        assert_eq!(
            no_price.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#what_2")
        );
        assert_eq!(
            no_price.attribute("#decree_no", "value").as_deref(),
            Some("SK 12/2026"),
            "what was typed is kept"
        );
        let anyone = app.anonymous().await;
        let before = anyone.get("/biaya").await.expect(200);
        assert!(before.text("main").contains("Tidak ada keputusan standar biaya"));

        decree(app).await;
        let page = anyone.get("/biaya").await.expect(200);
        for text in [
            "Rp1.500 tiap lembar",
            "Rp20.000 tiap kiriman",
            "SK 12/2026",
            "Bank Contoh 001",
        ] {
            assert!(page.text("main").contains(text), "{text}: {}", page.text("main"));
        }
        assert_ne!(page.header("etag"), before.header("etag"));
        let reader = app.anonymous().await;
        let english = reader.get("/biaya?lang=en").await.expect(200).text("main");
        assert!(
            english.contains("per lembar") && english.contains("In force today"),
            "{english}"
        );
        let unit = anyone.get(&format!("/unit/{UNIT}")).await.expect(200);
        assert!(unit.has(&format!("a[href='/biaya#{UNIT}']")));
        assert!(
            anyone
                .get("/unit/rutan-makassar")
                .await
                .expect(200)
                .text("main")
                .contains("Tidak ada biaya apa pun")
        );

        let twice = enter(&admin, &whole(UNIT)).await.expect(422);
        assert_eq!(
            twice.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#valid_from")
        );

        let list = admin.get("/admin/biaya").await.expect(200);
        let one = list
            .attribute("main section a[href^='/admin/biaya/']", "href")
            .expect("a link");
        let action = format!("{one}/akhiri");
        let end = |day: &'static str| {
            [
                ("valid_to_day", day),
                ("valid_to_month", "11"),
                ("valid_to_year", "2026"),
            ]
        };
        let past = admin.submit(&one, &action, &end("23")).await.expect(422);
        assert!(
            past.errors()[0].contains("24 November 2026"),
            "{:?}",
            past.errors()
        );
        assert_eq!(
            admin.submit(&one, &action, &end("24")).await.location(),
            "/admin/biaya"
        );
        app.clock.set(datetime!(2026-11-25 9:00 +8));
        let over = anyone.get("/biaya").await.expect(200).text("main");
        assert!(
            over.contains("Tidak ada keputusan standar biaya") && over.contains("tidak berlaku"),
            "{over}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn a_fee_is_told_paid_and_receipted_and_the_delivery_may_wait() {
    on_each_engine(async |app| {
        decree(app).await;
        let (filed, case) = case(app, "copy_paper", "post").await;
        assert!(letter(app, &filed, "receipt", "id").await.contains("SK 12/2026"));
        let officer = app.officer(UNIT).await;
        complete(&officer, &case).await;
        let sheet = send(&officer, &case, &["12", "1"]).await;
        for text in [
            "Fotokopi A4 (penyalinan): 12 lembar × Rp1.500 = Rp18.000",
            "Pos tercatat (pengiriman): 1 kiriman × Rp20.000 = Rp20.000",
            "Jumlah: Rp38.000",
            "SK 12/2026 tanggal 2 November 2026",
            "Tunai di meja layanan",
            "Bank Contoh 001",
        ] {
            assert!(sheet.contains(text), "{text}: {sheet}");
        }
        assert!(letter(app, &filed, "notice", "en").await.contains("Total: Rp"));

        // The promised day passes unpaid: nothing is late, and the case waits for the applicant.
        app.clock.set(datetime!(2026-11-30 10:00 +8));
        let officer = app.officer(UNIT).await;
        let track = format!("/lacak/{}", filed.token.expose());
        let applicant = app.anonymous().await;
        let seen = applicant.get(&track).await.expect(200).text("main");
        for text in [
            "Biaya yang perlu dibayar",
            "Jumlah: Rp38.000",
            "Menunggu pembayaran",
        ] {
            assert!(seen.contains(text), "{text}: {seen}");
        }
        // Whether it was paid the office alone has written down: the applicant may object all the same.
        let object = applicant.get(&format!("{track}/keberatan")).await.expect(200);
        assert!(object.has("[name=grounds][value=delivered_late]"));
        let told = object.text("main");
        assert!(
            told.contains("Menurut catatan kantor biayanya belum dibayar"),
            "{told}"
        );
        let waiting = officer
            .get("/petugas?tab=menunggu")
            .await
            .expect(200)
            .text("main");
        assert!(waiting.contains(&filed.registration_no), "{waiting}");
        assert_eq!(figure(app, "delivery_unpaid").await, "1");
        assert_eq!(figure(app, "fee_charged").await, "1");
        assert_eq!(figure(app, "fee_paid").await, "0");
        let form = officer.get(&format!("{case}/pembayaran")).await.expect(200);
        for (mode, is_offered) in [("cash", true), ("account", true), ("e_money", false)] {
            let choice = format!("[name=mode][value={mode}]");
            assert_eq!(form.has(&choice), is_offered, "the decree names its ways: {mode}");
        }
        assert_eq!(figure(app, "not_delivered").await, "0");

        let on = [("on_day", "30"), ("on_month", "11"), ("on_year", "2026")];
        let pay = |amount: &'static str, mode: &'static str, reference: &'static str| {
            let more = [("amount", amount), ("mode", mode), ("reference", reference)];
            on.into_iter().chain(more).collect::<Vec<_>>()
        };
        for (typed, field) in [
            (pay("38.001", "cash", ""), "#amount"),
            (pay("tiga", "cash", ""), "#amount"),
            (pay("38000", "account", " "), "#reference"),
            (pay("38000", "", ""), "#mode"),
            (pay("38000", "e_money", "EM-1"), "#mode"),
        ] {
            let refused = step(&officer, &case, "pembayaran", &typed).await.expect(422);
            assert_eq!(
                refused.attribute(".govuk-error-summary a", "href").as_deref(),
                Some(field)
            );
        }
        done(&officer, &case, "pembayaran", &pay("38.000", "cash", "")).await;
        let receipt = letter(app, &filed, "payment_receipt", "id").await;
        for text in [
            "KW-LAPAS-MAKASSAR-2026-0001",
            "Rp38.000",
            "Tunai",
            "30 November 2026",
        ] {
            assert!(receipt.contains(text), "{text}: {receipt}");
        }
        let again = officer
            .get(&format!("{case}/pembayaran"))
            .await
            .expect(200)
            .text("main");
        assert!(again.contains("Biaya sudah dibayar"), "{again}");

        // Paid after the promised day: the working day after the payment is in time.
        let page = officer.get(&case).await.expect(200).text("main");
        assert!(
            page.contains("Paling lambat sesudah pembayaran Selasa, 1 Desember 2026"),
            "{page}"
        );
        assert_eq!(figure(app, "delivery_due").await, "0");
        app.clock.set(datetime!(2026-12-01 15:00 +8));
        let officer = app.officer(UNIT).await;
        let deliver = [
            ("on_day", "1"),
            ("on_month", "12"),
            ("on_year", "2026"),
            ("proof", "Resi 1"),
        ];
        done(&officer, &case, "serahkan", &deliver).await;
        let told = applicant.get(&track).await.expect(200).text("main");
        assert!(
            told.contains("tepat waktu") && told.contains("Kuitansi pembayaran biaya"),
            "{told}"
        );
        assert_eq!(figure(app, "delivered_in_time").await, "1");
        assert_eq!(figure(app, "delivered_late").await, "0");
        assert_eq!(figure(app, "fee_paid").await, "1");

        let auditor = app.auditor().await;
        let audited = format!("/auditor/permohonan/{}", filed.registration_no);
        let check = auditor.get(&audited).await.expect(200).text("main");
        assert!(check.contains("2 biaya dan pembayaran dihitung ulang"), "{check}");
        let csv = auditor.get("/auditor/register.csv").await.expect(200).body;
        assert!(
            csv.contains("2026-11-26,2026-12-01,2026-12-01,38000,2026-11-30"),
            "{csv}"
        );
        app.unguard("fee_schedules", "tr_fee_schedules_only_end").await;
        // A fee without basis: a decree that was over, of another body, not yet known, or for what was not asked to be sent.
        for (wrong, right) in [
            (
                "fee_schedules SET valid_to = '2026-11-10'",
                "fee_schedules SET valid_to = NULL",
            ),
            (
                "fee_schedules SET body = 'Badan lain'",
                "fee_schedules SET body = NULL",
            ),
            (
                "fee_schedules SET entered_at = entered_at + 3000000000000",
                "fee_schedules SET entered_at = 1",
            ),
            (
                "fee_schedules SET takes_cash = false",
                "fee_schedules SET takes_cash = true",
            ),
            (
                "requests SET delivery_mode = 'pick_up'",
                "requests SET delivery_mode = 'post'",
            ),
        ] {
            for (sql, is_found) in [(wrong, true), (right, false)] {
                app.tamper(&format!("UPDATE {sql}")).await;
                let check = auditor.get(&audited).await.expect(200).text("main");
                let found = check.contains("tidak cocok dengan keputusan standar biaya");
                assert_eq!(found, is_found, "{sql}: {check}");
            }
        }
    })
    .await;
}

#[rocket::async_test]
async fn nothing_is_charged_without_a_decree_for_looking_or_for_a_file() {
    on_each_engine(async |app| {
        let (_, free) = case(app, "copy_paper", "post").await;
        let officer = app.officer(UNIT).await;
        complete(&officer, &free).await;
        let action = format!("{free}/jawab");
        let page = officer.get(&action).await.expect(200);
        assert!(page.text("#fee ~ p").contains("tidak dapat mengenakan biaya"));
        // A forged line finds no decree behind it.
        let mut form = page.form(&action);
        let forged = format!("fee_{}", uuid::Uuid::from_u128(5));
        let typed = [
            (forged.as_str(), "3"),
            ("outcome_1", "granted_full"),
            ("answer_1", "Terlampir."),
            ("tindakan", "periksa"),
        ];
        form.retain(|(name, _)| !typed.iter().any(|(other, _)| name == other));
        form.extend(typed.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let refused = officer.post(&action, &form).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#fee")
        );

        decree(app).await;
        for (access, delivery, quantities, wanted) in [
            (
                "copy_digital",
                "email",
                ["3", ""],
                "Melihat dan salinan elektronik",
            ),
            ("copy_paper", "pick_up", ["", "1"], "lewat pos atau kurir"),
            ("copy_paper", "post", ["99999999999", ""], "angka utuh"),
        ] {
            let (_, case) = case(app, access, delivery).await;
            complete(&officer, &case).await;
            let refused = answer(&officer, &case, &quantities).await.expect(422);
            assert!(
                refused.errors().iter().any(|text| text.contains(wanted)),
                "{wanted}: {:?}",
                refused.errors()
            );
        }
        // Without a quantity nothing is charged, decree or not.
        let (_, plain) = case(app, "copy_paper", "post").await;
        complete(&officer, &plain).await;
        let sheet = send(&officer, &plain, &[]).await;
        assert!(sheet.contains("Tidak dipungut biaya"), "{sheet}");
    })
    .await;
}

#[rocket::async_test]
async fn a_promise_is_kept_missed_or_kept_late() {
    on_each_engine(async |app| {
        let (filed, case) = case(app, "copy_digital", "email").await;
        let officer = app.officer(UNIT).await;
        complete(&officer, &case).await;
        send(&officer, &case, &[]).await;
        assert_eq!(figure(app, "delivery_due").await, "0", "its day is still to come");
        app.clock.set(datetime!(2026-11-27 10:00 +8));
        let officer = app.officer(UNIT).await;
        let page = officer.get(&case).await.expect(200).text("main");
        assert!(page.contains("Belum diserahkan, sudah lewat waktunya"), "{page}");
        let overdue = officer
            .get("/petugas?tab=terlambat")
            .await
            .expect(200)
            .text("main");
        assert!(overdue.contains(&filed.registration_no), "{overdue}");
        assert_eq!(figure(app, "not_delivered").await, "1");
        let deliver = [
            ("on_day", "27"),
            ("on_month", "11"),
            ("on_year", "2026"),
            ("proof", "Surel"),
        ];
        done(&officer, &case, "serahkan", &deliver).await;
        assert_eq!(figure(app, "not_delivered").await, "0");
        assert_eq!(figure(app, "delivered_late").await, "1");
        let auditor = app.auditor().await;
        let path = format!("/auditor/permohonan/{}?lang=en", filed.registration_no);
        let seen = auditor.get(&path).await.expect(200).text("main");
        assert!(
            seen.contains("Delivered on Friday, 27 November 2026, late"),
            "{seen}"
        );
        let none = officer
            .get(&format!("{case}/pembayaran"))
            .await
            .expect(200)
            .text("main");
        assert!(none.contains("tidak menyebut biaya"), "{none}");
    })
    .await;
}

#[rocket::async_test]
async fn a_decree_binds_the_units_of_its_own_body_alone() {
    on_each_engine(async |app| {
        let there = leaves(app, "rutan-makassar").await;
        let other = format!("badan:{}", there.body.expect("another body"));
        let admin = app.admin().await;
        let form = admin.get("/admin/biaya/baru").await.expect(200);
        assert!(form.has(&format!("option[value='{other}']")));
        let unknown = enter(&admin, &whole("badan:Badan Entah")).await.expect(422);
        assert_eq!(
            unknown.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#unit")
        );

        assert_eq!(enter(&admin, &whole(&other)).await.location(), "/admin/biaya");
        let anyone = app.anonymous().await;
        let unit = async |code: &str| anyone.get(&format!("/unit/{code}")).await.expect(200);
        let free = "Tidak ada biaya apa pun";
        assert!(unit(UNIT).await.text("main").contains(free), "another body's");
        let bound = unit("rutan-makassar").await;
        assert!(bound.has("a[href^='/biaya#keputusan-']"));

        // Each body has its own on the same days, and but one.
        assert_eq!(enter(&admin, &whole("")).await.location(), "/admin/biaya");
        assert!(!unit(UNIT).await.text("main").contains(free));
        for again in [other.as_str(), ""] {
            let refused = enter(&admin, &whole(again)).await.expect(422);
            assert_eq!(
                refused.attribute(".govuk-error-summary a", "href").as_deref(),
                Some("#valid_from"),
                "{again}"
            );
        }
    })
    .await;
}

#[rocket::async_test]
async fn a_decree_is_signed_already_and_its_unit_goes_on() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let field = |refused: &Answer| refused.attribute(".govuk-error-summary a", "href");
        let mut tomorrow = whole(UNIT);
        for (name, value) in &mut tomorrow {
            // The first day in force comes after it, so that only the signing is wrong.
            match *name {
                "decree_on_year" => *value = "2027",
                "valid_from_year" => *value = "2028",
                _ => {}
            }
        }
        let refused = enter(&admin, &tomorrow).await.expect(422);
        assert_eq!(field(&refused).as_deref(), Some("#decree_on"));
        assert!(
            refused.errors()[0].contains("belum tiba"),
            "{:?}",
            refused.errors()
        );

        let ends = "rutan-makassar";
        let wanted = units::Wanted {
            unit: ends.to_owned(),
            kind: Some(SuccessionKind::Merge),
            effective_on: Some(app.ctx.today(app.ctx.zone())),
            legal_basis: "Kepmen 1/2026".to_owned(),
            to: vec![UNIT.to_owned()],
            change: units::Change::default(),
        };
        units::apply(&app.ctx, None, &wanted, None)
            .await
            .expect("a merger");
        let refused = enter(&admin, &whole(ends)).await.expect(422);
        assert_eq!(field(&refused).as_deref(), Some("#unit"));
        assert!(refused.errors()[0].contains("berakhir"), "{:?}", refused.errors());
    })
    .await;
}
