use super::{LONGEST_INDEX, fold, query_terms, stem, tokens};
use proptest::prelude::*;

#[test]
fn every_stem_agrees_with_postgresql() {
    let fixture = include_str!("../../../tests/fixtures/indonesian_stems.csv");
    let rows: Vec<(&str, &str)> = fixture
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').expect("two columns"))
        .collect();
    assert!(rows.len() > 3_000, "only {} words in the oracle", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(word, expected)| stem(word) != expected.trim_matches('"'))
        .map(|(word, expected)| format!("{word}: expected {expected}, got {}", stem(word)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_word_that_is_not_plain_latin_stays_as_it_is() {
    for word in ["", "2026", "covid19", "Pertanggungjawaban", "ᨕᨘᨁᨗ"] {
        assert_eq!(stem(word), word);
    }
}

#[test]
fn folding_unifies_spellings() {
    assert_eq!(
        fold("  Jum’at, 24-11-2026: Rp1.250.000,-  "),
        "jumat 24 11 2026 rp1 250 000"
    );
    assert_eq!(
        fold("RÉSUMÉ ﬁle Ⅳ ½ İstanbul Øst"),
        "resume file iv 1 2 istanbul ost"
    );
    assert_eq!(fold("soft\u{ad}hyphen zero\u{200b}width"), "softhyphen zerowidth");
    assert_eq!(fold("!?…"), "");
}

#[test]
fn index_and_question_meet() {
    let index =
        tokens("Laporan pertanggungjawaban keuangan Lapas Makassar yang dilayani, LAPAS-MAKASSAR-2026-0012");
    for question in [
        "pertanggungjawabannya",
        "dilayani",
        "layanan",
        "0012",
        "MAKASSAR",
        "lapas-makassar-2026-0012",
    ] {
        for term in query_terms(question, 8) {
            assert!(
                index.split(' ').any(|token| token == term),
                "{term} of {question} not in {index}"
            );
        }
    }
    assert!(!index.contains("yang"));
}

#[test]
fn query_terms_are_few_different_and_safe() {
    assert_eq!(query_terms("surat surat SURAT izin", 8), ["surat", "izin"]);
    assert_eq!(query_terms("satu dua tiga empat", 2).len(), 2);
    assert!(query_terms("yang dan di", 8).is_empty());
    assert_eq!(
        query_terms("a* OR \"b\" NEAR(c) :x & !y | 'z' -- <->", 20),
        ["b", "near", "c", "x", "y", "z"]
    );
}

#[test]
fn a_huge_text_is_indexed_by_its_beginning() {
    let text = (0..200_000)
        .map(|n| format!("kata{n}"))
        .collect::<Vec<_>>()
        .join(" ");
    let index = tokens(&text);
    assert!(index.len() <= LONGEST_INDEX && index.len() > LONGEST_INDEX - 20);
    assert!(tokens(&"x".repeat(10_000)).is_empty());
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn tokens_and_terms_are_always_safe(text in any::<String>(), max in 0_usize..9) {
        prop_assert!(tokens(&text).bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b' '));
        let terms = query_terms(&text, max);
        prop_assert!(terms.len() <= max);
        prop_assert!(terms.iter().all(|term| !term.is_empty() && term.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
    }

    #[test]
    fn a_stem_is_never_empty_nor_longer_than_its_word(word in "[a-z]{1,20}") {
        let stemmed = stem(&word);
        prop_assert!(!stemmed.is_empty() && stemmed.len() <= word.len());
    }
}
