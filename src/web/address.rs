//! Addresses of lists: the filters that are set, and nothing for those that are not.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A path with the pairs that have a value.
#[must_use]
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut sign = '?';
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(sign);
        address.push_str(name);
        address.push('=');
        address.extend(utf8_percent_encode(value, PLAIN));
        sign = '&';
    }
    address
}

/// A filter that was chosen; a field left as it was sends nothing but its name.
#[must_use]
pub fn chosen(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn only_what_is_set_is_named() {
        assert_eq!(
            with_query("/permohonan", &[("kata", ""), ("unit", "")]),
            "/permohonan"
        );
        assert_eq!(
            with_query(
                "/permohonan",
                &[("kata", "a & b"), ("unit", ""), ("tahun", "2026")]
            ),
            "/permohonan?kata=a%20%26%20b&tahun=2026"
        );
    }
}
