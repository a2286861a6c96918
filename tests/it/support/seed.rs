//! What every application starts with: the calendars compiled in, and three units.

use terbuka::persistence::{rows, units, write};
use terbuka::services::{Context, ServiceError, calendars};

/// The unit that receives what nobody else was named for, and two others.
const UNITS: [(&str, &str, &str, Option<&str>); 3] = [
    ("kanwil-sulsel", "Kantor Wilayah Sulawesi Selatan", "kanwil", None),
    (
        "lapas-makassar",
        "Lembaga Pemasyarakatan Kelas I Makassar",
        "lapas",
        Some("kanwil-sulsel"),
    ),
    (
        "rutan-makassar",
        "Rumah Tahanan Negara Kelas I Makassar",
        "rutan",
        Some("kanwil-sulsel"),
    ),
];

pub async fn units(ctx: &Context) {
    let added = write(&ctx.db, async |txn| {
        for (code, name, kind, parent) in UNITS {
            units::insert_unit(txn, &unit(ctx, code, name, kind, parent)).await?;
        }
        Ok::<(), ServiceError>(())
    });
    added.await.expect("units");
}

/// One more prison under the regional office.
pub async fn prison(ctx: &Context, code: &str) {
    let row = unit(ctx, code, code, "lapas", Some("kanwil-sulsel"));
    let added = write(&ctx.db, async |txn| {
        units::insert_unit(txn, &row).await?;
        Ok::<(), ServiceError>(())
    });
    added.await.expect("a unit");
}

fn unit(ctx: &Context, code: &str, name: &str, kind: &str, parent: Option<&str>) -> rows::Unit {
    rows::Unit {
        id: ctx.new_id(),
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        kind: kind.to_owned(),
        parent_code: parent.map(str::to_owned),
        place: "Kota Makassar".to_owned(),
        province: "Sulawesi Selatan".to_owned(),
        address: "Jl. Sultan Alauddin, Makassar".to_owned(),
        lat: None,
        lon: None,
        service_area: "Kota Makassar".to_owned(),
        email: None,
        website: None,
        zone: "Asia/Makassar".to_owned(),
        valid_from: None,
        valid_to: None,
        version: 1,
        body: None,
        ppid_of: None,
        commission: "province".to_owned(),
    }
}

pub async fn calendars(ctx: &Context) {
    calendars::import_built_in(ctx).await.expect("calendars");
}
