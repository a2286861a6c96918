//! The closed vocabularies of a request: state, channel, applicant kind, ways to receive.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the law.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored and published code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a stored code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(in crate::domain) use codes;

codes!(
    /// State of a request (`docs/readings.md` R11). Lateness is never a state; it is derived from the clock.
    Status {
        /// Diterima: arrived, the ten-day clock runs, no number yet.
        Received = "received",
        /// Pemeriksaan kelengkapan: registered, being checked (Perki 1/2021 Ps 31(2)).
        CompletenessCheck = "completeness_check",
        /// Tidak lengkap: incompleteness letter issued (Perki 1/2021 Ps 33(2)).
        Incomplete = "incomplete",
        /// Tidak ditindaklanjuti: not completed in time (Perki 1/2021 Ps 33(4)).
        NotFollowedUp = "not_followed_up",
        /// Penelaahan: complete and being worked on (Perki 1/2021 Ps 31(3)).
        UnderReview = "under_review",
        /// Menunggu persetujuan Atasan PPID: a refusal or a partial grant was signed by the PPID (Perki 1/2021 Ps 10(2)e–f). The clock
        /// of the notice runs on.
        PendingApproval = "pending_approval",
        /// Dikabulkan seluruhnya (UU 14/2008 Ps 22(7)d).
        GrantedFull = "granted_full",
        /// Dikabulkan sebagian (UU 14/2008 Ps 22(7)e).
        GrantedPartial = "granted_partial",
        /// Ditolak (UU 14/2008 Ps 17; Perki 1/2021 Ps 34).
        Refused = "refused",
        /// Tidak dikuasai (UU 14/2008 Ps 22(7)a–b).
        NotHeld = "not_held",
        /// Belum didokumentasikan (Perki 1/2021 Ps 31(4)i).
        NotDocumented = "not_documented",
        /// Diteruskan: told which other body holds it (UU 14/2008 Ps 22(7)b).
        Forwarded = "forwarded",
        /// Diberikan: the information reached the applicant (Perki 1/2021 Ps 35).
        Delivered = "delivered",
        /// Selesai.
        Closed = "closed",
        /// Dicabut by the applicant before a decision.
        Withdrawn = "withdrawn",
    }
);

impl Status {
    /// Whether no decision has been notified yet and the case still runs.
    #[must_use]
    pub const fn is_undecided(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::CompletenessCheck
                | Self::Incomplete
                | Self::UnderReview
                | Self::PendingApproval
        )
    }
}

codes!(
    /// By whose order a request is opened again.
    OrderedBy {
        /// Atasan PPID, on an objection (Perki 1/2021 Ps 8(2)c).
        Superior = "superior",
        /// Komisi Informasi, or a court after it, by what became final (UU 14/2008 Ps 46–50; Perki 1/2013 Ps 60).
        Commission = "commission",
    }
);

impl Default for OrderedBy {
    /// Events of before there were other orders say nothing of it.
    fn default() -> Self {
        Self::Superior
    }
}

impl OrderedBy {
    /// Whether it is the superior's, which an event need not say.
    #[must_use]
    pub const fn is_superior(&self) -> bool {
        matches!(self, Self::Superior)
    }
}

codes!(
    /// How the request arrived (UU 14/2008 Ps 22; Perki 1/2021 Ps 28).
    Channel {
        /// Aplikasi/situs.
        Web = "web",
        /// Datang langsung.
        WalkIn = "walk_in",
        /// Surel.
        Email = "email",
        /// Surat.
        Letter = "letter",
        /// Lisan, written down by the officer (UU 14/2008 Ps 22(3)).
        Oral = "oral",
        /// Faksimile.
        Fax = "fax",
    }
);

codes!(
    /// Kind of applicant, which decides the document to attach (Perki 1/2021 Ps 27).
    ApplicantKind {
        /// Perorangan.
        Individual = "individual",
        /// Badan hukum.
        LegalEntity = "legal_entity",
        /// Kelompok orang.
        Group = "group",
    }
);

codes!(
    /// Cara memperoleh informasi (Perki 1/2021 Ps 29(5)i).
    AccessMode {
        /// Melihat, membaca, mendengarkan, mencatat.
        View = "view",
        /// Salinan softcopy.
        CopyDigital = "copy_digital",
        /// Salinan hardcopy.
        CopyPaper = "copy_paper",
    }
);

codes!(
    /// Cara mengirimkan informasi (Perki 1/2021 Ps 29(5)j).
    DeliveryMode {
        /// Ambil langsung.
        PickUp = "pick_up",
        /// Kurir.
        Courier = "courier",
        /// Pos.
        Post = "post",
        /// Faksimile.
        Fax = "fax",
        /// Surel.
        Email = "email",
    }
);
