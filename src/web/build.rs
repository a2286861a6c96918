//! Puts the web server together from the settings; nothing of Rocket's own configuration files or variables is read.

use std::path::PathBuf;

use rocket::config::{Config, Ident, LogLevel, Shutdown};
use rocket::data::{ByteUnit, Limits};
use rocket::shield::Shield;
use rocket::{Build, Rocket};

use super::fairings::{AccessLog, SecurityHeaders};
use super::{assets, catchers, mount, pages};
use crate::config::Settings;
use crate::services::Context;
use crate::services::audit::FigureCache;
use crate::services::health::LastHealth;
use crate::services::simulation::PastCases;
use crate::text::embedded::ASSET_PATH;

/// A form without files: the longest legal answer with room to spare.
pub(super) const FORM_LIMIT: u64 = 256 * 1024;
/// One text field of a form with files.
const TEXT_LIMIT: u64 = 128 * 1024;
/// Texts beside the files of one form.
const BESIDE_FILES: u64 = 1024 * 1024;

/// Seconds that requests under way get to finish at shutdown, and then to send what they have.
const GRACE: u32 = 30;
const MERCY: u32 = 5;

/// The web server, ready to be launched by `serve` or ignited by a test.
#[must_use]
pub fn build(ctx: Context) -> Rocket<Build> {
    let settings = &ctx.settings;
    let headers = SecurityHeaders {
        is_https: settings.is_https(),
    };
    let mut rocket = rocket::custom(config(settings))
        .attach(Shield::new())
        .mount(ASSET_PATH, mount::guarded(assets::routes()))
        .register("/", catchers::all());
    for (base, routes) in pages::all() {
        rocket = rocket.mount(base, mount::guarded(routes));
    }
    // Fairings run in this order on the way out too: headers last, so that nothing slips past them.
    rocket
        .attach(AccessLog)
        .attach(headers)
        .manage(ctx)
        .manage(FigureCache::default())
        .manage(PastCases::default())
        .manage(LastHealth::default())
}

/// The largest body of a form with files.
pub(super) fn upload_limit(settings: &Settings) -> u64 {
    settings.uploads.max_total_bytes + BESIDE_FILES
}

fn config(settings: &Settings) -> Config {
    let bytes = ByteUnit::Byte;
    Config {
        address: settings.listen.ip(),
        port: settings.listen.port(),
        ident: Ident::none(),
        // Who asks is decided by `ClientAddress` from the trusted proxies; Rocket would believe anybody's header.
        ip_header: None,
        limits: Limits::new()
            .limit("form", bytes(FORM_LIMIT))
            .limit("data-form", bytes(upload_limit(settings)))
            .limit("file", bytes(settings.uploads.max_file_bytes))
            .limit("string", bytes(TEXT_LIMIT)),
        temp_dir: PathBuf::from(&settings.data_dir).into(),
        // `tracing` filters the lines; this only concerns Rocket's own logger, which is not installed.
        log_level: LogLevel::Off,
        cli_colors: false,
        shutdown: Shutdown {
            grace: GRACE,
            mercy: MERCY,
            ..Shutdown::default()
        },
        ..Config::default()
    }
}
