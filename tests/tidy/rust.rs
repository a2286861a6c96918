//! Rules for Rust files that ship.

use crate::source::{File, Finding, Tree, bad_lines};

const MOST_LINES: usize = 400;

/// The first line says what lives here.
pub fn module_docs(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "a module starts with `//!`, saying what lives here and what does not";
    let lacks = |file: &&File| !file.text.trim_start().starts_with("//!");
    tree.files()
        .iter()
        .filter(|file| file.is_shipped_rust())
        .filter(lacks)
        .map(|file| file.finding(0, RULE, ""))
        .collect()
}

/// No file of code, and no template, is longer than a reader can hold.
pub fn length(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "a file of code or markup has at most 400 lines; two rooms read better than one";
    let mut findings = Vec::new();
    for file in tree.files() {
        let counts = file.is_shipped_rust()
            || file.path == "build.rs"
            || file.path.starts_with("build/")
            || file.is("tera");
        let lines = file.text.lines().count();
        if counts && lines > MOST_LINES {
            findings.push(file.finding(MOST_LINES, RULE, &format!("{lines} lines")));
        }
    }
    findings
}

/// A bare `Form<` in a page would skip the token check and lose what the user wrote.
pub fn bare_forms(tree: &Tree) -> Vec<Finding> {
    const RULE: &str =
        "pages take `Submission<…>`, never a bare `Form<…>`: it checks the token and keeps the user's text";
    let pages = tree
        .files()
        .iter()
        .filter(|file| file.path.starts_with("src/web/pages/") && file.is_shipped_rust());
    pages
        .flat_map(|file| bad_lines(file, &file.code(), RULE, has_bare_form))
        .collect()
}

fn has_bare_form(line: &str) -> bool {
    line.match_indices("Form<").any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Numbers of working days are data of the law pack. In Rust, a name that speaks of working days takes no number.
pub fn statutory_days(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "numbers of working days come from the law pack (data/), never from a literal";
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.is_shipped_rust()) {
        findings.extend(bad_lines(file, &file.code(), RULE, gives_working_days_a_number));
    }
    findings
}

/// `add_working_days(from, 10)`, `WorkingDays(10)`, `const NOTICE_DAYS: u8 = 10`, `working_days: 10`.
fn gives_working_days_a_number(line: &str) -> bool {
    let lower = line.to_lowercase();
    let after_name = |name: &str| lower.split_once(name).map(|(_, rest)| rest.to_owned());
    if let Some(rest) = after_name("working_day").or_else(|| after_name("workingday")) {
        let call = rest
            .split_once('(')
            .map(|(_, inside)| inside.split(')').next().unwrap_or_default().to_owned());
        return call.is_some_and(|inside| inside.split(',').any(is_count))
            || assigned(&rest).is_some_and(is_count);
    }
    lower.contains("_days") && after_name("_days").is_some_and(|rest| assigned(&rest).is_some_and(is_count))
}

/// The value after `:` or `=` of a field or constant, without its type.
fn assigned(rest: &str) -> Option<&str> {
    let value = rest
        .rsplit_once('=')
        .or_else(|| rest.split_once(':'))
        .map(|(_, value)| value)?;
    Some(value.trim_end_matches([';', ',', '}', ' ']))
}

/// A bare number above 1: one step or none is no period of law.
fn is_count(text: &str) -> bool {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    let rest = text.trim().get(digits.len()..).unwrap_or_default();
    let only_type =
        rest.is_empty() || ["u8", "u16", "u32", "i32", "i64", "usize", "_u8", "_u16", "_u32"].contains(&rest);
    only_type && digits.parse::<u32>().is_ok_and(|number| number > 1)
}

#[cfg(test)]
mod tests {
    use super::{bare_forms, length, module_docs, statutory_days};
    use crate::source::Tree;

    #[test]
    fn a_module_without_words_is_refused() {
        assert_eq!(module_docs(&Tree::of("src/a.rs", "use b;\n//! late")).len(), 1);
        assert_eq!(module_docs(&Tree::of("src/a.rs", "//! A room.\nuse b;")).len(), 0);
        assert_eq!(module_docs(&Tree::of("src/a/tests.rs", "use b;")).len(), 0);
    }

    #[test]
    fn a_long_file_is_refused_unless_it_is_a_test() {
        let long = "x\n".repeat(401);
        assert_eq!(length(&Tree::of("src/a.rs", &long)).len(), 1);
        assert_eq!(length(&Tree::of("templates/a.html.tera", &long)).len(), 1);
        assert_eq!(length(&Tree::of("src/a/tests.rs", &long)).len(), 0);
        assert_eq!(length(&Tree::of("src/a.rs", &"x\n".repeat(400))).len(), 0);
    }

    #[test]
    fn a_bare_form_in_a_page_is_refused() {
        let page = |text| bare_forms(&Tree::of("src/web/pages/officer/answer.rs", text)).len();
        assert_eq!(page("fn create(form: Form<Contextual<Raw>>) {}"), 1);
        assert_eq!(page("fn create(form: rocket::form::Form<Raw>) {}"), 1);
        assert_eq!(page("fn create(form: Submission<RawForm<'_>>) {} // Form<"), 0);
        assert_eq!(
            bare_forms(&Tree::of("src/web/forms/submission.rs", "Form<Raw>")).len(),
            0
        );
    }

    #[test]
    fn a_statutory_number_in_code_is_refused() {
        let code = |text| statutory_days(&Tree::of("src/services/a.rs", text)).len();
        for bad in [
            "add_working_days(from, 10)",
            "let limit = WorkingDays(17);",
            "WorkingDays::new(3_u8)",
            "const NOTICE_DAYS: u8 = 10;",
            "Rule { working_days: 10 }",
            "calendar.nth_working_day(start, 17)",
        ] {
            assert_eq!(code(bad), 1, "{bad}");
        }
        for good in [
            "add_working_days(from, rule.length)",
            "calendar.nth_working_day(start, 1)",
            "let working_days = rule.length;",
            "// the notice is due after 10 working days",
            "working_days_left(request.due_on, today)",
            "const SESSION_HOURS: u8 = 12;",
        ] {
            assert_eq!(code(good), 0, "{good}");
        }
        assert_eq!(
            statutory_days(&Tree::of("src/domain/deadline/tests.rs", "WorkingDays(10)")).len(),
            0
        );
    }
}
