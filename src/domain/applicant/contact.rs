//! Reading NIK, telephone and e-mail the way people type them.

/// A NIK (nomor induk kependudukan) as sixteen digits; blanks, dots and dashes are allowed in what was typed. Province, day and
/// month of birth must be possible (women's days count from 41).
#[must_use]
pub fn normal_nik(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if digits.len() != 16 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u8>().ok());
    let province = number(0..2)?;
    let day = number(6..8)?;
    let month = number(8..10)?;
    let is_day = (1..=31).contains(&day) || (41..=71).contains(&day);
    ((11..=97).contains(&province) && is_day && (1..=12).contains(&month)).then_some(digits)
}

/// A telephone number as `+62…` (or another country's `+…`); accepts `08…`, `8…`, `62…`, `+62…`, `00…`, `+62 (0)…`, blanks, dashes,
/// dots and brackets.
#[must_use]
pub fn normal_phone(text: &str) -> Option<String> {
    let text = text.trim();
    let has_stray = text
        .chars()
        .any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '+')));
    if has_stray || text.chars().skip(1).any(|c| c == '+') {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = if text.starts_with('+') {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else if let Some(rest) = digits.strip_prefix('0') {
        format!("62{rest}")
    } else if digits.starts_with('8') {
        format!("62{digits}")
    } else if digits.starts_with("62") {
        digits
    } else {
        return None;
    };
    // "+62 (0)812": the zero of the national form left in by habit.
    let international = match international.strip_prefix("620") {
        Some(rest) => format!("62{rest}"),
        None => international,
    };
    (9..=15)
        .contains(&international.len())
        .then(|| format!("+{international}"))
}

/// An e-mail address in lower case; checks shape only, a letter to it is the real test.
#[must_use]
pub fn normal_email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (local, domain) = text.rsplit_once('@')?;
    let is_local = (1..=64).contains(&local.len())
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let is_domain = domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
    (is_local && is_domain).then_some(text)
}
