import Core
import Database
import Policy

/// What the users of a receiver may unmask of a referral, by the rules by which they will: what the sender is told beforehand is what they see.
struct ReceiverSight: Sendable {
    /// Before she is taken in: nothing, unless a life is in danger.
    let before: Set<FieldGroup>
    /// Once she is.
    let after: Set<FieldGroup>

    /// - Parameter actors: users of the receiver; those who may not answer count for nothing.
    init(_ groups: Set<FieldGroup>, isDanger: Bool, to receiver: OrganisationID, among actors: [Actor], at now: Instant) {
        var (before, after): (Set<FieldGroup>, Set<FieldGroup>) = ([], [])
        for actor in actors where ReceiverSight.mayAnswer(actor, at: now) {
            if isDanger { before.formUnion(ReceiverSight.mask(actor, [.warned], groups, at: now)) }
            after.formUnion(ReceiverSight.mask(actor, [.receiving], groups, at: now))
        }
        self.before = before.intersection(groups)
        self.after = after.intersection(groups)
    }

    /// Whether somebody could take up what her organisation is sent.
    fileprivate static func mayAnswer(_ actor: Actor, at now: Instant) -> Bool {
        let sent = ObjectFacts(id: "", relations: [HeldRelation(.referred, actor.organisation.text)])
        return contexts(actor, now).contains { Policy.decide(actor, .referralAnswer, on: sent, in: $0).isAllowed }
    }

    /// As who takes her in works with her.
    private static func mask(_ actor: Actor, _ relations: [Relation], _ groups: Set<FieldGroup>, at now: Instant) -> Set<FieldGroup> {
        let held = relations.map { HeldRelation($0, actor.organisation.text) }
        let scopes = Dictionary(uniqueKeysWithValues: held.map { ($0, groups) })
        let facts = ObjectFacts(id: "", relations: held + [HeldRelation(.worker, actor.user.text)], scopes: scopes)
        return contexts(actor, now).reduce(into: []) { $0.formUnion(Policy.decide(actor, .referralUnmask, on: facts, in: $1).mask) }
    }

    private static func contexts(_ actor: Actor, _ now: Instant) -> [Context] {
        Policy.purposes(of: actor).map { Context(now: now, hasFreshFactor: true, purpose: $0) }
    }
}

extension ReferralSources.Staff {
    /// The organisations to which another one could send a person: somebody there may take up what is sent.
    func receivers(
        from own: OrganisationID, at now: Instant, _ language: Language, _ connection: any Connection
    ) throws -> [(id: OrganisationID, name: String)] {
        let actors = try colleagues(connection, nil, now, language).map(\.actor)
        let answering = Set(actors.filter { ReceiverSight.mayAnswer($0, at: now) }.map(\.organisation))
        return try organisations(connection, language).filter { $0.id != own && answering.contains($0.id) }
    }
}
