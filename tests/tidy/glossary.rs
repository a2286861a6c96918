//! `docs/glossary.md`: one Indonesian term, one English word, one identifier.

use crate::source::{File, Finding, Tree};
use std::collections::BTreeMap;

const GLOSSARY: &str = "docs/glossary.md";

/// Stored enums whose words are the portal's own machinery rather than terms of the law.
const NOT_LAW: [&str; 2] = ["CommandKind", "EventKind"];

/// One row of the glossary's tables.
struct Row {
    line: usize,
    term: String,
    english: String,
    identifiers: Vec<String>,
}

/// Rows `| Indonesian | English | `identifier` | article | not to be confused with |`.
fn rows(file: &File) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, text) in file.text.lines().enumerate() {
        let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
        if let [term, english, identifier, _article, _confused] = cells.as_slice() {
            let identifiers: Vec<String> = identifier
                .split('`')
                .skip(1)
                .step_by(2)
                .map(ToOwned::to_owned)
                .collect();
            if !identifiers.is_empty() {
                rows.push(Row {
                    line,
                    term: (*term).into(),
                    english: (*english).into(),
                    identifiers,
                });
            }
        }
    }
    rows
}

/// No term, English word or identifier stands twice, and every row has exactly one identifier.
pub fn one_to_one(tree: &Tree) -> Vec<Finding> {
    const MISSING: &str = "docs/glossary.md holds the table of terms";
    const ONE: &str = "a row of the glossary names exactly one identifier";
    const TWICE: &str = "the glossary is one-to-one: no term, English word or identifier stands twice";
    let Some(file) = tree.file(GLOSSARY).filter(|file| !rows(file).is_empty()) else {
        return vec![Finding {
            path: GLOSSARY.into(),
            line: 1,
            rule: MISSING,
            found: "no rows".into(),
        }];
    };
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for row in rows(file) {
        if row.identifiers.len() != 1 {
            findings.push(file.finding(row.line, ONE, &row.identifiers.join(", ")));
        }
        let mut keys = vec![
            ("term", row.term.to_lowercase()),
            ("English", row.english.to_lowercase()),
        ];
        keys.extend(
            row.identifiers
                .into_iter()
                .map(|identifier| ("identifier", identifier)),
        );
        for key in keys {
            if let Some(first) = seen.insert(key.clone(), row.line) {
                findings.push(file.finding(
                    row.line,
                    TWICE,
                    &format!("{} \"{}\", first on line {}", key.0, key.1, first + 1),
                ));
            }
        }
    }
    findings
}

/// Every code that the domain stores for a term of the law has its row.
pub fn codes_are_known(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "every stored status, outcome, channel, role … has a row in docs/glossary.md";
    let known: Vec<String> = tree
        .file(GLOSSARY)
        .map(rows)
        .unwrap_or_default()
        .into_iter()
        .flat_map(|row| row.identifiers)
        .collect();
    let mut findings = Vec::new();
    for file in tree
        .files()
        .iter()
        .filter(|file| file.path.starts_with("src/domain/") && file.is_shipped_rust())
    {
        for (line, code) in stored_codes(&file.text) {
            if !known.contains(&code) {
                findings.push(file.finding(line, RULE, &code));
            }
        }
    }
    findings
}

/// The codes inside `codes!( … Name { Variant = "code", … } )`.
fn stored_codes(text: &str) -> Vec<(usize, String)> {
    let mut codes = Vec::new();
    let mut in_block = false;
    let mut is_law = true;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("codes!(") {
            (in_block, is_law) = (true, true);
        } else if in_block && line == ");" {
            in_block = false;
        } else if in_block && line.ends_with('{') {
            is_law = !NOT_LAW.contains(&line.trim_end_matches('{').trim());
        } else if in_block && is_law && !line.starts_with("//") {
            let code = line
                .split_once(" = \"")
                .and_then(|(_, rest)| rest.split('"').next());
            codes.extend(code.map(|code| (at, code.to_owned())));
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::{codes_are_known, one_to_one, stored_codes};
    use crate::source::Tree;

    fn glossary(rows: &str) -> Tree {
        let head = "| Indonesian | English | Identifier | Article | Not |\n|---|---|---|---|---|\n";
        Tree::of("docs/glossary.md", &format!("{head}{rows}"))
    }

    #[test]
    fn a_second_row_for_a_word_is_refused() {
        let ok = "| ditolak | refused | `refused` | Ps 34 | |\n| ditutup | closed | `closed` | | |\n";
        assert_eq!(one_to_one(&glossary(ok)).len(), 0);
        assert_eq!(
            one_to_one(&glossary(&format!("{ok}| tolak | rejected | `refused` | | |\n"))).len(),
            1
        );
        assert_eq!(
            one_to_one(&glossary(&format!(
                "{ok}| Ditolak | rejected | `rejected` | | |\n"
            )))
            .len(),
            1
        );
        assert_eq!(
            one_to_one(&glossary(&format!("{ok}| tolak | Refused | `rejected` | | |\n"))).len(),
            1
        );
        assert_eq!(one_to_one(&glossary("| a | b | `c`, `d` | | |\n")).len(), 1);
    }

    #[test]
    fn a_glossary_without_rows_is_refused() {
        assert_eq!(one_to_one(&glossary("")).len(), 1);
        assert_eq!(one_to_one(&Tree::default()).len(), 1);
    }

    #[test]
    fn an_unknown_stored_word_is_refused() {
        let code = "codes!(\n    /// Words.\n    Outcome {\n        /// Ditolak.\n        Refused = \"refused\",\n        Held = \"held\",\n    }\n);\n";
        assert_eq!(stored_codes(code).len(), 2);
        let tree = glossary("| ditolak | refused | `refused` | | |\n").with("src/domain/outcome.rs", code);
        let found = codes_are_known(&tree);
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|one| one.found == "held" && one.line == 6));
    }

    #[test]
    fn commands_are_not_terms() {
        assert_eq!(
            stored_codes("codes!(\n    CommandKind {\n        Route = \"route\",\n    }\n);\n").len(),
            0
        );
    }
}
