//! What every use case is given: the outside world, injected.

use crate::clock::{Clock, civil_date};
use crate::config::Settings;
use crate::domain::calendar::{CountingSettings, Treatment, Weekend, WorkingCalendar, Zone};
use crate::domain::deadline::LawBook;
use crate::mail::Mailer;
use crate::persistence::Db;
use crate::security::{Entropy, Keys, Passwords, new_id, new_salt};
use crate::storage::FileStore;
use crate::storage::extract::TextReader;
use crate::text::Engine;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Cheap to clone; the parts are shared.
#[derive(Clone)]
pub struct Context {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Files.
    pub files: FileStore,
    /// Their words, for the search.
    pub reader: TextReader,
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Password hashing.
    pub passwords: Passwords,
    /// Keys of the operator.
    pub keys: Keys,
    /// Settings.
    pub settings: Arc<Settings>,
    /// The law packs compiled in.
    pub law: Arc<LawBook>,
    /// Words and templates.
    pub engine: Arc<Engine>,
    /// Calendars, kept by version so that a request does not read them again.
    pub calendar: CalendarCache,
}

/// The calendars read lately.
#[derive(Clone, Default)]
pub struct CalendarCache(Arc<RwLock<BTreeMap<Uuid, Arc<WorkingCalendar>>>>);

/// More calendars than units have at one time.
const MOST_CALENDARS: usize = 256;

impl CalendarCache {
    /// The kept calendar of that version.
    #[must_use]
    pub fn get(&self, version: Uuid) -> Option<Arc<WorkingCalendar>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&version).cloned()
    }

    /// Keeps a calendar.
    pub fn put(&self, calendar: Arc<WorkingCalendar>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_CALENDARS {
            kept.clear();
        }
        kept.insert(calendar.id().0, calendar);
    }
}

impl Context {
    /// The present instant.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// The present civil day in a zone.
    #[must_use]
    pub fn today(&self, zone: Zone) -> Date {
        civil_date(self.now(), zone)
    }

    /// The zone of units that name none.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.settings.instance.zone
    }

    /// A new id that sorts by time.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        new_id(self.entropy.as_ref(), self.now())
    }

    /// A new salt, so that the digest of a short text tells nothing of it.
    #[must_use]
    pub fn new_salt(&self) -> String {
        new_salt(self.entropy.as_ref())
    }

    /// How working days are counted here.
    #[must_use]
    pub fn counting(&self) -> CountingSettings {
        let setting = self.settings.counting;
        let treatment = |counts| {
            if counts {
                Treatment::Working
            } else {
                Treatment::NonWorking
            }
        };
        let default = CountingSettings::default();
        CountingSettings {
            weekend: if setting.weekend {
                Weekend::of(&[]).unwrap_or(default.weekend)
            } else {
                default.weekend
            },
            national_holiday: treatment(setting.libur_nasional),
            collective_leave: treatment(setting.cuti_bersama),
            ..default
        }
    }
}

/// An instant as it is stored: microseconds since 1970, UTC.
#[must_use]
pub fn micros(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
}

/// The instant of a stored value.
#[must_use]
pub fn instant(micros: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
