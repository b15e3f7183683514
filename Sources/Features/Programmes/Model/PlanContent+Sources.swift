import Documents

extension PlanContent {
    /// Whether a place is the plan's own: a cell that it took something from, or one of a table that holds measures of it. A document may hold
    /// other plans.
    func isSource(_ place: CellPlace) -> Bool {
        let cells = measures.flatMap(\.sources).flatMap(\.cells)
        if place.table > 0, cells.contains(where: { $0.table == place.table }) { return true }
        return (cells + title.source.cells + sections.flatMap(\.source.cells) + remarks.map(\.place)).contains(place)
    }
}

extension Measure {
    /// Where each of its values comes from.
    fileprivate var sources: [SourceReference] {
        let texts = [title, strategicGoal, operationalGoal, expectedResults, further].compactMap { $0?.source }
        let indicators = indicators.flatMap { [$0.baselineSource, $0.targetSource] }.compactMap(\.self)
        return texts + indicators + (leads + partners).map(\.source) + budget.map(\.source) + [deadline?.source].compactMap(\.self)
    }
}
