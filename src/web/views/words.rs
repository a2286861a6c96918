//! Words in the reader's language, for texts whose key is only known at run time.

use time::{Date, OffsetDateTime};

use crate::domain::calendar::Zone;
use crate::services::{Context, Fault};
use crate::text::{Engine, Lang, format};
use crate::web::forms::fault_text;

/// The catalogue and the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    engine: &'a Engine,
    /// The language.
    pub lang: Lang,
}

impl<'a> Words<'a> {
    /// Words in a language.
    pub fn new(ctx: &'a Context, lang: Lang) -> Self {
        Self {
            engine: &ctx.engine,
            lang,
        }
    }

    /// A message without placeholders.
    pub fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with its placeholders filled. One that does not exist is a fault of the program: it is logged, and the page
    /// shows the key rather than nothing.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.engine.text(self.lang, key, values).unwrap_or_else(|error| {
            tracing::error!(%error, "a text is missing");
            key.to_owned()
        })
    }

    /// The sentence of a fault or denial.
    pub fn fault(&self, fault: &Fault) -> String {
        fault_text(self.engine, self.lang, fault).unwrap_or_else(|error| {
            tracing::error!(%error, "a text is missing");
            fault.key.clone()
        })
    }

    /// A message that agrees with a number.
    pub fn counted(&self, key: &str, count: i64) -> String {
        self.engine
            .catalogue()
            .counted(self.lang, key, count)
            .unwrap_or_else(|error| {
                tracing::error!(%error, "a text is missing");
                key.to_owned()
            })
    }

    /// `7 Desember 2026`.
    pub fn date(&self, on: Date) -> String {
        format::date(self.lang, on)
    }

    /// `Senin, 7 Desember 2026`.
    pub fn date_long(&self, on: Date) -> String {
        format::date_long(self.lang, on)
    }

    /// `7 Des 2026`.
    pub fn date_short(&self, on: Date) -> String {
        format::date_short(self.lang, on)
    }

    /// `Senin, 23 November 2026 pukul 14.30 WITA`.
    pub fn datetime(&self, at: OffsetDateTime, zone: Zone) -> String {
        format::datetime(self.lang, at.to_offset(zone.offset()))
    }

    /// `23 Nov 2026, 14.30 WITA`.
    pub fn datetime_short(&self, at: OffsetDateTime, zone: Zone) -> String {
        format::datetime_short(self.lang, at.to_offset(zone.offset()))
    }

    /// `240 kB`.
    pub fn size(&self, bytes: u64) -> String {
        format::size(self.lang, bytes)
    }

    /// `Rp12.500`.
    pub fn rupiah(&self, amount: i64) -> String {
        format::rupiah(self.lang, amount)
    }

    /// `3 hari kerja lagi`.
    pub fn working_days_left(&self, days: i64) -> String {
        format::working_days_left(self.lang, days)
    }
}
