//! A matrix state × step × role as Markdown, made from the rules themselves.

use super::actor::Role;
use std::fmt::Write as _;

/// What the rules say of a step, before its dates and contents are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Allowed, once dates and contents are in order.
    Allowed,
    /// Never by this role.
    NeverThisRole,
    /// Not in this state.
    NotInThisState,
}

impl Cell {
    /// Reads a refusal; `wrong_role` is the one that no state changes.
    pub fn of<D: PartialEq>(answer: &Result<(), D>, wrong_role: &D) -> Self {
        match answer {
            Ok(()) => Self::Allowed,
            Err(denial) if denial == wrong_role => Self::NeverThisRole,
            Err(_) => Self::NotInThisState,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Allowed => "yes",
            Self::NeverThisRole => "-",
            Self::NotInThisState => "state",
        }
    }
}

/// Adds the table of one step: a row a state, a column a role.
pub fn add_table<S: Copy>(
    page: &mut String,
    title: &str,
    states: &[S],
    code: impl Fn(S) -> &'static str,
    cell: impl Fn(S, Role) -> Cell,
) {
    // Writing to a String cannot fail.
    let _infallible = write!(page, "\n## {title}\n\n| state |");
    for role in Role::ALL {
        let _infallible = write!(page, " {} |", role.code());
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(Role::ALL.len()));
    page.push('\n');
    for state in states {
        let _infallible = write!(page, "| {} |", code(*state));
        for role in Role::ALL {
            let _infallible = write!(page, " {} |", cell(*state, role).word());
        }
        page.push('\n');
    }
}
