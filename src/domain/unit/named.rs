//! Which unit somebody means by a name that they wrote.

use crate::domain::ids::UnitId;

/// The one unit that bears a name, however it is spaced or capitalised; none when several do, or nobody.
#[must_use]
pub fn named<'a>(names: impl IntoIterator<Item = (UnitId, &'a str)>, written: &str) -> Option<UnitId> {
    let wanted = folded(written);
    let mut bearers = names
        .into_iter()
        .filter(|(_, name)| !wanted.is_empty() && folded(name) == wanted)
        .map(|(unit, _)| unit);
    let first = bearers.next()?;
    bearers.all(|other| other == first).then_some(first)
}

fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
