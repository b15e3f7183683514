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
        case rejected(PlanComparison.Positions)
    }

    let left: StoredPlan
    let right: StoredPlan
    let comparison: PlanComparison
    let shown: Shown
    let items: [Item]
    /// How many lines each part has.
    let counts: [Shown: Int]

    init(_ left: StoredPlan, _ right: StoredPlan, _ comparison: PlanComparison, rejected: Set<PlanComparison.Positions>, shown: Shown) {
        self.left = left
        self.right = right
        self.comparison = comparison
        self.shown = shown
        let differing = comparison.pairs.filter {
            MeasureContrast(left.content.measures[$0.left], right.content.measures[$0.right]).isMaterial
        }
        func items(_ shown: Shown) -> [Item] {
            switch shown {
            case .pairs: comparison.pairs.map(Item.pair)
            case .differing: differing.map(Item.pair)
            case .proposed: comparison.pairs.filter { !$0.isConfirmed }.map(Item.pair)
            case .confirmed: comparison.pairs.filter(\.isConfirmed).map(Item.pair)
            case .left: comparison.onlyLeft.map { .left($0, nearest: comparison.nearest.left[$0]) }
            case .right: comparison.onlyRight.map { .right($0, nearest: comparison.nearest.right[$0]) }
            case .rejected: rejected.sorted { ($0.left, $0.right) < ($1.left, $1.right) }.map(Item.rejected)
            }
        }
        self.items = items(shown)
        counts = Dictionary(uniqueKeysWithValues: Shown.allCases.map { ($0, items($0).count) })
    }

    /// Whether one plan comes after the other, so that what they share goes on, and the rest was dropped or is new.
    var order: Order {
        guard let one = left.content.period, let other = right.content.period else { return .none }
        return one.to < other.from ? .leftFirst : other.to < one.from ? .rightFirst : .none
    }

    enum Order: Sendable {
        case leftFirst, rightFirst, none
    }
}
