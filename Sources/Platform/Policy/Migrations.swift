public import Database

extension Policy {
    /// The table of relations. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0003-policy",
            [
                """
                CREATE TABLE relations (
                    relation_id TEXT PRIMARY KEY, object TEXT NOT NULL, relation TEXT NOT NULL, holder TEXT NOT NULL, since TEXT NOT NULL,
                    until TEXT, reason TEXT, made_by TEXT NOT NULL, ended_by TEXT)
                """,
                // Both hold all that a decision or a list looks at, so that neither reads the table.
                "CREATE INDEX relations_object ON relations (object, relation, holder, since, until)",
                "CREATE INDEX relations_holder ON relations (holder, relation, object, since, until)",
                // Two requests at once cannot both add what has no end yet.
                "CREATE UNIQUE INDEX relations_open ON relations (object, relation, holder) WHERE until IS NULL",
            ]),
        // A consent names what may be seen, and for how long: a relation that rests on one does, too. Several may stand beside each other, each
        // with its own end.
        Migration(
            "0009-relation-scopes",
            [
                "ALTER TABLE relations ADD COLUMN scope TEXT",
                "ALTER TABLE relations ADD COLUMN through TEXT",
                "DROP INDEX relations_open",
                """
                CREATE UNIQUE INDEX relations_open ON relations (object, relation, holder, COALESCE(through, '')) WHERE until IS NULL
                """,
            ]),
    ]
}
