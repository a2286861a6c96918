//! The last days to object to what became of a case, one for each ground (UU 14/2008 Ps 36(1)), as dates of the case like any other.

use super::views::CaseFile;
use crate::domain::deadline::RuleId;
use crate::domain::objection::{Availability, Ground};
use crate::domain::request::Duty;
use crate::services::objections::on_request;
use crate::services::{Context, ServiceError};
use time::Date;

impl CaseFile {
    /// A duty by its name, or the last day to object on a ground by its code, with the day from when that ground is open.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub(super) fn dated(
        &self,
        ctx: &Context,
        name: &str,
    ) -> Result<Option<(Duty, Option<Date>)>, ServiceError> {
        if let Some(duty) = self.duty(name) {
            return Ok(Some((duty.clone(), None)));
        }
        let window = self.window(ctx, name)?;
        Ok(window.and_then(|one| Some((one.duty()?, Some(one.window?.available_from)))))
    }

    /// The ground whose last day to object has this code, as it stands today; `None` when there is no such last day.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    fn window(&self, ctx: &Context, code: &str) -> Result<Option<Availability>, ServiceError> {
        let Some(wanted) = Ground::of_window_code(code) else {
            return Ok(None);
        };
        let offered = on_request(ctx, self)?;
        Ok(offered.into_iter().find(|one| one.ground == wanted))
    }

    /// The last days to object by the grounds that are open today: each day once, and none that stands among the duties of the case.
    /// A ground whose start is not on record has no day to keep: it is counted from the day on which the applicant objects.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn open_windows(&self, ctx: &Context) -> Result<Vec<Duty>, ServiceError> {
        let among_duties = self.clock.duty(&RuleId::D10.to_string());
        let mut days: Vec<_> = among_duties.map(|duty| duty.deadline.due).into_iter().collect();
        let mut open = Vec::new();
        for one in on_request(ctx, self)? {
            let duty = one.duty().filter(|_| one.is_available && one.is_on_record);
            if let Some(duty) = duty.filter(|duty| !days.contains(&duty.deadline.due)) {
                days.push(duty.deadline.due);
                open.push(duty);
            }
        }
        Ok(open)
    }
}
