//! Slowing guessing and flooding down. The counters are rows, so several processes agree; their keys are hashed, so that no
//! address of a person is stored.

use std::net::{IpAddr, Ipv6Addr};

use time::Duration;

use super::{Context, ServiceError, micros};
use crate::domain::ids::UserId;
use crate::domain::request::RegistrationNumber;
use crate::persistence::{throttle, write};
use crate::security::LookupKind;

/// Counts one try for each key and refuses it when one of them has had too many within the window.
///
/// # Errors
/// `Throttled` with the seconds to wait.
pub async fn count(ctx: &Context, keys: &[(&str, i32)], window: Duration) -> Result<(), ServiceError> {
    let window = i64::try_from(window.whole_microseconds()).unwrap_or(i64::MAX);
    let now = micros(ctx.now());
    let start = now - now.rem_euclid(window);
    let is_over = write(&ctx.db, async |txn| {
        let mut is_over = false;
        for (key, most) in keys {
            is_over |= throttle::record_attempt(txn, key, start).await? > *most;
        }
        Ok::<_, ServiceError>(is_over)
    })
    .await?;
    if is_over {
        let wait = u64::try_from((start + window - now) / 1_000_000).unwrap_or_default();
        return Err(ServiceError::Throttled(wait.max(1)));
    }
    Ok(())
}

const WINDOW: Duration = Duration::minutes(15);
/// Tries to find one case by its number from one network: a person who mistypes needs fewer.
const TRIES_PER_NUMBER: i32 = 10;
/// Tries to find cases from one network.
const TRIES_PER_NETWORK: i32 = 100;
/// Links of one case sent again in a day.
const LINKS_A_DAY: i32 = 3;
/// Wrong secret addresses of a calendar from one network; programs of many offices behind one address ask with right ones.
const FEEDS_PER_NETWORK: i32 = 100;
/// Requests begun or filed from one network: a village behind one address needs fewer.
const FORMS_PER_NETWORK: i32 = 60;
/// Tries at one's own password.
const TRIES_PER_PASSWORD: i32 = 10;
/// Documents sent from one network: sixty requests with two each.
const DOCUMENTS_PER_NETWORK: i32 = 120;
/// Simulations of one account: each replays every case of a period.
const SIMULATIONS: i32 = 60;
/// Bundles of evidence taken from one network, or by one account.
const BUNDLES: i32 = 30;
/// Documents of one form that are counted; more than a form may have.
const MOST_COUNTED: usize = 50;

/// Counts one try to find a case by its number.
///
/// # Errors
/// See [`count`].
pub async fn tracking(ctx: &Context, number: &str, address: IpAddr) -> Result<(), ServiceError> {
    let network = network(address);
    let hash = |text: &str| ctx.keys.lookup_hash(LookupKind::Throttle, text);
    let number = one_spelling(number);
    let by_number = hash(&format!("tracking number {number} {network}"));
    let by_network = hash(&format!("tracking network {network}"));
    count(
        ctx,
        &[(&by_number, TRIES_PER_NUMBER), (&by_network, TRIES_PER_NETWORK)],
        WINDOW,
    )
    .await
}

/// However it is spelled: one number, one counter.
fn one_spelling(number: &str) -> String {
    match RegistrationNumber::parse(number) {
        Ok(number) => number.to_string(),
        Err(_) => number.trim().to_uppercase().chars().take(100).collect(),
    }
}

/// Counts one wish to have a link sent again: by the number, whoever asks, so that nobody's mailbox is flooded; and by the network.
///
/// # Errors
/// See [`count`].
pub async fn link_again(ctx: &Context, number: &str, address: IpAddr) -> Result<(), ServiceError> {
    tracking(ctx, number, address).await?;
    let number = one_spelling(number);
    let key = ctx
        .keys
        .lookup_hash(LookupKind::Throttle, &format!("link again {number}"));
    count(ctx, &[(&key, LINKS_A_DAY)], Duration::DAY).await
}

/// Counts one try to read a calendar by a secret that opens none.
///
/// # Errors
/// See [`count`].
pub async fn unknown_feed(ctx: &Context, address: IpAddr) -> Result<(), ServiceError> {
    let key = ctx.keys.lookup_hash(
        LookupKind::Throttle,
        &format!("calendar network {}", network(address)),
    );
    count(ctx, &[(&key, FEEDS_PER_NETWORK)], WINDOW).await
}

/// Counts one form begun or filed.
///
/// # Errors
/// See [`count`].
pub async fn filing(ctx: &Context, address: IpAddr) -> Result<(), ServiceError> {
    let key = ctx.keys.lookup_hash(
        LookupKind::Throttle,
        &format!("filing network {}", network(address)),
    );
    count(ctx, &[(&key, FORMS_PER_NETWORK)], WINDOW).await
}

/// Counts one try at the password of an account by whoever sits in its session.
///
/// # Errors
/// See [`count`].
pub async fn own_password(ctx: &Context, user: UserId) -> Result<(), ServiceError> {
    count(ctx, &[(&own_password_key(ctx, user), TRIES_PER_PASSWORD)], WINDOW).await
}

/// Under what those tries are counted; forgotten once one was right.
pub fn own_password_key(ctx: &Context, user: UserId) -> String {
    ctx.keys
        .lookup_hash(LookupKind::Throttle, &format!("own password {}", user.0))
}

/// Counts one simulation.
///
/// # Errors
/// See [`count`].
pub async fn simulation(ctx: &Context, user: UserId) -> Result<(), ServiceError> {
    let key = ctx
        .keys
        .lookup_hash(LookupKind::Throttle, &format!("simulation {}", user.0));
    count(ctx, &[(&key, SIMULATIONS)], WINDOW).await
}

/// Counts one bundle of evidence taken by its applicant.
///
/// # Errors
/// See [`count`].
pub async fn bundle(ctx: &Context, address: IpAddr) -> Result<(), ServiceError> {
    let key = format!("bundle network {}", network(address));
    let key = ctx.keys.lookup_hash(LookupKind::Throttle, &key);
    count(ctx, &[(&key, BUNDLES)], WINDOW).await
}

/// Counts one bundle of evidence taken by the office.
///
/// # Errors
/// See [`count`].
pub async fn office_bundle(ctx: &Context, user: UserId) -> Result<(), ServiceError> {
    let key = ctx
        .keys
        .lookup_hash(LookupKind::Throttle, &format!("bundle {}", user.0));
    count(ctx, &[(&key, BUNDLES)], WINDOW).await
}

/// Counts documents that come from one network, before any of them is kept.
///
/// # Errors
/// See [`count`].
pub async fn documents(ctx: &Context, address: IpAddr, files: usize) -> Result<(), ServiceError> {
    if files == 0 {
        return Ok(());
    }
    let key = ctx.keys.lookup_hash(
        LookupKind::Throttle,
        &format!("documents network {}", network(address)),
    );
    let keys = vec![(key.as_str(), DOCUMENTS_PER_NETWORK); files.min(MOST_COUNTED)];
    count(ctx, &keys, WINDOW).await
}

/// A household or office: an IPv4 address, or the /64 within which an IPv6 client chooses its own.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn a_network_is_an_ipv4_address_or_an_ipv6_64() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("203.0.113.7"), "203.0.113.7");
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }
}
