//! The built program, run as an operator runs it: in a folder of its own and without our environment.

use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::log_folder;

/// An installation that commands work on.
pub struct Installation {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// What a command did.
#[derive(Debug)]
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Done {
    /// Fails unless the exit code is this one.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Fails unless stderr says this.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "no `{words}` in {self:#?}");
        self
    }

    /// Fails unless stdout says this.
    #[track_caller]
    pub fn prints(self, words: &str) -> Self {
        assert!(self.out.contains(words), "no `{words}` in {self:#?}");
        self
    }
}

/// What a command logged goes to the logs of the run, when they are wanted.
fn keep_log(stderr: &[u8]) {
    let Some(folder) = log_folder() else { return };
    let path = folder.join(format!("commands-{}.log", std::process::id()));
    let mut file = std::fs::File::options()
        .create(true)
        .append(true)
        .open(path)
        .expect("a log");
    file.write_all(stderr).expect("a kept log");
}

impl Installation {
    /// An empty folder; the database is the embedded one.
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a folder"),
            environment: Vec::new(),
        }
    }

    /// An installation that is set up.
    pub fn set_up() -> Self {
        let made = Self::new();
        made.run(&["setup"]).expect(0);
        made
    }

    /// With a setting in the environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder and gives its name.
    pub fn write(&self, name: &str, content: &str) -> String {
        std::fs::write(self.path(name), content).expect("a written file");
        name.to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_terbuka"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Done {
        let output = self.command(arguments).output().expect("the program");
        keep_log(&output.stderr);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        let Output {
            status,
            stdout,
            stderr,
        } = output;
        Done {
            code: status.code(),
            out: text(stdout),
            err: text(stderr),
        }
    }

    /// Runs a command until it has said so many lines about its work, then kills it as a power cut does. Tells whether it was still
    /// at work.
    pub fn kill_after(&self, arguments: &[&str], lines: usize) -> bool {
        let mut child = self
            .command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let said = BufReader::new(child.stderr.take().expect("its words"));
        let count = said.lines().take(lines).count();
        child.kill().expect("a signal");
        let status = child.wait().expect("an end");
        count == lines && status.signal() == Some(9)
    }

    /// Starts a command that stays.
    pub fn start(&self, arguments: &[&str]) -> Running {
        let out = std::fs::File::create(self.path("out.txt")).expect("a file");
        let err = std::fs::File::create(self.path("err.txt")).expect("a file");
        let child = self
            .command(arguments)
            .stdout(out)
            .stderr(err)
            .spawn()
            .expect("the program");
        Running(Some(child))
    }

    /// What a command that stays has said so far.
    pub fn said(&self) -> String {
        let read = |name| std::fs::read_to_string(self.path(name)).unwrap_or_default();
        read("out.txt") + &read("err.txt")
    }

    /// Waits until the portal on `address` is healthy.
    pub async fn healthy(&self, address: &str) {
        for _ in 0..600 {
            if self.run(&["healthcheck", "--listen", address]).code == Some(0) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("not healthy: {}", self.said());
    }
}

/// A command that stays until it is stopped, or until its test ends.
pub struct Running(Option<Child>);

impl Running {
    /// Asks it to end, as a service manager does, and gives its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let mut child = self.0.take().expect("a running program");
        let killed = Command::new("kill")
            .args(["-TERM", &child.id().to_string()])
            .status();
        assert!(killed.expect("kill").success());
        child.wait().expect("an end").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// An address on which nobody listens.
pub fn free_address() -> String {
    let probe = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    probe.local_addr().expect("its address").to_string()
}

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
