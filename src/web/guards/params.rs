//! Parts of an address with a shape of their own. What does not fit is 404, like everything that does not exist.

use rocket::request::FromParam;

use crate::domain::objection::ObjectionNumber;
use crate::domain::request::RegistrationNumber;
use crate::security::TrackingToken;

/// `{nomor}`: a registration number, as people type it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationNo(pub RegistrationNumber);

/// `{nomor}`: the number of an objection, as people type it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionNo(pub ObjectionNumber);

impl<'a> FromParam<'a> for ObjectionNo {
    type Error = NotThere;

    fn from_param(param: &'a str) -> Result<Self, NotThere> {
        ObjectionNumber::parse(param).map(Self).map_err(|_| NotThere)
    }
}

/// The part of the address is not what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotThere;

impl<'a> FromParam<'a> for RegistrationNo {
    type Error = NotThere;

    fn from_param(param: &'a str) -> Result<Self, NotThere> {
        RegistrationNumber::parse(param).map(Self).map_err(|_| NotThere)
    }
}

/// The secret of a tracking link. Its `Debug` shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token(pub TrackingToken);

impl<'a> FromParam<'a> for Token {
    type Error = NotThere;

    fn from_param(param: &'a str) -> Result<Self, NotThere> {
        TrackingToken::parse(param).map(Self).ok_or(NotThere)
    }
}
