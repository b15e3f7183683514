import Core
import Database
import Policy

/// Reads and writes the coded facts of persons, inside a transaction that the caller holds.
enum PersonStore {
    static func add(_ person: Person, by actor: UserID, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO persons (person_id, reference, age_group, sex, citizenship, organisation_id, made_at, made_by)
            VALUES (\(person.id), \(person.reference), \(person.ageGroup.rawValue), \(person.sex.rawValue), \(person.citizenship.rawValue),
                \(person.organisation), \(person.madeAt), \(actor))
            """)
    }

    /// The condition under which a person was not erased. Those who were are few, and have an index of their own.
    static func isThere(_ person: SQL) -> SQL {
        "(NOT EXISTS (SELECT 1 FROM persons gone WHERE gone.person_id = \(person) AND gone.erased_at IS NOT NULL))"
    }

    /// Writes facts in the place of those that stood there, which are kept.
    static func correct(
        _ old: Person, _ facts: Person.Facts, by user: UserID, for organisation: OrganisationID, at now: Instant,
        _ connection: any Connection
    ) throws -> Identifier<Person.Facts> {
        let id = Identifier<Person.Facts>.new()
        try connection.execute(
            """
            INSERT INTO person_facts (facts_id, person_id, age_group, sex, citizenship, superseded_at, superseded_by, organisation_id)
            VALUES (\(id), \(old.id), \(old.ageGroup.rawValue), \(old.sex.rawValue), \(old.citizenship.rawValue), \(now), \(user),
                \(organisation))
            """)
        try connection.execute(
            """
            UPDATE persons SET age_group = \(facts.ageGroup.rawValue), sex = \(facts.sex.rawValue),
                citizenship = \(facts.citizenship.rawValue) WHERE person_id = \(old.id)
            """)
        return id
    }

    /// When somebody who had been taken for an adult was last found not to be one; nil where she never was, or is one.
    static func childSince(_ person: Person, _ connection: any Connection) throws -> Instant? {
        guard person.ageGroup != .adult else { return nil }
        return try connection.first(
            """
            SELECT superseded_at FROM person_facts WHERE person_id = \(person.id) AND age_group = 'adult' ORDER BY superseded_at DESC LIMIT 1
            """
        ).map { try $0.instant("superseded_at") }
    }

    /// The next reference of a year. Two writers at once never get the same: one of them waits.
    static func nextReference(_ year: Int, _ connection: any Connection) throws -> String {
        try ReferenceNumber.next("Л", kind: "person", year: year, connection)
    }

    static func find(_ id: PersonID, _ connection: any Connection) throws -> Person? {
        try connection.first("\(all) WHERE p.person_id = \(id)").map(read)
    }

    static func find(_ ids: [PersonID], _ connection: any Connection) throws -> [PersonID: Person] {
        guard !ids.isEmpty else { return [:] }
        return try connection.query("\(all) WHERE p.person_id IN (\(list: ids.map(\.text)))").map(read).reduce(into: [:]) {
            $0[$1.id] = $1
        }
    }

    static func find(reference: String, _ connection: any Connection) throws -> Person? {
        try connection.first("\(all) WHERE p.reference = \(reference)").map(read)
    }

    /// A tombstone counts even where the record does not know of it: after a backup was restored.
    private static let all: SQL =
        "SELECT p.*, t.erased_at AS buried_at FROM persons p LEFT JOIN vault_tombstones t ON t.subject = p.person_id"

    /// Those that somebody may see in a list, the latest first, a page at a time.
    static func list(
        _ actor: Actor, _ context: Context, mine: Bool, before cursor: PersonID?, limit: Int, _ connection: any Connection
    ) throws -> [Person] {
        let allowed = try CaseStore.allowed(.personList, actor, context, "p.person_id", connection)
        let own: SQL = mine ? "AND \(Hands.isWorker(actor.user, of: "p.person_id", at: context.now))" : ""
        return try connection.query(
            """
            \(all) WHERE p.person_id < \(cursor?.text ?? "~") AND p.erased_at IS NULL AND t.subject IS NULL AND \(allowed) \(own)
            ORDER BY p.person_id DESC LIMIT \(limit)
            """
        ).map(read)
    }

    /// Those of some records on which somebody may do an act.
    static func allowed(
        _ act: Act, _ actor: Actor, _ context: Context, among ids: [PersonID], _ connection: any Connection
    ) throws -> [PersonID: Person] {
        let allowed = Policy.predicate(actor, act, in: context, object: "p.person_id", rowByRow: [.user, .organisation])
        let found = try connection.query(
            "\(all) WHERE p.person_id IN (\(list: ids.map(\.text))) AND p.erased_at IS NULL AND t.subject IS NULL AND \(allowed)")
        return try found.map(read).reduce(into: [:]) { $0[$1.id] = $1 }
    }

    /// The records that a user works with now.
    static func work(of user: UserID, at now: Instant, _ connection: any Connection) throws -> [PersonID] {
        try RelationStore.live(heldBy: user.text, as: [.worker], at: now, connection).compactMap { PersonID($0.object) }
    }

    static func erase(_ id: PersonID, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE persons SET erased_at = \(now), erased_by = \(actor) WHERE person_id = \(id)")
    }

    /// Whether a record says nothing of an erasure, as in a backup made before.
    static func isUnerased(_ id: PersonID, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 AS found FROM persons WHERE person_id = \(id) AND erased_at IS NULL") != nil
    }

    /// Marks a record that stands for nobody.
    static func addDecoy(_ id: PersonID, _ connection: any Connection) throws {
        try connection.execute("INSERT INTO decoys (person_id) VALUES (\(id))")
    }

    static func decoys(_ connection: any Connection) throws -> Set<String> {
        Set(try connection.query("SELECT person_id FROM decoys").map { try $0.text("person_id") })
    }

    private static func read(_ row: Row) throws -> Person {
        let ageGroup: Person.AgeGroup = try row.code("age_group")
        let sex: Person.Sex = try row.code("sex")
        let citizenship = try row.textOrNil("citizenship").flatMap(Person.Citizenship.init) ?? .unknown
        let madeAt = try row.instant("made_at")
        return Person(
            id: try row.identifier("person_id"), reference: try row.text("reference"), ageGroup: ageGroup, sex: sex,
            citizenship: citizenship,
            organisation: try row.identifier("organisation_id"), madeAt: madeAt,
            erasedAt: try (row.textOrNil("erased_at") ?? row.textOrNil("buried_at")).flatMap(Instant.init(iso:)))
    }
}
