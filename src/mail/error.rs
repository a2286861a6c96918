//! Why a mail did not go, and whether trying again can help.

/// A failed attempt. Its text holds no address, and no words of the server, which like to repeat the address; it may
/// be stored and logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The same mail may go later.
    #[error("the mail waits: {0}")]
    Temporary(MailFault),
    /// This mail will never go.
    #[error("the mail cannot be sent: {0}")]
    Permanent(MailFault),
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// No mail server is set.
    #[error("no mail server is configured (smtp.host)")]
    NotConfigured,
    /// The server did not answer, or broke off.
    #[error("the mail server cannot be reached")]
    Unreachable,
    /// The server took longer than the patience set.
    #[error("the mail server did not answer in time")]
    TimedOut,
    /// The protection asked for did not come about; nothing was sent in the open instead.
    #[error("no protected connection to the mail server")]
    NotProtected,
    /// The server does not accept our account.
    #[error("the mail server refused our account ({0})")]
    AccountRefused(u16),
    /// The server refused the mail.
    #[error("the mail server refused it ({0})")]
    Refused(u16),
    /// The server and we have no common way.
    #[error("the mail server lacks something that is needed")]
    Incompatible,
    /// The address is none.
    #[error("the address is not valid")]
    InvalidAddress,
    /// Subject or message id hold line breaks or other control characters.
    #[error("a header holds forbidden characters")]
    ForbiddenInHeader,
}

impl MailError {
    /// Whether the same mail may go later.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_))
    }
}
