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
    /// Whether they are one.
    public let ruling: Ruling
    /// When it was said.
    public let decidedAt: Instant
    /// By whom.
    public let decidedBy: UserID
    /// For which organisation; nil for what was said before that was kept.
    public let organisation: OrganisationID?

    /// The measure that stands against one of the two; nil for any other.
    func against(_ measure: MeasureReference) -> MeasureReference? {
        measure == one ? other : measure == other ? one : nil
    }
}

extension PlanComparison.Decided {
    /// What was said of measures, by their positions in two plans.
    init(_ verdicts: [PlanComparison.Positions: PairVerdict]) {
        self.init(
            confirmed: Set(verdicts.filter { $0.value.ruling == .same }.keys),
            rejected: Set(verdicts.filter { $0.value.ruling == .different }.keys))
    }
}

extension StoredPlan {
    /// What was said of its measures and another plan's, by their positions, where both plans still have them.
    func placed(_ verdicts: [PairVerdict], with right: StoredPlan) -> [PlanComparison.Positions: PairVerdict] {
        let (ours, theirs) = (positions, right.positions)
        var placed: [PlanComparison.Positions: PairVerdict] = [:]
        for verdict in verdicts {
            for (one, other) in [(verdict.one, verdict.other), (verdict.other, verdict.one)] {
                guard one.plan == id.text, other.plan == right.id.text, let position = ours[one.measure],
                    let place = theirs[other.measure]
                else { continue }
                placed[PlanComparison.Positions(position, place)] = verdict
            }
        }
        return placed
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
