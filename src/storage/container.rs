//! Zip containers (office documents): opened by their directory, within limits, before anything is unpacked.
//!
//! A directory can lie about sizes, so reading a part is bounded a second time by what really comes out.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use quick_xml::{Reader, XmlVersion, events::Event};
use zip::{CompressionMethod, ZipArchive, result::ZipError};

use super::{MediaType, SniffError, StorageError};

/// What an office document may unpack to.
#[derive(Clone, Copy, Debug)]
pub struct ContainerLimits {
    /// The most parts (files inside).
    pub entries: usize,
    /// The most bytes of all parts together, unpacked.
    pub unpacked: u64,
    /// The most times a part larger than 1 MiB may grow. Office XML reaches 50; a bomb 1,000.
    pub ratio: u64,
}

impl Default for ContainerLimits {
    fn default() -> Self {
        Self {
            entries: 4_096,
            unpacked: 256 << 20,
            ratio: 200,
        }
    }
}

/// Parts smaller than this may have any ratio: an empty sheet packs well and harms nobody.
const RATIO_MATTERS_FROM: u64 = 1 << 20;

/// `[Content_Types].xml` and `mimetype` are small; a long one is not read further.
const DIRECTORY_PART: u64 = 1 << 20;

/// Why a container is not accepted.
#[derive(Debug)]
pub(super) enum Fault {
    /// Not a document of a kind we take.
    Refused(SniffError),
    /// The disk failed under us.
    Io(io::Error),
}

impl Fault {
    fn not_a_document() -> Self {
        Self::Refused(SniffError::NotAllowed { found: "zip" })
    }
}

impl From<ZipError> for Fault {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => error.into(),
            _ => Self::not_a_document(),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // How a cut or forged archive shows itself.
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Self::not_a_document()
            }
            _ => Self::Io(error),
        }
    }
}

impl From<Fault> for StorageError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(error) => Self::Refused(error),
            Fault::Io(error) => Self::unavailable(error),
        }
    }
}

/// An office document whose directory has been checked.
pub(super) struct Container<R> {
    zip: ZipArchive<R>,
    budget: u64,
    /// Which kind of document it is.
    pub(super) media: MediaType,
    /// The part that holds the text: Word and others on the web do not always call it `word/document.xml`.
    pub(super) main_part: String,
}

impl<R: Read + Seek> Container<R> {
    /// Reads the directory and decides what kind of document this is.
    pub(super) fn open(mut reader: R, limits: &ContainerLimits) -> Result<Self, Fault> {
        if declared_entries(&mut reader)?.is_some_and(|entries| entries > limits.entries) {
            return Err(Fault::Refused(SniffError::Bomb));
        }
        let mut zip = ZipArchive::new(reader)?;
        // Something in front of the archive (a program, a picture) makes it two files in one.
        if zip.offset() != 0 || zip.has_duplicate_names() {
            return Err(Fault::not_a_document());
        }
        check_entries(&zip, limits)?;
        if zip.has_overlapping_entries()? {
            return Err(Fault::Refused(SniffError::Bomb));
        }
        let mut container = Self {
            zip,
            budget: limits.unpacked,
            media: MediaType::Docx,
            main_part: String::new(),
        };
        (container.media, container.main_part) = container.identify()?;
        Ok(container)
    }

    fn identify(&mut self) -> Result<(MediaType, String), Fault> {
        if let Some(mimetype) = self.read_small("mimetype")? {
            return open_document(&mimetype).ok_or_else(Fault::not_a_document);
        }
        match self.read_small("[Content_Types].xml")? {
            Some(types) => office_open_xml(&types),
            None => Err(Fault::not_a_document()),
        }
    }

    fn read_small(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(part) = self.part(name)? else {
            return Ok(None);
        };
        let mut text = String::new();
        part.take(DIRECTORY_PART).read_to_string(&mut text)?;
        Ok(Some(text))
    }

    /// Opens a part for reading, bounded by what is left of the container's budget; `None` when there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<impl io::BufRead + '_>, Fault> {
        let Some(index) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let part = self.zip.by_index(index)?;
        self.budget = self
            .budget
            .checked_sub(part.size())
            .ok_or(Fault::Refused(SniffError::Bomb))?;
        let declared = part.size();
        Ok(Some(BufReader::new(part.take(declared))))
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip
            .file_names()
            .filter_map(Result::ok)
            .map(std::borrow::Cow::into_owned)
            .collect()
    }
}

/// Checks every part by what the directory says of it.
fn check_entries<R: Read + Seek>(zip: &ZipArchive<R>, limits: &ContainerLimits) -> Result<(), Fault> {
    if zip.len() > limits.entries {
        return Err(Fault::Refused(SniffError::Bomb));
    }
    let mut unpacked = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index)?;
        if is_program(&String::from_utf8_lossy(entry.name_raw()).to_lowercase()) {
            return Err(Fault::Refused(SniffError::Macro));
        }
        if entry.encrypted()
            || !matches!(
                entry.compression(),
                CompressionMethod::Stored | CompressionMethod::Deflated
            )
        {
            return Err(Fault::not_a_document());
        }
        unpacked = unpacked.saturating_add(entry.size());
        let may_grow_to = entry.compressed_size().saturating_mul(limits.ratio);
        if unpacked > limits.unpacked || (entry.size() > RATIO_MATTERS_FROM && entry.size() > may_grow_to) {
            return Err(Fault::Refused(SniffError::Bomb));
        }
    }
    Ok(())
}

/// The number of parts the end of the archive declares, read before the directory is: it takes memory for each.
fn declared_entries(reader: &mut (impl Read + Seek)) -> io::Result<Option<usize>> {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST_END: u64 = 22 + 0xffff;
    let size = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(size.saturating_sub(LONGEST_END)))?;
    let mut tail = Vec::new();
    reader.take(LONGEST_END).read_to_end(&mut tail)?;
    reader.rewind()?;
    let start = tail.windows(END.len()).rposition(|window| window == END);
    let count = start
        .and_then(|start| tail.get(start + 10..start + 12))
        .and_then(|pair| pair.try_into().ok());
    // 0xffff announces a zip64 archive of more parts still.
    Ok(count.map(|pair| usize::from(u16::from_le_bytes(pair))))
}

/// Parts that carry a program: Visual Basic, `ActiveX`, Excel 4 macro sheets, `OpenDocument` Basic and scripts.
fn is_program(name: &str) -> bool {
    let is_empty_library = ["script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"]
        .iter()
        .any(|end| name.ends_with(end));
    name.ends_with("vbaproject.bin")
        || name.ends_with("vbadata.xml")
        || name.contains("/activex/")
        || name.contains("/macrosheets/")
        || (name.starts_with("basic/") || name.starts_with("scripts/"))
            && !name.ends_with('/')
            && !is_empty_library
}

fn open_document(mimetype: &str) -> Option<(MediaType, String)> {
    let media = [MediaType::Odt, MediaType::Ods]
        .into_iter()
        .find(|media| media.as_str() == mimetype.trim())?;
    Some((media, "content.xml".to_owned()))
}

/// Reads which part is the document, and of which kind, from `[Content_Types].xml`.
fn office_open_xml(types: &str) -> Result<(MediaType, String), Fault> {
    let mut reader = Reader::from_str(types);
    let mut main = None;
    loop {
        match reader.read_event().map_err(|_| Fault::not_a_document())? {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |name| {
                    let found = tag.try_get_attribute(name).ok().flatten()?;
                    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
                };
                let content_type = attribute("ContentType").unwrap_or_default();
                let folded = content_type.to_ascii_lowercase();
                if folded.contains("macroenabled") || folded.contains("vbaproject") {
                    return Err(Fault::Refused(SniffError::Macro));
                }
                if let (Some(media), Some(part)) = (main_document(&content_type), attribute("PartName")) {
                    main = Some((media, part.trim_start_matches('/').to_owned()));
                }
            }
            _ => {}
        }
    }
    main.ok_or_else(Fault::not_a_document)
}

fn main_document(content_type: &str) -> Option<MediaType> {
    match content_type {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml" => {
            Some(MediaType::Docx)
        }
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml" => Some(MediaType::Xlsx),
        _ => None,
    }
}
