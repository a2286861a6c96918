use proptest::prelude::*;

use super::{LONGEST_NAME, content_disposition, extension, is_unseen, safe_name};
use crate::storage::MediaType;

#[test]
fn a_name_keeps_its_words_and_gets_the_extension_of_its_content() {
    let rows = [
        ("Surat Kuasa (asli).PDF", "Surat Kuasa (asli).pdf"),
        ("KTP Ma'ruf & Hj. Sitti.pdf", "KTP Ma'ruf & Hj. Sitti.pdf"),
        ("données über ᨕᨘᨁᨗ 漢字.pdf", "données über ᨕᨘᨁᨗ 漢字.pdf"),
        ("foto.jpeg", "foto.pdf"),
        ("surat.pdf.exe", "surat.pdf.pdf"),
        ("C:\\Users\\Andi\\Desktop\\ktp.pdf", "ktp.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("/", "berkas.pdf"),
        ("", "berkas.pdf"),
        (".pdf", "berkas.pdf"),
        ("...", "berkas.pdf"),
        ("🙂.pdf", "berkas.pdf"),
        ("Permohonan No. 12", "Permohonan No. 12.pdf"),
        ("tanda\r\nSet-Cookie: a=b.pdf", "tandaSet-Cookie a=b.pdf"),
        ("a\0b\u{202e}fdp.exe", "abfdp.pdf"),
        ("nol\u{200b}lebar  dua\u{a0}spasi.pdf", "nollebar dua spasi.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.pdf", "_com1.tar.pdf"),
        ("contoh.pdf", "contoh.pdf"),
        ("<b>\"tebal\"|?*;%41.pdf", "b tebal 41.pdf"),
    ];
    for (raw, expected) in rows {
        assert_eq!(safe_name(raw, MediaType::Pdf), expected, "{raw:?}");
    }
}

#[test]
fn a_long_name_is_cut_before_its_extension() {
    let name = safe_name(&"é".repeat(300), MediaType::Docx);
    assert_eq!(name.chars().count(), LONGEST_NAME);
    assert!(name.ends_with("éé.docx"));
}

#[test]
fn extensions_are_read_in_one_way() {
    assert_eq!(extension("a.b.PDF"), Some("pdf".to_owned()));
    for name in ["a", "a.", "a.panjang", "a. b", "a.é", ""] {
        assert_eq!(extension(name), None, "{name}");
    }
}

#[test]
fn a_download_is_always_an_attachment() {
    assert_eq!(
        content_disposition("surat kuasa.pdf"),
        "attachment; filename=\"surat kuasa.pdf\""
    );
    assert_eq!(
        content_disposition("résumé Ma'ruf – 漢.pdf"),
        "attachment; filename=\"resume Ma'ruf _ _.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9%20Ma%27ruf%20%E2%80%93%20%E6%BC%A2.pdf"
    );
    assert_eq!(
        content_disposition("a\"; x=\"\r\n%41\\.pdf"),
        "attachment; filename=\"a_; x=____41_.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22%0D%0A%2541%5C.pdf"
    );
}

proptest! {
    #[test]
    fn any_name_becomes_safe(raw in any::<String>(), media in proptest::sample::select(&MediaType::ALL[..])) {
        let name = safe_name(&raw, media);
        prop_assert!(name.chars().count() <= LONGEST_NAME + 1);
        prop_assert!(name.len() > media.extension().len() + 1);
        prop_assert!(!name.contains(['/', '\\', '"', ':', '<', '>', '|', '?', '*']));
        prop_assert!(!name.chars().any(is_unseen));
        prop_assert!(!name.starts_with(['.', ' ']));
        prop_assert_eq!(extension(&name), Some(media.extension().to_owned()));
    }

    #[test]
    fn a_safe_name_is_already_safe(raw in any::<String>()) {
        let once = safe_name(&raw, MediaType::Pdf);
        prop_assert_eq!(safe_name(&once, MediaType::Pdf), once);
    }

    #[test]
    fn a_header_is_one_line_of_ascii(name in any::<String>()) {
        let header = content_disposition(&name);
        prop_assert!(header.starts_with("attachment; filename=\""));
        prop_assert!(header.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
        prop_assert_eq!(header.matches('"').count(), 2);
    }
}
