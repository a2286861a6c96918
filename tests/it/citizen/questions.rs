//! Each question of the form: what it refuses, and that what was typed stays.

use super::{ANSWERS, answer_all};
use crate::support::on_each_engine;

type Typed = &'static [(&'static str, &'static str)];

/// Page, fields, the field of the fault.
const FAULTS: &[(&str, Typed, &str)] = &[
    ("/permohonan/baru", &[("by_proxy", "no")], "applicant_kind"),
    ("/permohonan/baru", &[("applicant_kind", "group")], "by_proxy"),
    (
        "/permohonan/baru/identitas",
        &[("nik", "7371014506900001")],
        "full_name",
    ),
    (
        "/permohonan/baru/identitas",
        &[("full_name", "Siti"), ("nik", "123")],
        "nik",
    ),
    ("/permohonan/baru/kontak", &[("address", "Jl. Mawar 5")], "email"),
    (
        "/permohonan/baru/kontak",
        &[("address", "Jl. Mawar 5"), ("phone", "12")],
        "phone",
    ),
    (
        "/permohonan/baru/kontak",
        &[("address", ""), ("email", "siti@example.org")],
        "address",
    ),
    (
        "/permohonan/baru/informasi",
        &[("subject", "Anggaran"), ("items", " ")],
        "items",
    ),
    (
        "/permohonan/baru/informasi",
        &[("subject", ""), ("items", "x")],
        "subject",
    ),
    ("/permohonan/baru/tujuan", &[("purpose", "  ")], "purpose"),
    (
        "/permohonan/baru/cara",
        &[("access_mode", "telepati")],
        "access_mode",
    ),
    (
        "/permohonan/baru/pengiriman",
        &[("delivery_mode", "")],
        "delivery_mode",
    ),
    ("/permohonan/baru/unit", &[("unit", "lapas-di-bulan")], "unit"),
    ("/permohonan/baru/unit", &[("unit", "")], "unit"),
];

#[rocket::async_test]
async fn each_fault_is_said_at_its_field_and_what_was_typed_stays() {
    on_each_engine(async |app| {
        for (page, typed, field) in FAULTS {
            let person = app.anonymous().await;
            let (first, kind) = ANSWERS[0];
            person.submit(first, first, kind).await.expect(303);
            let csrf = person.get(first).await.form(first).remove(0).1;
            let mut fields = vec![("csrf".to_owned(), csrf)];
            fields.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
            let refused = person.post(page, &fields).await.expect(422);
            let target = format!("#{field}");
            assert_eq!(
                refused.attribute(".govuk-error-summary a", "href").as_deref(),
                Some(target.as_str()),
                "{page} {typed:?}: {:?}",
                refused.errors()
            );
            assert!(refused.has(&target), "{page}: the summary leads to a field");
            assert!(refused.text("title").starts_with("Galat:"));
            let shown = refused.form(page);
            for (name, value) in typed
                .iter()
                .filter(|(name, _)| !matches!(*name, "unit" | "access_mode"))
            {
                if value.trim().is_empty() {
                    continue;
                }
                let value = (*value).to_owned();
                assert!(
                    shown.contains(&((*name).to_owned(), value.clone())),
                    "{page}: {name} is lost"
                );
                let reopened = person.get(page).await.expect(200).form(page);
                assert!(
                    reopened.contains(&((*name).to_owned(), value)),
                    "{page}: {name} was not kept"
                );
            }
        }
    })
    .await;
}

#[rocket::async_test]
async fn only_the_fields_of_the_kind_are_asked() {
    on_each_engine(async |app| {
        for (kind, by_proxy, asked, not_asked) in [
            (
                "individual",
                "no",
                vec!["full_name", "nik"],
                vec!["decree_no", "organisation", "proxy_name"],
            ),
            (
                "legal_entity",
                "yes",
                vec!["organisation", "decree_no", "proxy_name"],
                vec![],
            ),
            (
                "group",
                "no",
                vec!["organisation", "nik"],
                vec!["decree_no", "proxy_name"],
            ),
        ] {
            let person = app.anonymous().await;
            let start = "/permohonan/baru";
            let typed = [("applicant_kind", kind), ("by_proxy", by_proxy)];
            let page = person.submit(start, start, &typed).await;
            let identity = person.get(page.location()).await.expect(200);
            for field in asked {
                assert!(identity.has(&format!("#{field}")), "{kind}: {field}");
            }
            for field in not_asked {
                assert!(!identity.has(&format!("#{field}")), "{kind}: {field}");
            }
            let documents = person.get("/permohonan/baru/dokumen").await.expect(200);
            assert_eq!(documents.has("#deed"), kind == "legal_entity");
            assert_eq!(documents.has("#poa"), kind == "group" || by_proxy == "yes");
        }
    })
    .await;
}

#[rocket::async_test]
async fn items_are_added_without_a_script() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/informasi";
        let more = person.submit(page, page, &[("aksi", "tambah")]).await;
        assert!(more.location().starts_with(page));
        let two = person.get(page).await.expect(200);
        assert_eq!(two.texts("textarea").len(), 2);
        let mut form = two.form(page);
        form.last_mut().expect("an empty item").1 = "Daftar pemenang pengadaan".to_owned();
        let next = person.post(page, &form).await;
        assert_eq!(next.location(), "/permohonan/baru/tujuan");
        let check = person.get("/permohonan/baru/periksa").await.expect(200);
        assert!(
            check.text("main").contains("Butir 2 Daftar pemenang pengadaan"),
            "{}",
            check.text("main")
        );
    })
    .await;
}

#[rocket::async_test]
async fn units_are_found_by_words_and_kind() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let found = person
            .get("/permohonan/baru/unit?q=tahanan&jenis=rutan")
            .await
            .expect(200);
        let labels = found.texts(".govuk-radios__label");
        assert_eq!(
            labels.len(),
            3,
            "unknown, the one chosen before, the one found: {labels:?}"
        );
        assert!(found.text("[role=status]").contains('1'));
        let none = person.get("/permohonan/baru/unit?q=zzz").await.expect(200);
        assert!(none.text("[role=status]").contains('0'));
        assert!(none.has("[value=unknown]"));
    })
    .await;
}

#[rocket::async_test]
async fn a_gap_is_closed_before_anything_is_sent() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let start = "/permohonan/baru";
        let typed = [("applicant_kind", "legal_entity"), ("kembali", "periksa")];
        let changed = person
            .submit(&format!("{start}?kembali=periksa"), start, &typed)
            .await;
        assert_eq!(changed.location(), "/permohonan/baru/periksa");
        let gap = person.get(changed.location()).await;
        assert_eq!(gap.location(), "/permohonan/baru/identitas?kembali=periksa");
        // A copy must be sent somehow: the question that was left out is asked now.
        let cara = "/permohonan/baru/cara";
        let next = person.submit(cara, cara, &[("access_mode", "copy_paper")]).await;
        assert_eq!(next.location(), "/permohonan/baru/pengiriman");
        let without = app.anonymous().await;
        assert_eq!(without.get("/permohonan/baru/tujuan").await.location(), start);
        without.get("/permohonan/baru/tidak-ada").await.expect(404);
    })
    .await;
}

#[rocket::async_test]
async fn the_hidden_field_stops_a_robot_and_tells_a_person() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/periksa";
        let refused = person
            .submit(page, page, &[("website", "https://spam.example")])
            .await
            .expect(422);
        assert_eq!(refused.errors().len(), 1);
        person
            .resubmit(refused.form(page), page, &[("website", "")])
            .await
            .expect(303);
    })
    .await;
}
