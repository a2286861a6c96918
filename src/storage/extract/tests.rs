use super::{ExtractError, ExtractLimits, text};
use crate::storage::{
    ContainerLimits, MediaType, SniffError,
    samples::{self, archive, docx, docx_with, open_document, pdf, pdf_of, stream, xlsx},
};

fn words(media: MediaType, bytes: &[u8]) -> Result<String, ExtractError> {
    text(media, bytes, &ExtractLimits::default())
}

#[test]
fn a_pdf_with_pictures_is_read_page_by_page() {
    let found = words(MediaType::Pdf, &pdf(&["Laporan tahunan 2025", "Halaman kedua"])).expect("text");
    assert_eq!(found, "Laporan tahunan 2025\nHalaman kedua");
}

#[test]
fn a_word_document_is_read_with_its_notes_and_without_what_was_deleted() {
    let document = docx_with(
        &[
            "<w:r><w:t>Perjanjian </w:t></w:r><w:r><w:t>sewa &amp; biaya Rp&#49;00</w:t></w:r>",
            "<w:del><w:r><w:delText>hapus</w:delText><w:t>hapus</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText><w:t>kiri</w:t><w:tab/><w:t>kanan</w:t></w:r>",
        ],
        &[
            (
                "word/footnotes.xml",
                b"<w:footnotes><w:p><w:t>catatan kaki</w:t></w:p></w:footnotes>",
            ),
            ("word/styles.xml", b"<w:t>gaya</w:t>"),
        ],
    );
    assert_eq!(
        words(MediaType::Docx, &document).expect("text"),
        "Perjanjian sewa & biaya Rp100\nkiri kanan\ncatatan kaki"
    );
}

#[test]
fn what_a_document_hides_is_kept_apart() {
    let document = docx_with(
        &[
            "<w:r><w:t>Rekap</w:t></w:r><w:del w:author=\"Elisabet P\"><w:r><w:delText>Andi</w:delText></w:r><w:r><w:delText> Baso</w:delText></w:r></w:del>",
        ],
        &[
            (
                "word/comments.xml",
                b"<w:comments><w:comment><w:p><w:t>tanya Siti</w:t></w:p></w:comment></w:comments>",
            ),
            (
                "docProps/core.xml",
                b"<cp><dc:creator>Budi</dc:creator><cp:lastModifiedBy>Cici</cp:lastModifiedBy></cp>",
            ),
        ],
    );
    let whole = super::whole_text(MediaType::Docx, &document, &ExtractLimits::default()).expect("text");
    let (seen, hidden) = whole.split_once(super::HIDDEN).expect("both");
    assert_eq!(seen, "Rekap");
    for words in ["Elisabet P", "Andi Baso", "tanya Siti", "Budi", "Cici"] {
        assert!(hidden.contains(words), "{words}: {hidden}");
    }
}

#[test]
fn a_workbook_is_read_without_pointers_and_formulas() {
    assert_eq!(
        words(MediaType::Xlsx, &xlsx()).expect("text"),
        "Anggaran & Belanja\nRekap\nUraian\nBelanja Modal\nSewa gedung 1250000 lunas"
    );
}

#[test]
fn open_documents_are_read() {
    let odt = open_document(
        MediaType::Odt.as_str(),
        "<text:tracked-changes>hapus</text:tracked-changes><text:h>Judul</text:h><text:p>satu<text:s/>dua<text:span>tiga</text:span></text:p>",
    );
    assert_eq!(words(MediaType::Odt, &odt).expect("text"), "Judul\nsatu duatiga");
    let ods = open_document(
        MediaType::Ods.as_str(),
        "<table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row>",
    );
    assert_eq!(words(MediaType::Ods, &ods).expect("text"), "A\n12");
}

#[test]
fn plain_text_is_tidied_and_pictures_have_none() {
    assert_eq!(
        words(MediaType::Csv, b"a;b\r\n\r\n1;\t 2\0\n").expect("text"),
        "a;b\n1; 2"
    );
    assert_eq!(words(MediaType::Jpeg, samples::JPEG).expect("no text"), "");
    assert!(matches!(
        words(MediaType::Text, b"\xff"),
        Err(ExtractError::Damaged(_))
    ));
}

#[test]
fn text_is_cut_at_the_limit() {
    let limits = ExtractLimits {
        max_chars: 10,
        ..ExtractLimits::default()
    };
    let long = "kata ".repeat(50);
    let document = docx(&[&format!("<w:r><w:t>{long}</w:t></w:r>")]);
    for (media, bytes) in [
        (MediaType::Docx, document.as_slice()),
        (MediaType::Pdf, &pdf(&[&long, &long])),
        (MediaType::Text, long.as_bytes()),
    ] {
        assert_eq!(
            text(media, bytes, &limits).expect("text"),
            "kata kata",
            "{media:?}"
        );
    }
}

#[test]
fn a_document_over_the_limits_is_not_opened() {
    let limits = ExtractLimits {
        max_input: 20,
        ..ExtractLimits::default()
    };
    assert_eq!(
        text(MediaType::Pdf, &pdf(&["isi"]), &limits),
        Err(ExtractError::TooLarge { limit: 20 })
    );
    let container = ContainerLimits {
        entries: 4,
        unpacked: 100,
        ratio: 10,
    };
    let limits = ExtractLimits {
        container,
        ..ExtractLimits::default()
    };
    assert_eq!(
        text(MediaType::Docx, &docx(&[]), &limits),
        Err(ExtractError::Refused(SniffError::Bomb))
    );
}

#[test]
fn a_forged_size_does_not_unpack_further_than_declared() {
    let mut bomb = docx(&[&format!("<w:r><w:t>{}</w:t></w:r>", "a".repeat(100_000))]);
    let size = u32::try_from(100_000 + r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t></w:t></w:r></w:p></w:body></w:document>"#.len()).expect("small");
    let found: Vec<usize> = bomb
        .windows(4)
        .enumerate()
        .filter(|(_, bytes)| *bytes == size.to_le_bytes())
        .map(|(at, _)| at)
        .collect();
    assert!(!found.is_empty(), "the size is written somewhere");
    for at in found {
        bomb[at..at + 4].copy_from_slice(&80_u32.to_le_bytes());
    }
    let outcome = words(MediaType::Docx, &bomb);
    assert!(
        outcome.as_ref().map_or(true, |text| text.len() < 100),
        "{outcome:?}"
    );
}

#[test]
fn damaged_documents_are_errors_not_crashes() {
    let broken_xml = docx(&["<w:r><w:t>a</w:wrong>"]);
    assert!(matches!(
        words(MediaType::Docx, &broken_xml),
        Err(ExtractError::Damaged(_))
    ));
    assert!(matches!(
        words(MediaType::Docx, b"PK\x03\x04"),
        Err(ExtractError::Refused(_))
    ));
    assert!(matches!(
        words(MediaType::Pdf, b"%PDF-1.4\n%%EOF"),
        Err(ExtractError::Damaged(_))
    ));
    let types = samples::content_types("xl/workbook.xml", samples::EXCEL);
    assert_eq!(
        words(
            MediaType::Xlsx,
            &archive(&[("[Content_Types].xml", types.as_bytes())])
        )
        .expect("nothing"),
        ""
    );
}

#[test]
fn every_cut_of_a_pdf_ends() {
    let whole = pdf(&["satu", "dua"]);
    for length in (0..whole.len()).step_by(97) {
        let outcome = words(MediaType::Pdf, &whole[..length]);
        assert!(
            outcome.is_err() || outcome.is_ok_and(|text| text.len() < 20),
            "{length}"
        );
    }
}

fn one_page(page: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 9 9] >>".to_owned(),
        page.to_owned(),
    ];
    objects.extend_from_slice(more);
    pdf_of(&objects)
}

#[test]
fn drawings_that_draw_themselves_do_not_overflow_the_stack() {
    let page = "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>";
    let draw = stream("", "/X Do");
    let itself = stream(
        "/Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >>",
        "/X Do",
    );
    assert!(matches!(
        words(MediaType::Pdf, &one_page(page, &[draw.clone(), itself])),
        Err(ExtractError::Damaged(_))
    ));
    // Without resources of its own it would use the page's, where it finds itself.
    let inherits = stream("/Type /XObject /Subtype /Form", "/X Do");
    assert!(words(MediaType::Pdf, &one_page(page, &[draw.clone(), inherits])).is_err());
    // By way of a reference to a reference.
    let detour = stream(
        "/Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> >>",
        "/X Do",
    );
    assert!(
        words(
            MediaType::Pdf,
            &one_page(page, &[draw, detour, "5 0 R".to_owned()])
        )
        .is_err()
    );
}

#[test]
fn a_page_that_is_its_own_ancestor_is_refused() {
    let page = "<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>";
    assert!(words(MediaType::Pdf, &one_page(page, &[stream("", "q Q")])).is_err());
}
