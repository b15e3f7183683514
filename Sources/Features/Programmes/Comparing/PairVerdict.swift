public import Core
public import Counting

/// What a person said of two measures of two plans (потвърдена или отхвърлена двойка). It holds for all later versions of both plans.
public struct PairVerdict: Sendable, Equatable {
    /// What was said.
    public enum Ruling: String, Sendable, CaseIterable {
        /// Both promise the same action.
        case same
        /// They do not, however alike they are.
        case different
    }

    /// One of the two measures.
    public let one: MeasureReference
    /// The other, of another plan.
    public let other: MeasureReference
    public let ruling: Ruling
    public let decidedAt: Instant
    public let decidedBy: UserID

    /// The measure that stands against one of the two; nil for any other.
    func against(_ measure: MeasureReference) -> MeasureReference? {
        measure == one ? other : measure == other ? one : nil
    }
}

extension PlanComparison.Decided {
    /// What was said of the measures of two plans, where both still have them.
    init(_ verdicts: [PairVerdict], _ left: StoredPlan, _ right: StoredPlan) {
        let (ours, theirs) = (left.positions, right.positions)
        self.init()
        for verdict in verdicts {
            for (one, other) in [(verdict.one, verdict.other), (verdict.other, verdict.one)] {
                guard one.plan == left.id.text, other.plan == right.id.text, let position = ours[one.measure],
                    let place = theirs[other.measure]
                else { continue }
                let positions = PlanComparison.Positions(position, place)
                if verdict.ruling == .same { confirmed.insert(positions) } else { rejected.insert(positions) }
            }
        }
    }
}

extension StoredPlan {
    /// Where each measure stands, by its identity across versions.
    var positions: [String: Int] {
        Dictionary(measureIDs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The measure at a position, for whatever outlives this version.
    func reference(_ position: Int) -> MeasureReference { MeasureReference(plan: id.text, measure: measureIDs[position]) }
}
