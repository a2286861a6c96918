//! The kinds of file the portal takes: what an office and a citizen exchange, and nothing that runs in a browser.

/// A kind of file that may be kept. There is no "other".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediaType {
    /// Portable Document Format.
    Pdf,
    /// JPEG picture, as phones take of an identity card.
    Jpeg,
    /// PNG picture.
    Png,
    /// Word document without macros.
    Docx,
    /// Excel workbook without macros.
    Xlsx,
    /// `OpenDocument` text.
    Odt,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// Comma-separated values. Told from plain text by its name only, as its bytes are plain text.
    Csv,
    /// Plain text in UTF-8.
    Text,
}

impl MediaType {
    /// Every kind, in the order they are listed to people.
    pub const ALL: [Self; 9] = [
        Self::Pdf,
        Self::Jpeg,
        Self::Png,
        Self::Docx,
        Self::Xlsx,
        Self::Odt,
        Self::Ods,
        Self::Csv,
        Self::Text,
    ];

    /// The media type sent as `Content-Type` and stored with the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The kind with the media type `text`, as [`Self::as_str`] wrote it.
    pub fn from_mime(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.as_str() == text)
    }

    /// The extension a file of this kind is given, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Text => "txt",
        }
    }

    /// The kind that a file name's extension (lower case, no dot) promises.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension {
            "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            "text" | "log" | "md" => Some(Self::Text),
            _ => Self::ALL.into_iter().find(|media| media.extension() == extension),
        }
    }

    /// Whether [`super::extract::text`] can find words in it.
    pub fn has_text(self) -> bool {
        !matches!(self, Self::Jpeg | Self::Png)
    }
}
