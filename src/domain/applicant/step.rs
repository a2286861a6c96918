//! The pages of the form, and what can be wrong on them.

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
