//! What the reading process gives up before it looks at a document.

use std::{io, time::Duration};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Limits this whole process for the rest of its life: processor time, memory (on Linux), and no dump that would hold the document.
///
/// # Errors
/// When the system refuses.
pub fn confine(memory: u64, time: Duration) -> io::Result<()> {
    lower(Resource::Core, 0)?;
    // The parent kills by the clock on the wall; this ends a process whose parent is gone.
    lower(Resource::Cpu, time.as_secs().max(1))?;
    if cfg!(target_os = "linux") {
        lower(Resource::As, memory)?;
    }
    Ok(())
}

/// A limit that is lower already stays.
fn lower(resource: Resource, to: u64) -> io::Result<()> {
    let most = getrlimit(resource).maximum.map_or(to, |most| most.min(to));
    let limit = Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    Ok(setrlimit(resource, limit)?)
}
