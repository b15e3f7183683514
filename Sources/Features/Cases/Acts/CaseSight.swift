import Admission
import Core
import Database
import Policy

/// How much of what stands in codes somebody is shown of a person (обхват). Who received the record with a limit sees what belongs to the groups
/// that were shared with her organisation, and what her own organisation wrote; so nobody learns through a code what the sealed words keep back
/// (docs/decisions/0021).
struct CaseSight: Sendable {
    let actor: Actor
    /// What of sealed fields she could be shown, with a fresh code.
    let groups: Set<FieldGroup>
    /// Whether she is shown what others wrote in codes that belong to no group of their own: the facts of the trafficking, answers, goals, steps
    /// and what happened. They tell the story, and go with it.
    let isShared: Bool

    /// - Parameter facts: of the person's record.
    init(_ actor: Actor, _ facts: ObjectFacts, at now: Instant, for purpose: Purpose?) {
        self.actor = actor
        groups = Policy.decide(actor, .personUnmask, on: facts, in: Context(now: now, hasFreshFactor: true, purpose: purpose)).mask
        // While a life is in danger nothing that helps to find her is kept back.
        let isEmergency = facts.relations.contains(HeldRelation(.glass, actor.user.text))
        isShared = isEmergency || facts.limit(of: actor.organisation)?.contains(.narrative) ?? true
    }

    /// - Parameters:
    ///   - group: of sealed fields that it belongs with; nil where it has none of its own.
    ///   - organisation: for which it was written, where that counts.
    func sees(_ group: FieldGroup?, writtenFor organisation: OrganisationID? = nil) -> Bool {
        if let group { return groups.contains(group) }
        return isShared || organisation == actor.organisation
    }

    /// A step is hers where she has to do it.
    func sees(_ step: NextStep) -> Bool { step.user == actor.user || sees(step.kind.group, writtenFor: step.organisation) }

    func sees(_ goal: PlanGoal) -> Bool { sees(goal.area) }

    /// Whether she is shown that a goal is in an area.
    func sees(_ area: Need) -> Bool { isShared && sees(area.group) }

    /// What somebody is shown of a person, inside a transaction that the caller holds.
    static func of(_ person: PersonID, _ actor: Actor, _ context: Context, _ connection: any Connection) throws -> CaseSight {
        let facts = try RelationStore.facts(of: person.text, at: context.now, connection)
        return CaseSight(actor, facts, at: context.now, for: context.purpose)
    }
}

extension CaseWork {
    var sight: CaseSight { CaseSight(passage.actor, passage.facts, at: passage.now, for: passage.purpose) }
    var isShared: Bool { sight.isShared }
}
