public import Core

/// What a rule rested on.
public struct Grounds: Sendable, Hashable {
    /// The roles that counted.
    public private(set) var roles: Set<Role> = []
    /// The relations that counted, with their holders.
    public private(set) var relations: Set<HeldRelation> = []

    init(roles: Set<Role> = []) {
        self.roles = roles
    }

    init(held: Set<Relation>?, by holder: String) {
        relations = Set((held ?? []).map { HeldRelation($0, holder) })
    }

    mutating func add(_ other: Grounds) {
        roles.formUnion(other.roles)
        relations.formUnion(other.relations)
    }
}

/// A decision with what it rested on: „Защо виждам това?“
public struct Explanation: Sendable, Hashable {
    /// The decision, the very one of ``Policy/decide(_:_:on:in:)``.
    public let decision: Decision
    /// What made the deciding rule apply; empty where no rule did.
    public let grounds: Grounds
}

/// Somebody who can open a record: „Кой може да види това?“
public struct Viewer: Sendable, Hashable {
    /// The user in one of her posts.
    public let actor: Actor
    /// Why she can open it.
    public let explanation: Explanation
    /// What she could unmask with a fresh second factor.
    public let mask: Set<FieldGroup>
}

extension Policy {
    /// Decides and says what the decision rested on.
    public static func explain(_ actor: Actor, _ act: Act, on object: ObjectFacts, in context: Context) -> Explanation {
        let decision = decide(actor, act, on: object, in: context)
        let rule = rules.first { $0.id == decision.rule }
        return Explanation(decision: decision, grounds: rule?.condition.grounds(in: World(actor, object, context)) ?? Grounds())
    }

    /// Those of the actors who can open an object at a moment for any purpose of theirs, in the order given.
    ///
    /// - Parameters:
    ///   - openings: acts of which any one opens it. Of a record also seeing who she is without opening it, because a life is in danger.
    ///   - unmaskings: acts that show its sealed fields.
    public static func viewers(
        of object: ObjectFacts, among actors: [Actor], at now: Instant, openings: [Act] = [.personOpen, .referralUnmask],
        unmaskings: [Act] = [.personUnmask, .referralUnmask]
    ) -> [Viewer] {
        actors.compactMap { actor in
            let contexts = purposes(of: actor).map { Context(now: now, hasFreshFactor: true, purpose: $0) }
            func opening(_ act: Act) -> Explanation? {
                contexts.lazy.map { explain(actor, act, on: object, in: $0) }.first(where: \.decision.isAllowed)
            }
            guard let opening = openings.lazy.compactMap(opening).first else { return nil }
            let masks = contexts.flatMap { context in
                unmaskings.map { decide(actor, $0, on: object, in: context).mask }
            }
            return Viewer(actor: actor, explanation: opening, mask: masks.reduce([]) { $0.union($1) })
        }
    }
}
