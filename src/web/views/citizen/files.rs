//! Documents and files: which are needed, which may be sent, which the applicant sees.

use serde::Serialize;

use crate::services::Context;
use crate::services::downloads::AttachedFile;
use crate::web::views::Words;

/// What an upload field says and lets pick. What is admitted is decided by the content.
#[derive(Debug, Serialize)]
pub struct FileRules {
    hint: String,
    accept: &'static str,
}

impl FileRules {
    /// The rules of this installation.
    pub fn of(words: Words<'_>, ctx: &Context) -> Self {
        let size = words.size(ctx.settings.uploads.max_file_bytes);
        let kinds = words.text("citizen.file.kinds");
        Self {
            hint: words.with("common.form.file_hint", &[("kinds", &kinds), ("size", &size)]),
            accept: ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.odt,.ods,.csv,.txt",
        }
    }
}

/// Kinds of document that the law asks of this applicant (Perki 1/2021 Ps 27(2)–(7)).
pub fn needed_documents(applicant_kind: &str, is_by_proxy: bool) -> Vec<&'static str> {
    let mut needed = match applicant_kind {
        "legal_entity" => vec!["deed"],
        "group" => vec!["poa", "identity"],
        _ => vec!["identity"],
    };
    if is_by_proxy && !needed.contains(&"poa") {
        needed.push("poa");
    }
    needed
}

/// Whether the applicant may have a file of the case: what they sent, and what was given to them with a letter or a message.
pub fn is_for_applicant(file: &AttachedFile) -> bool {
    file.origin == "applicant" || file.letter_id.is_some()
}

/// A file with its address.
#[derive(Debug, Serialize)]
pub struct FileView {
    href: String,
    name: String,
    size: String,
    kind: String,
}

/// The files of a case that a test picks, as links below `base`.
pub fn file_views(
    words: Words<'_>,
    base: &str,
    files: &[AttachedFile],
    pick: impl Fn(&AttachedFile) -> bool,
) -> Vec<FileView> {
    files
        .iter()
        .filter(|file| is_for_applicant(file) && pick(file))
        .map(|file| FileView {
            href: format!("{base}/berkas/{}", file.id),
            name: file.name.clone(),
            size: words.size(u64::try_from(file.size).unwrap_or_default()),
            kind: words.text(&format!("law.attachment.{}", file.kind)),
        })
        .collect()
}
