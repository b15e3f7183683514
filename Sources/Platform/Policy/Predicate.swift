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
            .read(condition(of: act, reach)).sql
    }

    /// The same of users whom a query itself names: the condition under which each could do the act, with a fresh code and for a purpose of
    /// hers. For lists that must not count on somebody who can't.
    ///
    /// - Parameters:
    ///   - post: a user in one of her posts, as columns.
    ///   - now: relations are live then.
    public static func predicate(_ post: PostColumns, _ act: Act, at now: Instant, object: SQL) -> SQL {
        SQLReading(who: .listed(post), now: now, object: object).read(condition(of: act, nil)).sql
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
    let hasRole: @Sendable (Set<Role>) -> SQL

    /// - Parameters:
    ///   - user: her identifier.
    ///   - organisation: that of the post's organisation.
    ///   - regime: the code of the law under which that works.
    ///   - hasRole: the condition under which the post has one of some roles.
    public init(user: SQL, organisation: SQL, regime: SQL, hasRole: @escaping @Sendable (Set<Role>) -> SQL) {
        self.user = user
        self.organisation = organisation
        self.regime = regime
        self.hasRole = hasRole
    }
}

/// A condition as far as it is known before the objects are.
private enum Clause {
    case constant(Bool)
    case statement(SQL)

    var sql: SQL {
        switch self {
        case .constant(let isTrue): isTrue ? "TRUE" : "FALSE"
        case .statement(let sql): sql
        }
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

    func read(_ condition: Condition) -> Clause {
        switch (condition, who) {
        // Unlike the guard of a page, a list is made for the purpose that was named or for none.
        case (.purpose(let purposes), .known(let world, _)): .constant(world.context.purpose.map(purposes.contains) ?? false)
        case (.role, .known(let world, _)), (.regime, .known(let world, _)), (.freshFactor, .known(let world, _)),
            (.unreviewedGlass, .known(let world, _)):
            .constant(condition.truth(in: world) == .yes)
        case (.purpose, .listed), (.freshFactor, .listed): .constant(true)
        case (.role(let roles), .listed(let post)): .statement(post.hasRole(roles))
        case (.regime(let regime), .listed(let post)): .statement("(\(post.regime) = \(regime.rawValue))")
        case (.unreviewedGlass, .listed(let post)):
            .statement("(EXISTS (SELECT 1 FROM \(held(post.user, [.unreviewedGlass]))))")
        case (.organisation(let relations), .known(let world, let rowByRow)):
            related(world.actor.organisation.text, relations, isRowByRow: rowByRow.contains(.organisation))
        case (.user(let relations), .known(let world, let rowByRow)):
            related(world.actor.user.text, relations, isRowByRow: rowByRow.contains(.user))
        case (.organisation(let relations), .listed(let post)):
            .statement("(EXISTS (SELECT 1 FROM \(held(post.organisation, relations)) AND object = \(object)))")
        case (.user(let relations), .listed(let post)):
            .statement("(EXISTS (SELECT 1 FROM \(held(post.user, relations)) AND object = \(object)))")
        case (.ownOrganisation, .known(let world, _)): .statement("(\(object) = \(world.actor.organisation))")
        case (.ownOrganisation, .listed(let post)): .statement("(\(object) = \(post.organisation))")
        case (.all(let conditions), _): joined(conditions, by: " AND ", decidedBy: false)
        case (.any(let conditions), _): joined(conditions, by: " OR ", decidedBy: true)
        case (.not(let condition), _): negated(read(condition))
        }
    }

    /// As a rule a list of the holder's objects: a holder has few of all the records there are. Of an organisation that leads 100,000, making
    /// the list takes a quarter of a second, for a page of fifty.
    private func related(_ holder: String, _ relations: Set<Relation>, isRowByRow: Bool) -> Clause {
        let held = held("\(holder)", relations)
        return .statement(
            isRowByRow ? "(EXISTS (SELECT 1 FROM \(held) AND object = \(object)))" : "(\(object) IN (SELECT object FROM \(held)))")
    }

    private func held(_ holder: SQL, _ relations: Set<Relation>) -> SQL {
        """
        relations WHERE holder = \(holder) AND relation IN (\(list: relations.map(\.rawValue).sorted()))
            AND \(RelationStore.isLive(at: now))
        """
    }

    private func joined(_ conditions: [Condition], by word: SQL, decidedBy decisive: Bool) -> Clause {
        var statement: SQL?
        for condition in conditions {
            switch read(condition) {
            case .constant(let isTrue):
                if isTrue == decisive { return .constant(decisive) }
            case .statement(let sql): statement = statement.map { $0 + word + sql } ?? sql
            }
        }
        return statement.map { .statement("(\($0))") } ?? .constant(!decisive)
    }

    private func negated(_ clause: Clause) -> Clause {
        switch clause {
        case .constant(let isTrue): .constant(!isTrue)
        case .statement(let sql): .statement("(NOT \(sql))")
        }
    }
}
