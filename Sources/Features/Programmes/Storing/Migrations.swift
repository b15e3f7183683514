public import Database

extension ProgrammesFeature {
    /// The tables of this room. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0001-programmes",
            [
                """
                CREATE TABLE documents (
                    id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, name TEXT NOT NULL, encoding TEXT NOT NULL,
                    size INTEGER NOT NULL, imported_at TEXT NOT NULL)
                """,
                """
                CREATE TABLE document_cells (
                    document_id TEXT NOT NULL REFERENCES documents(id), table_no INTEGER NOT NULL, row_no INTEGER NOT NULL,
                    column_no INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (document_id, table_no, row_no, column_no))
                """,
                """
                CREATE TABLE plans (
                    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, identity TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL)
                """,
                """
                CREATE TABLE plan_versions (
                    id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), number INTEGER NOT NULL, status TEXT NOT NULL,
                    title TEXT NOT NULL, title_cells TEXT NOT NULL, title_source TEXT NOT NULL, period_from TEXT, period_to TEXT,
                    is_project BOOLEAN NOT NULL, declared_measures INTEGER, document_id TEXT NOT NULL REFERENCES documents(id),
                    fingerprint TEXT NOT NULL, understood INTEGER NOT NULL, kept_as_text INTEGER NOT NULL, not_understood INTEGER NOT NULL,
                    column_fields TEXT NOT NULL, column_headings TEXT NOT NULL, imported_at TEXT NOT NULL, UNIQUE (plan_id, number))
                """,
                """
                CREATE TABLE plan_sections (
                    version_id TEXT NOT NULL REFERENCES plan_versions(id), position INTEGER NOT NULL, number TEXT, title TEXT NOT NULL,
                    source_cells TEXT NOT NULL, source_text TEXT NOT NULL, PRIMARY KEY (version_id, position))
                """,
                """
                CREATE TABLE plan_abbreviations (
                    version_id TEXT NOT NULL REFERENCES plan_versions(id), position INTEGER NOT NULL, short TEXT NOT NULL,
                    full_name TEXT NOT NULL, PRIMARY KEY (version_id, position))
                """,
                """
                CREATE TABLE plan_remarks (
                    version_id TEXT NOT NULL REFERENCES plan_versions(id), position INTEGER NOT NULL, code TEXT NOT NULL, measure_code TEXT,
                    table_no INTEGER NOT NULL, row_no INTEGER NOT NULL, column_no INTEGER NOT NULL, quote TEXT NOT NULL, detail TEXT NOT NULL,
                    PRIMARY KEY (version_id, position))
                """,
                """
                CREATE TABLE measures (
                    id TEXT PRIMARY KEY, version_id TEXT NOT NULL REFERENCES plan_versions(id), identity TEXT NOT NULL,
                    position INTEGER NOT NULL, code TEXT NOT NULL, number TEXT, section_position INTEGER,
                    due_on TEXT, deadline_kind TEXT, deadline_periods TEXT, deadline_every_months INTEGER,
                    deadline_duration_months INTEGER, deadline_year_assumed BOOLEAN, deadline_condition TEXT, deadline_cells TEXT,
                    deadline_source TEXT, title TEXT NOT NULL, title_cells TEXT NOT NULL, title_source TEXT NOT NULL,
                    strategic_goal TEXT, strategic_goal_cells TEXT, strategic_goal_source TEXT,
                    operational_goal TEXT, operational_goal_cells TEXT, operational_goal_source TEXT,
                    expected_results TEXT, expected_results_cells TEXT, expected_results_source TEXT,
                    UNIQUE (version_id, position), UNIQUE (version_id, code))
                """,
                "CREATE INDEX measures_due ON measures (due_on)",
                """
                CREATE TABLE measure_actors (
                    measure_id TEXT NOT NULL REFERENCES measures(id), role TEXT NOT NULL, position INTEGER NOT NULL, reading TEXT NOT NULL,
                    code TEXT, name TEXT NOT NULL, source_cells TEXT NOT NULL, source_text TEXT NOT NULL,
                    PRIMARY KEY (measure_id, role, position))
                """,
                """
                CREATE TABLE budget_lines (
                    measure_id TEXT NOT NULL REFERENCES measures(id), position INTEGER NOT NULL, kind TEXT NOT NULL, amount_minor BIGINT,
                    currency TEXT, is_ceiling BOOLEAN NOT NULL, basis TEXT NOT NULL, shared_with TEXT,
                    source_cells TEXT NOT NULL, source_text TEXT NOT NULL, PRIMARY KEY (measure_id, position))
                """,
                """
                CREATE TABLE indicators (
                    id TEXT PRIMARY KEY, measure_id TEXT NOT NULL REFERENCES measures(id), position INTEGER NOT NULL, kind TEXT NOT NULL,
                    label TEXT NOT NULL, unit TEXT, baseline DOUBLE PRECISION, target DOUBLE PRECISION, comparator TEXT,
                    baseline_cells TEXT, baseline_source TEXT, target_cells TEXT, target_source TEXT, UNIQUE (measure_id, position))
                """,
                """
                \(sqlite: "CREATE VIRTUAL TABLE measure_search USING fts5(measure_id UNINDEXED, title, terms, tokenize = 'unicode61')", postgres: "CREATE TABLE measure_search (measure_id TEXT PRIMARY KEY REFERENCES measures(id), title TSVECTOR NOT NULL, terms TSVECTOR NOT NULL)")
                """,
                "\(sqlite: "SELECT 1", postgres: "CREATE INDEX measure_search_title ON measure_search USING GIN (title)")",
                "\(sqlite: "SELECT 1", postgres: "CREATE INDEX measure_search_terms ON measure_search USING GIN (terms)")",
                "CREATE TABLE plan_revision (id INTEGER PRIMARY KEY, number BIGINT NOT NULL)",
                "INSERT INTO plan_revision (id, number) VALUES (1, 0)",
            ]),
        Migration(
            "0028-indicator-counting",
            [
                """
                CREATE TABLE indicator_bindings (
                    binding_id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), measure_identity TEXT NOT NULL,
                    label TEXT NOT NULL, position INTEGER NOT NULL, metric TEXT NOT NULL, metric_version INTEGER NOT NULL,
                    unit TEXT NOT NULL, bound_at TEXT NOT NULL, bound_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT)
                """,
                "CREATE INDEX indicator_bindings_measure ON indicator_bindings (plan_id, measure_identity)",
                """
                CREATE TABLE indicator_filters (
                    binding_id TEXT NOT NULL REFERENCES indicator_bindings(binding_id), dimension TEXT NOT NULL, code TEXT NOT NULL,
                    PRIMARY KEY (binding_id, dimension, code))
                """,
                """
                CREATE TABLE indicator_reports (
                    report_id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), measure_identity TEXT NOT NULL,
                    label TEXT NOT NULL, position INTEGER NOT NULL, institution TEXT NOT NULL, organisation_id TEXT NOT NULL,
                    value DOUBLE PRECISION NOT NULL, as_of TEXT NOT NULL, evidence TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, superseded_at TEXT)
                """,
                "CREATE INDEX indicator_reports_measure ON indicator_reports (plan_id, measure_identity)",
            ]),
        Migration(
            "0045-plan-findings",
            [
                """
                CREATE TABLE finding_acceptances (
                    acceptance_id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), finding TEXT NOT NULL, code TEXT NOT NULL,
                    quote TEXT NOT NULL, reason TEXT NOT NULL, organisation_id TEXT NOT NULL, accepted_at TEXT NOT NULL,
                    accepted_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT)
                """,
                "CREATE INDEX finding_acceptances_plan ON finding_acceptances (plan_id, finding)",
                """
                CREATE TABLE finding_publications (
                    publication_id TEXT PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans(id), published_at TEXT NOT NULL,
                    published_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT)
                """,
                "CREATE INDEX finding_publications_plan ON finding_publications (plan_id)",
            ]),
        Migration("0046-plan-acceptance", ["ALTER TABLE plan_versions ADD COLUMN accepted_at TEXT"]),
        Migration(
            "0047-measure-pairs",
            [
                """
                CREATE TABLE measure_pairs (
                    pair_id TEXT PRIMARY KEY, first_plan TEXT NOT NULL REFERENCES plans(id), first_measure TEXT NOT NULL,
                    second_plan TEXT NOT NULL REFERENCES plans(id), second_measure TEXT NOT NULL, ruling TEXT NOT NULL,
                    decided_at TEXT NOT NULL, decided_by TEXT NOT NULL, ended_at TEXT, ended_by TEXT)
                """,
                "CREATE INDEX measure_pairs_first ON measure_pairs (first_plan, first_measure)",
                "CREATE INDEX measure_pairs_second ON measure_pairs (second_plan, second_measure)",
                "CREATE UNIQUE INDEX measure_pairs_live ON measure_pairs (first_plan, first_measure, second_plan, second_measure) WHERE ended_at IS NULL",
            ]),
        // What was published before this was kept is no longer public: nobody knows of which version it was.
        Migration("0048-finding-publication-version", ["ALTER TABLE finding_publications ADD COLUMN version_id TEXT"]),
        Migration("0049-measure-pair-organisations", ["ALTER TABLE measure_pairs ADD COLUMN organisation_id TEXT"]),
        Migration(
            "0050-measure-further-words",
            [
                "ALTER TABLE measures ADD COLUMN further TEXT",
                "ALTER TABLE measures ADD COLUMN further_cells TEXT",
                "ALTER TABLE measures ADD COLUMN further_source TEXT",
            ]),
        // Until now a document was an edition of the plan with its title, and of no other.
        Migration(
            "0051-plan-version-identities",
            [
                "ALTER TABLE plan_versions ADD COLUMN identity TEXT",
                "UPDATE plan_versions SET identity = (SELECT p.identity FROM plans p WHERE p.id = plan_versions.plan_id)",
                "CREATE INDEX plan_versions_identity ON plan_versions (identity)",
                "ALTER TABLE finding_acceptances ADD COLUMN came_with TEXT",
            ]),
    ]
}
