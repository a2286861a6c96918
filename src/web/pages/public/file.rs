//! `/permohonan/{nomor}/berkas/{id}`: a file that was published with an answer.

use rocket::http::Status;
use rocket::response::{Responder, Result};
use rocket::{Request, Response, Route, State, get, routes};
use uuid::Uuid;

use crate::services::public::{self, PublicFile};
use crate::services::{Context, ServiceError, downloads::Download};
use crate::web::Answer;
use crate::web::files::Attachment;
use crate::web::guards::RegistrationNo;

pub fn routes() -> Vec<Route> {
    routes![download]
}

/// A file that anyone may keep, if they ask each time whether it is still public.
struct PublicDownload {
    file: PublicFile,
    download: Download,
}

#[get("/permohonan/<nomor>/berkas/<id>")]
async fn download(ctx: &State<Context>, nomor: RegistrationNo, id: &str) -> Answer<PublicDownload> {
    let id = Uuid::parse_str(id).map_err(|_| ServiceError::NotFound)?;
    let (file, download) = public::open_file(ctx, &nomor.0.to_string(), id).await?;
    Ok(PublicDownload { file, download })
}

impl<'r> Responder<'r, 'static> for PublicDownload {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        let etag = format!("\"{}\"", self.file.sha256);
        let is_known = request
            .headers()
            .get("If-None-Match")
            .flat_map(|list| list.split(','))
            .any(|one| one.trim().trim_start_matches("W/") == etag);
        let mut response = if is_known {
            Response::build().status(Status::NotModified).finalize()
        } else {
            Attachment(self.download).respond_to(request)?
        };
        response.set_raw_header("Cache-Control", "public, no-cache");
        response.set_raw_header("ETag", etag);
        response.remove_header("X-Robots-Tag");
        Ok(response)
    }
}
