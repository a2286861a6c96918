//! The form of a file follows what the browser accepts.

use super::*;
use crate::text::embedded::asset;

#[test]
fn the_smallest_accepted_form_is_sent() {
    let css = asset("app.css").unwrap();
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip;q=1.0, *;q=0.5", Some("gzip")),
        ("br;q=0, gzip", Some("gzip")),
        ("identity", None),
        ("", None),
    ] {
        assert_eq!(choose(css, accepted).0, encoding, "{accepted}");
    }
    assert!(css.br.len() < css.gz.len() && css.gz.len() < css.raw.len());
}

#[test]
fn the_address_carries_the_hash() {
    let css = asset("app.css").unwrap();
    assert!(asset_file(css.file).is_some());
    assert!(asset_file("app.css").is_none());
}
