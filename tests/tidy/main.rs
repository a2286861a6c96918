//! Rules of the house that no compiler checks: who may import whom, what templates may hold, what words mean.
//!
//! Reads files only; it does not use the portal's own code. Each rule is a sentence, and the sentence is the failure
//! message. Each has tests on bad samples, so that a rule that stopped working is noticed.

mod glossary;
mod imports;
mod logs;
mod rust;
mod source;
mod templates;
mod tree;

use source::{Finding, Tree};

/// Runs one rule over the whole tree and fails with every place that breaks it.
fn check(rule: impl Fn(&Tree) -> Vec<Finding>) {
    let tree = Tree::read(env!("CARGO_MANIFEST_DIR")).unwrap_or_default();
    assert!(tree.files().len() > 10, "the tree could not be read");
    let told: Vec<String> = rule(&tree).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
}

#[test]
fn imports_follow_the_arrows() {
    check(imports::arrows);
}

#[test]
fn frameworks_stay_in_their_rooms() {
    check(imports::frameworks);
}

#[test]
fn the_domain_is_pure() {
    check(imports::pure_domain);
}

#[test]
fn every_module_says_what_lives_in_it() {
    check(rust::module_docs);
}

#[test]
fn files_fit_in_a_head() {
    check(rust::length);
}

#[test]
fn forms_of_pages_go_through_submission() {
    check(rust::bare_forms);
}

#[test]
fn statutory_days_come_from_the_law_pack() {
    check(rust::statutory_days);
}

#[test]
fn template_names_say_how_they_escape() {
    check(templates::names);
}

#[test]
fn templates_escape_everything() {
    check(templates::escaping);
}

#[test]
fn templates_obey_the_content_security_policy() {
    check(templates::inline_code);
}

#[test]
fn texts_take_statutory_days_as_arguments() {
    check(templates::statutory_days);
}

#[test]
fn nothing_is_left_unfinished() {
    check(tree::unfinished);
}

#[test]
fn nothing_names_a_machine() {
    check(tree::machine_paths);
}

#[test]
fn files_stay_small_enough_to_clone() {
    check(tree::weight);
}

#[test]
fn lock_files_name_no_host() {
    check(tree::lock_hosts);
}

#[test]
fn the_glossary_is_one_to_one() {
    check(glossary::one_to_one);
}

#[test]
fn every_stored_word_is_in_the_glossary() {
    check(glossary::codes_are_known);
}
