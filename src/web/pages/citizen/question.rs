//! The questions of the form, one a page: their addresses, their order, and their fields.

use rocket::request::FromParam;
use serde::Serialize;

use crate::domain::applicant::{Step, Submission};
use crate::domain::request::AccessMode;
use crate::web::Typed;

/// The first page of the form.
pub const START: &str = "/permohonan/baru";
/// Where all answers are looked over.
pub const CHECK: &str = "/permohonan/baru/periksa";
/// What is shown once the request was filed.
pub const DONE: &str = "/permohonan/baru/selesai";
/// The value of `kembali` that leads back to [`CHECK`].
pub const TO_CHECK: &str = "periksa";

/// Where a question stands in the form.
#[derive(Debug, Serialize)]
pub struct Progress {
    /// Address its answer is sent to.
    action: String,
    /// Address of the page before.
    back: String,
    number: usize,
    total: usize,
    /// Whether the answer leads back to the check page.
    to_check: bool,
    applicant_kind: String,
    is_by_proxy: bool,
}

/// A page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Who asks, and whether by proxy.
    Kind,
    /// Who they are.
    Identity,
    /// The documents the law asks for.
    Documents,
    /// Where they can be reached.
    Contact,
    /// What they ask for.
    Information,
    /// What for.
    Purpose,
    /// How to obtain it.
    Access,
    /// How to send it.
    Delivery,
    /// Which unit.
    Unit,
}

impl Question {
    const ALL: [Self; 9] = [
        Self::Kind,
        Self::Identity,
        Self::Documents,
        Self::Contact,
        Self::Information,
        Self::Purpose,
        Self::Access,
        Self::Delivery,
        Self::Unit,
    ];

    /// The last part of its address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Kind => "pemohon",
            Self::Identity => "identitas",
            Self::Documents => "dokumen",
            Self::Contact => "kontak",
            Self::Information => "informasi",
            Self::Purpose => "tujuan",
            Self::Access => "cara",
            Self::Delivery => "pengiriman",
            Self::Unit => "unit",
        }
    }

    /// Its address.
    pub fn path(self) -> String {
        match self {
            Self::Kind => START.to_owned(),
            other => format!("{START}/{}", other.slug()),
        }
    }

    /// The page and its template.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Kind => "pages/citizen/kind.html.tera",
            Self::Identity => "pages/citizen/identity.html.tera",
            Self::Documents => "pages/citizen/documents.html.tera",
            Self::Contact => "pages/citizen/contact.html.tera",
            Self::Information => "pages/citizen/information.html.tera",
            Self::Purpose => "pages/citizen/purpose.html.tera",
            Self::Access => "pages/citizen/access.html.tera",
            Self::Delivery => "pages/citizen/delivery.html.tera",
            Self::Unit => "pages/citizen/unit.html.tera",
        }
    }

    /// Key of its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Kind => "citizen.kind.title",
            Self::Identity => "citizen.identity.title",
            Self::Documents => "citizen.documents.title",
            Self::Contact => "citizen.contact.title",
            Self::Information => "citizen.information.title",
            Self::Purpose => "citizen.purpose.title",
            Self::Access => "citizen.access.title",
            Self::Delivery => "citizen.delivery.title",
            Self::Unit => "citizen.unit.title",
        }
    }

    /// The part of the form whose faults belong here.
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::Kind => Some(Step::Kind),
            Self::Identity => Some(Step::Identity),
            Self::Documents => None,
            Self::Contact => Some(Step::Contact),
            Self::Information => Some(Step::Information),
            Self::Purpose => Some(Step::Purpose),
            Self::Access => Some(Step::Access),
            Self::Delivery => Some(Step::Delivery),
            Self::Unit => Some(Step::Unit),
        }
    }

    /// The page on which the fields of a part stand.
    pub fn of(step: Step) -> Self {
        Self::ALL
            .into_iter()
            .find(|question| question.step() == Some(step))
            .unwrap_or(Self::Kind)
    }

    /// The pages this applicant goes through: whoever only wants to look is not asked how to send.
    pub fn asked(form: &Submission) -> Vec<Self> {
        let only_looks = AccessMode::parse(&form.access_mode) == Some(AccessMode::View);
        Self::ALL
            .into_iter()
            .filter(|question| !(only_looks && *question == Self::Delivery))
            .collect()
    }

    /// The address that follows this page.
    pub fn next(self, form: &Submission) -> String {
        let mut asked = Self::asked(form).into_iter().skip_while(|one| *one != self);
        asked.nth(1).map_or_else(|| CHECK.to_owned(), Self::path)
    }

    /// The address before this page.
    pub fn previous(self, form: &Submission) -> String {
        let before = Self::asked(form).into_iter().take_while(|one| *one != self);
        before.last().map_or_else(|| "/".to_owned(), Self::path)
    }

    /// Where this page stands for this applicant.
    pub fn progress(self, form: &Submission, to_check: bool) -> Progress {
        let asked = Self::asked(form);
        let before = asked.iter().take_while(|one| **one != self).count();
        Progress {
            action: self.path(),
            back: if to_check {
                CHECK.to_owned()
            } else {
                self.previous(form)
            },
            number: before + 1,
            total: asked.len(),
            to_check,
            applicant_kind: form.applicant_kind.clone(),
            is_by_proxy: form.is_by_proxy(),
        }
    }

    /// Takes over what was typed on this page.
    pub fn take(self, typed: &Typed, form: &mut Submission) {
        if self == Self::Information {
            form.items = typed.all("items").to_vec();
        }
        for (name, field) in self.fields(form) {
            typed.text(name).clone_into(field);
        }
    }

    /// What is known already of the fields of this page.
    pub fn known(self, form: &Submission) -> Typed {
        let mut form = form.clone();
        let mut typed = Typed::new();
        if self == Self::Information {
            if form.items.is_empty() {
                form.items.push(String::new());
            }
            for item in &form.items {
                typed = typed.with("items", item);
            }
            typed = typed.lists(&["items"]);
        }
        for (name, field) in self.fields(&mut form) {
            typed = typed.with(name, field.as_str());
        }
        typed
    }

    /// The text fields of this page. Fields that do not concern this kind of applicant are not shown and keep what they have.
    fn fields(self, form: &mut Submission) -> Vec<(&'static str, &mut String)> {
        let kind = form.applicant_kind.clone();
        let by_proxy = form.is_by_proxy();
        match self {
            Self::Kind => vec![
                ("applicant_kind", &mut form.applicant_kind),
                ("by_proxy", &mut form.by_proxy),
            ],
            Self::Identity => {
                let mut fields = vec![
                    ("full_name", &mut form.full_name),
                    ("nik", &mut form.nik),
                    ("occupation", &mut form.occupation),
                ];
                if kind == "legal_entity" {
                    fields.push(("decree_no", &mut form.decree_no));
                }
                if kind != "individual" {
                    fields.push(("organisation", &mut form.organisation));
                }
                if by_proxy {
                    fields.push(("proxy_name", &mut form.proxy_name));
                }
                fields
            }
            Self::Documents => Vec::new(),
            Self::Contact => vec![
                ("address", &mut form.address),
                ("city", &mut form.city),
                ("phone", &mut form.phone),
                ("email", &mut form.email),
            ],
            Self::Information => vec![("subject", &mut form.subject)],
            Self::Purpose => vec![("purpose", &mut form.purpose)],
            Self::Access => vec![("access_mode", &mut form.access_mode)],
            Self::Delivery => vec![("delivery_mode", &mut form.delivery_mode)],
            Self::Unit => vec![("unit", &mut form.unit)],
        }
    }
}

/// There is no such page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchQuestion;

impl<'a> FromParam<'a> for Question {
    type Error = NoSuchQuestion;

    fn from_param(param: &'a str) -> Result<Self, NoSuchQuestion> {
        Self::ALL
            .into_iter()
            .find(|question| question.slug() == param && !matches!(question, Self::Kind | Self::Documents))
            .ok_or(NoSuchQuestion)
    }
}
