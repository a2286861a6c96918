//! Sniffing: what a file is, from its bytes; then whether its name tells the truth.
//!
//! An allow-list: what is not recognised is refused. The claimed media type is not even asked for.

#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Read, Seek, SeekFrom};

use super::{
    ContainerLimits, MediaType, SniffError, StorageError,
    container::{Container, Fault},
    names,
};

/// A PDF says `%PDF-` at its start and `%%EOF` within this many bytes of its end, as readers insist.
const PDF_END_WITHIN: u64 = 2_048;

/// Readers look for a PDF header this far into a file: elsewhere than at 0 it hides in another kind.
const PDF_START_WITHIN: usize = 1_024;

/// Extensions of kinds that are never taken. A good content under such a name is a disguise (or would run when renamed back).
const OTHER_KINDS: [&str; 58] = [
    "html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "xml", "xsl", "js", "mjs", "json", "css", "hta",
    "vbs", "vbe", "wsf", "ps1", "bat", "cmd", "com", "exe", "dll", "scr", "msi", "lnk", "reg", "sh", "php",
    "py", "pl", "rb", "jar", "apk", "zip", "rar", "7z", "gz", "tar", "iso", "doc", "xls", "ppt", "docm",
    "dotm", "xlsm", "xlsb", "xltm", "pptm", "pptx", "rtf", "gif", "webp", "bmp", "tiff", "heic", "mp4",
    "eml",
];

/// Decides the kind of a content of `size` bytes, or why it is refused. Blocks on reads: call it off the async threads.
pub fn detect(
    reader: &mut (impl Read + Seek),
    declared_name: &str,
    limits: &ContainerLimits,
) -> Result<MediaType, StorageError> {
    let claimed = names::extension(declared_name);
    let found = match identify(reader, limits) {
        Ok(media) => media,
        Err(Fault::Refused(SniffError::NotAllowed { found })) => {
            return Err(not_allowed(claimed, found).into());
        }
        Err(fault) => return Err(fault.into()),
    };
    let Some(claimed) = claimed else { return Ok(found) };
    match (MediaType::from_extension(&claimed), found) {
        (Some(promised), found) if promised == found => Ok(found),
        // The same bytes may be called either.
        (Some(MediaType::Csv), MediaType::Text) => Ok(MediaType::Csv),
        (None, found) if !OTHER_KINDS.contains(&claimed.as_str()) => Ok(found),
        _ => Err(SniffError::Disguised {
            claimed,
            found: found.extension(),
        }
        .into()),
    }
}

/// Something we don't take, under a name of something we do, is a disguise.
fn not_allowed(claimed: Option<String>, found: &'static str) -> SniffError {
    match claimed {
        Some(claimed) if MediaType::from_extension(&claimed).is_some() => {
            SniffError::Disguised { claimed, found }
        }
        _ => SniffError::NotAllowed { found },
    }
}

fn identify(reader: &mut (impl Read + Seek), limits: &ContainerLimits) -> Result<MediaType, Fault> {
    let refuse = |found| Err(Fault::Refused(SniffError::NotAllowed { found }));
    reader.rewind()?;
    let mut head = Vec::new();
    reader.by_ref().take(4_096).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(Fault::Refused(SniffError::Empty));
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Container::open(reader, limits)?.media);
    }
    let media = match head.as_slice() {
        h if h.starts_with(b"%PDF-") => MediaType::Pdf,
        h if h.starts_with(b"\xff\xd8\xff") => MediaType::Jpeg,
        h if h.starts_with(b"\x89PNG\r\n\x1a\n") && h.get(12..16) == Some(b"IHDR") => MediaType::Png,
        _ => return text::identify(reader, &head),
    };
    let tail = read_tail(reader, PDF_END_WITHIN.max(22))?;
    if media == MediaType::Pdf && !contains(&tail, b"%%EOF") {
        return refuse("broken");
    }
    let hides_pdf =
        media != MediaType::Pdf && contains(head.get(..PDF_START_WITHIN).unwrap_or(&head), b"%PDF-");
    if hides_pdf || ends_as_archive(&tail) {
        return refuse("polyglot");
    }
    Ok(media)
}

fn read_tail(reader: &mut (impl Read + Seek), length: u64) -> io::Result<Vec<u8>> {
    let size = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(size.saturating_sub(length)))?;
    let mut tail = Vec::new();
    reader.by_ref().take(length).read_to_end(&mut tail)?;
    Ok(tail)
}

/// Whether an archive's end record closes the file exactly: what unpackers look for.
fn ends_as_archive(tail: &[u8]) -> bool {
    tail.windows(22).enumerate().any(|(at, record)| {
        let comment = record
            .get(20..22)
            .and_then(|pair| pair.try_into().ok())
            .map_or(0, u16::from_le_bytes);
        record.starts_with(b"PK\x05\x06") && at + 22 + usize::from(comment) == tail.len()
    })
}

pub(super) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
