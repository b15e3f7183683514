import Core

/// Which measures of a plan a reader chose: the same for the screen and for what is downloaded from it.
public struct MeasureFilter: Sendable, Equatable {
    /// Position of a section, from 1.
    public var section: Int?
    /// Code of an institution that leads or partners.
    public var institution: String?
    /// Month of the last day, `2024-03`, or `continuous` for measures without one.
    public var month: String?
    /// Words that must occur.
    public var words: String?

    /// A measure must meet every condition given; nil is no condition.
    public init(section: Int? = nil, institution: String? = nil, month: String? = nil, words: String? = nil) {
        self.section = section
        self.institution = institution
        self.month = month
        self.words = words
    }

    /// Whether everything is chosen.
    public var isEmpty: Bool { self == MeasureFilter() }

    /// The measures chosen, in the plan's order.
    public func apply(_ content: PlanContent) -> [Measure] {
        let keys = words.map { SearchKey.words($0) } ?? []
        return content.measures.filter { measure in
            if let section, measure.section != section - 1 { return false }
            if let institution,
                !(measure.leads + measure.partners).contains(where: { $0.reading == .institution && $0.code == institution })
            {
                return false
            }
            if let month, MeasureFilter.month(of: measure) != month { return false }
            guard !keys.isEmpty else { return true }
            let terms = MeasureSearch.terms(measure, in: content).split(separator: " ")
            return keys.allSatisfy { key in
                let whole = MeasureSearch.whole(key)
                return terms.contains { $0.hasPrefix(whole) }
            }
        }
    }

    /// The month in which a measure falls due; `continuous` for those that run on or name no day.
    static func month(of measure: Measure) -> String {
        guard let deadline = measure.deadline, [.date, .month, .range].contains(deadline.kind), let due = deadline.dueOn else {
            return "continuous"
        }
        return Month(due).iso
    }
}
