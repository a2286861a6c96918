//! `serve` and `worker`: the processes that stay.

use anyhow::anyhow;
use tokio::sync::watch;

use super::args::{Global, ServeArgs};
use super::output::note;
use super::{logging, open};
use crate::services::Context;
use crate::{jobs, web};

/// Serves the pages, and does the recurring work unless `worker` does it elsewhere.
pub async fn serve(global: &Global, args: &ServeArgs) -> anyhow::Result<()> {
    let settings = open::settings(global, args.listen.listen)?;
    logging::init(&settings.log)?;
    super::demo::warn_if_demo(&settings.data_dir);
    let ctx = open::context(settings).await?;
    note(format_args!(
        "terbuka serves {} on {}",
        ctx.settings.base_url, ctx.settings.listen
    ));
    until_stopped(ctx, !args.no_worker).await
}

/// Serves until a signal asks for the end; requests and work under way are finished first.
pub async fn until_stopped(ctx: Context, has_worker: bool) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let worker = has_worker.then(|| tokio::spawn(jobs::run(ctx.clone(), stopped)));
    let served = web::build(ctx.clone()).launch().await;
    stop.send_replace(true);
    if let Some(worker) = worker {
        worker.await?;
    }
    ctx.db.close().await?;
    served
        .map(drop)
        .map_err(|error| anyhow!("the pages cannot be served: {error}"))
}

/// Does the recurring work until a signal asks for the end.
pub async fn worker(global: &Global) -> anyhow::Result<()> {
    let settings = open::settings(global, None)?;
    logging::init(&settings.log)?;
    let ctx = open::context(settings).await?;
    note("terbuka works; Ctrl-C stops");
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::run(ctx.clone(), stopped));
    asked_to_stop().await?;
    stop.send_replace(true);
    worker.await?;
    Ok(ctx.db.close().await?)
}

async fn asked_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
