//! The Snowball stemmer for Indonesian: which root a word was made from.
//!
//! Written from the description of the algorithm (F. Z. Tala, "A Study of Stemming Effects on Information Retrieval in Bahasa
//! Indonesia", 2003, with the clarifications of the Snowball project). No dictionary: it errs alike in the index and in the question, which is
//! all that a search needs. The oracle is PostgreSQL's `indonesian_stem`: see `tests/fixtures/README.md`.

/// Which prefix was taken off: it decides which suffixes may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefix {
    None,
    /// di, meng, ter and their kin.
    Passive,
    /// per, pe.
    Per,
    /// ke, peng and their kin.
    Ke,
    /// ber, be.
    Ber,
}

/// A word being stemmed. `measure` counts the syllables (vowels) left; a word of two is a root and is left alone.
struct Word {
    text: String,
    measure: i32,
    prefix: Prefix,
    /// The first letter is one that the prefix had swallowed.
    is_restored: bool,
}

/// A root has two syllables: below three nothing is taken off any more.
const ROOT_SYLLABLES: i32 = 2;

/// Stems one lower-case Latin word. Anything else is given back as it is.
pub fn stem(word: &str) -> String {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut word = Word {
        text: word.to_owned(),
        measure: i32::try_from(word.bytes().filter(|b| is_vowel(*b)).count()).unwrap_or(i32::MAX),
        prefix: Prefix::None,
        is_restored: false,
    };
    word.reduce();
    word.text
}

impl Word {
    /// Takes off in order: particle, possessive, then prefixes and suffix in the order that the first prefix commands.
    fn reduce(&mut self) {
        if !self.is_long() {
            return;
        }
        self.drop_ending(&["kah", "lah", "pun"]);
        if !self.is_long() {
            return;
        }
        self.drop_ending(&["nya", "ku", "mu"]);
        if !self.is_long() {
            return;
        }
        if self.drop_first_prefix() {
            // `ke…an`, `pe…an`: a second prefix stands behind the first only when a suffix was there too, and never in front of a
            // restored letter: `memerintahkan` is `perintah`, not `rintah`.
            if self.is_long() && self.drop_suffix() && self.is_long() && !self.is_restored {
                self.drop_second_prefix();
            }
        } else {
            self.drop_second_prefix();
            if self.is_long() {
                self.drop_suffix();
            }
        }
    }

    fn is_long(&self) -> bool {
        self.measure > ROOT_SYLLABLES
    }

    /// Each affix counts as one syllable, as the algorithm has it, whatever its vowels are.
    fn took_affix(&mut self) {
        self.measure -= 1;
    }

    fn drop_ending(&mut self, endings: &[&str]) {
        if let Some(ending) = endings.iter().find(|ending| self.text.ends_with(*ending)) {
            self.cut_end(ending.len());
        }
    }

    fn cut_end(&mut self, length: usize) {
        self.text.truncate(self.text.len().saturating_sub(length));
        self.took_affix();
    }

    /// Replaces the first `length` letters by `instead`.
    fn cut_start(&mut self, length: usize, instead: &str, prefix: Prefix) {
        self.text.replace_range(..length.min(self.text.len()), instead);
        self.prefix = prefix;
        self.is_restored = !instead.is_empty();
        self.took_affix();
    }

    /// di-, me-, ke-, pe-, ter- with their nasal forms; -ny- and -m- before a vowel hide an s or a p of the root.
    fn drop_first_prefix(&mut self) -> bool {
        use Prefix::{Ke, Passive};
        let before_vowel = |length: usize| self.text.as_bytes().get(length).copied().is_some_and(is_vowel);
        let (length, instead, prefix) = match self.text.as_str() {
            t if t.starts_with("meny") && before_vowel(4) => (4, "s", Passive),
            t if t.starts_with("peny") && before_vowel(4) => (4, "s", Ke),
            t if t.starts_with("meng") => (4, "", Passive),
            t if t.starts_with("peng") => (4, "", Ke),
            t if t.starts_with("mem") => (3, if before_vowel(3) { "p" } else { "" }, Passive),
            t if t.starts_with("pem") => (3, if before_vowel(3) { "p" } else { "" }, Ke),
            t if t.starts_with("men") || t.starts_with("ter") => (3, "", Passive),
            t if t.starts_with("pen") => (3, "", Ke),
            t if t.starts_with("me") || t.starts_with("di") => (2, "", Passive),
            t if t.starts_with("ke") => (2, "", Ke),
            _ => return false,
        };
        self.cut_start(length, instead, prefix);
        true
    }

    /// ber-, per- with their short forms; `belajar` and `pelajar` are the language's two exceptions.
    fn drop_second_prefix(&mut self) {
        use Prefix::{Ber, Per};
        let (length, prefix) = match self.text.as_str() {
            t if t.starts_with("belajar") => (3, Ber),
            t if t.starts_with("pelajar") => (3, Prefix::None),
            t if t.starts_with("ber") => (3, Ber),
            t if t.starts_with("per") => (3, Per),
            t if t.starts_with("be") && is_consonant_er(t.get(2..5)) => (2, Ber),
            t if t.starts_with("pe") => (2, Per),
            _ => return,
        };
        self.cut_start(length, "", prefix);
    }

    /// -kan, -an, -i, each unless the prefix excludes it; when -kan is excluded the same ending may still be -an.
    fn drop_suffix(&mut self) -> bool {
        let length = if self.text.ends_with("kan") && !matches!(self.prefix, Prefix::Ke | Prefix::Per) {
            3
        } else if self.text.ends_with("an") && self.prefix != Prefix::Passive {
            2
        } else if self.text.ends_with('i')
            && !self.text.ends_with("si")
            && !matches!(self.prefix, Prefix::Ber | Prefix::Ke)
        {
            1
        } else {
            return false;
        };
        self.cut_end(length);
        true
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// `be` is short for `ber` only before a syllable that ends in -er: `bekerja`, `beternak`.
fn is_consonant_er(letters: Option<&str>) -> bool {
    letters.is_some_and(|letters| letters.ends_with("er") && !letters.bytes().next().is_some_and(is_vowel))
}
