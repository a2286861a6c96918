//! Mail for tests: kept, and failing on demand.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::{MailError, Mailer, OutgoingMail};

/// Keeps what it is given. Clones share one box.
#[derive(Clone, Debug, Default)]
pub struct MemoryMailer(Arc<Mutex<Inbox>>);

#[derive(Debug, Default)]
struct Inbox {
    sent: Vec<OutgoingMail>,
    failure: Option<MailError>,
}

impl MemoryMailer {
    /// What was sent, oldest first.
    pub fn sent(&self) -> Vec<OutgoingMail> {
        self.inbox(|inbox| inbox.sent.clone())
    }

    /// What was sent since it was last taken.
    pub fn take(&self) -> Vec<OutgoingMail> {
        self.inbox(|inbox| std::mem::take(&mut inbox.sent))
    }

    /// Fails every mail with `failure` from now on, or none.
    pub fn fail_with(&self, failure: Option<MailError>) {
        self.inbox(|inbox| inbox.failure = failure);
    }

    fn inbox<T>(&self, act: impl FnOnce(&mut Inbox) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        self.inbox(|inbox| {
            if let Some(failure) = inbox.failure {
                return Err(failure);
            }
            inbox.sent.push(mail.clone());
            Ok(())
        })
    }

    async fn check(&self) -> Result<(), MailError> {
        self.inbox(|inbox| inbox.failure.map_or(Ok(()), Err))
    }
}
