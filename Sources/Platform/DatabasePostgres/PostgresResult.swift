import CPostgreSQL
import Database

/// Codes of the server on which we do more than pass them on (appendix A of PostgreSQL's manual).
enum SQLState {
    /// Serialization failure and deadlock: the same transaction may succeed when tried again.
    static let collisions: Set = ["40001", "40P01"]
    /// "Cached plan must not change result type", and a prepared statement that is gone.
    static let stalePlans: Set = ["0A000", "26000"]
    /// The statement was cancelled, by us or by the time limit.
    static let cancelled = "57014"
}

/// Reads libpq's result, which stays the caller's.
struct PostgresResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    var isSuccess: Bool {
        let status = PQresultStatus(handle)
        return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
    }

    /// The server's code for what went wrong.
    var state: String? { field(zakrila_diag_sqlstate) }

    /// Made of code and names only: message, detail and hint can quote the data of a row.
    var error: DatabaseError {
        switch state {
        // Of a missing value the server tells table and column instead of a constraint.
        case "23502": .constraint("\(field(zakrila_diag_table_name) ?? "").\(field(zakrila_diag_column_name) ?? "")")
        case let state? where state.hasPrefix("23"): .constraint(field(zakrila_diag_constraint_name) ?? "")
        case "22021", "22P05": .unstorable
        case "40001", "40P01", "55P03": .busy
        case "53100": .full
        case let state: .statement(code: state ?? "none")
        }
    }

    /// Rows inserted, updated or deleted.
    var changedRows: Int {
        guard let status = PQcmdStatus(handle), !String(cString: status).hasPrefix("SELECT"), let count = PQcmdTuples(handle) else {
            return 0
        }
        return Int(String(cString: count)) ?? 0
    }

    /// All rows, decoded by the types of their columns.
    var rows: [Row] {
        let fields = 0..<PQnfields(handle)
        let columns = Columns(fields.map { index in PQfname(handle, index).map { String(cString: $0) } ?? "" })
        let kinds = fields.map { PostgresKind(PQftype(handle, $0)) }
        return (0..<PQntuples(handle)).map { row in
            let values = zip(fields, kinds).map { field, kind in
                PQgetisnull(handle, row, field) == 1 ? SQLValue.null : kind.decode(bytes(row, field))
            }
            return Row(columns: columns, values: values)
        }
    }

    private func bytes(_ row: Int32, _ field: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: PQgetvalue(handle, row, field), count: Int(PQgetlength(handle, row, field)))
    }

    private func field(_ code: Int32) -> String? {
        PQresultErrorField(handle, code).map { String(cString: $0) }
    }
}

/// How a column's text form is read.
enum PostgresKind {
    case boolean, bytes, integer, real, numeric, text

    /// By the fixed numbers of the built-in types (`pg_type.dat`).
    init(_ type: Oid) {
        switch type {
        case 16: self = .boolean
        case 17: self = .bytes
        case 20, 21, 23: self = .integer
        case 700, 701: self = .real
        case 1700: self = .numeric
        default: self = .text
        }
    }

    func decode(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        let text = String(decoding: bytes, as: UTF8.self)
        switch self {
        case .boolean: return .boolean(text == "t")
        case .bytes: return .blob(Self.unhex(bytes))
        case .integer: return Int64(text).map { .integer($0) } ?? .text(text)
        case .real: return Double(text).map { .real($0) } ?? .text(text)
        // The sum of integers is a numeric here and an integer in SQLite.
        case .numeric: return Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) } ?? .text(text)
        case .text: return .text(text)
        }
    }

    /// The form `\x00ff`.
    private static func unhex(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : byte - 87 }
        return stride(from: 2, to: bytes.count - 1, by: 2).map { digit(bytes[$0]) << 4 | digit(bytes[$0 + 1]) }
    }
}

extension SQLValue {
    /// The text form the server reads, or nil for NULL. Throws `.unstorable` for text with a NUL, which would end a C string early.
    var postgresText: String? {
        get throws(DatabaseError) {
            switch self {
            case .null: return nil
            case .integer(let number): return String(number)
            case .real(let number): return String(number)
            case .boolean(let flag): return flag ? "t" : "f"
            case .blob(let bytes): return Self.hex(bytes)
            case .text(let text):
                guard !text.utf8.contains(0) else { throw .unstorable }
                return text
            }
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text = Array("\\x".utf8)
        text.reserveCapacity(2 + 2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
