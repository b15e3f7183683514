import Access
import Cases
import Core
import Database
import Referrals
import Vault

/// What goes in the rooms when a person's data are destroyed in the vault (заличаване): unsent forms, consents' and referrals' words, and in a
/// restored backup the record itself and everybody's way to it.
struct RecordErasure: Sendable {
    let vault: Vault

    /// What other rooms know of her. ``CasesFeature`` ends its own.
    ///
    /// - Parameter own: the organisation that erases; nil where nobody does.
    func others(_ person: PersonID, _ tombstone: Tombstone, for own: OrganisationID?, at now: Instant, _ connection: any Connection) throws
    {
        let drafts = try CasesFeature.drafts(of: person, connection) + ReferralsFeature.drafts(of: person)
        for path in drafts { try AccessFeature.forgetDrafts(at: path, connection) }
        let referrals = ReferralErasure(vault: vault) { try AccessFeature.users(of: $0, at: $1, $2) }
        try referrals(person, tombstone, for: own, at: now, connection)
    }

    /// The same for whoever a backup brought back, and her record with it. Does nothing where it was done.
    func eraseAgain(_ tombstone: Tombstone, at now: Instant, _ connection: any Connection) throws {
        guard let person: PersonID = tombstone.subject.identifier(), try CasesFeature.isUnerased(person, connection) else { return }
        try others(person, tombstone, for: nil, at: now, connection)
        try CasesFeature.erased(person, by: tombstone.erasedBy, at: now, connection)
    }
}
