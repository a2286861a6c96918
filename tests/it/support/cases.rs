//! Cases with honest defaults, filed through the service, so that no fixture holds an impossible state.

use terbuka::domain::actor::Actor;
use terbuka::domain::applicant::Submission;
use terbuka::domain::ids::UserId;
use terbuka::domain::request::Channel;
use terbuka::persistence::{outbox, write};
use terbuka::services::requests::{Filed, Filing, file};
use terbuka::services::{ServiceError, micros};
use terbuka::text::Lang;

use super::TestApp;

/// A request to file.
pub struct CaseBuilder {
    form: Submission,
    citizen: Option<UserId>,
}

impl CaseBuilder {
    /// A person of Makassar asks the prison of Makassar for its budget.
    pub fn new() -> Self {
        let text = str::to_owned;
        Self {
            form: Submission {
                applicant_kind: text("individual"),
                by_proxy: text("no"),
                full_name: text("Andi Baso Contoh"),
                nik: text("7371011203900001"),
                address: text("Jl. Veteran Selatan 10"),
                city: text("Kota Makassar"),
                phone: text("081234567890"),
                email: text("andi.baso@example.org"),
                subject: text("Anggaran bahan makanan"),
                items: vec![text("Realisasi anggaran bahan makanan tahun 2025")],
                purpose: text("Penelitian"),
                access_mode: text("copy_digital"),
                delivery_mode: text("email"),
                unit: text("lapas-makassar"),
                ..Submission::default()
            },
            citizen: None,
        }
    }

    /// To this unit.
    pub fn unit(mut self, code: &str) -> Self {
        code.clone_into(&mut self.form.unit);
        self
    }

    /// By this citizen, from their account.
    pub fn by(mut self, citizen: UserId) -> Self {
        self.citizen = Some(citizen);
        self
    }

    /// Changes what the form says.
    pub fn with(mut self, change: impl FnOnce(&mut Submission)) -> Self {
        change(&mut self.form);
        self
    }

    /// The form as the web sends it, now.
    pub fn filing(self, app: &TestApp) -> Filing {
        let request = self.form.check().expect("a complete form");
        Filing {
            request,
            channel: Channel::Web,
            received_at: app.ctx.now(),
            lang: Lang::Id,
            citizen: self.citizen.map(|user| user.0),
            actor: Actor {
                user: self.citizen,
                ..Actor::APPLICANT
            },
            submission_key: app.ctx.new_id().to_string(),
            draft: None,
            files: Vec::new(),
            source: "live",
        }
    }

    /// Files it over the web, now.
    pub async fn file(self, app: &TestApp) -> Filed {
        let filing = self.filing(app);
        file(&app.ctx, filing).await.expect("a filed request")
    }
}

/// The kinds of mail that wait, sorted; they are taken.
pub async fn kinds_of_mail(app: &TestApp) -> Vec<String> {
    let now = micros(app.ctx.now());
    let claimed = write(&app.ctx.db, async |txn| {
        Ok::<_, ServiceError>(outbox::claim_outbox(txn, now, i64::MAX, 100).await?)
    });
    let mut kinds: Vec<_> = claimed
        .await
        .expect("the mails")
        .into_iter()
        .map(|mail| mail.kind)
        .collect();
    kinds.sort();
    kinds
}
