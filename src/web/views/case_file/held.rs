//! Who held the case on each working day, as a table whose sum is the days that passed.

use serde::Serialize;
use time::Date;

use super::Drawer;
use crate::domain::request::Holder;
use crate::services::ServiceError;

/// The table.
#[derive(Debug, Serialize)]
pub struct HeldView {
    /// Who has the case today; nobody once the notice was given or the case has ended.
    now: Option<String>,
    lines: Vec<HeldLine>,
    total: i32,
}

#[derive(Debug, Serialize)]
struct HeldLine {
    holder: String,
    from: Date,
    to: Date,
    working_days: i32,
}

impl Drawer<'_> {
    pub(super) fn held(&self) -> Result<HeldView, ServiceError> {
        let held = self.file.held(self.ctx)?;
        let lines = held.spans.iter().map(|span| HeldLine {
            holder: self.holder(span.holder),
            from: span.from,
            to: span.to,
            working_days: span.working_days,
        });
        Ok(HeldView {
            now: held.now.map(|holder| self.holder(holder)),
            lines: lines.collect(),
            total: held.elapsed(),
        })
    }

    fn holder(&self, holder: Holder) -> String {
        let unit = holder
            .office()
            .and_then(|unit| self.file.unit_name(unit.0))
            .unwrap_or_default();
        match holder {
            Holder::Office(_) => unit.to_owned(),
            Holder::Asked(_) => self.words.with("officer.held.asked", &[("unit", unit)]),
            Holder::Superior(_) => self.words.with("officer.held.superior", &[("unit", unit)]),
            Holder::Applicant => self.words.text("officer.held.applicant"),
        }
    }
}
