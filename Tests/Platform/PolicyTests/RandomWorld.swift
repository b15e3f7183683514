import Core
import Database
import Policy
import TestSupport

/// One actor, one act, one moment, and a few objects with relations, some of them past or still to come. Identifiers are of this world alone.
struct RandomWorld {
    struct Row {
        let object: String
        let held: HeldRelation
        let since: Instant
        let until: Instant?
        let scope: Set<FieldGroup>?

        var isLive: Bool { since <= Cast.now && until.map { $0 > Cast.now } ?? true }
    }

    let number: Int
    let actor: Actor
    let act: Act
    let context: Context
    let objects: [String]
    let rows: [Row]

    /// Nil where the numbers make no identifiers, which can't happen.
    init?(_ number: Int, _ generator: inout SeededGenerator) {
        let names = (0..<6).map { "00000000-0000-7000-8000-\(padded(String(number * 8 + $0, radix: 16), 12))" }
        guard let user = UserID(names[0]), let organisation = OrganisationID(names[1]) else { return nil }
        self.number = number
        let roles = [Role.allCases.randomElement(using: &generator), Role.allCases.randomElement(using: &generator)].compactMap { $0 }
        let isOfOneRole = Bool.random(using: &generator)
        actor = Actor(
            user: user, organisation: organisation, regime: Bool.random(using: &generator) ? .gdpr : .lawEnforcement,
            roles: Set(isOfOneRole ? Array(roles.prefix(1)) : roles))
        act = Act.allCases.randomElement(using: &generator) ?? .personOpen
        // Mostly what lets the relations decide.
        let usual = Policy.purposes(of: actor).first
        context = Context(
            now: Cast.now, hasFreshFactor: UInt8.random(in: 0..<4, using: &generator) > 0,
            purpose: UInt8.random(in: 0..<4, using: &generator) > 0
                ? usual : (Purpose.allCases + [nil]).randomElement(using: &generator) ?? nil,
            hasUnreviewedGlass: UInt8.random(in: 0..<4, using: &generator) == 0)
        objects = [names[4], Bool.random(using: &generator) ? names[1] : names[5]]
        var rows: [Row] = []
        for object in objects {
            // Half of them what people meet most, a record of theirs.
            var held: [HeldRelation] = Bool.random(using: &generator) ? [.init(.lead, names[1]), .init(.worker, names[0])] : []
            for _ in 0..<Int.random(in: 0..<4, using: &generator) {
                let holder = names[Int.random(in: 0..<4, using: &generator)]
                // Often what may be limited, several times beside each other.
                let relation =
                    Bool.random(using: &generator)
                    ? .receiving : Relation.allCases[Int.random(in: 0..<Relation.allCases.count, using: &generator)]
                held.append(.init(relation, holder))
            }
            rows += held.map { Row.random(object, $0, &generator) }
        }
        self.rows = rows
    }

    func facts(_ object: String) -> ObjectFacts {
        let live = rows.filter { $0.object == object && $0.isLive }
        let limited = Set(live.map(\.held)).filter { held in live.allSatisfy { $0.held != held || $0.scope != nil } }
        let scopes = limited.map { held in (held, Set(live.filter { $0.held == held }.flatMap { $0.scope ?? [] })) }
        return ObjectFacts(id: object, relations: live.map(\.held), scopes: Dictionary(uniqueKeysWithValues: scopes))
    }

    /// The decision on each object by what is stored of it, and by what is known of it here.
    func decisions(_ connection: any Connection) throws -> [(stored: Decision, known: Decision)] {
        try objects.map { object in
            let stored = try RelationStore.facts(of: object, at: context.now, connection)
            return (Policy.decide(actor, act, on: stored, in: context), Policy.decide(actor, act, on: facts(object), in: context))
        }
    }

    /// What a list would hold if every object were decided on.
    var decided: [String] {
        objects.filter { Policy.decide(actor, act, on: facts($0), in: context).isAllowed }.sorted()
    }

    /// What the list holds.
    func listed(_ connection: any Connection) throws -> [String] {
        let lookups: [Set<Policy.Holder>] = [[], [.user], [.organisation], [.user, .organisation]]
        let predicate = Policy.predicate(actor, act, in: context, object: "o.column1", rowByRow: lookups[number % 4])
        return try connection.query(
            "SELECT o.column1 FROM (VALUES \(rows: objects.map { [.text($0)] })) o WHERE \(predicate) ORDER BY o.column1"
        ).map { try $0.text("column1") }
    }

    /// What a list would hold in which the user is a row like the objects, and what it should: of acts that no emergency opening decides.
    func listedAsRow(_ connection: any Connection) throws -> (listed: [String], decided: [String])? {
        guard act != .personBreakGlass else { return nil }
        let roles = actor.roles.map { [.text($0.rawValue)] as [SQLValue] }
        let sum: SQL =
            roles.isEmpty ? "0" : "(SELECT sum(\(PostColumns.bit(ofRole: "r.column1"))) FROM (VALUES \(rows: roles)) r)"
        let post = PostColumns(user: "s.column1", organisation: "s.column2", regime: "s.column3", roles: sum)
        let row: [SQLValue] = [actor.user.sqlValue, actor.organisation.sqlValue, .text(actor.regime.rawValue)]
        let listed = try connection.query(
            """
            SELECT o.column1 FROM (VALUES \(rows: objects.map { [.text($0)] })) o, (VALUES \(rows: [row])) s
            WHERE \(Policy.predicate(post, act, at: context.now, object: "o.column1")) ORDER BY o.column1
            """
        ).map { try $0.text("column1") }
        let best = Context(now: context.now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
        return (listed, objects.filter { Policy.decide(actor, act, on: facts($0), in: best).isAllowed }.sorted())
    }

    static func insert(_ worlds: [RandomWorld], _ connection: any Connection) throws {
        let rows = worlds.flatMap { world in
            world.rows.enumerated().map { index, row in
                [
                    Identifier<StoredRelation>.new().sqlValue, .text(row.object), .text(row.held.relation.rawValue), .text(row.held.holder),
                    row.since.sqlValue, row.until.sqlValue, .text("test"),
                    row.scope.map { .text($0.map(\.rawValue).sorted().joined(separator: " ")) } ?? .null, .text("\(index)"),
                ] as [SQLValue]
            }
        }
        try connection.insert(into: "relations (relation_id, object, relation, holder, since, until, made_by, scope, through)", rows)
    }
}

extension RandomWorld.Row {
    /// Begins and ends at moments around now, often at the very boundary.
    static func random(_ object: String, _ held: HeldRelation, _ generator: inout SeededGenerator) -> Self {
        let (hourAgo, before, now, after, inAnHour) = (moments[0], moments[1], moments[2], moments[3], moments[4])
        return Self(
            object: object, held: held, since: [hourAgo, hourAgo, before, now, after].randomElement(using: &generator) ?? now,
            until: [nil, nil, before, now, after, inAnHour].randomElement(using: &generator) ?? nil,
            scope: held.relation == .receiving && UInt8.random(in: 0..<3, using: &generator) > 0
                ? Set(FieldGroup.allCases.filter { _ in Bool.random(using: &generator) }) : nil)
    }

    private static let moments = [-3_600_000, -1, 0, 1, 3_600_000].map { Instant(milliseconds: Cast.now.milliseconds + $0) }
}

private func padded(_ text: String, _ length: Int) -> String {
    String(repeating: "0", count: length - text.utf8.count) + text
}
