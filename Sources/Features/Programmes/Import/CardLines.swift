import Documents

/// The lines before a table of cards: headings of sections, goals and activities, and prose.
struct CardLines {
    /// Headings that hold for what follows, in their order.
    let counting: [(line: PlanHeader.Line, heading: CardHeading)]
    /// All lines that are no headings.
    let prose: [PlanHeader.Line]

    /// Headings directly above the table count, and others where there is only one of their kind: a list of goals in an introduction says
    /// nothing of where each begins. An activity is named by the last line alone, unless the card begins with a number of its own.
    init(_ lines: [PlanHeader.Line], before card: CardTable) {
        let headings = lines.enumerated().map { position, line in
            position == lines.count - 1 ? CardHeading(over: line.text) : CardHeading(line.text)
        }
        let above = headings.reversed().prefix { $0 != nil }.count
        counting = zip(lines, headings).enumerated().compactMap { position, pair in
            guard let heading = pair.1 else { return nil }
            let isAbove = position >= lines.count - above
            switch heading.kind {
            case .activity:
                guard position == lines.count - 1, !card.opening.isNumbered else { return nil }
            case .section, .strategicGoal, .operationalGoal:
                guard isAbove || headings.count(where: { $0?.kind == heading.kind }) == 1 else { return nil }
            }
            return (pair.0, heading)
        }
        prose = zip(lines, headings).filter { $0.1 == nil }.map(\.0)
    }
}
