import Core
public import Reference

/// The same action promised in two plans (сравнение на планове), found by the meaning of words, institutions, numbers and money, never by the
/// number of a measure.
///
/// The pairs that are most alike are taken first. A measure is in a second pair only where that is nearly as like as the first: promises are
/// split and joined from plan to plan.
public struct PlanComparison: Sendable, Equatable {
    /// Two measures that promise the same action, by their positions in the two plans.
    public struct Pair: Sendable, Equatable {
        /// Position in the first plan.
        public let left: Int
        /// Position in the second plan.
        public let right: Int
        /// How far they are alike, and by what.
        public let likeness: MeasureLikeness
        /// Whether a person has said so.
        public let standing: Standing

        var positions: Positions { Positions(left, right) }
    }

    /// What is known of a pair.
    public enum Standing: String, Sendable {
        /// The words speak for it, and no person has said anything.
        case proposed
        /// A person said that it is the same action.
        case confirmed
        /// A person said that it is not.
        case rejected

        var ruling: PairVerdict.Ruling? {
            switch self {
            case .proposed: nil
            case .confirmed: .same
            case .rejected: .different
            }
        }
    }

    /// What people said of pairs, by positions in the two plans.
    public struct Decided: Sendable, Hashable {
        /// The same action.
        public var confirmed: Set<Positions>
        /// Not the same, however alike.
        public var rejected: Set<Positions>

        /// Nothing was said unless told.
        public init(confirmed: Set<Positions> = [], rejected: Set<Positions> = []) {
            self.confirmed = confirmed
            self.rejected = rejected
        }
    }

    /// Positions of two measures in two plans.
    public struct Positions: Sendable, Hashable {
        let left: Int
        let right: Int

        /// From 0.
        public init(_ left: Int, _ right: Int) {
            self.left = left
            self.right = right
        }
    }

    /// In the order of the first plan.
    public let pairs: [Pair]
    /// What people said is not the same, in the order of the first plan.
    public let rejected: [Pair]
    /// Measures that only the first plan has.
    public let onlyLeft: [Int]
    /// Measures that only the second plan has.
    public let onlyRight: [Int]
    /// Which plan comes after the other.
    public let order: PlanOrder
    /// How many years later the second plan begins.
    public let years: Int

    /// For each measure that is in no pair the one most like it, if any is at all alike: too little for a proposal, enough for a look.
    public let nearest: (left: [Int: Int], right: [Int: Int])

    /// What is alike as little as this is not even looked at.
    private static let floor = 0.22

    /// - Parameters:
    ///   - register: tells which institution belongs to which.
    ///   - areEditions: whether both are editions of one plan, in which another place or people is what was amended.
    public init(
        _ left: PlanContent, _ right: PlanContent, register: InstitutionRegister, decided: Decided = Decided(), areEditions: Bool = false
    ) {
        let scale = LikenessScale(left, right, register, areEditions: areEditions)
        let candidates = scale.candidates(atLeast: PlanComparison.floor).filter { !decided.rejected.contains($0.positions) }
            .sorted(by: LikenessScale.isBefore)
        var matching = Matching(candidates)
        for positions in decided.confirmed { matching.take(positions) }
        matching.take(candidates)
        func pairs(_ all: some Sequence<Positions>, _ standing: (Positions) -> Standing) -> [Pair] {
            all.sorted { ($0.left, $0.right) < ($1.left, $1.right) }.map { positions in
                Pair(
                    left: positions.left, right: positions.right, likeness: scale.likeness(positions.left, positions.right),
                    standing: standing(positions))
            }
        }
        self.pairs = pairs(matching.taken) { decided.confirmed.contains($0) ? .confirmed : .proposed }
        rejected = pairs(decided.rejected) { _ in .rejected }
        order = PlanOrder(left, right)
        years = left.years(until: right)
        let (ours, theirs) = (Set(self.pairs.map(\.left)), Set(self.pairs.map(\.right)))
        onlyLeft = left.measures.indices.filter { !ours.contains($0) }
        onlyRight = right.measures.indices.filter { !theirs.contains($0) }
        var nearest: (left: [Int: Int], right: [Int: Int]) = ([:], [:])
        for candidate in candidates.reversed() {
            let (one, other) = (candidate.positions.left, candidate.positions.right)
            if !ours.contains(one) { nearest.left[one] = other }
            if !theirs.contains(other) { nearest.right[other] = one }
        }
        self.nearest = nearest
    }

    /// Equal where pairs and what is left over are.
    public static func == (one: PlanComparison, other: PlanComparison) -> Bool {
        one.pairs == other.pairs && one.rejected == other.rejected && one.onlyLeft == other.onlyLeft && one.onlyRight == other.onlyRight
            && one.nearest == other.nearest && one.order == other.order && one.years == other.years
    }
}
