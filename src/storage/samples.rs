//! Small real files made for the tests: what people send, and what they should not.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Packs parts into an archive.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // `mimetype` of an OpenDocument must be stored as it is.
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method))
            .expect("a part");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

pub(super) const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
pub(super) const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// `[Content_Types].xml` with one main part.
pub(super) fn content_types(part: &str, kind: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{part}" ContentType="{kind}"/></Types>"#
    )
}

/// A Word document with these paragraphs (inner XML of `w:p`).
pub(super) fn docx(paragraphs: &[&str]) -> Vec<u8> {
    docx_with(paragraphs, &[])
}

/// A Word document with more parts.
pub(super) fn docx_with(paragraphs: &[&str], more: &[(&str, &[u8])]) -> Vec<u8> {
    let body = paragraphs.join("</w:p><w:p>");
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p>{body}</w:p></w:body></w:document>"#
    );
    let types = content_types("word/document2.xml", WORD);
    let mut parts = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document2.xml", document.as_bytes()),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

/// A workbook with shared and inline strings, a number and a formula.
pub(super) fn xlsx() -> Vec<u8> {
    let types = content_types("xl/workbook.xml", EXCEL);
    archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="Anggaran &amp; Belanja" sheetId="1"/><sheet name="Rekap"/></sheets></workbook>"#),
        ("xl/sharedStrings.xml", b"<sst><si><t>Uraian</t></si><si><r><t>Belanja </t></r><r><t>Modal</t></r></si></sst>"),
        (
            "xl/worksheets/sheet1.xml",
            br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Sewa gedung</t></is></c><c r="B2"><f>SUM(Z9)</f><v>1250000</v></c><c r="C2" t="str"><v>lunas</v></c></row></sheetData></worksheet>"#,
        ),
    ])
}

/// An `OpenDocument` of the given media type.
pub(super) fn open_document(mimetype: &str, body: &str) -> Vec<u8> {
    let content =
        format!("<office:document-content><office:body>{body}</office:body></office:document-content>");
    archive(&[
        ("mimetype", mimetype.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

/// A PDF of numbered objects, with a correct table of where they are.
pub(super) fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(
        format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    file
}

/// A stream object.
pub(super) fn stream(dictionary: &str, content: &str) -> String {
    format!(
        "<< {dictionary} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// A PDF with a page for each text, and a picture on each (whose bytes are no drawing commands).
pub(super) fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 5 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] /MediaBox [0 0 595 842] >>",
            pages.len(),
            kids.join(" ")
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        stream(
            "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray",
            "(q] Q",
        ),
    ];
    for (page, text) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /Im 4 0 R >> >> /Contents {} 0 R >>",
            6 + 2 * page
        ));
        objects.push(stream(
            "",
            &format!("q /Im Do Q BT /F1 12 Tf 72 720 Td ({text}) Tj ET"),
        ));
    }
    pdf_of(&objects)
}

/// The smallest PNG: one white dot.
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT\x78\x9c\x63\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xee\x56\0\0\0\0IEND\xae\x42\x60\x82";

/// The frame of a JPEG.
pub(super) const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9";
