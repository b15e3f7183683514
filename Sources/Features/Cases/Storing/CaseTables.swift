import Database

/// The tables of cases and of the threads that run in them. Nothing in a thread is overwritten: a correction is a row of its own.
enum CaseTables {
    static let statements: [SQL] = cases + threads + work

    private static let cases: [SQL] = [
        """
        CREATE TABLE cases (
            case_id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, organisation_id TEXT NOT NULL, signal_id TEXT,
            opened_at TEXT NOT NULL, opened_by TEXT NOT NULL)
        """,
        "CREATE INDEX cases_signal ON cases (signal_id) WHERE signal_id IS NOT NULL",
        """
        CREATE TABLE case_persons (
            membership_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id),
            person_id TEXT NOT NULL REFERENCES persons(person_id), role TEXT NOT NULL, since TEXT NOT NULL, until TEXT,
            made_by TEXT NOT NULL, ended_by TEXT)
        """,
        "CREATE UNIQUE INDEX case_persons_live ON case_persons (case_id, person_id) WHERE until IS NULL",
        "CREATE INDEX case_persons_person ON case_persons (person_id)",
        """
        CREATE TABLE case_closings (
            closing_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), reason TEXT NOT NULL, closed_at TEXT NOT NULL,
            closed_by TEXT NOT NULL, organisation_id TEXT NOT NULL, follow_up_on TEXT, reopened_at TEXT, reopened_by TEXT,
            reopened_because TEXT)
        """,
        "CREATE UNIQUE INDEX case_closings_live ON case_closings (case_id) WHERE reopened_at IS NULL",
        """
        CREATE TABLE timeline (
            entry_id TEXT PRIMARY KEY, case_id TEXT, person_id TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, object TEXT NOT NULL,
            actor TEXT NOT NULL, organisation_id TEXT NOT NULL, audience TEXT, field_group TEXT, superseded_at TEXT)
        """,
        "CREATE INDEX timeline_case ON timeline (case_id, at, entry_id)",
        "CREATE INDEX timeline_person ON timeline (person_id, at, entry_id)",
        "CREATE INDEX timeline_object ON timeline (object)",
    ]

    private static let threads: [SQL] = [
        // What statistics and the search for doubles ask for: person, organisation, level, day.
        """
        CREATE TABLE identifications (
            identification_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL,
            level TEXT NOT NULL, body TEXT, on_day TEXT NOT NULL, ground TEXT NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL, corrects TEXT, superseded_at TEXT)
        """,
        "CREATE INDEX identifications_person ON identifications (person_id)",
        "CREATE INDEX identifications_day ON identifications (on_day, level) WHERE superseded_at IS NULL",
        """
        CREATE TABLE trafficking_facts (
            facts_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, version INTEGER NOT NULL,
            purpose TEXT NOT NULL, citizenship TEXT, began_from TEXT, began_to TEXT, began_precision TEXT, ended_from TEXT, ended_to TEXT,
            ended_precision TEXT, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, superseded_at TEXT,
            UNIQUE (case_id, person_id, version))
        """,
        """
        CREATE TABLE trafficking_codes (
            facts_id TEXT NOT NULL REFERENCES trafficking_facts(facts_id), kind TEXT NOT NULL, code TEXT NOT NULL,
            PRIMARY KEY (facts_id, kind, code))
        """,
        """
        CREATE TABLE assessments (
            assessment_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, level TEXT NOT NULL,
            own_view TEXT NOT NULL, manner TEXT NOT NULL, hidden TEXT NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL)
        """,
        "CREATE INDEX assessments_person ON assessments (person_id, case_id)",
        """
        CREATE TABLE assessment_answers (
            assessment_id TEXT NOT NULL REFERENCES assessments(assessment_id), question TEXT NOT NULL, answer TEXT NOT NULL,
            PRIMARY KEY (assessment_id, question))
        """,
        """
        CREATE TABLE support_plans (
            plan_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, version INTEGER NOT NULL,
            agreement TEXT NOT NULL, agreed_on TEXT, review_on TEXT, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL, superseded_at TEXT, UNIQUE (case_id, person_id, version))
        """,
        "CREATE INDEX support_plans_person ON support_plans (person_id) WHERE superseded_at IS NULL",
        """
        CREATE TABLE plan_goals (
            plan_id TEXT NOT NULL REFERENCES support_plans(plan_id), number INTEGER NOT NULL, area TEXT NOT NULL, who TEXT NOT NULL,
            by_on TEXT, state TEXT NOT NULL, PRIMARY KEY (plan_id, number))
        """,
        """
        CREATE TABLE case_notes (
            note_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, kind TEXT NOT NULL,
            audience TEXT NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, corrects TEXT,
            superseded_at TEXT)
        """,
        "CREATE INDEX case_notes_person ON case_notes (person_id, case_id)",
        """
        CREATE TABLE case_files (
            file_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, kind TEXT NOT NULL,
            audience TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL)
        """,
        "CREATE INDEX case_files_person ON case_files (person_id, case_id)",
    ]

    private static let work: [SQL] = [
        """
        CREATE TABLE case_events (
            event_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, kind TEXT NOT NULL,
            at TEXT NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL)
        """,
        "CREATE INDEX case_events_person ON case_events (person_id, case_id)",
        """
        CREATE TABLE case_clocks (
            clock_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, rule TEXT NOT NULL,
            started_at TEXT NOT NULL, object TEXT NOT NULL, ended_at TEXT, ended_because TEXT)
        """,
        "CREATE INDEX case_clocks_person ON case_clocks (person_id, case_id)",
        "CREATE INDEX case_clocks_open ON case_clocks (started_at, clock_id) WHERE ended_at IS NULL",
        """
        CREATE TABLE next_steps (
            step_id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(case_id), person_id TEXT NOT NULL, kind TEXT NOT NULL,
            due_on TEXT NOT NULL, user_id TEXT NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
            done_at TEXT, done_by TEXT)
        """,
        "CREATE INDEX next_steps_person ON next_steps (person_id, case_id)",
        "CREATE INDEX next_steps_user ON next_steps (user_id, due_on) WHERE done_at IS NULL",
        "CREATE INDEX next_steps_organisation ON next_steps (organisation_id, due_on) WHERE done_at IS NULL",
        """
        CREATE TABLE contact_rules (
            rule_id TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES persons(person_id), ways TEXT NOT NULL, never TEXT NOT NULL,
            hours TEXT NOT NULL, organisation_id TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, superseded_at TEXT)
        """,
        "CREATE UNIQUE INDEX contact_rules_live ON contact_rules (person_id) WHERE superseded_at IS NULL",
    ]
}
