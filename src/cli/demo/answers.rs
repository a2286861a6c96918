//! Answers of the sample cases, their way over the superior's desk, and their publication.

use anyhow::Context as _;

use super::cases::Part;
use super::story::Stage;
use crate::domain::actor::Role;
use crate::domain::fee::{Charge, PaymentMode, Pick};
use crate::domain::request::{Answer, Command, ExemptionUsed, ItemAnswer, Outcome};
use crate::services::fees::in_force_today;
use crate::services::requests::{self, CaseKey};
use crate::services::uploads::NewFile;

impl Stage<'_> {
    async fn version(&self, key: &CaseKey) -> anyhow::Result<i32> {
        let case = requests::Case::load(&self.ctx, self.ctx.db.read(), key).await?;
        Ok(case.row.version)
    }

    pub(super) async fn approve(&self, key: &CaseKey) -> anyhow::Result<()> {
        let superior = self.staff_of(key, Role::Superior).await?;
        requests::approve_answer(&self.ctx, &superior, key, self.version(key).await?).await?;
        Ok(())
    }

    pub(super) async fn send_back(&self, key: &CaseKey, reason: &str) -> anyhow::Result<()> {
        let superior = self.staff_of(key, Role::Superior).await?;
        requests::return_answer(&self.ctx, &superior, key, self.version(key).await?, reason).await?;
        Ok(())
    }

    pub(super) async fn answer(
        &self,
        parts: &[Part],
        promised_after: u16,
        fee: &[(String, u32)],
        key: &CaseKey,
    ) -> anyhow::Result<(Command, Vec<NewFile>)> {
        let (mut items, mut files) = (Vec::new(), Vec::new());
        for (position, part) in (1..).zip(parts) {
            if let Some(file) = part.file {
                files.push(self.keep(file, "answer", Some(position)).await?);
            }
            items.push(Some(ItemAnswer {
                outcome: Outcome::parse(&part.outcome).context("no such outcome")?,
                text: part.text.clone(),
                has_files: part.file.is_some(),
                held_form: None,
                redactions: part.redactions.clone(),
                is_redacted: true,
                holder: part.holder.clone(),
                is_holder_unknown: false,
                available_on: part
                    .available_after
                    .map(|days| self.day_after(days))
                    .transpose()?,
                exemption: part
                    .exemption
                    .as_deref()
                    .map(|key| self.exemption(key))
                    .transpose()?,
            }));
        }
        let promised_on = Some(self.day_after(promised_after)?);
        Ok((
            requests::command_of(&Answer {
                items,
                promised_on,
                charge: self.charge(key, fee).await?,
            }),
            files,
        ))
    }

    async fn charge(&self, key: &CaseKey, fee: &[(String, u32)]) -> anyhow::Result<Option<Charge>> {
        if fee.is_empty() {
            return Ok(None);
        }
        let case = requests::Case::load(&self.ctx, self.ctx.db.read(), key).await?;
        let schedule = in_force_today(&self.ctx, &case).await?.context("no fee decree")?;
        let picks = fee.iter().map(|(what, quantity)| {
            let item = schedule.items.iter().find(|item| item.description == *what);
            Ok(Pick {
                item: item.with_context(|| format!("no line {what}"))?.id,
                quantity: *quantity,
            })
        });
        Ok(Some(Charge::picked(picks.collect::<anyhow::Result<_>>()?)))
    }

    pub(super) async fn payment(
        &self,
        key: &CaseKey,
        mode: &str,
        reference: &str,
    ) -> anyhow::Result<(Command, Vec<NewFile>)> {
        let case = requests::Case::load(&self.ctx, self.ctx.db.read(), key).await?;
        let fee = case.state.current_fee().context("nothing to pay")?;
        let command = Command::RecordPayment {
            on: self.ctx.today(self.ctx.zone()),
            mode: PaymentMode::parse(mode).context("no such way to pay")?,
            amount: fee.total,
            reference: reference.to_owned(),
        };
        Ok((command, Vec::new()))
    }

    fn exemption(&self, key: &str) -> anyhow::Result<ExemptionUsed> {
        let id = self
            .exemptions
            .get(key)
            .with_context(|| format!("no exemption {key}"))?;
        Ok(ExemptionUsed::named(*id))
    }

    pub(super) async fn publish(&self, key: &CaseKey) -> anyhow::Result<()> {
        let officer = self.officer_of(key).await?;
        let proposal = requests::propose(&self.ctx, &officer, key).await?;
        let mut text = proposal.text;
        text.files = proposal.files.iter().map(|file| file.id).collect();
        // They are ours, and name nobody.
        text.is_looked_through = true;
        requests::publish(&self.ctx, &officer, key, proposal.version, &text).await?;
        Ok(())
    }
}
