//! Text of office documents: Word and Excel (Office Open XML), Writer and Calc (`OpenDocument`).

use std::io::{BufRead, Read, Seek};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::{ExtractError, sink::Sink};
use crate::storage::{MediaType, container::Container};

/// Which elements of a part hold text, and what their end means for the reading.
struct Grammar {
    /// Elements whose direct text counts; empty for "all text counts".
    text_in: &'static [&'static str],
    /// Elements whose end is the end of a line.
    lines: &'static [&'static str],
    /// Elements that separate words where they stand.
    spaces: &'static [&'static str],
    /// Elements whose content is not text of the document: deleted passages, field codes, phonetic hints.
    skipped: &'static [&'static str],
}

const WORD: Grammar = Grammar {
    text_in: &["t"],
    lines: &["p", "tr"],
    spaces: &["tab", "br", "cr", "tc"],
    skipped: &["del", "instrText"],
};
const SHEET: Grammar = Grammar {
    text_in: &["t", "v"],
    lines: &["row", "si"],
    spaces: &["c"],
    skipped: &["rPh", "f"],
};
const OPEN_DOCUMENT: Grammar = Grammar {
    text_in: &[],
    lines: &["p", "h", "table-row", "table"],
    spaces: &["s", "tab", "line-break", "table-cell"],
    skipped: &["tracked-changes", "annotation", "scripts"],
};

/// Puts the text of a document into `sink`.
pub(super) fn extract(
    container: &mut Container<impl Read + Seek>,
    sink: &mut Sink,
) -> Result<(), ExtractError> {
    let main = container.main_part.clone();
    match container.media {
        MediaType::Docx => {
            part(container, &main, &WORD, sink)?;
            let folder = folder_of(&main);
            for name in beside(container, folder, &["header", "footer", "footnotes", "endnotes"]) {
                part(container, &name, &WORD, sink)?;
            }
            Ok(())
        }
        MediaType::Xlsx => workbook(container, &main, sink),
        _ => part(container, &main, &OPEN_DOCUMENT, sink),
    }
}

/// Puts everything that is written anywhere in a document into `sink`, a line for each element: also what was deleted, comments,
/// properties, who wrote, and where links lead.
pub(super) fn extract_everything(
    container: &mut Container<impl Read + Seek>,
    sink: &mut Sink,
) -> Result<(), ExtractError> {
    let mut names = container.names();
    let is_xml = |name: &str| matches!(name.rsplit_once('.'), Some((_, "xml" | "rels" | "vml")));
    names.retain(|name| is_xml(name));
    names.sort();
    for name in names {
        if let Some(xml) = container.part(&name)? {
            everything(xml, sink)?;
        }
    }
    Ok(())
}

/// Attributes that hold words of people.
const SPOKEN: [&str; 9] = [
    "author", "creator", "userId", "initials", "name", "title", "descr", "Target", "href",
];
/// Elements that end within a word.
const WITHIN: [&str; 7] = ["t", "delText", "r", "rPr", "span", "ins", "del"];

fn everything(xml: impl BufRead, sink: &mut Sink) -> Result<(), ExtractError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    while !sink.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes().flatten() {
                    if SPOKEN.contains(&attribute.key.local_name().as_ref())
                        && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0)
                    {
                        sink.gap('\n');
                        sink.push(&value);
                        sink.gap('\n');
                    }
                }
                separate(tag.local_name().as_ref(), &WORD, sink);
            }
            Event::End(tag) if !WITHIN.contains(&tag.local_name().as_ref()) => sink.gap('\n'),
            event => push_text(&event, sink),
        }
    }
    sink.gap('\n');
    Ok(())
}

/// Sheet names first, as a reader sees them; then the shared strings, then what the sheets hold themselves.
fn workbook(
    container: &mut Container<impl Read + Seek>,
    main: &str,
    sink: &mut Sink,
) -> Result<(), ExtractError> {
    if let Some(workbook) = container.part(main)? {
        sheet_names(workbook, sink)?;
    }
    let folder = folder_of(main);
    for name in beside(container, folder, &["sharedStrings"]) {
        part(container, &name, &SHEET, sink)?;
    }
    for name in beside(container, &format!("{folder}worksheets/"), &["sheet"]) {
        if let Some(sheet) = container.part(&name)? {
            cells(sheet, sink)?;
        }
    }
    Ok(())
}

/// `word/` of `word/document.xml`.
fn folder_of(part: &str) -> &str {
    part.rfind('/').and_then(|at| part.get(..=at)).unwrap_or_default()
}

/// The XML parts directly in `folder` whose name begins with one of `starts`, in a stable order.
fn beside(container: &Container<impl Read + Seek>, folder: &str, starts: &[&str]) -> Vec<String> {
    let mut names = container.names();
    names.retain(|name| {
        let Some(base) = name.strip_prefix(folder) else {
            return false;
        };
        !base.contains('/')
            && base.rsplit_once('.').is_some_and(|(_, end)| end == "xml")
            && starts.iter().any(|start| base.starts_with(start))
    });
    names.sort_by_key(|name| (name.len(), name.clone()));
    names
}

fn part(
    container: &mut Container<impl Read + Seek>,
    name: &str,
    grammar: &Grammar,
    sink: &mut Sink,
) -> Result<(), ExtractError> {
    match container.part(name)? {
        Some(xml) => walk(xml, grammar, sink),
        None => Ok(()),
    }
}

/// Reads a part once through, stopping when the sink is full.
fn walk(xml: impl BufRead, grammar: &Grammar, sink: &mut Sink) -> Result<(), ExtractError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let (mut in_text, mut skipped) = (0_usize, 0_usize);
    while !sink.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = tag.local_name();
                skipped += usize::from(grammar.skipped.contains(&name.as_ref()));
                in_text += usize::from(grammar.text_in.contains(&name.as_ref()));
            }
            Event::Empty(tag) => separate(tag.local_name().as_ref(), grammar, sink),
            Event::End(tag) => {
                let name = tag.local_name();
                skipped = skipped.saturating_sub(usize::from(grammar.skipped.contains(&name.as_ref())));
                in_text = in_text.saturating_sub(usize::from(grammar.text_in.contains(&name.as_ref())));
                separate(name.as_ref(), grammar, sink);
            }
            event if skipped == 0 && (in_text > 0 || grammar.text_in.is_empty()) => push_text(&event, sink),
            _ => {}
        }
    }
    sink.gap('\n');
    Ok(())
}

fn separate(name: &str, grammar: &Grammar, sink: &mut Sink) {
    if grammar.lines.contains(&name) {
        sink.gap('\n');
    } else if grammar.spaces.contains(&name) {
        sink.gap(' ');
    }
}

/// Text comes in pieces: plain, CDATA, and each `&amp;` or `&#233;` by itself. Entities of a document's own are not resolved.
fn push_text(event: &Event<'_>, sink: &mut Sink) {
    match event {
        Event::Text(text) => sink.push(&text.xml10_content()),
        Event::CData(text) => sink.push(&text.xml10_content()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(c)) => sink.push(c.encode_utf8(&mut [0; 4])),
            _ => sink.push(resolve_predefined_entity(&reference.xml10_content()).unwrap_or(" ")),
        },
        _ => {}
    }
}

fn sheet_names(xml: impl BufRead, sink: &mut Sink) -> Result<(), ExtractError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                sink.push(&attribute(&tag, "name").unwrap_or_default());
                sink.gap('\n');
            }
            _ => {}
        }
    }
}

/// A sheet's own text: inline strings, formula results and numbers, but not the numbers that point into the shared strings.
fn cells(xml: impl BufRead, sink: &mut Sink) -> Result<(), ExtractError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let (mut is_pointer, mut in_text) = (false, false);
    while !sink.is_full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => break,
            Event::Start(tag) => match tag.local_name().as_ref() {
                "c" => is_pointer = attribute(&tag, "t").is_some_and(|kind| kind == "s"),
                "t" => in_text = true,
                "v" => in_text = !is_pointer,
                _ => {}
            },
            Event::End(tag) => {
                let name = tag.local_name();
                in_text &= !SHEET.text_in.contains(&name.as_ref());
                separate(name.as_ref(), &SHEET, sink);
            }
            event if in_text => push_text(&event, sink),
            _ => {}
        }
    }
    sink.gap('\n');
    Ok(())
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok().flatten()?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` wants")]
fn damaged(error: quick_xml::Error) -> ExtractError {
    ExtractError::Damaged(error.to_string())
}
