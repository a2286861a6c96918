//! Every kind of mail as it leaves by the real sender, and what a mail server gets to know: a link, and nothing of the case.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use terbuka::config::{Smtp, SmtpTls};
use terbuka::domain::request::Outcome;
use terbuka::mail::SmtpMailer;
use terbuka::persistence::{outbox, write};
use terbuka::services::Context;
use terbuka::services::notifications::{Delivered, deliver_due};
use terbuka::services::requests::{Case, CaseKey, Filed, TO_APPLICANT, to_applicant};
use terbuka::text::Lang;
use time::Duration;
use tokio::net::TcpListener;

use crate::support::catcher::{catch, catcher, usual};
use crate::support::{CaseBuilder, Office, TestApp, on_each_engine};

const TO: &str = "andi.baso@example.org";
const FROM: &str = "ppid@example.go.id";

/// What stands in the case and in no mail; small letters.
const SECRETS: [&str; 11] = [
    "anggaran bahan makanan",
    "bahan makanan",
    "andi baso",
    "7371011203900001",
    "veteran selatan",
    "081234567890",
    "81234567890",
    "penelitian",
    "realisasi",
    "92 persen",
    "penyusup",
];

/// The application with the real sender, on the mail server at `server`.
fn sending_to(app: &TestApp, server: SocketAddr) -> Context {
    let smtp = Smtp {
        host: server.ip().to_string(),
        port: server.port(),
        tls: SmtpTls::None,
        credentials: None,
        from: format!("Terbuka Sulsel <{FROM}>"),
        timeout: std::time::Duration::from_secs(5),
    };
    let mailer = SmtpMailer::new(&smtp, app.ctx.clock.clone()).expect("a sender");
    Context {
        mailer: Arc::new(mailer),
        ..app.ctx.clone()
    }
}

/// A case with an answer, whose texts try to be headers; its own mails are gone.
async fn answered(app: &TestApp) -> Filed {
    let filed = CaseBuilder::new()
        .with(|form| {
            "Anggaran bahan makanan Bcc: penyusup@example.org".clone_into(&mut form.subject);
            form.items =
                vec!["Realisasi anggaran\r\nBcc: penyusup@example.org\r\n\r\n<b>2025</b>".to_owned()];
        })
        .file(app)
        .await;
    let office = Office::open(app, "lapas-makassar").await;
    let answer = "Realisasi mencapai 92 persen\r\nBcc: penyusup@example.org";
    office
        .answer(&filed.registration_no, Outcome::GrantedFull, answer, None)
        .await;
    while deliver_due(&app.ctx).await.expect("a round").sent > 0 {}
    app.mail.take();
    filed
}

/// What was said before the message, and the message with its doubled dots undone (RFC 5321 4.5.2).
fn envelope(heard: &str) -> (Vec<&str>, String) {
    let (before, data) = heard.split_once("DATA\r\n").expect("a message");
    let data = data.strip_suffix(".\r\n").expect("its end");
    let lines = data.split_inclusive("\r\n");
    let message = lines.map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
    let spoken = before
        .lines()
        .filter(|line| !line.starts_with("EHLO") && *line != "RSET" && *line != "NOOP");
    (spoken.collect(), message)
}

/// Addresses of the web in a text.
fn links(text: &str) -> Vec<&str> {
    let starts = text.match_indices("://").map(|(at, _)| {
        text[..at]
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |before| before + 1)
    });
    starts
        .map(|start| {
            let rest = &text[start..];
            &rest[..rest
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'))
                .unwrap_or(rest.len())]
        })
        .collect()
}

/// The decoded text and HTML part; fails when there are others.
fn parts<'a>(message: &'a Message<'_>) -> (&'a str, &'a str) {
    let kind = message.content_type().expect("a kind");
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    let (mut text, mut html) = (Vec::new(), Vec::new());
    for part in &message.parts {
        match &part.body {
            PartType::Multipart(_) => {}
            PartType::Text(words) => text.push(words.as_ref()),
            PartType::Html(words) => html.push(words.as_ref()),
            other => panic!("an unknown part: {other:?}"),
        }
    }
    assert_eq!((text.len(), html.len()), (1, 1));
    (text[0], html[0])
}

fn check(app: &TestApp, heard: &str, kind: &str, lang: Lang, filed: &Filed) {
    let (spoken, raw) = envelope(heard);
    assert_eq!(spoken.len(), 2, "{spoken:?}");
    assert!(
        spoken[0].starts_with(&format!("MAIL FROM:<{FROM}>")),
        "{spoken:?}"
    );
    assert_eq!(spoken[1], format!("RCPT TO:<{TO}>"));

    let message = MessageParser::default().parse(&raw).expect("a message");
    let mut headers = BTreeMap::new();
    for (name, value) in message.headers_raw() {
        let before = headers.insert(name, value.trim());
        assert!(before.is_none(), "{kind}: {name} stands twice");
    }
    let names: Vec<&str> = headers.keys().copied().collect();
    let known = [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ];
    assert_eq!(names, known, "{kind}");
    assert_eq!((headers["To"], headers["Auto-Submitted"]), (TO, "auto-generated"));

    let number = filed.registration_no.as_str();
    let key = format!("mail.{kind}.subject");
    let subject = app
        .ctx
        .engine
        .text(lang, &key, &[("number", number)])
        .expect("a subject");
    assert_eq!(message.subject(), Some(subject.as_str()));

    let (text, html) = parts(&message);
    let link = format!("{}/lacak/{}", app.ctx.settings.base_url, filed.token.expose());
    assert_eq!(links(text), [link.as_str()], "{kind} {lang}");
    // The page has it twice: to press, and to read for whoever distrusts what can be pressed.
    assert_eq!(links(html), [link.as_str(), &link], "{kind} {lang}");
    assert_eq!(html.matches("<a ").count(), 1);
    assert!(html.contains(&format!("<html lang=\"{}\">", lang.code())));
    assert!(!html.contains("<img") && !html.contains("<link") && !html.contains("<script"));
    let lead = format!("mail.{kind}.action");
    let action = app.ctx.engine.text(lang, &lead, &[]).expect("an action");
    assert!(
        text.contains(&action) && html.contains(&action),
        "{kind} {lang}: {text}"
    );

    let decoded = [subject.as_str(), text, html, &raw].join("\n").to_lowercase();
    for secret in SECRETS {
        assert!(
            !decoded.contains(secret),
            "{kind} {lang}: `{secret}` in {decoded}"
        );
    }
    assert_eq!(decoded.matches(TO).count(), 1, "the address stands in `To` alone");
}

#[tokio::test]
async fn every_kind_of_mail_in_both_languages_carries_a_link_and_nothing_of_the_case() {
    on_each_engine(async |app| {
        let filed = answered(app).await;
        let (server, mut caught) = catcher(usual).await;
        let ctx = sending_to(app, server);
        let key = CaseKey::Number(filed.registration_no.clone());
        let case = Case::load(&ctx, ctx.db.read(), &key).await.expect("the case");
        for kind in TO_APPLICANT {
            for lang in Lang::ALL {
                let mut notice = to_applicant(&ctx, &case.row, kind);
                lang.code().clone_into(&mut notice.lang);
                let left = write(&ctx.db, async |txn| outbox::insert_outbox(txn, &notice).await);
                left.await.expect("a row");
                assert_eq!(deliver_due(&ctx).await.expect("a round").sent, 1, "{kind} {lang}");
                check(app, &caught.recv().await.expect("a mail"), kind, lang, &filed);
            }
        }
        assert!(caught.try_recv().is_err(), "nothing else was sent");
    })
    .await;
}

#[tokio::test]
async fn a_mail_server_that_comes_back_gets_each_mail_once() {
    on_each_engine(async |app| {
        // A port that was ours a moment ago: nobody answers there until we do.
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = listener.local_addr().expect("its address");
        drop(listener);
        let ctx = sending_to(app, server);
        let first = CaseBuilder::new().file(app).await;
        let second = CaseBuilder::new().file(app).await;
        for _ in 0..4 {
            let done = deliver_due(&ctx).await.expect("a round");
            assert_eq!((done.sent, done.failed, done.dropped), (0, 0, 0));
            app.clock.advance(Duration::minutes(20));
        }
        assert_eq!(
            outbox::count_outbox_waiting(ctx.db.read())
                .await
                .expect("a number"),
            2
        );

        let listener = TcpListener::bind(server).await.expect("the same port");
        let mut caught = catch(listener, usual);
        assert_eq!(deliver_due(&ctx).await.expect("a round").sent, 2);
        app.clock.advance(Duration::days(2));
        assert_eq!(deliver_due(&ctx).await.expect("a round"), Delivered::default());
        let heard = [
            caught.recv().await.expect("a mail"),
            caught.recv().await.expect("another"),
        ];
        assert!(caught.try_recv().is_err());
        for filed in [first, second] {
            let to_it = heard.iter().filter(|mail| {
                let (_, raw) = envelope(mail);
                let message = MessageParser::default().parse(&raw).expect("a message");
                message
                    .subject()
                    .is_some_and(|subject| subject.contains(&filed.registration_no))
            });
            assert_eq!(to_it.count(), 1, "{}", filed.registration_no);
        }
    })
    .await;
}
