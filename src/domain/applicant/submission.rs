//! The form as people fill it, and the request it becomes.

use super::contact::{normal_email, normal_nik, normal_phone};
use super::identity::Identity;
use super::step::{FieldError, Step};
use crate::domain::request::{AccessMode, ApplicantKind, DeliveryMode};
use serde::{Deserialize, Serialize};

/// Longest texts accepted, in characters; the pages show the same numbers.
pub mod limits {
    pub use crate::domain::limits::{ADDRESS, LINE};
    /// One information item.
    pub const ITEM: usize = crate::domain::limits::LETTER;
    /// Items in one request.
    pub const ITEMS: usize = 20;
    /// Purpose of use.
    pub const PURPOSE: usize = crate::domain::limits::NOTE;
}

/// The raw answers of the form, as typed. Nothing here is checked; [`Submission::check`] does that.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Submission {
    /// Code of an [`ApplicantKind`].
    pub applicant_kind: String,
    /// `yes` when someone else acts by special power of attorney.
    pub by_proxy: String,
    /// Full name.
    pub full_name: String,
    /// NIK.
    pub nik: String,
    /// Approval decree number of a legal entity.
    pub decree_no: String,
    /// Name of the entity or group.
    pub organisation: String,
    /// Name of the proxy.
    pub proxy_name: String,
    /// Address.
    pub address: String,
    /// City or regency.
    pub city: String,
    /// Occupation, optional.
    pub occupation: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Subject in a few words.
    pub subject: String,
    /// Information items.
    pub items: Vec<String>,
    /// Purpose of use.
    pub purpose: String,
    /// Code of an [`AccessMode`].
    pub access_mode: String,
    /// Code of a [`DeliveryMode`].
    pub delivery_mode: String,
    /// Unit code; `unknown` when the applicant does not know.
    pub unit: String,
}

impl std::fmt::Debug for Submission {
    /// Never shows what it holds: it is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Submission(..)")
    }
}

/// A checked request. From the form of the portal it is whole; what came another way holds what was in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// Applicant kind.
    pub applicant_kind: ApplicantKind,
    /// Acts by proxy.
    pub is_by_proxy: bool,
    /// Identity.
    pub identity: Identity,
    /// Subject.
    pub subject: String,
    /// Information items, at least one.
    pub items: Vec<String>,
    /// Purpose; absent only in a request that came without it, like the two below.
    pub purpose: Option<String>,
    /// How to obtain it.
    pub access_mode: Option<AccessMode>,
    /// How to send it; none when only viewed.
    pub delivery_mode: Option<DeliveryMode>,
    /// Unit code, `None` when the applicant does not know.
    pub unit_code: Option<String>,
}

pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Codes of faults that say that something is not there, where a request may come without it.
const MAY_BE_ABSENT: [&str; 11] = [
    "full_name_missing",
    "nik_missing",
    "decree_no_missing",
    "organisation_missing",
    "proxy_name_missing",
    "address_missing",
    "contact_missing",
    "purpose_missing",
    "access_mode_missing",
    "delivery_mode_missing",
    "delivery_email_without_address",
];

impl Submission {
    /// Whether someone acts by proxy.
    #[must_use]
    pub fn is_by_proxy(&self) -> bool {
        self.by_proxy == "yes"
    }

    /// Items that hold text, trimmed.
    #[must_use]
    pub fn filled_items(&self) -> Vec<String> {
        self.items.iter().filter_map(|item| filled(item)).collect()
    }

    /// Faults of one page, or of all pages.
    #[must_use]
    pub fn faults(&self, only: Option<Step>) -> Vec<FieldError> {
        let mut faults = Vec::new();
        for step in Step::ALL
            .into_iter()
            .filter(|step| only.is_none_or(|one| one == *step))
        {
            let mut add = |field, code| faults.push(FieldError { field, code, step });
            match step {
                Step::Kind => self.check_kind(&mut add),
                Step::Identity => self.check_identity(&mut add),
                Step::Contact => self.check_contact(&mut add),
                Step::Information => self.check_information(&mut add),
                Step::Purpose => line(
                    "purpose",
                    &self.purpose,
                    limits::PURPOSE,
                    "purpose_missing",
                    &mut add,
                ),
                Step::Access => {
                    if AccessMode::parse(&self.access_mode).is_none() {
                        add("access_mode", "access_mode_missing");
                    }
                }
                Step::Delivery => self.check_delivery(&mut add),
                Step::Unit => {
                    if self.unit.trim().is_empty() {
                        add("unit", "unit_missing");
                    }
                }
            }
        }
        faults
    }

    /// Faults of what is there, and of what no request can be registered without: who asks in which capacity, what is asked, and of
    /// whom. What else a letter leaves out is no fault of the officer who registers it (UU 14/2008 Ps 22(4); Perki 1/2021 Ps 33).
    #[must_use]
    pub fn faults_of_present(&self) -> Vec<FieldError> {
        let mut faults = self.faults(None);
        faults.retain(|fault| !(MAY_BE_ABSENT.contains(&fault.code) && self.is_absent(fault.field)));
        faults
    }

    /// The checked request of the portal's own form.
    ///
    /// # Errors
    /// Every fault of every page.
    pub fn check(&self) -> Result<NewRequest, Vec<FieldError>> {
        self.request(self.faults(None))
    }

    /// The checked request that came another way, with what it holds.
    ///
    /// # Errors
    /// See [`Self::faults_of_present`].
    pub fn check_present(&self) -> Result<NewRequest, Vec<FieldError>> {
        self.request(self.faults_of_present())
    }

    fn request(&self, faults: Vec<FieldError>) -> Result<NewRequest, Vec<FieldError>> {
        let Some(applicant_kind) = ApplicantKind::parse(&self.applicant_kind).filter(|_| faults.is_empty())
        else {
            return Err(faults);
        };
        let access_mode = AccessMode::parse(&self.access_mode);
        Ok(NewRequest {
            applicant_kind,
            is_by_proxy: self.is_by_proxy(),
            identity: self.identity(),
            subject: self.subject.trim().to_owned(),
            items: self.filled_items(),
            purpose: filled(&self.purpose),
            access_mode,
            delivery_mode: DeliveryMode::parse(&self.delivery_mode)
                .filter(|_| access_mode != Some(AccessMode::View)),
            unit_code: filled(&self.unit).filter(|code| code != "unknown"),
        })
    }

    /// Whether nothing was written into a field.
    fn is_absent(&self, field: &str) -> bool {
        let text = match field {
            "full_name" => &self.full_name,
            "nik" => &self.nik,
            "decree_no" => &self.decree_no,
            "organisation" => &self.organisation,
            "proxy_name" => &self.proxy_name,
            "address" => &self.address,
            "email" => &self.email,
            "purpose" => &self.purpose,
            "access_mode" => &self.access_mode,
            // "By e-mail", and no address: that is for the completeness check to find.
            "delivery_mode" if DeliveryMode::parse(&self.delivery_mode).is_some() => return true,
            "delivery_mode" => &self.delivery_mode,
            _ => return false,
        };
        text.trim().is_empty()
    }

    /// The identity as far as it is there.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let kind = ApplicantKind::parse(&self.applicant_kind);
        Identity {
            full_name: filled(&self.full_name),
            nik: normal_nik(&self.nik),
            legal_entity_decree_no: filled(&self.decree_no)
                .filter(|_| kind == Some(ApplicantKind::LegalEntity)),
            organisation: filled(&self.organisation).filter(|_| kind != Some(ApplicantKind::Individual)),
            proxy_name: filled(&self.proxy_name).filter(|_| self.is_by_proxy()),
            address: filled(&self.address),
            city: filled(&self.city),
            occupation: filled(&self.occupation),
            phone: normal_phone(&self.phone),
            email: normal_email(&self.email),
        }
    }

    fn check_kind(&self, add: &mut impl FnMut(&'static str, &'static str)) {
        if ApplicantKind::parse(&self.applicant_kind).is_none() {
            add("applicant_kind", "applicant_kind_missing");
        }
        if !matches!(self.by_proxy.as_str(), "yes" | "no") {
            add("by_proxy", "by_proxy_missing");
        }
    }

    /// In the order in which the page asks.
    fn check_identity(&self, add: &mut impl FnMut(&'static str, &'static str)) {
        let kind = ApplicantKind::parse(&self.applicant_kind);
        if matches!(kind, Some(ApplicantKind::LegalEntity | ApplicantKind::Group)) {
            line(
                "organisation",
                &self.organisation,
                limits::LINE,
                "organisation_missing",
                add,
            );
        }
        if kind == Some(ApplicantKind::LegalEntity) {
            line(
                "decree_no",
                &self.decree_no,
                limits::LINE,
                "decree_no_missing",
                add,
            );
        }
        line(
            "full_name",
            &self.full_name,
            limits::LINE,
            "full_name_missing",
            add,
        );
        let needs_nik = kind != Some(ApplicantKind::LegalEntity);
        if self.nik.trim().is_empty() {
            if needs_nik {
                add("nik", "nik_missing");
            }
        } else if normal_nik(&self.nik).is_none() {
            add("nik", "nik_wrong");
        }
        if self.is_by_proxy() {
            line(
                "proxy_name",
                &self.proxy_name,
                limits::LINE,
                "proxy_name_missing",
                add,
            );
        }
        if self.occupation.chars().count() > limits::LINE {
            add("occupation", "too_long");
        }
    }

    fn check_contact(&self, add: &mut impl FnMut(&'static str, &'static str)) {
        line("address", &self.address, limits::ADDRESS, "address_missing", add);
        if self.city.chars().count() > limits::LINE {
            add("city", "too_long");
        }
        let (phone, email) = (self.phone.trim(), self.email.trim());
        if phone.is_empty() && email.is_empty() {
            add("email", "contact_missing");
        }
        if !phone.is_empty() && normal_phone(phone).is_none() {
            add("phone", "phone_wrong");
        }
        if !email.is_empty() && normal_email(email).is_none() {
            add("email", "email_wrong");
        }
    }

    fn check_information(&self, add: &mut impl FnMut(&'static str, &'static str)) {
        line("subject", &self.subject, limits::LINE, "subject_missing", add);
        let items = self.filled_items();
        if items.is_empty() {
            add("items", "items_missing");
        }
        if items.len() > limits::ITEMS {
            add("items", "items_too_many");
        }
        if items.iter().any(|item| item.chars().count() > limits::ITEM) {
            add("items", "item_too_long");
        }
    }

    fn check_delivery(&self, add: &mut impl FnMut(&'static str, &'static str)) {
        if AccessMode::parse(&self.access_mode) == Some(AccessMode::View) {
            return;
        }
        match DeliveryMode::parse(&self.delivery_mode) {
            None => add("delivery_mode", "delivery_mode_missing"),
            Some(DeliveryMode::Email) if self.email.trim().is_empty() => {
                add("delivery_mode", "delivery_email_without_address");
            }
            Some(_) => {}
        }
    }
}

fn line(
    field: &'static str,
    text: &str,
    longest: usize,
    missing: &'static str,
    add: &mut impl FnMut(&'static str, &'static str),
) {
    if text.trim().is_empty() {
        add(field, missing);
    } else if text.chars().count() > longest {
        add(field, "too_long");
    }
}
