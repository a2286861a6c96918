//! One line of an older register: its shape, and the checked case it becomes.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use crate::domain::applicant::{Identity, NewRequest, normal_email, normal_nik, normal_phone};
use crate::domain::calendar::Zone;
use crate::domain::request::{AccessMode, ApplicantKind, Channel, DeliveryMode, Outcome};
use crate::persistence::rows;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A line as it stands in the file. A key that is not here stops the line: it may hold what would be lost.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Reference in the source; imported once.
    pub id: String,
    unit_code: String,
    /// Instant of arrival.
    pub filed_at: String,
    channel: Option<String>,
    applicant: Applicant,
    subject: String,
    body: String,
    purpose: Option<String>,
    how_to_receive: String,
    delivery: Option<String>,
    #[serde(default)]
    extended: bool,
    extension_reason: Option<String>,
    answered_at: Option<String>,
    /// Computed here again, so only its shape is read.
    #[serde(rename = "working_days_used")]
    _working_days_used: Option<i32>,
    due_at: Option<String>,
    outcome: Option<String>,
    exclusion_ground: Option<String>,
    forwarded_to: Option<String>,
    answer: Option<String>,
    objection: Option<ObjectionRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Applicant {
    kind: String,
    name: String,
    nik: Option<String>,
    occupation: Option<String>,
    organisation: Option<String>,
    organisation_deed: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    city: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectionRecord {
    filed_at: String,
    ground: String,
    text: String,
    decided_at: Option<String>,
    decision: Option<String>,
    decision_text: Option<String>,
}

/// What a line may refer to and is measured against.
pub struct Known<'a> {
    /// Units by code.
    pub units: &'a BTreeMap<String, rows::Unit>,
    /// Zone of units that name none.
    pub zone: Zone,
    /// The present; nothing in an older register happened later.
    pub now: OffsetDateTime,
}

/// A checked case of an older register.
pub struct OldCase {
    /// Number of its line.
    pub line: u64,
    /// Reference in the source.
    pub reference: String,
    /// Unit that received it.
    pub unit: rows::Unit,
    /// Zone of its civil days.
    pub zone: Zone,
    /// Instant of arrival.
    pub filed_at: OffsetDateTime,
    /// How it arrived.
    pub channel: Channel,
    /// What was asked, by whom.
    pub request: NewRequest,
    /// The extension.
    pub extension: Option<OldExtension>,
    /// The answer.
    pub answer: Option<OldAnswer>,
    /// The objection, once it is decided.
    pub objection: Option<OldObjection>,
    /// Day on which one was filed that is not decided: its answer is still owed, so it is no history.
    pub undecided_on: Option<Date>,
    /// Last day as the source has it.
    pub due_on: Option<Date>,
}

/// An extension in an older register.
pub struct OldExtension {
    /// Its reason as written.
    pub reason: Option<String>,
}

/// The answer in an older register.
pub struct OldAnswer {
    /// Day of the notice.
    pub on: Date,
    /// Outcome.
    pub outcome: Outcome,
    /// Its words.
    pub text: Option<String>,
    /// Ground of a refusal, whole or in part.
    pub ground: Option<String>,
    /// Who holds it.
    pub holder: Option<String>,
}

/// An objection in an older register.
pub struct OldObjection {
    /// Day it was filed.
    pub filed_on: Date,
    /// Ground as written.
    pub ground: String,
    /// Reason as written.
    pub reason: String,
    /// Day of the decision.
    pub decided_on: Date,
    /// Decision as written.
    pub decision: Option<String>,
    /// Its words.
    pub decision_text: Option<String>,
}

/// Reads a line; the reason repeats nothing of what it holds.
pub fn read(text: &str) -> Result<Record, String> {
    // PostgreSQL keeps no such text, and both engines must keep the same.
    if text.contains("\\u0000") {
        return Err("holds a NUL character".to_owned());
    }
    serde_json::from_str(text).map_err(|error| {
        let told = error.to_string();
        let at = format!("column {}", error.column());
        match error.classify() {
            serde_json::error::Category::Data
                if told.starts_with("missing field") || told.starts_with("unknown field") =>
            {
                told.split([',', ' ']).take(3).collect::<Vec<_>>().join(" ")
            }
            serde_json::error::Category::Data => format!("a value has the wrong type ({at})"),
            _ => format!("is not JSON ({at})"),
        }
    })
}

impl Record {
    /// Instant of arrival, for the order of the register.
    pub fn arrival(&self) -> Result<OffsetDateTime, String> {
        OffsetDateTime::parse(&self.filed_at, &Rfc3339)
            .map_err(|_| "`filed_at` is not an instant like 2026-01-31T09:00:00+08:00".to_owned())
    }

    /// The checked case.
    pub fn check(self, line: u64, known: &Known<'_>) -> Result<OldCase, String> {
        let filed_at = self.arrival()?;
        if filed_at > known.now {
            return Err("`filed_at` lies in the future".to_owned());
        }
        let unit = known
            .units
            .get(&self.unit_code)
            .cloned()
            .ok_or_else(|| "`unit_code` names no unit of this body".to_owned())?;
        let zone = Zone::from_name(&unit.zone).unwrap_or(known.zone);
        let received_on = zone.civil_date(filed_at);
        let today = zone.civil_date(known.now);
        let channel = match self.channel.as_deref() {
            None => Channel::Web,
            Some(code) => Channel::parse(code).ok_or("`channel` is not known")?,
        };
        let span = (received_on, today);
        let answer = self.answer(span)?;
        let (objection, undecided_on) =
            match self.objection.as_ref().map(|one| one.check(span)).transpose()? {
                Some(Found::Decided(objection)) => (Some(objection), None),
                Some(Found::Undecided(on)) => (None, Some(on)),
                None => (None, None),
            };
        let due_on = self
            .due_at
            .as_deref()
            .map(|text| day("due_at", text))
            .transpose()?;
        let reason = filled(self.extension_reason.as_deref());
        let extension = self.extended.then_some(OldExtension { reason });
        Ok(OldCase {
            line,
            reference: needed("id", &self.id)?,
            unit,
            zone,
            filed_at,
            channel,
            extension,
            answer,
            objection,
            undecided_on,
            due_on,
            request: self.request()?,
        })
    }

    fn answer(&self, span: (Date, Date)) -> Result<Option<OldAnswer>, String> {
        let (answered_at, outcome) = match (&self.answered_at, &self.outcome) {
            (None, None) => return Ok(None),
            (Some(answered_at), Some(outcome)) => (answered_at, outcome),
            _ => return Err("`answered_at` and `outcome` belong together".to_owned()),
        };
        let outcome = match outcome.as_str() {
            "dikabulkan_seluruhnya" => Outcome::GrantedFull,
            "dikabulkan_sebagian" => Outcome::GrantedPartial,
            "ditolak" => Outcome::Refused,
            "tidak_dikuasai" => Outcome::NotHeld,
            "belum_didokumentasikan" => Outcome::NotDocumented,
            "diteruskan" => Outcome::Forwarded,
            code => Outcome::parse(code).ok_or("`outcome` is not known")?,
        };
        Ok(Some(OldAnswer {
            on: day_within("answered_at", answered_at, span)?,
            outcome,
            text: filled(self.answer.as_deref()),
            ground: filled(self.exclusion_ground.as_deref()),
            holder: filled(self.forwarded_to.as_deref()),
        }))
    }

    fn request(self) -> Result<NewRequest, String> {
        let applicant_kind = match self.applicant.kind.as_str() {
            "perorangan" => ApplicantKind::Individual,
            "badan_hukum" => ApplicantKind::LegalEntity,
            "kelompok_orang" => ApplicantKind::Group,
            code => ApplicantKind::parse(code).ok_or("`applicant.kind` is not known")?,
        };
        let access_mode = match self.how_to_receive.as_str() {
            "melihat_membaca_mendengarkan_mencatat" => AccessMode::View,
            "salinan_softcopy" => AccessMode::CopyDigital,
            "salinan_hardcopy" => AccessMode::CopyPaper,
            code => AccessMode::parse(code).ok_or("`how_to_receive` is not known")?,
        };
        let delivery_mode = match self.delivery.as_deref() {
            None => None,
            Some("ambil_langsung") => Some(DeliveryMode::PickUp),
            Some("kurir") => Some(DeliveryMode::Courier),
            Some("pos") => Some(DeliveryMode::Post),
            Some("faks") => Some(DeliveryMode::Fax),
            Some(code) => Some(DeliveryMode::parse(code).ok_or("`delivery` is not known")?),
        };
        Ok(NewRequest {
            applicant_kind,
            is_by_proxy: false,
            identity: self.applicant.identity()?,
            subject: needed("subject", &self.subject)?,
            items: vec![needed("body", &self.body)?],
            purpose: filled(self.purpose.as_deref()),
            access_mode: Some(access_mode),
            delivery_mode,
            unit_code: Some(self.unit_code),
        })
    }
}

impl Applicant {
    fn identity(self) -> Result<Identity, String> {
        let normal = |name: &str, value: Option<String>, read: fn(&str) -> Option<String>| match filled(
            value.as_deref(),
        ) {
            None => Ok(None),
            Some(text) => read(&text)
                .map(Some)
                .ok_or_else(|| format!("`applicant.{name}` is not valid")),
        };
        Ok(Identity {
            full_name: Some(needed("applicant.name", &self.name)?),
            nik: normal("nik", self.nik, normal_nik)?,
            legal_entity_decree_no: filled(self.organisation_deed.as_deref()),
            organisation: filled(self.organisation.as_deref()),
            proxy_name: None,
            address: filled(self.address.as_deref()),
            city: filled(self.city.as_deref()),
            occupation: filled(self.occupation.as_deref()),
            phone: normal("phone", self.phone, normal_phone)?,
            email: normal("email", self.email, normal_email)?,
        })
    }
}

/// An objection of an older register.
enum Found {
    Decided(OldObjection),
    Undecided(Date),
}

impl ObjectionRecord {
    fn check(&self, (received_on, today): (Date, Date)) -> Result<Found, String> {
        let filed_on = day_within("objection.filed_at", &self.filed_at, (received_on, today))?;
        let ground = needed("objection.ground", &self.ground)?;
        let Some(decided_on) = self.decided_at.as_deref() else {
            let decided = [&self.decision, &self.decision_text];
            if decided.into_iter().any(|text| filled(text.as_deref()).is_some()) {
                return Err("`objection.decided_at` is missing although there is a decision".to_owned());
            }
            return Ok(Found::Undecided(filed_on));
        };
        Ok(Found::Decided(OldObjection {
            filed_on,
            ground,
            reason: self.text.trim().to_owned(),
            decided_on: day_within("objection.decided_at", decided_on, (filed_on, today))?,
            decision: filled(self.decision.as_deref()),
            decision_text: filled(self.decision_text.as_deref()),
        }))
    }
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn needed(name: &str, text: &str) -> Result<String, String> {
    filled(Some(text)).ok_or_else(|| format!("`{name}` is empty"))
}

fn day(name: &str, text: &str) -> Result<Date, String> {
    Date::parse(text, DAY).map_err(|_| format!("`{name}` is not a date like 2026-01-31"))
}

fn day_within(name: &str, text: &str, (first, last): (Date, Date)) -> Result<Date, String> {
    let day = day(name, text)?;
    if day < first {
        Err(format!("`{name}` lies before what it follows"))
    } else if day > last {
        Err(format!("`{name}` lies in the future"))
    } else {
        Ok(day)
    }
}
