//! Documents are read by a process of their own: one that costs too much is killed, one that crashes harms nobody.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use terbuka::domain::request::Outcome;
use terbuka::services::uploads;
use terbuka::storage::MediaType;
use terbuka::storage::extract::{ExtractError, ReadingLimits, TextReader};

use super::cli::repository;
use crate::support::{CaseBuilder, Office, TestApp, docx, on_each_engine};

/// The built program.
fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_terbuka").into()
}

/// A program that reads badly in one way.
fn bad(name: &str) -> PathBuf {
    repository(&format!("tests/fixtures/readers/{name}"))
}

fn limits(patience: Duration) -> ReadingLimits {
    ReadingLimits {
        patience,
        ..ReadingLimits::default()
    }
}

async fn read(reader: &TextReader, media: MediaType, document: Vec<u8>) -> Result<String, ExtractError> {
    reader.turn().await.text(media, document.into()).await
}

/// A PDF of these objects, with its table in order.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).expect("room");
        writeln!(file, "{} 0 obj\n{object}\nendobj", number + 1).expect("room");
    }
    let start = file.len();
    let size = objects.len() + 1;
    let end = format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    (file + &table + &end).into_bytes()
}

fn stream(dictionary: &str, content: &str) -> String {
    let length = content.len();
    format!("<< {dictionary} /Length {length} >>\nstream\n{content}\nendstream")
}

fn pdf_saying(text: &str) -> Vec<u8> {
    pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        stream("", &format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ])
}

/// A small PDF within every limit of size, pages and nesting, whose only page draws more than a life is long: each drawing draws
/// the next one ten times.
fn endless_pdf() -> Vec<u8> {
    let ten_times = "/X Do ".repeat(10);
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 9 9] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        stream("", &ten_times),
    ];
    for inner in 6..26 {
        let draws = format!("/Type /XObject /Subtype /Form /Resources << /XObject << /X {inner} 0 R >> >>");
        objects.push(stream(&draws, &ten_times));
    }
    objects.push(stream("/Type /XObject /Subtype /Form /Resources << >>", "q Q"));
    pdf(&objects)
}

/// How many processes were started with this limit of memory, which serves as their mark.
fn running(memory: u64) -> usize {
    let mark = memory.to_string();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok())
        .filter(|line| line.split(|byte| *byte == 0).any(|word| word == mark.as_bytes()))
        .count()
}

#[tokio::test]
async fn documents_are_read_by_a_process_of_their_own() {
    let reader = TextReader::new(program(), ReadingLimits::default());
    let found = read(&reader, MediaType::Pdf, pdf_saying("Laporan tahunan")).await;
    assert_eq!(found.as_deref(), Ok("Laporan tahunan"));
    let found = read(&reader, MediaType::Docx, docx("Rekap anggaran")).await;
    assert_eq!(found.as_deref(), Ok("Rekap anggaran"));
    let broken = read(&reader, MediaType::Pdf, b"%PDF-1.4\n%%EOF".to_vec()).await;
    assert!(matches!(broken, Err(ExtractError::Damaged(_))), "{broken:?}");
}

#[tokio::test]
async fn a_document_that_never_ends_is_killed_within_the_limit() {
    let patience = Duration::from_secs(1);
    for (mark, program, document) in [
        (536_870_001, program(), endless_pdf()),
        (536_870_002, bad("sleeps"), pdf_saying("apa saja")),
        // It never listens: the document does not fit into the pipe.
        (536_870_003, bad("sleeps"), vec![b' '; 1 << 20]),
    ] {
        let reader = TextReader::new(
            program,
            ReadingLimits {
                memory: mark,
                ..limits(patience)
            },
        );
        let began = Instant::now();
        let outcome = read(&reader, MediaType::Pdf, document).await;
        assert_eq!(outcome, Err(ExtractError::TimedOut(patience)));
        assert!(began.elapsed() < patience * 5, "{:?}", began.elapsed());
        for _ in 0..100 {
            if running(mark) == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(running(mark), 0, "the process is still there");
    }
}

#[tokio::test]
async fn a_process_whose_asker_is_gone_is_killed() {
    let mark = 536_870_004;
    let reader = TextReader::new(
        bad("sleeps"),
        ReadingLimits {
            memory: mark,
            ..ReadingLimits::default()
        },
    );
    let asked = tokio::spawn(async move { read(&reader, MediaType::Pdf, pdf_saying("apa saja")).await });
    while cfg!(target_os = "linux") && running(mark) == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    asked.abort();
    assert!(asked.await.is_err_and(|error| error.is_cancelled()));
    for _ in 0..100 {
        if running(mark) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the process is still there");
}

#[tokio::test]
async fn a_process_that_misbehaves_gives_no_text() {
    let reader = |name| TextReader::new(bad(name), ReadingLimits::default());
    let crash = read(&reader("crashes"), MediaType::Pdf, pdf_saying("apa saja")).await;
    assert!(matches!(crash, Err(ExtractError::Died(_))), "{crash:?}");
    let babble = read(&reader("babbles"), MediaType::Pdf, pdf_saying("apa saja")).await;
    assert_eq!(babble, Err(ExtractError::Babbled));
    let none = read(&reader("absent"), MediaType::Pdf, pdf_saying("apa saja")).await;
    assert!(matches!(none, Err(ExtractError::NotStarted(_))), "{none:?}");
    // Nothing of our surroundings reaches it; the shell itself sets the place it stands in.
    let told = read(&reader("tells"), MediaType::Pdf, pdf_saying("apa saja"))
        .await
        .expect("its surroundings");
    assert!(
        told.lines().all(|line| ["PWD=", "OLDPWD=", "SHLVL=", "_="]
            .iter()
            .any(|own| line.starts_with(own))),
        "{told}"
    );
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_document_that_takes_too_much_memory_is_given_up() {
    let tight = ReadingLimits {
        memory: 16 << 20,
        ..ReadingLimits::default()
    };
    // Not hostile: more than the limit, and within the usual one.
    let long = pdf_saying(&"kata ".repeat(1 << 20));
    let outcome = read(&TextReader::new(program(), tight), MediaType::Pdf, long.clone()).await;
    assert!(outcome.is_err(), "{outcome:?}");
    let outcome = read(
        &TextReader::new(program(), ReadingLimits::default()),
        MediaType::Pdf,
        long,
    )
    .await;
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[tokio::test]
async fn no_more_documents_are_read_at_once_than_allowed() {
    let patience = Duration::from_millis(400);
    let one_by_one = ReadingLimits {
        at_once: 1,
        ..limits(patience)
    };
    let reader = TextReader::new(bad("sleeps"), one_by_one);
    let shared = reader.clone();
    let began = Instant::now();
    let (first, second) = tokio::join!(
        read(&reader, MediaType::Pdf, pdf_saying("satu")),
        read(&shared, MediaType::Pdf, pdf_saying("dua")),
    );
    assert!(first.is_err() && second.is_err());
    assert!(began.elapsed() >= patience * 2, "{:?}", began.elapsed());
}

#[test]
fn the_hidden_command_needs_no_installation() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut child = Command::new(program())
        .args(["read-text", "--kind", "application/pdf"])
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&pdf_saying("Laporan"))
        .unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(
        (done.status.code(), done.stdout.as_slice()),
        (Some(0), &b"Laporan"[..])
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let help = Command::new(program()).arg("--help").output().unwrap();
    assert!(!String::from_utf8_lossy(&help.stdout).contains("read-text"));
}

/// Answers a case with a PDF while documents are read by `program`, and publishes it.
async fn published_with(app: &TestApp, program: PathBuf, document: Vec<u8>) {
    let mut ctx = app.ctx.clone();
    ctx.reader = TextReader::new(program, limits(Duration::from_secs(1)));
    let kept = uploads::keep(&ctx, "file", "answer", "laporan.pdf", &document[..])
        .await
        .unwrap();
    let read = uploads::read_text(&ctx, kept.clone())
        .await
        .expect("accepted all the same");
    assert_eq!(read, kept, "only the words are missing");

    let number = CaseBuilder::new().file(app).await.registration_no;
    let office = Office::open(app, "lapas-makassar").await;
    let file = uploads::NewFile {
        item: Some(1),
        ..read
    };
    office
        .answer_with(&number, Outcome::GrantedFull, "Terlampir.", vec![file])
        .await;
    office.close(&number).await;
    office.publish(&number).await;
    let visitor = app.anonymous().await;
    let page = visitor.get(&format!("/permohonan/{number}")).await.expect(200);
    let link = page.attribute("a[href*=\"/berkas/\"]", "href").expect("the file");
    let file = visitor.client.get(link).dispatch().await;
    assert_eq!(file.into_bytes().await.expect("its content"), document);
}

#[rocket::async_test]
async fn a_document_that_nobody_can_read_is_answered_with_all_the_same() {
    on_each_engine(async |app| {
        published_with(app, bad("crashes"), pdf_saying("apa saja")).await;
        published_with(app, bad("absent"), pdf_saying("sesuatu")).await;
        published_with(app, program(), endless_pdf()).await;
    })
    .await;
}
