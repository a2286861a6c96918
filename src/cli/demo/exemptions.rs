//! Exempt information of the demo: `data/demo/exemptions.toml`, tested, signed and approved by the sample staff on the days it says.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;
use uuid::Uuid;

use super::story::Stage;
use crate::domain::actor::Role;
use crate::domain::exemption::{ActCited, Basis, Command, ExemptionGround, Gate, NeverExempt, Sheet, Tester};
use crate::services::Context;
use crate::services::exemptions::{decide_on, expire, open, write_sheet};

use super::users::Staff;

const EXEMPTIONS: &str = include_str!("../../../data/demo/exemptions.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exemption: Vec<Sample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    key: String,
    unit: String,
    tested: u16,
    signed: Option<u16>,
    approved: Option<u16>,
    lasts: i16,
    information: String,
    #[serde(default)]
    is_partial: bool,
    grounds: Vec<Ground>,
    if_opened: String,
    if_closed: String,
    weighing: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ground {
    #[serde(rename = "ground")]
    code: String,
    case: Option<u8>,
    number: Option<u16>,
    year: Option<u16>,
    article: Option<String>,
}

impl Ground {
    fn basis(&self) -> anyhow::Result<Basis> {
        let act = self.number.zip(self.year).zip(self.article.clone());
        Ok(Basis {
            ground: ExemptionGround::parse(&self.code).context("no such ground")?,
            sub_item: self.case,
            act: act.map(|((number, year), article)| ActCited {
                number,
                year,
                article,
            }),
        })
    }
}

/// The exemptions of the demo by their names.
pub type Known = BTreeMap<String, Uuid>;

/// Makes all of them.
pub async fn make(ctx: &Context, staff: &Staff) -> anyhow::Result<Known> {
    let file: File = toml::from_str(EXEMPTIONS).context("data/demo/exemptions.toml is broken")?;
    let mut known = Known::new();
    for sample in &file.exemption {
        let id = one(ctx, staff, sample)
            .await
            .with_context(|| format!("the exemption {}", sample.key))?;
        known.insert(sample.key.clone(), id);
    }
    // What a running portal would have noted by now.
    expire(ctx).await?;
    Ok(known)
}

async fn one(ctx: &Context, staff: &Staff, sample: &Sample) -> anyhow::Result<Uuid> {
    let none = Known::new();
    let mut stage = Stage::new(ctx, staff, &sample.key, &none).await?;
    stage.go_to(sample.tested)?;
    let unit = stage.unit(&sample.unit).await?;
    let (ppid, superior) = (staff.one(Role::Ppid, unit)?, staff.one(Role::Superior, unit)?);
    let today = ctx.today(ctx.zone());
    let ends_on = match u16::try_from(sample.lasts) {
        Ok(days) => stage.after(today, days)?,
        Err(_) => stage.day(sample.lasts.unsigned_abs())?,
    };
    let sheet = Sheet {
        information: sample.information.clone(),
        is_partial: sample.is_partial,
        bases: sample
            .grounds
            .iter()
            .map(Ground::basis)
            .collect::<Result<_, _>>()?,
        gate: Gate(NeverExempt::ALL.iter().map(|one| (*one, false)).collect()),
        if_opened: sample.if_opened.clone(),
        if_closed: sample.if_closed.clone(),
        weighing: sample.weighing.clone(),
        testers: vec![Tester {
            name: "Ridwan Contoh".to_owned(),
            position: "Kepala Subbagian Tata Usaha".to_owned(),
            unit: "Subbagian Tata Usaha".to_owned(),
        }],
        tested_on: stage.ctx.today(ctx.zone()),
        place: "Makassar".to_owned(),
        ends_on,
    };
    let id = write_sheet(&stage.ctx, &ppid, &sample.unit, None, &sheet).await?;
    let steps = [
        (sample.signed, &ppid, Command::Sign),
        (sample.approved, &superior, Command::Approve),
    ];
    for (day, viewer, command) in steps {
        let Some(day) = day else { break };
        stage.go_to(day)?;
        let roles = [Role::Ppid, Role::Superior];
        let file = open(&stage.ctx, viewer, &roles, id).await?;
        decide_on(&stage.ctx, viewer, id, file.row.version, &command).await?;
    }
    Ok(id)
}
