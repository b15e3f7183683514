import Core
import Database
import Policy

/// Reads and writes what withdrawn consents leave to do, inside a transaction that the caller holds.
enum ObligationStore {
    /// One obligation with the number of its referral.
    struct Numbered: Sendable {
        let obligation: Obligation
        let reference: String
        let person: PersonID
        /// Her data are destroyed here; otherwise she withdrew a consent.
        let isOfErasure: Bool
    }

    /// - Parameter withdrawal: what it comes of; nil where it comes of her data being destroyed.
    static func add(_ obligation: Obligation, _ withdrawal: Identifier<Consent.Withdrawal>?, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO obligations (obligation_id, referral_id, withdrawal_id, organisation_id, made_at)
            VALUES (\(obligation.id), \(obligation.referral), \(withdrawal), \(obligation.organisation), \(obligation.madeAt))
            """)
    }

    /// Whoever was told of her, also of what has ended since, may have written it down.
    ///
    /// - Parameter facts: of her record: who must not know of her must not learn that a referral was of her.
    static func oblige(
        _ referral: Referral, _ withdrawal: Identifier<Consent.Withdrawal>?, _ facts: ObjectFacts, at now: Instant, by actor: String,
        _ connection: any Connection
    ) throws {
        let obligation = Obligation(id: .new(), referral: referral.id, organisation: referral.receiver, madeAt: now, receipt: nil)
        try add(obligation, withdrawal, connection)
        for held in [HeldRelation(.obliged, referral.receiver.text)] + facts.relations.filter({ $0.relation == .barred }) {
            try RelationStore.add(held, to: obligation.id.text, since: now, by: actor, connection)
        }
    }

    static func answer(_ id: ObligationID, _ receipt: Obligation.Receipt, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO obligation_receipts (obligation_id, answer, law, made_at, made_by)
            VALUES (\(id), \(receipt.answer.rawValue), \(receipt.law?.rawValue), \(receipt.at), \(receipt.by))
            """)
    }

    static func find(_ id: ObligationID, _ connection: any Connection) throws -> Numbered? {
        try connection.query("\(all) WHERE o.obligation_id = \(id)").map(read).first
    }

    /// Of some referrals, as their sender sees them.
    static func of(_ referrals: [ReferralID], _ connection: any Connection) throws -> [Obligation] {
        guard !referrals.isEmpty else { return [] }
        return try connection.query("\(all) WHERE o.referral_id IN (\(list: referrals.map(\.text))) ORDER BY o.obligation_id")
            .map(read).map(\.obligation)
    }

    /// Those without a receipt that an organisation owes, or those for which it waits, as far as one may see them.
    static func open(_ actor: Actor, _ context: Context, isOwed: Bool, limit: Int, _ connection: any Connection) throws -> [Numbered] {
        let allowed: SQL
        if isOwed {
            let owed = Policy.predicate(actor, .obligationOpen, in: context, object: "o.obligation_id", rowByRow: [.organisation, .user])
            allowed = "o.organisation_id = \(actor.organisation) AND \(owed) AND \(try unbarred(actor, context, connection))"
        } else {
            let awaited = Policy.predicate(actor, .consentOpen, in: context, object: "r.person_id", rowByRow: [.organisation, .user])
            allowed = "r.sender_id = \(actor.organisation) AND \(awaited)"
        }
        return try connection.query("\(all) WHERE p.obligation_id IS NULL AND \(allowed) ORDER BY o.obligation_id LIMIT \(limit)").map(read)
    }

    /// Whoever is kept from her since is kept from what is left of her, too.
    private static func unbarred(_ actor: Actor, _ context: Context, _ connection: any Connection) throws -> SQL {
        let barred = try RelationStore.live(heldBy: actor.user.text, as: [.barred], at: context.now, connection).map(\.object)
        return barred.isEmpty ? "TRUE" : "r.person_id NOT IN (\(list: barred))"
    }

    private static let all: SQL =
        """
        SELECT o.*, r.reference, r.person_id, p.answer, p.law, p.made_at AS answered_at, p.made_by AS answered_by
        FROM obligations o JOIN referrals r ON r.referral_id = o.referral_id
            LEFT JOIN obligation_receipts p ON p.obligation_id = o.obligation_id
        """

    private static func read(_ row: Row) throws -> Numbered {
        var receipt: Obligation.Receipt?
        if try row.textOrNil("answer") != nil {
            receipt = Obligation.Receipt(
                answer: try row.code("answer"), law: try row.textOrNil("law").flatMap(Obligation.Law.init),
                at: try row.instant("answered_at"), by: try row.identifier("answered_by"))
        }
        return Numbered(
            obligation: Obligation(
                id: try row.identifier("obligation_id"), referral: try row.identifier("referral_id"),
                organisation: try row.identifier("organisation_id"), madeAt: try row.instant("made_at"), receipt: receipt),
            reference: try row.text("reference"), person: try row.identifier("person_id"),
            isOfErasure: try row.textOrNil("withdrawal_id") == nil)
    }
}

/// Reads and writes where a person stays, as far as it is no secret.
enum AccommodationStore {
    static func add(_ one: Accommodation, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO accommodations (accommodation_id, person_id, referral_id, organisation_id, district, since, made_at, made_by)
            VALUES (\(one.id), \(one.person), \(one.referral), \(one.organisation), \(one.district), \(one.since), \(now), \(user))
            """)
    }

    /// Ends what was noted with a referral.
    static func end(_ referral: ReferralID, at now: Instant, by ender: String, _ connection: any Connection) throws {
        try connection.execute(
            "UPDATE accommodations SET ended_at = \(now), ended_by = \(ender) WHERE referral_id = \(referral) AND ended_at IS NULL")
    }

    /// Where she stays now, as noted with a referral.
    static func live(_ referral: ReferralID, _ connection: any Connection) throws -> Accommodation? {
        try connection.first("SELECT * FROM accommodations WHERE referral_id = \(referral) AND ended_at IS NULL").map(read)
    }

    /// All that were ever noted of a person; the ended ones, too, unless only the live ones are wanted.
    static func of(_ person: PersonID, isLive: Bool, _ connection: any Connection) throws -> [Accommodation] {
        let live: SQL = isLive ? "AND ended_at IS NULL" : ""
        return try connection.query("SELECT * FROM accommodations WHERE person_id = \(person) \(live) ORDER BY accommodation_id").map(read)
    }

    private static func read(_ row: Row) throws -> Accommodation {
        Accommodation(
            id: try row.identifier("accommodation_id"), person: try row.identifier("person_id"),
            referral: try row.identifier("referral_id"), organisation: try row.identifier("organisation_id"),
            district: try row.text("district"), since: try row.day("since"))
    }
}
