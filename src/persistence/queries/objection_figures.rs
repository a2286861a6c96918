//! Figures of objections (`docs/readings.md`, Measures M16–M19): each is a condition, counted here and opened up by the register.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use time::Date;
use uuid::Uuid;

use super::objection_list::{UNANSWERED, filed_in, live, names};
use crate::domain::dispute::{DisputeOutcome, DisputeStatus as S};
use crate::domain::objection::Ground;
use crate::persistence::entities::dispute;
use crate::persistence::entities::objection::{Column, Entity};
use crate::persistence::{Conn, Result, UnitScope};

/// A figure. Its code names it in addresses, files and translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectionFigure {
    /// Received (M16).
    Received,
    /// Received on this ground (M16); one objection may count on several.
    OnGround(Ground),
    /// Answers that were due by the statute: given or settled, or not given by the last day (M17).
    StatuteDue,
    /// Of these, given by the statute's last day, counted from receipt (M17: UU 14/2008 Ps 36(2)).
    StatuteInTime,
    /// Answers that were due by the regulation (M17).
    RegulationDue,
    /// Of these, given by the regulation's last day, counted from the register (M17: Perki 1/2021 Ps 44(1)).
    RegulationInTime,
    /// Not answered although the statute's last day has passed (M17).
    Lapsed,
    /// Upheld (M18).
    Upheld,
    /// Upheld in part (M18).
    PartlyUpheld,
    /// Rejected (M18).
    Rejected,
    /// Settled (M18).
    Settled,
    /// Withdrawn (M18).
    Withdrawn,
    /// With something to carry out whose day has come, or that was carried out (M18).
    ExecutionDue,
    /// Of these, carried out by that day (M18).
    ExecutedInTime,
    /// Brought to the Information Commission (M19).
    Disputed,
    /// Of these, ended by an agreement in mediation (M19).
    DisputeMediated,
    /// Decided, as it stands: upheld (M19).
    DisputeUpheld,
    /// Upheld in part (M19).
    DisputePartlyUpheld,
    /// Rejected (M19).
    DisputeRejected,
    /// Ended without either: withdrawn, lapsed or not registered (M19).
    DisputeDropped,
    /// Brought on to a court (M19).
    DisputeInCourt,
    /// Carried out (M19).
    DisputeExecuted,
}

impl ObjectionFigure {
    /// Every figure in the order of reports.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Received];
        all.extend(Ground::ALL.iter().copied().map(Self::OnGround));
        all.extend([
            Self::StatuteDue,
            Self::StatuteInTime,
            Self::RegulationDue,
            Self::RegulationInTime,
            Self::Lapsed,
            Self::Upheld,
            Self::PartlyUpheld,
            Self::Rejected,
            Self::Settled,
            Self::Withdrawn,
            Self::ExecutionDue,
            Self::ExecutedInTime,
            Self::Disputed,
            Self::DisputeMediated,
            Self::DisputeUpheld,
            Self::DisputePartlyUpheld,
            Self::DisputeRejected,
            Self::DisputeDropped,
            Self::DisputeInCourt,
            Self::DisputeExecuted,
        ]);
        all
    }

    /// Its name in addresses, files and translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::OnGround(ground) => ground.code(),
            Self::StatuteDue => "statute_due",
            Self::StatuteInTime => "statute_in_time",
            Self::RegulationDue => "regulation_due",
            Self::RegulationInTime => "regulation_in_time",
            Self::Lapsed => "lapsed",
            Self::Upheld => "upheld",
            Self::PartlyUpheld => "partly_upheld",
            Self::Rejected => "rejected",
            Self::Settled => "settled",
            Self::Withdrawn => "withdrawn",
            Self::ExecutionDue => "execution_due",
            Self::ExecutedInTime => "executed_in_time",
            Self::Disputed => "disputed",
            Self::DisputeMediated => "dispute_mediated",
            Self::DisputeUpheld => "dispute_upheld",
            Self::DisputePartlyUpheld => "dispute_partly_upheld",
            Self::DisputeRejected => "dispute_rejected",
            Self::DisputeDropped => "dispute_dropped",
            Self::DisputeInCourt => "dispute_in_court",
            Self::DisputeExecuted => "dispute_executed",
        }
    }

    /// Id of the measure.
    #[must_use]
    pub const fn metric(self) -> &'static str {
        match self {
            Self::Received | Self::OnGround(_) => "M16",
            Self::StatuteDue
            | Self::StatuteInTime
            | Self::RegulationDue
            | Self::RegulationInTime
            | Self::Lapsed => "M17",
            Self::Disputed
            | Self::DisputeMediated
            | Self::DisputeUpheld
            | Self::DisputePartlyUpheld
            | Self::DisputeRejected
            | Self::DisputeDropped
            | Self::DisputeInCourt
            | Self::DisputeExecuted => "M19",
            _ => "M18",
        }
    }

    /// The figure it is a share of.
    #[must_use]
    pub const fn whole(self) -> Option<Self> {
        match self {
            Self::Received | Self::StatuteDue | Self::RegulationDue | Self::ExecutionDue => None,
            Self::StatuteInTime | Self::Lapsed => Some(Self::StatuteDue),
            Self::RegulationInTime => Some(Self::RegulationDue),
            Self::ExecutedInTime => Some(Self::ExecutionDue),
            Self::DisputeMediated
            | Self::DisputeUpheld
            | Self::DisputePartlyUpheld
            | Self::DisputeRejected
            | Self::DisputeDropped
            | Self::DisputeInCourt
            | Self::DisputeExecuted => Some(Self::Disputed),
            _ => Some(Self::Received),
        }
    }

    /// The figure with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|figure| figure.code() == code)
    }

    /// The objections it counts, as of a day. The one place: what is counted and what is listed cannot differ.
    pub(super) fn condition(self, as_of: Date) -> Condition {
        let all = Condition::all;
        let decided = |code: &str| all().add(Column::Decision.eq(code));
        match self {
            Self::Received => all(),
            Self::OnGround(ground) => names(ground.code()),
            Self::StatuteDue => due(Column::StatuteDueOn, as_of),
            Self::StatuteInTime => in_time(Column::StatuteDueOn),
            Self::RegulationDue => due(Column::RegulationDueOn, as_of),
            Self::RegulationInTime => in_time(Column::RegulationDueOn),
            Self::Lapsed => unanswered().add(Expr::col(Column::StatuteDueOn).lt(as_of)),
            Self::Upheld | Self::PartlyUpheld | Self::Rejected | Self::Settled => decided(self.code()),
            Self::Withdrawn => all().add(Column::Status.eq(self.code())),
            Self::ExecutionDue => ordered().add(
                Condition::any()
                    .add(Column::ExecutedOn.is_not_null())
                    .add(Expr::col(Column::ExecuteBy).lt(as_of)),
            ),
            Self::ExecutedInTime => {
                ordered().add(Expr::col(Column::ExecutedOn).lte(Expr::col(Column::ExecuteBy)))
            }
            Self::Disputed => disputed(all()),
            // What was mediated has no decision, also once it was carried out.
            Self::DisputeMediated => disputed(
                all()
                    .add(dispute::Column::Outcome.is_null())
                    .add(dispute::Column::Status.is_in(code_of(&[S::Mediated, S::Executed]))),
            ),
            Self::DisputeUpheld => disputed(with_outcome(DisputeOutcome::Upheld)),
            Self::DisputePartlyUpheld => disputed(with_outcome(DisputeOutcome::PartlyUpheld)),
            Self::DisputeRejected => disputed(with_outcome(DisputeOutcome::Rejected)),
            Self::DisputeDropped => disputed(all().add(dispute::Column::Status.is_in(code_of(&[
                S::NotRegistered,
                S::Withdrawn,
                S::Lapsed,
            ])))),
            Self::DisputeInCourt => disputed(all().add(dispute::Column::WasInCourt.eq(true))),
            Self::DisputeExecuted => disputed(all().add(dispute::Column::Status.eq(S::Executed.code()))),
        }
    }
}

/// Objections that were brought to the Commission, by what became of that. A filing that was recorded in error is none.
fn disputed(condition: Condition) -> Condition {
    let found = Query::select()
        .column(dispute::Column::ObjectionId)
        .from(dispute::Entity)
        .cond_where(condition.add(dispute::Column::Status.ne(S::Unfiled.code())))
        .to_owned();
    Condition::all().add(Column::Id.in_subquery(found))
}

fn with_outcome(outcome: DisputeOutcome) -> Condition {
    Condition::all().add(dispute::Column::Outcome.eq(outcome.code()))
}

fn code_of(statuses: &[S]) -> Vec<&'static str> {
    statuses.iter().map(|status| status.code()).collect()
}

fn unanswered() -> Condition {
    Condition::all().add(Column::Status.is_in(UNANSWERED))
}

fn ordered() -> Condition {
    Condition::all().add(Column::ExecuteBy.is_not_null())
}

/// Where no checked text gives a last day none was due by it (Perki 1/2010).
fn due(last: Column, as_of: Date) -> Condition {
    let is_due = Condition::any()
        .add(Column::DecidedOn.is_not_null())
        .add(unanswered().add(Expr::col(last).lt(as_of)));
    Condition::all().add(last.is_not_null()).add(is_due)
}

fn in_time(last: Column) -> Condition {
    Condition::all().add(Expr::col(Column::DecidedOn).lte(Expr::col(last)))
}

/// The figures of a unit by code.
pub type ObjectionCounts = BTreeMap<&'static str, i64>;

/// The figures of every unit in the scope that has an objection, as of a day, for those filed in a year (or all). One statement.
pub async fn count_objections(
    conn: &impl Conn,
    scope: &UnitScope,
    year: Option<i32>,
    as_of: Date,
) -> Result<Vec<(Uuid, ObjectionCounts)>> {
    let mut counting = Entity::find().select_only().column(Column::UnitId);
    let figures = ObjectionFigure::all();
    for figure in &figures {
        counting = counting.expr_as(number_of(figure.condition(as_of)), figure.code());
    }
    let mut cases = live().add(scope.condition(Column::UnitId));
    if let Some(year) = year {
        cases = cases.add(filed_in(year));
    }
    let counting = counting.filter(cases).group_by(Column::UnitId);
    let mut units = Vec::new();
    for row in conn.raw().query_all(&counting.into_query()).await? {
        let mut counts = ObjectionCounts::new();
        for figure in &figures {
            counts.insert(figure.code(), row.try_get("", figure.code())?);
        }
        units.push((row.try_get("", "unit_id")?, counts));
    }
    Ok(units)
}

fn number_of(condition: Condition) -> SimpleExpr {
    Expr::case(condition, 1).finally(0).sum()
}
