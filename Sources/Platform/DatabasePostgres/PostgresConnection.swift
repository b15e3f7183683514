import CPostgreSQL
import Database

/// One connection to the server, used by one thread at a time: lent to the bodies of reads and writes.
final class PostgresConnection: Connection {
    /// Prepared statements kept before all are thrown away; bulk inserts of ever new sizes must not fill the server's memory.
    private static let preparedLimit = 256

    let dialect = Dialect.postgres
    /// Address of the `PGcancel` of this connection.
    let cancelAddress: UInt?
    /// The running transaction failed because of another one.
    private(set) var hasCollided = false

    private let handle: OpaquePointer
    private let cancelHandle: OpaquePointer?
    private var preparedNames: [String: String] = [:]
    private var lastName = 0
    /// A table was changed under a prepared statement: all must be prepared anew.
    private var isStale = false
    /// The error that ended the running transaction. The server would answer each further statement with 25P02, and a commit with a
    /// silent rollback.
    private var failure: DatabaseError?

    /// Throws `.unavailable` when the server can't be reached, refuses us, or the URL is wrong.
    init(url: String) throws(DatabaseError) {
        handle = try Self.open(url)
        cancelHandle = PQgetCancel(handle)
        cancelAddress = cancelHandle.map { UInt(bitPattern: $0) }
        // A statement is planned once, not for each of its values: with the rules of who may see what in it, planning takes longer than answering.
        // Turning such a plan into machine code, for each answer anew, takes longer than both. Disks have no arms that would have to move.
        // A question that takes all the server's cores keeps everybody else waiting.
        try command(
            """
            SET plan_cache_mode = force_generic_plan; SET jit = off; SET random_page_cost = 1.1; SET max_parallel_workers_per_gather = 0;
            SET statement_timeout = '15s'; SET idle_in_transaction_session_timeout = '30s'; SET timezone = 'UTC';
            SET client_min_messages = 'error'; SET bytea_output = 'hex'; SET extra_float_digits = 1
            """)
    }

    deinit {
        PQfreeCancel(cancelHandle)
        PQfinish(handle)
    }

    /// Whether another transaction can begin.
    var isReady: Bool {
        PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    func begin(_ kind: TransactionKind) throws(DatabaseError) {
        failure = nil
        hasCollided = false
        if isStale { try forgetPrepared() }
        try command(kind.rawValue)
    }

    /// Throws the error of a failed statement even when the body swallowed it.
    func commit() throws(DatabaseError) {
        if let failure { throw failure }
        if Task.isCancelled { throw .statement(code: SQLState.cancelled) }
        try command("COMMIT")
    }

    /// Without effect when there is nothing to roll back.
    func rollBack() {
        guard PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
        PQclear(PQexec(handle, "ROLLBACK"))
    }

    func query(_ sql: SQL) throws(DatabaseError) -> [Row] {
        let result = try run(sql)
        defer { PQclear(result) }
        return PostgresResult(result).rows
    }

    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        let result = try run(sql)
        defer { PQclear(result) }
        return PostgresResult(result).changedRows
    }

    func insert(into table: StaticString, _ rows: [[SQLValue]]) throws(DatabaseError) {
        guard !rows.isEmpty else { return }
        var text: [UInt8] = []
        for row in rows { try CopyText.append(row, to: &text) }
        try checkUsable()
        try begin("COPY \(table) FROM STDIN")
        let isSent = text.withUnsafeBytes { bytes in
            bytes.assumingMemoryBound(to: CChar.self).baseAddress.map { PQputCopyData(handle, $0, Int32(clamping: bytes.count)) == 1 }
                ?? false
        }
        PQputCopyEnd(handle, isSent ? nil : "not sent")
        let result = PQgetResult(handle)
        // The end of the results, without which the next statement is refused.
        while let more = PQgetResult(handle) { PQclear(more) }
        PQclear(try checked(result))
    }

    /// Begins a COPY, whose result says neither rows nor done.
    private func begin(_ copy: String) throws(DatabaseError) {
        let result = PQexec(handle, copy)
        guard PQresultStatus(result) != PGRES_COPY_IN else { return PQclear(result) }
        PQclear(try checked(result))
    }

    private func checkUsable() throws(DatabaseError) {
        if let failure { throw failure }
        // A cancellation between two statements reaches the server while there is nothing to cancel.
        if Task.isCancelled { throw .statement(code: SQLState.cancelled) }
    }

    /// The caller clears the result.
    private func run(_ sql: SQL) throws(DatabaseError) -> OpaquePointer {
        let (text, values) = sql.rendered(for: .postgres)
        let parameters = try values.map { value throws(DatabaseError) in try value.postgresText }
        try checkUsable()
        let name = try preparedName(text)
        return try checked(
            withCStrings(parameters) { PQexecPrepared(handle, name, Int32(clamping: parameters.count), $0, nil, nil, 0) })
    }

    private func preparedName(_ text: String) throws(DatabaseError) -> String {
        if let name = preparedNames[text] { return name }
        if preparedNames.count >= Self.preparedLimit { try forgetPrepared() }
        lastName += 1
        let name = "s\(lastName)"
        PQclear(try checked(PQprepare(handle, name, text, 0, nil)))
        preparedNames[text] = name
        return name
    }

    private func forgetPrepared() throws(DatabaseError) {
        try command("DEALLOCATE ALL")
        preparedNames = [:]
        isStale = false
    }

    private func command(_ text: String) throws(DatabaseError) {
        PQclear(try checked(PQexec(handle, text)))
    }

    private func checked(_ result: OpaquePointer?) throws(DatabaseError) -> OpaquePointer {
        if let result, PostgresResult(result).isSuccess { return result }
        let state = result.flatMap { PostgresResult($0).state }
        var error = result.map { PostgresResult($0).error } ?? .statement(code: "none")
        PQclear(result)
        if PQstatus(handle) != CONNECTION_OK { error = .unavailable("the connection to the PostgreSQL server was lost") }
        if let state, SQLState.collisions.contains(state) { hasCollided = true }
        if let state, SQLState.stalePlans.contains(state) { isStale = true }
        failure = error
        throw error
    }
}
