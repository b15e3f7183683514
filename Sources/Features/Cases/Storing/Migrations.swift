public import Database

extension CasesFeature {
    /// The tables of this room. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0007-cases",
            [
                """
                CREATE TABLE persons (
                    person_id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, age_group TEXT NOT NULL, sex TEXT NOT NULL,
                    organisation_id TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, erased_at TEXT, erased_by TEXT)
                """,
                """
                CREATE TABLE emergency_openings (
                    opening_id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES persons(person_id), user_id TEXT NOT NULL,
                    reason TEXT NOT NULL, opened_at TEXT NOT NULL, until TEXT NOT NULL, reviewed_at TEXT, reviewed_by TEXT, verdict TEXT)
                """,
                "CREATE INDEX emergency_openings_person ON emergency_openings (person_id)",
                """
                CREATE TABLE emergency_told (
                    opening_id TEXT NOT NULL REFERENCES emergency_openings(opening_id), user_id TEXT NOT NULL, seen_at TEXT,
                    PRIMARY KEY (opening_id, user_id))
                """,
                "CREATE INDEX emergency_told_user ON emergency_told (user_id)",
            ]),
        Migration("0011-decoys", ["CREATE TABLE decoys (person_id TEXT PRIMARY KEY REFERENCES persons(person_id))"]),
        Migration("0012-case-threads", CaseTables.statements),
        Migration(
            "0013-case-duties",
            [
                "ALTER TABLE persons ADD COLUMN citizenship TEXT",
                // What was held of a person until somebody corrected it.
                """
                CREATE TABLE person_facts (
                    facts_id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES persons(person_id), age_group TEXT NOT NULL,
                    sex TEXT NOT NULL, citizenship TEXT NOT NULL, superseded_at TEXT NOT NULL, superseded_by TEXT NOT NULL,
                    organisation_id TEXT NOT NULL)
                """,
                "CREATE INDEX person_facts_person ON person_facts (person_id)",
                // When it was noted that a clock ended, which may be later than it did.
                "ALTER TABLE case_clocks ADD COLUMN noted_at TEXT",
            ]),
        Migration(
            "0016-case-sight",
            [
                // What was noted is a line of the timeline; nobody ever read it here.
                "DROP TABLE case_events",
                "ALTER TABLE emergency_told DROP COLUMN seen_at",
                // The exact length of a file and what kind it is stand sealed with it.
                "ALTER TABLE case_files DROP COLUMN type",
                "ALTER TABLE case_files DROP COLUMN size",
                "ALTER TABLE case_files ADD COLUMN withdrawn_at TEXT",
                "ALTER TABLE case_files ADD COLUMN withdrawn_by TEXT",
                // Lines that some organisations alone may read; all that may open the record where it is empty.
                "ALTER TABLE timeline ADD COLUMN readers TEXT",
                "CREATE TABLE sent_forms (digest TEXT PRIMARY KEY, object TEXT NOT NULL, sent_at TEXT NOT NULL)",
                "CREATE INDEX sent_forms_time ON sent_forms (sent_at)",
            ]),
        // Also for those who left a case.
        Migration("0030-case-members", ["CREATE INDEX case_persons_case ON case_persons (case_id)"]),
        Migration("0031-erased", ["CREATE INDEX persons_erased ON persons (person_id) WHERE erased_at IS NOT NULL"]),
        // To count them by their moments.
        Migration(
            "0037-case-moments",
            [
                "CREATE INDEX cases_opened ON cases (opened_at)",
                "CREATE INDEX case_closings_closed ON case_closings (closed_at) WHERE reopened_at IS NULL",
            ]),
    ]
}
