public import Core

/// The names of a result's columns, shared by all its rows.
public final class Columns: Sendable {
    let positions: [String: Int]

    /// Names in the order of the values; of two equal ones the first counts.
    public init(_ names: [String]) {
        positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// One row of a result. A column that is missing or of another kind is a fault of ours, thrown as ``DatabaseError/decoding(column:)``.
public struct Row: Sendable {
    let columns: Columns
    let values: [SQLValue]

    /// Values in the order of the columns.
    public init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column as the engine gave it.
    public func value(_ column: String) throws(DatabaseError) -> SQLValue {
        guard let position = columns.positions[column], position < values.count else { throw .decoding(column: column) }
        return values[position]
    }

    /// Text, or nil for NULL.
    public func textOrNil(_ column: String) throws(DatabaseError) -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        default: throw .decoding(column: column)
        }
    }

    /// Text that must be there.
    public func text(_ column: String) throws(DatabaseError) -> String {
        guard let text = try textOrNil(column) else { throw .decoding(column: column) }
        return text
    }

    /// A whole number, or nil for NULL.
    public func integerOrNil(_ column: String) throws(DatabaseError) -> Int? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): Int(number)
        default: throw .decoding(column: column)
        }
    }

    /// A whole number that must be there.
    public func integer(_ column: String) throws(DatabaseError) -> Int {
        guard let number = try integerOrNil(column) else { throw .decoding(column: column) }
        return number
    }

    /// A number, or nil for NULL.
    public func realOrNil(_ column: String) throws(DatabaseError) -> Double? {
        switch try value(column) {
        case .null: nil
        case .real(let number): number
        case .integer(let number): Double(number)
        default: throw .decoding(column: column)
        }
    }

    /// A truth value; SQLite keeps it as 0 or 1.
    public func boolean(_ column: String) throws(DatabaseError) -> Bool {
        switch try value(column) {
        case .boolean(let flag): flag
        case .integer(let number): number != 0
        default: throw .decoding(column: column)
        }
    }

    /// Bytes, or nil for NULL.
    public func blobOrNil(_ column: String) throws(DatabaseError) -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .blob(let bytes): bytes
        default: throw .decoding(column: column)
        }
    }

    /// Bytes that must be there.
    public func blob(_ column: String) throws(DatabaseError) -> [UInt8] {
        guard let bytes = try blobOrNil(column) else { throw .decoding(column: column) }
        return bytes
    }

    /// An identifier that must be there.
    public func identifier<Subject>(_ column: String) throws(DatabaseError) -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(try text(column)) else { throw .decoding(column: column) }
        return identifier
    }

    /// A moment that must be there.
    public func instant(_ column: String) throws(DatabaseError) -> Instant {
        guard let instant = Instant(iso: try text(column)) else { throw .decoding(column: column) }
        return instant
    }

    /// One of a closed list of codes, which must be there.
    public func code<Code: RawRepresentable<String>>(_ column: String) throws(DatabaseError) -> Code {
        guard let code = Code(rawValue: try text(column)) else { throw .decoding(column: column) }
        return code
    }

    /// A date, or nil for NULL.
    public func dayOrNil(_ column: String) throws(DatabaseError) -> Day? {
        guard let text = try textOrNil(column) else { return nil }
        guard let day = Day(iso: text) else { throw .decoding(column: column) }
        return day
    }
}
