public import Core
public import Database

/// Opening a record because a life is in danger (отваряне по спешност): access for an hour, and a question that stays until somebody else has
/// answered it. The caller has decided on ``Act/personBreakGlass`` and ``Act/glassReview``.
public enum EmergencyOpening {
    /// How long access lasts, in milliseconds.
    static let length: Int64 = 3_600_000

    /// Opens, as ``Relation/glass`` until the moment that is given back and as ``Relation/unreviewedGlass`` until the review. An opening
    /// that is live already goes on to its own end. Throws ``DatabaseError``.
    @discardableResult
    public static func begin(
        _ user: UserID, on record: String, at moment: Instant, reason: ReasonCode, _ connection: any Connection
    ) throws(DatabaseError) -> Instant {
        let end = Instant(milliseconds: moment.milliseconds + length)
        let live = try RelationStore.live(heldBy: user.text, as: [.glass], at: moment, connection).first { $0.object == record }
        if let end = live?.until { return end }
        for (relation, until) in [(Relation.glass, end), (.unreviewedGlass, nil)] as [(Relation, Instant?)] {
            try RelationStore.add(
                HeldRelation(relation, user.text), to: record, since: moment, until: until, reason: reason, by: user.text, connection)
        }
        return end
    }

    /// Ends the question, and access where it is still open. False when there was nothing to judge. Throws ``DatabaseError``.
    @discardableResult
    public static func review(
        of user: UserID, on record: String, at moment: Instant, by reviewer: UserID, _ connection: any Connection
    ) throws(DatabaseError) -> Bool {
        try RelationStore.end(HeldRelation(.glass, user.text), to: record, at: moment, by: reviewer.text, connection)
        return try RelationStore.end(HeldRelation(.unreviewedGlass, user.text), to: record, at: moment, by: reviewer.text, connection)
    }

    /// For ``Context/hasUnreviewedGlass``. Throws ``DatabaseError``.
    public static func isUnreviewed(_ user: UserID, at moment: Instant, _ connection: any Connection) throws(DatabaseError) -> Bool {
        try !RelationStore.live(heldBy: user.text, as: [.unreviewedGlass], at: moment, connection).isEmpty
    }
}
