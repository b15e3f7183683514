public import Database
public import Policy

/// A number that a room counts from its rows (показател, който се брои): a query, never a tally that somebody keeps.
///
/// It is declared beside the rows it counts. The screen, the file, the interface and the test ask the same query for the value, for its parts
/// and for the rows behind it. All so far are flows: what happened in a period, from nought at its beginning.
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
    let source: Source

    /// The rows that count.
    public struct Source: Sendable {
        let tables: SQL
        let condition: SQL
        let row: SQL
        let moment: SQL

        /// - Parameters:
        ///   - tables: what stands after FROM, one line for each row that counts.
        ///   - condition: which of them count.
        ///   - row: the column that tells rows apart.
        ///   - moment: the column with the act's own moment, which decides the period; not the one at which it was written down.
        public init(tables: SQL, condition: SQL, row: SQL, moment: SQL) {
            self.tables = tables
            self.condition = condition
            self.row = row
            self.moment = moment
        }
    }

    /// The way from a row of a figure to the record that it stands for.
    public struct Opening: Sendable {
        /// What lets somebody see that there are such records at all.
        public let act: Act
        /// The address of the record within the site, by the identifier of the row.
        public let path: @Sendable (String) -> String
        let sight: @Sendable (Actor, Context) -> SQL

        /// - Parameter sight: the condition under which somebody may see the record: that of the room's own list, made of the policy's rules.
        public init(
            _ act: Act, path: @escaping @Sendable (String) -> String, sight: @escaping @Sendable (Actor, Context) -> SQL
        ) {
            self.act = act
            self.path = path
            self.sight = sight
        }
    }

    /// - Parameter units: one at least.
    public init(
        _ name: String, version: Int = 1, units: [MetricUnit], dimensions: [MetricDimension], source: Source, opening: Opening
    ) {
        self.name = name
        self.version = version
        self.units = units
        self.dimensions = dimensions
        self.source = source
        self.opening = opening
    }

    /// The dimension with a name, if it has one.
    public func dimension(_ name: String) -> MetricDimension? { dimensions.first { $0.name == name } }

    /// The unit with a code, if it can be counted in it.
    public func unit(_ code: String) -> MetricUnit? { units.first { $0.code == code } }
}

/// What a figure counts (единица): each different value of a column once.
public struct MetricUnit: Sendable {
    /// Its words are `metric_unit.referral`.
    public let code: String
    let column: SQL

    /// - Parameter column: equal values are counted once.
    public init(_ code: String, column: SQL) {
        self.code = code
        self.column = column
    }
}

/// By what a figure can be narrowed and broken down (разрез).
public struct MetricDimension: Sendable {
    /// Stable, in bindings: `channel`. Its words are `metric_by.channel`.
    public let name: String
    /// What values there are. That nobody knows is a value of every dimension.
    public let codes: Codes
    let join: SQL?
    let column: SQL

    /// The values of a dimension.
    public enum Codes: Sendable {
        /// These, called by words that begin so.
        case closed([String], words: String)
        /// Identifiers of organisations.
        case organisations
        /// Districts of Bulgaria, ISO 3166-2.
        case districts
    }

    /// - Parameters:
    ///   - join: brings in the table with the column, where a row may have several values: a LEFT JOIN.
    ///   - column: its value, NULL for unknown.
    public init(_ name: String, _ codes: Codes, join: SQL? = nil, column: SQL) {
        self.name = name
        self.codes = codes
        self.join = join
        self.column = column
    }
}
