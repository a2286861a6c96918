//! What a completion (perbaikan permohonan, Perki 1/2021 Ps 33(3)) puts in the place of what the letter cited.

use super::identity::Identity;
use super::step::FieldError;
use super::submission::{Submission, filled};
use crate::domain::request::{AccessMode, ApplicantKind, DeliveryMode, MissingRequirement};

/// Checked values. What is `None` stays as it is.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// Values of the identity, of which only those that are there count.
    identity: Identity,
    /// Information items.
    pub items: Option<Vec<String>>,
    /// Purpose of use.
    pub purpose: Option<String>,
    /// How to obtain it.
    pub access_mode: Option<AccessMode>,
    /// How to send it.
    pub delivery_mode: Option<DeliveryMode>,
}

impl std::fmt::Debug for Correction {
    /// Never shows what it holds: it is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Correction(..)")
    }
}

/// Fields of the form that mend a requirement for an applicant of this kind; none for documents, which come as files.
#[must_use]
pub const fn fields_of(
    requirement: MissingRequirement,
    kind: ApplicantKind,
    is_by_proxy: bool,
) -> &'static [&'static str] {
    use MissingRequirement as M;
    let is_entity = matches!(kind, ApplicantKind::LegalEntity);
    match requirement {
        M::FullName => match (is_entity, is_by_proxy) {
            (true, true) => &["organisation", "proxy_name"],
            (true, false) => &["organisation"],
            (false, true) => &["full_name", "proxy_name"],
            (false, false) => &["full_name"],
        },
        M::IdentityNumber if is_entity => &["decree_no"],
        M::IdentityNumber => &["nik"],
        M::Address => &["address", "city"],
        M::Contact => &["phone", "email"],
        M::InformationDetail => &["items"],
        M::Purpose => &["purpose"],
        M::AccessMode => &["access_mode"],
        M::DeliveryMode => &["delivery_mode"],
        M::IdentityDocument | M::Deed | M::GroupAuthority | M::SpecialPowerOfAttorney => &[],
    }
}

impl Correction {
    /// Reads what was typed into the fields that mend the cited requirements; every other field is left alone.
    ///
    /// # Errors
    /// What was typed and can't be right. An empty field is no fault: who completes may complete a part.
    pub fn read(typed: &Submission, cited: &[MissingRequirement]) -> Result<Self, Vec<FieldError>> {
        let Some(kind) = ApplicantKind::parse(&typed.applicant_kind) else {
            return Ok(Self::default());
        };
        let fields = cited
            .iter()
            .flat_map(|one| fields_of(*one, kind, typed.is_by_proxy()));
        let fields: Vec<&str> = fields.copied().collect();
        let is_cited = |field: &str| fields.contains(&field);
        let mut faults = typed.faults_of_present();
        faults.retain(|fault| is_cited(fault.field));
        if !faults.is_empty() {
            return Err(faults);
        }
        let one = |field: &str, text: &str| filled(text).filter(|_| is_cited(field));
        let there = typed.identity();
        let items = typed.filled_items();
        Ok(Self {
            identity: Identity {
                full_name: there.full_name.filter(|_| is_cited("full_name")),
                nik: there.nik.filter(|_| is_cited("nik")),
                legal_entity_decree_no: there.legal_entity_decree_no.filter(|_| is_cited("decree_no")),
                organisation: there.organisation.filter(|_| is_cited("organisation")),
                proxy_name: there.proxy_name.filter(|_| is_cited("proxy_name")),
                address: there.address.filter(|_| is_cited("address")),
                city: there.city.filter(|_| is_cited("city")),
                occupation: None,
                phone: there.phone.filter(|_| is_cited("phone")),
                email: there.email.filter(|_| is_cited("email")),
            },
            items: Some(items).filter(|items| is_cited("items") && !items.is_empty()),
            purpose: one("purpose", &typed.purpose),
            access_mode: AccessMode::parse(&typed.access_mode).filter(|_| is_cited("access_mode")),
            delivery_mode: DeliveryMode::parse(&typed.delivery_mode).filter(|_| is_cited("delivery_mode")),
        })
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it changes what was asked or how it is to be given.
    #[must_use]
    pub const fn changes_request(&self) -> bool {
        self.items.is_some()
            || self.purpose.is_some()
            || self.access_mode.is_some()
            || self.delivery_mode.is_some()
    }

    /// The corrected identity; `None` when nothing of it changes.
    #[must_use]
    pub fn correct(&self, known: &Identity) -> Option<Identity> {
        let new = self.identity.clone();
        let or = |new: Option<String>, old: &Option<String>| new.or_else(|| old.clone());
        let corrected = Identity {
            full_name: or(new.full_name, &known.full_name),
            nik: or(new.nik, &known.nik),
            legal_entity_decree_no: or(new.legal_entity_decree_no, &known.legal_entity_decree_no),
            organisation: or(new.organisation, &known.organisation),
            proxy_name: or(new.proxy_name, &known.proxy_name),
            address: or(new.address, &known.address),
            city: or(new.city, &known.city),
            occupation: known.occupation.clone(),
            phone: or(new.phone, &known.phone),
            email: or(new.email, &known.email),
        };
        (corrected != *known).then_some(corrected)
    }
}
