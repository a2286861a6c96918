//! One name for one request, in its log lines, in its answer and on its error page.

use std::fmt;

use rocket::Request;
use uuid::Uuid;

use crate::security::new_id;
use crate::services::Context;

/// The name of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(Uuid);

impl RequestId {
    /// The header that carries it to the client.
    pub const HEADER: &'static str = "X-Request-Id";

    /// The name of this request; made at the first call.
    pub fn of(request: &Request<'_>) -> Self {
        *request.local_cache(|| {
            let ctx = request.rocket().state::<Context>();
            Self(ctx.map_or(Uuid::nil(), |ctx| new_id(&*ctx.entropy, ctx.now())))
        })
    }

    /// What a person reads to the office over the telephone: the random end of the id, short and found by a search of
    /// the log.
    pub fn reference(self) -> String {
        let text = self.0.simple().to_string();
        text.get(20..).unwrap_or(&text).to_owned()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_part_of_the_id() {
        let id = RequestId(Uuid::from_u128(0x0192_aaaa_bbbb_7ccc_8ddd_0123_4567_89ab));
        assert_eq!(id.reference(), "0123456789ab");
        assert!(id.to_string().ends_with(&id.reference()));
    }
}
