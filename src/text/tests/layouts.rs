//! Layouts other than the public one, and each filter, tried with templates written here.

use serde_json::json;

use super::sample::chrome;
use crate::text::{Engine, Lang};

#[test]
fn a_workspace_page_has_the_wide_frame() {
    let page = r#"{% extends "layouts/workspace.html.tera" %}{% block content %}<h1>Antrean</h1>{% endblock content %}"#;
    let view = json!({"chrome": chrome(Lang::Id)});
    let html = Engine::new()
        .unwrap()
        .try_out(Lang::Id, "a.html.tera", page, &view)
        .unwrap();
    assert!(
        html.contains("<h1>Antrean</h1>") && html.contains("tb-wide") && html.contains("action=\"/keluar\"")
    );
}

#[test]
fn a_letter_has_its_head_and_no_navigation() {
    let page = r#"{% extends "layouts/print.html.tera" %}{% block content %}<h1>Tanda bukti</h1>{% endblock content %}"#;
    let head = json!({"body": "Kanwil", "unit": "Lapas <Makassar>", "address": "Jl. Sultan Alauddin", "contact": null});
    let view = json!({"chrome": chrome(Lang::Id), "view": {"letterhead": head}});
    let html = Engine::new()
        .unwrap()
        .try_out(Lang::Id, "a.html.tera", page, &view)
        .unwrap();
    assert!(
        html.contains("Lapas &lt;Makassar&gt;") && html.contains("data-print") && !html.contains("tb-nav")
    );
}

#[test]
fn mail_is_escaped_in_html_and_left_alone_in_text() {
    let engine = Engine::new().unwrap();
    let view = json!({"mail": {"lang": "en", "subject": "A & B", "portal": "Terbuka"}});
    let html = r#"{% extends "layouts/email.html.tera" %}{% block content %}<p>{{ mail.subject }}</p>{% endblock content %}"#;
    let html = engine.try_out(Lang::En, "a.html.tera", html, &view).unwrap();
    assert!(html.contains("<p>A &amp; B</p>") && html.contains("sent automatically by Terbuka"));
    let text = r#"{% extends "layouts/email.txt.tera" %}{% block content %}{{ mail.subject }}{% endblock content %}"#;
    let text = engine.try_out(Lang::En, "a.txt.tera", text, &view).unwrap();
    assert!(text.starts_with("A & B\n\n--\n"), "{text}");
}

#[test]
fn filters_take_every_form_of_a_date() {
    let engine = Engine::new().unwrap();
    let view = json!({"day": time::macros::date!(2026 - 12 - 07), "at": time::macros::datetime!(2026-11-23 06:30 UTC),
        "micros": 1_795_415_400_000_000_i64, "day_pair": [2026, 341], "parts": [2026, 327, 6, 30, 0, 0, 0, 0, 0]});
    for (template, expected) in [
        ("{{ day | date_long }}", "Senin, 7 Desember 2026"),
        ("{{ day_pair | date }}", "7 Desember 2026"),
        ("{{ '2026-12-07' | date_short }}", "7 Des 2026"),
        ("{{ day | iso_date }}", "2026-12-07"),
        (
            "{{ at | datetime(zone='wita') }}",
            "Senin, 23 November 2026 pukul 14.30 WITA",
        ),
        (
            "{{ parts | datetime_short(zone='Asia/Jakarta') }}",
            "23 Nov 2026, 13.30 WIB",
        ),
        ("{{ micros | time(zone='wit') }}", "15.30 WIT"),
        (
            "{{ '2026-11-23T06:30:00Z' | iso_datetime(zone='wita') }}",
            "2026-11-23T14:30:00+08:00",
        ),
        ("{{ 1234567.891 | number }}", "1.234.567,89"),
        ("{{ 12.5 | number(places=1) }}", "12,5"),
        ("{{ 240000 | size }}", "240 kB"),
        (
            "{{ t(key='common.count.working_days', count=1200) }}",
            "1.200 hari kerja",
        ),
    ] {
        assert_eq!(
            engine.try_out(Lang::Id, "a.txt.tera", template, &view).unwrap(),
            expected,
            "{template}"
        );
    }
}

#[test]
fn what_is_missing_or_unsafe_is_an_error() {
    let engine = Engine::new().unwrap();
    for template in [
        "{{ nothing }}",
        "{{ t(key='common.nothing') }}",
        "{{ t(key='common.frame.reference') }}",
        "{{ asset(name='none.css') }}",
        "{{ 'tomorrow' | date }}",
        "{{ '2026-11-23T06:30:00Z' | time }}",
        "{{ '2026-11-23T06:30:00Z' | time(zone='cet') }}",
        "{{ '<b>' | safe }}",
    ] {
        assert!(
            engine
                .try_out(Lang::Id, "a.html.tera", template, &json!({}))
                .is_err(),
            "{template}"
        );
    }
}
