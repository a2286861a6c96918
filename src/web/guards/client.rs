//! Where the client is.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

use rocket::request::{FromRequest, Outcome};
use rocket::{Request, async_trait};

use crate::services::Context;

/// The client's address: that of the connection, unless a trusted proxy names another. For throttles; never logged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

#[async_trait]
impl<'r> FromRequest<'r> for ClientAddress {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        let peer = request
            .remote()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |remote| remote.ip());
        let forwarded: Vec<_> = request.headers().get("X-Forwarded-For").collect();
        let forwarded = (!forwarded.is_empty()).then(|| forwarded.join(","));
        let address = request.rocket().state::<Context>().map_or(peer, |ctx| {
            ctx.settings
                .trusted_proxies
                .client_address(peer, forwarded.as_deref())
        });
        Outcome::Success(Self(address))
    }
}
