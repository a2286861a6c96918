//! Catalogue parity, keys used by templates, and the engine's promises.

mod codes;
mod contrast;
mod icalendar;
mod layouts;
mod limits;
mod sample;
mod usage;

use std::collections::BTreeSet;

use super::embedded::TEMPLATES;
use super::{Catalogue, Engine, Lang};

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let catalogue = Catalogue::load().unwrap();
    let (id, en) = (catalogue.keys(Lang::Id), catalogue.keys(Lang::En));
    for (key, slots) in &id {
        assert_eq!(
            Some(slots),
            en.get(key),
            "`{key}`: placeholders differ, or the key is missing in English"
        );
    }
    for key in en.keys() {
        assert!(id.contains_key(key), "`{key}` is missing in Indonesian");
    }
}

/// The text of a template without its comments, which show examples.
fn without_comments(template: &str) -> String {
    let mut parts = template.split("{#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once("#}").map_or("", |(_, after)| after)
    })
}

/// What stands between an opening parenthesis (already read) and the one that closes it.
fn inside(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    end.map_or(text, |end| &text[..end])
}

/// The literal `t(key="…", name=…)` calls of a template: key, names of the values given.
fn calls(template: &str) -> Vec<(String, BTreeSet<String>)> {
    let text = without_comments(template);
    let mut found = Vec::new();
    for call in text.split("t(key=\"").skip(1) {
        let (key, rest) = call.split_once('"').unwrap_or((call, ""));
        // A key made at run time (`"law.status." ~ code`) is covered by the test of its codes.
        if rest.trim_start().starts_with('~') {
            continue;
        }
        let arguments = inside(rest)
            .split(',')
            .filter_map(|argument| argument.split_once('='));
        found.push((
            key.to_owned(),
            arguments.map(|(name, _)| name.trim().to_owned()).collect(),
        ));
    }
    found
}

#[test]
fn templates_use_only_messages_that_exist_and_fill_their_placeholders() {
    let keys = Catalogue::load().unwrap();
    let keys = keys.keys(Lang::Id);
    for (template, text) in TEMPLATES {
        for (key, given) in calls(text) {
            let wanted = keys
                .get(key.as_str())
                .unwrap_or_else(|| panic!("{template}: no message `{key}`"));
            let missing: Vec<_> = wanted.iter().filter(|name| !given.contains(**name)).collect();
            assert!(missing.is_empty(), "{template}: `{key}` needs {missing:?}");
        }
    }
}

#[test]
fn templates_are_named_for_their_escaping_and_never_switch_it_off() {
    for (template, text) in TEMPLATES {
        assert!(
            template.ends_with(".html.tera") || template.ends_with(".txt.tera"),
            "{template}"
        );
        assert!(!text.replace(' ', "").contains("|safe"), "{template} uses `safe`");
        assert!(
            !text.contains("style=\"") && !text.contains(" onclick="),
            "{template} has an inline style or script"
        );
        // The pages of the evidence bundle are read without the portal, and bring their style along.
        let stands_alone = template.starts_with("bundle/");
        assert!(
            (stands_alone || !text.contains("<style")) && !text.contains("javascript:"),
            "{template} has an inline style or script"
        );
    }
}

#[test]
fn plural_forms_follow_the_language() {
    let catalogue = Catalogue::load().unwrap();
    assert_eq!(
        catalogue
            .counted(Lang::Id, "common.count.working_days", 1)
            .unwrap(),
        "1 hari kerja"
    );
    assert_eq!(
        catalogue
            .counted(Lang::En, "common.count.working_days", 1)
            .unwrap(),
        "1 working day"
    );
    assert_eq!(
        catalogue
            .counted(Lang::En, "common.count.working_days", 1200)
            .unwrap(),
        "1,200 working days"
    );
}

#[test]
fn a_missing_key_or_value_is_an_error() {
    let catalogue = Catalogue::load().unwrap();
    assert!(catalogue.text(Lang::Id, "common.nothing", &[]).is_err());
    assert!(catalogue.text(Lang::Id, "common.frame.reference", &[]).is_err());
    assert!(
        catalogue
            .text(Lang::Id, "common.frame.reference", &[("reference", "7f3a")])
            .unwrap()
            .contains("7f3a")
    );
}

#[test]
fn an_unknown_template_is_an_error_that_names_it() {
    let engine = Engine::new().unwrap();
    let error = engine
        .render(Lang::En, "pages/none.html.tera", &serde_json::json!({}))
        .unwrap_err();
    assert!(error.to_string().contains("pages/none.html.tera"));
    assert!(!engine.contains("pages/none.html.tera"));
}

#[test]
fn the_language_of_a_reader_is_negotiated() {
    for (header, lang) in [
        ("", Lang::Id),
        ("id-ID,id;q=0.9,en-US;q=0.8", Lang::Id),
        ("en-GB,en;q=0.9,id;q=0.8", Lang::En),
        ("in-ID", Lang::Id),
        ("de,en;q=0.5", Lang::En),
        ("nl", Lang::Id),
    ] {
        assert_eq!(Lang::negotiate(header), lang, "{header}");
    }
    assert_eq!(Lang::from_code("en"), Some(Lang::En));
    assert_eq!(Lang::from_code("EN"), None);
}
