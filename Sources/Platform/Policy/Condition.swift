import Core

/// When a rule applies: a tree that is read in two ways, in memory by ``Policy/decide(_:_:on:in:)`` and as SQL by
/// ``Policy/predicate(_:_:in:object:)``.
public indirect enum Condition: Sendable, Hashable {
    // Of the actor and the moment.
    /// Her post has one of the roles.
    case role(Set<Role>)
    /// Her organisation works under this law.
    case regime(Regime)
    /// She said that she acts for one of these purposes.
    case purpose(Set<Purpose>)
    /// She gave her second factor just now.
    case freshFactor
    /// An emergency opening of hers was not judged yet.
    case unreviewedGlass

    // Of the object.
    /// Her organisation stands to the object in one of the relations.
    case organisation(Set<Relation>)
    /// She herself stands to the object in one of the relations.
    case user(Set<Relation>)
    /// The object is her organisation.
    case ownOrganisation

    /// All hold.
    case all([Condition])
    /// At least one holds.
    case any([Condition])
    /// It does not hold.
    case not(Condition)
}

/// Whether a condition holds. Of an object that is not named it can only be told that it may.
enum Truth: Int, Comparable {
    case no
    case possible
    case yes

    init(_ isTrue: Bool) {
        self = isTrue ? .yes : .no
    }

    static func < (left: Truth, right: Truth) -> Bool { left.rawValue < right.rawValue }

    static prefix func ! (truth: Truth) -> Truth {
        switch truth {
        case .no: .yes
        case .possible: .possible
        case .yes: .no
        }
    }
}

extension Condition {
    /// The reading in memory.
    func truth(in world: World) -> Truth {
        switch self {
        case .role(let roles): Truth(!world.actor.roles.isDisjoint(with: roles))
        case .regime(let regime): Truth(world.actor.regime == regime)
        case .purpose(let purposes): world.truth(of: purposes)
        case .freshFactor: Truth(world.context.hasFreshFactor)
        case .unreviewedGlass: Truth(world.context.hasUnreviewedGlass)
        case .organisation(let relations): world.object.map { Truth(!$0.ofOrganisation.isDisjoint(with: relations)) } ?? .possible
        case .user(let relations): world.object.map { Truth(!$0.ofUser.isDisjoint(with: relations)) } ?? .possible
        case .ownOrganisation: world.object.map { Truth($0.isOwnOrganisation) } ?? .possible
        case .all(let conditions): conditions.reduce(.yes) { $0 == .no ? .no : min($0, $1.truth(in: world)) }
        case .any(let conditions): conditions.reduce(.no) { $0 == .yes ? .yes : max($0, $1.truth(in: world)) }
        case .not(let condition): !condition.truth(in: world)
        }
    }

    /// What makes a condition that holds hold: roles of the actor, relations of hers and of her organisation.
    func grounds(in world: World) -> Grounds {
        guard truth(in: world) == .yes else { return Grounds() }
        switch self {
        case .role(let roles): return Grounds(roles: world.actor.roles.intersection(roles))
        case .organisation(let relations):
            return Grounds(held: world.object?.ofOrganisation.intersection(relations), by: world.actor.organisation.text)
        case .user(let relations): return Grounds(held: world.object?.ofUser.intersection(relations), by: world.actor.user.text)
        case .all(let conditions), .any(let conditions):
            return conditions.reduce(into: Grounds()) { $0.add($1.grounds(in: world)) }
        case .regime, .purpose, .freshFactor, .unreviewedGlass, .ownOrganisation, .not: return Grounds()
        }
    }
}
