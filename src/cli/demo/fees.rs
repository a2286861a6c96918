//! The fee decree of the demo: `data/demo/fees.toml`.

use anyhow::anyhow;

use crate::services::Context;
use crate::services::fees::{self, EnteredBy};

const FEES: &str = include_str!("../../../data/demo/fees.toml");

/// Enters every decree.
pub async fn make(ctx: &Context) -> anyhow::Result<()> {
    let decrees = fees::read(FEES).map_err(|error| anyhow!("data/demo/fees.toml: {error}"))?;
    for decree in decrees {
        fees::enter(ctx, EnteredBy::Operator, decree.binds(), &decree.schedule).await?;
    }
    Ok(())
}
