//! Sending mail. It gets words and an address and knows nothing of cases.
//!
//! What to say is in `templates/email`; when to say it and when to try again is the outbox's business.

#[cfg(test)]
mod catcher;
mod error;
mod memory;
mod message;
mod smtp;
mod unconfigured;

#[cfg(test)]
mod tests;

use std::fmt;

use async_trait::async_trait;

pub use error::{MailError, MailFault};
pub use memory::MemoryMailer;
pub use smtp::{InvalidSender, SmtpMailer};
pub use unconfigured::UnconfiguredMailer;

/// A mail on its way to one person. Its `Debug` shows only the message id.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// The address as its owner wrote it.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The words alone.
    pub text: String,
    /// The same words as a page.
    pub html: String,
    /// Names the mail across attempts, like `019ab…@ppid.example.go.id`, so that a repeated one can be recognised.
    pub message_id: String,
}

impl fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// Hands mails over for delivery.
#[async_trait]
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Hands one mail over. `Ok` means that the server took responsibility for it.
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError>;

    /// Whether there is a server at all; without one nothing is tried.
    fn is_configured(&self) -> bool {
        true
    }

    /// Whether mail could be sent now, for `doctor`. Sends nothing.
    async fn check(&self) -> Result<(), MailError>;
}
