//! What browsers may and may not do with our pages.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Request, Response};

/// Sets the same headers on every answer, files and errors included.
pub struct SecurityHeaders {
    /// Whether people reach the portal over TLS.
    pub is_https: bool,
}

/// Nothing from anywhere but here, nothing inline, framed by nobody.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(&str, &str); 7] = [
    ("Content-Security-Policy", POLICY),
    // Other sites learn nothing, not even that somebody came from a tracking page; our own forms keep their `Origin`,
    // which `no-referrer` would turn into `null`.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("X-Content-Type-Options", "nosniff"),
    // For browsers that do not know `frame-ancestors`.
    ("X-Frame-Options", "DENY"),
];

#[rocket::async_trait]
impl Fairing for SecurityHeaders {
    fn info(&self) -> Info {
        Info {
            name: "security headers",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        for (name, value) in HEADERS {
            response.set_raw_header(name, value);
        }
        if self.is_https {
            response.set_raw_header("Strict-Transport-Security", "max-age=31536000");
        }
        // What does not say how long it may be kept is not kept.
        if !response.headers().contains("Cache-Control") {
            response.set_raw_header("Cache-Control", "no-store");
        }
    }
}
