import Web

/// Which findings somebody wants to see.
struct FindingFilter: Sendable {
    /// What became of a finding.
    enum State: String, Sendable, CaseIterable {
        case open, accepted, all
    }

    let state: State
    let severity: PlanFinding.Severity?
    let code: PlanFinding.Code?
    /// Code of a measure, or its beginning („II.1“), as somebody typed it.
    let measure: String?

    /// The names of its fields in addresses and forms.
    static let fields: Set<String> = ["state", "weight", "rule", "measure"]

    /// Whatever is not understood filters nothing.
    init(_ typed: FormData) {
        state = typed["state"].flatMap(State.init) ?? .open
        severity = typed["weight"].flatMap(PlanFinding.Severity.init)
        code = typed["rule"].flatMap(PlanFinding.Code.init)
        measure = typed.line("measure")
    }

    /// Whether a finding is wanted.
    func takes(_ standing: FindingReader.Standing) -> Bool {
        let finding = standing.finding
        return (state == .all || (state == .open) == standing.isOpen) && severity.map { $0 == finding.code.severity } ?? true
            && code.map { $0 == finding.code } ?? true && measure.map { FindingFilter.isWithin(finding.measure ?? "", $0) } ?? true
    }

    /// „II.1.4“ is within „II.1“, and „II.10.1“ is not.
    private static func isWithin(_ code: String, _ typed: String) -> Bool {
        code == typed || [".", "~"].contains { code.hasPrefix(typed.hasSuffix(".") ? typed : typed + $0) }
    }

    /// Its fields with their values, those that filter nothing left out.
    var pairs: [(name: String, value: String)] {
        [
            ("state", state == .open ? nil : state.rawValue), ("weight", severity?.rawValue), ("rule", code?.rawValue),
            ("measure", measure),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}
