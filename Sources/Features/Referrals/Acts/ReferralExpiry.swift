public import Core
public import Database
import Ledger
import Policy
public import Vault

/// Ends referrals whose consent has expired. Access is over since the moment of its end, by the relation alone; here the keys follow, and the
/// referral is told to be over.
public struct ReferralExpiry: Sendable {
    private let database: any Database
    private let vault: Vault
    private let names: NameSearch
    private let ending: AccessEnding
    private let happened: @Sendable (ReferralSources.Happening, any Connection) throws -> Void

    /// - Parameters:
    ///   - names: the indexes of names in memory.
    ///   - users: those who hold a post in an organisation now.
    ///   - happened: as in ``ReferralSources/happened``.
    public init(
        database: any Database, vault: Vault, names: NameSearch,
        users: @escaping @Sendable (OrganisationID, Instant, any Connection) throws -> Set<UserID>,
        happened: @escaping @Sendable (ReferralSources.Happening, any Connection) throws -> Void = { _, _ in }
    ) {
        self.database = database
        self.vault = vault
        self.names = names
        self.happened = happened
        ending = AccessEnding(vault: vault, users: users)
    }

    /// What the ledger and the relations name where nobody does it.
    private static let machine = "command:serve"
    /// In one transaction: writers wait no longer than for these.
    private static let batch = 20

    /// Ends all whose time is over. To be done again and again.
    public func end(at now: Instant) async throws {
        while try await endSome(at: now) == ReferralExpiry.batch {}
    }

    private func endSome(at now: Instant) async throws -> Int {
        let ended = try await Ledger.write(database) { connection in
            let overdue = try ReferralStore.overdue(at: now, limit: ReferralExpiry.batch, connection)
            let lost = try overdue.filter { referral in
                let event = ReferralEvent(id: .new(), kind: .expired, reason: nil, day: nil, at: now, by: nil, organisation: nil)
                try ReferralStore.add(event, to: referral.id, .expired, connection)
                try happened(ReferralSources.Happening(.expired, referral, at: now, by: nil, for: nil), connection)
                return try ending(referral, at: now, by: ReferralExpiry.machine, connection)
            }
            let entries = overdue.map {
                LedgerEntry(time: now, actor: ReferralExpiry.machine, act: Act.referralEnd.rawValue, object: $0.person.text)
            }
            return ((count: overdue.count, lost: lost), entries)
        }
        for referral in ended.lost { names.remove(SealedSubject(referral.person), of: referral.receiver) }
        return ended.count
    }
}
