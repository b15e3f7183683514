public import Database

extension ActivitiesFeature {
    /// The tables of this room. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0032-activities",
            [
                """
                CREATE TABLE activities (
                    activity_id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, organisation_id TEXT NOT NULL, kind TEXT NOT NULL,
                    entered_at TEXT NOT NULL, entered_by TEXT NOT NULL)
                """,
                "CREATE INDEX activities_organisation ON activities (organisation_id, kind)",
                """
                CREATE TABLE activity_facts (
                    facts_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL REFERENCES activities(activity_id), version INTEGER NOT NULL,
                    state TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, is_open BOOLEAN NOT NULL, title TEXT NOT NULL,
                    country TEXT, district TEXT, town TEXT, is_public BOOLEAN NOT NULL, evidence TEXT, note TEXT, same_as TEXT,
                    made_at TEXT NOT NULL, made_by TEXT NOT NULL, superseded_at TEXT, UNIQUE (activity_id, version))
                """,
                "CREATE UNIQUE INDEX activity_facts_current ON activity_facts (activity_id) WHERE superseded_at IS NULL",
                "CREATE INDEX activity_facts_ends ON activity_facts (ends_on) WHERE superseded_at IS NULL",
                """
                CREATE TABLE activity_codes (
                    facts_id TEXT NOT NULL REFERENCES activity_facts(facts_id), field TEXT NOT NULL, code TEXT NOT NULL,
                    PRIMARY KEY (facts_id, field, code))
                """,
                "CREATE INDEX activity_codes_code ON activity_codes (field, code)",
                """
                CREATE TABLE activity_amounts (
                    facts_id TEXT NOT NULL REFERENCES activity_facts(facts_id), field TEXT NOT NULL, amount INTEGER NOT NULL,
                    PRIMARY KEY (facts_id, field))
                """,
                """
                CREATE TABLE activity_heads (
                    facts_id TEXT NOT NULL REFERENCES activity_facts(facts_id), line INTEGER NOT NULL, profession TEXT, sex TEXT,
                    institution TEXT, amount INTEGER NOT NULL, PRIMARY KEY (facts_id, line))
                """,
                """
                CREATE TABLE activity_stages (
                    stage_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL REFERENCES activities(activity_id), stage TEXT NOT NULL,
                    reached_on TEXT NOT NULL, number TEXT, made_at TEXT NOT NULL, made_by TEXT NOT NULL, superseded_at TEXT)
                """,
                "CREATE UNIQUE INDEX activity_stages_current ON activity_stages (activity_id, stage) WHERE superseded_at IS NULL",
                """
                CREATE TABLE activity_tasks (
                    task_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL REFERENCES activities(activity_id), text TEXT NOT NULL,
                    institution TEXT, due_on TEXT, done_on TEXT, made_at TEXT NOT NULL, made_by TEXT NOT NULL, done_by TEXT)
                """,
                "CREATE INDEX activity_tasks_activity ON activity_tasks (activity_id)",
                """
                CREATE TABLE activity_measures (
                    assignment_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL REFERENCES activities(activity_id), plan_id TEXT NOT NULL,
                    measure TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT)
                """,
                "CREATE UNIQUE INDEX activity_measures_current ON activity_measures (plan_id, measure, activity_id) WHERE ended_at IS NULL",
                "CREATE INDEX activity_measures_activity ON activity_measures (activity_id)",
                // Grows with every change of what serves a measure: a figure that was counted at the same revision is still the same.
                """
                CREATE TABLE activity_revisions (
                    plan_id TEXT NOT NULL, measure TEXT NOT NULL, revision BIGINT NOT NULL, PRIMARY KEY (plan_id, measure))
                """,
            ]),
        Migration(
            "0033-activity-events",
            [
                // Grows with every change of a public act: public pages that were made before are made anew.
                "CREATE TABLE activity_events (id INTEGER PRIMARY KEY, number BIGINT NOT NULL)",
                "INSERT INTO activity_events (id, number) VALUES (1, 0)",
                "CREATE INDEX activity_facts_public ON activity_facts (ends_on) WHERE superseded_at IS NULL AND is_public",
            ]),
        Migration(
            "0034-activity-imports",
            [
                "ALTER TABLE activities ADD COLUMN import_id TEXT",
                "CREATE INDEX activity_facts_same ON activity_facts (same_as) WHERE same_as IS NOT NULL",
                "CREATE INDEX activities_import ON activities (import_id) WHERE import_id IS NOT NULL",
                """
                CREATE TABLE activity_imports (
                    import_id TEXT PRIMARY KEY, organisation_id TEXT NOT NULL, kind TEXT NOT NULL, row_count INTEGER NOT NULL,
                    started_at TEXT NOT NULL, started_by TEXT NOT NULL, failed_at TEXT, stored_at TEXT, undone_at TEXT, undone_by TEXT,
                    undone_count INTEGER)
                """,
                "CREATE INDEX activity_imports_organisation ON activity_imports (organisation_id, stored_at)",
                """
                CREATE TABLE activity_import_texts (
                    import_id TEXT PRIMARY KEY, organisation_id TEXT NOT NULL, user_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
                    mapping TEXT, expires_at TEXT NOT NULL)
                """,
                "CREATE INDEX activity_import_texts_expires ON activity_import_texts (expires_at)",
            ]),
        Migration(
            "0036-activity-attendance",
            [
                """
                CREATE TABLE activity_attendances (
                    attendance_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL REFERENCES activities(activity_id), threshold INTEGER NOT NULL,
                    listed INTEGER, made_at TEXT NOT NULL, made_by TEXT NOT NULL, superseded_at TEXT)
                """,
                "CREATE UNIQUE INDEX activity_attendances_current ON activity_attendances (activity_id) WHERE superseded_at IS NULL",
                """
                CREATE TABLE activity_parts (
                    attendance_id TEXT NOT NULL REFERENCES activity_attendances(attendance_id), number INTEGER NOT NULL, title TEXT,
                    group_name TEXT, held_on TEXT, hours INTEGER, present INTEGER, PRIMARY KEY (attendance_id, number))
                """,
                // No line of a list: what a participant is told apart by, under a key that is destroyed after its period.
                """
                CREATE TABLE activity_tokens (
                    activity_id TEXT NOT NULL REFERENCES activities(activity_id), token TEXT NOT NULL, period TEXT NOT NULL,
                    profession TEXT NOT NULL, sex TEXT NOT NULL, institution TEXT NOT NULL, PRIMARY KEY (activity_id, token))
                """,
                "CREATE INDEX activity_tokens_period ON activity_tokens (period)",
            ]),
        Migration(
            "0040-activity-sheets-sealed",
            [
                // Nobody knows what stands in the columns of a sheet that its act does not take: names, too.
                "DROP TABLE activity_import_texts",
                """
                CREATE TABLE activity_sheets (
                    import_id TEXT PRIMARY KEY, organisation_id TEXT NOT NULL, user_id TEXT NOT NULL, kind TEXT NOT NULL,
                    sealed \(sqlite: "BLOB", postgres: "BYTEA") NOT NULL, mapping \(sqlite: "BLOB", postgres: "BYTEA"),
                    expires_at TEXT NOT NULL)
                """,
                "CREATE INDEX activity_sheets_expires ON activity_sheets (expires_at)",
            ]),
        Migration(
            "0041-activity-days",
            [
                // For lists, and for what is alike another act: its place and its days.
                "CREATE INDEX activity_facts_starts ON activity_facts (starts_on, activity_id) WHERE superseded_at IS NULL",
                "CREATE INDEX activity_facts_places ON activity_facts (district, starts_on) WHERE superseded_at IS NULL",
                // A figure asks no more of most acts than stands in these.
                """
                CREATE INDEX activity_facts_counted ON activity_facts (activity_id, state, ends_on, same_as, facts_id)
                WHERE superseded_at IS NULL
                """,
                "CREATE INDEX activities_kind ON activities (activity_id, kind)",
            ]),
        Migration(
            "0042-activity-seconds",
            [
                // Of two measures of a plan the one that came later, so that what counts twice is found without looking at all.
                "ALTER TABLE activity_measures ADD COLUMN is_second BOOLEAN NOT NULL DEFAULT FALSE",
                """
                UPDATE activity_measures SET is_second = TRUE WHERE ended_at IS NULL AND EXISTS (
                    SELECT 1 FROM activity_measures o WHERE o.activity_id = activity_measures.activity_id
                        AND o.plan_id = activity_measures.plan_id AND o.ended_at IS NULL AND o.assignment_id < activity_measures.assignment_id)
                """,
                "CREATE INDEX activity_measures_seconds ON activity_measures (plan_id) WHERE is_second AND ended_at IS NULL",
            ]),
        Migration(
            "0043-activity-files",
            [
                // What a file is called and holds is in the vault.
                """
                CREATE TABLE activity_files (
                    file_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL REFERENCES activities(activity_id), kind TEXT NOT NULL,
                    form TEXT NOT NULL, place INTEGER NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL, withdrawn_at TEXT,
                    withdrawn_by TEXT)
                """,
                "CREATE INDEX activity_files_activity ON activity_files (activity_id)",
            ]),
    ]
}
