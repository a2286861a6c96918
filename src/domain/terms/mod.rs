//! Search terms: how a text becomes the words that are compared, the same for the index and for the question.
//!
//! Folding and stemming happen here, in Rust, so that both databases index exactly the same tokens and give the same hits;
//! their own tokenizers only split at spaces. Nothing here knows a database.

mod fold;
mod stem;
#[cfg(test)]
mod tests;

pub use fold::fold;
pub use stem::stem;

use std::collections::HashSet;

/// A longer run of letters is not a word anybody searches for, and PostgreSQL refuses to index one over 2,046 bytes.
const LONGEST_TOKEN: usize = 64;

/// The most bytes of tokens made from one text. A PostgreSQL `tsvector` holds less than 1 MiB with its positions: a longer text
/// is indexed by its beginning, instead of failing the publication.
pub const LONGEST_INDEX: usize = 400_000;

/// Words in almost every sentence: they find nothing and make the index a fifth larger. Deliberately few.
const STOP_WORDS: [&str; 20] = [
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "atau", "ini", "itu", "the", "of", "and",
    "to", "in", "on", "for", "or", "a",
];

/// Turns a text into the space-joined stems that are indexed, in the order of the text, at most [`LONGEST_INDEX`] bytes.
pub fn tokens(text: &str) -> String {
    let folded = fold(text);
    let mut joined = String::with_capacity(folded.len().min(LONGEST_INDEX));
    for token in stems(&folded) {
        if joined.len() + token.len() >= LONGEST_INDEX {
            break;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&token);
    }
    joined
}

/// Turns what a person typed into at most `max` different terms to look for.
///
/// Every term is made of `[a-z0-9]` only, so that it can stand in an FTS5 or `tsquery` expression without quoting. Empty when
/// nothing searchable was typed.
pub fn query_terms(text: &str, max: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    stems(&fold(text))
        .filter(|token| seen.insert(token.clone()))
        .take(max)
        .collect()
}

/// The stems of a folded text. Letters that have no Latin base letter separate words: the index is `[a-z0-9]` only.
fn stems(folded: &str) -> impl Iterator<Item = String> {
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= LONGEST_TOKEN)
        .filter(|word| !STOP_WORDS.contains(word))
        .map(|word| {
            if word.bytes().all(|b| b.is_ascii_lowercase()) {
                stem(word)
            } else {
                word.to_owned()
            }
        })
}
