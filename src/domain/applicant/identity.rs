//! Identity of the applicant, kept apart from the case and sealed.

use serde::{Deserialize, Serialize};

/// Who asks (Perki 1/2021 Ps 29(5)b–e). Stored sealed, shown masked where the number itself is not needed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// Full name of the person, or of who writes for the entity or group. Like every field it can be absent: a request is registered
    /// with what it says (UU 14/2008 Ps 22(4)).
    pub full_name: Option<String>,
    /// NIK of a natural person or of the group's or entity's contact.
    pub nik: Option<String>,
    /// Number of the approval decree of a legal entity.
    pub legal_entity_decree_no: Option<String>,
    /// Name of the entity or group.
    pub organisation: Option<String>,
    /// Name of the person acting by special power of attorney (surat kuasa khusus).
    pub proxy_name: Option<String>,
    /// Street address.
    pub address: Option<String>,
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
    /// Whom letters address: the person, else the entity or group, else who acts for them.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        let names = [&self.full_name, &self.organisation, &self.proxy_name];
        names.into_iter().find_map(|name| name.as_deref())
    }

    /// The NIK with all but the last four digits hidden.
    #[must_use]
    pub fn masked_nik(&self) -> Option<String> {
        let nik = self.nik.as_deref()?;
        let tail = nik.get(nik.len().saturating_sub(4)..)?;
        Some(format!("{}{tail}", "•".repeat(12)))
    }
}
