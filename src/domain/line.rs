//! Text that stands on one line: numbers, names, places.

/// The text as one line: whitespace of any kind becomes single spaces, and characters that are not seen but change how others are read
/// (controls, and marks of writing direction) are left out.
#[must_use]
pub fn one_line(text: &str) -> String {
    let seen = text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c));
    let seen: String = seen.collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_left_out() {
        for (text, line) in [
            ("  012/VII/KI-SULSEL/2026 ", "012/VII/KI-SULSEL/2026"),
            ("012\r\n013", "012 013"),
            ("ab\u{202e}cd\u{2066}e", "abcde"),
            ("a\u{0}\tb\u{200b}\u{a0}c", "a b c"),
            ("\u{202e} \n", ""),
            ("Lapas Kelas I – Makassar", "Lapas Kelas I – Makassar"),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
    }
}
