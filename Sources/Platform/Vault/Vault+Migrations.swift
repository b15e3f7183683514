public import Database

extension Vault {
    /// The tables of the vault. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration("0004-vault", keys + contents + searching + ending),
        Migration("0029-vault-subjects", subjects),
        Migration("0035-vault-period-keys", periods),
    ]

    private static let keys: [SQL] = [
        """
        CREATE TABLE vault_organisation_keys (
            organisation_key_id TEXT PRIMARY KEY, organisation TEXT NOT NULL, public_half \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL,
            wrapped_half \(sqlite: "BLOB", postgres: "BYTEA"), made_at TEXT NOT NULL, retired_at TEXT, destroyed_at TEXT)
        """,
        "CREATE UNIQUE INDEX vault_organisation_keys_current ON vault_organisation_keys (organisation) WHERE retired_at IS NULL",
        """
        CREATE TABLE vault_person_keys (
            person_key_id TEXT PRIMARY KEY, subject TEXT NOT NULL, made_at TEXT NOT NULL, retired_at TEXT, destroyed_at TEXT)
        """,
        "CREATE UNIQUE INDEX vault_person_keys_current ON vault_person_keys (subject) WHERE retired_at IS NULL",
        "CREATE INDEX vault_person_keys_subject ON vault_person_keys (subject)",
        """
        CREATE TABLE vault_seals (
            person_key_id TEXT NOT NULL REFERENCES vault_person_keys (person_key_id), organisation TEXT NOT NULL,
            organisation_key_id TEXT NOT NULL REFERENCES vault_organisation_keys (organisation_key_id),
            encapsulated \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, ciphertext \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL,
            made_at TEXT NOT NULL, PRIMARY KEY (person_key_id, organisation))
        """,
        "CREATE INDEX vault_seals_organisation ON vault_seals (organisation, person_key_id)",
        "CREATE INDEX vault_seals_organisation_key ON vault_seals (organisation_key_id, person_key_id)",
    ]

    private static let contents: [SQL] = [
        """
        CREATE TABLE vault_values (
            value_id TEXT PRIMARY KEY, subject TEXT NOT NULL, record_table TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL,
            version INTEGER NOT NULL, person_key_id TEXT NOT NULL REFERENCES vault_person_keys (person_key_id),
            sealed \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, written_at TEXT NOT NULL, superseded_at TEXT,
            UNIQUE (subject, record_table, record, field, version))
        """,
        "CREATE INDEX vault_values_key ON vault_values (person_key_id, value_id)",
        """
        CREATE TABLE vault_files (
            file_id TEXT PRIMARY KEY, subject TEXT NOT NULL, record_table TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL,
            person_key_id TEXT NOT NULL REFERENCES vault_person_keys (person_key_id),
            sealed_key \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, description \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL,
            written_at TEXT NOT NULL)
        """,
        "CREATE INDEX vault_files_key ON vault_files (person_key_id, file_id)",
        "CREATE INDEX vault_files_record ON vault_files (subject, record_table, record, field)",
        """
        CREATE TABLE vault_file_chunks (
            file_id TEXT NOT NULL REFERENCES vault_files (file_id), number INTEGER NOT NULL,
            sealed \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, PRIMARY KEY (file_id, number))
        """,
    ]

    private static let searching: [SQL] = [
        "CREATE TABLE vault_index_plans (index_name TEXT PRIMARY KEY, parameters TEXT NOT NULL, adopted_at TEXT NOT NULL)",
        """
        CREATE TABLE vault_index_values (
            index_name TEXT NOT NULL REFERENCES vault_index_plans (index_name), value INTEGER NOT NULL, subject TEXT NOT NULL,
            PRIMARY KEY (index_name, value, subject))
        """,
        "CREATE INDEX vault_index_values_subject ON vault_index_values (subject)",
        """
        CREATE TABLE vault_unique_values (
            index_name TEXT NOT NULL, digest \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, subject TEXT NOT NULL,
            PRIMARY KEY (index_name, digest))
        """,
        "CREATE INDEX vault_unique_values_subject ON vault_unique_values (subject)",
        """
        CREATE TABLE vault_linkage_tokens (
            subject TEXT PRIMARY KEY, parameters INTEGER NOT NULL, sealed \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL)
        """,
    ]

    /// With the index's name as well: SQLite, which keeps no statistics here, takes the longer match, or it would walk through all that an index
    /// holds for each record that is written.
    private static let subjects: [SQL] = [
        "DROP INDEX vault_index_values_subject",
        "CREATE INDEX vault_index_values_subject ON vault_index_values (subject, index_name)",
        "DROP INDEX vault_unique_values_subject",
        "CREATE INDEX vault_unique_values_subject ON vault_unique_values (subject, index_name)",
    ]

    /// A destroyed key leaves its row, so that none is made for its period again.
    private static let periods: [SQL] = [
        """
        CREATE TABLE vault_period_keys (
            period_key_id TEXT PRIMARY KEY, purpose TEXT NOT NULL, period TEXT NOT NULL,
            wrapped \(sqlite: "BLOB", postgres: "BYTEA"), made_at TEXT NOT NULL, destroyed_at TEXT, UNIQUE (purpose, period))
        """
    ]

    private static let ending: [SQL] = [
        """
        CREATE TABLE vault_tombstones (
            subject TEXT PRIMARY KEY, erased_at TEXT NOT NULL, decision TEXT NOT NULL, erased_by TEXT NOT NULL)
        """,
        """
        CREATE TABLE vault_rotations (
            rotation_id TEXT PRIMARY KEY, kind TEXT NOT NULL, holder TEXT NOT NULL, key_id TEXT NOT NULL UNIQUE,
            value_cursor TEXT NOT NULL, file_cursor TEXT NOT NULL, begun_at TEXT NOT NULL, stuck_at TEXT, finished_at TEXT)
        """,
        "CREATE INDEX vault_rotations_open ON vault_rotations (rotation_id) WHERE finished_at IS NULL AND stuck_at IS NULL",
        "CREATE INDEX vault_rotations_holder ON vault_rotations (holder)",
    ]
}
