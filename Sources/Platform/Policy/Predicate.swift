import Core
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
        let reading = SQLReading(world: World(actor, nil, context), object: object, rowByRow: rowByRow)
        let refused = Condition.any(refusals[act, default: []].map(\.condition))
        // Rules that open more stand first: one of a wider reach is never behind a narrower one.
        let allowed = Condition.any(allowances[act, default: []].filter { reach == nil || $0.reach == reach }.map(\.condition))
        return reading.read(.all([.not(refused), allowed])).sql
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
    let world: World
    let object: SQL
    let rowByRow: Set<Policy.Holder>

    func read(_ condition: Condition) -> Clause {
        switch condition {
        // Unlike the guard of a page, a list is made for the purpose that was named or for none.
        case .purpose(let purposes): .constant(world.context.purpose.map(purposes.contains) ?? false)
        case .role, .regime, .freshFactor, .unreviewedGlass: .constant(condition.truth(in: world) == .yes)
        case .organisation(let relations): related(.organisation, world.actor.organisation.text, relations)
        case .user(let relations): related(.user, world.actor.user.text, relations)
        case .ownOrganisation: .statement("(\(object) = \(world.actor.organisation))")
        case .all(let conditions): joined(conditions, by: " AND ", decidedBy: false)
        case .any(let conditions): joined(conditions, by: " OR ", decidedBy: true)
        case .not(let condition): negated(read(condition))
        }
    }

    /// As a rule a list of the holder's objects: a holder has few of all the records there are. Of an organisation that leads 100,000, making
    /// the list takes a quarter of a second, for a page of fifty.
    private func related(_ kind: Policy.Holder, _ holder: String, _ relations: Set<Relation>) -> Clause {
        let held: SQL =
            """
            relations WHERE holder = \(holder) AND relation IN (\(list: relations.map(\.rawValue).sorted()))
                AND \(RelationStore.isLive(at: world.context.now))
            """
        return .statement(
            rowByRow.contains(kind)
                ? "(EXISTS (SELECT 1 FROM \(held) AND object = \(object)))" : "(\(object) IN (SELECT object FROM \(held)))")
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
