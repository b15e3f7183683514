import Core
import Database
import Ledger
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

/// The invented users of a house at their desks.
final class Office: Sendable {
    let house: TestHouse
    /// Users by role: each role is held by one.
    let actors: [Role: Actor]

    init(_ house: TestHouse) async throws {
        self.house = house
        actors = try await house.actors()
    }

    func actor(_ role: Role) throws -> Actor { try #require(actors[role]) }
    func organisation(_ role: Role) throws -> OrganisationID { try actor(role).organisation }
    func user(_ role: Role) throws -> UserID { try actor(role).user }

    /// A browser of each of these users, signed in; the clock moves on by half a minute for each.
    func desks(_ roles: [Role]) async throws -> [Role: TestBrowser] {
        var desks: [Role: TestBrowser] = [:]
        for (place, role) in roles.enumerated() { desks[role] = try await house.signedIn(as: role, from: "198.51.100.\(place + 1)") }
        try await prove()
        return desks
    }

    /// Everybody has just given a code, and nobody's session ends.
    func prove(_ isFresh: Bool = true) async throws { try await house.prove(isFresh) }

    /// A code of the app that serves now.
    func code(_ role: Role) async throws -> String {
        house.clock.advance(seconds: 30)
        let form = try await house.browser("203.0.113.99").demoForm(role)
        return try #require(form.fields.first { $0.name == "code" }?.value)
    }

    /// The entries of the ledger from one position on.
    func entries(from position: Int = 0, object: String? = nil) async throws -> [Entry] {
        try await house.database.read { connection in
            try connection.query("SELECT * FROM ledger_entries WHERE position >= \(position) ORDER BY position").map { row in
                Entry(
                    actor: try row.text("actor"), act: try row.text("act"), object: try row.text("object"),
                    role: try row.textOrNil("role"), purpose: try row.textOrNil("purpose"), rule: try row.textOrNil("rule"),
                    decision: try row.text("decision"), fields: try row.text("fields"))
            }
        }.filter { object == nil || $0.object == object }
    }

    struct Entry: Equatable, Sendable {
        let actor: String
        let act: String
        let object: String
        let role: String?
        let purpose: String?
        let rule: String?
        let decision: String
        let fields: String
    }

    func position() async throws -> Int {
        try await house.database.read { connection in
            try connection.first("SELECT count(*) AS n FROM ledger_entries")?.integer("n") ?? 0
        }
    }

    /// A record with its seal, made beside the pages: for those who lead it, with these relations and values.
    func record(
        lead: OrganisationID, _ held: [HeldRelation] = [], values: [PersonField: String] = [.givenName: "Проба"],
        sealedTo others: [OrganisationID] = []
    ) async throws -> Person {
        let (now, vault) = (house.clock.now, Vault(root: house.root))
        return try await house.database.write { connection in
            let person = Person(
                id: .new(), reference: try PersonStore.nextReference(now.dayInSofia.year, connection), ageGroup: .adult, sex: .female,
                organisation: lead, madeAt: now, erasedAt: nil)
            try PersonStore.add(person, by: UserID.new(), connection)
            try vault.newSubject(SealedSubject(person.id), for: lead, at: now, connection)
            try SealedPerson(vault: vault).put(values, of: person, as: lead, at: now, connection)
            for organisation in others {
                try vault.grant(SealedSubject(person.id), from: lead, to: organisation, at: now, connection)
            }
            for one in [HeldRelation(.lead, lead.text)] + held {
                try RelationStore.add(one, to: person.id.text, since: now, by: "test", connection)
            }
            return person
        }
    }

    /// Adds or ends a relation beside the pages.
    func relate(_ relation: Relation, _ holder: String, to person: PersonID, isOn: Bool = true) async throws {
        let now = house.clock.now
        try await house.database.write { connection in
            let held = HeldRelation(relation, holder)
            if isOn {
                try RelationStore.add(held, to: person.text, since: now, by: "test", connection)
            } else {
                try RelationStore.end(held, to: person.text, at: now, by: "test", connection)
            }
        }
    }

    /// An organisation that none of the users belongs to.
    func outside() async throws -> OrganisationID {
        let (id, now, vault) = (OrganisationID.new(), house.clock.now, Vault(root: house.root))
        try await house.database.write { connection in try vault.makeOrganisationKey(id, at: now, connection) }
        return id
    }

    func facts(_ person: PersonID) async throws -> ObjectFacts {
        let now = house.clock.now
        return try await house.database.read { connection in try RelationStore.facts(of: person.text, at: now, connection) }
    }
}

/// Lends an office of its own to a test.
func withOffice(
    _ engine: Engine, _ options: HouseOptions = HouseOptions(), _ body: (Office) async throws -> Void
) async throws {
    try await withHouse(engine, options) { house in try await body(try await Office(house)) }
}

extension TestBrowser {
    /// Opens a record through the pages and gives its address.
    func add(_ fields: [(String, String)]) async throws -> String {
        let answer = try await post("/persons/new", [("age-group", "adult"), ("sex", "female")] + fields)
        let address = try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status)")
        return address
    }

    /// The numbers of the records found.
    func find(name: String = "", number: String = "") async throws -> [String] {
        let answer = try await post("/persons/search", ["name": name, "number": number])
        #expect(answer.status == 200)
        return answer.body.matches(of: /<th scope="row"><a href="[^"]+">(Л-[0-9-]+)<\/a>/).map { String($0.output.1) }
    }

    /// Asks for groups of fields to be shown.
    func unmask(_ address: String, _ groups: [String] = ["identity", "contact"], more: [(String, String)] = []) async throws -> TestAnswer {
        try await post(address + "/unmask", groups.map { ("group", $0) } + more)
    }
}
