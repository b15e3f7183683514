public import Core
public import Database
import Policy
public import Vault

/// Destroys what was written with the referrals of a person, with her data (заличаване). The coded facts stay: they say of nobody what they are.
public struct ReferralErasure: Sendable {
    private let vault: Vault
    private let ending: AccessEnding

    /// - Parameter users: those who hold a post in an organisation now.
    public init(vault: Vault, users: @escaping @Sendable (OrganisationID, Instant, any Connection) throws -> Set<UserID>) {
        self.vault = vault
        ending = AccessEnding(vault: vault, users: users)
    }

    /// - Parameters:
    ///   - tombstone: that of the person.
    ///   - own: the organisation that erases; nil where a restored backup is erased again.
    public func callAsFunction(
        _ person: PersonID, _ tombstone: Tombstone, for own: OrganisationID?, at now: Instant, _ connection: any Connection
    ) throws {
        let facts = try RelationStore.facts(of: person.text, at: now, connection)
        let answered = Set(try ObligationStore.of(try ReferralStore.of(person, connection).map(\.id), connection).map(\.referral))
        var subjects = try AccommodationStore.of(person, isLive: false, connection).map { SealedSubject($0.id) }
        for referral in try ReferralStore.of(person, connection) {
            subjects.append(SealedSubject(referral.id))
            // GDPR art. 19. Where she took her consent back before, the receiver was told already.
            if !answered.contains(referral.id), referral.state != .takenBack {
                try ObligationStore.oblige(referral, nil, facts, at: now, by: tombstone.erasedBy, connection)
            }
            guard referral.state.isLive else { continue }
            let event = ReferralEvent(
                id: .new(), kind: .closed, reason: CloseReason.erased.rawValue, day: nil, at: now, by: UserID(tombstone.erasedBy),
                organisation: own)
            try ReferralStore.add(event, to: referral.id, .closed, connection)
            try ending(referral, at: now, by: tombstone.erasedBy, connection)
        }
        for subject in subjects {
            let own = Tombstone(
                subject: subject, erasedAt: tombstone.erasedAt, decision: tombstone.decision, erasedBy: tombstone.erasedBy)
            if let own { try vault.erase(own, connection) }
        }
    }
}
