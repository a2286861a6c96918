//! Every promise of this room, kept on each engine.

mod concurrency;
mod figures;
mod fixtures;
mod lists;
mod refusals;
mod schema;
mod writing;

use super::Db;
use super::testing::Server;

/// Runs a test on a fresh database of each engine that this run covers.
async fn on_each_engine(test: impl AsyncFn(Db)) {
    for server in Server::all().unwrap() {
        let directory = tempfile::tempdir().unwrap();
        let made = server.fresh(directory.path()).await.unwrap();
        println!("on {:?}", made.db.engine());
        test(made.db.clone()).await;
        made.finish().await.unwrap();
    }
}
