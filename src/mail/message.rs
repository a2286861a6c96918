//! From words to a message: the one place where headers are written.

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use time::OffsetDateTime;

use super::{MailError, MailFault, OutgoingMail};

/// Builds the message with a text and an HTML part. Refuses what could add a header or another recipient.
pub fn build(mail: &OutgoingMail, from: &Mailbox, at: OffsetDateTime) -> Result<Message, MailError> {
    let to: Address = mail
        .to
        .parse()
        .map_err(|_| MailError::Permanent(MailFault::InvalidAddress))?;
    if has_control(&mail.to) {
        return Err(MailError::Permanent(MailFault::InvalidAddress));
    }
    if has_control(&mail.subject) || !is_message_id(&mail.message_id) {
        return Err(MailError::Permanent(MailFault::ForbiddenInHeader));
    }
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.subject.as_str())
        .date(at.into())
        .message_id(Some(format!("<{}>", mail.message_id)))
        // RFC 3834: absence notes and other machines do not answer.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(MultiPart::alternative_plain_html(
            mail.text.clone(),
            mail.html.clone(),
        ))
        .map_err(|_| MailError::Permanent(MailFault::InvalidAddress))
}

/// Line breaks in all their spellings, and what no header may hold.
pub fn has_control(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

fn is_message_id(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | ':');
    text.len() <= 200 && text.matches('@').count() == 1 && text.chars().all(is_plain)
}
