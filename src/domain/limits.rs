//! Longest texts accepted, in characters; the pages show the same numbers and a test holds the two against each other. What is typed
//! stays in the record for good, is digested, printed and mailed about, so nothing of it is without measure.

/// Names, numbers and short lines.
pub const LINE: usize = 200;
/// What a thing is counted by.
pub const MEASURE: usize = 40;
/// A short name or a place.
pub const SHORT: usize = 100;
/// An account, or how electronic money is paid.
pub const ACCOUNT: usize = 400;
/// An address.
pub const ADDRESS: usize = 500;
/// How something is known, or why a step was taken.
pub const NOTE: usize = 2_000;
/// What stands in a letter or a message.
pub const LETTER: usize = 4_000;
/// What the superior says of one ground.
pub const RULING: usize = 8_000;
/// What is answered to one item.
pub const ANSWER: usize = 20_000;

/// Whether a text is longer. A browser counts the end of a line as one character and sends two.
#[must_use]
pub fn is_longer(text: &str, limit: usize) -> bool {
    text.len() > limit && text.chars().filter(|c| *c != '\r').count() > limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_a_browser_counts_them() {
        for (text, is_too_long) in [
            ("", false),
            ("abcde", false),
            ("abcdef", true),
            ("ab\r\nde", false),
            ("ab\r\ndef", true),
            ("éèêëē", false),
            ("éèêëēė", true),
        ] {
            assert_eq!(is_longer(text, 5), is_too_long, "{text:?}");
        }
    }
}
