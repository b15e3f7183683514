/// A rule that cannot be used: which, and what is wrong with it.
public struct ClockRuleError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Fault: Hashable, Sendable {
        /// The text is not JSON of the form that rules have.
        case unreadable
        /// A field is missing.
        case missing(String)
        /// A field holds a value that it cannot have.
        case unknown(field: String, value: String)
        /// The name is not lower-case Latin words joined by hyphens.
        case notKebabCase
        /// A term of no length: the clock would end as it starts.
        case noTerm
        /// Hours are exact and roll over to no other day.
        case hoursRolledOver
        /// An event that both starts and ends it, or no event that starts, or none that ends it.
        case events
        /// A ground or note without words.
        case noGround
        /// The last day is before the first.
        case validity
        /// Another version holds on some of the same days.
        case overlap
        /// No warning before the end, or the ladder does not lead from the nearest to the highest in the order of time.
        case warnings
        /// The legal risk is not within 1 and 100.
        case legalRisk
    }

    /// The name of the rule; empty where the text has none.
    public let rule: String
    /// What is wrong.
    public let fault: Fault
}

extension ClockRule {
    /// Throws the first thing that is wrong with this version taken alone.
    func check() throws(ClockRuleError) {
        let isKebabCase = id.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x2d } && !id.isEmpty && !id.hasPrefix("-")
        if !isKebabCase { throw error(.notKebabCase) }
        if term.length == 0 { throw error(.noTerm) }
        if term.unit == .hours, rollover != .none { throw error(.hoursRolledOver) }
        if startsOn.isEmpty || endsOn.isEmpty || !startsOn.isDisjoint(with: endsOn) { throw error(.events) }
        if [ground.bg, ground.en, rolloverNote.bg, rolloverNote.en].contains("") { throw error(.noGround) }
        if validity.isEmpty { throw error(.validity) }
        if !(1...100).contains(legalRisk) { throw error(.legalRisk) }
        try checkWarnings()
    }

    private func checkWarnings() throws(ClockRuleError) {
        guard let first = warnings.first, case .before = first.when else { throw error(.warnings) }
        let order = ClockWarning.Whom.allCases
        for (step, next) in zip(warnings, warnings.dropFirst()) {
            let isHigher = (order.firstIndex(of: step.whom) ?? 0) <= (order.firstIndex(of: next.whom) ?? 0)
            guard isHigher, step.roughHours <= next.roughHours, step != next else { throw error(.warnings) }
        }
    }

    private func error(_ fault: ClockRuleError.Fault) -> ClockRuleError { ClockRuleError(rule: id, fault: fault) }
}
