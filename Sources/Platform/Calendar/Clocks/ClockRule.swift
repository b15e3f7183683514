/// A rule that makes clocks (правило за срок), in one of its versions: the law, the mechanism or a parameter of ours as it held for a while.
/// The words for what it limits are `clock.<id>`.
public struct ClockRule: Hashable, Sendable {
    /// What the end of the term means; never shown.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Something must be done by then; later it is overdue.
        case deadline
        /// A time that somebody is given runs out; nobody is late.
        case period
    }

    /// Who set the length. The words are `clock_origin.<code>`.
    public enum Origin: String, CaseIterable, Sendable, Codable {
        /// An act of law.
        case law
        /// The national referral mechanism (НМН).
        case mechanism
        /// This system: neither law nor mechanism gives a length.
        case own

        /// The key of its words.
        public var wordKey: String { "clock_origin.\(rawValue)" }
    }

    /// What is at stake, the lightest first. The words are `severity.<code>`.
    public enum Severity: String, CaseIterable, Sendable, Codable, Comparable {
        /// The order of work.
        case order
        /// A right of hers.
        case right
        /// Her safety.
        case safety

        /// The key of its words.
        public var wordKey: String { "severity.\(rawValue)" }

        /// By what is at stake.
        public static func < (left: Severity, right: Severity) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// Stable name of the rule in all its versions, in kebab-case.
    public var id: String
    /// What the end means.
    public var kind: Kind
    /// For whom it holds.
    public var subject: ClockSubject
    /// Any of these starts a clock.
    public var startsOn: Set<ClockEvent>
    /// Any of these ends it.
    public var endsOn: Set<ClockEvent>
    /// How long it runs.
    public var term: Term
    /// Whether the end moves off a day off.
    public var rollover: Rollover
    /// Why it does or does not, and how sure that is.
    public var rolloverNote: Ground
    /// Whose duty it is.
    public var duty: Duty
    /// Who set the length.
    public var origin: Origin
    /// The article.
    public var ground: Ground
    /// Whether the text was read and says so; pages show that it was not.
    public var isConfirmed: Bool
    /// The days of the starting event for which this version holds.
    public var validity: Validity
    /// Who is warned when, the nearest first.
    public var warnings: [ClockWarning]
    /// Order among what is equally urgent, 1 to 100, the gravest first on the list of a day.
    public var legalRisk: Int
    /// What is at stake.
    public var severity: Severity

    /// The key of the words for what it limits.
    public var wordKey: String { "clock.\(id)" }
}
