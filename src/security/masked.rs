//! Personal data on its way through code that prints.

use std::fmt;

/// Holds personal data and prints none of it.
///
/// Rule of the log: no personal data is ever handed to a log macro. A struct that carries some wraps it in this, so
/// that a derived `Debug` stays safe when somebody logs the whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Masked<T>(pub T);

impl<T> fmt::Debug for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

impl<T> fmt::Display for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}
