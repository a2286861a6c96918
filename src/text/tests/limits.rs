//! A page promises the length that the rules take, and no other.

use std::collections::BTreeSet;

use super::without_comments;
use crate::domain::limits::{ACCOUNT, ADDRESS, ANSWER, LETTER, LINE, MEASURE, NOTE, RULING, SHORT};
use crate::text::embedded::TEMPLATES;

/// The fields of a page, each with every limit that the page may name for it.
type Fields = &'static [(&'static str, &'static [usize])];

/// Pages with the fields whose length the rules measure.
const FIELDS: &[(&str, Fields)] = &[
    (
        "pages/officer/step.html.tera",
        &[
            ("\"note\"", &[NOTE, LETTER]),
            ("\"reason\"", &[NOTE, LETTER]),
            ("\"question\"", &[LETTER]),
            ("\"reply\"", &[LETTER]),
            ("\"proof\"", &[NOTE]),
            ("\"reference\"", &[LINE]),
        ],
    ),
    (
        "pages/officer/answer.html.tera",
        &[
            ("{\"answer_\" ~ n}", &[ANSWER]),
            ("{\"redactions_\" ~ n}", &[LETTER]),
            ("{\"holder_\" ~ n}", &[LINE]),
        ],
    ),
    (
        "pages/officer/share.html.tera",
        &[("\"text\"", &[ANSWER]), ("\"reason\"", &[LETTER])],
    ),
    ("pages/superior/approval.html.tera", &[("\"reason\"", &[NOTE])]),
    ("pages/citizen/reply.html.tera", &[("\"reply\"", &[LETTER])]),
    ("pages/citizen/fix.html.tera", &[("\"note\"", &[LETTER])]),
    ("pages/citizen/withdraw.html.tera", &[("\"note\"", &[NOTE])]),
    (
        "components/objection_step.html.tera",
        &[
            ("\"question\"", &[LETTER]),
            ("\"reply\"", &[LETTER]),
            ("\"invitation\"", &[LETTER]),
            ("\"terms\"", &[LETTER]),
            ("\"consent\"", &[NOTE]),
            ("\"note\"", &[NOTE, LETTER]),
            ("\"proof\"", &[NOTE]),
            ("\"reason\"", &[NOTE]),
        ],
    ),
    (
        "pages/superior/objection_answer.html.tera",
        &[
            ("{\"text_\" ~ ground.letter}", &[RULING]),
            ("\"order\"", &[LETTER]),
        ],
    ),
    (
        "pages/admin/fee_new.html.tera",
        &[
            ("\"decree_no\"", &[LINE]),
            ("\"account\"", &[ACCOUNT]),
            ("\"e_money\"", &[ACCOUNT]),
            ("{\"what_\" ~ n}", &[LINE]),
            ("{\"measure_\" ~ n}", &[MEASURE]),
        ],
    ),
    (
        "pages/admin/unit.html.tera",
        &[
            ("\"legal_basis\"", &[LINE]),
            ("\"name\"", &[LINE]),
            ("\"short_name\"", &[SHORT]),
            ("\"place\"", &[SHORT]),
            ("\"address\"", &[ADDRESS]),
            ("\"email\"", &[LINE]),
            ("\"body\"", &[LINE]),
        ],
    ),
];

/// Every length that a template names for a field; 0 where it names none.
fn named(template: &str, field: &str) -> BTreeSet<usize> {
    let uses = ["<textarea", "<input"].map(|tag| format!("{tag} name={field} "));
    let lines = template.lines();
    lines
        .filter_map(|line| {
            let from = uses.iter().find_map(|start| line.find(start.as_str()))?;
            let call = line[from..].split("/> }}").next()?;
            let limit = call
                .split_once("maxlength={")
                .and_then(|(_, rest)| rest.split('}').next())
                .map_or(0, |limit| limit.parse().unwrap_or_default());
            Some(limit)
        })
        .collect()
}

#[test]
fn pages_name_the_lengths_of_the_rules() {
    for (page, fields) in FIELDS {
        let found = TEMPLATES.iter().find(|(name, _)| name == page);
        let text = without_comments(found.unwrap().1);
        for (field, limits) in *fields {
            let wanted: BTreeSet<usize> = limits.iter().copied().collect();
            assert_eq!(named(&text, field), wanted, "{field} in {page}");
        }
    }
}
