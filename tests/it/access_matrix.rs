//! Who gets what from which address: one row for each mounted route, compared with the running portal by `access.rs`.
//!
//! A route without a row fails, and so does a row without a route. Parameters of a route are filled from
//! [`sample`](crate::access::sample) by name; a form is sent with a good token and no other field, so a person who may send
//! it sees 422 (something is missing) or 303 (nothing was needed).

/// A route and the status that each person of [`PEOPLE`] gets.
pub struct Row {
    pub method: &'static str,
    /// The route as it is mounted, without its query.
    pub route: &'static str,
    pub status: [u16; 8],
}

/// Who tries each route. The case of the samples belongs to `citizen` and to the unit of `officer` and `superior`.
pub const PEOPLE: [&str; 8] = [
    "anonymous",
    "citizen",
    "other citizen",
    "officer",
    "officer of another unit",
    "superior",
    "auditor",
    "admin",
];

/// What the matrix says of somebody at a route.
type Expected = fn(&Row) -> u16;

/// More people, each with what the matrix says of them: they get what somebody above gets, or nothing of a unit that is not theirs.
pub const MORE: [(&str, Expected); 5] = [
    ("PPID", |row| row.status[3]),
    ("PPID of another unit", |row| row.status[4]),
    ("superior of another unit", |row| row.elsewhere(5)),
    ("auditor of another unit", |row| row.elsewhere(6)),
    ("officer whose appointment is over", |row| row.status[2]),
];

impl Row {
    /// What somebody in the role of a person gets who holds it in another unit: a case there is hidden from them.
    fn elsewhere(&self, person: usize) -> u16 {
        let status = self.status[person];
        let is_of_case = ["<nomor>", "<keberatan_no>"]
            .iter()
            .any(|one| self.route.contains(one));
        let is_of_role = ["/atasan/", "/auditor/"]
            .iter()
            .any(|room| self.route.starts_with(room));
        if is_of_case && is_of_role && status != 403 {
            404
        } else {
            status
        }
    }

    /// Everybody, with what they get.
    pub fn everybody(&self) -> Vec<(&'static str, u16)> {
        let more = MORE.iter().map(|(name, status)| (*name, status(self)));
        PEOPLE.into_iter().zip(self.status).chain(more).collect()
    }
}

const fn get(route: &'static str, status: [u16; 8]) -> Row {
    Row {
        method: "GET",
        route,
        status,
    }
}

const fn post(route: &'static str, status: [u16; 8]) -> Row {
    Row {
        method: "POST",
        route,
        status,
    }
}

/// The same for everybody.
const fn all(status: u16) -> [u16; 8] {
    [status; 8]
}

/// For the citizen whose case it is, and one answer for strangers; to everybody else it does not exist.
const fn own(stranger: u16, citizen: u16) -> [u16; 8] {
    [stranger, citizen, 404, 404, 404, 404, 404, 404]
}

/// A page for whoever signed in: strangers are sent to sign in.
const SIGNED_IN: [u16; 8] = [303, 200, 200, 200, 200, 200, 200, 200];

/// A page of the officers of the unit: hidden from other units, closed to other roles.
const OFFICER: [u16; 8] = [303, 403, 403, 200, 404, 403, 403, 403];
/// The same for something that the sample case does not have.
const OFFICER_NONE: [u16; 8] = [303, 403, 403, 404, 404, 403, 403, 403];
/// A workspace of one role: strangers are sent to sign in, others are shown the door.
const AUDITOR: [u16; 8] = [303, 403, 403, 403, 403, 403, 200, 403];
/// The same for something that the sample case does not have.
const AUDITOR_NONE: [u16; 8] = [303, 403, 403, 403, 403, 403, 404, 403];
const ADMIN: [u16; 8] = [303, 403, 403, 403, 403, 403, 403, 200];
/// The same for something that does not exist.
const ADMIN_NONE: [u16; 8] = [303, 403, 403, 403, 403, 403, 403, 404];

/// A form of that workspace, and what its own role gets from it.
const fn admin_form(status: u16) -> [u16; 8] {
    [401, 403, 403, 403, 403, 403, 403, status]
}
/// A form that does not say which version of the case it saw.
const OFFICER_STALE: [u16; 8] = [401, 403, 403, 409, 404, 403, 403, 403];
/// The second and third page of a step whose first one was not filled in: back to where it starts.
const OFFICER_BACK: [u16; 8] = [303, 403, 403, 303, 404, 403, 403, 403];
const OFFICER_SEND: [u16; 8] = [401, 403, 403, 303, 404, 403, 403, 403];
/// A share that the other unit was asked for.
const SHARE: [u16; 8] = [303, 403, 403, 404, 200, 403, 403, 403];
const SHARE_FORM: [u16; 8] = [401, 403, 403, 404, 422, 403, 403, 403];
/// A page of every officer, whatever the unit.
const OFFICERS: [u16; 8] = [303, 403, 403, 200, 200, 403, 403, 403];
/// The same for something that no unit has.
const OFFICERS_NONE: [u16; 8] = [303, 403, 403, 404, 404, 403, 403, 403];

/// A form of every officer.
const fn officers_form(status: u16) -> [u16; 8] {
    [401, 403, 403, status, status, 403, 403, 403]
}

/// A page of the superiors of the unit.
const SUPERIOR: [u16; 8] = [303, 403, 403, 403, 403, 200, 403, 403];
/// The same for something that the sample case does not have.
const SUPERIOR_NONE: [u16; 8] = [303, 403, 403, 403, 403, 404, 403, 403];

/// A form of the superiors of the unit, and what they get from it.
const fn superior_form(status: u16) -> [u16; 8] {
    [401, 403, 403, 403, 403, status, 403, 403]
}

pub const ROWS: &[Row] = &[
    // Machines and files.
    get("/a/<name>", all(404)),
    get("/healthz", all(200)),
    get("/readyz", all(200)),
    get("/robots.txt", all(200)),
    get("/.well-known/security.txt", all(404)),
    // For anyone. The case of the samples is not public, so nobody finds it here.
    get("/", all(200)),
    get("/permohonan", all(200)),
    get("/permohonan/<nomor>", all(404)),
    get("/permohonan/<nomor>/berkas/<id>", all(404)),
    get("/unit", all(200)),
    get("/unit/<code>", all(200)),
    get("/kepatuhan", all(200)),
    get("/biaya", all(200)),
    get("/kepatuhan.csv", all(200)),
    get("/aturan", all(200)),
    get("/bantuan", all(200)),
    get("/privasi", all(200)),
    get("/aksesibilitas", all(200)),
    // Auditors.
    get("/auditor", AUDITOR),
    get("/auditor/angka.csv", AUDITOR),
    get("/auditor/register", AUDITOR),
    get("/auditor/register.csv", AUDITOR),
    get("/auditor/pengecualian", AUDITOR),
    get("/auditor/pengecualian/<id>", AUDITOR_NONE),
    get(
        "/auditor/pengecualian/<id>/tenggat/<aturan_pengecualian>",
        AUDITOR_NONE,
    ),
    get("/auditor/simulasi", AUDITOR),
    get("/auditor/simulasi.csv", AUDITOR),
    get("/auditor/permohonan/<nomor>", AUDITOR),
    get("/auditor/permohonan/<nomor>/tenggat/<aturan>", AUDITOR),
    get("/auditor/permohonan/<nomor>/surat/<surat>", AUDITOR_NONE),
    get("/auditor/permohonan/<nomor>/berkas/<berkas>", AUDITOR_NONE),
    get("/auditor/kalender", AUDITOR),
    get("/auditor/kalender/<id>", AUDITOR_NONE),
    get("/auditor/keberatan", AUDITOR),
    get("/auditor/keberatan.csv", AUDITOR),
    get("/auditor/keberatan/<keberatan_no>", AUDITOR),
    get(
        "/auditor/keberatan/<keberatan_no>/tenggat/<aturan_keberatan>",
        AUDITOR,
    ),
    get("/auditor/keberatan/<keberatan_no>/surat/<surat>", AUDITOR_NONE),
    // Administrators. `<username>` is an account, `<id>` no appointment of it.
    get("/admin", ADMIN),
    get("/admin/kalender", ADMIN),
    get("/admin/kalender/baru", ADMIN),
    post("/admin/kalender/baru", admin_form(422)),
    get("/admin/kalender/<id>", ADMIN_NONE),
    post("/admin/kalender/<id>/setujui", admin_form(404)),
    post("/admin/kalender/<id>/tolak", admin_form(404)),
    post("/admin/kalender/<id>/tarik", admin_form(404)),
    get("/admin/biaya", ADMIN),
    get("/admin/biaya/baru", ADMIN),
    post("/admin/biaya/baru", admin_form(422)),
    get("/admin/biaya/<id>", ADMIN_NONE),
    post("/admin/biaya/<id>/akhiri", admin_form(404)),
    get("/admin/satker", ADMIN),
    get("/admin/satker/<code>", ADMIN),
    post("/admin/satker/<code>", admin_form(422)),
    get("/admin/simulasi", ADMIN),
    get("/admin/simulasi.csv", ADMIN),
    get("/admin/pengguna/baru", ADMIN),
    post("/admin/pengguna/baru", admin_form(422)),
    get("/admin/pengguna/<username>", ADMIN),
    post("/admin/pengguna/<username>/sandi", admin_form(200)),
    post("/admin/pengguna/<username>/tangguhkan", admin_form(303)),
    post("/admin/pengguna/<username>/aktifkan", admin_form(303)),
    post("/admin/pengguna/<username>/penunjukan", admin_form(422)),
    post(
        "/admin/pengguna/<username>/penunjukan/<id>/akhiri",
        admin_form(404),
    ),
    // Accounts.
    get("/masuk", [200, 303, 303, 303, 303, 303, 303, 303]),
    post("/masuk", all(422)),
    post("/keluar", all(303)),
    get("/akun/sandi", SIGNED_IN),
    post("/akun/sandi", [401, 422, 422, 422, 422, 422, 422, 422]),
    // Officers. A form that does not say which version of the case it saw finds the case changed.
    get("/petugas", [303, 403, 403, 200, 200, 403, 403, 403]),
    get("/petugas/pengecualian", OFFICERS),
    get("/petugas/pengecualian/baru", OFFICERS),
    post("/petugas/pengecualian/baru", officers_form(422)),
    get("/petugas/pengecualian/<id>", OFFICERS_NONE),
    get(
        "/petugas/pengecualian/<id>/tenggat/<aturan_pengecualian>",
        OFFICERS_NONE,
    ),
    get("/petugas/pengecualian/<id>/ubah", OFFICERS_NONE),
    post("/petugas/pengecualian/<id>/ubah", officers_form(404)),
    post("/petugas/pengecualian/<id>/tanda-tangan", officers_form(404)),
    post("/petugas/pengecualian/<id>/batalkan", officers_form(404)),
    post("/petugas/pengecualian/<id>/buka", officers_form(404)),
    get("/petugas/permohonan/<nomor>", OFFICER),
    // A calendar program has no session; a secret that opens nothing opens nothing for anybody.
    get("/petugas/kalender/<secret>", all(404)),
    get("/atasan/kalender/<secret>", all(404)),
    get("/atasan/kalender", SUPERIOR),
    post("/atasan/kalender", superior_form(200)),
    post("/atasan/kalender/akhiri", superior_form(303)),
    get("/petugas/kalender", [303, 403, 403, 200, 200, 403, 403, 403]),
    post("/petugas/kalender", [401, 403, 403, 200, 200, 403, 403, 403]),
    post(
        "/petugas/kalender/akhiri",
        [401, 403, 403, 303, 303, 403, 403, 403],
    ),
    get("/petugas/permohonan/<nomor>/tenggat/<aturan>", OFFICER),
    get("/petugas/permohonan/<nomor>/surat/<surat>", OFFICER_NONE),
    get("/petugas/permohonan/<nomor>/tanda-terima", OFFICER),
    get("/petugas/permohonan/<nomor>/berkas/<berkas>", OFFICER_NONE),
    get("/petugas/permohonan/<nomor>/bahan/<berkas>", OFFICER_NONE),
    get("/petugas/bagian", OFFICERS),
    // A share of the sample case that the other unit was asked for: its own officer sees it, the office that has the case does not work on it.
    get("/petugas/bagian/<nomor>/<bagian>", SHARE),
    get("/petugas/bagian/<nomor>/<bagian>/berkas/<berkas>", OFFICERS_NONE),
    post("/petugas/bagian/<nomor>/<bagian>/serahkan", SHARE_FORM),
    post("/petugas/bagian/<nomor>/<bagian>/kembalikan", SHARE_FORM),
    get("/petugas/permohonan/<nomor>/<langkah>", OFFICER),
    post("/petugas/permohonan/<nomor>/<langkah>", OFFICER_STALE),
    get("/petugas/permohonan/<nomor>/usulan", OFFICER_BACK),
    get("/petugas/permohonan/<nomor>/usulan/berkas/<berkas>", OFFICER_NONE),
    get("/petugas/permohonan/<nomor>/jawab", OFFICER),
    post("/petugas/permohonan/<nomor>/jawab", OFFICER_STALE),
    get("/petugas/permohonan/<nomor>/jawab/periksa", OFFICER_BACK),
    post("/petugas/permohonan/<nomor>/jawab/kirim", OFFICER_SEND),
    get("/petugas/permohonan/<nomor>/umumkan", OFFICER),
    post("/petugas/permohonan/<nomor>/umumkan", OFFICER_STALE),
    get("/petugas/permohonan/<nomor>/umumkan/periksa", OFFICER_BACK),
    post("/petugas/permohonan/<nomor>/umumkan/kirim", OFFICER_SEND),
    get(
        "/petugas/permohonan/baru",
        [303, 403, 403, 200, 200, 403, 403, 403],
    ),
    post(
        "/petugas/permohonan/baru",
        [401, 403, 403, 422, 422, 403, 403, 403],
    ),
    // Superiors: the same file, to read.
    get("/atasan", [303, 403, 403, 403, 403, 200, 403, 403]),
    get("/atasan/pengecualian", SUPERIOR),
    get("/atasan/pengecualian/<id>", SUPERIOR_NONE),
    get(
        "/atasan/pengecualian/<id>/tenggat/<aturan_pengecualian>",
        SUPERIOR_NONE,
    ),
    post("/atasan/pengecualian/<id>/setujui", superior_form(404)),
    post("/atasan/pengecualian/<id>/kembalikan", superior_form(404)),
    post("/atasan/pengecualian/<id>/buka", superior_form(404)),
    // Nothing waits in the case of the samples: back to it.
    get(
        "/atasan/permohonan/<nomor>/persetujuan",
        [303, 403, 403, 403, 403, 303, 403, 403],
    ),
    get(
        "/atasan/permohonan/<nomor>/persetujuan/berkas/<berkas>",
        SUPERIOR_NONE,
    ),
    post("/atasan/permohonan/<nomor>/setujui", superior_form(303)),
    post("/atasan/permohonan/<nomor>/kembalikan", superior_form(303)),
    get("/atasan/permohonan/<nomor>", SUPERIOR),
    get("/atasan/permohonan/<nomor>/tenggat/<aturan>", SUPERIOR),
    get("/atasan/permohonan/<nomor>/surat/<surat>", SUPERIOR_NONE),
    get("/atasan/permohonan/<nomor>/berkas/<berkas>", SUPERIOR_NONE),
    get("/atasan/permohonan/<nomor>/bahan/<berkas>", SUPERIOR_NONE),
    // Objections: superiors decide, officers record, whoever filed one has its secret link.
    get("/atasan/keberatan", SUPERIOR),
    get("/atasan/keberatan/<keberatan_no>", SUPERIOR),
    get(
        "/atasan/keberatan/<keberatan_no>/tenggat/<aturan_keberatan>",
        SUPERIOR,
    ),
    get("/atasan/keberatan/<keberatan_no>/surat/<surat>", SUPERIOR_NONE),
    get("/atasan/keberatan/<keberatan_no>/berkas/<berkas>", SUPERIOR_NONE),
    get("/atasan/keberatan/<keberatan_no>/<langkah_atasan>", SUPERIOR),
    post(
        "/atasan/keberatan/<keberatan_no>/<langkah_atasan>",
        superior_form(409),
    ),
    get("/atasan/keberatan/<keberatan_no>/putusan", SUPERIOR),
    post("/atasan/keberatan/<keberatan_no>/putusan", superior_form(409)),
    get(
        "/atasan/keberatan/<keberatan_no>/putusan/periksa",
        [303, 403, 403, 403, 403, 303, 403, 403],
    ),
    post(
        "/atasan/keberatan/<keberatan_no>/putusan/kirim",
        superior_form(303),
    ),
    get("/petugas/keberatan", [303, 403, 403, 200, 200, 403, 403, 403]),
    get("/petugas/keberatan/<keberatan_no>", OFFICER),
    get(
        "/petugas/keberatan/<keberatan_no>/tenggat/<aturan_keberatan>",
        OFFICER,
    ),
    get("/petugas/keberatan/<keberatan_no>/surat/<surat>", OFFICER_NONE),
    get("/petugas/keberatan/<keberatan_no>/berkas/<berkas>", OFFICER_NONE),
    get("/petugas/keberatan/<keberatan_no>/<langkah_keberatan>", OFFICER),
    post(
        "/petugas/keberatan/<keberatan_no>/<langkah_keberatan>",
        OFFICER_STALE,
    ),
    get(
        "/petugas/keberatan/baru",
        [303, 403, 403, 200, 200, 403, 403, 403],
    ),
    post(
        "/petugas/keberatan/baru",
        [401, 403, 403, 422, 422, 403, 403, 403],
    ),
    // Disputes: whoever objected says that they went, officers record, superiors and auditors read. Nobody went from the sample, so no date
    // of a dispute runs; the evidence names people, so no auditor gets it.
    get("/petugas/keberatan/<keberatan_no>/sengketa/<fakta>", OFFICER),
    post(
        "/petugas/keberatan/<keberatan_no>/sengketa/<fakta>",
        OFFICER_STALE,
    ),
    get(
        "/petugas/keberatan/<keberatan_no>/sengketa/tenggat/<aturan_sengketa>",
        OFFICER_NONE,
    ),
    get("/petugas/keberatan/<keberatan_no>/sengketa/bukti.zip", OFFICER),
    get(
        "/atasan/keberatan/<keberatan_no>/sengketa/tenggat/<aturan_sengketa>",
        SUPERIOR_NONE,
    ),
    get("/atasan/keberatan/<keberatan_no>/sengketa/bukti.zip", SUPERIOR),
    get(
        "/auditor/keberatan/<keberatan_no>/sengketa/tenggat/<aturan_sengketa>",
        AUDITOR_NONE,
    ),
    get("/keberatan/<keberatan>/sengketa", all(200)),
    post("/keberatan/<keberatan>/sengketa", all(422)),
    get(
        "/keberatan/<keberatan>/sengketa/tenggat/<aturan_sengketa>",
        all(404),
    ),
    get("/keberatan/<keberatan>/sengketa/bukti.zip", all(200)),
    get("/keberatan/baru", all(200)),
    post("/keberatan/baru", all(422)),
    get("/keberatan/<keberatan>", all(200)),
    get("/keberatan/<keberatan>/tautan", all(200)),
    post("/keberatan/<keberatan>/tautan", all(303)),
    get("/keberatan/<keberatan>/surat/<surat>", all(404)),
    get("/keberatan/<keberatan>/berkas/<berkas>", all(404)),
    get("/keberatan/<keberatan>/tenggat/<aturan_keberatan>", all(200)),
    get("/keberatan/<keberatan>/tenggat.ics", all(200)),
    get("/keberatan/<keberatan>/kelengkapan", all(200)),
    post("/keberatan/<keberatan>/kelengkapan", all(422)),
    get("/keberatan/<keberatan>/cabut", all(200)),
    post("/keberatan/<keberatan>/cabut", all(303)),
    // Asking for information: open to everybody. Nobody has answered a question before the first form is sent.
    get("/permohonan/baru", all(200)),
    get("/permohonan/baru/<question>", all(303)),
    get("/permohonan/baru/dokumen", all(303)),
    get("/permohonan/baru/periksa", all(303)),
    get("/permohonan/baru/selesai", all(303)),
    post("/permohonan/baru", all(422)),
    post("/permohonan/baru/<question>", all(422)),
    post("/permohonan/baru/dokumen", all(303)),
    post("/permohonan/baru/periksa", all(303)),
    post("/permohonan/baru/lupakan", all(303)),
    // Following a case: whoever holds the secret link.
    get("/lacak", all(200)),
    post("/lacak", all(422)),
    get("/lacak/kirim-ulang", all(200)),
    post("/lacak/kirim-ulang", all(422)),
    get("/lacak/<_>", all(200)),
    get("/lacak/<_>/tautan", all(200)),
    post("/lacak/<_>/tautan", all(303)),
    get("/lacak/<_>/surat/<letter>", all(200)),
    get("/lacak/<_>/berkas/<file>", all(404)),
    get("/lacak/<_>/tenggat/<rule>", all(200)),
    get("/lacak/<_>/tenggat.ics", all(200)),
    get("/lacak/<_>/jawab", all(409)),
    post("/lacak/<_>/jawab", all(409)),
    get("/lacak/<_>/lengkapi", all(409)),
    post("/lacak/<_>/lengkapi", all(409)),
    get("/lacak/<_>/dokumen", all(200)),
    post("/lacak/<_>/dokumen", all(422)),
    post("/lacak/<_>/terima-surat", all(409)),
    get("/lacak/<_>/keberatan", all(200)),
    post("/lacak/<_>/keberatan", all(422)),
    // The sample case was answered by nobody else's body.
    get("/lacak/<_>/ajukan/<unit>", all(404)),
    post("/lacak/<_>/ajukan/<unit>", all(404)),
    get("/lacak/<_>/cabut", all(200)),
    post("/lacak/<_>/cabut", all(303)),
    // The same for the citizen who filed it from an account; to everybody else it does not exist.
    get("/lacak/kasus/<_>", own(303, 200)),
    get("/lacak/kasus/<_>/tautan", own(303, 200)),
    post("/lacak/kasus/<_>/tautan", own(401, 303)),
    get("/lacak/kasus/<_>/surat/<letter>", own(303, 200)),
    get("/lacak/kasus/<_>/berkas/<file>", own(303, 404)),
    get("/lacak/kasus/<_>/tenggat/<rule>", own(303, 200)),
    get("/lacak/kasus/<_>/tenggat.ics", own(303, 200)),
    get("/lacak/kasus/<_>/jawab", own(303, 409)),
    post("/lacak/kasus/<_>/jawab", own(401, 409)),
    get("/lacak/kasus/<_>/lengkapi", own(303, 409)),
    post("/lacak/kasus/<_>/lengkapi", own(401, 409)),
    get("/lacak/kasus/<_>/dokumen", own(303, 200)),
    post("/lacak/kasus/<_>/dokumen", own(401, 422)),
    post("/lacak/kasus/<_>/terima-surat", own(401, 409)),
    get("/lacak/kasus/<_>/keberatan", own(303, 200)),
    post("/lacak/kasus/<_>/keberatan", own(401, 422)),
    get("/lacak/kasus/<_>/ajukan/<unit>", own(303, 404)),
    post("/lacak/kasus/<_>/ajukan/<unit>", own(401, 404)),
    get("/lacak/kasus/<_>/cabut", own(303, 200)),
    post("/lacak/kasus/<_>/cabut", own(401, 303)),
];
