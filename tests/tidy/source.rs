//! The files of the project as the rules see them, and Rust text without its comments and strings.

use std::fmt;
use std::io;
use std::path::Path;

/// Folders that hold what a build or a run leaves behind.
const NOT_OURS: [&str; 6] = [
    ".git",
    "target",
    "node_modules",
    "terbuka-data",
    "output",
    "proptest-regressions",
];

/// A place that breaks a rule.
#[derive(Debug)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub rule: &'static str,
    pub found: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {} (found: {})",
            self.path, self.line, self.rule, self.found
        )
    }
}

/// One file; `text` is empty for what is not text.
#[derive(Debug)]
pub struct File {
    /// Relative to the project, with `/`.
    pub path: String,
    pub bytes: u64,
    pub text: String,
}

impl File {
    /// A finding at a line counted from 0.
    pub fn finding(&self, line: usize, rule: &'static str, found: &str) -> Finding {
        let found = found.trim().chars().take(120).collect();
        Finding {
            path: self.path.clone(),
            line: line + 1,
            rule,
            found,
        }
    }

    /// Whether the name ends in `.kind`.
    pub fn is(&self, kind: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|extension| extension == kind)
    }

    /// Rust that ships: not a test, not the tests beside the code.
    pub fn is_shipped_rust(&self) -> bool {
        let in_source = self.path.starts_with("src/") || self.path.starts_with("migration/src/");
        in_source && self.is("rs") && !self.is_test()
    }

    fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name == "tests.rs" || name.ends_with("_tests.rs") || self.path.contains("/tests/")
    }

    pub fn is_template(&self) -> bool {
        self.path.starts_with("templates/")
    }

    /// The lines of the Rust code with comments and literals blanked out; same numbering as `text`.
    pub fn code(&self) -> String {
        blank_comments_and_literals(&self.text)
    }
}

/// The project, or a made-up one in the tests of a rule.
#[derive(Debug, Default)]
pub struct Tree {
    files: Vec<File>,
}

impl Tree {
    pub fn read(root: &str) -> io::Result<Self> {
        let mut tree = Self::default();
        tree.enter(Path::new(root), "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// A tree of one file, for the tests of the rules.
    pub fn of(path: &str, text: &str) -> Self {
        Self::default().with(path, text)
    }

    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.push(File {
            path: path.into(),
            bytes: text.len() as u64,
            text: text.into(),
        });
        self
    }

    pub fn files(&self) -> &[File] {
        &self.files
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    fn enter(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) {
                self.enter(&entry.path(), &path)?;
            } else if kind.is_file() {
                let bytes = entry.metadata()?.len();
                let text = String::from_utf8(std::fs::read(entry.path())?).unwrap_or_default();
                self.files.push(File { path, bytes, text });
            }
        }
        Ok(())
    }
}

/// Replaces comments, strings and character literals by spaces, keeping line breaks.
fn blank_comments_and_literals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut previous = ' ';
    while let Some(first) = rest.chars().next() {
        let skip = literal_length(rest, previous);
        if skip > 0 {
            let (gone, left) = rest.split_at(skip);
            out.extend(gone.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = left;
            previous = ' ';
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            previous = first;
        }
    }
    out
}

/// How many bytes at the start of `rest` are a comment or a literal; 0 when it is code.
fn literal_length(rest: &str, previous: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment_length(rest);
    }
    if rest.starts_with('"') {
        return string_length(rest);
    }
    if rest.starts_with('\'') {
        return character_length(rest);
    }
    let joined = previous.is_alphanumeric() || previous == '_';
    if joined {
        return 0;
    }
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'));
    if let Some(after) = after {
        let hashes = after.len() - after.trim_start_matches('#').len();
        if after.get(hashes..).is_some_and(|quoted| quoted.starts_with('"')) {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = rest.len() - after.len() + hashes + 1;
            let body = rest.get(start..).unwrap_or_default();
            return body.find(&end).map_or(rest.len(), |at| start + at + end.len());
        }
    }
    if let Some(quoted) = rest.strip_prefix('b').filter(|quoted| quoted.starts_with('"')) {
        return 1 + string_length(quoted);
    }
    0
}

fn block_comment_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(left) = rest.get(at..).filter(|left| !left.is_empty()) {
        if left.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if left.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += left.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'` and `'\n'` are literals, `'a` is a lifetime.
fn character_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            let after = rest.get(3..).unwrap_or_default();
            after.find('\'').map_or(0, |at| 3 + at + 1)
        }
        Some(_) => chars
            .next()
            .filter(|&(_, c)| c == '\'')
            .map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// Lines of `text` that `is_bad` refuses, as findings.
pub fn bad_lines(file: &File, text: &str, rule: &'static str, is_bad: impl Fn(&str) -> bool) -> Vec<Finding> {
    let bad = text.lines().enumerate().filter(|(_, line)| is_bad(line));
    bad.map(|(at, _)| file.finding(at, rule, file.text.lines().nth(at).unwrap_or_default()))
        .collect()
}

/// Whether `word` stands in `line` with no letter, digit or underscore on either side.
pub fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[test]
fn comments_and_literals_are_not_code() {
    let text = "use a; // sea_orm\nlet x = \"rocket \\\" tokio\"; /* a /* b */ async */ f('\\'', '\"', 'r');\nr#\"x\" y\"# b\"z\" fn f<'a>() {}";
    let code = blank_comments_and_literals(text);
    assert_eq!(code.lines().count(), 3);
    for gone in ["sea_orm", "rocket", "tokio", "async", "x\" y", "z"] {
        assert!(!code.contains(gone), "{gone} in {code}");
    }
    assert!(
        code.contains("fn f<'a>() {}") && code.contains("use a;"),
        "{code}"
    );
}

#[test]
fn words_are_whole() {
    assert!(has_word("use rocket::get;", "rocket"));
    assert!(!has_word("rocketeer my_rocket rocket2", "rocket"));
}
