import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Somebody let through to a person's record.
typealias PersonPassage = Passage<Person>

extension Passage<Person> {
    var person: Person { object }
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

    /// Whether she may know that an organisation has to do with the person: whoever leads knows of all; others of that one and of their own. Who
    /// knows that a shelter writes of her knows where she sleeps.
    func mayKnow(_ organisation: OrganisationID) -> Bool {
        organisation == actor.organisation || facts.leads(actor.organisation) || facts.leads(organisation)
    }

    /// Organisations by their names where she may know of them, and without where she may not.
    func known(_ organisations: [(id: OrganisationID, name: String)], _ words: Words) -> [(id: OrganisationID, name: String)] {
        organisations.map { mayKnow($0.id) ? $0 : ($0.id, words("organisation_other")) }
    }

    /// Whether a colleague would see the record once it is assigned to her: an assignment to somebody else helps nobody.
    func couldWork(_ colleague: Actor) -> Bool { facts.couldWork(colleague, at: now) }
}

extension ObjectFacts {
    /// Whether somebody may change the record, for a purpose of hers.
    func mayChange(_ colleague: Actor, at now: Instant) -> Bool {
        let context = Context(now: now, purpose: Policy.purposes(of: colleague).first)
        return Policy.decide(colleague, .personChange, on: self, in: context).isAllowed
    }

    func leads(_ organisation: OrganisationID) -> Bool { relations.contains(HeldRelation(.lead, organisation.text)) }

    /// Whether somebody would see the record once it is assigned to her.
    func couldWork(_ colleague: Actor, at now: Instant) -> Bool {
        let assigned = ObjectFacts(id: id, relations: relations + [HeldRelation(.worker, colleague.user.text)])
        let context = Context(now: now, purpose: Policy.purposes(of: colleague).first)
        return Policy.decide(colleague, .personOpen, on: assigned, in: context).isAllowed
    }
}

extension CasesFeature {
    /// Lets a request through to a record, or throws as ``Admission/passage(_:to:seenBy:_:purpose:code:find:)`` does. She sees the record where
    /// it is in her list, or where she may ask who looked at it.
    func passage(_ act: Act, _ request: WebRequest, purpose named: String? = nil, code: String? = nil) async throws -> PersonPassage {
        guard let id = request.parameters["person"].flatMap(PersonID.init) else { throw WebError.notFound }
        return try await admission.passage(act, to: id, seenBy: [.personList, .personLooks], request, purpose: named, code: code) {
            connection in try PersonStore.find(id, connection).flatMap { $0.erasedAt == nil ? $0 : nil }
        }
    }

    var admission: Admission { Admission(database: database, pages: pages, stepUp: sources.stepUp) }

    /// What ties a record to the signal that a form names, with the case that is worked on from then on; nothing where it names none.
    func link(_ request: WebRequest) -> @Sendable (PersonID, any Connection) throws -> [LedgerEntry] {
        guard let signal = request.form["signal"].flatMap(SignalID.init), let actor = request.visitor?.actor else { return { _, _ in [] } }
        let (sources, now, id, acts) = (sources, request.now, request.id, caseActs)
        return { person, connection in
            let entry = try sources.signals.link(signal, person, actor, now, id, connection)
            try acts.follow(signal, person, by: actor, at: now, connection)
            return [entry]
        }
    }
}
