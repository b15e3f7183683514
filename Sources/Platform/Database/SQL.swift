/// An SQL statement whose values can't be confused with its text.
///
/// Write it as a string literal; every `\(value)` becomes a bound parameter. There is no way to splice a run-time string into the text:
/// the only other interpolations take `StaticString`s (dialect words) or lists of values.
///
///     let statement: SQL = "SELECT title FROM plans WHERE id = \(id)"
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// One piece of the statement, in order.
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
        case dialect(sqlite: String, postgres: String)
    }

    var parts: [Part]

    /// A statement without values. `StaticString` shuts out text made at run time.
    public init(stringLiteral value: StaticString) {
        parts = [.text(value.description)]
    }

    /// A statement with values, each bound and none in the text.
    public init(stringInterpolation: Interpolation) {
        parts = stringInterpolation.parts
    }

    /// Joins two statements' texts, as when a filter is appended to a query.
    public static func + (left: SQL, right: SQL) -> SQL {
        var joined = left
        joined.parts += right.parts
        return joined
    }

    /// The text with placeholders in the engine's own form, and the values in their order.
    public func rendered(for dialect: Dialect) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .value(let value):
                values.append(value)
                // `$n` would be a *named* parameter in SQLite, and so is `?n`: among many, each is looked for from the first on.
                text += dialect == .sqlite ? "?" : "$" + String(values.count)
            case .dialect(let sqlite, let postgres): text += dialect == .sqlite ? sqlite : postgres
            }
        }
        return (text, values)
    }

    /// Collects the pieces of an interpolated statement.
    public struct Interpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        /// Called by the compiler at the start of a literal.
        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        /// Text between values; `StaticString` shuts out text made at run time.
        public mutating func appendLiteral(_ literal: StaticString) {
            parts.append(.text(literal.description))
        }

        /// Binds one value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            parts.append(.value(value.sqlValue))
        }

        /// Binds one value, or NULL.
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            parts.append(.value(value?.sqlValue ?? .null))
        }

        /// Binds the values of one list: `IN (\(list: ids))`. An empty list becomes `NULL`, which matches nothing.
        ///
        /// The count is rounded up to a power of two by repeating the last value, so that few distinct texts are prepared.
        public mutating func appendInterpolation(list values: [some SQLBindable]) {
            guard let last = values.last else { return parts.append(.text("NULL")) }
            var size = 1
            while size < values.count { size *= 2 }
            for index in 0..<size {
                if index > 0 { parts.append(.text(", ")) }
                parts.append(.value(index < values.count ? values[index].sqlValue : last.sqlValue))
            }
        }

        /// Binds rows for one `INSERT … VALUES`: `VALUES \(rows: rows)`.
        public mutating func appendInterpolation(rows: [[SQLValue]]) {
            for (index, row) in rows.enumerated() {
                parts.append(.text(index == 0 ? "(" : ", ("))
                for (column, value) in row.enumerated() {
                    if column > 0 { parts.append(.text(", ")) }
                    parts.append(.value(value))
                }
                parts.append(.text(")"))
            }
        }

        /// The few words in which the engines differ, both written in the source.
        public mutating func appendInterpolation(sqlite: StaticString, postgres: StaticString) {
            parts.append(.dialect(sqlite: sqlite.description, postgres: postgres.description))
        }

        /// Another statement, such as a condition built apart.
        public mutating func appendInterpolation(_ other: SQL) {
            parts += other.parts
        }
    }
}

extension SQL {
    /// The end of a subquery of EXISTS that is to be looked up for each row by itself. PostgreSQL would rather list whatever it could find, tens of
    /// thousands, for the few rows that ask.
    public static let lookedUpEach: SQL = "\(sqlite: "", postgres: "OFFSET 0")"
}

/// The two engines' ways of speaking SQL.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres
}
