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
    /// The act's own day, in Sofia; the first one of what lasts.
    public let day: Day
    /// Whether the reader may see the record itself.
    public let opens: Bool
    /// What it gives to the figure, in the unit that was asked for.
    public let count: Int
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
        guard let unit = unit(question.unit), let rows = rows(question, of: unit) else { return 0 }
        return try connection.first("SELECT \(unit.total) AS n \(rows)")?.integer("n") ?? 0
    }

    /// Between which numbers the true one is: the lower, if all that can't be told apart were among those that can; the upper, if all were others.
    /// One number where the unit tells everything apart.
    public func range(_ question: MetricQuestion, _ connection: any Connection) throws -> ClosedRange<Int> {
        let told = try value(question, connection)
        guard let unit = unit(question.unit), let telling = unit.telling, let plain = rows(question), let joined = rows(question, of: unit)
        else { return told...told }
        let groups = try connection.query("SELECT \(unit.total) AS n \(joined) GROUP BY \(telling.group)").map { try $0.integer("n") }
        let untold =
            try connection.first("SELECT CAST(COALESCE(SUM(\(telling.untold)), 0) AS BIGINT) AS n \(plain)")?.integer("n") ?? 0
        return (groups.max() ?? 0)...(told + max(0, untold))
    }

    /// How many there are of each value of a dimension, the most first. Where a row has several values it stands in several parts.
    public func parts(_ question: MetricQuestion, by dimension: MetricDimension, _ connection: any Connection) throws -> [MetricPart] {
        guard let unit = unit(question.unit), let rows = rows(question, by: dimension, of: unit) else { return [] }
        return try connection.query(
            "SELECT \(dimension.column) AS code, \(unit.total) AS n \(rows) GROUP BY \(dimension.column) ORDER BY n DESC, code"
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
        guard let unit = unit(question.unit), let rows = rows(question, of: unit) else { return [] }
        let opens = opening.sight(reader, context)
        let seen: SQL = sight == .all ? rows : "\(rows) AND \(opens)"
        let found = try connection.query(
            """
            SELECT \(source.row) AS row_id, MIN(\(source.time.first)) AS moment, MAX(CASE WHEN \(opens) THEN 1 ELSE 0 END) AS opens,
                \(unit.total) AS n \(seen)
            GROUP BY \(source.row) ORDER BY moment DESC, row_id DESC LIMIT \(limit) OFFSET \(offset)
            """)
        let shown = try found.filter { try opening.showsCodesOfOthers || $0.integer("opens") == 1 }
        let codes = try codes(of: shown.map { try $0.text("row_id") }, question, connection)
        return try found.map { row in
            let id = try row.text("row_id")
            return MetricRow(
                id: id, day: try source.time.day(of: row), opens: try row.integer("opens") == 1, count: try row.integer("n"),
                codes: codes.mapValues { $0[id, default: []] })
        }
    }

    /// Which of some rows a question counts, whatever measure they serve and whenever they were: what a row could count for.
    public func counts(row: String, _ question: MetricQuestion, _ connection: any Connection) throws -> Bool {
        var anywhere = question
        anywhere.measure = nil
        guard let rows = rows(anywhere) else { return false }
        return try connection.first("SELECT 1 AS found \(rows) AND \(source.row) = \(row) LIMIT 1") != nil
    }

    /// Identifiers of all rows that a question counts, whatever measure they serve.
    ///
    /// - Parameter among: which rows come into question at all, for a WHERE over the metric's own tables.
    public func candidates(_ question: MetricQuestion, among: SQL = "TRUE", _ connection: any Connection) throws -> [String] {
        var anywhere = question
        anywhere.measure = nil
        guard let rows = rows(anywhere) else { return [] }
        return try connection.query("SELECT DISTINCT \(source.row) AS row_id \(rows) AND \(among) ORDER BY row_id").map {
            try $0.text("row_id")
        }
    }

    private func codes(
        of rows: [String], _ question: MetricQuestion, _ connection: any Connection
    ) throws -> [String: [String: [String]]] {
        guard !rows.isEmpty else { return [:] }
        return try dimensions.reduce(into: [:]) { codes, dimension in
            let found = try connection.query(
                """
                SELECT DISTINCT \(source.row) AS row_id, \(dimension.column) AS code FROM \(tables(dimension))
                WHERE \(source.condition) AND \(source.row) IN (\(list: rows)) AND \(dimension.column) IS NOT NULL ORDER BY row_id, code
                """)
            codes[dimension.name] = try Dictionary(grouping: found) { try $0.text("row_id") }.mapValues {
                try $0.map { try $0.text("code") }
            }
        }
    }

    /// With the values of the dimension by which a figure is broken down, and with what a unit is counted in.
    private func tables(_ dimension: MetricDimension?, _ unit: MetricUnit? = nil) -> SQL {
        var tables = source.tables
        if let join = dimension?.join { tables = "\(tables) LEFT JOIN \(join.table) ON \(join.condition)" }
        if let join = unit?.join { tables = "\(tables) LEFT JOIN \(join.table) ON \(join.condition)" }
        return tables
    }

    /// FROM and WHERE of the rows that a question asks for; nil where it names what the metric does not have.
    private func rows(_ question: MetricQuestion, by dimension: MetricDimension? = nil, of unit: MetricUnit? = nil) -> SQL? {
        let narrowed = dimensions.filter { question.filters[$0.name] != nil }
        guard narrowed.count == question.filters.count else { return nil }
        var all: SQL = "FROM \(tables(dimension, unit)) WHERE \(source.condition)"
        if let measure = question.measure, let serving = source.serving {
            all = "\(all) AND \(source.time.within(question, searchable: false)) AND \(source.row) IN (\(serving.rows(measure)))"
        } else {
            all = "\(all) AND \(source.time.within(question, searchable: true))"
        }
        for one in narrowed {
            let codes = question.filters[one.name, default: []]
            all = "\(all) AND \(one.condition(codes))"
            // Of a row with several values only those that were asked for make a part.
            if one.name == dimension?.name, one.join != nil { all = "\(all) AND \(one.isAmong(codes))" }
        }
        return all
    }
}

extension MetricDimension {
    /// That a row has one of some values. A row with several is not counted several times for it.
    fileprivate func condition(_ codes: Set<String>) -> SQL {
        guard let join else { return isAmong(codes) }
        let known: SQL =
            "EXISTS (SELECT 1 FROM \(join.table) WHERE \(join.condition) AND \(column) IN (\(list: MetricDimension.known(codes))))"
        guard codes.contains(MetricQuestion.unknown) else { return known }
        return "(\(known) OR NOT EXISTS (SELECT 1 FROM \(join.table) WHERE \(join.condition)))"
    }

    /// That its column has one of some values.
    fileprivate func isAmong(_ codes: Set<String>) -> SQL {
        let known: SQL = "\(column) IN (\(list: MetricDimension.known(codes)))"
        return codes.contains(MetricQuestion.unknown) ? "(\(known) OR \(column) IS NULL)" : known
    }

    private static func known(_ codes: Set<String>) -> [String] { codes.subtracting([MetricQuestion.unknown]).sorted() }
}

extension Metric.Time {
    /// The column with its beginning.
    fileprivate var first: SQL {
        switch self {
        case .moment(let column), .day(let column), .during(let column, _), .whileOpen(let column, _): column
        }
    }

    /// - Parameter searchable: whether an index of days is worth a search. Within the few rows of a measure it is not: a plan's year is most of what
    ///   there is, which no engine knows when it makes one plan for all years.
    fileprivate func within(_ question: MetricQuestion, searchable: Bool) -> SQL {
        func known(_ column: SQL) -> SQL { searchable ? column : "COALESCE(\(column), '')" }
        switch self {
        case .moment(let column):
            return "\(known(column)) >= \(question.from.startInSofia) AND \(known(column)) < \(question.end)"
        case .day(let column): return "\(known(column)) >= \(question.from) AND \(known(column)) <= \(question.to)"
        case .during(let from, let to):
            return "\(known(from)) <= \(question.to) AND (\(to) IS NULL OR \(to) >= \(question.from))"
        case .whileOpen(let from, let to):
            return "\(known(from)) < \(question.end) AND (\(to) IS NULL OR \(to) >= \(question.from.startInSofia))"
        }
    }

    fileprivate func day(of row: Row) throws -> Day {
        switch self {
        case .moment, .whileOpen: return try row.instant("moment").dayInSofia
        case .day, .during:
            guard let day = try row.dayOrNil("moment") else { throw DatabaseError.decoding(column: "moment") }
            return day
        }
    }
}

extension MetricQuestion {
    /// The moment at which its last day is over.
    fileprivate var end: Instant { Day(ordinal: to.ordinal + 1).startInSofia }
}
