//! Rules for every file of the project.

use crate::source::{File, Finding, Tree, bad_lines, has_word};

const HEAVIEST: u64 = 1024 * 1024;

/// Files that people write; generated and quoted data may hold any word.
fn is_written(file: &File) -> bool {
    const KINDS: [&str; 12] = [
        ".rs", ".tera", ".mjs", ".js", ".scss", ".css", ".toml", ".md", ".sh", ".yml", ".json", "/run",
    ];
    KINDS.iter().any(|kind| file.path.ends_with(kind)) && !file.path.ends_with("package-lock.json")
}

/// Nothing is promised in a comment or switched off in a test.
pub fn unfinished(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "finish it or leave it out: no to-do marks, no ignored tests";
    // Put together here, so that this file passes its own rule.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let calls = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ig", "nore"),
        concat!("test.sk", "ip("),
    ];
    let bad = |line: &str| {
        marks.iter().any(|mark| has_word(line, mark)) || calls.iter().any(|call| line.contains(call))
    };
    tree.files()
        .iter()
        .filter(|file| is_written(file))
        .flat_map(|file| bad_lines(file, &file.text, RULE, bad))
        .collect()
}

/// A path of somebody's machine means nothing on another.
pub fn machine_paths(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "no path of one machine: the project runs anywhere";
    let paths = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/tmp/", "wt"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
    ];
    let bad = |line: &str| paths.iter().any(|path| line.contains(path));
    tree.files()
        .iter()
        .filter(|file| is_written(file))
        .flat_map(|file| bad_lines(file, &file.text, RULE, bad))
        .collect()
}

/// A clone stays quick.
pub fn weight(tree: &Tree) -> Vec<Finding> {
    const RULE: &str = "no file above 1 MB in the repository";
    let heavy = tree.files().iter().filter(|file| file.bytes > HEAVIEST);
    heavy
        .map(|file| file.finding(0, RULE, &format!("{} bytes", file.bytes)))
        .collect()
}

/// npm lock files pin by hash; the registry is the business of the machine that installs.
pub fn lock_hosts(tree: &Tree) -> Vec<Finding> {
    const RULE: &str =
        "npm lock files name packages and hashes, never a registry (omit-lockfile-registry-resolved=true)";
    let locks = tree
        .files()
        .iter()
        .filter(|file| file.path.ends_with("package-lock.json"));
    locks
        .flat_map(|file| bad_lines(file, &file.text, RULE, |line| line.contains("\"resolved\"")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{HEAVIEST, lock_hosts, machine_paths, unfinished, weight};
    use crate::source::Tree;

    #[test]
    fn marks_of_unfinished_work_are_refused() {
        let count = |text: &str| unfinished(&Tree::of("src/a.rs", text)).len();
        assert_eq!(count(concat!("// TO", "DO later")), 1);
        assert_eq!(count(concat!("todo", "!()")), 1);
        assert_eq!(count(concat!("#[ig", "nore = \"slow\"]")), 1);
        assert_eq!(count("// METODO, todos"), 0);
        assert_eq!(unfinished(&Tree::of("data/a.csv", concat!("FIX", "ME"))).len(), 0);
    }

    #[test]
    fn paths_of_a_machine_are_refused() {
        assert_eq!(
            machine_paths(&Tree::of("docs/a.md", concat!("see /ho", "me/budi/terbuka"))).len(),
            1
        );
        assert_eq!(
            machine_paths(&Tree::of("docs/a.md", "see /var/lib/terbuka and network/work")).len(),
            0
        );
    }

    #[test]
    fn a_heavy_file_is_refused() {
        let size = usize::try_from(HEAVIEST).unwrap();
        assert_eq!(weight(&Tree::of("docs/a.png", &"x".repeat(size + 1))).len(), 1);
        assert_eq!(weight(&Tree::of("docs/a.png", &"x".repeat(size))).len(), 0);
    }

    #[test]
    fn a_lock_file_with_hosts_is_refused() {
        assert_eq!(
            lock_hosts(&Tree::of("a/package-lock.json", "\"resolved\": \"https://x/y\"")).len(),
            1
        );
    }
}
