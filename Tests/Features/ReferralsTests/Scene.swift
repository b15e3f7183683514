import Core
import Database
import Ledger
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Referrals

/// A house with some of its invented users at their desks: Iva of the local commission leads, Mira's shelter, Lora's hotline and others may help.
final class Scene: Sendable {
    let house: TestHouse
    let desks: [Role: TestBrowser]
    let organisations: [Role: OrganisationID]
    let users: [Role: UserID]

    static let name = "Незабравка"
    static let phone = "0877654321"
    static let street = "улица Измислена 12"
    static let letter = "Има нужда от легло за две нощи"
    static let meeting = "Ще я доведе Ива до входа в 17 часа"
    static let shelterStreet = "улица Тайна 5"

    init(_ house: TestHouse, _ roles: [Role]) async throws {
        self.house = house
        var desks: [Role: TestBrowser] = [:]
        for (place, role) in roles.enumerated() { desks[role] = try await house.signedIn(as: role, from: "198.51.100.\(place + 1)") }
        self.desks = desks
        let rows = try await house.database.read { connection in
            try connection.query(
                """
                SELECT u.id AS user_id, u.login, p.organisation_id FROM users u JOIN holdings h ON h.user_id = u.id
                    JOIN posts p ON p.id = h.post_id
                """
            ).map { (try $0.text("login"), try $0.identifier("organisation_id") as OrganisationID, try $0.identifier("user_id") as UserID) }
        }
        organisations = Dictionary(uniqueKeysWithValues: rows.compactMap { row in Role(rawValue: row.0).map { ($0, row.1) } })
        users = Dictionary(uniqueKeysWithValues: rows.compactMap { row in Role(rawValue: row.0).map { ($0, row.2) } })
        try await prove()
    }

    func desk(_ role: Role) throws -> TestBrowser { try #require(desks[role]) }
    func organisation(_ role: Role) throws -> OrganisationID { try #require(organisations[role]) }
    var worker: TestBrowser { get throws { try desk(.caseWorker) } }
    var shelter: TestBrowser { get throws { try desk(.shelterManager) } }

    /// Everybody has just given a code, and nobody's session ends.
    func prove(_ isFresh: Bool = true) async throws {
        let now = house.clock.now
        let proved = isFresh ? now : Instant(milliseconds: now.milliseconds - 10 * 60_000)
        try await house.database.write { connection in
            try connection.execute("UPDATE sessions SET proved_at = \(proved), seen_at = \(now)")
        }
    }

    /// Later, with everybody still there. Sessions end by themselves after half a day: they are made anew.
    func later(days: Int) async throws {
        house.clock.advance(days: days)
        let now = house.clock.now
        let end = Instant(milliseconds: now.milliseconds + 8 * 3_600_000)
        try await house.database.write { connection in
            try connection.execute("UPDATE sessions SET proved_at = \(now), seen_at = \(now), made_at = \(now), ends_at = \(end)")
        }
    }

    /// Opens a record through the pages and gives its address.
    func person(ageGroup: String = "adult") async throws -> String {
        let answer = try await worker.post(
            "/persons/new",
            [
                "age-group": ageGroup, "sex": "female", "given-name": Scene.name,
            ])
        let address = try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status)")
        let more = try await worker.post(address + "/change", ["phone": Scene.phone, "address": Scene.street])
        #expect(more.status == 303)
        return address
    }

    func id(_ person: String) throws -> PersonID { try #require(PersonID(String(person.dropFirst("/persons/".count)))) }

    /// Writes a consent down and gives its address.
    func consent(
        _ person: String, to roles: [Role] = [.shelterManager], _ shared: SharedData = Scene.usual, purpose: ReferralPurpose = .shelter,
        _ more: [(String, String)] = []
    ) async throws -> String {
        var fields = [("id", ConsentID.new().text), ("purpose", purpose.rawValue)] + more
        if !more.contains(where: { $0.0 == "form" }) { fields.append(("form", "signed")) }
        for role in roles { fields.append(("recipient", try organisation(role).text)) }
        fields += shared.groups.map { ("group", $0.rawValue) } + shared.facts.map { ("fact", $0) }
        let answer = try await worker.post(person + "/consents/new", fields)
        return try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status)")
    }

    static let usual = SharedData(groups: [.identity, .contact], facts: ["age-group"])

    /// The answers of the four steps.
    func answers(
        to role: Role = .shelterManager, _ shared: SharedData = Scene.usual, purpose: ReferralPurpose = .shelter,
        ground: [(String, String)], id: ReferralID = .new(), standing: Referral.Standing = .citizen, letter: String = Scene.letter,
        meeting: String = Scene.meeting
    ) throws -> [(String, String)] {
        [
            ("id", id.text), ("receiver", try organisation(role).text), ("purpose", purpose.rawValue), ("standing", standing.rawValue),
            ("letter", letter), ("meeting", meeting),
        ] + shared.groups.map { ("group", $0.rawValue) } + shared.facts.map { ("fact", $0) } + ground
    }

    static func resting(on consent: String) -> [(String, String)] {
        [("ground", "consent"), ("consent", String(consent.split(separator: "/").last ?? ""))]
    }

    /// Sends a referral and gives its address.
    func send(_ person: String, _ answers: [(String, String)]) async throws -> String {
        let answer = try await worker.post(person + "/referrals/new", answers + [("step", "go")])
        return try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status) \(answer.body.prefix(9000))")
    }

    /// A record with a consent to everything usual, sent to the shelter.
    func sent(_ shared: SharedData = Scene.usual) async throws -> (person: String, consent: String, referral: String) {
        let person = try await person()
        let consent = try await consent(person, shared)
        return (person, consent, try await send(person, try answers(shared, ground: Scene.resting(on: consent))))
    }

    /// An organisation of this kind that none of the users belongs to, with somebody on duty; her desk.
    func foreign(_ name: String = "Чужд орган") async throws -> OrganisationID {
        let (id, now, vault) = (OrganisationID.new(), house.clock.now, Vault(root: house.root))
        let user = try #require(users[.identifyingOfficer])
        try await house.database.write { connection in
            try vault.makeOrganisationKey(id, at: now, connection)
            try connection.execute(
                """
                INSERT INTO organisations (id, institution, name, regime, added_at, added_by)
                VALUES (\(id), 'ФМТСВ', \(name), 'law-enforcement', \(now), 'test')
                """)
            // The officer has her post there from now on.
            try connection.execute(
                "UPDATE posts SET organisation_id = \(id) WHERE id IN (SELECT post_id FROM holdings WHERE user_id = \(user))")
        }
        return id
    }

    func referral(_ address: String) async throws -> Referral {
        let id = try #require(ReferralID(String(address.dropFirst("/referrals/".count))))
        return try await house.database.read { connection in try #require(try ReferralStore.find(id, connection)) }
    }

    func holders<Kind>(_ id: Identifier<Kind>) async throws -> Set<OrganisationID> {
        let vault = Vault(root: house.root)
        return try await house.database.read { Set(try vault.holders(of: SealedSubject(id), $0)) }
    }

    /// The address of the only obligation there is.
    func obligation() async throws -> String {
        try await house.database.read { connection in
            "/obligations/" + (try connection.first("SELECT obligation_id FROM obligations")?.text("obligation_id") ?? "none")
        }
    }

    /// Acts in the ledger on an object, in their order.
    func acts(on object: String) async throws -> [String] {
        try await house.database.read { connection in
            try connection.query("SELECT act, decision FROM ledger_entries WHERE object = \(object) ORDER BY position").map {
                try $0.text("act") + ($0.text("decision") == "deny" ? " refused" : "")
            }
        }
    }

    /// An answer that tells nothing apart from one to an address where nothing is.
    func isAbsent(_ answer: TestAnswer, _ path: String, at desk: TestBrowser) async throws -> Bool {
        let other = path.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: ReferralID.new().text)
        let none = try await desk.get(other)
        func plain(_ answer: TestAnswer) -> String {
            answer.bodyWithoutTokens.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "ID")
        }
        return answer.status == 404 && none.status == 404 && plain(answer) == plain(none)
    }
}

/// Lends a scene of its own to a test.
func withScene(
    _ engine: Engine, _ roles: [Role] = [.caseWorker, .shelterManager], _ body: (Scene) async throws -> Void
) async throws {
    try await withHouse(engine) { house in try await body(try await Scene(house, roles)) }
}

/// What a referral shows, cut out of a page: the parts that the template of a disclosure made.
func disclosures(_ body: String) -> [String] {
    body.matches(of: /<div class="disclosure">.*?<\/div>/.dotMatchesNewlines()).map { String($0.output) }
}
