//! Sending a page small. Only pages that are the same for every stranger are compressed: in a page with a secret, the length of the
//! compressed page would tell about it (BREACH).

use std::io::Write;

use rocket::Request;

use super::assets::accepts;

/// Quality and window of brotli for a page made at this moment: most of what can be saved, in well under a millisecond.
const QUALITY: u32 = 4;
const WINDOW: u32 = 18;
const BUFFER: usize = 4096;
/// Below this nothing is won: the page fits the first packets anyway.
const WORTH_IT: usize = 1_500;

/// The page in brotli, when the browser takes it and it is worth it.
#[must_use]
pub fn compressed(request: &Request<'_>, html: &str) -> Option<Vec<u8>> {
    if html.len() < WORTH_IT || !accepts(request, "br") {
        return None;
    }
    let mut writer =
        brotli::CompressorWriter::new(Vec::with_capacity(html.len() / 3), BUFFER, QUALITY, WINDOW);
    writer.write_all(html.as_bytes()).ok()?;
    writer.flush().ok()?;
    Some(writer.into_inner())
}
