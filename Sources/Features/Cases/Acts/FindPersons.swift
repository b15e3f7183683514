import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Finds records by name or number among those whose identity the one who asks may see (търсене). Others are not there for her: neither
/// shown, nor counted, nor hinted at.
struct FindPersons: Sendable {
    let database: any Database
    let vault: Vault
    let names: NameSearch

    /// What somebody looks for.
    struct Question: Sendable {
        let name: String?
        let number: String?

        var isEmpty: Bool { name == nil && number == nil }
    }

    /// A record found, and how well it fits: 100 for the same.
    struct Hit: Sendable {
        let person: Person
        let score: Int
    }

    private static let limit = 20

    func callAsFunction(_ question: Question, _ visitor: Visitor, at now: Instant, request: String) async throws -> [Hit] {
        let actor = visitor.actor
        var scores: [SealedSubject: Int] = [:]
        if let name = question.name {
            let sealed = SealedPerson(vault: vault)
            let hits = try await names.hits(for: name, of: actor.organisation, limit: 200, at: now) {
                try await sealed.allNames(as: actor.organisation, database)
            }
            for hit in hits { scores[hit.subject] = hit.score }
        }
        let (found, vault) = (scores, vault)
        return try await Ledger.write(database) { connection in
            var scores = found
            if let number = question.number {
                for subject in try same(number, actor, vault, connection) { scores[subject] = 100 }
            }
            let hits = try scores.compactMap { subject, score -> Hit? in
                guard let id = subject.identifier(Subject.Person.self), let person = try PersonStore.find(id, connection),
                    try maySeeIdentity(actor, id, now, connection)
                else { return nil }
                return Hit(person: person, score: score)
            }.sorted { ($1.score, $0.person.reference) < ($0.score, $1.person.reference) }
            let entry = LedgerEntry(
                time: now, actor: actor.user.text, act: "person.search", object: "-", organisation: actor.organisation.text,
                role: actor.roles.sorted().map(\.rawValue).joined(separator: " "), rule: RuleID.personAdd.rawValue, request: request)
            return (Array(hits.prefix(FindPersons.limit)), [entry])
        }
    }

    /// Candidates by the first bits of a keyed hash, kept where the number itself is the same.
    private func same(_ number: String, _ actor: Actor, _ vault: Vault, _ connection: any Connection) throws -> [SealedSubject] {
        let digits = number.filter { !$0.isWhitespace }
        return try BlindIndex(vault).candidates(digits, .personalNumber, as: actor.organisation, connection).filter { subject in
            guard let id = subject.identifier(Subject.Person.self) else { return false }
            let values = try SealedPerson(vault: vault).open([.egn, .lnch], of: id, as: actor.organisation, connection)
            return values.values.contains(digits)
        }
    }

    /// With a fresh code she could open the identity: only then may she learn that the name is here.
    private func maySeeIdentity(_ actor: Actor, _ id: PersonID, _ now: Instant, _ connection: any Connection) throws -> Bool {
        let facts = try RelationStore.facts(of: id.text, at: now, connection)
        let context = Context(now: now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
        let decision = Policy.decide(actor, .personUnmask, on: facts, in: context)
        return decision.isAllowed && decision.mask.contains(.identity)
    }
}
