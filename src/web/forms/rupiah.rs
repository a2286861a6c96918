//! Amounts of money as people type them.

/// Whole rupiah from a text like `12500`, `12.500` or `Rp 12.500`; `None` for anything else, fractions among them.
pub fn rupiah(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text
        .strip_prefix("Rp")
        .unwrap_or(text)
        .trim_start_matches(['.', ' ']);
    let mut groups = text.split('.');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = rest.iter().all(|part| part.len() == 3 && is_number(part));
    if !is_number(first) || !is_grouped {
        return None;
    }
    (first.to_owned() + &rest.concat()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::rupiah;

    #[test]
    fn amounts_are_read_as_they_are_written_here() {
        for (text, amount) in [
            ("12500", Some(12_500)),
            (" 12.500 ", Some(12_500)),
            ("Rp12.500", Some(12_500)),
            ("Rp. 1.012.500", Some(1_012_500)),
            ("12,5", None),
            ("12.5", None),
            ("-5", None),
            ("", None),
            ("Rp", None),
            ("99999999999999999999", None),
            ("seribu", None),
        ] {
            assert_eq!(rupiah(text), amount, "{text}");
        }
    }
}
