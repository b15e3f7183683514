import Core

/// What is shown of a comparison.
struct ComparedList: Sendable {
    /// Which part of it.
    enum Shown: String, Sendable, CaseIterable {
        case pairs, differing, proposed, confirmed, left, right, rejected
    }

    /// A line: a pair, or a measure that only one of the plans has.
    enum Item: Sendable {
        case pair(PlanComparison.Pair)
        /// With the measure of the other plan that comes nearest.
        case left(Int, nearest: Int?)
        case right(Int, nearest: Int?)
    }

    let left: StoredPlan
    let right: StoredPlan
    let comparison: PlanComparison
    let shown: Shown
    let items: [Item]
    /// How many lines each part has.
    let counts: [Shown: Int]

    init(_ left: StoredPlan, _ right: StoredPlan, _ comparison: PlanComparison, shown: Shown) {
        self.left = left
        self.right = right
        self.comparison = comparison
        self.shown = shown
        let differing = comparison.pairs.filter {
            MeasureContrast(left.content.measures[$0.left], right.content.measures[$0.right], years: comparison.years).isMaterial
        }
        func items(_ shown: Shown) -> [Item] {
            switch shown {
            case .pairs: comparison.pairs.map(Item.pair)
            case .differing: differing.map(Item.pair)
            case .proposed: comparison.pairs.filter { $0.standing == .proposed }.map(Item.pair)
            case .confirmed: comparison.pairs.filter { $0.standing == .confirmed }.map(Item.pair)
            case .left: comparison.onlyLeft.map { .left($0, nearest: comparison.nearest.left[$0]) }
            case .right: comparison.onlyRight.map { .right($0, nearest: comparison.nearest.right[$0]) }
            case .rejected: comparison.rejected.map(Item.pair)
            }
        }
        self.items = items(shown)
        counts = Dictionary(uniqueKeysWithValues: Shown.allCases.map { ($0, items($0).count) })
    }
}
