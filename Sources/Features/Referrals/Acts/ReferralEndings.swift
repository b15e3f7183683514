public import Core
public import Database
import Policy

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

    private func close(
        _ referral: Referral, _ reason: CloseReason, by user: UserID, for own: OrganisationID, at now: Instant, _ connection: any Connection
    ) throws {
        let event = ReferralEvent(id: .new(), kind: .closed, reason: reason.rawValue, day: nil, at: now, by: user, organisation: own)
        try ReferralStore.add(event, to: referral.id, .closed, connection)
        try sources.happened(ReferralSources.Happening(.closed, referral, at: now, by: user, for: own), connection)
        try ending(referral, at: now, by: user.text, connection)
    }
}
