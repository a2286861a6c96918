//! Migrations: there and back, one at a time, and in agreement with the entities.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, Schema, Statement};

use super::on_each_engine;
use crate::persistence::entities as table;
use crate::persistence::error::UNIQUE;
use crate::persistence::testing::Server;
use crate::persistence::{Db, Engine, MigrateError, SchemaState, migrate, schema_state};

#[derive(Debug, PartialEq, FromQueryResult)]
struct Line {
    line: String,
}

/// Everything the engine knows about the schema, in words.
async fn describe(db: &Db) -> Vec<Line> {
    let sql = match db.engine() {
        Engine::Sqlite => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master ORDER BY type, name"
        }
        Engine::Postgres => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line \
             FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) \
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY line"
        }
    };
    rows(db.writer(), sql).await
}

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<Line> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    Line::find_by_statement(statement).all(connection).await.unwrap()
}

#[tokio::test]
async fn every_migration_goes_up_down_and_up_again() {
    on_each_engine(async |db| {
        let before = describe(&db).await;
        Migrator::down(db.writer(), None).await.unwrap();
        let left: Vec<Line> = describe(&db)
            .await
            .into_iter()
            .filter(|line| !line.line.contains("seaql_migrations"))
            .collect();
        assert!(
            left.iter().all(|line| line.line.contains("sqlite_sequence")),
            "left behind: {left:?}"
        );
        assert_eq!(migrate(&db).await.unwrap(), Migrator::migrations().len());
        assert_eq!(describe(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn the_schema_state_says_what_is_missing_and_what_is_too_new() {
    on_each_engine(async |db| {
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Current);
        Migrator::down(db.writer(), Some(2)).await.unwrap();
        assert_eq!(schema_state(&db).await.unwrap(), SchemaState::Pending(2));
        assert_eq!(migrate(&db).await.unwrap(), 2);
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)";
        db.writer().execute_unprepared(newer).await.unwrap();
        assert_eq!(
            schema_state(&db).await.unwrap(),
            SchemaState::Newer("m29991231_000001_later".to_owned())
        );
        assert!(matches!(migrate(&db).await, Err(MigrateError::Newer(_))));
    })
    .await;
}

#[tokio::test]
async fn an_empty_database_has_everything_pending() {
    for server in Server::all().unwrap() {
        let directory = tempfile::tempdir().unwrap();
        let made = server.empty(directory.path()).await.unwrap();
        let all = Migrator::migrations().len();
        assert_eq!(schema_state(&made.db).await.unwrap(), SchemaState::Pending(all));
        made.finish().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_that_migrate_at_once_take_turns() {
    for server in Server::all().unwrap() {
        let directory = tempfile::tempdir().unwrap();
        let made = server.empty(directory.path()).await.unwrap();
        let others: Vec<_> = (0..4)
            .map(|_| {
                let url = made.url.clone();
                tokio::spawn(async move {
                    let db = Db::connect(&url).await.unwrap();
                    let count = migrate(&db).await.unwrap();
                    db.close().await.unwrap();
                    count
                })
            })
            .collect();
        let mut counts = Vec::new();
        for other in others {
            counts.push(other.await.unwrap());
        }
        counts.sort_unstable();
        assert_eq!(counts, [0, 0, 0, Migrator::migrations().len()]);
        made.finish().await.unwrap();
    }
}

#[tokio::test]
async fn entities_and_migrations_agree() {
    on_each_engine(async |db| {
        let before = describe(&db).await;
        let connection = db.writer();
        Schema::new(connection.get_database_backend())
            .builder()
            .register(table::answer_proposal::Entity)
            .register(table::account_act::Entity)
            .register(table::appointment::Entity)
            .register(table::attachment::Entity)
            .register(table::briefing::Entity)
            .register(table::calendar_day::Entity)
            .register(table::calendar_decree::Entity)
            .register(table::calendar_decree_day::Entity)
            .register(table::calendar_decree_unit::Entity)
            .register(table::calendar_version::Entity)
            .register(table::case_key::Entity)
            .register(table::draft::Entity)
            .register(table::draft_file::Entity)
            .register(table::exemption::Entity)
            .register(table::fee_item::Entity)
            .register(table::fee_schedule::Entity)
            .register(table::file::Entity)
            .register(table::identity::Entity)
            .register(table::identity_key::Entity)
            .register(table::information_item::Entity)
            .register(table::job::Entity)
            .register(table::letter::Entity)
            .register(table::message::Entity)
            .register(table::objection::Entity)
            .register(table::objection_counter::Entity)
            .register(table::objection_file::Entity)
            .register(table::objection_identity::Entity)
            .register(table::objection_letter::Entity)
            .register(table::objection_message::Entity)
            .register(table::outbox::Entity)
            .register(table::proposal_file::Entity)
            .register(table::publication::Entity)
            .register(table::publication_file::Entity)
            .register(table::record_event::Entity)
            .register(table::registration_counter::Entity)
            .register(table::reminder::Entity)
            .register(table::request::Entity)
            .register(table::request_deadline::Entity)
            .register(table::request_event::Entity)
            .register(table::request_share::Entity)
            .register(table::series_counter::Entity)
            .register(table::session::Entity)
            .register(table::share_file::Entity)
            .register(table::sign_in_attempt::Entity)
            .register(table::tracking_token::Entity)
            .register(table::unit::Entity)
            .register(table::user::Entity)
            .sync(connection)
            .await
            .unwrap();
        assert_eq!(describe(&db).await, before);
    })
    .await;
}

/// `SQLite` reports columns where `PostgreSQL` reports the name; the table that translates is complete.
#[tokio::test]
async fn every_unique_constraint_has_its_name_on_both_engines() {
    on_each_engine(async |db| {
        if db.engine() == Engine::Sqlite {
            let tables = rows(
                db.writer(),
                "SELECT sql AS line FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL",
            )
            .await;
            let declared: usize = tables
                .iter()
                .map(|table| {
                    table.line.matches(" UNIQUE (").count() + table.line.matches(" UNIQUE INDEX ").count()
                })
                .sum();
            let is_unique = |name: &str| name.starts_with("uq_") || name.starts_with("ux_");
            let known = UNIQUE.iter().filter(|(_, name)| is_unique(name)).count();
            assert_eq!(declared, known);
            for (columns, name) in UNIQUE {
                let (of, _) = columns.split_once('.').unwrap();
                let plain = columns.replace(&format!("{of}."), "");
                assert!(
                    tables
                        .iter()
                        .any(|table| table.line.contains(&format!("{name} UNIQUE ({plain})"))
                            || table.line.contains(&format!("{name} PRIMARY KEY ({plain})"))
                            || table
                                .line
                                .contains(&format!("UNIQUE INDEX {name} ON {of} ({plain})"))),
                    "{name} is not what the schema declares"
                );
            }
        } else {
            let names = rows(
                db.writer(),
                "SELECT indexname::text AS line FROM pg_indexes WHERE schemaname = 'public'",
            )
            .await;
            assert_eq!(db.writer().get_database_backend(), DbBackend::Postgres);
            for (_, name) in UNIQUE {
                assert!(names.iter().any(|line| line.line == name), "{name} is unknown");
            }
        }
    })
    .await;
}
