//! File names: what may stay of the name a person's device gave, and how it is said in a header.

#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use crate::storage::MediaType;

/// The most characters of a name, with its extension. File systems allow 255 bytes; a letter may take four after folding.
pub const LONGEST_NAME: usize = 120;

/// What a file is called when nothing usable is left of its name.
const NAMELESS: &str = "berkas";

/// Makes a name that is safe to store, show and offer for download: no folders, no control or direction signs, nothing that
/// Windows refuses, at most [`LONGEST_NAME`] characters, and the extension that the content has.
pub fn safe_name(raw: &str, media: MediaType) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .nfc()
        .filter(|c| !is_unseen(*c))
        .map(|c| {
            if is_reserved(c) || c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let stem = match clean.rsplit_once('.') {
        Some((stem, end)) if is_extension(end) => stem,
        _ => clean.as_str(),
    };
    let words: Vec<&str> = stem.split_whitespace().collect();
    let longest_stem = LONGEST_NAME - 1 - media.extension().len();
    let stem: String = words
        .join(" ")
        .trim_matches(['.', ' ', '-', '~'])
        .chars()
        .take(longest_stem)
        .collect();
    let stem = stem.trim_matches(['.', ' ', '-', '~']);
    let stem = if stem.chars().any(char::is_alphanumeric) {
        stem
    } else {
        NAMELESS
    };
    let device = if is_device(stem) { "_" } else { "" };
    format!("{device}{stem}.{}", media.extension())
}

/// The extension of a name, lower case and without the dot; `None` when it has none.
pub fn extension(name: &str) -> Option<String> {
    let (_, end) = name.trim().rsplit_once('.')?;
    is_extension(end).then(|| end.to_ascii_lowercase())
}

/// The `Content-Disposition` of a download: always an attachment, so that no browser shows a file as a page of ours. RFC 6266, with
/// the name a second time in RFC 8187 for letters outside ASCII.
pub fn content_disposition(name: &str) -> String {
    const NOT_ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let plain: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        // `%` too: some browsers decode it in the plain form.
        .map(|c| {
            if (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '\\' | '%') {
                c
            } else {
                '_'
            }
        })
        .collect();
    if plain == name {
        format!("attachment; filename=\"{plain}\"")
    } else {
        let encoded = utf8_percent_encode(name, NOT_ATTR_CHAR);
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
    }
}

fn is_extension(end: &str) -> bool {
    (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Control signs, and signs without width that change how the rest is read (`gpj.exe` shown as `exe.jpg`).
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{fffd}')
}

/// Signs that mean something to a file system or a header.
fn is_reserved(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%' | '\u{2028}' | '\u{2029}'
    )
}

/// Names that Windows keeps for devices, whatever the extension.
fn is_device(stem: &str) -> bool {
    let base = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let numbered = base.strip_prefix("com").or_else(|| base.strip_prefix("lpt"));
    matches!(base.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
}
