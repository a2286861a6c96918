//! The names and shapes of our cookies. `__Host-` cookies belong to this host alone; browsers take them, `Secure` as
//! they are, from `https` and from `http://localhost` and `http://127.0.0.1`.

use rocket::http::{Cookie, SameSite};
use time::Duration;

/// The session of somebody who signed in.
pub const SESSION: &str = "__Host-terbuka_sesi";
/// A random id that binds forms to a browser in which nobody signed in.
pub const VISITOR: &str = "__Host-terbuka";
/// A sentence for the next page.
pub const FLASH: &str = "__Host-terbuka_kabar";
/// The secret of a request that is being filled in.
pub const DRAFT: &str = "__Host-terbuka_draf";
/// The chosen language.
pub const LANGUAGE: &str = "terbuka_lang";

/// A cookie that no script reads and no other host sets. `Lax`, not `Strict`: whoever arrives from the link in an
/// e-mail must still be signed in.
pub fn host_cookie(name: &'static str, value: String, max_age: Duration) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .build()
}

/// Takes a `__Host-` cookie away; browsers ignore a removal that lacks the attributes of the prefix.
pub fn removal(name: &'static str) -> Cookie<'static> {
    let mut cookie = host_cookie(name, String::new(), Duration::ZERO);
    cookie.set_expires(time::OffsetDateTime::UNIX_EPOCH);
    cookie
}

/// The language, for a year. It is no secret, and a portal on a plain-HTTP intranet keeps it too.
pub fn language(code: &'static str, is_https: bool) -> Cookie<'static> {
    Cookie::build((LANGUAGE, code))
        .path("/")
        .secure(is_https)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .build()
}
