import Admission
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

    /// Opens a record: its key, sealed to the organisation that opens it, and its first worker. Gives the same again for a form that was sent
    /// already.
    ///
    /// - Parameter link: what else belongs to the same transaction, with its entries.
    func add(
        _ draft: Draft, _ visitor: Visitor, rule: RuleID, at now: Instant, request: String, _ sent: SentForm?,
        link: @escaping @Sendable (PersonID, any Connection) throws -> [LedgerEntry]
    ) async throws -> Person {
        let (actor, vault, sealed) = (visitor.actor, vault, sealed)
        let person = try await Ledger.write(database) { connection in
            let id = PersonID.new()
            if let there = try sent?.made(id.text, at: now, connection).flatMap(PersonID.init),
                let found = try PersonStore.find(there, connection)
            {
                return (found, [])
            }
            let person = Person(
                id: id, reference: try PersonStore.nextReference(now.dayInSofia.year, connection), ageGroup: draft.ageGroup,
                sex: draft.sex, organisation: actor.organisation, madeAt: now, erasedAt: nil)
            try PersonStore.add(person, by: actor.user, connection)
            try vault.newSubject(SealedSubject(person.id), for: actor.organisation, at: now, connection)
            for held in [HeldRelation(.lead, actor.organisation.text), HeldRelation(.worker, actor.user.text)] {
                try RelationStore.add(held, to: person.id.text, since: now, by: actor.user.text, connection)
            }
            try sealed.put(draft.values, of: person, as: actor.organisation, at: now, connection)
            let entry = LedgerEntry(
                of: actor, at: now, act: Act.personAdd.rawValue, object: person.id.text, rule: rule.rawValue,
                fields: draft.values.keys.map(\.rawValue).sorted(), request: request)
            return (person, [entry] + (try link(person.id, connection)))
        }
        names.set(SearchableNames(SealedSubject(person.id), SealedPerson.searchable(draft.values)), of: actor.organisation)
        return person
    }

    /// Notes that a record is about what a signal reported.
    func take(_ link: @escaping @Sendable (PersonID, any Connection) throws -> [LedgerEntry], _ passage: PersonPassage) async throws {
        try await Ledger.write(database) { connection in
            ((), [passage.entry(.personChange)] + (try link(passage.person.id, connection)))
        }
    }

    /// Opens sealed fields for somebody to see. The look is in the ledger before this returns, or it throws and nothing is seen.
    func unmask(_ groups: Set<FieldGroup>, act: Act, _ passage: PersonPassage) async throws -> [PersonField: String] {
        let fields = PersonField.of(groups.intersection(passage.decision.mask))
        let (vault, sealed) = (vault, sealed)
        return try await Ledger.write(database) { connection in
            let organisation = try passage.organisation(vault, connection)
            let values = try sealed.open(fields, of: passage.person.id, as: organisation, connection)
            return (values, [passage.entry(act, fields: fields.map(\.rawValue))])
        }
    }

    /// Remembers a look at the coded facts; to be called before they leave.
    func look(_ act: Act, _ passage: PersonPassage) async throws {
        try await Ledger.write(database) { _ in ((), [passage.entry(act)]) }
    }

    /// Seals new values of fields that she may write.
    func change(_ values: [PersonField: String], _ passage: PersonPassage) async throws {
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

    private func refreshNames(of passage: PersonPassage, _ holders: [OrganisationID]) async throws {
        let sealed = sealed
        for organisation in holders {
            let values = try await database.read { connection in
                try sealed.open(SealedPerson.nameFields, of: passage.person.id, as: organisation, connection)
            }
            names.set(SearchableNames(passage.subject, SealedPerson.searchable(values)), of: organisation)
        }
    }

    /// Why who may see a record can't be changed so.
    enum Problem: Error, Equatable {
        /// The organisation has no access.
        case notGranted
        /// It leads the record: whose it is does not end.
        case leads
        /// An emergency opening of hers still waits for a review.
        case unreviewed
    }

    /// Ends another organisation's access at once, and that of its workers: relations, seal, and a new key for what is sealed, which the
    /// server's rounds bring under it. Throws ``Problem/leads`` and ``Problem/notGranted``.
    ///
    /// - Parameters:
    ///   - staying: users of the organisations that keep access. Whoever else works with the person no longer does, also one whose account is
    ///     closed for now: she must not come back with it.
    ///   - tell: tells other rooms.
    func revoke(
        _ organisation: OrganisationID, staying: Set<UserID>, _ passage: PersonPassage,
        tell: @escaping @Sendable (any Connection) throws -> Void
    ) async throws {
        let vault = vault
        try await Ledger.write(database) { connection in
            let (object, actor) = (passage.person.id.text, passage.actor.user.text)
            let live = try RelationStore.live(of: object, at: passage.now, connection).map(\.held)
            let own = live.filter { $0.holder == organisation.text }
            guard !own.contains(where: { $0.relation == .lead }) else { throw Problem.leads }
            guard !own.isEmpty else { throw Problem.notGranted }
            if try vault.holders(of: passage.subject, connection).contains(organisation) {
                try vault.revoke(passage.subject, from: organisation, at: passage.now, connection)
            }
            let workers = live.filter { held in held.relation == .worker && !staying.contains { $0.text == held.holder } }
            for held in own + workers { try RelationStore.end(held, to: object, at: passage.now, by: actor, connection) }
            try tell(connection)
            return ((), [passage.entry(.personRevoke, parties: [organisation.text])])
        }
        names.remove(passage.subject, of: organisation)
    }

    /// Makes a user work with the person, or ends it; or keeps her from the record, or lets her back.
    func set(_ relation: Relation, of user: UserID, isOn: Bool, act: Act, _ passage: PersonPassage) async throws {
        try await Ledger.write(database) { connection in
            let held = HeldRelation(relation, user.text)
            let (object, actor) = (passage.person.id.text, passage.actor.user.text)
            if isOn {
                try RelationStore.add(held, to: object, since: passage.now, by: actor, connection)
            } else {
                try RelationStore.end(held, to: object, at: passage.now, by: actor, connection)
            }
            // The act is the same for both; what was done is not.
            let name = isOn ? act.rawValue : relation == .barred ? "person.unbar" : "person.unassign"
            return ((), [passage.entry(act, as: name, parties: [user.text])])
        }
    }

    /// Opens a record because a life is in danger, for an hour, and tells two people. Throws ``Problem/unreviewed``.
    func breakGlass(_ reason: EmergencyReason, told: Set<UserID>, _ passage: PersonPassage) async throws {
        guard let code = ReasonCode(reason.rawValue) else { return }
        try await Ledger.write(database) { connection in
            // Two tabs at once must not open two records.
            let isUnreviewed = try EmergencyOpening.isUnreviewed(passage.actor.user, at: passage.now, connection)
            guard !isUnreviewed else { throw Problem.unreviewed }
            let until = try EmergencyOpening.begin(
                passage.actor.user, on: passage.person.id.text, at: passage.now, reason: code, connection)
            let record = EmergencyRecord(
                id: .new(), person: passage.person.id, user: passage.actor.user, reason: reason, openedAt: passage.now, until: until)
            try EmergencyStore.add(record, told: told, connection)
            return ((), [passage.entry(.personBreakGlass, parties: told.map(\.text).sorted())])
        }
    }

    /// Says afterwards whether an emergency opening was justified; access ends with it.
    func review(_ record: EmergencyRecord, _ verdict: EmergencyVerdict, _ passage: PersonPassage) async throws {
        try await Ledger.write(database) { connection in
            guard try EmergencyStore.find(record.id, connection) != nil else { throw WebError.notFound }
            try EmergencyOpening.review(
                of: record.user, on: record.person.text, at: passage.now, by: passage.actor.user, connection)
            try EmergencyStore.review(record.id, verdict, by: passage.actor.user, at: passage.now, connection)
            return ((), [passage.entry(.glassReview, parties: [record.user.text])])
        }
    }

    /// Destroys a person's data for good. The coded facts stay: they say of nobody what they are. False where the decision is no number.
    ///
    /// - Parameter forget: destroys what anybody began to write of her, and what other rooms sealed of her.
    func erase(
        decision: String, _ passage: PersonPassage, forget: @escaping @Sendable (Tombstone, any Connection) throws -> Void
    ) async throws -> Bool {
        let vault = vault
        // A word without a digit could be a name.
        guard decision.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return false }
        let tombstone = Tombstone(
            subject: passage.subject, erasedAt: passage.now, decision: decision, erasedBy: passage.actor.user.text)
        guard let tombstone else { return false }
        try await Ledger.write(database) { connection in
            try vault.erase(tombstone, connection)
            try forget(tombstone, connection)
            try CasesFeature.erased(passage.person.id, by: passage.actor.user.text, at: passage.now, connection)
            return ((), [passage.entry(.personErase)])
        }
        names.remove(passage.subject)
        return true
    }
}
