public import Database

extension AccessFeature {
    /// The tables of this room. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0006-access",
            [
                """
                CREATE TABLE organisations (
                    id TEXT PRIMARY KEY, institution TEXT UNIQUE, name TEXT NOT NULL, regime TEXT NOT NULL, added_at TEXT NOT NULL,
                    added_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT)
                """,
                """
                CREATE TABLE posts (
                    id TEXT PRIMARY KEY, organisation_id TEXT NOT NULL REFERENCES organisations(id), title TEXT NOT NULL,
                    added_at TEXT NOT NULL, added_by TEXT NOT NULL)
                """,
                """
                CREATE TABLE post_roles (
                    post_id TEXT NOT NULL REFERENCES posts(id), role TEXT NOT NULL, PRIMARY KEY (post_id, role))
                """,
                """
                CREATE TABLE users (
                    id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
                    is_demo BOOLEAN NOT NULL)
                """,
                """
                CREATE TABLE holdings (
                    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), post_id TEXT NOT NULL REFERENCES posts(id),
                    since TEXT NOT NULL, made_by TEXT NOT NULL, until TEXT, ended_by TEXT, confirmed_at TEXT NOT NULL,
                    confirmed_by TEXT NOT NULL)
                """,
                "CREATE INDEX holdings_user ON holdings (user_id)",
                "CREATE INDEX holdings_post ON holdings (post_id)",
                """
                CREATE TABLE account_ends (
                    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), at TEXT NOT NULL, ended_by TEXT NOT NULL,
                    reason TEXT NOT NULL, lifted_at TEXT, lifted_by TEXT)
                """,
                "CREATE INDEX account_ends_user ON account_ends (user_id)",
                """
                CREATE TABLE passwords (
                    user_id TEXT PRIMARY KEY REFERENCES users(id), hash TEXT NOT NULL, made_at TEXT NOT NULL)
                """,
                """
                CREATE TABLE second_factors (
                    user_id TEXT PRIMARY KEY REFERENCES users(id), secret \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL,
                    made_at TEXT NOT NULL, last_step BIGINT)
                """,
                """
                CREATE TABLE recovery_codes (
                    hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), made_at TEXT NOT NULL, used_at TEXT)
                """,
                "CREATE INDEX recovery_codes_user ON recovery_codes (user_id)",
                """
                CREATE TABLE activations (
                    hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), made_at TEXT NOT NULL, made_by TEXT NOT NULL,
                    expires_at TEXT NOT NULL, ended_at TEXT)
                """,
                "CREATE INDEX activations_user ON activations (user_id)",
                """
                CREATE TABLE sessions (
                    id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, form_secret TEXT NOT NULL,
                    user_id TEXT NOT NULL REFERENCES users(id), holding_id TEXT REFERENCES holdings(id), is_enrolling BOOLEAN NOT NULL,
                    device TEXT NOT NULL, made_at TEXT NOT NULL, seen_at TEXT NOT NULL, proved_at TEXT, ends_at TEXT NOT NULL,
                    ended_at TEXT, ended_by TEXT)
                """,
                "CREATE INDEX sessions_user ON sessions (user_id)",
                "CREATE TABLE failed_attempts (subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at TEXT NOT NULL)",
                """
                CREATE TABLE drafts (
                    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), path TEXT NOT NULL,
                    sealed \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, saved_at TEXT NOT NULL, UNIQUE (user_id, path))
                """,
                "CREATE TABLE demo_passwords (user_id TEXT PRIMARY KEY REFERENCES users(id), password TEXT NOT NULL)",
            ]),
        Migration(
            "0010-access-codes",
            [
                """
                CREATE TABLE code_requests (
                    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id),
                    organisation_id TEXT NOT NULL REFERENCES organisations(id), reason TEXT NOT NULL, asked_at TEXT NOT NULL,
                    asked_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT, verdict TEXT)
                """,
                "CREATE UNIQUE INDEX code_requests_open ON code_requests (user_id) WHERE ended_at IS NULL",
            ]),
        Migration(
            "0024-access-security-keys",
            [
                """
                CREATE TABLE security_keys (
                    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), credential TEXT NOT NULL UNIQUE,
                    public_key \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, party TEXT NOT NULL, counter BIGINT NOT NULL,
                    name TEXT NOT NULL, may_be_copied BOOLEAN NOT NULL, is_copied BOOLEAN NOT NULL, added_at TEXT NOT NULL, used_at TEXT)
                """,
                "CREATE INDEX security_keys_user ON security_keys (user_id)",
                "CREATE TABLE spent_challenges (hash TEXT PRIMARY KEY, spent_at TEXT NOT NULL)",
                "CREATE INDEX spent_challenges_time ON spent_challenges (spent_at)",
                "ALTER TABLE sessions ADD COLUMN is_by_key BOOLEAN NOT NULL DEFAULT FALSE",
            ]),
        Migration("0039-access-shared-institutions", sharedInstitutions),
    ]

    /// Ten local commissions have one code. SQLite takes a constraint back by making the table anew; what refers to it waits for the end.
    private static let sharedInstitutions: [SQL] = [
        """
        \(sqlite: "PRAGMA defer_foreign_keys = ON",
            postgres: "ALTER TABLE organisations DROP CONSTRAINT organisations_institution_key")
        """,
        "\(sqlite: "CREATE TABLE organisations_kept AS SELECT * FROM organisations", postgres: "SELECT 1")",
        "\(sqlite: "DROP TABLE organisations", postgres: "SELECT 1")",
        """
        CREATE TABLE IF NOT EXISTS organisations (
            id TEXT PRIMARY KEY, institution TEXT, name TEXT NOT NULL, regime TEXT NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
            ended_at TEXT, ended_by TEXT)
        """,
        """
        \(sqlite: "INSERT INTO organisations (id, institution, name, regime, added_at, added_by, ended_at, ended_by) SELECT * FROM organisations_kept",
            postgres: "SELECT 1")
        """,
        "\(sqlite: "DROP TABLE organisations_kept", postgres: "SELECT 1")",
        "CREATE INDEX organisations_institution ON organisations (institution)",
    ]
}
