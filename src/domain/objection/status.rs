//! The closed vocabularies of an objection.

use crate::domain::request::codes;

codes!(
    /// State of an objection. That it was not answered in its thirty working days is no state: it is derived from the clock, and so is
    /// lateness (`docs/readings.md` R11).
    ObjectionStatus {
        /// Tercatat: number and proof of receipt are given, the superior looks at it (Perki 1/2021 Ps 41(3), (6)).
        Registered = "registered",
        /// Musyawarah (UU 14/2008 Ps 35(2)); the days run on.
        Settlement = "settlement",
        /// Ditanggapi: dikabulkan, nothing was ordered.
        Upheld = "upheld",
        /// Ditanggapi: dikabulkan sebagian, nothing was ordered.
        PartlyUpheld = "partly_upheld",
        /// Ditanggapi: ditolak, the decision of the PPID stands (UU 14/2008 Ps 36(3)).
        Rejected = "rejected",
        /// Pelaksanaan: an order was given and is not carried out yet (Perki 1/2021 Ps 8(2)c).
        Executing = "executing",
        /// Selesai.
        Closed = "closed",
        /// Dicabut by the applicant before an answer.
        Withdrawn = "withdrawn",
    }
);

impl ObjectionStatus {
    /// Whether an answer is still owed.
    #[must_use]
    pub const fn is_unanswered(self) -> bool {
        matches!(self, Self::Registered | Self::Settlement)
    }

    /// Whether nothing follows any more: who objected waits for nothing.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }
}

codes!(
    /// What the superior says of one ground.
    Ruling {
        /// Dikabulkan.
        Upheld = "upheld",
        /// Ditolak.
        Rejected = "rejected",
    }
);

codes!(
    /// How an objection ended; of an answer it is derived from the rulings.
    Decision {
        /// Dikabulkan.
        Upheld = "upheld",
        /// Dikabulkan sebagian.
        PartlyUpheld = "partly_upheld",
        /// Ditolak.
        Rejected = "rejected",
        /// Selesai dengan musyawarah (UU 14/2008 Ps 35(2)).
        Settled = "settled",
    }
);

impl Decision {
    /// The decision that rulings on each ground add up to; `None` without any.
    #[must_use]
    pub fn of(rulings: impl IntoIterator<Item = Ruling>) -> Option<Self> {
        rulings
            .into_iter()
            .map(|ruling| match ruling {
                Ruling::Upheld => Self::Upheld,
                Ruling::Rejected => Self::Rejected,
            })
            .reduce(|one, other| if one == other { one } else { Self::PartlyUpheld })
    }

    /// The state it leads to when nothing is to be carried out.
    #[must_use]
    pub const fn status(self) -> ObjectionStatus {
        match self {
            Self::Upheld => ObjectionStatus::Upheld,
            Self::PartlyUpheld => ObjectionStatus::PartlyUpheld,
            Self::Rejected => ObjectionStatus::Rejected,
            Self::Settled => ObjectionStatus::Closed,
        }
    }
}
