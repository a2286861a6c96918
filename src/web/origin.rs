//! Whether a request that changes something was sent by one of our own pages.

use rocket::Request;
use rocket::http::Method;

use crate::services::Context;

/// What the browser says about where a request comes from.
#[derive(Clone, Copy, Debug, Default)]
struct Source<'a> {
    fetch_site: Option<&'a str>,
    origin: Option<&'a str>,
    host: Option<&'a str>,
}

/// Whether the browser said, in so many words, that our own page sent this.
pub fn is_surely_ours(request: &Request<'_>) -> bool {
    source(request).verdict(base_url(request)) == Verdict::Ours
}

/// Whether the request may go on: one that changes nothing, or one that no other site sent. Browsers too old to say
/// where they come from pass here, and must still bring the token of the form.
pub fn may_pass(request: &Request<'_>) -> bool {
    let changes_nothing = matches!(request.method(), Method::Get | Method::Head | Method::Options);
    changes_nothing || source(request).verdict(base_url(request)) != Verdict::Foreign
}

fn base_url<'r>(request: &'r Request<'_>) -> &'r str {
    request
        .rocket()
        .state::<Context>()
        .map_or("", |ctx| ctx.settings.base_url.as_str())
}

fn source<'r>(request: &'r Request<'_>) -> Source<'r> {
    let header = |name| request.headers().get_one(name);
    Source {
        fetch_site: header("Sec-Fetch-Site"),
        origin: header("Origin"),
        host: header("Host"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Ours,
    Unknown,
    Foreign,
}

impl Source<'_> {
    /// `Sec-Fetch-Site` cannot be written by a page and is believed first. An `Origin` is ours when it is that of
    /// `base_url`, or that of the address the browser asked for (`127.0.0.1` and `localhost` of the same demo).
    fn verdict(self, base_url: &str) -> Verdict {
        let ours = |is_ours: bool| if is_ours { Verdict::Ours } else { Verdict::Foreign };
        match (self.fetch_site, self.origin) {
            (Some(site), _) => ours(matches!(site, "same-origin" | "none")),
            (None, Some(origin)) => {
                let authority = origin.split_once("://").map(|(_, authority)| authority);
                ours(origin.eq_ignore_ascii_case(base_url) || (authority.is_some() && authority == self.host))
            }
            (None, None) => Verdict::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://ppid.example.go.id";

    fn verdict(fetch_site: Option<&str>, origin: Option<&str>) -> Verdict {
        let host = Some("127.0.0.1:8000");
        Source {
            fetch_site,
            origin,
            host,
        }
        .verdict(BASE)
    }

    #[test]
    fn what_the_browser_cannot_be_made_to_say_is_believed_first() {
        assert_eq!(verdict(Some("same-origin"), Some("null")), Verdict::Ours);
        assert_eq!(verdict(Some("none"), None), Verdict::Ours);
        assert_eq!(verdict(Some("same-site"), Some(BASE)), Verdict::Foreign);
        assert_eq!(verdict(Some("cross-site"), Some(BASE)), Verdict::Foreign);
    }

    #[test]
    fn an_origin_is_that_of_the_portal_or_of_the_address_asked_for() {
        assert_eq!(verdict(None, Some(BASE)), Verdict::Ours);
        assert_eq!(verdict(None, Some("http://127.0.0.1:8000")), Verdict::Ours);
        assert_eq!(
            verdict(None, Some("https://ppid.example.go.id.evil.example")),
            Verdict::Foreign
        );
        assert_eq!(verdict(None, Some("null")), Verdict::Foreign);
        assert_eq!(verdict(None, Some("http://127.0.0.1:9000")), Verdict::Foreign);
    }

    #[test]
    fn a_browser_that_says_nothing_is_unknown() {
        assert_eq!(verdict(None, None), Verdict::Unknown);
    }
}
