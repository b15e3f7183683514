public import Core
public import Database

extension Policy {
    /// Who of the two that stand for an actor holds a relation.
    public enum Holder: Sendable, Hashable {
        /// She herself.
        case user
        /// Her organisation.
        case organisation
    }

    /// The condition under which ``decide(_:_:on:in:)`` allows the act, for a WHERE: a list shows what would open, no more and no less.
    ///
    /// - Parameters:
    ///   - object: the column with the object's identifier, such as `"p.person_id"`.
    ///   - reach: only where the decision would reach so far; however far by default.
    ///   - rowByRow: holders of whom so many relations are live, or of so few rows, that each row is better looked up by itself.
    ///
    /// What is known of the actor and the moment is worked out here; relations are looked up in the table. A boolean that is never NULL
    /// unless the column is.
    public static func predicate(
        _ actor: Actor, _ act: Act, in context: Context, object: SQL, reach: Reach? = nil, rowByRow: Set<Holder> = []
    ) -> SQL {
        SQLReading(who: .known(World(actor, nil, context), rowByRow: rowByRow), now: context.now, object: object)
            .read(condition(of: act, reach))
    }

    /// The same of users whom a query itself names: the condition under which each could do the act, with a fresh code and for a purpose of
    /// hers. For lists that must not count on somebody who can't.
    ///
    /// - Parameters:
    ///   - post: a user in one of her posts, as columns.
    ///   - now: relations are live then.
    public static func predicate(_ post: PostColumns, _ act: Act, at now: Instant, object: SQL) -> SQL {
        SQLReading(who: .listed(post), now: now, object: object).read(condition(of: act, nil))
    }

    private static func condition(of act: Act, _ reach: Reach?) -> Condition {
        let refused = Condition.any(refusals[act, default: []].map(\.condition))
        // Rules that open more stand first: one of a wider reach is never behind a narrower one.
        let allowed = Condition.any(allowances[act, default: []].filter { reach == nil || $0.reach == reach }.map(\.condition))
        return .all([.not(refused), allowed])
    }
}

/// A user in one of her posts, as columns of a query.
public struct PostColumns: Sendable {
    let user: SQL
    let organisation: SQL
    let regime: SQL
    let roles: SQL

    /// - Parameters:
    ///   - user: her identifier.
    ///   - organisation: that of the post's organisation.
    ///   - regime: the code of the law under which that works.
    ///   - roles: those of the post, as the sum of what ``bit(ofRole:)`` makes of each.
    public init(user: SQL, organisation: SQL, regime: SQL, roles: SQL) {
        self.user = user
        self.organisation = organisation
        self.regime = regime
        self.roles = roles
    }

    /// A role's own bit, so that a query reads the roles of a post once and asks of them what the rules ask, which is much. Of no meaning beyond the
    /// query.
    ///
    /// - Parameter role: the column with its code.
    public static func bit(ofRole role: SQL) -> SQL {
        let cases = Role.allCases.reduce("" as SQL) { sql, one in sql + " WHEN \(one.rawValue) THEN \(bits([one]))" }
        return "(CASE \(role)\(cases) ELSE 0 END)"
    }

    fileprivate static func bits(_ roles: Set<Role>) -> Int {
        Role.allCases.enumerated().reduce(0) { bits, one in roles.contains(one.element) ? bits | 1 << one.offset : bits }
    }
}

/// The reading of the conditions as SQL.
private struct SQLReading {
    /// Of whom it is asked.
    enum Who {
        case known(World, rowByRow: Set<Policy.Holder>)
        case listed(PostColumns)
    }

    let who: Who
    let now: Instant
    let object: SQL

    func read(_ condition: Condition) -> SQL { sql(condition.reduced(known)) }

    /// What is worked out before the objects are known.
    private func known(_ condition: Condition) -> Condition {
        switch (condition, who) {
        // Unlike the guard of a page, a list is made for the purpose that was named or for none.
        case (.purpose(let purposes), .known(let world, _)):
            world.context.purpose.map(purposes.contains) ?? false ? .always : .never
        case (.role, .known(let world, _)), (.regime, .known(let world, _)), (.freshFactor, .known(let world, _)),
            (.unreviewedGlass, .known(let world, _)):
            condition.truth(in: world) == .yes ? .always : .never
        case (.purpose, .listed), (.freshFactor, .listed): .always
        default: condition
        }
    }

    private func sql(_ condition: Condition) -> SQL {
        switch (condition, who) {
        case (.always, _): "TRUE"
        case (.never, _): "FALSE"
        case (.all(let conditions), _): joined(conditions, by: " AND ")
        case (.any(let conditions), _): joined(conditions, by: " OR ")
        case (.not(let condition), _): "(NOT \(sql(condition)))"
        case (.organisation(let relations), .known(let world, let rowByRow)):
            related(world.actor.organisation.text, relations, isRowByRow: rowByRow.contains(.organisation))
        case (.user(let relations), .known(let world, let rowByRow)):
            related(world.actor.user.text, relations, isRowByRow: rowByRow.contains(.user))
        case (.ownOrganisation, .known(let world, _)): "(\(object) = \(world.actor.organisation))"
        case (.organisation(let relations), .listed(let post)): isHeld(by: post.organisation, relations)
        case (.user(let relations), .listed(let post)): isHeld(by: post.user, relations)
        case (.ownOrganisation, .listed(let post)): "(\(object) = \(post.organisation))"
        case (.role(let roles), .listed(let post)): "((\(post.roles) & \(PostColumns.bits(roles))) <> 0)"
        case (.regime(let regime), .listed(let post)): "(\(post.regime) = \(regime.rawValue))"
        case (.unreviewedGlass, .listed(let post)): "(EXISTS (SELECT 1 FROM \(held(post.user, [.unreviewedGlass]))))"
        // Known before; were one left, nothing would be shown for it.
        case (.role, .known), (.regime, .known), (.unreviewedGlass, .known), (.purpose, _), (.freshFactor, _): "FALSE"
        }
    }

    /// As a rule a list of the holder's objects: a holder has few of all the records there are. Of an organisation that leads 100,000, making
    /// the list takes a quarter of a second, for a page of fifty.
    private func related(_ holder: String, _ relations: Set<Relation>, isRowByRow: Bool) -> SQL {
        isRowByRow ? isHeld(by: "\(holder)", relations) : "(\(object) IN (SELECT object FROM \(held("\(holder)", relations))))"
    }

    private func isHeld(by holder: SQL, _ relations: Set<Relation>) -> SQL {
        "(EXISTS (SELECT 1 FROM \(held(holder, relations)) AND object = \(object) \(SQL.lookedUpEach)))"
    }

    private func held(_ holder: SQL, _ relations: Set<Relation>) -> SQL {
        """
        relations WHERE holder = \(holder) AND relation IN (\(list: relations.map(\.rawValue).sorted()))
            AND \(RelationStore.isLive(at: now))
        """
    }

    private func joined(_ conditions: [Condition], by word: SQL) -> SQL {
        let statements = conditions.map(sql)
        return statements.dropFirst().reduce("(" + (statements.first ?? "")) { $0 + word + $1 } + ")"
    }
}
