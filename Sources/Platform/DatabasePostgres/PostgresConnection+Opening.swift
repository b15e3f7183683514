import CPostgreSQL
import Database

extension PostgresConnection {
    /// Settings the URL may override, for it comes later in the list. Without the keep-alives the loss of a server that vanished
    /// would be noticed after two hours only.
    private static let defaults = [
        ("application_name", "zakrila"), ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
        ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
    ]

    /// Connects; the caller ends the connection with `PQfinish`.
    static func open(_ url: String) throws(DatabaseError) -> OpaquePointer {
        // The encoding comes last: everything else we do counts on it.
        let settings = defaults + [("dbname", url), ("client_encoding", "UTF8")]
        return try withCStrings(settings.map(\.0) + [nil]) { keywords throws(DatabaseError) in
            try withCStrings(settings.map(\.1) + [nil]) { values throws(DatabaseError) in
                guard let handle = PQconnectdbParams(keywords, values, 1) else { throw .unavailable("no memory for a connection") }
                if PQstatus(handle) == CONNECTION_OK {
                    // libpq would print the server's notices, which can quote the data of a row, on standard error.
                    PQsetNoticeReceiver(handle, { _, _ in }, nil)
                    return handle
                }
                defer { PQfinish(handle) }
                throw .unavailable(reason(handle, PQpingParams(keywords, values, 1)))
            }
        }
    }

    /// Says where we tried and what is wrong, never with the password or with words of the server.
    private static func reason(_ handle: OpaquePointer, _ ping: PGPing) -> String {
        if ping == PQPING_NO_ATTEMPT {
            return "the address of the PostgreSQL server isn't understood; it has the form postgres://user@host/database"
        }
        let place = "\(text(PQhost(handle))), port \(text(PQport(handle)))"
        if ping == PQPING_NO_RESPONSE { return "no PostgreSQL server answers at \(place)" }
        if ping == PQPING_REJECT { return "the PostgreSQL server at \(place) isn't taking connections yet" }
        if PQconnectionNeedsPassword(handle) == 1 { return "the PostgreSQL server at \(place) asks for a password" }
        return "the PostgreSQL server at \(place) refuses user “\(text(PQuser(handle)))” for database “\(text(PQdb(handle)))”: "
            + "wrong name or password, or too many connections"
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}

/// Lends the texts as a C array of C strings; nil becomes a null pointer.
func withCStrings<Result, Failure: Error>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) throws(Failure) -> Result
) throws(Failure) -> Result {
    var bytes: ContiguousArray<CChar> = []
    let offsets = texts.map { text -> Int? in
        guard let text else { return nil }
        defer { bytes += text.utf8CString }
        return bytes.count
    }
    return try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
        let pointers = offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } }
        return try pointers.withUnsafeBufferPointer { pointers throws(Failure) in try body(pointers.baseAddress) }
    }
}
