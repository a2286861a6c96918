use std::{net::SocketAddr, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use time::macros::datetime;
use tokio::net::TcpListener;

use super::catcher::{Answer, catcher, usual};
use super::*;
use crate::{
    clock::FixedClock,
    config::{Secret, Smtp, SmtpTls},
};

fn settings(address: SocketAddr) -> Smtp {
    Smtp {
        host: address.ip().to_string(),
        port: address.port(),
        tls: SmtpTls::None,
        credentials: None,
        from: "Terbuka Sulsel <ppid@example.go.id>".to_owned(),
        timeout: Duration::from_secs(5),
    }
}

fn mailer(settings: &Smtp) -> SmtpMailer {
    SmtpMailer::new(
        settings,
        Arc::new(FixedClock::new(datetime!(2026-11-24 01:02:03 UTC))),
    )
    .unwrap()
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        to: "sri.wahyuni@example.id".to_owned(),
        subject: "–Permohonan–Anda–sisa–3–hari–menunggu–jawaban–pejabat–".to_owned(),
        text: "Kami menerima permohonan Anda — terima kasih.\n.\nTitik di awal baris tetap ada.".to_owned(),
        html: "<p lang=\"id\">Kami menerima permohonan Anda — terima kasih.</p>".to_owned(),
        message_id: "019ab@ppid.example.go.id".to_owned(),
    }
}

async fn failure(answer: Answer) -> MailError {
    let (address, _caught) = catcher(answer).await;
    mailer(&settings(address)).send(&mail()).await.unwrap_err()
}

#[tokio::test]
async fn a_mail_arrives_with_both_parts_and_its_headers() {
    let (address, mut caught) = catcher(usual).await;
    let mailer = mailer(&settings(address));
    mailer.send(&mail()).await.unwrap();
    let heard = caught.recv().await.unwrap();
    for expected in [
        "MAIL FROM:<ppid@example.go.id>",
        "RCPT TO:<sri.wahyuni@example.id>",
        "From: \"Terbuka Sulsel\" <ppid@example.go.id>",
        "To: sri.wahyuni@example.id",
        "Message-ID: <019ab@ppid.example.go.id>",
        "Date: Tue, 24 Nov 2026 01:02:03 +0000",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "multipart/alternative",
        "text/plain; charset=utf-8",
        "text/html; charset=utf-8",
        "Kami menerima permohonan Anda =E2=80=94 terima kasih.",
    ] {
        assert!(heard.contains(expected), "{expected:?} not in {heard}");
    }
    let plain = heard.find("text/plain").unwrap();
    assert!(
        plain < heard.find("text/html").unwrap(),
        "the best part comes last"
    );
    assert_eq!(subject(&heard), mail().subject);
    assert_eq!(mailer.check().await, Ok(()));

    // The kept connection serves the next one.
    mailer.send(&mail()).await.unwrap();
    assert!(caught.recv().await.unwrap().contains("MAIL FROM"));
}

/// The subject as a reader shows it: its encoded words decoded and joined (RFC 2047).
fn subject(heard: &str) -> String {
    let (_, rest) = heard.split_once("Subject: ").unwrap();
    let header = rest.replace("\r\n ", " ");
    let words = header.lines().next().unwrap().split_whitespace();
    let decoded = words.map(|word| {
        let encoded = word
            .strip_prefix("=?utf-8?b?")
            .and_then(|rest| rest.strip_suffix("?="))
            .expect(word);
        String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
    });
    decoded.collect()
}

#[tokio::test]
async fn a_dead_server_makes_mail_wait() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mailer = mailer(&settings(address));
    let unreachable = MailError::Temporary(MailFault::Unreachable);
    assert_eq!(mailer.send(&mail()).await, Err(unreachable));
    assert_eq!(mailer.check().await, Err(unreachable));
    assert!(unreachable.is_temporary());
}

#[tokio::test]
async fn a_silent_server_is_left_in_time() {
    let (address, _caught) = catcher(|command| command.starts_with("RCPT").then_some("silence")).await;
    let mailer = mailer(&Smtp {
        timeout: Duration::from_millis(200),
        ..settings(address)
    });
    assert_eq!(
        mailer.send(&mail()).await,
        Err(MailError::Temporary(MailFault::TimedOut))
    );
}

#[tokio::test]
async fn only_a_refusal_of_this_mail_is_final() {
    let unknown = failure(|command| {
        command
            .starts_with("RCPT")
            .then_some("550 no sri.wahyuni@example.id here")
    })
    .await;
    assert_eq!(unknown, MailError::Permanent(MailFault::Refused(550)));
    assert!(!unknown.to_string().contains("sri"), "{unknown}");
    let busy = failure(|command| command.starts_with("RCPT").then_some("451 later")).await;
    assert_eq!(busy, MailError::Temporary(MailFault::Refused(451)));
    let closed = failure(|command| command.starts_with("MAIL").then_some("530 sign in first")).await;
    assert_eq!(closed, MailError::Temporary(MailFault::AccountRefused(530)));
}

#[tokio::test]
async fn a_wrong_account_makes_mail_wait() {
    let (address, _caught) = catcher(|command| command.starts_with("AUTH").then_some("535 no")).await;
    let credentials = Some(("terbuka".to_owned(), Secret::new("hush".to_owned())));
    let mailer = mailer(&Smtp {
        credentials,
        ..settings(address)
    });
    assert_eq!(
        mailer.send(&mail()).await,
        Err(MailError::Temporary(MailFault::AccountRefused(535)))
    );
}

#[tokio::test]
async fn nothing_goes_in_the_open_when_protection_was_asked_for() {
    let (address, mut caught) = catcher(usual).await;
    let mailer = mailer(&Smtp {
        tls: SmtpTls::StartTls,
        ..settings(address)
    });
    let error = mailer.send(&mail()).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert!(caught.try_recv().is_err());
}

#[tokio::test]
async fn nobody_adds_headers_or_recipients() {
    let (address, mut caught) = catcher(usual).await;
    let mailer = mailer(&settings(address));
    let refused = async |change: fn(&mut OutgoingMail)| {
        let mut mail = mail();
        change(&mut mail);
        mailer.send(&mail).await.unwrap_err()
    };
    let header = MailError::Permanent(MailFault::ForbiddenInHeader);
    let recipient = MailError::Permanent(MailFault::InvalidAddress);
    assert_eq!(
        refused(|mail| mail.subject = "x\r\nBcc: y@z.id".into()).await,
        header
    );
    assert_eq!(refused(|mail| mail.subject = "x\u{2028}y".into()).await, header);
    assert_eq!(
        refused(|mail| mail.message_id = "a@b>\r\nBcc: y@z.id".into()).await,
        header
    );
    assert_eq!(refused(|mail| mail.message_id = "no id".into()).await, header);
    assert_eq!(
        refused(|mail| mail.to = "a@b.id\r\nRCPT TO:<y@z.id>".into()).await,
        recipient
    );
    assert_eq!(refused(|mail| mail.to = "a@b.id, y@z.id".into()).await, recipient);
    assert_eq!(refused(|mail| mail.to = "Sri <a@b.id>".into()).await, recipient);
    assert_eq!(refused(|mail| mail.to = String::new()).await, recipient);
    assert!(caught.try_recv().is_err());

    let clock = || Arc::new(FixedClock::new(datetime!(2026-11-24 00:00 UTC)));
    for from in ["", "nobody", "Terbuka\r\nBcc: y@z.id <ppid@example.go.id>"] {
        let settings = Smtp {
            from: from.to_owned(),
            ..settings(address)
        };
        assert_eq!(
            SmtpMailer::new(&settings, clock()).unwrap_err(),
            InvalidSender::From,
            "{from:?}"
        );
    }
}

#[tokio::test]
async fn without_a_server_mail_waits_and_memory_keeps_it() {
    let waits = Err(MailError::Temporary(MailFault::NotConfigured));
    assert_eq!(UnconfiguredMailer.send(&mail()).await, waits);
    assert_eq!(UnconfiguredMailer.check().await, waits);

    let memory = MemoryMailer::default();
    memory.clone().send(&mail()).await.unwrap();
    assert_eq!(memory.sent(), [mail()]);
    assert_eq!(memory.take().len(), 1);
    memory.fail_with(Some(MailError::Temporary(MailFault::Unreachable)));
    assert!(memory.send(&mail()).await.is_err() && memory.check().await.is_err());
    assert!(memory.sent().is_empty());
}

#[test]
fn a_mail_in_a_log_says_only_which_it_is() {
    assert_eq!(
        format!("{:?}", mail()),
        "OutgoingMail { message_id: \"019ab@ppid.example.go.id\", .. }"
    );
}
