public import Database
public import Policy

/// A number that a room counts from its rows (показател, който се брои): a query, never a tally that somebody keeps.
///
/// It is declared beside the rows it counts. The screen, the file, the interface and the test ask the same query for the value, for its parts
/// and for the rows behind it. A flow is what happened in a period, from nought at its beginning; a stock is what was there at some time in it.
public struct Metric: Sendable {
    /// Stable, in addresses and bindings: `signals.received`. Its words are `metric.signals.received` and `metric_text.signals.received`.
    public let name: String
    /// Grows with every change of what is counted: figures of two versions are not compared silently.
    public let version: Int
    /// What may be counted, the usual first: referrals, or the different persons in them.
    public let units: [MetricUnit]
    /// By what it can be narrowed and broken down.
    public let dimensions: [MetricDimension]
    /// Who sees a row as what it is, and where.
    public let opening: Opening
    /// Somebody else measured it and it was written down with its source (подадена стойност): never called counted.
    public let isFed: Bool
    /// By which words of an indicator it is recognised.
    public let cues: [MetricCue]
    let source: Source

    /// The rows that count.
    public struct Source: Sendable {
        let tables: SQL
        let condition: SQL
        let row: SQL
        let time: Time
        let serving: Serving?

        /// - Parameters:
        ///   - tables: what stands after FROM, one line for each row that counts.
        ///   - condition: which of them count.
        ///   - row: the column that tells rows apart.
        ///   - time: the act's own time, which decides the period; not the one at which it was written down.
        ///   - serving: where somebody says of each row which measures it serves; where nobody does, all rows serve every measure.
        public init(tables: SQL, condition: SQL, row: SQL, time: Time, serving: Serving? = nil) {
            self.tables = tables
            self.condition = condition
            self.row = row
            self.time = time
            self.serving = serving
        }
    }

    /// Which rows serve which measure (обслужва мярка).
    public struct Serving: Sendable {
        let room: String
        let rows: @Sendable (MeasureReference) -> SQL
        let revisions: @Sendable (String) -> SQL

        /// - Parameters:
        ///   - room: whose rows they are.
        ///   - rows: a query of the identifiers of all rows that serve a measure.
        ///   - revisions: a query with `measure` and `revision` of a plan's measures: a number that goes up, in the same transaction, with every
        ///     change of what a row that serves the measure gives to any figure, and of which rows serve it.
        public init(
            _ room: String, rows: @escaping @Sendable (MeasureReference) -> SQL, revisions: @escaping @Sendable (_ plan: String) -> SQL
        ) {
            self.room = room
            self.rows = rows
            self.revisions = revisions
        }
    }

    /// What decides in which period a row counts.
    public enum Time: Sendable {
        /// It happened at the moment in this column.
        case moment(SQL)
        /// It happened on the day in this column.
        case day(SQL)
        /// It lasts from the day in one column to that in the other, or goes on where that is NULL: a stock.
        case during(from: SQL, to: SQL)
        /// The same from moment to moment.
        case whileOpen(from: SQL, to: SQL)
    }

    /// The way from a row of a figure to the record that it stands for.
    public struct Opening: Sendable {
        /// What lets somebody see that there are such records at all.
        public let act: Act
        /// The address of the record within the site, by the identifier of the row.
        public let path: @Sendable (String) -> String
        /// Whether of a record that she may not see the codes are shown to whoever opens all rows.
        public let showsCodesOfOthers: Bool
        let sight: @Sendable (Actor, Context) -> SQL

        /// - Parameters:
        ///   - showsCodesOfOthers: not where codes side by side could tell who somebody is: a woman of this age from there, in that month.
        ///   - sight: the condition under which somebody may see the record: that of the room's own list, made of the policy's rules.
        public init(
            _ act: Act, showsCodesOfOthers: Bool = true, path: @escaping @Sendable (String) -> String,
            sight: @escaping @Sendable (Actor, Context) -> SQL
        ) {
            self.act = act
            self.showsCodesOfOthers = showsCodesOfOthers
            self.path = path
            self.sight = sight
        }
    }

    /// - Parameter units: one at least.
    public init(
        _ name: String, version: Int = 1, units: [MetricUnit], dimensions: [MetricDimension], source: Source, opening: Opening,
        isFed: Bool = false, cues: [MetricCue] = []
    ) {
        self.name = name
        self.version = version
        self.units = units
        self.dimensions = dimensions
        self.source = source
        self.opening = opening
        self.isFed = isFed
        self.cues = cues
    }

    /// Whether it counts only what serves the measure that asks.
    public var isServing: Bool { source.serving != nil }

    /// Whether it counts what was there in a period (наличност), not what happened in it (поток).
    public var isStock: Bool {
        switch source.time {
        case .moment, .day: false
        case .during, .whileOpen: true
        }
    }

    /// The dimension with a name, if it has one.
    public func dimension(_ name: String) -> MetricDimension? { dimensions.first { $0.name == name } }

    /// The unit with a code, if it can be counted in it.
    public func unit(_ code: String) -> MetricUnit? { units.first { $0.code == code } }
}

/// What a figure counts (единица).
public struct MetricUnit: Sendable {
    /// Its words are `metric_unit.referral`.
    public let code: String
    let total: SQL
    /// What the unit is counted in, where it is not the metric's own rows.
    let join: MetricDimension.Join?
    /// Nil where everything can be told apart.
    let telling: Telling?

    /// How far different ones are told apart.
    struct Telling: Sendable {
        let group: SQL
        let untold: SQL
    }

    /// Each different value of a column is counted once.
    public init(_ code: String, column: SQL) {
        self.code = code
        total = "COUNT(DISTINCT \(column))"
        (join, telling) = (nil, nil)
    }

    /// Each different value of a column is counted once, where not all have one, and what is one in two groups has two values.
    ///
    /// - Parameters:
    ///   - group: of the joined lines: within one the same has the same value.
    ///   - untold: of the metric's own rows: how many of each can't be told apart from any other.
    public init(_ code: String, column: SQL, of join: MetricDimension.Join, within group: SQL, untold: SQL) {
        self.code = code
        total = "COUNT(DISTINCT \(column))"
        self.join = join
        telling = Telling(group: group, untold: untold)
    }

    /// The amounts of a column are added up.
    public init(_ code: String, sum column: SQL) {
        self.code = code
        // PostgreSQL adds up whole numbers to a decimal.
        total = "CAST(COALESCE(SUM(\(column)), 0) AS BIGINT)"
        (join, telling) = (nil, nil)
    }
}

/// A measure of a plan (мярка), the same in all its versions, as rows of other rooms refer to it.
public struct MeasureReference: Sendable, Hashable {
    /// Identifier of the plan.
    public let plan: String
    /// The measure's identity within the plan.
    public let measure: String

    /// A reference by two identifiers.
    public init(plan: String, measure: String) {
        self.plan = plan
        self.measure = measure
    }
}

/// By what a figure can be narrowed and broken down (разрез).
public struct MetricDimension: Sendable {
    /// Stable, in bindings: `channel`. Its words are `metric_by.channel`.
    public let name: String
    /// What values there are. That nobody knows is a value of every dimension.
    public let codes: Codes
    let join: Join?
    let column: SQL

    /// The values of a dimension.
    public enum Codes: Sendable {
        /// These, called by words that begin so.
        case closed([String], words: String)
        /// Identifiers of organisations.
        case organisations
        /// Districts of Bulgaria, ISO 3166-2.
        case districts
        /// Countries, ISO 3166-1 alpha-2.
        case countries
        /// Codes of the register of institutions.
        case institutions
    }

    /// Another table with the values of a row, of which it may have several.
    public struct Join: Sendable {
        let table: SQL
        let condition: SQL

        /// - Parameters:
        ///   - table: with its short name.
        ///   - condition: what binds it to the row.
        public init(_ table: SQL, on condition: SQL) {
            self.table = table
            self.condition = condition
        }
    }

    /// - Parameters:
    ///   - join: brings in the table with the column, where a row may have several values.
    ///   - column: its value, NULL for unknown.
    public init(_ name: String, _ codes: Codes, join: Join? = nil, column: SQL) {
        self.name = name
        self.codes = codes
        self.join = join
        self.column = column
    }
}
