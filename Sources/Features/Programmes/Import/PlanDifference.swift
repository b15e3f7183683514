/// What changed between two editions of a plan.
public struct PlanDifference: Sendable, Equatable {
    /// One field of one measure that says something else.
    public struct Change: Sendable, Equatable {
        /// Code of the measure in the new edition.
        public let code: String
        /// All leads together are one field; so are partners, budget lines and indicators.
        public let field: Field
        /// The old edition's words, empty where it had none.
        public let before: String
        /// The new edition's words, empty where they were taken out.
        public let after: String
    }

    /// Codes of measures only in the new edition.
    public private(set) var added: [String] = []
    /// Codes of measures only in the old edition.
    public private(set) var removed: [String] = []
    /// Changed fields of measures in both editions, in the order of the new one.
    public private(set) var changes: [Change] = []
    /// The old code of each measure that goes on, by its new code.
    public private(set) var carried: [String: String] = [:]

    /// Measures are the same when code and title agree; else when the title alone does; else when the code alone does.
    public init(from old: PlanContent, to new: PlanContent) {
        var free = Dictionary(old.measures.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        func carry(_ matches: (Measure, Measure) -> Bool) {
            for measure in new.measures where carried[measure.code] == nil {
                let candidates = old.measures.filter { free[$0.code] != nil && matches($0, measure) }
                guard let previous = candidates.first(where: { $0.code == measure.code }) ?? candidates.first else { continue }
                carried[measure.code] = previous.code
                free[previous.code] = nil
            }
        }
        carry { $0.code == $1.code && $0.title.text == $1.title.text }
        carry { $0.title.text == $1.title.text }
        carry { $0.code == $1.code }
        added = new.measures.map(\.code).filter { carried[$0] == nil }
        removed = old.measures.map(\.code).filter { free[$0] != nil }
        let before = Dictionary(old.measures.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for measure in new.measures {
            guard let code = carried[measure.code], let previous = before[code] else { continue }
            for (left, right) in zip(MeasureFields.all(previous), MeasureFields.all(measure)) where left.text != right.text {
                changes.append(Change(code: measure.code, field: left.field, before: left.text, after: right.text))
            }
        }
    }
}
