//! Which units a query may look into. Every read of cases takes one, so that forgetting it does not compile.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef};
use uuid::Uuid;

/// The units whose cases are visible to the caller, as `domain::policy` decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitScope {
    /// Every unit: auditors, jobs, and applicants who hold the key of one case.
    All,
    /// These units only; an empty list sees nothing.
    Only(Vec<Uuid>),
}

impl UnitScope {
    /// The part of a WHERE that keeps a query inside the scope.
    pub(super) fn condition(&self, column: impl IntoColumnRef) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Only(units) => Condition::all().add(Expr::col(column).is_in(units.iter().copied())),
        }
    }
}
