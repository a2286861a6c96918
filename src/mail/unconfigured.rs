//! No mail server: mail waits until there is one.

use async_trait::async_trait;

use super::{MailError, MailFault, Mailer, OutgoingMail};

/// Refuses every mail for now.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnconfiguredMailer;

#[async_trait]
impl Mailer for UnconfiguredMailer {
    async fn send(&self, _: &OutgoingMail) -> Result<(), MailError> {
        Err(MailError::Temporary(MailFault::NotConfigured))
    }

    fn is_configured(&self) -> bool {
        false
    }

    async fn check(&self) -> Result<(), MailError> {
        Err(MailError::Temporary(MailFault::NotConfigured))
    }
}
