//! Numbers, shares, sizes, money and lists.

use crate::text::Lang;

/// `1.234.567`, in English `1,234,567`.
#[must_use]
pub fn integer(lang: Lang, value: i64) -> String {
    let grouped = group(lang, &value.unsigned_abs().to_string());
    if value < 0 { format!("-{grouped}") } else { grouped }
}

/// `1.234.567,89`: a number with exactly `places` digits after the decimal sign.
#[must_use]
pub fn decimal(lang: Lang, value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let grouped = group(lang, whole);
    // Rounding can leave nothing of a small negative number; "-0" would look like a fault.
    let sign = if value < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        "-"
    } else {
        ""
    };
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}{}{fraction}", point(lang))
    }
}

/// A share of one as a percentage with at most one digit after the decimal sign: `0.877` is `87,7%`, `1.0` is `100%`.
#[must_use]
pub fn percent(lang: Lang, share: f64) -> String {
    format!("{}%", short_decimal(lang, share * 100.0))
}

/// A file size in decimal units, as phones show it: `240 kB`, `1,4 MB`.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    #[allow(
        clippy::cast_precision_loss,
        reason = "a size is shown with two or three digits"
    )]
    let value = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_500 => format!("{} kB", decimal(lang, value / 1e3, 0)),
        999_500..999_950_000 => format!("{} MB", short_decimal(lang, value / 1e6)),
        _ => format!("{} GB", short_decimal(lang, value / 1e9)),
    }
}

/// `Rp1.234.567`: no space, as Indonesian style guides write it (ICU puts one).
#[must_use]
pub fn rupiah(lang: Lang, value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}Rp{}", group(lang, &value.unsigned_abs().to_string()))
}

/// `a, b, dan c`.
#[must_use]
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    let and = match lang {
        Lang::Id => "dan",
        Lang::En => "and",
    };
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first, second] => format!("{} {and} {}", first.as_ref(), second.as_ref()),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{}, {and} {}", start.join(", "), last.as_ref())
        }
    }
}

/// At most one digit after the decimal sign, none when it would be zero.
fn short_decimal(lang: Lang, value: f64) -> String {
    let text = decimal(lang, value, 1);
    text.strip_suffix(&format!("{}0", point(lang)))
        .map_or(text.clone(), str::to_owned)
}

fn point(lang: Lang) -> char {
    match lang {
        Lang::Id => ',',
        Lang::En => '.',
    }
}

fn group(lang: Lang, digits: &str) -> String {
    let separator = match lang {
        Lang::Id => '.',
        Lang::En => ',',
    };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}
