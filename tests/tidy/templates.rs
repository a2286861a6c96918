//! Rules for templates and message files.

use crate::source::{Finding, Tree, bad_lines};

/// Escaping follows the file name: `page.html.tera` is escaped, a bare `page.tera` is not.
pub fn names(tree: &Tree) -> Vec<Finding> {
    const RULE: &str =
        "a template is called *.html.tera or *.txt.tera: the name decides whether it is escaped";
    let says = |path: &str| path.ends_with(".html.tera") || path.ends_with(".txt.tera");
    let bare = tree
        .files()
        .iter()
        .filter(|file| file.is("tera") && !says(&file.path));
    bare.map(|file| file.finding(0, RULE, &file.path)).collect()
}

/// Nothing reaches a page unescaped.
pub fn escaping(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "templates escape everything: no `| safe`, no autoescape switch";
    let bad = |line: &str| {
        let dense: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        dense.contains("|safe") || dense.contains("autoescape")
    };
    tree.files()
        .iter()
        .filter(|file| file.is_template())
        .flat_map(|file| bad_lines(file, &file.text, RULE, bad))
        .collect()
}

/// No inline style, script or handler: the content security policy would drop it. Mail has no such policy, and mail
/// readers drop style sheets instead; the pages of the evidence bundle are read without the portal. Those alone may carry `style`.
pub fn inline_code(tree: &Tree) -> Vec<Finding> {
    const RULE: &str =
        "no inline style, script or on… handler in a template: the content security policy drops it";
    let mut findings = Vec::new();
    for file in tree
        .files()
        .iter()
        .filter(|file| file.is_template() && file.is("tera"))
    {
        let is_mail = file.path.starts_with("templates/email/")
            || file.path.starts_with("templates/mail/")
            || file.path.starts_with("templates/bundle/");
        findings.extend(bad_lines(file, &file.text, RULE, |line| {
            has_inline_code(line, is_mail)
        }));
    }
    findings
}

fn has_inline_code(line: &str, is_mail: bool) -> bool {
    let lower = line.to_lowercase();
    let script = lower.match_indices("<script").any(|(at, _)| {
        let tag = lower
            .get(at..)
            .and_then(|rest| rest.split('>').next())
            .unwrap_or_default();
        !tag.contains("src=") && !tag.contains("type=\"application/ld+json\"")
    });
    let style = !is_mail && (lower.contains("<style") || lower.contains(" style="));
    script || style || lower.contains("javascript:") || has_handler(&lower)
}

/// An attribute such as `onclick=`.
fn has_handler(lower: &str) -> bool {
    lower.match_indices(" on").any(|(at, _)| {
        let rest = lower.get(at + 3..).unwrap_or_default();
        let name = rest.chars().take_while(char::is_ascii_lowercase).count();
        name >= 3
            && rest
                .get(name..)
                .is_some_and(|after| after.starts_with("=\"") || after.starts_with("='"))
    })
}

/// "10 hari kerja" in a text would outlive the rule it repeats.
pub fn statutory_days(tree: &Tree) -> Vec<Finding> {
    const RULE: &str =
        "a text takes the number of working days as an argument from the law pack: {days} hari kerja";
    let texts = tree.files().iter().filter(|file| file.is_template());
    texts
        .flat_map(|file| bad_lines(file, &file.text, RULE, counts_working_days))
        .collect()
}

fn counts_working_days(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["hari kerja", "working day"].iter().any(|unit| {
        lower.match_indices(unit).any(|(at, _)| {
            let before = lower.get(..at).unwrap_or_default().trim_end();
            before.ends_with(|c: char| c.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{escaping, inline_code, names, statutory_days};
    use crate::source::Tree;

    #[test]
    fn a_bare_tera_name_is_refused() {
        assert_eq!(names(&Tree::of("templates/pages/start.tera", "")).len(), 1);
        assert_eq!(names(&Tree::of("templates/pages/start.html.tera", "")).len(), 0);
        assert_eq!(names(&Tree::of("templates/email/notice.txt.tera", "")).len(), 0);
    }

    #[test]
    fn unescaped_output_is_refused() {
        let count = |text| escaping(&Tree::of("templates/a.html.tera", text)).len();
        assert_eq!(
            count("{{ body | safe }}\n{{ body|safe }}\n{% autoescape false %}"),
            3
        );
        assert_eq!(count("{{ body }} a safe word"), 0);
    }

    #[test]
    fn inline_code_is_refused() {
        let count = |text| inline_code(&Tree::of("templates/a.html.tera", text)).len();
        for bad in [
            "<p style=\"color:red\">",
            "<style>",
            "<script>alert(1)</script>",
            "<button onclick=\"x()\">",
            "<a href=\"javascript:x\">",
        ] {
            assert_eq!(count(bad), 1, "{bad}");
        }
        for good in [
            "<script src=\"/a.js\" type=\"module\"></script>",
            "<p>put on=1</p>",
            "<link rel=\"stylesheet\" href=\"/a.css\">",
        ] {
            assert_eq!(count(good), 0, "{good}");
        }
        assert_eq!(
            inline_code(&Tree::of("templates/email/a.html.tera", "<p style=\"margin:0\">")).len(),
            0
        );
        assert_eq!(
            inline_code(&Tree::of("templates/email/a.html.tera", "<p onclick=\"x\">")).len(),
            1
        );
    }

    #[test]
    fn a_number_of_days_in_a_text_is_refused() {
        let count = |text| statutory_days(&Tree::of("templates/messages/id/citizen.toml", text)).len();
        assert_eq!(
            count("a = \"paling lambat 10 hari kerja\"\nb = \"within 10 working days\""),
            2
        );
        assert_eq!(
            count("a = \"paling lambat {days} hari kerja\"\nb = \"hari kerja ke-{n}\""),
            0
        );
    }
}
