public import Database

extension SignalsFeature {
    /// The tables of this room. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0008-signals",
            [
                """
                CREATE TABLE signals (
                    signal_id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, organisation_id TEXT NOT NULL, received_at TEXT NOT NULL,
                    entered_at TEXT NOT NULL, entered_by TEXT NOT NULL)
                """,
                "CREATE INDEX signals_received ON signals (received_at)",
                """
                CREATE TABLE signal_facts (
                    facts_id TEXT PRIMARY KEY, signal_id TEXT NOT NULL REFERENCES signals(signal_id), version INTEGER NOT NULL,
                    kind TEXT NOT NULL, channel TEXT NOT NULL, reporter TEXT NOT NULL, danger TEXT NOT NULL, child TEXT NOT NULL,
                    country TEXT, district TEXT, same_as TEXT, sealed TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
                    superseded_at TEXT, UNIQUE (signal_id, version))
                """,
                """
                CREATE TABLE signal_codes (
                    facts_id TEXT NOT NULL REFERENCES signal_facts(facts_id), kind TEXT NOT NULL, code TEXT NOT NULL,
                    PRIMARY KEY (facts_id, kind, code))
                """,
                """
                CREATE TABLE signal_persons (
                    facts_id TEXT NOT NULL REFERENCES signal_facts(facts_id), concerned TEXT NOT NULL, amount INTEGER NOT NULL,
                    PRIMARY KEY (facts_id, concerned))
                """,
                """
                CREATE TABLE signal_outcomes (
                    outcome_id TEXT PRIMARY KEY, signal_id TEXT NOT NULL REFERENCES signals(signal_id), kind TEXT NOT NULL,
                    institution TEXT, decided_at TEXT NOT NULL, decided_by TEXT NOT NULL, superseded_at TEXT)
                """,
                "CREATE INDEX signal_outcomes_signal ON signal_outcomes (signal_id)",
                """
                CREATE TABLE signal_passes (
                    pass_id TEXT PRIMARY KEY, signal_id TEXT NOT NULL REFERENCES signals(signal_id), organisation_id TEXT NOT NULL,
                    passed_at TEXT NOT NULL, passed_by TEXT NOT NULL)
                """,
                "CREATE INDEX signal_passes_signal ON signal_passes (signal_id)",
                """
                CREATE TABLE signal_cases (
                    signal_id TEXT NOT NULL REFERENCES signals(signal_id), person_id TEXT NOT NULL, linked_at TEXT NOT NULL,
                    linked_by TEXT NOT NULL, PRIMARY KEY (signal_id, person_id))
                """,
            ]),
        // To count what came of them by the moment of the first decision.
        Migration("0026-signal-outcomes-decided", ["CREATE INDEX signal_outcomes_decided ON signal_outcomes (decided_at)"]),
        Migration(
            "0044-signals-activity",
            [
                // The act that a signal came of: a screening.
                "ALTER TABLE signals ADD COLUMN activity_id TEXT",
                "CREATE INDEX signals_activity ON signals (activity_id) WHERE activity_id IS NOT NULL",
            ]),
    ]
}
