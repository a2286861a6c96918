//! Every message is in use: one that nothing asks for is deleted, so that no second wording stands beside the one people read.

use std::fs;
use std::path::Path;

use super::without_comments;
use crate::text::embedded::TEMPLATES;
use crate::text::{Catalogue, Lang};

/// Beginnings of keys that code and templates complete with a code. What they are completed with must be named somewhere too.
const COMPOSED: &[&str] = &[
    "auditor.check.content.",
    "citizen.documents.",
    "citizen.status.",
    "common.due.",
    "common.state.",
    "decree.came_by.",
    "decree.fact.",
    "decree.kind.",
    "decree.line.",
    "decree.refused.",
    "decree.scope.",
    "decree.state.",
    "delivery.",
    "delivery.kept.",
    "denial.",
    "dispute.bundle.column.",
    "dispute.bundle.history.",
    "dispute.bundle.row.",
    "dispute.bundle.silence.",
    "dispute.bundle.silence_lead.",
    "dispute.denial.",
    "dispute.event.",
    "dispute.field.",
    "dispute.order_hint.",
    "dispute.outcome.",
    "dispute.party.",
    "dispute.relief.",
    "dispute.row.",
    "dispute.status.",
    "dispute.step.",
    "errors.",
    "event.",
    "exemption.answer.",
    "exemption.case.",
    "exemption.done.",
    "exemption.event.",
    "exemption.extent.",
    "exemption.gate.",
    "exemption.ground.",
    "exemption.opened.",
    "exemption.row.",
    "exemption.status.",
    "exemption.tab.",
    "exemption.waits.",
    "fee.fault.",
    "fee.state.",
    "fee.way.",
    "field.",
    "law.access_mode.",
    "law.applicant_kind.",
    "law.attachment.",
    "law.channel.",
    "law.delivery_mode.",
    "law.extension_reason.",
    "law.fee_kind.",
    "law.held_form.",
    "law.letter.",
    "law.outcome.",
    "law.payment_mode.",
    "law.role.",
    "law.rule_set.",
    "law.status.",
    "law.unit_kind.",
    "letter.",
    "letter.contact.",
    "letter.held.",
    "letter.row.",
    "mail.",
    "missing.",
    "objection.decision.",
    "objection.denial.",
    "objection.event.",
    "objection.figure.",
    "objection.ground.",
    "objection.letter.",
    "objection.letter.row.",
    "objection.row.",
    "objection.ruling.",
    "objection.status.",
    "objection.status_text.",
    "objection.step.",
    "objection.tab.",
    "objection.unavailable.",
    "officer.answer.",
    "officer.done.",
    "officer.fact.",
    "officer.history.",
    "officer.origin.",
    "officer.read_only.",
    "officer.row.",
    "officer.step.",
    "officer.step.close.",
    "officer.tab.",
    "public.figure.",
    "rules.bearer.",
    "rules.doubt.",
    "rules.length.",
    "rules.part.",
    "share.done.",
    "share.status.",
    "sheet.",
    "simulation.figure.",
    "step.",
    "trace.day.",
    "trace.exemption.day.",
    "trace.exemption.lead.",
    "trace.exemption.why.",
    "trace.why.",
    "unit.commission.",
    "unit.fault.",
    "unit.kind.",
    "unit.ppid.",
];

/// Beginnings that only templates may complete: why a day counts or not. A day off has its kind below `decree.kind.`.
const COMPOSED_BY_TEMPLATES: &[&str] = &["trace.why."];

/// The page of all components, which nobody can open: it may show a message and does not use one.
const SAMPLE: &str = "pages/shared/sample.html.tera";

/// What ships and may name a message: templates and code without comments and tests, and the units, whose kinds are codes.
fn sources() -> String {
    let mut sources = String::new();
    for (name, text) in TEMPLATES {
        if *name != SAMPLE {
            sources += &without_comments(text);
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    add_code(&root.join("src"), &mut sources);
    let units = fs::read_to_string(root.join("data/units.csv")).unwrap();
    sources += &units.replace([',', '\n'], "\"\"");
    sources
}

fn add_code(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            add_code(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") && !name.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let code = shipped
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            code.for_each(|line| into.extend([line, "\n"]));
        }
    }
}

/// Whether a key is written out, or composed of a known beginning and a code that is written somewhere.
fn is_used(key: &str, sources: &str) -> bool {
    let is_written = |word: &str| sources.contains(&format!("\"{word}\""));
    let code = |rest: &str| rest.split('.').next().is_some_and(is_written);
    is_written(key)
        || COMPOSED
            .iter()
            .filter_map(|start| key.strip_prefix(start))
            .any(code)
}

#[test]
fn every_message_is_used() {
    let sources = sources();
    let catalogue = Catalogue::load().unwrap();
    let keys = catalogue.keys(Lang::Id);
    let unused: Vec<_> = keys.keys().filter(|key| !is_used(key, &sources)).collect();
    assert!(unused.is_empty(), "no template and no code asks for {unused:#?}");
}

#[test]
fn every_beginning_is_completed_somewhere() {
    let sources = sources();
    for start in COMPOSED {
        let ways = [format!("\"{start}{{"), format!("\"{start}\" ~")];
        assert!(
            ways.iter().any(|way| sources.contains(way)),
            "nothing completes `{start}`"
        );
    }
    for start in COMPOSED_BY_TEMPLATES {
        assert!(
            !sources.contains(&format!("\"{start}{{")),
            "code completes `{start}` with a code it has no words for"
        );
    }
}

#[test]
fn a_double_is_found() {
    let sources = r#"t(key="common.nav.home") format!("law.role.{}", code) Officer = "officer""#;
    assert!(is_used("common.nav.home", sources) && is_used("law.role.officer", sources));
    for double in [
        "common.nav",
        "common.nav.homes",
        "law.roles.officer",
        "law.role.king",
    ] {
        assert!(!is_used(double, sources), "{double}");
    }
}
