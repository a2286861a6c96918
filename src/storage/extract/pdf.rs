//! Text of PDF files.
//!
//! The library panics on much that real files contain, follows nested drawings without end, and takes a picture's bytes for drawing
//! commands. So pictures are emptied and endless nesting is refused before, and each page is tried by itself.

use std::{
    collections::{HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use pdf_extract::{
    ConvertToFmt, Dictionary, Document, Object, ObjectId, PlainTextOutput, Stream, output_doc_page,
};

use super::{ExtractError, ExtractLimits, sink::Sink};

/// Drawings inside drawings deeper than this are made to overflow the stack, which no `catch_unwind` catches.
const DEEPEST_NESTING: usize = 24;

/// Pages hang in trees a few levels high, however many they are.
const DEEPEST_TREE: usize = 64;

struct Page<'a>(&'a mut Sink);

impl<'a> ConvertToFmt for Page<'a> {
    type Writer = &'a mut Sink;

    fn convert(self) -> Self::Writer {
        self.0
    }
}

/// Puts the text of a PDF into `sink`. A page that cannot be read is left out; only when none can, it is an error.
pub(super) fn extract(bytes: &[u8], limits: &ExtractLimits, sink: &mut Sink) -> Result<(), ExtractError> {
    let mut document =
        guarded(|| Document::load_mem(bytes))?.map_err(|error| ExtractError::Damaged(error.to_string()))?;
    if document.is_encrypted() && !matches!(guarded(|| document.decrypt(""))?, Ok(())) {
        return Err(ExtractError::Locked);
    }
    disarm(&mut document);
    let pages: Vec<(u32, ObjectId)> = guarded(|| document.get_pages())?
        .into_iter()
        .take(limits.max_pages)
        .collect();
    if drawings_are_endless(&document) || pages.iter().any(|(_, id)| ancestors_are_endless(&document, *id)) {
        return Err(ExtractError::Damaged("nested without end".to_owned()));
    }
    let mut failed = None;
    let mut is_any_read = false;
    for (page, _) in pages {
        let read = guarded(|| output_doc_page(&document, &mut PlainTextOutput::new(Page(sink)), page));
        if sink.is_full() {
            return Ok(());
        }
        match read {
            Ok(Ok(())) => is_any_read = true,
            Ok(Err(error)) => failed = Some(ExtractError::Damaged(error.to_string())),
            Err(error) => failed = Some(error),
        }
        sink.gap('\n');
    }
    match failed {
        Some(error) if !is_any_read => Err(error),
        _ => Ok(()),
    }
}

/// Runs library code that may panic. The panic hook still reports it; the document is only read afterwards, never trusted.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, ExtractError> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| ExtractError::Damaged("the reader gave up on it".to_owned()))
}

fn disarm(document: &mut Document) {
    let without_resources: HashSet<ObjectId> = document
        .objects
        .iter()
        .filter_map(|(id, object)| {
            resources_of(document, object.as_stream().ok()?)
                .is_none()
                .then_some(*id)
        })
        .collect();
    for (id, object) in &mut document.objects {
        let Object::Stream(stream) = object else { continue };
        if stream
            .dict
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Image")
        {
            stream.content.clear();
            stream.dict.remove(b"Filter");
        }
        // A drawing without resources would take its caller's, and could so draw itself without naming itself.
        if without_resources.contains(id) {
            stream.dict.set("Resources", Dictionary::new());
        }
    }
}

/// Whether any drawing leads back to itself, or nests deeper than any honest one.
fn drawings_are_endless(document: &Document) -> bool {
    let mut open: HashMap<ObjectId, Vec<ObjectId>> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, drawings_of(document, object.as_stream().ok()?))))
        .collect();
    // Levels are peeled from the leaves: what is left after the deepest level allowed is a circle or too deep.
    for _ in 0..DEEPEST_NESTING {
        let is_leaf = |inner: &[ObjectId]| !inner.iter().any(|id| open.contains_key(id));
        let leaves: Vec<ObjectId> = open
            .iter()
            .filter(|(_, inner)| is_leaf(inner))
            .map(|(id, _)| *id)
            .collect();
        for id in &leaves {
            open.remove(id);
        }
        if leaves.is_empty() {
            break;
        }
    }
    !open.is_empty()
}

/// Whether a page's ancestors, from whom it inherits, have no first.
fn ancestors_are_endless(document: &Document, page: ObjectId) -> bool {
    let parent = |id| {
        document
            .get_dictionary(id)
            .and_then(|dict| dict.get(b"Parent"))
            .and_then(Object::as_reference)
            .ok()
    };
    std::iter::successors(Some(page), |id| parent(*id))
        .nth(DEEPEST_TREE)
        .is_some()
}

/// The drawings that a stream's resources name.
fn drawings_of(document: &Document, stream: &Stream) -> Vec<ObjectId> {
    let drawings =
        resources_of(document, stream).and_then(|dict| dictionary(document, dict.get(b"XObject").ok()?));
    let ids = drawings.into_iter().flat_map(Dictionary::iter);
    ids.filter_map(|(_, object)| document.dereference(object).ok()?.0)
        .collect()
}

fn resources_of<'a>(document: &'a Document, stream: &'a Stream) -> Option<&'a Dictionary> {
    dictionary(document, stream.dict.get(b"Resources").ok()?)
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok()
}
