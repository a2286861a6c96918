//! The closed vocabularies of a dispute.

use crate::domain::request::codes;

codes!(
    /// State of a dispute, as far as a party to it can know. That a day was missed is no state: it is derived from the clock.
    DisputeStatus {
        /// Belum diajukan.
        Unfiled = "unfiled",
        /// Diajukan ke Komisi Informasi (UU 14/2008 Ps 37(2)).
        Filed = "filed",
        /// Tidak lengkap: the clerk asked for what is missing (Perki 1/2013 Ps 17(1)).
        Incomplete = "incomplete",
        /// Tidak diregistrasi (Perki 1/2013 Ps 17(3)). It may be filed again while the time runs.
        NotRegistered = "not_registered",
        /// Diregistrasi.
        Registered = "registered",
        /// Ajudikasi: the Commission sits (UU 14/2008 Ps 42–43).
        Adjudication = "adjudication",
        /// Mediasi (UU 14/2008 Ps 39–41).
        Mediation = "mediation",
        /// Kesepakatan mediasi: final and binding (UU 14/2008 Ps 39).
        Mediated = "mediated",
        /// Diputus by the Commission.
        Adjudicated = "adjudicated",
        /// Di pengadilan (UU 14/2008 Ps 47–48).
        Court = "court",
        /// Kasasi (UU 14/2008 Ps 50).
        Cassation = "cassation",
        /// Berkekuatan hukum tetap: final and binding (Perki 1/2013 Ps 60).
        Final = "final",
        /// Sudah dijalankan.
        Executed = "executed",
        /// Dicabut by the applicant (Perki 1/2013 Ps 14–15).
        Withdrawn = "withdrawn",
        /// Gugur: the applicant stayed away twice (Perki 1/2013 Ps 30, 45).
        Lapsed = "lapsed",
    }
);

impl DisputeStatus {
    /// Whether the matter is over for good: carried out, granted nothing, or dropped by the Commission. A dispute that was withdrawn or not
    /// registered leaves the objection as it was.
    #[must_use]
    pub fn is_settled(self, outcome: Option<DisputeOutcome>) -> bool {
        match self {
            Self::Executed | Self::Lapsed => true,
            Self::Final => outcome == Some(DisputeOutcome::Rejected),
            _ => false,
        }
    }
}

codes!(
    /// What the Commission decided (UU 14/2008 Ps 46).
    DisputeOutcome {
        /// Permohonan dikabulkan.
        Upheld = "upheld",
        /// Permohonan dikabulkan sebagian.
        PartlyUpheld = "partly_upheld",
        /// Permohonan ditolak: what the body decided stands.
        Rejected = "rejected",
    }
);

codes!(
    /// A side of the dispute.
    Party {
        /// Pemohon.
        Requester = "requester",
        /// Badan Publik, termohon.
        PublicBody = "public_body",
    }
);
