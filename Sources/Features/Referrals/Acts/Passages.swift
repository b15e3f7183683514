import Admission
import Core
import Database
import Policy
import Web

/// Somebody let through to a person's record.
typealias RecordPassage = Passage<ReferralSources.Person>
/// Somebody let through to a consent; the object of the decision is the record.
typealias ConsentPassage = Passage<Consent>
/// Somebody let through to a referral; the object of the decision is the record.
typealias ReferralPassage = Passage<Referral>
/// Somebody let through to what a withdrawn consent leaves to do.
typealias ObligationPassage = Passage<ObligationStore.Numbered>

extension Passage<Referral> {
    var referral: Referral { object }
    var isSender: Bool { actor.organisation == object.sender }
    var isReceiver: Bool { actor.organisation == object.receiver }
}

extension ReferralsFeature {
    /// Lets a request through to the record that its address names, or throws as ``Admission/passage(_:to:seenBy:_:purpose:code:find:)`` does.
    func record(_ act: Act, _ request: WebRequest, code: String? = nil) async throws -> RecordPassage {
        guard let id = request.parameters["person"].flatMap(PersonID.init) else { throw WebError.notFound }
        let find = sources.records.find
        return try await admission.passage(act, to: id, seenBy: [.personList, .personLooks], request, code: code) { try find(id, $0) }
    }

    /// The same for a consent of that record.
    func consent(_ act: Act, _ request: WebRequest, code: String? = nil) async throws -> ConsentPassage {
        guard let person = request.parameters["person"].flatMap(PersonID.init),
            let id = request.parameters["consent"].flatMap(ConsentID.init)
        else { throw WebError.notFound }
        let find = sources.records.find
        return try await admission.passage(act, to: person, seenBy: [.consentOpen], request, code: code) { connection in
            guard try find(person, connection) != nil else { return nil }
            return try ConsentStore.find(id, connection).flatMap { $0.person == person ? $0 : nil }
        }
    }

    /// Lets a request through to a referral that it names: for whoever sent it as long as the record is hers, for whoever received it as long as
    /// it lasts. Everybody else gets what she gets for one that is not there.
    func referral(_ act: Act, _ request: WebRequest, code: String? = nil) async throws -> ReferralPassage {
        guard let id = request.parameters["referral"].flatMap(ReferralID.init) else { throw WebError.notFound }
        let (organisation, now) = (try request.signedIn().actor.organisation, request.now)
        let person = try await database.read { try ReferralStore.find(id, $0)?.person }
        // One that is not there is asked for like any other: under its own name.
        guard let object = person ?? PersonID(id.text) else { throw WebError.notFound }
        let find = sources.records.find
        return try await admission.passage(act, to: object, seenBy: [.referralList], request, code: code) { connection in
            guard let found = try ReferralStore.find(id, connection), found.isKnown(to: organisation, at: now) else { return nil }
            return try find(found.person, connection) == nil ? nil : found
        }
    }

    func obligation(_ act: Act, _ request: WebRequest) async throws -> ObligationPassage {
        guard let id = request.parameters["obligation"].flatMap(ObligationID.init) else { throw WebError.notFound }
        let (user, now) = (try request.signedIn().actor.user.text, request.now)
        return try await admission.passage(act, to: id, seenBy: [.obligationOpen], request) { connection in
            guard let found = try ObligationStore.find(id, connection) else { return nil }
            // Whoever is kept from her since is kept from what is left of her, too.
            let facts = try RelationStore.facts(of: found.person.text, at: now, connection)
            return facts.relations.contains(HeldRelation(.barred, user)) ? nil : found
        }
    }
}
