//! What a request must hold to be complete, by kind of applicant (Perki 1/2021 Ps 27, 29(5), 30(1)), and what of it is not there.

use super::identity::Identity;
use super::submission::NewRequest;
use crate::domain::request::{AccessMode, ApplicantKind, DeliveryMode, MissingRequirement};

/// Kind of a file that came with a completion: it answers the letter, whatever document the letter asked for.
const WITH_FIX: &str = "fix";

/// What is known of a request.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Applicant kind.
    pub applicant_kind: ApplicantKind,
    /// Acts by proxy.
    pub is_by_proxy: bool,
    /// Identity; none once it was erased, and then nothing of it is asked for.
    pub identity: Option<&'a Identity>,
    /// Whether at least one information item says what is asked.
    pub has_items: bool,
    /// Whether the purpose is known.
    pub has_purpose: bool,
    /// How to obtain it.
    pub access_mode: Option<AccessMode>,
    /// How to send it.
    pub delivery_mode: Option<DeliveryMode>,
    /// Kinds of the documents that the applicant gave.
    pub documents: &'a [&'a str],
}

impl<'a> Known<'a> {
    /// What is known of a new request that came with documents of these kinds.
    #[must_use]
    pub fn of_new(request: &'a NewRequest, documents: &'a [&'a str]) -> Self {
        Self {
            applicant_kind: request.applicant_kind,
            is_by_proxy: request.is_by_proxy,
            identity: Some(&request.identity),
            has_items: !request.items.is_empty(),
            has_purpose: request.purpose.is_some(),
            access_mode: request.access_mode,
            delivery_mode: request.delivery_mode,
            documents,
        }
    }

    /// What is not there, in the order of the law. Whether what is there will do stays the judgement of the PPID (Ps 31(2)).
    #[must_use]
    pub fn missing(&self) -> Vec<MissingRequirement> {
        let all = MissingRequirement::ALL.iter().copied();
        all.filter(|one| !self.holds(*one)).collect()
    }

    fn holds(&self, requirement: MissingRequirement) -> bool {
        use MissingRequirement as M;
        let kind = self.applicant_kind;
        let who = |there: fn(&Identity) -> bool| self.identity.is_none_or(there);
        match requirement {
            M::IdentityDocument => kind != ApplicantKind::Individual || self.has("identity"),
            M::Deed => kind != ApplicantKind::LegalEntity || self.has("deed"),
            M::GroupAuthority => kind != ApplicantKind::Group || (self.has("poa") && self.has("identity")),
            M::SpecialPowerOfAttorney => !self.is_by_proxy || self.has("poa"),
            M::FullName => {
                // Ps 29(5)b asks for the name of the person, of the legal entity, or of who acts for them.
                let is_named = match kind {
                    ApplicantKind::LegalEntity => who(|who| who.organisation.is_some()),
                    ApplicantKind::Individual | ApplicantKind::Group => who(|who| who.full_name.is_some()),
                };
                is_named && (!self.is_by_proxy || who(|who| who.proxy_name.is_some()))
            }
            M::IdentityNumber => match kind {
                ApplicantKind::LegalEntity => who(|who| who.legal_entity_decree_no.is_some()),
                ApplicantKind::Individual | ApplicantKind::Group => who(|who| who.nik.is_some()),
            },
            M::Address => who(|who| who.address.is_some()),
            M::Contact => {
                let wants_mail = self.delivery_mode == Some(DeliveryMode::Email);
                who(|who| who.email.is_some()) || (!wants_mail && who(|who| who.phone.is_some()))
            }
            M::InformationDetail => self.has_items,
            M::Purpose => self.has_purpose,
            M::AccessMode => self.access_mode.is_some(),
            M::DeliveryMode => self.access_mode == Some(AccessMode::View) || self.delivery_mode.is_some(),
        }
    }

    fn has(&self, document: &str) -> bool {
        self.documents
            .iter()
            .any(|kind| *kind == document || *kind == WITH_FIX)
    }
}
