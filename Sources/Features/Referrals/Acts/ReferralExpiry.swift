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
    /// So many are looked up at once.
    private static let batch = 100

    /// Ends all whose time is over. To be done again and again. One that can't be ended keeps no other from it; it is tried again the next time.
    /// Throws the fault of the first that could not be.
    public func end(at now: Instant) async throws {
        var fault: (any Error)?
        var last: ReferralID?
        while true {
            let overdue = try await database.read { [last] in
                try ReferralStore.overdue(at: now, after: last, limit: ReferralExpiry.batch, $0)
            }
            for referral in overdue {
                do { try await end(referral, at: now) } catch { fault = fault ?? error }
            }
            last = overdue.last?.id
            if overdue.count < ReferralExpiry.batch { break }
        }
        if let fault { throw fault }
    }

    private func end(_ referral: Referral, at now: Instant) async throws {
        let isLost = try await Ledger.write(database) { connection in
            // Somebody may have been quicker since it was looked up.
            guard let latest = try ReferralStore.find(referral.id, connection), latest.state.isLive else { return (false, []) }
            let event = ReferralEvent(id: .new(), kind: .expired, reason: nil, day: nil, at: now, by: nil, organisation: nil)
            try ReferralStore.add(event, to: referral.id, .expired, connection)
            try happened(ReferralSources.Happening(.expired, referral, at: now, by: nil, for: nil), connection)
            let entry = LedgerEntry(
                time: now, actor: ReferralExpiry.machine, act: Act.referralEnd.rawValue, object: referral.person.text,
                parties: [referral.receiver.text])
            return (try ending(referral, at: now, by: ReferralExpiry.machine, connection), [entry])
        }
        if isLost { names.remove(SealedSubject(referral.person), of: referral.receiver) }
    }
}
