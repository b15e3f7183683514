public import Core

/// All rules that make clocks, each in its versions. Always sound: every version is checked, and on no day do two versions of a rule hold.
public struct ClockRules: Sendable {
    /// Every version, in the order given.
    public let versions: [ClockRule]

    /// The built-in versions, and those of an installation, which replace versions of the same name for the days they hold on. Throws what is
    /// wrong with the first faulty one.
    public init(_ versions: [ClockRule], overrides: [ClockRule] = []) throws(ClockRuleError) {
        try ClockRules.check(versions)
        try ClockRules.check(overrides)
        self.versions =
            versions.flatMap { version in
                overrides.filter { $0.id == version.id }.reduce([version]) { parts, override in
                    parts.flatMap { part in part.validity.outside(override.validity).map { part.holding($0) } }
                }
            } + overrides
    }

    /// The rules that come with the program, and the parameters of an installation. Throws what is wrong with the first faulty one.
    public static func builtIn(overrides: [ClockRule] = []) throws(ClockRuleError) -> ClockRules {
        guard let json = try? CalendarFiles.facts("clock-rules") else { throw ClockRuleError(rule: "", fault: .unreadable) }
        return try ClockRules(read(json), overrides: overrides)
    }

    /// The version of a rule that holds for an event of a day.
    public func rule(_ id: String, on day: Day) -> ClockRule? {
        versions.first { $0.id == id && $0.validity.contains(day) }
    }

    /// The rules that an event of a day starts for somebody, the gravest first.
    public func rules(startedBy event: ClockEvent, for subject: ClockSubject, on day: Day) -> [ClockRule] {
        let started = versions.filter { $0.startsOn.contains(event) && $0.subject.fits(subject) && $0.validity.contains(day) }
        return started.sorted { ($1.legalRisk, $0.id) < ($0.legalRisk, $1.id) }
    }

    private static func check(_ versions: [ClockRule]) throws(ClockRuleError) {
        for (index, version) in versions.enumerated() {
            try version.check()
            let others = versions[..<index].filter { $0.id == version.id }
            guard !others.contains(where: { $0.validity.overlaps(version.validity) }) else {
                throw ClockRuleError(rule: version.id, fault: .overlap)
            }
        }
    }
}

extension ClockRule {
    fileprivate func holding(_ validity: Validity) -> ClockRule {
        var rule = self
        rule.validity = validity
        return rule
    }
}
