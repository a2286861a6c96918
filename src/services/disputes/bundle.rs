//! Berkas bukti: what an applicant takes to the Commission (Perki 1/2013 Ps 11), gathered. What it says on paper is drawn elsewhere; here is
//! decided who may have it, what belongs to it, and how large it may be.

use super::known::explain_as_known;
use super::views::{DisputeFile, of_objection};
use crate::domain::actor::{Role, Viewer};
use crate::domain::deadline::DueState;
use crate::domain::policy::CaseView;
use crate::domain::request::{ApplicantKind, MissingRequirement};
use crate::security::TrackingToken;
use crate::services::objections::{self, ObjectionFile};
use crate::services::requests::{self, CaseFile, CaseKey};
use crate::services::{Context, ServiceError};
use crate::storage::MediaType;
use crate::storage::archive::{self, Entry};
use bytes::Bytes;
use futures::stream::BoxStream;
use time::{Date, OffsetDateTime};

/// Kinds of documents that show who somebody is: an identity card, and a deed with the founders of a legal entity. They are taken along apart
/// and never packed.
const IDENTITY: [&str; 2] = ["identity", "deed"];

/// Kind of a power of attorney. That of a group comes with the cards of everybody who gave it (Perki 1/2021 Ps 27(4)).
const POWER: &str = "poa";

/// Kind of a document that completes a request: it holds whatever the letter asked for.
const COMPLETION: &str = "fix";

/// The most bytes of documents in one bundle. What goes beyond is named with its digest, so that it can be fetched apart.
pub const MOST_BYTES: u64 = 200 * 1024 * 1024;

/// A document of the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// Where it lies in the bundle; `None` when it is not packed.
    pub path: Option<String>,
    /// Whether it is taken along apart, for it shows who somebody is.
    pub is_apart: bool,
    /// What it was called.
    pub name: String,
    /// Digest of its bytes.
    pub sha256: String,
    /// Its length.
    pub size: u64,
    /// Code of its kind.
    pub kind: String,
    /// Whether the office gave it.
    pub is_from_office: bool,
}

/// Every date of request, objection and dispute, day by day, with what it was by each calendar that was in force.
#[derive(Debug, Default)]
pub struct BundleDates {
    /// Of the request.
    pub request: Vec<requests::Explained>,
    /// Of the objection.
    pub objection: Vec<objections::Explained>,
    /// Of the dispute.
    pub dispute: Vec<objections::Explained>,
}

impl BundleDates {
    async fn of(
        ctx: &Context,
        request: Option<&CaseFile>,
        objection: &ObjectionFile,
        dispute: &DisputeFile,
    ) -> Result<Self, ServiceError> {
        let mut dates = Self::default();
        if let Some(file) = request {
            for duty in &file.clock.duties {
                let one = requests::explain_as_known(ctx, file, &duty.code, None).await?;
                dates.request.push(one);
            }
        }
        for duty in &objection.clock.duties {
            let one = objections::explain_as_known(ctx, objection, &duty.code, None).await?;
            dates.objection.push(one);
        }
        for duty in &dispute.clock.duties {
            let one = explain_as_known(ctx, (objection, dispute), &duty.code, None).await?;
            dates.dispute.push(one);
        }
        Ok(dates)
    }
}

/// Everything a bundle is made of, as the applicant may see it, whoever takes it.
#[derive(Debug)]
pub struct Bundle {
    /// The objection.
    pub objection: ObjectionFile,
    /// The dispute, if anybody went already.
    pub dispute: DisputeFile,
    /// The request; none for an objection without one.
    pub request: Option<CaseFile>,
    /// Documents.
    pub files: Vec<BundleFile>,
    /// Every date, explained.
    pub dates: BundleDates,
    /// The instant it says things of.
    pub as_of: OffsetDateTime,
}

impl Bundle {
    /// Whether the objection stands unanswered although its last day has passed (Perki 1/2013 Ps 5 huruf b), as of today.
    #[must_use]
    pub fn is_objection_silent(&self) -> bool {
        let file = &self.objection;
        file.clock.is_lapsed(&file.objection.state, file.moment.today)
    }

    /// Whether the request stands unanswered although its last day has passed (UU 14/2008 Ps 35(1)c), as of today.
    #[must_use]
    pub fn is_request_silent(&self) -> bool {
        let request = self.request.as_ref();
        request.is_some_and(|file| matches!(file.due_state, Some(DueState::Overdue { .. })))
    }
}

/// The bundle for who objected, let in by the secret link.
///
/// # Errors
/// Not found when the token opens nothing.
pub async fn for_applicant(ctx: &Context, token: &TrackingToken) -> Result<Bundle, ServiceError> {
    let objection = objections::for_applicant(ctx, token).await?;
    gather(ctx, objection, true).await
}

/// The bundle for the office of the unit: the same, for whoever may read the objection there in one of these roles. A request that they may
/// not read any more is left out.
///
/// # Errors
/// Not found for whoever may not see the objection.
pub async fn for_staff(
    ctx: &Context,
    viewer: &Viewer,
    number: &str,
    roles: &[Role],
) -> Result<Bundle, ServiceError> {
    let objection = objections::for_staff(ctx, viewer, number, roles).await?;
    let may_see_request = match objection.objection.row.request_id {
        None => false,
        Some(id) => match requests::for_staff(ctx, viewer, &CaseKey::Id(id)).await {
            Ok(file) => file.view == CaseView::Office,
            Err(ServiceError::NotFound) => false,
            Err(error) => return Err(error),
        },
    };
    gather(ctx, objection, may_see_request).await
}

/// The entries as one archive, packed while it is sent.
#[must_use]
pub fn pack(ctx: &Context, entries: Vec<Entry>, dated: Date) -> BoxStream<'static, std::io::Result<Bytes>> {
    archive::pack(ctx.files.clone(), entries, dated)
}

async fn gather(
    ctx: &Context,
    mut objection: ObjectionFile,
    with_request: bool,
) -> Result<Bundle, ServiceError> {
    // What staff may read beside it, names of colleagues and notes, is no evidence of the applicant's.
    objection.view = CaseView::Applicant;
    objection.people.clear();
    let dispute = of_objection(ctx, &objection).await?;
    let request = match objection.objection.row.request_id.filter(|_| with_request) {
        Some(id) => Some(requests::for_applicant(ctx, id).await?),
        None => None,
    };
    let mut files = Vec::new();
    let mut room = MOST_BYTES;
    if let Some(case) = &request {
        let asked_who = asked_who_they_are(case)?;
        let is_group = case.case.row.applicant_kind == ApplicantKind::Group.code();
        let all = case.page.attachments.iter();
        for file in all.filter(|file| file.origin == "applicant" || file.letter_id.is_some()) {
            let place = Place {
                group: "permohonan",
                media_type: &file.media_type,
                is_from_office: file.origin == "office",
                is_apart: shows_who(&file.kind, is_group) || (asked_who && file.kind == COMPLETION),
            };
            let told = (&file.name, &file.sha256, &file.kind, file.size);
            add(&mut files, &mut room, place, told);
        }
    }
    let group = ApplicantKind::Group.code();
    let is_group = objection.objection.row.applicant_kind.as_deref() == Some(group)
        || request
            .as_ref()
            .is_some_and(|case| case.case.row.applicant_kind == group);
    for file in &objection.documents {
        let place = Place {
            group: "keberatan",
            media_type: &file.media_type,
            is_from_office: file.origin == "office",
            is_apart: shows_who(&file.kind, is_group),
        };
        let told = (&file.name, &file.sha256, &file.kind, file.size);
        add(&mut files, &mut room, place, told);
    }
    Ok(Bundle {
        dates: BundleDates::of(ctx, request.as_ref(), &objection, &dispute).await?,
        objection,
        dispute,
        request,
        files,
        as_of: ctx.now(),
    })
}

/// Whether a document of this kind shows who somebody is.
fn shows_who(kind: &str, is_group: bool) -> bool {
    IDENTITY.contains(&kind) || (is_group && kind == POWER)
}

/// Whether a letter asked for a document that shows who somebody is: what came in reply may be one.
fn asked_who_they_are(case: &CaseFile) -> Result<bool, ServiceError> {
    use MissingRequirement as M;
    let cited = case.cited()?;
    let mut cited = cited.iter();
    Ok(cited.any(|one| matches!(one, M::IdentityDocument | M::Deed | M::GroupAuthority)))
}

/// Where a document comes from.
#[derive(Clone, Copy)]
struct Place<'a> {
    group: &'static str,
    media_type: &'a str,
    is_from_office: bool,
    is_apart: bool,
}

/// Adds a document under a name of ours: theirs may hold anything, and two may be alike.
fn add(
    files: &mut Vec<BundleFile>,
    room: &mut u64,
    place: Place<'_>,
    (name, sha256, kind, size): (&String, &String, &String, i64),
) {
    let size = u64::try_from(size).unwrap_or(u64::MAX);
    let extension = MediaType::from_mime(place.media_type).map_or("bin", MediaType::extension);
    let nth = files.len() + 1;
    let path = format!("berkas/{nth:02}-{}.{extension}", place.group);
    let fits = !place.is_apart && size <= *room;
    if fits {
        *room -= size;
    }
    files.push(BundleFile {
        path: fits.then_some(path),
        is_apart: place.is_apart,
        name: name.clone(),
        sha256: sha256.clone(),
        size,
        kind: kind.clone(),
        is_from_office: place.is_from_office,
    });
}
