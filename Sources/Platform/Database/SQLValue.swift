public import Core

/// A value as it is bound to a statement or read from a row.
public enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case boolean(Bool)
    case blob([UInt8])
}

/// What can be bound with `\(value)` in an ``SQL`` literal.
public protocol SQLBindable {
    /// The value in the engines' terms.
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
    /// Itself.
    public var sqlValue: SQLValue { self }
}

extension String: SQLBindable {
    /// Text, never part of the statement.
    public var sqlValue: SQLValue { .text(self) }
}

extension Int: SQLBindable {
    /// A whole number of 64 bits.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Double: SQLBindable {
    /// A floating-point number of 64 bits.
    public var sqlValue: SQLValue { .real(self) }
}

extension Bool: SQLBindable {
    /// A truth value; SQLite keeps it as 0 or 1.
    public var sqlValue: SQLValue { .boolean(self) }
}

extension Array: SQLBindable where Element == UInt8 {
    /// Bytes.
    public var sqlValue: SQLValue { .blob(self) }
}

extension Identifier: SQLBindable {
    /// Text of 36 characters.
    public var sqlValue: SQLValue { .text(text) }
}

extension Day: SQLBindable {
    /// Text that sorts by date: `YYYY-MM-DD`.
    public var sqlValue: SQLValue { .text(iso) }
}

extension Instant: SQLBindable {
    /// Text that sorts by time, as ``Instant/iso``.
    public var sqlValue: SQLValue { .text(iso) }
}

extension Optional where Wrapped: SQLBindable {
    /// The wrapped value, or NULL.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
