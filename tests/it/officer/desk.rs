//! What an officer does in these tests, over HTTP.

use crate::support::{Answer, CaseBuilder, Person, TestApp};

/// The unit of the officers in these tests.
pub const UNIT: &str = "lapas-makassar";

/// A case of the unit; gives its address in the workspace.
pub async fn filed(app: &TestApp) -> String {
    page_of(&CaseBuilder::new().file(app).await.registration_no)
}

/// The page of a number.
pub fn page_of(number: &str) -> String {
    format!("/petugas/permohonan/{number}")
}

/// Opens the page of a step and sends its form.
pub async fn step(officer: &Person, case: &str, slug: &str, typed: &[(&str, &str)]) -> Answer {
    let action = format!("{case}/{slug}");
    officer.submit(&action, &action, typed).await
}

/// The same, and it must work.
pub async fn done(officer: &Person, case: &str, slug: &str, typed: &[(&str, &str)]) {
    let answer = step(officer, case, slug, typed).await;
    assert_eq!(answer.errors(), Vec::<String>::new(), "{slug}");
    assert_eq!(answer.location(), case, "{slug}");
}

/// Declares a case complete, ticking whatever its page says is not on record.
pub async fn complete(officer: &Person, case: &str) {
    let page = officer.get(&format!("{case}/lengkap")).await.expect(200);
    let html = page.html();
    let boxes = scraper::Selector::parse("input[name=despite]").expect("a selector");
    let codes: Vec<&str> = html
        .select(&boxes)
        .filter_map(|one| one.value().attr("value"))
        .collect();
    let typed: Vec<(&str, &str)> = codes.iter().map(|code| ("despite", *code)).collect();
    done(officer, case, "lengkap", &typed).await;
}

/// The words of the status badge.
pub async fn status(officer: &Person, case: &str) -> String {
    officer.get(case).await.expect(200).text("main .tb-badge")
}
