//! What is known of a case: who asks, what, how, and with which outcome.

use super::{Drawer, ItemView, ObjectionCard};
use crate::domain::request::{AccessMode, ApplicantKind, Status};
use crate::services::instant;
use crate::web::views::delivery_rows;
use crate::web::views::parts::Row;

impl Drawer<'_> {
    pub(super) fn row(&self, key: &str, value: impl Into<String>) -> Row {
        Row::new(self.words.text(&format!("officer.row.{key}")), value)
    }

    /// What a field of the law says, or that it is not there: still to come while completeness is open, never said afterwards.
    fn stated(&self, key: &str, value: Option<String>) -> Row {
        let absent = match self.file.case.state.status {
            Status::CompletenessCheck | Status::Incomplete => "officer.absent.yet",
            _ => "officer.absent.never",
        };
        self.row(key, value.unwrap_or_else(|| self.words.text(absent)))
    }

    pub(super) fn applicant(&self) -> Vec<Row> {
        let Some(who) = &self.file.identity else {
            return Vec::new();
        };
        let row = &self.file.case.row;
        let kind = ApplicantKind::parse(&row.applicant_kind);
        let is_entity = kind == Some(ApplicantKind::LegalEntity);
        let address = who.address.as_ref().map(|address| match &who.city {
            Some(city) => format!("{address}\n{city}"),
            None => address.clone(),
        });
        let address = address.or_else(|| who.city.clone());
        let has_contact = who.phone.is_some() || who.email.is_some();
        // Which of them the law asks for depends on who asks (Perki 1/2021 Ps 29(5)b–e).
        let fields = [
            ("full_name", who.full_name.clone(), !is_entity),
            ("organisation", who.organisation.clone(), is_entity),
            ("decree_no", who.legal_entity_decree_no.clone(), is_entity),
            ("proxy_name", who.proxy_name.clone(), row.by_proxy),
            ("nik", who.masked_nik(), !is_entity),
            ("address", address, true),
            ("phone", who.phone.clone(), !has_contact),
            ("email", who.email.clone(), !has_contact),
            ("occupation", who.occupation.clone(), false),
        ];
        let shown = fields
            .into_iter()
            .filter(|(_, value, is_asked)| value.is_some() || *is_asked);
        shown.map(|(key, value, _)| self.stated(key, value)).collect()
    }

    pub(super) fn facts(&self) -> Vec<Row> {
        let (words, row) = (self.words, &self.file.case.row);
        let law = |group: &str, code: &str| words.text(&format!("law.{group}.{code}"));
        let mut kind = law("applicant_kind", &row.applicant_kind);
        if row.by_proxy {
            kind = words.with("officer.by_proxy", &[("kind", &kind)]);
        }
        let mut rows = vec![
            self.row("unit", &self.file.case.unit.name),
            self.row(
                "received",
                format!(
                    "{}\n{}",
                    words.datetime(self.file.case.received_at(), self.file.case.zone),
                    law("channel", &row.channel)
                ),
            ),
            self.row(
                "registered",
                words.datetime(instant(row.registered_at), self.file.case.zone),
            ),
            self.row("applicant_kind", kind),
            self.stated("purpose", row.purpose.clone()),
            self.stated(
                "access_mode",
                row.access_mode.as_ref().map(|mode| law("access_mode", mode)),
            ),
        ];
        if row.access_mode.as_deref() != Some(AccessMode::View.code()) {
            let mode = row.delivery_mode.as_ref();
            rows.push(self.stated("delivery_mode", mode.map(|mode| law("delivery_mode", mode))));
        }
        if row.registered_unit_id != row.unit_id
            && let Some(name) = self.file.unit_name(row.registered_unit_id)
        {
            rows.push(self.row("registered_unit", name));
        }
        if let Some(outcome) = &row.outcome {
            rows.push(self.row("outcome", law("outcome", outcome)));
        }
        rows.extend(delivery_rows(words, self.file));
        if let Some(days) = row.working_days_used {
            rows.push(self.row(
                "working_days_used",
                words.counted("common.count.working_days", days.into()),
            ));
        }
        rows.push(self.row(
            "rule_set",
            self.words.text(&format!("law.rule_set.{}", row.rule_set)),
        ));
        rows
    }

    pub(super) fn items(&self) -> Vec<ItemView> {
        let items = self.file.page.items.iter().map(|item| {
            let optional = [
                ("answer", item.answer.clone()),
                ("redactions", item.redactions.clone()),
                ("ground", item.ground.clone()),
                ("holder", item.holder.clone()),
                (
                    "available_on",
                    item.available_on.map(|on| self.words.date_long(on)),
                ),
            ];
            ItemView {
                position: item.position,
                detail: item.detail.clone(),
                outcome: item.outcome.clone(),
                rows: optional
                    .into_iter()
                    .filter_map(|(key, value)| Some(self.row(key, value.filter(|value| !value.is_empty())?)))
                    .collect(),
                files: self.files(|file| file.item_id == Some(item.id)),
            }
        });
        items.collect()
    }

    pub(super) fn objections(&self) -> Vec<ObjectionCard> {
        let home = self.base.split("/permohonan/").next().unwrap_or_default();
        let objections = self.file.page.objections.iter().map(|objection| {
            let mut rows = vec![self.row("filed_on", self.words.date(objection.filed_on))];
            if let (Some(number), Some(status)) = (&objection.number, &objection.status) {
                rows.insert(0, self.row("objection_no", number));
                rows.push(self.row("status", self.words.text(&format!("objection.status.{status}"))));
                return ObjectionCard {
                    href: Some(format!("{home}/keberatan/{number}")),
                    rows,
                };
            }
            rows.push(self.row("grounds", &objection.grounds));
            rows.push(self.row("objection_reason", &objection.reason));
            if let Some(on) = objection.decided_on {
                rows.push(self.row("decided_on", self.words.date(on)));
            }
            if let Some(text) = objection.decision_text.as_ref().or(objection.decision.as_ref()) {
                rows.push(self.row("decision", text));
            }
            ObjectionCard { href: None, rows }
        });
        objections.collect()
    }
}
