//! The events of a case with their civil days, read apart from the case: to replay it, and to say who held it when.

use time::Date;

use crate::domain::calendar::{CountingSettings, WorkingCalendar, Zone};
use crate::domain::request::{CaseState, Event, HeldDays};
use crate::services::instant;

/// What happened to a case, in order, and how days were counted when its notice was judged.
#[derive(Clone, Debug)]
pub struct CaseLog {
    events: Vec<(Date, Event)>,
    judged_by: Option<CountingSettings>,
}

/// The part of a date record that says how days were counted.
#[derive(serde::Deserialize)]
struct Counted {
    counting: CountingSettings,
}

impl CaseLog {
    /// Reads events as stored: the instant, what happened, and for a notice its date record.
    ///
    /// # Errors
    /// When one of them is not understood.
    pub fn read<'a>(
        lines: impl IntoIterator<Item = (i64, &'a str, Option<&'a str>)>,
        zone: Zone,
    ) -> Result<Self, serde_json::Error> {
        let mut log = Self {
            events: Vec::new(),
            judged_by: None,
        };
        for (at, data, dates) in lines {
            let on = zone.civil_date(instant(at));
            log.events.push((on, serde_json::from_str(data)?));
            if let Some(dates) = dates {
                log.judged_by = Some(serde_json::from_str::<Counted>(dates)?.counting);
            }
        }
        Ok(log)
    }

    /// What happened.
    pub fn events(&self) -> impl Iterator<Item = &Event> + Clone {
        self.events.iter().map(|(_, event)| event)
    }

    /// The state it adds up to.
    #[must_use]
    pub fn state(&self) -> Option<CaseState> {
        CaseState::replay(self.events())
    }

    /// How days are counted: as when the notice was judged, or as they are now.
    #[must_use]
    pub fn counting(&self, now: &CountingSettings) -> CountingSettings {
        self.judged_by.unwrap_or(*now)
    }

    /// Who held the case on each working day, on the calendar by which its notice was judged or is to be.
    #[must_use]
    pub fn held(&self, today: Date, calendar: &WorkingCalendar, now: &CountingSettings) -> Option<HeldDays> {
        let log = self.events.iter().map(|(on, event)| (*on, event));
        HeldDays::of(log, today, calendar, &self.counting(now))
    }
}
