public import Core
public import Database
import Policy
public import Vault

/// Ends of referrals that nobody asks for on their pages.
extension ReferralsFeature {
    /// Notes that the leading organisation ended another one's access to a record, which it did itself.
    public func accessEnded(
        of organisation: OrganisationID, to person: PersonID, by user: UserID, for own: OrganisationID, at now: Instant,
        _ connection: any Connection
    ) throws {
        for referral in try ReferralStore.of(person, connection) where referral.receiver == organisation && referral.state.isLive {
            try close(referral, .revoked, by: user, for: own, at: now, connection)
        }
    }

    /// Destroys what was written on the way, with the data of the person it was about. The coded facts stay: they say of nobody what they are.
    ///
    /// - Parameter tombstone: that of the person.
    public func erase(_ person: PersonID, _ tombstone: Tombstone, for own: OrganisationID, _ connection: any Connection) throws {
        var subjects = try AccommodationStore.of(person, isLive: false, connection).map { SealedSubject($0.id) }
        for referral in try ReferralStore.of(person, connection) {
            if referral.state.isLive, let user = UserID(tombstone.erasedBy) {
                try close(referral, .erased, by: user, for: own, at: tombstone.erasedAt, connection)
            }
            subjects.append(SealedSubject(referral.id))
        }
        for subject in subjects {
            let own = Tombstone(
                subject: subject, erasedAt: tombstone.erasedAt, decision: tombstone.decision, erasedBy: tombstone.erasedBy)
            if let own { try vault.erase(own, connection) }
        }
    }

    private func close(
        _ referral: Referral, _ reason: CloseReason, by user: UserID, for own: OrganisationID, at now: Instant, _ connection: any Connection
    ) throws {
        let event = ReferralEvent(id: .new(), kind: .closed, reason: reason.rawValue, day: nil, at: now, by: user, organisation: own)
        try ReferralStore.add(event, to: referral.id, .closed, connection)
        try sources.happened(ReferralSources.Happening(.closed, referral, at: now, by: user, for: own), connection)
        try ending(referral, at: now, by: user.text, connection)
    }
}
