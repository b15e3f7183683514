import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// What changes a record or who may see it. Each act is one transaction with its entry in the ledger.
struct PersonActs: Sendable {
    let database: any Database
    let vault: Vault
    let names: NameSearch

    private var sealed: SealedPerson { SealedPerson(vault: vault) }

    /// Coded facts and sealed values of a new record.
    struct Draft: Sendable {
        let ageGroup: Person.AgeGroup
        let sex: Person.Sex
        let values: [PersonField: String]
    }

    /// Opens a record: its key, sealed to the organisation that opens it, and its first worker.
    func add(_ draft: Draft, _ visitor: Visitor, rule: RuleID, at now: Instant, request: String) async throws -> Person {
        let (actor, vault, sealed) = (visitor.actor, vault, sealed)
        let person = try await Ledger.write(database) { connection in
            let person = Person(
                id: .new(), reference: try PersonStore.nextReference(now.dayInSofia.year, connection), ageGroup: draft.ageGroup,
                sex: draft.sex, organisation: actor.organisation, madeAt: now, erasedAt: nil)
            try PersonStore.add(person, by: actor.user, connection)
            try vault.newSubject(SealedSubject(person.id), for: actor.organisation, at: now, connection)
            for held in [HeldRelation(.lead, actor.organisation.text), HeldRelation(.worker, actor.user.text)] {
                try RelationStore.add(held, to: person.id.text, since: now, by: actor.user.text, connection)
            }
            try sealed.put(draft.values, of: person, as: actor.organisation, at: now, connection)
            let entry = LedgerEntry(
                time: now, actor: actor.user.text, act: Act.personAdd.rawValue, object: person.id.text,
                organisation: actor.organisation.text,
                role: actor.roles.sorted().map(\.rawValue).joined(separator: " "), rule: rule.rawValue,
                fields: draft.values.keys.map(\.rawValue).sorted(), request: request)
            return (person, [entry])
        }
        names.set(SearchableNames(SealedSubject(person.id), SealedPerson.searchable(draft.values)), of: actor.organisation)
        return person
    }

    /// Opens sealed fields for somebody to see. The look is in the ledger before this returns, or it throws and nothing is seen.
    func unmask(_ groups: Set<FieldGroup>, act: Act, _ passage: Passage) async throws -> [PersonField: String] {
        let fields = PersonField.of(groups.intersection(passage.decision.mask))
        let (vault, sealed) = (vault, sealed)
        return try await Ledger.write(database) { connection in
            let organisation = try passage.organisation(vault, connection)
            let values = try sealed.open(fields, of: passage.person.id, as: organisation, connection)
            return (values, [passage.entry(act, fields: fields.map(\.rawValue))])
        }
    }

    /// Remembers a look at the coded facts; to be called before they leave.
    func look(_ act: Act, _ passage: Passage) async throws {
        try await Ledger.write(database) { _ in ((), [passage.entry(act)]) }
    }

    /// Seals new values of fields that she may write.
    func change(_ values: [PersonField: String], _ passage: Passage) async throws {
        let allowed = values.filter { passage.decision.mask.contains($0.key.group) }
        let (vault, sealed) = (vault, sealed)
        let holders: [OrganisationID] = try await Ledger.write(database) { connection in
            let organisation = try passage.organisation(vault, connection)
            try sealed.put(allowed, of: passage.person, as: organisation, at: passage.now, connection)
            let entry = passage.entry(.personChange, fields: allowed.keys.map(\.rawValue).sorted())
            return (try vault.holders(of: passage.subject, connection), [entry])
        }
        if !Set(allowed.keys).isDisjoint(with: SealedPerson.nameFields) { try await refreshNames(of: passage, holders) }
    }

    private func refreshNames(of passage: Passage, _ holders: [OrganisationID]) async throws {
        let sealed = sealed
        for organisation in holders {
            let values = try await database.read { connection in
                try sealed.open(SealedPerson.nameFields, of: passage.person.id, as: organisation, connection)
            }
            names.set(SearchableNames(passage.subject, SealedPerson.searchable(values)), of: organisation)
        }
    }

    /// Gives another organisation access: a relation and a seal, together.
    func grant(_ organisation: OrganisationID, _ passage: Passage) async throws {
        let vault = vault
        try await Ledger.write(database) { connection in
            let from = try passage.organisation(vault, connection)
            try vault.grant(passage.subject, from: from, to: organisation, at: passage.now, connection)
            try RelationStore.add(
                HeldRelation(.receiving, organisation.text), to: passage.person.id.text, since: passage.now, by: passage.actor.user.text,
                connection)
            return ((), [passage.entry(.personGrant)])
        }
        try await refreshNames(of: passage, [organisation])
    }

    /// Ends another organisation's access at once, and that of its workers: relations, seal, and a new key for what is sealed.
    func revoke(_ organisation: OrganisationID, workers: [UserID], _ passage: Passage) async throws {
        let vault = vault
        try await Ledger.write(database) { connection in
            try vault.revoke(passage.subject, from: organisation, at: passage.now, connection)
            let (object, actor) = (passage.person.id.text, passage.actor.user.text)
            for relation in [Relation.receiving, .referred, .shelter] {
                try RelationStore.end(HeldRelation(relation, organisation.text), to: object, at: passage.now, by: actor, connection)
            }
            for worker in workers {
                try RelationStore.end(HeldRelation(.worker, worker.text), to: object, at: passage.now, by: actor, connection)
            }
            return ((), [passage.entry(.personRevoke)])
        }
        names.remove(passage.subject, of: organisation)
    }

    /// Makes a user work with the person, or ends it; or keeps her from the record, or lets her back.
    func set(_ relation: Relation, of user: UserID, isOn: Bool, act: Act, _ passage: Passage) async throws {
        try await Ledger.write(database) { connection in
            let held = HeldRelation(relation, user.text)
            let (object, actor) = (passage.person.id.text, passage.actor.user.text)
            if isOn {
                try RelationStore.add(held, to: object, since: passage.now, by: actor, connection)
            } else {
                try RelationStore.end(held, to: object, at: passage.now, by: actor, connection)
            }
            return ((), [passage.entry(act)])
        }
    }

    /// Opens a record because a life is in danger, for an hour, and tells two people.
    func breakGlass(_ reason: EmergencyReason, told: Set<UserID>, _ passage: Passage) async throws {
        guard let code = ReasonCode(reason.rawValue) else { return }
        try await Ledger.write(database) { connection in
            let until = try EmergencyOpening.begin(
                passage.actor.user, on: passage.person.id.text, at: passage.now, reason: code, connection)
            let record = EmergencyRecord(
                id: .new(), person: passage.person.id, user: passage.actor.user, reason: reason, openedAt: passage.now, until: until)
            try EmergencyStore.add(record, told: told, connection)
            return ((), [passage.entry(.personBreakGlass)])
        }
    }

    /// Says afterwards whether an emergency opening was justified; access ends with it.
    func review(_ record: EmergencyRecord, _ verdict: EmergencyVerdict, _ passage: Passage) async throws {
        try await Ledger.write(database) { connection in
            try EmergencyOpening.review(
                of: record.user, on: record.person.text, at: passage.now, by: passage.actor.user, connection)
            try EmergencyStore.review(record.id, verdict, by: passage.actor.user, at: passage.now, connection)
            return ((), [passage.entry(.glassReview)])
        }
    }

    /// Destroys a person's data for good. The coded facts stay: they say of nobody what they are.
    func erase(decision: String, _ passage: Passage) async throws -> Bool {
        let vault = vault
        let tombstone = Tombstone(
            subject: passage.subject, erasedAt: passage.now, decision: decision, erasedBy: passage.actor.user.text)
        guard let tombstone else { return false }
        try await Ledger.write(database) { connection in
            try vault.erase(tombstone, connection)
            try PersonStore.erase(passage.person.id, by: passage.actor.user, at: passage.now, connection)
            for relation in try RelationStore.live(of: passage.person.id.text, at: passage.now, connection) {
                try RelationStore.end(
                    relation.held, to: passage.person.id.text, at: passage.now, by: passage.actor.user.text, connection)
            }
            return ((), [passage.entry(.personErase)])
        }
        names.remove(passage.subject)
        return true
    }
}
