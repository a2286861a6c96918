//! The words of a mail: `templates/email/<kind>.{txt,html}.tera` and the subject `mail.<kind>.subject`. A mail names number and unit
//! and carries a link, never the content of a case; one to staff counts cases, too.

use serde::Serialize;

use crate::persistence::rows;
use crate::services::Context;
use crate::services::reminders::{self, Point};
use crate::services::requests::{CALENDAR_CHANGE, ForOffice, SHARE_CHANGE, ShareChange};
use crate::text::Lang;

/// What every mail about a case may say.
pub struct Letterhead {
    /// Registration number.
    pub number: String,
    /// Where to read on.
    pub link: String,
    /// The unit now responsible.
    pub unit_name: String,
}

/// The words of one mail.
pub struct Words {
    /// Subject.
    pub subject: String,
    /// Text part.
    pub text: String,
    /// HTML part.
    pub html: String,
}

#[derive(Serialize)]
struct View<'a> {
    mail: Frame<'a>,
    number: &'a str,
    link: &'a str,
    unit_name: &'a str,
    portal_name: &'a str,
    decree: Option<&'a str>,
    share: Option<&'static str>,
    points: Vec<Point>,
}

/// What the layouts of mails need.
#[derive(Serialize)]
struct Frame<'a> {
    lang: &'a str,
    subject: &'a str,
    portal: &'a str,
}

/// Renders a mail; the error says what is wrong with the program and names no person.
pub fn render(ctx: &Context, notice: &rows::Outbox, head: &Letterhead) -> Result<Words, String> {
    let lang = Lang::from_code(&notice.lang).unwrap_or(Lang::Id);
    let portal = &ctx.settings.instance.name;
    let key = format!("mail.{}.subject", notice.kind);
    let values = [("number", head.number.as_str()), ("portal", portal.as_str())];
    let subject = ctx
        .engine
        .text(lang, &key, &values)
        .map_err(|error| error.to_string())?;
    let told = (notice.kind == CALENDAR_CHANGE)
        .then(|| serde_json::from_str::<ForOffice>(&notice.payload))
        .transpose()
        .map_err(|error| error.to_string())?;
    let share = (notice.kind == SHARE_CHANGE)
        .then(|| serde_json::from_str::<ShareChange>(&notice.payload))
        .transpose()
        .map_err(|error| error.to_string())?;
    let reminder = reminders::read(notice).map_err(|error| error.to_string())?;
    let view = View {
        mail: Frame {
            lang: lang.code(),
            subject: &subject,
            portal,
        },
        number: &head.number,
        link: &head.link,
        unit_name: &head.unit_name,
        portal_name: portal,
        decree: told.as_ref().map(|told| told.decree.as_str()),
        share: share.map(|change| change.told.code()),
        points: reminder.map_or_else(Vec::new, |told| told.points(&ctx.settings.base_url)),
    };
    let part = |ending: &str| {
        let template = format!("email/{}.{ending}.tera", notice.kind);
        ctx.engine
            .render(lang, &template, &view)
            .map_err(|error| error.to_string())
    };
    let text = part("txt")?;
    let html = part("html")?;
    Ok(Words { subject, text, html })
}
