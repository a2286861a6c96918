//! The sample page shows every component once: it must render in both languages, with and without errors.

use serde_json::{Value, json};
use time::macros::{date, datetime};

use crate::domain::request::Status;
use crate::text::{Engine, Lang};

pub(super) fn chrome(lang: Lang) -> Value {
    json!({
        "lang": lang.code(), "path": "/contoh", "lang_links": {"id": "/contoh?bahasa=id", "en": "/contoh?bahasa=en"},
        "title": "Contoh <komponen>", "user": {"name": "Andi Baso", "role_label": "Petugas", "home": "/petugas"}, "csrf": "t0ken",
        "nav": [{"href": "/", "label": "Beranda", "current": true}, {"href": "/permohonan/baru", "label": "Ajukan permohonan", "current": false},
            {"href": "/lacak", "label": "Lacak permohonan", "current": false}, {"href": "/informasi", "label": "Daftar informasi", "current": false}],
        "flash": {"kind": "success", "text": "Permohonan dicatat."}, "request_ref": "7f3a-19c2",
    })
}

fn view() -> Value {
    json!({
        "number": "LAPAS-MAKASSAR-2026-0012", "received_at": datetime!(2026-11-23 06:30 UTC), "due_on": date!(2026-12-07),
        "hint": "16 angka, seperti di KTP.", "name": "Siti <b>Aminah</b>", "address": "Jl. Sultan Alauddin 102\nMakassar & sekitarnya",
        "bytes": 10_000_000, "share": 0.877,
        "kinds": [{"value": "individual", "label": "Perorangan", "hint": "Dengan KTP."}, {"value": "group", "label": "Kelompok orang"}],
        "statuses": Status::ALL.iter().map(|status| status.code()).collect::<Vec<_>>(),
        "queue": [
            {"number": "LAPAS-MAKASSAR-2026-0007", "subject": "Jumlah penghuni dan kapasitas per blok, 2023 sampai 2026", "state": "late", "days": -2},
            {"number": "LAPAS-MAKASSAR-2026-0009", "subject": "Salinan rencana anggaran", "state": "today", "days": 0},
            {"number": "LAPAS-MAKASSAR-2026-0010", "subject": "Daftar pengadaan makanan", "state": "soon", "days": 2},
            {"number": "LAPAS-MAKASSAR-2026-0011", "subject": "Jadwal kunjungan", "state": "open", "days": 8},
            {"number": "LAPAS-MAKASSAR-2026-0012", "subject": "Laporan kinerja", "state": "met", "days": 1},
            {"number": "LAPAS-MAKASSAR-2026-0013", "subject": "Prosedur pembebasan bersyarat", "state": "waiting", "days": 3},
        ],
        "timeline": [
            {"title": "Permohonan diterima", "at": "23 Nov 2026, 14.30 WITA", "iso": "2026-11-23T14:30:00+08:00", "by": "Portal", "text": "Baris satu\nBaris <dua>"},
            {"title": "Pemberitahuan tertulis", "at": "paling lambat 7 Des 2026", "next": true},
        ],
        "messages": [
            {"by": "Petugas Lapas Makassar", "mine": false, "at": "24 Nov 2026, 09.10 WITA", "body": "Tahun berapa yang dimaksud?"},
            {"by": "Anda", "mine": true, "at": "24 Nov 2026, 10.02 WITA", "iso": "2026-11-24T10:02:00+08:00", "body": "2023 sampai 2026.",
                "files": [{"href": "/berkas/1", "name": "surat-kuasa.pdf", "size": "240 kB"}]},
        ],
        "files": [{"href": "/berkas/2", "name": "jawaban.pdf", "size": "1,4 MB"}],
    })
}

fn page(errors: &Value) -> Value {
    json!({"view": view(), "errors": errors,
        "form": {"full_name": "Siti \"Aminah\"", "detail": "</textarea><b>", "applicant_kind": "group", "requirements": ["group"],
            "received_day": "7", "received_month": "12", "received_year": "2026"}})
}

fn render(lang: Lang, errors: &Value) -> String {
    let mut page = page(errors);
    page["chrome"] = chrome(lang);
    let html = Engine::new()
        .unwrap()
        .render(lang, "pages/shared/sample.html.tera", &page)
        .unwrap();
    // Look at it: `TERBUKA_SAMPLE=folder cargo test --lib sample` writes the pages there.
    if let Some(folder) = option_env!("TERBUKA_SAMPLE") {
        let name = format!(
            "{folder}/sample-{lang}-{}.html",
            if errors[0].is_null() { "plain" } else { "errors" }
        );
        std::fs::write(name, &html).unwrap();
    }
    html
}

fn some_errors() -> Value {
    json!([{"name": "identity_number", "text": "NIK harus 16 angka."}, {"name": "received", "text": "Tanggal ini belum tiba."},
        {"name": "identity", "text": "Berkas terlalu besar."}, {"name": "applicant_kind", "text": "Pilih satu."}])
}

#[test]
fn the_page_renders_in_both_languages() {
    let id = render(Lang::Id, &json!([]));
    assert!(id.contains("<title>Contoh &lt;komponen&gt; · Terbuka</title>"));
    assert!(id.contains("Senin, 23 November 2026 pukul 14.30 WITA"));
    assert!(id.contains("Senin, 7 Desember 2026") && id.contains("terlambat 2 hari kerja"));
    assert!(id.contains("87,7%") && id.contains("1.234") && id.contains("10 MB"));
    let en = render(Lang::En, &json!([]));
    assert!(
        en.contains("lang=\"en\"")
            && en.contains("2 working days late")
            && en.contains("Monday, 7 December 2026")
    );
}

#[test]
fn what_people_typed_is_kept_and_escaped() {
    let html = render(Lang::Id, &json!([]));
    assert!(html.contains("value=\"Siti &quot;Aminah&quot;\""));
    assert!(html.contains("&lt;/textarea&gt;&lt;b&gt;") && !html.contains("</textarea><b>"));
    assert!(html.contains("Siti &lt;b&gt;Aminah&lt;/b&gt;") && html.contains("Makassar &amp; sekitarnya"));
    assert!(html.contains("Baris satu<br>\nBaris &lt;dua&gt;"));
    assert!(html.contains("value=\"group\" checked") && html.contains("name=\"csrf\" value=\"t0ken\""));
    assert!(html.contains("name=\"received_month\" type=\"text\" inputmode=\"numeric\" value=\"12\""));
}

#[test]
fn errors_are_listed_linked_and_described() {
    let html = render(Lang::Id, &some_errors());
    assert!(html.contains("<title>Galat: "));
    let page = scraper::Html::parse_document(&html);
    let select = |css: &str| page.select(&scraper::Selector::parse(css).unwrap()).count();
    assert_eq!(select(".govuk-error-summary li a"), 4);
    for name in ["identity_number", "received", "identity", "applicant_kind"] {
        assert_eq!(
            select(&format!(".govuk-error-summary a[href='#{name}']")),
            1,
            "{name}"
        );
        assert_eq!(select(&format!("input#{name}")), 1, "{name} can be focused");
        assert_eq!(select(&format!("#{name}-error")), 1, "{name}");
        assert_eq!(
            select(&format!("[aria-describedby~='{name}-error']")),
            1,
            "{name}"
        );
    }
}

#[test]
fn ids_are_unique_and_every_reference_has_a_target() {
    let html = render(Lang::Id, &some_errors());
    let page = scraper::Html::parse_document(&html);
    let mut ids = std::collections::BTreeSet::new();
    for element in page.select(&scraper::Selector::parse("[id]").unwrap()) {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id.to_owned()), "two elements have the id {id}");
    }
    for attribute in ["for", "aria-describedby", "aria-labelledby"] {
        for element in page.select(&scraper::Selector::parse(&format!("[{attribute}]")).unwrap()) {
            for id in element.attr(attribute).unwrap().split_whitespace() {
                assert!(ids.contains(id), "{attribute}=\"{id}\" points nowhere");
            }
        }
    }
    for field in page.select(&scraper::Selector::parse("input:not([type=hidden]), select, textarea").unwrap())
    {
        let id = field.attr("id").unwrap();
        let label = scraper::Selector::parse(&format!("label[for='{id}']")).unwrap();
        assert_eq!(page.select(&label).count(), 1, "the field {id} needs one label");
    }
}

#[test]
fn the_smallest_chrome_is_enough() {
    let mut page = page(&json!([]));
    page["chrome"] = chrome(Lang::Id);
    for name in ["user", "flash", "request_ref"] {
        page["chrome"][name] = Value::Null;
    }
    page["chrome"]["nav"] = json!([]);
    page.as_object_mut().unwrap().remove("errors");
    page.as_object_mut().unwrap().remove("form");
    let html = Engine::new()
        .unwrap()
        .render(Lang::Id, "pages/shared/sample.html.tera", &page)
        .unwrap();
    assert!(html.contains("href=\"/masuk\"") && !html.contains("tb-nav"));
}
