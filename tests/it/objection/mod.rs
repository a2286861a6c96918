//! Objections from filing to execution, as each of those who meet them.

mod audit;
mod days;
mod decree;
mod dispute;
mod feeds;
mod hostile;
mod office;
mod road;
mod ruling;

pub use days::fact;
use terbuka::persistence::rows;
use terbuka::services::objections::{Objection, ObjectionFile, ObjectionKey, for_applicant};
use terbuka::services::requests::Filed;
use time::Duration;

use crate::support::{Answer, CaseBuilder, Person, TestApp};

pub const UNIT: &str = "lapas-makassar";

/// A request that nobody answered in its days.
pub async fn silent(app: &TestApp) -> Filed {
    let filed = CaseBuilder::new().file(app).await;
    app.clock.advance(Duration::days(30));
    filed
}

/// The page of a case for its applicant.
pub fn case_page(filed: &Filed) -> String {
    format!("/lacak/{}", filed.token.expose())
}

/// Sends the form of a case's objection; fields of one name may stand several times.
pub async fn object(person: &Person, case: &str, typed: &[(&str, &str)]) -> Answer {
    let action = format!("{case}/keberatan");
    person.submit(&action, &action, typed).await
}

/// Objects to silence; gives the page of the objection.
pub async fn object_to_silence(person: &Person, filed: &Filed) -> String {
    let typed = [
        ("grounds", "not_responded"),
        ("reason", "Sampai hari ini tidak ada jawaban."),
    ];
    let sent = object(person, &case_page(filed), &typed).await;
    assert_eq!(sent.errors(), Vec::<String>::new());
    sent.location().to_owned()
}

/// The objection behind its page.
pub async fn file_of(app: &TestApp, page: &str) -> ObjectionFile {
    let token = page.rsplit('/').next().expect("a token");
    let token = terbuka::security::TrackingToken::parse(token).expect("a token");
    for_applicant(&app.ctx, &token).await.expect("an objection")
}

/// The row of an objection.
pub async fn row_of(app: &TestApp, number: &str) -> rows::Objection {
    let key = ObjectionKey::Number(number.to_owned());
    let found = Objection::load(&app.ctx, app.ctx.db.read(), &key).await;
    found.expect("an objection").row
}
