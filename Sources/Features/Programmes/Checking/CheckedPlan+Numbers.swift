import Core
import Documents

/// Numbers of measures and goals: each once, in order, none left out.
extension CheckedPlan {
    func numbers() -> [PlanFinding] {
        let restarts = restarts
        let scopes = Dictionary(grouping: plan.measures.indices) { restarts ? plan.measures[$0].section ?? -1 : 0 }
        let found = scopes.values.flatMap { positions -> [PlanFinding] in
            let numbers = positions.map { plan.measures[$0].number.flatMap(CheckedPlan.parts) }
            var run = NumberRun(numbers)
            return zip(positions, numbers).compactMap { position, number in
                run.take(number, at: position).map { finding($0, position) }
            }
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
        plan.measures.indices.contains { position in
            plan.measures[position].number.map { !plan.measures[position].code.hasPrefix($0) } ?? false
        }
    }

    /// „2.1“, „64.“
    private static func parts(_ number: String) -> [Int]? {
        let parts = number.split(separator: ".").map { Int($0) }
        return parts.isEmpty || parts.contains(nil) ? nil : parts.compactMap(\.self)
    }

    /// A measure without a number among numbered ones of the same goal. The only measure of a goal needs none.
    private func unnumbered() -> [PlanFinding] {
        guard plan.measures.indices.contains(where: { plan.measures[$0].number == nil }) else { return [] }
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
            guard let goal = plan.measures[position].operationalGoal, let number = Numbering.leading(goal.text) else { return nil }
            let key = "\(plan.measures[position].section ?? -1)/\(number)"
            defer { if seen[key] == nil { seen[key] = goal.source } }
            // A table may print the goal anew beside each of its measures.
            guard let first = seen[key], !CheckedPlan.areSame(first.text, goal.source.text),
                let place = goal.source.cells.first
            else { return nil }
            // The goal goes on below; it is told where it begins.
            seen[key] = goal.source
            return PlanFinding(
                .goalNumberRepeated, measure: plan.measures[position].code, place: place, quote: goal.text, detail: first.text)
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
        /// Those that should come before it: „1.2“, „1.2–1.4“.
        case missing(String)
    }

    /// All that follow one another.
    private let all: Set<[Int]>
    private var first: [[Int]: Int] = [:]
    private var last: (number: [Int], position: Int)?
    private var hasGap = false

    /// - Parameter numbers: all of the section or plan, in order; nil for a measure without a number.
    init(_ numbers: [[Int]?]) {
        all = Set(numbers.compactMap(\.self))
    }

    /// The fault of the next number, if any.
    mutating func take(_ number: [Int]?, at position: Int) -> Fault? {
        // Of a measure without a number nobody knows which it has.
        guard let number else {
            hasGap = true
            return nil
        }
        if let earlier = first[number] { return .repeated(earlier) }
        first[number] = position
        defer {
            last = (number, position)
            hasGap = false
        }
        if let last, number.lexicographicallyPrecedes(last.number) { return .after(last.position) }
        return hasGap ? nil : missing(number, after: last?.number ?? number.map { _ in 0 })
    }

    private func missing(_ number: [Int], after last: [Int]) -> Fault? {
        guard number.count == last.count, let own = number.last else { return nil }
        let (above, aboveLast) = (Array(number.dropLast()), Array(last.dropLast()))
        let expected = above == aboveLast ? (last.last ?? 0) + 1 : 1
        guard own > expected else { return nil }
        // One that comes later is out of order there.
        let absent = (expected..<own).filter { !all.contains(above + [$0]) }
        guard let from = absent.first, let to = absent.last else { return nil }
        let names = (from == to ? [from] : [from, to]).map { (above + [$0]).map(String.init).joined(separator: ".") }
        return .missing(names.joined(separator: "–"))
    }
}
