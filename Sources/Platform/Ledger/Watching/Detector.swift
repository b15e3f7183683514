/// What in the ledger somebody should look at, found without knowing what stands in any record (наблюдение).
public enum Detector: String, CaseIterable, Sendable, Codable {
    /// A record was opened by somebody who neither works with the person nor had a task.
    case withoutTask = "without-task"
    /// Many different records were opened one after the other.
    case manyInARow = "many-in-a-row"
    /// Records were opened at night or on a day off.
    case night
    /// Many searches one after the other.
    case searching
    /// Refused again and again.
    case refused
    /// A record was opened in an emergency, against the rules, or told to another organisation without asking her.
    case emergency
    /// Somebody went to a record that stands for nobody, and that nobody has a reason to open.
    case canary
    /// Somebody got an activation code without a second person.
    case codeAlone = "code-alone"
    /// A security key counted less than it had before: there are two of it.
    case keyDoubled = "key-doubled"
    /// Many records were opened for a purpose that is a task by itself, by somebody who works with none of these persons.
    case namedTask = "named-task"
}

/// How much of something is too much.
public struct DetectorThresholds: Sendable, Equatable {
    /// So many of something within so many minutes.
    public struct Limit: Sendable, Equatable {
        /// From this number on.
        public var count: Int
        /// Minutes from the first to the last.
        public var minutes: Int

        /// So many within so many minutes.
        public init(_ count: Int, within minutes: Int) {
            (self.count, self.minutes) = (count, minutes)
        }
    }

    /// Different records opened.
    public var manyInARow = Limit(20, within: 30)
    /// Searches and lists.
    public var searching = Limit(30, within: 30)
    /// Different records opened for supervision and the like: a working day of it.
    public var namedTask = Limit(10, within: 8 * 60)
    /// Refusals.
    public var refused = Limit(5, within: 10)
    /// Acts that count one by one are one finding while no longer than this lies between them.
    public var pause = 30
    /// The first hour of the night, in Sofia.
    public var nightBegins = 22
    /// The first hour of the day, in Sofia.
    public var nightEnds = 6

    /// Those of the house: a case worker opens about ten records in a busy half hour.
    public init() {}

    /// No detector looks further back than this, in minutes.
    var longest: Int { [manyInARow.minutes, namedTask.minutes, searching.minutes, refused.minutes, pause].max() ?? 0 }
}
