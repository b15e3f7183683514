import Core
import Documents

/// Numbers of measures and goals: each once, in order, none left out.
extension CheckedPlan {
    func numbers() -> [PlanFinding] {
        var scopes: [Int: NumberRun] = [:]
        var found: [PlanFinding] = []
        for (position, measure) in plan.measures.enumerated() {
            let scope = restarts ? measure.section ?? -1 : 0
            guard let number = measure.number.flatMap(CheckedPlan.parts) else {
                scopes[scope, default: NumberRun()].passUnnumbered()
                continue
            }
            guard let fault = scopes[scope, default: NumberRun()].take(number, at: position) else { continue }
            found.append(finding(fault, position))
        }
        return found + unnumbered() + goals()
    }

    private func finding(_ fault: NumberRun.Fault, _ position: Int) -> PlanFinding {
        let (place, number) = (cells.place(.number, of: position) ?? place(position), plan.measures[position].number ?? "")
        func made(_ code: PlanFinding.Code, _ detail: String) -> PlanFinding {
            PlanFinding(code, measure: plan.measures[position].code, place: place, quote: number, detail: detail)
        }
        switch fault {
        case .repeated(let first): return made(.numberRepeated, Headings.clean(plan.measures[first].title.text))
        case .after(let other): return made(.numberOutOfOrder, name(other))
        case .missing(let number): return made(.numberMissing, number)
        }
    }

    /// Whether numbers begin again in each section: codes then have the section before them.
    private var restarts: Bool {
        plan.measures.contains { measure in measure.number.map { !measure.code.hasPrefix($0) } ?? false }
    }

    /// „2.1“, „64.“
    private static func parts(_ number: String) -> [Int]? {
        let parts = number.split(separator: ".").map { Int($0) }
        return parts.isEmpty || parts.contains(nil) ? nil : parts.compactMap(\.self)
    }

    /// A measure without a number among numbered ones of the same goal. The only measure of a goal needs none.
    private func unnumbered() -> [PlanFinding] {
        guard plan.measures.contains(where: { $0.number == nil }) else { return [] }
        let goals = plan.measures.map { [$0.strategicGoal?.text ?? "", $0.operationalGoal?.text ?? ""] }
        let numbered = Set(zip(plan.measures, goals).filter { $0.0.number != nil }.map(\.1))
        return plan.measures.indices.compactMap { position in
            guard plan.measures[position].number == nil, numbered.contains(goals[position]) else { return nil }
            return PlanFinding(
                .numberMissing, measure: plan.measures[position].code, place: place(position), quote: plan.measures[position].title.text)
        }
    }

    /// Operational goals whose number stands on another goal of the section already.
    private func goals() -> [PlanFinding] {
        var seen: [String: SourceReference] = [:]
        return plan.measures.indices.compactMap { position in
            let measure = plan.measures[position]
            guard let goal = measure.operationalGoal, let number = Numbering.leading(goal.text) else { return nil }
            let key = "\(measure.section ?? -1)/\(number)"
            defer { if seen[key] == nil { seen[key] = goal.source } }
            // A table may print the goal anew beside each of its measures.
            guard let first = seen[key], !CheckedPlan.areSame(first.text, goal.source.text),
                let place = goal.source.cells.first
            else { return nil }
            // The goal goes on below; it is told where it begins.
            seen[key] = goal.source
            return PlanFinding(.goalNumberRepeated, measure: measure.code, place: place, quote: goal.text, detail: first.text)
        }
    }

    /// Nearly all of them are to the letter.
    private static func areSame(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8) || Folding.word(Headings.clean(one)) == Folding.word(Headings.clean(other))
    }
}

/// Numbers as they follow one another in a section or a plan.
struct NumberRun {
    /// What is wrong with a number.
    enum Fault {
        /// It stands on an earlier measure: its position.
        case repeated(Int)
        /// A greater one comes before it: on the measure at this position.
        case after(Int)
        /// The one that should come before it.
        case missing(String)
    }

    private var first: [[Int]: Int] = [:]
    private var last: (number: [Int], position: Int)?
    private var hasGap = false

    /// Of a measure without a number nobody knows which it has.
    mutating func passUnnumbered() { hasGap = true }

    /// The fault of the next number, if any.
    mutating func take(_ number: [Int], at position: Int) -> Fault? {
        if let earlier = first[number] { return .repeated(earlier) }
        first[number] = position
        defer {
            last = (number, position)
            hasGap = false
        }
        guard let last else { return nil }
        if number.lexicographicallyPrecedes(last.number) { return .after(last.position) }
        return hasGap ? nil : missing(number, after: last.number)
    }

    private func missing(_ number: [Int], after last: [Int]) -> Fault? {
        guard number.count == last.count, let own = number.last else { return nil }
        let (above, aboveLast) = (Array(number.dropLast()), Array(last.dropLast()))
        let expected = above == aboveLast ? (last.last ?? 0) + 1 : 1
        guard own > expected else { return nil }
        let number = above + [expected]
        return first[number] == nil ? .missing(number.map(String.init).joined(separator: ".")) : nil
    }
}
