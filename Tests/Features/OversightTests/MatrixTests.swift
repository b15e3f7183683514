import Core
import Database
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Vault
import Web

/// Whose entries an alert or a question is about.
private enum Standing: String, CaseIterable {
    case own
    case managed = "of an organisation that hers manages"
    case strange
    case absent
}

private let asked = AccessMatrix.object
private let ofAlerts: [AccessMatrix.Asked] = [
    .init("/alerts/" + asked, .alertsRead, allowed: 200),
    .init("/alerts/" + asked, .alertsRead, form: [], allowed: 422),
    .init("/alerts/" + asked, .alertsRead, form: [("verdict", "justified")], allowed: 303),
]
/// Of an organisation whose entries she may not read a question is refused, whether there is such a one or not.
private let ofLedgers: [AccessMatrix.Asked] = [
    .init("/ledger?organisation=" + asked, .ledgerRead, allowed: 200, hidden: 403),
    .init("/ledger/file?organisation=" + asked, .ledgerExport, form: [], allowed: 200, hidden: 403),
]

@Suite struct MatrixTests {
    @Test func `the routes of oversight are those that are asked for here`() async throws {
        try await withHouse(.sqlite) { house in
            let paths = (ofAlerts + ofLedgers).map { $0.path.replacing(asked, with: ":alert").prefix { $0 != "?" } }
            let there = house.site.routes.map(\.pattern).filter { $0.hasPrefix("/alerts") || $0.hasPrefix("/ledger") }
            #expect(Set(there) == Set(paths.map(String.init)).union(["/alerts", "/ledger/checkpoint"]))
        }
    }

    private func roles(_ engine: Engine) -> [Role] {
        engine == .sqlite ? Role.allCases : [.auditor, .dataProtectionOfficer, .administrator, .supervisor]
    }

    @Test(arguments: Engine.available)
    func `every alert answers every role and standing as the policy decides`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let matrix = AccessMatrix(house, seenBy: [.alertsRead], ofAlerts)
            let report = try await matrix.report(roles(engine), Standing.self) { standing, actor in
                guard standing != .absent else { return .absent() }
                let organisation = try await organisation(standing, actor, house)
                return .init(try await alert(of: organisation, scene).text, decidedBy: organisation.text)
            }
            #expect(report.asked == roles(engine).count * 4 * 3)
            #expect(report.wrong.isEmpty, "\(report.wrong.count): \(report.wrong.prefix(20).joined(separator: "\n"))")
        }
    }

    @Test(arguments: Engine.available)
    func `every question to the ledger answers every role and standing as the policy decides`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let matrix = AccessMatrix(house, seenBy: [.ledgerRead], ofLedgers)
            let report = try await matrix.report(roles(engine), Standing.self) { standing, actor in
                // There may be entries of an organisation that is no more: relations alone decide, also where there are none.
                guard standing != .absent else { return .init(OrganisationID.new().text) }
                return .init(try await organisation(standing, actor, house).text)
            }
            #expect(report.asked == roles(engine).count * 4 * (2 + 1))
            #expect(report.wrong.isEmpty, "\(report.wrong.count): \(report.wrong.prefix(20).joined(separator: "\n"))")
        }
    }

    /// Somebody of another organisation and her record: to an officer of this one as if nobody had ever been there.
    @Test(arguments: Engine.available)
    func `a question about what is hidden is answered as one about nothing`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let record = PersonID.new().text
            try await scene.write(scene.entry(.hotlineOperator, "person.open", record, purpose: .help, rule: .worker))
            let officer = try await house.signedIn(as: .dataProtectionOfficer)
            for (name, hidden) in [("object", record), ("actor", scene.user(.hotlineOperator))] {
                let absent = UserID.new().text
                for page in ["/ledger", "/ledger/file"] {
                    func ask(_ id: String) async throws -> TestAnswer {
                        let address = "\(page)?\(name)=\(id)"
                        return try await page == "/ledger" ? officer.get(address) : officer.post(address)
                    }
                    let (one, other) = (try await ask(hidden), try await ask(absent))
                    #expect(one.status == 200)
                    // The numbers of entries go on: each reading is one.
                    #expect(plain(one, hidden) == plain(other, absent), "\(page), \(name)")
                }
            }
            let auditor = try await house.signedIn(as: .auditor, from: "203.0.113.2")
            #expect(try await auditor.get("/ledger?object=" + record).body.contains("Лора Пробна"), "there is something to hide")
        }
    }

    private func plain(_ answer: TestAnswer, _ id: String) -> String {
        "\(answer.status) "
            + answer.bodyWithoutTokens.replacing(id, with: "ID").replacing(/…[0-9a-f]+/, with: "…").replacing(/[0-9]+/, with: "0")
    }

    private func organisation(_ standing: Standing, _ actor: Actor, _ house: TestHouse) async throws -> OrganisationID {
        guard standing != .own else { return actor.organisation }
        let (id, now) = (OrganisationID.new(), house.clock.now)
        if standing == .managed {
            try await house.database.write { connection in
                let managed = HeldRelation(.manager, actor.organisation.text)
                try RelationStore.add(managed, to: id.text, since: now, by: "test", connection)
            }
        }
        return id
    }

    /// Somebody of an organisation was refused again and again.
    private func alert(of organisation: OrganisationID, _ scene: LedgerScene) async throws -> Identifier<Alert> {
        let (actor, house) = (UserID.new().text, scene.house)
        try await scene.write(
            (0..<6).map { _ in
                LedgerEntry(
                    time: house.clock.now, actor: actor, act: "person.open", object: PersonID.new().text, organisation: organisation.text,
                    role: "case-worker", rule: RuleID.noRule.rawValue, decision: .deny)
            })
        let rounds = try House.rounds(
            database: house.database, root: house.root, names: NameSearch(), signing: nil, clock: { house.clock.now },
            logger: HouseOptions().logger)
        await rounds.round()
        let found = try await house.database.read { connection in try Alert.page(connection).first { $0.finding.actor == actor } }
        return try #require(found).id
    }
}
