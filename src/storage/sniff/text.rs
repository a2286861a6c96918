//! Plain text: UTF-8 throughout, no control signs, and nothing that a browser or a shell would take for a program.

use std::io::{Read, Seek};

use crate::storage::{MediaType, SniffError, container::Fault, sniff::contains};

/// Marks of a page or a program, lower case. Anywhere in the file: a browser that is told to guess looks for no more.
const MARKUP: [(&[u8], &str); 9] = [
    (b"<!doctype", "html"),
    (b"<html", "html"),
    (b"<script", "html"),
    (b"<iframe", "html"),
    (b"<svg", "svg"),
    (b"<?xml", "xml"),
    (b"<?php", "script"),
    (b"%pdf-", "polyglot"),
    (b"javascript:", "script"),
];

/// Starts of files that are text only to look at, or that the table of magic numbers calls something else.
const STARTS: [(&[u8], &str); 5] = [
    (b"#!", "script"),
    (b"@echo off", "script"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    // Word and Excel before 2007, and office documents locked with a password.
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
];

/// Longest of [`MARKUP`] less one: how much of a block must be seen again with the next.
const OVERLAP: usize = 10;

/// Decides whether the content is plain text; otherwise names it by its magic number if it has a known one.
pub(super) fn identify(reader: &mut (impl Read + Seek), head: &[u8]) -> Result<MediaType, Fault> {
    let refuse = |found| Err(Fault::Refused(SniffError::NotAllowed { found }));
    if let Some((_, found)) = STARTS.iter().find(|(start, _)| head.starts_with(start)) {
        return refuse(found);
    }
    if contains(head.get(..1_024).unwrap_or(head), b"%PDF-") {
        return refuse("polyglot");
    }
    reader.rewind()?;
    let mut scan = Scan::default();
    let mut block = vec![0; 64 << 10];
    loop {
        let length = reader.read(&mut block)?;
        let Some(bytes) = block.get(..length).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        match scan.add(bytes) {
            Verdict::Text => {}
            Verdict::Markup(found) => return refuse(found),
            Verdict::Binary => return refuse(magic(head)),
        }
    }
    match (scan.rest.is_empty(), scan.has_word) {
        (true, true) => Ok(MediaType::Text),
        (true, false) => Err(Fault::Refused(SniffError::Empty)),
        (false, _) => refuse("unknown"),
    }
}

/// The usual extension of a known magic number; `unknown` otherwise.
fn magic(head: &[u8]) -> &'static str {
    infer::get(head).map_or("unknown", |kind| kind.extension())
}

enum Verdict {
    Text,
    Markup(&'static str),
    Binary,
}

/// A walk over a text in blocks that may cut characters and marks in two.
#[derive(Default)]
struct Scan {
    /// Bytes of a character whose end is in the next block.
    rest: Vec<u8>,
    /// The end of the last block in lower case.
    seam: Vec<u8>,
    has_word: bool,
}

impl Scan {
    fn add(&mut self, block: &[u8]) -> Verdict {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(block);
        let text = match str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                self.rest = rest.to_vec();
                str::from_utf8(valid).unwrap_or_default()
            }
            Err(_) => return Verdict::Binary,
        };
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
        {
            return Verdict::Binary;
        }
        self.has_word |= text.chars().any(char::is_alphanumeric);
        self.seam.extend(text.bytes().map(|b| b.to_ascii_lowercase()));
        let found = MARKUP.iter().find(|(mark, _)| contains(&self.seam, mark));
        self.seam.drain(..self.seam.len().saturating_sub(OVERLAP));
        found.map_or(Verdict::Text, |(_, found)| Verdict::Markup(found))
    }
}
