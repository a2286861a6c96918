//! The closed vocabularies of a rule: what starts it, how it measures, who must act, and how far its text was checked.

use serde::Deserialize;

/// The event that starts a clock, or that a clock must end before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEvent {
    /// Permintaan diterima.
    RequestReceived,
    /// Permintaan dicatat dalam buku register.
    RequestRecorded,
    /// Surat keterangan tidak lengkap diterima pemohon.
    IncompletenessLetterReceived,
    /// Perbaikan diterima.
    FixReceived,
    /// Permintaan dinyatakan lengkap.
    DeclaredComplete,
    /// Awal jangka waktu yang diperpanjang.
    ExtendedPeriodStart,
    /// Tanggal yang dijanjikan dalam pemberitahuan.
    PromisedDate,
    /// Alasan keberatan ditemukan.
    GroundFound,
    /// Keberatan diajukan.
    ObjectionFiled,
    /// Keberatan diterima.
    ObjectionReceived,
    /// Keberatan dicatat dalam buku register keberatan.
    ObjectionRecorded,
    /// Tanggapan atas keberatan diterima pemohon.
    ObjectionAnswerReceived,
    /// Batas waktu tanggapan atas keberatan terlewat.
    ObjectionAnswerOverdue,
    /// Permohonan sengketa diterima Komisi Informasi.
    DisputeReceived,
    /// Surat panitera diterima pemohon.
    ClerkLetterReceived,
    /// Hari sidang pertama.
    FirstHearing,
    /// Sidang ajudikasi ditunda untuk mediasi.
    AdjudicationAdjourned,
    /// Pertemuan mediasi pertama.
    FirstMediation,
    /// Sidang pembacaan putusan.
    DecisionSession,
    /// Putusan dibacakan.
    DecisionRead,
    /// Salinan putusan diterima.
    DecisionReceived,
    /// Putusan pengadilan diterima.
    CourtDecisionReceived,
    /// Jangka waktu pengecualian berakhir.
    ExemptionExpires,
    /// Pengecualian ditetapkan.
    ExemptionSet,
    /// Pengumuman berkala sebelumnya.
    PreviousPublication,
    /// Penetapan DIP sebelumnya.
    PreviousListDecree,
    /// Keadaan yang mengancam diketahui.
    ThreatKnown,
    /// Pengumuman tahunan sebelumnya.
    PreviousAnnouncement,
    /// Tahun anggaran berakhir.
    BudgetYearEnd,
    /// Evaluasi sebelumnya.
    PreviousEvaluation,
    /// Kegagalan pelindungan data pribadi diketahui.
    BreachFound,
    /// Permintaan subjek data pribadi diterima.
    DataRequestReceived,
    /// Pelayanan diterima.
    ServiceReceived,
    /// Pengaduan diterima.
    ComplaintReceived,
    /// Tanggapan atas kelengkapan pengaduan diterima.
    ComplaintAnswerReceived,
    /// Berkas pengaduan lengkap.
    ComplaintComplete,
    /// Pengaduan diputus.
    ComplaintDecided,
    /// Perkara di pengadilan.
    CourtStage,
}

/// How a rule measures time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hari kerja.
    WorkingDays,
    /// Hari without kerja, outside the regulations that define it: days of the calendar.
    CalendarDays,
    /// Bulan.
    Months,
    /// Tahun.
    Years,
    /// Jam that run day and night.
    Hours,
    /// Seketika: at once, when the office is open.
    Immediate,
    /// Serta-merta: at once, on whatever day.
    NoDelay,
    /// On the day the office itself promised.
    AsPromised,
    /// Hari kerja that follow those of another rule, counted from the same start.
    Extension,
    /// The text with the number was not at hand.
    Unstated,
}

/// Whether a clock runs from its event or must end before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Sejak, setelah.
    #[default]
    After,
    /// Sebelum.
    Before,
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// Petugas Pelayanan Informasi, or the PPID.
    Officer,
    /// PPID.
    Ppid,
    /// Atasan PPID.
    Superior,
    /// Pimpinan Badan Publik.
    HeadOfBody,
    /// Pengendali data pribadi: the public body for the data it holds.
    Controller,
    /// Penyelenggara pelayanan: the public body for its services.
    Provider,
    /// Pemohon.
    Applicant,
    /// Pengadu, who complains about a service.
    Complainant,
    /// Para pihak dalam sengketa.
    Parties,
    /// Komisi Informasi.
    InformationCommission,
    /// Panitera Komisi Informasi.
    Clerk,
    /// Mediator.
    Mediator,
    /// Pengadilan.
    Court,
}

impl Bearer {
    /// Everybody who may have to act.
    pub const ALL: [Self; 13] = [
        Self::Officer,
        Self::Ppid,
        Self::Superior,
        Self::HeadOfBody,
        Self::Controller,
        Self::Provider,
        Self::Applicant,
        Self::Complainant,
        Self::Parties,
        Self::InformationCommission,
        Self::Clerk,
        Self::Mediator,
        Self::Court,
    ];

    /// The published code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Ppid => "ppid",
            Self::Superior => "superior",
            Self::HeadOfBody => "head_of_body",
            Self::Controller => "controller",
            Self::Provider => "provider",
            Self::Applicant => "applicant",
            Self::Complainant => "complainant",
            Self::Parties => "parties",
            Self::InformationCommission => "information_commission",
            Self::Clerk => "clerk",
            Self::Mediator => "mediator",
            Self::Court => "court",
        }
    }

    /// Whether the duty lies with the public body.
    pub const fn is_office(self) -> bool {
        matches!(
            self,
            Self::Officer
                | Self::Ppid
                | Self::Superior
                | Self::HeadOfBody
                | Self::Controller
                | Self::Provider
        )
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A text in force says so.
    Law,
    /// No text says so: the portal's own rule, and it must be shown as such.
    Portal,
}

/// How far the text behind a rule was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the full official text.
    #[default]
    Confirmed,
    /// Read in a commentary or the press only: computed, and shown as such.
    Secondary,
    /// From memory: listed so that nobody overlooks it, and never computed.
    Recalled,
}
