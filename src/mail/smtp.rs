//! A mail server, by lettre.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{
        self,
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};

use crate::{
    clock::Clock,
    config::{Smtp, SmtpTls},
};

use super::{MailError, MailFault, Mailer, OutgoingMail, message};

/// Answers by which a server refuses the account and not the mail (RFC 4954): the mail is fine and waits.
const ACCOUNT_CODES: [u16; 5] = [454, 530, 534, 535, 538];

/// Sends by SMTP over a few kept connections.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    patience: Duration,
    clock: Arc<dyn Clock>,
}

/// `smtp.from` or `smtp.host` cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSender {
    /// The sender is not an address.
    #[error("smtp.from must be an address, alone or as Name <address>")]
    From,
    /// The name of the server cannot stand in a certificate.
    #[error("smtp.host must be the name or address of a mail server")]
    Host,
}

impl SmtpMailer {
    /// A mailer for the server of `settings`. Connects only when there is something to send.
    pub fn new(settings: &Smtp, clock: Arc<dyn Clock>) -> Result<Self, InvalidSender> {
        let from: Mailbox = settings.from.parse().map_err(|_| InvalidSender::From)?;
        if message::has_control(&settings.from) {
            return Err(InvalidSender::From);
        }
        let certified = || TlsParameters::new(settings.host.clone()).map_err(|_| InvalidSender::Host);
        let tls = match settings.tls {
            SmtpTls::None => Tls::None,
            SmtpTls::StartTls => Tls::Required(certified()?),
            SmtpTls::Tls => Tls::Wrapper(certified()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(settings.timeout));
        if let Some((username, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(username.clone(), password.expose().to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            patience: settings.timeout,
            clock,
        })
    }

    /// lettre bounds only the connecting; a server that falls silent later must not hold the outbox either.
    async fn patiently<T>(&self, work: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, MailError> {
        match tokio::time::timeout(self.patience, work).await {
            Ok(result) => result.map_err(|error| classify(&error)),
            Err(_) => Err(MailError::Temporary(MailFault::TimedOut)),
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let message = message::build(mail, &self.from, self.clock.now())?;
        match self.patiently(self.transport.send(message)).await {
            Ok(_) => Ok(()),
            // An address in another script needs SMTPUTF8, and a server that lacks it will not learn it by waiting.
            Err(MailError::Temporary(MailFault::Incompatible)) if !mail.to.is_ascii() => {
                Err(MailError::Permanent(MailFault::InvalidAddress))
            }
            Err(error) => Err(error),
        }
    }

    async fn check(&self) -> Result<(), MailError> {
        match self.patiently(self.transport.test_connection()).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Temporary(MailFault::Unreachable)),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer").finish_non_exhaustive()
    }
}

/// Only a refusal of this very mail is final. Faults of the server, the network or our account pass.
fn classify(error: &smtp::Error) -> MailError {
    match error.status().map(u16::from) {
        Some(code) if ACCOUNT_CODES.contains(&code) => MailError::Temporary(MailFault::AccountRefused(code)),
        Some(code) if error.is_permanent() => MailError::Permanent(MailFault::Refused(code)),
        Some(code) => MailError::Temporary(MailFault::Refused(code)),
        None if error.is_timeout() => MailError::Temporary(MailFault::TimedOut),
        None if error.is_tls() => MailError::Temporary(MailFault::NotProtected),
        None if error.is_client() => MailError::Temporary(MailFault::Incompatible),
        None => MailError::Temporary(MailFault::Unreachable),
    }
}
