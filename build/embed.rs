//! The table of templates and message files, so that the binary needs no folder beside it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Writes `templates.rs`: `TEMPLATES` (name, text) and `MESSAGES` (language, area, text), both sorted by path.
pub(crate) fn templates(root: &Path, out: &Path) -> Result<(), Failure> {
    let folder = root.join("templates");
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort();

    let mut templates = String::new();
    let mut messages = String::new();
    for file in &files {
        let name = relative(&folder, file)?;
        let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/templates/{name}\"))");
        if file.extension().is_some_and(|extension| extension == "tera") {
            line(&mut templates, &format!("({name:?}, {text}),"))?;
        } else if let Some((lang, area)) = message_file(&name) {
            line(&mut messages, &format!("({lang:?}, {area:?}, {text}),"))?;
        }
    }
    let table = format!(
        "pub(crate) static TEMPLATES: &[(&str, &str)] = &[\n{templates}];\n\
         pub(crate) static MESSAGES: &[(&str, &str, &str)] = &[\n{messages}];\n"
    );
    write_if_changed(&out.join("templates.rs"), table.as_bytes())
}

/// `messages/id/common.toml` → (`id`, `common`).
fn message_file(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("messages/")?
        .strip_suffix(".toml")?
        .split_once('/')
}

fn line(into: &mut String, text: &str) -> Result<(), Failure> {
    writeln!(into, "    {text}").map_err(|e| Failure::new("table of templates", e))
}

/// All files below `folder`.
pub(crate) fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|e| Failure::new(folder.display(), e))? {
        let path = entry.map_err(|e| Failure::new(folder.display(), e))?.path();
        if path.is_dir() {
            collect(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}

fn relative(folder: &Path, file: &Path) -> Result<String, Failure> {
    let inside = file
        .strip_prefix(folder)
        .map_err(|e| Failure::new(file.display(), e))?;
    let name = inside
        .to_str()
        .ok_or_else(|| Failure::new(file.display(), "the name is not UTF-8"))?;
    Ok(name.replace('\\', "/"))
}

/// Leaves an unchanged file alone: a new time stamp would recompile the crate.
pub(crate) fn write_if_changed(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::write(path, content).map_err(|e| Failure::new(path.display(), e))
}
