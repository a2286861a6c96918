//! The life of an exemption: tested, signed by the PPID, approved by the head of the body, and open again when its time is over.

use crate::domain::actor::Role;
use crate::domain::ids::UserId;
use crate::domain::request::codes;
use serde::{Deserialize, Serialize};
use time::Date;

codes!(
    /// State of an exemption. That its time is over is derived from the day, never stored.
    Status {
        /// Uji konsekuensi: the sheet is being written.
        Tested = "tested",
        /// Menunggu persetujuan: signed by the PPID (PP 61/2010 Ps 3).
        Signed = "signed",
        /// Berlaku: approved, decree issued (Perki 1/2021 Ps 49(4)–(5)).
        InForce = "in_force",
        /// Dibuka (PP 61/2010 Ps 11; Perki 1/2021 Ps 52).
        Opened = "opened",
        /// Dibatalkan before it came into force.
        Dropped = "dropped",
    }
);

codes!(
    /// What an actor may ask of an exemption.
    CommandKind {
        /// Ubah lembar.
        Rewrite = "rewrite",
        /// Tanda tangani (Perki 1/2021 Ps 49(1): the PPID makes the test).
        Sign = "sign",
        /// Setujui (PP 61/2010 Ps 3(2); annex II: approved by the head of the body).
        Approve = "approve",
        /// Kembalikan with a reason.
        Return = "return",
        /// Batalkan.
        Drop = "drop",
        /// Tetapkan terbuka: the PPID in the last days (Perki 1/2021 Ps 52(1)), the head of the body at any time (Ps 53).
        Open = "open",
        /// Dibuka oleh putusan: the Commission or a court declared it open (UU 14/2008 Ps 11(2), 18(1)g, 46; Perki 1/2021 Ps 52(3)).
        OpenByRuling = "open_by_ruling",
        /// Terbuka dengan sendirinya when the time is over (PP 61/2010 Ps 11(3); Perki 1/2021 Ps 52(2)).
        Expire = "expire",
    }
);

codes!(
    /// Why exempt information became open.
    OpenedBecause {
        /// The PPID decided so.
        Decided = "decided",
        /// The time was over.
        Expired = "expired",
        /// The Commission or a court declared it open.
        Ruled = "ruled",
    }
);

/// A step asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// See [`CommandKind::Rewrite`].
    Rewrite {
        /// Civil day of the test.
        on: Date,
        /// Last day of the exemption.
        ends_on: Date,
    },
    /// See [`CommandKind::Sign`].
    Sign,
    /// See [`CommandKind::Approve`].
    Approve,
    /// See [`CommandKind::Return`].
    Return {
        /// Why.
        reason: String,
    },
    /// See [`CommandKind::Drop`].
    Drop,
    /// See [`CommandKind::Open`].
    Open {
        /// Why.
        reason: String,
    },
    /// See [`CommandKind::OpenByRuling`].
    OpenByRuling {
        /// Day on which the decision became final: open from then on, whenever it was recorded.
        on: Date,
    },
    /// See [`CommandKind::Expire`].
    Expire,
}

impl Command {
    /// The command without its contents.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Rewrite { .. } => CommandKind::Rewrite,
            Self::Sign => CommandKind::Sign,
            Self::Approve => CommandKind::Approve,
            Self::Return { .. } => CommandKind::Return,
            Self::Drop => CommandKind::Drop,
            Self::Open { .. } => CommandKind::Open,
            Self::OpenByRuling { .. } => CommandKind::OpenByRuling,
            Self::Expire => CommandKind::Expire,
        }
    }
}

/// What happened to an exemption; without anybody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The sheet was written or changed.
    Tested {
        /// Civil day of the test.
        on: Date,
        /// Last day of the exemption.
        ends_on: Date,
    },
    /// The PPID signed.
    Signed {
        /// Civil day.
        on: Date,
        /// Account of the signer: whoever signed may not approve.
        by: Option<UserId>,
    },
    /// The head of the body approved; the decree has this number.
    Approved {
        /// Civil day.
        on: Date,
    },
    /// Sent back.
    Returned {
        /// Civil day.
        on: Date,
    },
    /// Given up.
    Dropped {
        /// Civil day.
        on: Date,
    },
    /// Open from this day.
    Opened {
        /// First day on which it is open.
        on: Date,
        /// Why.
        because: OpenedBecause,
    },
}

impl Event {
    /// The stored code.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Tested { .. } => "tested",
            Self::Signed { .. } => "signed",
            Self::Approved { .. } => "approved",
            Self::Returned { .. } => "returned",
            Self::Dropped { .. } => "dropped",
            Self::Opened { .. } => "opened",
        }
    }
}

/// Why a step is not lawful now. Each has a sentence under `denial.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum ExemptionDenial {
    /// The role may never take this step.
    WrongRole,
    /// The step does not fit the state.
    NotInThisState,
    /// A reason is required.
    ReasonMissing,
    /// Whoever signed may not approve.
    OwnSignature,
    /// The PPID may set it open in its last days only; before that the head of the body decides (`docs/readings.md` R28).
    TooEarlyToOpen {
        /// First day.
        from: Date,
    },
    /// The time is not over yet.
    NotOverYet,
    /// The time is over already.
    OverAlready,
}

impl ExemptionDenial {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongRole => "wrong_role",
            Self::NotInThisState => "not_in_this_state",
            Self::ReasonMissing => "text_missing",
            Self::OwnSignature => "own_signature",
            Self::TooEarlyToOpen { .. } => "too_early_to_open",
            Self::NotOverYet => "exemption_not_over",
            Self::OverAlready => "exemption_over",
        }
    }
}

/// The day of the step and the dates it is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Civil day at the unit.
    pub today: Date,
    /// First day on which the PPID may set it open (D28: so many working days before its last day).
    pub opening_from: Date,
}

/// An exemption as its events leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExemptionState {
    /// State.
    pub status: Status,
    /// Day of the test.
    pub tested_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Who signed, while the signature stands.
    pub signed_by: Option<UserId>,
    /// Day of the approval.
    pub approved_on: Option<Date>,
    /// First day on which it is open, once that was noted.
    pub opened_on: Option<Date>,
    /// Why it is open.
    pub opened_because: Option<OpenedBecause>,
}

impl ExemptionState {
    /// The state after one more event.
    #[must_use]
    pub const fn after(mut self, event: &Event) -> Self {
        match event {
            Event::Tested { on, ends_on } => {
                self.tested_on = *on;
                self.ends_on = *ends_on;
            }
            Event::Signed { by, .. } => {
                self.status = Status::Signed;
                self.signed_by = *by;
            }
            Event::Approved { on } => {
                self.status = Status::InForce;
                self.approved_on = Some(*on);
            }
            Event::Returned { .. } => {
                self.status = Status::Tested;
                self.signed_by = None;
            }
            Event::Dropped { .. } => self.status = Status::Dropped,
            Event::Opened { on, because } => {
                self.status = Status::Opened;
                self.opened_on = Some(*on);
                self.opened_because = Some(*because);
            }
        }
        self
    }

    /// The state a list of events adds up to; `None` unless the first is a test.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let Some(Event::Tested { on, ends_on }) = events.next() else {
            return None;
        };
        let first = Self {
            status: Status::Tested,
            tested_on: *on,
            ends_on: *ends_on,
            signed_by: None,
            approved_on: None,
            opened_on: None,
            opened_because: None,
        };
        Some(events.fold(first, Self::after))
    }

    /// Whether it may close information on a day, whether or not anybody has noted its end.
    #[must_use]
    pub fn is_in_force(&self, on: Date) -> bool {
        self.status == Status::InForce
            && on <= self.ends_on
            && self.approved_on.is_some_and(|approved| approved <= on)
    }
}

/// Who may take the step at all, and from which states.
const fn rule(kind: CommandKind) -> (&'static [Role], &'static [Status]) {
    use Status as S;
    const OFFICE: &[Role] = &[Role::Officer, Role::Ppid];
    match kind {
        CommandKind::Rewrite | CommandKind::Drop => (OFFICE, &[S::Tested]),
        CommandKind::Sign => (&[Role::Ppid], &[S::Tested]),
        CommandKind::Approve | CommandKind::Return => (&[Role::Superior], &[S::Signed]),
        CommandKind::Open => (&[Role::Ppid, Role::Superior], &[S::InForce]),
        // By the portal alone, when the office records what was decided, or when the time is over.
        CommandKind::OpenByRuling | CommandKind::Expire => (&[Role::System], &[S::InForce]),
    }
}

/// Whether the role may take the step in the state.
///
/// # Errors
/// [`ExemptionDenial::WrongRole`] or [`ExemptionDenial::NotInThisState`].
pub fn permits(status: Status, kind: CommandKind, role: Role) -> Result<(), ExemptionDenial> {
    let (roles, states) = rule(kind);
    if !roles.contains(&role) {
        return Err(ExemptionDenial::WrongRole);
    }
    if !states.contains(&status) {
        return Err(ExemptionDenial::NotInThisState);
    }
    Ok(())
}

/// Decides a command: the event it causes, or why it is not lawful.
///
/// # Errors
/// The [`ExemptionDenial`] that stands in the way.
pub fn decide(
    state: &ExemptionState,
    command: &Command,
    role: Role,
    by: Option<UserId>,
    at: &Moment,
) -> Result<Event, ExemptionDenial> {
    permits(state.status, command.kind(), role)?;
    let today = at.today;
    Ok(match command {
        Command::Rewrite { on, ends_on } => Event::Tested {
            on: *on,
            ends_on: *ends_on,
        },
        Command::Sign => Event::Signed { on: today, by },
        Command::Approve if state.signed_by.is_some() && state.signed_by == by => {
            return Err(ExemptionDenial::OwnSignature);
        }
        Command::Approve if today > state.ends_on => return Err(ExemptionDenial::OverAlready),
        Command::Approve => Event::Approved { on: today },
        Command::Return { reason } | Command::Open { reason } if reason.trim().is_empty() => {
            return Err(ExemptionDenial::ReasonMissing);
        }
        Command::Open { .. } if role == Role::Ppid && today < at.opening_from => {
            return Err(ExemptionDenial::TooEarlyToOpen {
                from: at.opening_from,
            });
        }
        Command::Return { .. } => Event::Returned { on: today },
        Command::Drop => Event::Dropped { on: today },
        Command::Open { .. } => Event::Opened {
            on: today,
            because: OpenedBecause::Decided,
        },
        // Its time was over first: it was open already.
        Command::OpenByRuling { on } if *on > state.ends_on => return Err(ExemptionDenial::OverAlready),
        Command::OpenByRuling { on } => Event::Opened {
            on: *on,
            because: OpenedBecause::Ruled,
        },
        Command::Expire if today <= state.ends_on => return Err(ExemptionDenial::NotOverYet),
        Command::Expire => Event::Opened {
            on: state.ends_on.next_day().unwrap_or(state.ends_on),
            because: OpenedBecause::Expired,
        },
    })
}
