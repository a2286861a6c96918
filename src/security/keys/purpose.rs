//! What a key is for.

/// What a key is for. Each purpose has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Signs the tokens of sessions.
    Session,
    /// Signs the tokens of forms.
    Csrf,
    /// Wraps the keys of cases and seals drafts.
    Identity,
    /// Hashes contacts for search, and makes the links of cases.
    Lookup,
}

impl Purpose {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Session, Self::Csrf, Self::Identity, Self::Lookup];

    /// Its name, as a file, as a setting and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Csrf => "csrf",
            Self::Identity => "identity",
            Self::Lookup => "lookup",
        }
    }

    /// Why there is only ever one key for it; `None` where a new one may take over.
    #[must_use]
    pub const fn bound(self) -> Option<&'static str> {
        match self {
            Self::Session | Self::Csrf | Self::Identity => None,
            Self::Lookup => Some(
                "the links that applicants hold, the hashes by which contacts are found and the work on officers' \
                 desks are made from it, and none of them says with which key: with another one every link sent so \
                 far would open nothing",
            ),
        }
    }
}
