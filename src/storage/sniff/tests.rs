use std::io::Cursor;

use super::detect;
use crate::storage::{
    ContainerLimits, MediaType, SniffError, StorageError,
    samples::{self, JPEG, PNG, archive, content_types, docx, docx_with, open_document, pdf, xlsx},
};

fn look(bytes: &[u8], name: &str) -> Result<MediaType, SniffError> {
    look_within(bytes, name, &ContainerLimits::default())
}

fn look_within(bytes: &[u8], name: &str, limits: &ContainerLimits) -> Result<MediaType, SniffError> {
    detect(&mut Cursor::new(bytes), name, limits).map_err(|error| match error {
        StorageError::Refused(error) => error,
        other => panic!("{other}"),
    })
}

fn disguised(claimed: &str, found: &'static str) -> Result<MediaType, SniffError> {
    Err(SniffError::Disguised {
        claimed: claimed.to_owned(),
        found,
    })
}

fn not_allowed(found: &'static str) -> Result<MediaType, SniffError> {
    Err(SniffError::NotAllowed { found })
}

#[test]
fn what_people_send_is_recognised_by_its_content() {
    let odt = open_document(MediaType::Odt.as_str(), "<text:p>isi</text:p>");
    let ods = open_document(MediaType::Ods.as_str(), "");
    let rows: [(&[u8], MediaType); 9] = [
        (&pdf(&["isi"]), MediaType::Pdf),
        (JPEG, MediaType::Jpeg),
        (PNG, MediaType::Png),
        (&docx(&[]), MediaType::Docx),
        (&xlsx(), MediaType::Xlsx),
        (&odt, MediaType::Odt),
        (&ods, MediaType::Ods),
        (b"no,uraian\n1,sewa\n", MediaType::Csv),
        (
            "\u{feff}Yth. PPID,\r\n\tmohon salinan é 📄".as_bytes(),
            MediaType::Text,
        ),
    ];
    for (bytes, media) in rows {
        for name in [
            format!("berkas.{}", media.extension()),
            format!("BERKAS.{}", media.extension().to_uppercase()),
        ] {
            assert_eq!(look(bytes, &name), Ok(media), "{name}");
        }
    }
}

#[test]
fn a_name_without_a_known_extension_claims_nothing() {
    for name in ["", "surat", "Permohonan No. 12", "scan.final", "surat.", ".pdf"] {
        assert_eq!(look(&pdf(&["isi"]), name), Ok(MediaType::Pdf), "{name}");
    }
    assert_eq!(look(b"a;b\n", "data"), Ok(MediaType::Text));
    assert_eq!(look(JPEG, "ktp.JPEG"), Ok(MediaType::Jpeg));
}

#[test]
fn a_name_that_contradicts_the_content_is_a_disguise() {
    assert_eq!(look(&pdf(&["isi"]), "foto.jpg"), disguised("jpg", "pdf"));
    assert_eq!(look(JPEG, "ktp.png"), disguised("png", "jpg"));
    assert_eq!(look(&docx(&[]), "tabel.xlsx"), disguised("xlsx", "docx"));
    assert_eq!(look(&pdf(&["isi"]), "surat.pdf.exe"), disguised("exe", "pdf"));
    assert_eq!(look(b"alert(1)", "a.JS"), disguised("js", "txt"));
    assert_eq!(look(b"teks biasa", "surat.pdf"), disguised("pdf", "txt"));
    assert_eq!(
        look(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", "surat.pdf"),
        disguised("pdf", "exe")
    );
    assert_eq!(
        look(b"<!DOCTYPE html><p>", "catatan.txt"),
        disguised("txt", "html")
    );
}

#[test]
fn kinds_that_run_or_hide_are_refused() {
    let rows: [(&[u8], &str, &'static str); 12] = [
        (b"<html><body>", "a.html", "html"),
        (b" \n<SVG onload=x>", "gambar", "svg"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "xml"),
        (b"#!/bin/sh\nls", "jalan", "script"),
        (b"{\\rtf1 isi}", "surat.rtf", "rtf"),
        (b"GIF89a\x01\0\x01\0\0\0\0", "a.gif", "gif"),
        (
            &[b"\x7fELF\x02\x01\x01".as_slice(), &[0; 60]].concat(),
            "a",
            "elf",
        ),
        (b"Rar!\x1a\x07\x01\0", "a.rar", "rar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "ole"),
        (b"nol\0byte", "a", "unknown"),
        (b"latin1 \xe9 teks", "a", "unknown"),
        (b"bel\x07", "a", "unknown"),
    ];
    for (bytes, name, found) in rows {
        assert_eq!(look(bytes, name), not_allowed(found), "{name}");
    }
    assert_eq!(look(&archive(&[("a.txt", b"isi")]), "a.zip"), not_allowed("zip"));
    assert_eq!(
        look(&archive(&[("a.txt", b"isi")]), "a.docx"),
        disguised("docx", "zip")
    );
}

#[test]
fn markup_is_found_wherever_it_stands_in_a_text() {
    let block = 64 << 10;
    for before in [0, 10, block - 8, block - 7, block - 1, block, 3 * block - 3] {
        let text = format!("{}<ScRiPt>", "x".repeat(before));
        assert_eq!(look(text.as_bytes(), "a"), not_allowed("html"), "after {before}");
    }
}

#[test]
fn a_character_may_be_cut_by_a_block_but_not_by_the_end() {
    let text = format!("{}é", "x".repeat((64 << 10) - 1));
    assert_eq!(look(text.as_bytes(), "a"), Ok(MediaType::Text));
    assert_eq!(
        look(&text.as_bytes()[..text.len() - 1], "a"),
        not_allowed("unknown")
    );
}

#[test]
fn nothing_is_not_a_file() {
    assert_eq!(look(b"", "surat.pdf"), Err(SniffError::Empty));
    assert_eq!(look(b" \n\t ", "surat.txt"), Err(SniffError::Empty));
}

#[test]
fn two_files_in_one_are_refused() {
    let zip = archive(&[("a", b"b")]);
    assert_eq!(
        look(&[b"\n\n", pdf(&["isi"]).as_slice()].concat(), "a"),
        not_allowed("polyglot")
    );
    assert_eq!(
        look(&[b"GIF89a\0", pdf(&["isi"]).as_slice()].concat(), "a.pdf"),
        disguised("pdf", "polyglot")
    );
    assert_eq!(
        look(&[pdf(&["isi"]).as_slice(), &zip].concat(), "a.pdf"),
        disguised("pdf", "polyglot")
    );
    assert_eq!(look(&[PNG, &zip].concat(), "a.png"), disguised("png", "polyglot"));
    assert_eq!(
        look(&[JPEG, b"%PDF-1.4"].concat(), "a.jpg"),
        disguised("jpg", "polyglot")
    );
    assert_eq!(
        look(&[b"PK\x03\x04junk", docx(&[]).as_slice()].concat(), "a.docx"),
        disguised("docx", "zip")
    );
    assert_eq!(look(b"%PDF-1.4 cut short", "a.pdf"), disguised("pdf", "broken"));
}

#[test]
fn documents_with_programs_are_refused() {
    for part in [
        "word/vbaProject.bin",
        "xl/vbaproject.BIN",
        "word/activeX/activeX1.xml",
        "xl/macrosheets/sheet1.xml",
        "Basic/Standard/Module1.xml",
    ] {
        assert_eq!(
            look(&docx_with(&[], &[(part, b"x")]), "a.docx"),
            Err(SniffError::Macro),
            "{part}"
        );
    }
    let types = content_types(
        "word/document.xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    );
    assert_eq!(
        look(&archive(&[("[Content_Types].xml", types.as_bytes())]), "a.docx"),
        Err(SniffError::Macro)
    );
    assert!(look(&docx_with(&[], &[("Basic/script-lc.xml", b"x")]), "a.docx").is_ok());
}

#[test]
fn other_office_documents_are_archives_to_us() {
    let slides = content_types(
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    );
    assert_eq!(
        look(&archive(&[("[Content_Types].xml", slides.as_bytes())]), "a.pptx"),
        not_allowed("zip")
    );
    assert_eq!(
        look(
            &open_document("application/vnd.oasis.opendocument.graphics", ""),
            "a.odg"
        ),
        not_allowed("zip")
    );
    assert_eq!(
        look(
            &archive(&[("[Content_Types].xml", b"<Types><Override")]),
            "a.docx"
        ),
        disguised("docx", "zip")
    );
}

#[test]
fn what_unpacks_too_far_is_a_bomb() {
    let zeros = vec![b'0'; 4 << 20];
    assert_eq!(
        look(&docx_with(&[], &[("word/media/a", &zeros)]), "a.docx"),
        Err(SniffError::Bomb)
    );
    let limits = ContainerLimits {
        entries: 5,
        unpacked: 10_000,
        ratio: 200,
    };
    assert!(look_within(&docx(&[]), "a.docx", &limits).is_ok());
    let long = samples::docx(&["<w:r><w:t>a</w:t></w:r>"; 400]);
    assert_eq!(look_within(&long, "a.docx", &limits), Err(SniffError::Bomb));
    let many = docx_with(&[], &[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
    assert_eq!(look_within(&many, "a.docx", &limits), Err(SniffError::Bomb));
}

#[test]
fn a_cut_archive_is_refused_and_never_panics() {
    let whole = docx(&["<w:r><w:t>isi</w:t></w:r>"]);
    for length in 4..whole.len() {
        assert_eq!(
            look(&whole[..length], "a.docx"),
            disguised("docx", "zip"),
            "{length}"
        );
    }
}
