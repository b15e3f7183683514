public import Core
public import Database

/// The one table of who stands how to what, for every kind of record (отношения). Nothing in it is changed but the end.
///
/// A relation is live at a moment when it has begun by then and has not ended. Callers join these steps in the transaction, and with the ledger
/// entries, of what they belong to.
public enum RelationStore {
    /// What became of adding.
    public enum Addition: Sendable, Hashable {
        /// It is there now.
        case added(Identifier<StoredRelation>)
        /// It was live already and was left as it is, its end, too.
        case alreadyLive(Identifier<StoredRelation>)
    }

    /// Adds a relation, unless it is live at the moment when the new one would begin. Throws ``DatabaseError``, a
    /// ``DatabaseError/constraint(_:)`` where both are without end and the one that is there begins later: end that first.
    ///
    /// - Parameters:
    ///   - until: where it ends by itself.
    ///   - scope: the groups of sealed fields for which it counts; nil for all.
    ///   - through: identifier of what it rests on, such as a referral: the same relation may rest on several things, and each ends by itself.
    ///   - maker: identifier of the user who makes it, or what the ledger names in her place.
    @discardableResult
    public static func add(
        _ held: HeldRelation, to object: String, since: Instant, until: Instant? = nil, reason: ReasonCode? = nil,
        scope: Set<FieldGroup>? = nil, through: String? = nil, by maker: String, _ connection: any Connection
    ) throws(DatabaseError) -> Addition {
        let same = try connection.first(
            """
            SELECT relation_id FROM relations
            WHERE object = \(object) AND relation = \(held.relation.rawValue) AND holder = \(held.holder)
                AND COALESCE(through, '') = \(through ?? "") AND \(isLive(at: since))
            """)
        if let same { return .alreadyLive(try same.identifier("relation_id")) }
        let id = Identifier<StoredRelation>.new()
        try connection.execute(
            """
            INSERT INTO relations (relation_id, object, relation, holder, since, until, reason, scope, through, made_by)
            VALUES (\(id), \(object), \(held.relation.rawValue), \(held.holder), \(since), \(until), \(reason),
                \(scope.map(StoredRelation.text)), \(through), \(maker))
            """)
        return .added(id)
    }

    /// Ends a relation at a moment, and what of it was still to begin. False when there was nothing to end. Throws ``DatabaseError``.
    ///
    /// - Parameter through: only what rests on this; otherwise whatever it rests on.
    @discardableResult
    public static func end(
        _ held: HeldRelation, to object: String, through: String? = nil, at moment: Instant, by ender: String, _ connection: any Connection
    ) throws(DatabaseError) -> Bool {
        let resting: SQL = through.map { "AND through = \($0)" } ?? ""
        return try connection.execute(
            """
            UPDATE relations SET until = \(moment), ended_by = \(ender)
            WHERE object = \(object) AND relation = \(held.relation.rawValue) AND holder = \(held.holder)
                AND (until IS NULL OR until > \(moment)) \(resting)
            """) > 0
    }

    /// The live relations of an object, by relation and holder. Throws ``DatabaseError``.
    public static func live(of object: String, at moment: Instant, _ connection: any Connection) throws(DatabaseError) -> [StoredRelation] {
        try stored(
            "SELECT * FROM relations WHERE object = \(object) AND \(isLive(at: moment)) ORDER BY relation, holder, since", connection)
    }

    /// What ``Policy/decide(_:_:on:in:)`` needs to know of an object. Throws ``DatabaseError``.
    public static func facts(of object: String, at moment: Instant, _ connection: any Connection) throws(DatabaseError) -> ObjectFacts {
        var (relations, limited): ([HeldRelation], [HeldRelation: Set<FieldGroup>]) = ([], [:])
        var whole: Set<HeldRelation> = []
        for one in try live(of: object, at: moment, connection) {
            if relations.last != one.held { relations.append(one.held) }
            if let scope = one.scope { limited[one.held, default: []].formUnion(scope) } else { whole.insert(one.held) }
        }
        return ObjectFacts(id: object, relations: relations, scopes: limited.filter { !whole.contains($0.key) })
    }

    /// The live relations of a user or organisation to any object, by object. Throws ``DatabaseError``.
    public static func live(
        heldBy holder: String, as relations: Set<Relation>, at moment: Instant, _ connection: any Connection
    ) throws(DatabaseError) -> [StoredRelation] {
        try stored(
            """
            SELECT * FROM relations
            WHERE holder = \(holder) AND relation IN (\(list: relations.map(\.rawValue).sorted())) AND \(isLive(at: moment))
            ORDER BY object, relation
            """, connection)
    }

    /// Whether somebody holds, or held, more relations than a number: to choose how a list is best made. Throws ``DatabaseError``.
    public static func isHolder(_ holder: String, ofMoreThan number: Int, _ connection: any Connection) throws(DatabaseError) -> Bool {
        try connection.first("SELECT 1 AS found FROM relations WHERE holder = \(holder) LIMIT 1 OFFSET \(number)") != nil
    }

    /// All relations an object ever had, in the order in which they began. Throws ``DatabaseError``.
    public static func history(of object: String, _ connection: any Connection) throws(DatabaseError) -> [StoredRelation] {
        try stored("SELECT * FROM relations WHERE object = \(object) ORDER BY since, relation_id", connection)
    }

    /// Of a row of `relations`: it is live at a moment.
    static func isLive(at moment: Instant) -> SQL {
        "since <= \(moment) AND (until IS NULL OR until > \(moment))"
    }

    private static func stored(_ query: SQL, _ connection: any Connection) throws(DatabaseError) -> [StoredRelation] {
        var relations: [StoredRelation] = []
        for row in try connection.query(query) { relations.append(try StoredRelation(row: row)) }
        return relations
    }
}
