//! Schema migrations of Terbuka, the same set for `SQLite` and `PostgreSQL`.
