//! An answer, and what can be read from its page.

use rocket::http::Status;
use rocket::local::asynchronous::LocalResponse;
use scraper::{ElementRef, Html, Selector};

/// An answer whose body was read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub async fn read(response: LocalResponse<'_>) -> Self {
        let Status { code } = response.status();
        let headers = response
            .headers()
            .iter()
            .map(|header| (header.name().to_string(), header.value().to_owned()))
            .collect();
        let bytes = response.into_bytes().await.unwrap_or_default();
        Self {
            status: code,
            headers,
            body: String::from_utf8(bytes.clone()).unwrap_or_default(),
            bytes,
        }
    }

    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).into_iter().next()
    }

    /// All headers of a name.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Where a redirect leads; fails when this is none.
    #[track_caller]
    pub fn location(&self) -> &str {
        assert_eq!(self.status, 303, "no redirect: {}", self.summary());
        self.header("Location").expect("a redirect says where to")
    }

    /// The whole `Set-Cookie` of one cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let start = format!("{name}=");
        self.headers("Set-Cookie")
            .into_iter()
            .find(|cookie| cookie.starts_with(&start))
    }

    /// Fails unless the status is this one, and shows the page then.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.summary());
        self
    }

    /// The parsed page.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The text of the first element a selector finds, blanks folded; fails when there is none.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        let first = texts.into_iter().next();
        first.unwrap_or_else(|| panic!("no `{selector}`: {}", self.summary()))
    }

    /// The texts of all elements a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html().select(&parsed(selector)).map(folded).collect()
    }

    /// An attribute of the first element a selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let html = self.html();
        let element = html.select(&parsed(selector)).next()?;
        element.value().attr(name).map(str::to_owned)
    }

    /// The values of all fields that a selector finds.
    pub fn values(&self, selector: &str) -> Vec<String> {
        let html = self.html();
        html.select(&parsed(selector))
            .filter_map(|field| field.value().attr("value").map(str::to_owned))
            .collect()
    }

    /// Whether a selector finds anything.
    pub fn has(&self, selector: &str) -> bool {
        self.html().select(&parsed(selector)).next().is_some()
    }

    /// The sentences of the error summary.
    pub fn errors(&self) -> Vec<String> {
        self.texts(".govuk-error-summary__list li")
    }

    fn summary(&self) -> String {
        let text: String = self.texts("main").join(" ").chars().take(600).collect();
        format!(
            "{} {} {text}",
            self.status,
            self.header("Location").unwrap_or_default()
        )
    }

    /// What a browser would send from the form with this action, if nobody touched it.
    #[track_caller]
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let html = self.html();
        let form = html
            .select(&parsed(&format!("form[action=\"{action}\"]")))
            // A page may have a search form with the same address.
            .max_by_key(|form| form.value().attr("method") == Some("post"))
            .unwrap_or_else(|| panic!("no form for `{action}`: {}", self.summary()));
        let mut fields = Vec::new();
        for field in form.select(&parsed("input, textarea, select")) {
            let attribute = |name| field.value().attr(name);
            let Some(name) = attribute("name").filter(|_| attribute("disabled").is_none()) else {
                continue;
            };
            let value = match (field.value().name(), attribute("type")) {
                ("textarea", _) => Some(
                    field
                        .text()
                        .collect::<String>()
                        .trim_start_matches('\n')
                        .to_owned(),
                ),
                ("select", _) => chosen(field),
                (_, Some("radio" | "checkbox")) => {
                    attribute("checked").map(|_| attribute("value").unwrap_or("on").to_owned())
                }
                (_, Some("file" | "submit" | "button")) => None,
                _ => Some(attribute("value").unwrap_or_default().to_owned()),
            };
            fields.extend(value.map(|value| (name.to_owned(), value)));
        }
        fields
    }
}

/// The chosen option, or the first, as a browser has it.
fn chosen(select: ElementRef<'_>) -> Option<String> {
    let selected = select.select(&parsed("option[selected]")).next();
    let option = selected.or_else(|| select.select(&parsed("option")).next())?;
    option.value().attr("value").map(str::to_owned)
}

fn parsed(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|_| panic!("`{selector}` is no selector"))
}

fn folded(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
