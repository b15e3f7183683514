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
    /// How many of those found are asked about at once.
    private static let batch = 200

    func callAsFunction(_ question: Question, _ visitor: Visitor, at now: Instant, request: String) async throws -> [Hit] {
        let actor = visitor.actor
        var named: [NameHit] = []
        if let name = question.name {
            let sealed = SealedPerson(vault: vault)
            // All of them: the first ones may be others' work.
            named = try await names.hits(for: name, of: actor.organisation, limit: .max, at: now) {
                try await sealed.allNames(as: actor.organisation, database)
            }
        }
        let found = named
        let hits = try await database.read { connection in
            var scores: [Person: Int] = [:]
            if let number = question.number {
                for person in try same(number, actor, now, connection) { scores[person] = 100 }
            }
            for person in try seen(found.map(\.subject), actor, now, limit: FindPersons.limit, connection) {
                let score = found.first { $0.subject == SealedSubject(person.id) }?.score ?? 0
                scores[person] = max(score, scores[person] ?? 0)
            }
            return scores.map { Hit(person: $0.key, score: $0.value) }
                .sorted { ($1.score, $0.person.reference) < ($0.score, $1.person.reference) }
        }
        let purpose = Policy.purposes(of: actor).first
        let decision = Policy.decide(actor, .personUnmask, on: nil, in: Context(now: now, hasFreshFactor: true, purpose: purpose))
        let entry = LedgerEntry(
            of: actor, at: now, act: "person.search", object: actor.organisation.text, purpose: purpose, rule: decision.rule.rawValue,
            request: request)
        try await Ledger.write(database) { _ in ((), [entry]) }
        return Array(hits.prefix(FindPersons.limit))
    }

    /// Candidates by the first bits of a keyed hash, kept where she may know of them and the number itself is the same.
    private func same(_ number: String, _ actor: Actor, _ now: Instant, _ connection: any Connection) throws -> [Person] {
        try IndexName.possible(number).flatMap { index in
            let candidates = try BlindIndex(vault).candidates(number, index, as: actor.organisation, connection)
            let fields = SealedPerson.indexed(index)
            return try seen(candidates, actor, now, limit: .max, in: fields[0].group, connection) { person in
                let values = try SealedPerson(vault: vault).open(fields, of: person.id, as: actor.organisation, connection)
                return values.values.contains { index.isSame($0, number) }
            }
        }
    }

    /// Of those found, in their order, the first whose fields she could open with a fresh code: only then may she learn that the name or number
    /// is here.
    private func seen(
        _ found: [SealedSubject], _ actor: Actor, _ now: Instant, limit: Int, in group: FieldGroup = .identity,
        _ connection: any Connection,
        where isMeant: (Person) throws -> Bool = { _ in true }
    ) throws -> [Person] {
        let context = Context(now: now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
        var persons: [Person] = []
        for start in stride(from: 0, to: found.count, by: FindPersons.batch) where persons.count < limit {
            let ids = found[start..<min(found.count, start + FindPersons.batch)].compactMap { $0.identifier(Subject.Person.self) }
            let allowed = try PersonStore.allowed(.personUnmask, actor, context, among: ids, connection)
            for id in ids where persons.count < limit {
                guard let person = allowed[id], try isMeant(person) else { continue }
                let facts = try RelationStore.facts(of: id.text, at: now, connection)
                let mask = Policy.decide(actor, .personUnmask, on: facts, in: context).mask
                if mask.contains(group) { persons.append(person) }
            }
        }
        return persons
    }
}
