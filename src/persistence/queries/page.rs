//! Walking a long list: the rows of a page and where the next one starts.

use std::fmt;
use std::str::FromStr;

use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, SimpleExpr};
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use uuid::Uuid;

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R, C> {
    /// The rows of this page.
    pub rows: Vec<R>,
    /// Where the next page starts; none on the last.
    pub next: Option<C>,
}

impl<R, C> Page<R, C> {
    /// Cuts a result that was asked for one row more than the page holds.
    pub(super) fn cut(mut rows: Vec<R>, limit: u64, cursor: impl Fn(&R) -> C) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { rows, next }
    }
}

/// The last row seen in a list ordered by a day and then by id. In addresses: `2026-11-24_<uuid>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCursor {
    /// The day the list is ordered by.
    pub on: Date,
    /// The id of the row.
    pub id: Uuid,
}

/// Text that is no cursor; treat it as the start of the list or as an unknown address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list")]
pub struct InvalidCursor;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

impl fmt::Display for DayCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `Date` itself prints as year-month-day.
        write!(f, "{}_{}", self.on, self.id)
    }
}

impl FromStr for DayCursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (on, id) = text.split_once('_').ok_or(InvalidCursor)?;
        Ok(Self {
            // A year before the first is a day to `time` and none to PostgreSQL.
            on: Date::parse(on, DAY)
                .ok()
                .filter(|on| (1..=9999).contains(&on.year()))
                .ok_or(InvalidCursor)?,
            id: Uuid::parse_str(id).map_err(|_| InvalidCursor)?,
        })
    }
}

impl DayCursor {
    /// The rows after this one in ascending order. A row value, because both engines walk an index with it.
    pub(super) fn after(self, day: impl IntoColumnRef, id: impl IntoColumnRef) -> SimpleExpr {
        pair(day, id).gt(self.values())
    }

    /// The rows after this one in descending order.
    pub(super) fn before(self, day: impl IntoColumnRef, id: impl IntoColumnRef) -> SimpleExpr {
        pair(day, id).lt(self.values())
    }

    fn values(self) -> SimpleExpr {
        Expr::tuple([Expr::val(self.on), Expr::val(self.id)])
    }
}

fn pair(day: impl IntoColumnRef, id: impl IntoColumnRef) -> SimpleExpr {
    Expr::tuple([Expr::col(day), Expr::col(id)])
}
