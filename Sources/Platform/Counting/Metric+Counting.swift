public import Core
public import Database
public import Policy

/// A part of a figure.
public struct MetricPart: Sendable, Hashable {
    /// Value of the dimension; nil where nobody knows it.
    public let code: String?
    /// In the unit that was asked for.
    public let count: Int
}

/// A row behind a figure, without anything that says whose it is.
public struct MetricRow: Sendable, Hashable {
    /// Identifier of the record; not shown to whoever may not open it.
    public let id: String
    /// The act's own moment.
    public let at: Instant
    /// Whether the reader may see the record itself.
    public let opens: Bool
    /// Its values by dimension, unknown ones left out.
    public let codes: [String: [String]]
}

/// Which rows somebody sees behind a figure.
public enum RowSight: Sendable {
    /// Only those whose records she may see.
    case own
    /// All, those of others under a pseudonym.
    case all
}

extension Metric {
    /// How many there are. A filter that names no dimension of the metric counts nothing: a figure is never wider than what was asked.
    public func value(_ question: MetricQuestion, _ connection: any Connection) throws -> Int {
        guard let unit = unit(question.unit), let rows = rows(question) else { return 0 }
        return try connection.first("SELECT COUNT(DISTINCT \(unit.column)) AS n \(rows)")?.integer("n") ?? 0
    }

    /// How many there are of each value of a dimension, the most first. Where a row has several values it stands in several parts.
    public func parts(_ question: MetricQuestion, by dimension: MetricDimension, _ connection: any Connection) throws -> [MetricPart] {
        guard let unit = unit(question.unit), let rows = rows(question, also: dimension) else { return [] }
        return try connection.query(
            "SELECT \(dimension.column) AS code, COUNT(DISTINCT \(unit.column)) AS n \(rows) GROUP BY \(dimension.column) ORDER BY n DESC, code"
        ).map { MetricPart(code: try $0.textOrNil("code"), count: try $0.integer("n")) }
    }

    /// How many rows a reader sees behind a figure.
    public func rowCount(
        _ question: MetricQuestion, _ sight: RowSight, _ reader: Actor, _ context: Context, _ connection: any Connection
    ) throws -> Int {
        guard let rows = rows(question) else { return 0 }
        let seen: SQL = sight == .all ? rows : "\(rows) AND \(opening.sight(reader, context))"
        return try connection.first("SELECT COUNT(DISTINCT \(source.row)) AS n \(seen)")?.integer("n") ?? 0
    }

    /// The rows that a reader sees behind a figure, the latest first, a page of them.
    public func rows(
        _ question: MetricQuestion, _ sight: RowSight, _ reader: Actor, _ context: Context, offset: Int, limit: Int,
        _ connection: any Connection
    ) throws -> [MetricRow] {
        guard let rows = rows(question) else { return [] }
        let opens = opening.sight(reader, context)
        let seen: SQL = sight == .all ? rows : "\(rows) AND \(opens)"
        let found = try connection.query(
            """
            SELECT DISTINCT \(source.row) AS row_id, \(source.moment) AS moment, CASE WHEN \(opens) THEN 1 ELSE 0 END AS opens \(seen)
            ORDER BY moment DESC, row_id DESC LIMIT \(limit) OFFSET \(offset)
            """)
        let codes = try codes(of: found.map { try $0.text("row_id") }, connection)
        return try found.map { row in
            let id = try row.text("row_id")
            return MetricRow(
                id: id, at: try row.instant("moment"), opens: try row.integer("opens") == 1, codes: codes.mapValues { $0[id, default: []] })
        }
    }

    private func codes(of rows: [String], _ connection: any Connection) throws -> [String: [String: [String]]] {
        guard !rows.isEmpty else { return [:] }
        return try dimensions.reduce(into: [:]) { codes, dimension in
            let found = try connection.query(
                """
                SELECT DISTINCT \(source.row) AS row_id, \(dimension.column) AS code FROM \(tables([dimension]))
                WHERE \(source.row) IN (\(list: rows)) AND \(dimension.column) IS NOT NULL ORDER BY row_id, code
                """)
            codes[dimension.name] = try Dictionary(grouping: found) { try $0.text("row_id") }.mapValues {
                try $0.map { try $0.text("code") }
            }
        }
    }

    private func tables(_ joined: [MetricDimension]) -> SQL {
        joined.compactMap(\.join).reduce(source.tables) { "\($0) \($1)" }
    }

    /// FROM and WHERE of the rows that a question asks for; nil where it names what the metric does not have.
    private func rows(_ question: MetricQuestion, also dimension: MetricDimension? = nil) -> SQL? {
        let narrowed = dimensions.filter { question.filters[$0.name] != nil }
        guard narrowed.count == question.filters.count else { return nil }
        let joined = dimensions.filter { one in one.name == dimension?.name || narrowed.contains { $0.name == one.name } }
        let (from, to) = (question.from.startInSofia, Day(ordinal: question.to.ordinal + 1).startInSofia)
        let all: SQL =
            "FROM \(tables(joined)) WHERE \(source.condition) AND \(source.moment) >= \(from) AND \(source.moment) < \(to)"
        return narrowed.reduce(all) { "\($0) AND \(condition($1, question.filters[$1.name, default: []]))" }
    }

    private func condition(_ dimension: MetricDimension, _ codes: Set<String>) -> SQL {
        let known: SQL = "\(dimension.column) IN (\(list: codes.subtracting([MetricQuestion.unknown]).sorted()))"
        return codes.contains(MetricQuestion.unknown) ? "(\(known) OR \(dimension.column) IS NULL)" : known
    }
}
