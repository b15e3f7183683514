import Core
import Documents

/// The lines directly above a wide table that hold for its rows: the heading of a section, and under it those of goals.
struct TableLines {
    /// Where the heading of a section would stand; the same words further up name chapters.
    let last: PlanHeader.Line?
    /// At most one of each kind, the strategic one first.
    let goals: [(line: PlanHeader.Line, heading: CardHeading)]

    /// Several goals of a kind under one another are a list of an introduction, and nobody's goals.
    init(_ lines: [PlanHeader.Line]) {
        var rest = lines[...]
        var goals: [(line: PlanHeader.Line, heading: CardHeading)] = []
        while let line = rest.last, let heading = CardHeading(line.text), heading.goal != nil {
            goals.insert((line, heading), at: 0)
            rest.removeLast()
        }
        let isList = goals.count > 1 && goals.map(\.heading.goal) != [.strategicGoal, .operationalGoal]
        self.goals = isList ? [] : goals
        last = isList ? lines.last : rest.last
    }
}
