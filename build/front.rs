//! `assets/` → hashed, pre-compressed files and the table that names them.
//!
//! npm and Sass are slow, so each runs only when the hash of its inputs differs from the stamp it left in `OUT_DIR` last
//! time. `npm ci` takes exactly what `assets/package-lock.json` says, checks each package against its hash, runs no package
//! script, and prefers its cache, so a build after the first one needs no network.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

use crate::Failure;
use crate::embed::{collect, write_if_changed};

const NEEDED: &str = "Terbuka's pages are styled with npm packages that the build fetches and compiles itself.\n\
    Install Node.js 20.19 or newer with npm (https://nodejs.org, or `apt-get install nodejs npm`), then build again.";

/// One file of the front end, ready to be embedded.
struct Asset {
    name: String,
    media_type: &'static str,
    content: Vec<u8>,
}

/// Installs, compiles, compresses, and writes `assets.rs`.
pub(crate) fn build(root: &Path, out: &Path) -> Result<(), Failure> {
    let source = root.join("assets");
    let packages = out.join("front");
    install(&source, &packages)?;
    let css = compile(&source, &packages, out)?;

    let mut assets = vec![Asset {
        name: "app.css".into(),
        media_type: "text/css; charset=utf-8",
        content: css,
    }];
    let mut others = Vec::new();
    collect(&source.join("scripts"), &mut others)?;
    collect(&source.join("images"), &mut others)?;
    others.sort();
    for path in others {
        assets.push(Asset {
            name: file_name(&path)?,
            media_type: media_type(&path)?,
            content: read(&path)?,
        });
    }
    write_table(&assets, out)
}

/// `npm ci` in `OUT_DIR/front`, only when the package files changed since the last successful one.
fn install(source: &Path, packages: &Path) -> Result<(), Failure> {
    let manifest = read(&source.join("package.json"))?;
    let lock = read(&source.join("package-lock.json"))?;
    let wanted = digest(&[&manifest, &lock]);
    let stamp = packages.join("installed");
    if is_stamped(&stamp, &wanted) {
        return Ok(());
    }
    fs::create_dir_all(packages).map_err(|e| Failure::new(packages.display(), e))?;
    write_if_changed(&packages.join("package.json"), &manifest)?;
    write_if_changed(&packages.join("package-lock.json"), &lock)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let flags = [
        "ci",
        "--ignore-scripts",
        "--omit=optional",
        "--omit=dev",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
    ];
    run(Command::new(npm).args(flags).current_dir(packages))?;
    write_if_changed(&stamp, wanted.as_bytes())
}

/// Sass, only when a style sheet or a package changed. Returns the compiled style sheet.
fn compile(source: &Path, packages: &Path, out: &Path) -> Result<Vec<u8>, Failure> {
    let mut sheets = Vec::new();
    collect(&source.join("styles"), &mut sheets)?;
    sheets.sort();
    let mut inputs = vec![read(&packages.join("installed"))?];
    for sheet in &sheets {
        inputs.push(file_name(sheet)?.into_bytes());
        inputs.push(read(sheet)?);
    }
    let wanted = digest(&inputs.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let stamp = out.join("compiled");
    let target = out.join("app.css");
    if !(is_stamped(&stamp, &wanted) && target.exists()) {
        run(Command::new("node")
            .arg(packages.join("node_modules/sass/sass.js"))
            .args([
                "--style=compressed",
                "--no-source-map",
                "--quiet-deps",
                "--no-charset",
                "--load-path",
            ])
            .arg(packages.join("node_modules"))
            .arg(source.join("styles/app.scss"))
            .arg(&target)
            .current_dir(packages))?;
        write_if_changed(&stamp, wanted.as_bytes())?;
    }
    read(&target)
}

/// Writes the files to `OUT_DIR/assets` and the Rust table that includes them.
fn write_table(assets: &[Asset], out: &Path) -> Result<(), Failure> {
    let folder = out.join("assets");
    fs::create_dir_all(&folder).map_err(|e| Failure::new(folder.display(), e))?;
    let mut table = String::from("pub static ASSETS: &[Asset] = &[\n");
    for asset in assets {
        let (stem, extension) = asset.name.rsplit_once('.').unwrap_or((&asset.name, "bin"));
        let hash: String = digest(&[&asset.content]).chars().take(12).collect();
        let file = format!("{stem}.{hash}.{extension}");
        // Compressing is the slow part: a file that is there under its hash is the right one.
        let (br, gz) = (
            folder.join(format!("{file}.br")),
            folder.join(format!("{file}.gz")),
        );
        if !(br.exists() && gz.exists()) {
            write_if_changed(&folder.join(&file), &asset.content)?;
            write_if_changed(&br, &brotli(&asset.content)?)?;
            write_if_changed(&gz, &gzip(&asset.content)?)?;
        }
        let bytes =
            |suffix: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{file}{suffix}\"))");
        writeln!(
            table,
            "    Asset {{ name: {:?}, file: {file:?}, media_type: {:?}, raw: {}, br: {}, gz: {} }},",
            asset.name,
            asset.media_type,
            bytes(""),
            bytes(".br"),
            bytes(".gz"),
        )
        .map_err(|e| Failure::new("table of assets", e))?;
    }
    table.push_str("];\n");
    write_if_changed(&out.join("assets.rs"), table.as_bytes())
}

fn brotli(content: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &params)
        .map_err(|e| Failure::new("brotli", e))?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|e| Failure::new("gzip", e))
}

fn media_type(path: &Path) -> Result<&'static str, Failure> {
    match path.extension().and_then(|e| e.to_str()) {
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        _ => Err(Failure::new(
            path.display(),
            "no media type is known for this kind of asset; add it in build/front.rs",
        )),
    }
}

/// Runs a command quietly; its output appears only when it fails.
fn run(command: &mut Command) -> Result<(), Failure> {
    let shown = format!("{command:?}");
    let output = match command.output() {
        Ok(output) => output,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let program = command.get_program().to_string_lossy().into_owned();
            return Err(Failure(format!("`{program}` was not found.\n{NEEDED}")));
        }
        Err(e) => return Err(Failure::new(shown, e)),
    };
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure(format!(
        "{shown} failed ({}):\n{said}\n{NEEDED}",
        output.status
    )))
}

fn is_stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read(stamp).is_ok_and(|found| found == wanted.as_bytes())
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize()
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| Failure::new(path.display(), e))
}

fn file_name(path: &Path) -> Result<String, Failure> {
    let name = path.file_name().and_then(|n| n.to_str());
    name.map(str::to_owned)
        .ok_or_else(|| Failure::new(path.display(), "the name is not UTF-8"))
}
