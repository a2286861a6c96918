//! From the values of the sources to the settings: what follows from what, and what contradicts what.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::domain::calendar::Zone;

use super::{
    ConfigError, Counting, Instance, InvalidNetwork, KeyOverrides, Log, LogFormat, Problem, Reminders,
    Secret, Session, Settings, Smtp, SmtpTls, Sources, TrustedProxies, Uploads, Worker,
    values::{Value, Values},
};

const MIB: u64 = 1024 * 1024;

impl Settings {
    /// Reads the settings from `sources`; equal sources give equal settings.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let mut values = Values::collect(sources).into_result()?;
        let data_dir = PathBuf::from(text(&values, "data_dir"));
        let listen = listen(&mut values);
        let base_url = base_url(&mut values, listen);
        let database_url = database_url(&mut values, &data_dir);
        let trusted_proxies = trusted_proxies(&mut values);
        let smtp = smtp(&mut values);
        let security_contact = security_contact(&mut values);
        let values = values.into_result()?;

        Ok(Self {
            data_dir,
            listen,
            base_url,
            database_url,
            trusted_proxies,
            instance: Instance {
                name: text(&values, "instance.name"),
                place: text(&values, "instance.place"),
                unit: text(&values, "instance.unit"),
                security_contact,
                zone: Zone::from_name(&text(&values, "instance.zone")).unwrap_or(Zone::Wita),
                staff_language: text(&values, "instance.staff_language"),
            },
            smtp,
            uploads: Uploads {
                max_file_bytes: number(&values, "uploads.max_file_mib") * MIB,
                max_files: usize::try_from(number(&values, "uploads.max_files")).unwrap_or(usize::MAX),
                max_total_bytes: number(&values, "uploads.max_total_mib") * MIB,
            },
            worker: Worker {
                interval: Duration::from_secs(number(&values, "worker.interval_seconds")),
            },
            reminders: Reminders {
                ahead: u16::try_from(number(&values, "reminders.ahead")).unwrap_or(u16::MAX),
                hour: u8::try_from(number(&values, "reminders.hour")).unwrap_or(u8::MAX),
            },
            session: Session {
                lifetime: Duration::from_secs(number(&values, "session.hours") * 3_600),
            },
            counting: Counting {
                weekend: yes(&values, "counting.weekend"),
                libur_nasional: yes(&values, "counting.libur_nasional"),
                cuti_bersama: yes(&values, "counting.cuti_bersama"),
            },
            log: Log {
                format: match text(&values, "log.format").as_str() {
                    "json" => LogFormat::Json,
                    _ => LogFormat::Text,
                },
                filter: text(&values, "log.filter"),
            },
            keys: KeyOverrides {
                session: secret(&values, "keys.session"),
                csrf: secret(&values, "keys.csrf"),
                identity: secret(&values, "keys.identity"),
                lookup: secret(&values, "keys.lookup"),
            },
            values,
        })
    }
}

fn listen(values: &mut Values) -> SocketAddr {
    text(values, "listen").parse().unwrap_or_else(|_| {
        values.refuse("listen", "must be an address and a port, like 127.0.0.1:8000");
        SocketAddr::from(([127, 0, 0, 1], 8000))
    })
}

fn base_url(values: &mut Values, listen: SocketAddr) -> String {
    if values.get("base_url").is_none() {
        // Nobody can visit 0.0.0.0; it means every address, of which this one always exists.
        let host = if listen.ip().is_unspecified() {
            "localhost".to_owned()
        } else {
            host_of(listen)
        };
        let url = format!("http://{host}:{}", listen.port());
        values.derive("base_url", Value::Text(url));
    }
    let url = text(values, "base_url").trim_end_matches('/').to_owned();
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        values.refuse(
            "base_url",
            "must be http:// or https:// and a host, without a path",
        );
    }
    url
}

fn host_of(listen: SocketAddr) -> String {
    match listen {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    }
}

fn database_url(values: &mut Values, data_dir: &Path) -> Secret {
    if values.get("database_url").is_none() {
        let url = format!("sqlite://{}?mode=rwc", data_dir.join("terbuka.sqlite").display());
        values.derive("database_url", Value::Secret(Secret::new(url)));
    }
    let url = secret(values, "database_url").unwrap_or_else(|| Secret::new(String::new()));
    if !["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.expose().starts_with(scheme))
    {
        values.refuse("database_url", "must begin with sqlite: or postgres://");
    }
    url
}

fn trusted_proxies(values: &mut Values) -> TrustedProxies {
    let Some((Value::List(items), _)) = values.get("trusted_proxies") else {
        return TrustedProxies::default();
    };
    match items
        .iter()
        .map(|item| item.parse())
        .collect::<Result<_, InvalidNetwork>>()
    {
        Ok(networks) => TrustedProxies(networks),
        Err(error) => {
            values.refuse("trusted_proxies", error.to_string());
            TrustedProxies::default()
        }
    }
}

fn security_contact(values: &mut Values) -> Option<String> {
    let (Value::Text(contact), _) = values.get("instance.security_contact")? else {
        return None;
    };
    let contact = contact.clone();
    let is_address = ["mailto:", "https://", "tel:"]
        .iter()
        .any(|scheme| contact.starts_with(scheme));
    if !is_address || contact.contains(char::is_whitespace) {
        values.refuse(
            "instance.security_contact",
            "must begin with mailto:, https:// or tel:",
        );
    }
    Some(contact)
}

fn smtp(values: &mut Values) -> Option<Smtp> {
    let Some((Value::Text(host), _)) = values.get("smtp.host") else {
        if values.get("smtp.from").is_some() || values.get("smtp.username").is_some() {
            let reason = "other smtp settings are given";
            values.problems.push(Problem::Missing {
                key: "smtp.host",
                reason,
            });
        }
        return None;
    };
    let host = host.clone();
    let (tls, usual_port) = match text(values, "smtp.tls").as_str() {
        "none" => (SmtpTls::None, 25),
        "tls" => (SmtpTls::Tls, 465),
        _ => (SmtpTls::StartTls, 587),
    };
    if values.get("smtp.port").is_none() {
        values.derive("smtp.port", Value::Integer(usual_port));
    }
    if values.get("smtp.from").is_none() {
        values.problems.push(Problem::Missing {
            key: "smtp.from",
            reason: "every mail needs a sender",
        });
    }
    let credentials = match (values.get("smtp.username"), secret(values, "smtp.password")) {
        (Some(_), Some(password)) => Some((text(values, "smtp.username"), password)),
        (None, None) => None,
        (Some(_), None) => {
            values.problems.push(Problem::Missing {
                key: "smtp.password",
                reason: "smtp.username is given",
            });
            None
        }
        (None, Some(_)) => {
            values.problems.push(Problem::Missing {
                key: "smtp.username",
                reason: "smtp.password is given",
            });
            None
        }
    };
    let is_here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if tls == SmtpTls::None && credentials.is_some() && !is_here {
        values.refuse(
            "smtp.tls",
            "must not be none: the password would travel in the open",
        );
    }
    Some(Smtp {
        host,
        port: u16::try_from(number(values, "smtp.port")).unwrap_or(u16::MAX),
        tls,
        credentials,
        from: text(values, "smtp.from"),
        timeout: Duration::from_secs(number(values, "smtp.timeout_seconds")),
    })
}

// The table of keys guarantees the kinds, and a default for every key read as required; `tests.rs` proves it. An absent
// value therefore only occurs where a problem has been noted, and the settings are then never handed out.

fn text(values: &Values, path: &str) -> String {
    match values.get(path) {
        Some((Value::Text(text), _)) => text.clone(),
        _ => String::new(),
    }
}

fn number(values: &Values, path: &str) -> u64 {
    match values.get(path) {
        Some((Value::Integer(number), _)) => u64::try_from(*number).unwrap_or_default(),
        _ => 0,
    }
}

fn yes(values: &Values, path: &str) -> bool {
    matches!(values.get(path), Some((Value::Boolean(true), _)))
}

fn secret(values: &Values, path: &str) -> Option<Secret> {
    match values.get(path) {
        Some((Value::Secret(secret), _)) => Some(secret.clone()),
        _ => None,
    }
}
