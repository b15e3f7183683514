import Core
import Policy

/// Actors and facts that tests are made of.
enum Cast {
    static let now = Instant(milliseconds: 1_776_157_200_000)
    static let organisation = OrganisationID.new()
    static let otherOrganisation = OrganisationID.new()
    static let user = UserID.new()
    static let otherUser = UserID.new()

    static func actor(_ roles: Role..., regime: Regime = .gdpr) -> Actor {
        Actor(user: user, organisation: organisation, regime: regime, roles: Set(roles))
    }

    /// The usual circumstances of an actor: her first purpose and a fresh code.
    static func context(_ actor: Actor) -> Context {
        Context(now: now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
    }

    /// A record of which the actor and her organisation hold these relations.
    static func record(_ relations: Relation...) -> ObjectFacts {
        ObjectFacts(id: "record", relations: relations.map(held))
    }

    /// The same, with what her organisation received limited to groups of sealed fields.
    static func record(_ relations: Relation..., of scope: Set<FieldGroup>) -> ObjectFacts {
        ObjectFacts(id: "record", relations: relations.map(held), scopes: [held(.receiving): scope])
    }

    /// The relation as held by the actor or by her organisation, whichever it belongs to.
    static func held(_ relation: Relation) -> HeldRelation {
        HeldRelation(relation, isOfUser(relation) ? user.text : organisation.text)
    }

    static func isOfUser(_ relation: Relation) -> Bool {
        [.worker, .barred, .glass, .unreviewedGlass].contains(relation)
    }

    static func decide(_ actor: Actor, _ act: Act, _ object: ObjectFacts?) -> Decision {
        Policy.decide(actor, act, on: object, in: context(actor))
    }
}
