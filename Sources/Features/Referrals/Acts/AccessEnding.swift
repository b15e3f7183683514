import Core
import Database
import Policy
import Vault

/// Ends what a referral opened: relations, seals, the work of those who are left without a right to it. At once, and for what was copied, too: the
/// record gets a new key, under which the server's rounds bring everything.
struct AccessEnding: Sendable {
    let vault: Vault
    /// Those who hold a post in an organisation now.
    let users: @Sendable (OrganisationID, Instant, any Connection) throws -> Set<UserID>

    /// What may rest on a referral, and ends with it.
    private static let relations: [Relation] = [.referred, .warned, .receiving, .shelter]

    /// True where the organisation no longer has any way to the record, so that names in memory go, too.
    ///
    /// - Parameter ender: identifier of who ends it, or what the ledger names in her place.
    @discardableResult
    func callAsFunction(_ referral: Referral, at now: Instant, by ender: String, _ connection: any Connection) throws -> Bool {
        let (person, receiver) = (referral.person.text, referral.receiver)
        for relation in AccessEnding.relations {
            try RelationStore.end(
                HeldRelation(relation, receiver.text), to: person, through: referral.id.text, at: now, by: ender, connection)
        }
        try AccommodationStore.end(referral.id, at: now, by: ender, connection)
        try revoke(SealedSubject(referral.id), from: receiver, at: now, connection)
        let live = try RelationStore.live(of: person, at: now, connection)
        // Another consent, or the leading organisation itself, may have let it in as well: that is its own matter.
        let involved: Set<Relation> = [.lead, .receiving, .warned]
        guard !live.contains(where: { $0.held.holder == receiver.text && involved.contains($0.held.relation) }) else { return false }
        try revoke(SealedSubject(referral.person), from: receiver, at: now, connection)
        let staying = try staying(live, at: now, connection)
        for one in live where one.held.relation == .worker && !staying.contains(one.held.holder) {
            try RelationStore.end(one.held, to: person, at: now, by: ender, connection)
        }
        return true
    }

    private func revoke(_ subject: SealedSubject, from organisation: OrganisationID, at now: Instant, _ connection: any Connection) throws {
        let holders = try vault.holders(of: subject, connection)
        guard holders.contains(organisation), holders.count > 1 else { return }
        try vault.revoke(subject, from: organisation, at: now, connection)
    }

    /// Users of the organisations that keep access. Whoever else worked with her no longer does, also one whose account is closed for now: she
    /// must not come back with it.
    private func staying(_ live: [StoredRelation], at now: Instant, _ connection: any Connection) throws -> Set<String> {
        let involved = Set(live.filter { [.lead, .receiving].contains($0.held.relation) }.map(\.held.holder))
        return try involved.compactMap(OrganisationID.init).reduce(into: []) { staying, organisation in
            try staying.formUnion(users(organisation, now, connection).map(\.text))
        }
    }
}
