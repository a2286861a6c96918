//! The form as people fill it, and the request it becomes.

use super::contact::{normal_email, normal_nik, normal_phone};
use super::identity::Identity;
use crate::domain::request::{AccessMode, ApplicantKind, DeliveryMode};
use serde::{Deserialize, Serialize};

/// Longest texts accepted, in characters; the pages show the same numbers.
pub mod limits {
    /// Names and short lines.
    pub const LINE: usize = 200;
    /// Address.
    pub const ADDRESS: usize = 500;
    /// One information item.
    pub const ITEM: usize = 4_000;
    /// Items in one request.
    pub const ITEMS: usize = 20;
    /// Purpose of use.
    pub const PURPOSE: usize = 2_000;
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

/// One question page of the form, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Applicant kind and proxy.
    Kind,
    /// Identity.
    Identity,
    /// Address and contact.
    Contact,
    /// What is asked.
    Information,
    /// Purpose.
    Purpose,
    /// How to obtain it.
    Access,
    /// How to send it.
    Delivery,
    /// Which unit.
    Unit,
}

impl Step {
    /// All pages in order.
    pub const ALL: [Self; 8] = [
        Self::Kind,
        Self::Identity,
        Self::Contact,
        Self::Information,
        Self::Purpose,
        Self::Access,
        Self::Delivery,
        Self::Unit,
    ];
}

/// A field that must be mended. The sentence is the message `citizen.error.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field in the form.
    pub field: &'static str,
    /// Code of the message.
    pub code: &'static str,
    /// Page on which the field stands.
    pub step: Step,
}

/// A whole, checked request.
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
    /// Purpose.
    pub purpose: String,
    /// How to obtain it.
    pub access_mode: AccessMode,
    /// How to send it; none when only viewed.
    pub delivery_mode: Option<DeliveryMode>,
    /// Unit code, `None` when the applicant does not know.
    pub unit_code: Option<String>,
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

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

    /// The checked request.
    ///
    /// # Errors
    /// Every fault of every page.
    pub fn check(&self) -> Result<NewRequest, Vec<FieldError>> {
        let faults = self.faults(None);
        let (Some(applicant_kind), Some(access_mode)) = (
            ApplicantKind::parse(&self.applicant_kind),
            AccessMode::parse(&self.access_mode),
        ) else {
            return Err(faults);
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(NewRequest {
            applicant_kind,
            is_by_proxy: self.is_by_proxy(),
            identity: self.identity(applicant_kind),
            subject: self.subject.trim().to_owned(),
            items: self.filled_items(),
            purpose: self.purpose.trim().to_owned(),
            access_mode,
            delivery_mode: DeliveryMode::parse(&self.delivery_mode)
                .filter(|_| access_mode != AccessMode::View),
            unit_code: filled(&self.unit).filter(|code| code != "unknown"),
        })
    }

    fn identity(&self, kind: ApplicantKind) -> Identity {
        Identity {
            full_name: self.full_name.trim().to_owned(),
            nik: normal_nik(&self.nik),
            legal_entity_decree_no: filled(&self.decree_no).filter(|_| kind == ApplicantKind::LegalEntity),
            organisation: filled(&self.organisation).filter(|_| kind != ApplicantKind::Individual),
            proxy_name: filled(&self.proxy_name).filter(|_| self.is_by_proxy()),
            address: self.address.trim().to_owned(),
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
