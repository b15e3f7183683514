import Core
public import Database

/// Reads the ledger for people: who looked at a record, what I looked at, what was refused. Every question goes through an index, whatever
/// the ledger's size. Who may ask is the caller's to decide, and that somebody asked is the caller's to remember.
public enum LedgerReader {
    /// A page of the entries asked for, the newest first.
    ///
    /// - Parameter position: entries before this one: ``LedgerPage/next`` of the page before; nil for the newest.
    /// - Parameter scope: which entries may be read at all: a condition on the column `organisation`, where the policy's rules are read as SQL.
    ///
    /// Throws ``DatabaseError``, `.decoding` for an entry that was tampered with.
    public static func page(
        _ filter: LedgerFilter, within scope: SQL? = nil, before position: Int? = nil, limit: Int = 50, _ connection: any Connection
    ) throws(DatabaseError) -> LedgerPage {
        guard let question = try LedgerQuestion(filter, within: scope, connection) else { return LedgerPage(records: [], next: nil) }
        // One more than asked for tells whether there are more.
        var records: [LedgerRecord] = []
        for condition in question.ordered {
            records += try read(
                """
                WHERE \(condition) AND position < \(position ?? Int.max) ORDER BY position DESC LIMIT \(limit + 1)
                """, connection)
        }
        if question.ordered.count > 1 { records = Array(records.sorted { $0.position > $1.position }.prefix(limit + 1)) }
        let shown = Array(records.prefix(limit))
        return LedgerPage(records: shown, next: records.count > limit ? shown.last?.position : nil)
    }

    /// How many entries there are of those asked for.
    public static func count(_ filter: LedgerFilter, _ connection: any Connection) throws(DatabaseError) -> Int {
        if filter.isOpen { return try connection.first("SELECT size FROM ledger_tree WHERE id = 1")?.integer("size") ?? 0 }
        guard let question = try LedgerQuestion(filter, connection) else { return 0 }
        var count = 0
        for condition in question.ordered {
            count += try connection.first("SELECT COUNT(*) AS n FROM ledger_entries WHERE \(condition)")?.integer("n") ?? 0
        }
        return count
    }

    /// Entries from a position on, the oldest first.
    public static func entries(
        from position: Int, limit: Int, _ connection: any Connection
    ) throws(DatabaseError) -> [LedgerRecord] {
        try read("WHERE position >= \(position) ORDER BY position LIMIT \(limit)", connection)
    }

    /// The entries at some positions, the oldest first.
    public static func entries(at positions: [Int], _ connection: any Connection) throws(DatabaseError) -> [LedgerRecord] {
        try read("WHERE position IN (\(list: positions)) ORDER BY position", connection)
    }

    /// The last entries before a position that are not older than a moment, the oldest first.
    static func entries(
        before position: Int, since moment: Instant, limit: Int, _ connection: any Connection
    ) throws(DatabaseError) -> [LedgerRecord] {
        try read("WHERE position < \(position) AND at >= \(moment) ORDER BY position DESC LIMIT \(limit)", connection).reversed()
    }

    private static func read(_ rest: SQL, _ connection: any Connection) throws(DatabaseError) -> [LedgerRecord] {
        let rows = try connection.query(
            """
            SELECT position, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, parties
            FROM ledger_entries \(rest)
            """)
        return try rows.map(LedgerRecord.init)
    }
}

extension LedgerRecord {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        let time = try row.instant("at")
        guard let decision = LedgerEntry.Decision(rawValue: try row.text("decision")) else { throw .decoding(column: "decision") }
        self.init(
            position: try row.integer("position"),
            entry: LedgerEntry(
                time: time, actor: try row.text("actor"), act: try row.text("act"), object: try row.text("object"),
                organisation: try row.textOrNil("organisation"), role: try row.textOrNil("role"), purpose: try row.textOrNil("purpose"),
                rule: try row.textOrNil("rule"), decision: decision,
                fields: try row.text("fields").split(separator: " ").map(String.init), request: try row.textOrNil("request"),
                parties: try row.textOrNil("parties")?.split(separator: " ").map(String.init) ?? []))
    }
}
