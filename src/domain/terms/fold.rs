//! Folding: what two spellings of one word have in common.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds a text for comparison: lower case, accents dropped, compatibility forms unified, punctuation turned into single
/// spaces, numbers kept. An apostrophe joins (`Jum'at` is `jumat`), any other sign separates.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_gap = false;
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        if is_combining_mark(c) || is_joining(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            is_gap = true;
            continue;
        }
        if is_gap && !folded.is_empty() {
            folded.push(' ');
        }
        is_gap = false;
        match without_stroke(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    folded
}

/// Signs inside a word: apostrophes as keyboards and word processors write them, and invisible hyphens and joiners.
fn is_joining(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{02bb}' | '\u{00ad}' | '\u{200b}'
            ..='\u{200d}' | '\u{feff}'
    )
}

/// Latin letters that Unicode does not decompose into a base letter and a mark.
fn without_stroke(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        _ => return None,
    })
}
