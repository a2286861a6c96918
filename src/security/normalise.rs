//! One spelling for each contact, so that the same person is found again however they wrote it.

use unicode_normalization::UnicodeNormalization;

/// The text is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NormaliseError {
    /// A NIK has 16 digits.
    #[error("not a NIK")]
    Nik,
    /// Not a telephone number.
    #[error("not a telephone number")]
    Phone,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Email,
}

/// Nomor Induk Kependudukan — 16 digits (UU 24/2013 Ps 1); spaces, dots and dashes are only decoration.
pub fn normalise_nik(written: &str) -> Result<String, NormaliseError> {
    let digits = digits(written, &[' ', '.', '-']).ok_or(NormaliseError::Nik)?;
    if digits.len() == 16 {
        Ok(digits)
    } else {
        Err(NormaliseError::Nik)
    }
}

/// A telephone number as `+62…`. Numbers without a country are Indonesian: `0812…`, `62812…`, `812…`, `(0411) …`.
pub fn normalise_phone(written: &str) -> Result<String, NormaliseError> {
    let written = written.trim();
    let (is_international, rest) = match written.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    let digits = digits(rest, &[' ', '.', '-', '(', ')', '/']).ok_or(NormaliseError::Phone)?;
    let digits = if is_international {
        digits
    } else if let Some(abroad) = digits.strip_prefix("00") {
        abroad.to_owned()
    } else if let Some(national) = digits.strip_prefix('0') {
        format!("62{national}")
    } else if digits.starts_with("62") {
        digits
    } else if digits.starts_with('8') {
        format!("62{digits}")
    } else {
        return Err(NormaliseError::Phone);
    };
    // People write +62 (0) 812…: the zero belongs to the national spelling only.
    let digits = match digits.strip_prefix("620") {
        Some(national) => format!("62{national}"),
        None => digits,
    };
    // E.164 allows 15 digits; the shortest Indonesian number has 9 with its country.
    if (9..=15).contains(&digits.len()) && !digits.starts_with('0') {
        Ok(format!("+{digits}"))
    } else {
        Err(NormaliseError::Phone)
    }
}

/// An e-mail address for comparison: trimmed, composed, lower case. Mail itself goes to the address as it was written.
pub fn normalise_email(written: &str) -> Result<String, NormaliseError> {
    let folded: String = written
        .trim()
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .collect();
    let (local, domain) = folded.rsplit_once('@').ok_or(NormaliseError::Email)?;
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
    let labels_hold = domain.contains('.')
        && domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let fits = folded.len() <= 254 && !local.is_empty() && local.len() <= 64;
    if fits && labels_hold && local.chars().all(is_plain) && domain.chars().all(is_plain) {
        Ok(folded)
    } else {
        Err(NormaliseError::Email)
    }
}

/// The digits of a text of digits and `decoration`; `None` when it holds anything else.
fn digits(written: &str, decoration: &[char]) -> Option<String> {
    let kept = written.trim().chars().filter(|c| !decoration.contains(c));
    kept.map(|c| c.is_ascii_digit().then_some(c)).collect()
}
