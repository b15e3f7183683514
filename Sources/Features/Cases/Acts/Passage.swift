import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// A visitor who may do an act on a record now, with what the decision rested on (допускане).
struct Passage: Sendable {
    let visitor: Visitor
    let person: Person
    let facts: ObjectFacts
    let decision: Decision
    let purpose: Purpose?
    let now: Instant
    let request: String

    var actor: Actor { visitor.actor }
    var subject: SealedSubject { SealedSubject(person.id) }

    /// With whose seal the record is opened: her organisation's, or in an emergency the one that leads.
    func organisation(_ vault: Vault, _ connection: any Connection) throws -> OrganisationID {
        let holders = try vault.holders(of: subject, connection)
        if holders.contains(actor.organisation) { return actor.organisation }
        // The seal went since the relations were read: to her the record is not there any more.
        guard decision.rule == .emergency else { throw WebError.notFound }
        let lead = facts.relations.first { $0.relation == .lead }.flatMap { OrganisationID($0.holder) }
        guard let lead, holders.contains(lead) else { throw WebError.notFound }
        return lead
    }

    /// Whether a colleague would see the record once it is assigned to her: an assignment to somebody else helps nobody.
    func couldWork(_ colleague: Actor) -> Bool {
        let assigned = ObjectFacts(id: facts.id, relations: facts.relations + [HeldRelation(.worker, colleague.user.text)])
        let context = Context(now: now, purpose: Policy.purposes(of: colleague).first)
        return Policy.decide(colleague, .personOpen, on: assigned, in: context).isAllowed
    }

    /// The entry that tells of the act.
    func entry(_ act: Act, fields: [String] = []) -> LedgerEntry {
        LedgerEntry(
            of: actor, at: now, act: act.rawValue, object: person.id.text, purpose: purpose, rule: decision.rule.rawValue, fields: fields,
            request: request)
    }
}

/// Why somebody is not let through.
enum PassageProblem: Error, Sendable, Equatable {
    /// A fresh code of her second factor would do; the words say what was wrong with the one she gave, if she gave one.
    case code(wrong: String)
    /// Refused, and she may know it: she sees the record otherwise.
    case refused(RuleID)
}

extension CasesFeature {
    /// Lets a request through to a record, or throws: ``WebError/notFound`` for a record that is hidden from her and for one that is not
    /// there, alike; ``PassageProblem`` where she sees the record and may not do this. Refusals are remembered.
    ///
    /// - Parameter code: what she typed to prove that it is still she.
    /// - Returns: also the session's new token where a code was given.
    func passage(_ act: Act, _ request: WebRequest, purpose named: String? = nil, code: String? = nil) async throws -> (
        Passage, token: String?
    ) {
        let visitor = try request.signedIn()
        guard let id = request.parameters["person"].flatMap(PersonID.init) else { throw WebError.notFound }
        let own = Policy.purposes(of: visitor.actor)
        let purpose = named.flatMap(Purpose.init) ?? own.first
        let found = try await database.read { connection in
            (
                try PersonStore.find(id, connection), try RelationStore.facts(of: id.text, at: request.now, connection),
                try EmergencyOpening.isUnreviewed(visitor.actor.user, at: request.now, connection)
            )
        }
        var context = Context(
            now: request.now, hasFreshFactor: visitor.hasFreshFactor(at: request.now), purpose: purpose, hasUnreviewedGlass: found.2)
        var decision = Policy.decide(visitor.actor, act, on: found.1, in: context)
        guard let person = found.0, person.erasedAt == nil, isVisible(visitor.actor, found.1, context, act, decision) else {
            try await remember(act, id, decision, purpose, visitor, request)
            throw WebError.notFound
        }
        var token: String?
        if decision.needsFreshFactor {
            token = try await proved(visitor, code, request)
            context.hasFreshFactor = true
            decision = Policy.decide(visitor.actor, act, on: found.1, in: context)
        }
        guard decision.isAllowed else {
            try await remember(act, id, decision, purpose, visitor, request)
            throw PassageProblem.refused(decision.rule)
        }
        let passage = Passage(
            visitor: visitor, person: person, facts: found.1, decision: decision, purpose: purpose, now: request.now, request: request.id)
        return (passage, token)
    }

    /// Whether she may know that the record is there: she would see it in a list, or may do the act that she asks for.
    private func isVisible(_ actor: Actor, _ facts: ObjectFacts, _ context: Context, _ act: Act, _ decision: Decision) -> Bool {
        decision.isAllowed || decision.needsFreshFactor || Policy.decide(actor, .personList, on: facts, in: context).isAllowed
            || Policy.decide(actor, .personLooks, on: facts, in: context).isAllowed
    }

    private func proved(_ visitor: Visitor, _ code: String?, _ request: WebRequest) async throws -> String {
        let words = pages.words(request.language)
        guard let code, !code.isEmpty else { throw PassageProblem.code(wrong: "") }
        switch try await sources.stepUp.prove(visitor, code, request) {
        case .right(let token): return token
        case .wrong: throw PassageProblem.code(wrong: words("code_wrong"))
        case .wait(let seconds): throw PassageProblem.code(wrong: words.waiting(seconds))
        }
    }

    /// What is refused is remembered, too; of a record that is not there the same as of one that is hidden.
    private func remember(
        _ act: Act, _ id: PersonID, _ decision: Decision, _ purpose: Purpose?, _ visitor: Visitor, _ request: WebRequest
    ) async throws {
        let entry = LedgerEntry(
            of: visitor.actor, at: request.now, act: act.rawValue, object: id.text, purpose: purpose, rule: decision.rule.rawValue,
            decision: .deny, request: request.id)
        try await Ledger.write(database) { _ in ((), [entry]) }
    }
}
