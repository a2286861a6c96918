//! The files compiled into the binary: templates, messages and front-end assets. `build.rs` writes the tables.

/// One front-end file with its forms for the wire. The hash in `file` changes with the content, so it may be cached for ever.
#[derive(Debug)]
pub struct Asset {
    /// The name templates use, such as `app.css`.
    pub name: &'static str,
    /// The name in its address, such as `app.1f2e3d4c5b6a.css`.
    pub file: &'static str,
    /// The media type, with the character set where there is one.
    pub media_type: &'static str,
    /// The bytes as they are.
    pub raw: &'static [u8],
    /// The bytes, brotli at its best.
    pub br: &'static [u8],
    /// The bytes, gzip at its best.
    pub gz: &'static [u8],
}

/// The folder under which assets are served.
pub const ASSET_PATH: &str = "/a/";

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The asset a template names.
#[must_use]
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// The asset behind an address.
#[must_use]
pub fn asset_file(file: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.file == file)
}
