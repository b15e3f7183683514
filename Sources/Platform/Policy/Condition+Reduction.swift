extension Condition {
    /// Holds of everything.
    static let always = Condition.all([])
    /// Holds of nothing.
    static let never = Condition.any([])

    /// The same condition, shorter: without what is known, and without members that others make needless.
    ///
    /// - Parameter known: of a condition that is no tree, ``always`` or ``never`` where it is known, and itself where it is not.
    func reduced(_ known: (Condition) -> Condition) -> Condition {
        switch self {
        case .all(let conditions): Self.conjunction(conditions.map { $0.reduced(known) })
        case .any(let conditions): Self.disjunction(conditions.map { $0.reduced(known) })
        case .not(let condition): Self.negation(of: condition.reduced(known))
        default: known(self)
        }
    }

    private static func conjunction(_ conditions: [Condition]) -> Condition {
        let members = conditions.flatMap(\.conjuncts)
        if members.contains(never) { return never }
        let needed = needed(members, \.disjuncts)
        return needed.count == 1 ? needed[0] : .all(needed)
    }

    private static func disjunction(_ conditions: [Condition]) -> Condition {
        let members = conditions.flatMap(\.disjuncts)
        if members.contains(always) { return always }
        let needed = needed(members, \.conjuncts)
        return needed.count == 1 ? needed[0] : .any(needed)
    }

    private static func negation(of condition: Condition) -> Condition {
        switch condition {
        case always: never
        case never: always
        case .not(let inner): inner
        default: .not(condition)
        }
    }

    /// Without those whose parts are all those of another and more: "a, or a and b" is "a", and so is "a, and a or b".
    private static func needed(_ members: [Condition], _ parts: (Condition) -> [Condition]) -> [Condition] {
        let sets = members.map { Set(parts($0)) }
        return members.indices.filter { place in
            !members.indices.contains { other in
                sets[other].isStrictSubset(of: sets[place]) || sets[other] == sets[place] && other < place
            }
        }.map { members[$0] }
    }

    private var conjuncts: [Condition] { if case .all(let members) = self { members } else { [self] } }
    private var disjuncts: [Condition] { if case .any(let members) = self { members } else { [self] } }
}
