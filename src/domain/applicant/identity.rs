//! Identity of the applicant, kept apart from the case and sealed.

use serde::{Deserialize, Serialize};

/// Who asks (Perki 1/2021 Ps 29(5)b–e). Stored sealed, shown masked where the number itself is not needed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// Full name of the person, entity or group.
    pub full_name: String,
    /// NIK of a natural person or of the group's or entity's contact.
    pub nik: Option<String>,
    /// Number of the approval decree of a legal entity.
    pub legal_entity_decree_no: Option<String>,
    /// Name of the entity or group.
    pub organisation: Option<String>,
    /// Name of the person acting by special power of attorney (surat kuasa khusus).
    pub proxy_name: Option<String>,
    /// Street address.
    pub address: String,
    /// City or regency.
    pub city: Option<String>,
    /// Occupation; annex VI shows it, the article does not require it.
    pub occupation: Option<String>,
    /// Telephone, `+62…`.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl std::fmt::Debug for Identity {
    /// Never shows what it holds: identities must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(..)")
    }
}

impl Identity {
    /// The NIK with all but the last four digits hidden.
    #[must_use]
    pub fn masked_nik(&self) -> Option<String> {
        let nik = self.nik.as_deref()?;
        let tail = nik.get(nik.len().saturating_sub(4)..)?;
        Some(format!("{}{tail}", "•".repeat(12)))
    }
}
