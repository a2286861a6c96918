//! The template engine: one Tera instance a language, every template embedded, every value escaped.
//!
//! * Names end in `.html.tera` (escaped) or `.txt.tera` (plain-text mail, not escaped). The filter `safe` is taken away.
//! * An unknown variable, message key, placeholder or asset is an error when rendering, never an empty spot on a page.
//! * `t(key="area.key", name=value)` gives a message; `count=` chooses the plural form and is printed grouped.
//! * `asset(name="app.css")` gives the address of a front-end file.
//! * The filters are listed in `filters.rs`.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::catalogue::{Catalogue, CatalogueError};
use super::embedded::{self, ASSET_PATH, TEMPLATES};
use super::{Lang, filters};

/// Why the engine could not be made: a fault in the embedded files, found at start.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A message file is malformed.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A template is malformed, or names a component, filter or function that does not exist.
    #[error("templates: {0}")]
    Template(#[source] Box<tera::Error>),
}

/// Why a template could not be rendered: always a fault of the program, never of a person.
#[derive(thiserror::Error)]
#[error("template `{template}` in `{lang}`: {source}")]
pub struct RenderError {
    /// The template asked for.
    pub template: String,
    /// The language asked for.
    pub lang: Lang,
    #[source]
    source: Box<tera::Error>,
}

/// Tera's own form repeats the whole template; its message has the line and the reason.
impl std::fmt::Debug for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Renders pages, letters and mail in both languages. Cheap to share behind an `Arc`.
pub struct Engine {
    catalogue: Arc<Catalogue>,
    id: Tera,
    en: Tera,
}

impl Engine {
    /// Reads all embedded templates and messages.
    ///
    /// # Errors
    /// When one of them is malformed.
    pub fn new() -> Result<Self, EngineError> {
        let catalogue = Arc::new(Catalogue::load()?);
        let id = instance(Lang::Id, &catalogue)?;
        let en = instance(Lang::En, &catalogue)?;
        Ok(Self { catalogue, id, en })
    }

    /// Renders `template` (its path below `templates/`) with the fields of `view` as variables.
    ///
    /// # Errors
    /// When the template does not exist or needs something the view does not give.
    pub fn render(
        &self,
        lang: Lang,
        template: &str,
        view: &(impl Serialize + ?Sized),
    ) -> Result<String, RenderError> {
        let tera = match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        };
        Context::from_serialize(view)
            .and_then(|context| tera.render(template, &context))
            .map_err(|e| RenderError {
                template: template.to_owned(),
                lang,
                source: Box::new(e),
            })
    }

    /// Renders a template that is not embedded, to try layouts and filters on their own.
    #[cfg(test)]
    pub(crate) fn try_out(
        &self,
        lang: Lang,
        name: &str,
        template: &str,
        view: &serde_json::Value,
    ) -> TeraResult<String> {
        let mut tera = if lang == Lang::Id {
            self.id.clone()
        } else {
            self.en.clone()
        };
        tera.add_raw_template(name, template)?;
        tera.render(name, &Context::from_serialize(view)?)
    }

    /// Whether there is such a template.
    #[must_use]
    pub fn contains(&self, template: &str) -> bool {
        self.id.contains_template(template)
    }

    /// The messages, for texts that are made in Rust: page titles, error sentences, mail subjects.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// A message made in Rust; see [`Catalogue::text`].
    ///
    /// # Errors
    /// When the key does not exist or a placeholder has no value.
    pub fn text(&self, lang: Lang, key: &str, values: &[(&str, &str)]) -> Result<String, CatalogueError> {
        self.catalogue.text(lang, key, values)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

fn instance(lang: Lang, catalogue: &Arc<Catalogue>) -> Result<Tera, EngineError> {
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".html.tera"]);
    filters::register(&mut tera, lang);
    let messages = Arc::clone(catalogue);
    tera.register_function("t", move |values: Kwargs, _: &State| {
        translate(&messages, lang, &values)
    });
    tera.register_function("asset", |values: Kwargs, _: &State| asset_address(&values));
    tera.add_raw_templates(TEMPLATES.iter().copied())
        .map_err(|e| EngineError::Template(Box::new(e)))?;
    Ok(tera)
}

fn translate(catalogue: &Catalogue, lang: Lang, values: &Kwargs) -> TeraResult<String> {
    let key: &str = values.must_get("key")?;
    let count: Option<i64> = values.get("count")?;
    let value = |name: &str| {
        let found = values
            .iter()
            .find(|(given, _)| given.as_str() == Some(name))
            .map(|(_, value)| value);
        found
            .filter(|value| !value.is_none() && !value.is_undefined())
            .map(Value::to_string)
    };
    catalogue
        .fill(lang, key, count, value)
        .map_err(tera::Error::message)
}

fn asset_address(values: &Kwargs) -> TeraResult<String> {
    let name: &str = values.must_get("name")?;
    let asset = embedded::asset(name).ok_or_else(|| tera::Error::message(format!("no asset `{name}`")))?;
    Ok(format!("{ASSET_PATH}{}", asset.file))
}
