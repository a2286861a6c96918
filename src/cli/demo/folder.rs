//! The data folder of a demo, told apart from a real one by a marker, so that neither is ever taken for the other.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

const MARKER: &str = "DEMO";
const READY: &str = "ready\n";
const LAYING: &str = "laying\n";
/// What holds data; an unfinished demo loses it and begins anew.
const DATA: [&str; 4] = [
    "terbuka.sqlite",
    "terbuka.sqlite-wal",
    "terbuka.sqlite-shm",
    "files",
];

/// How far the demo in a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing there yet.
    Empty,
    /// Broken off while it was laid.
    Unfinished,
    /// All there.
    Ready,
}

/// The data folder.
pub struct Folder(PathBuf);

impl Folder {
    /// Opens or makes the folder; refuses one that holds an installation.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let folder = Self(path.to_owned());
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .with_context(|| format!("cannot make the folder {}", path.display()))?;
        if folder.state()? == State::Empty && path.join("terbuka.sqlite").exists() {
            bail!(
                "{} holds an installation that is no demo: name another folder with --data",
                path.display()
            );
        }
        Ok(folder)
    }

    /// How far the demo is.
    pub fn state(&self) -> anyhow::Result<State> {
        match fs::read_to_string(self.0.join(MARKER)) {
            Ok(text) if text == READY => Ok(State::Ready),
            Ok(_) => Ok(State::Unfinished),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(State::Empty),
            Err(error) => Err(error).context("cannot read the marker of the demo"),
        }
    }

    /// Begins anew.
    pub fn begin(&self) -> anyhow::Result<()> {
        self.mark(LAYING)?;
        for name in DATA {
            let path = self.0.join(name);
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match removed {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("cannot remove {}", path.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Everything is there.
    pub fn finish(&self) -> anyhow::Result<()> {
        self.mark(READY)
    }

    fn mark(&self, text: &str) -> anyhow::Result<()> {
        fs::write(self.0.join(MARKER), text).context("cannot write the marker of the demo")
    }
}

/// Whether a data folder was laid by `demo`.
pub fn is_demo(data_dir: &Path) -> bool {
    data_dir.join(MARKER).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_demo_begins_anew_and_a_real_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new");
        let folder = Folder::open(&path).unwrap();
        assert_eq!(folder.state().unwrap(), State::Empty);
        folder.begin().unwrap();
        fs::write(path.join("terbuka.sqlite"), "half").unwrap();
        fs::create_dir(path.join("files")).unwrap();
        let again = Folder::open(&path).unwrap();
        assert_eq!(again.state().unwrap(), State::Unfinished);
        again.begin().unwrap();
        assert!(!path.join("terbuka.sqlite").exists() && !path.join("files").exists());
        again.finish().unwrap();
        assert_eq!(again.state().unwrap(), State::Ready);
        assert!(is_demo(&path));

        let real = dir.path().join("real");
        fs::create_dir(&real).unwrap();
        fs::write(real.join("terbuka.sqlite"), "real").unwrap();
        assert!(Folder::open(&real).is_err());
        assert!(real.join("terbuka.sqlite").exists());
    }
}
