import Core
import Database
import Ledger
public import Policy
import Programmes
import Reference
import Server
import Vault

/// A house in which people work: records of persons, some shared, one opened in an emergency; signals, one of them passed on and followed by a
/// record; alerts; organisations; users that wait for their code, have their second factor to set up, or are no longer there; unsent forms. All
/// of it was made through the pages, by those who may.
public struct FilledHouse: Sendable {
    /// The house.
    public let house: TestHouse
    /// The invented user of each role, signed in.
    public let desks: [Role: TestBrowser]
    /// Somebody who has a password and no second factor yet.
    public let newcomer: TestBrowser
    /// Pages that each role has something to do on, and no link leads to directly.
    public let doors: [Role: [String]]
    /// What the analyst may sign in with.
    public let key: SoftwareKey
    /// Addresses of records: of the local commission, of the same in an emergency, and of the national commission.
    public let persons: (open: String, emergency: String, national: String)
    /// Identifiers of two acts alike.
    public let twins: [String]
    /// Identifier of the signal that was passed to the local commission.
    public let passed: String

    /// What a signal is written down with.
    public static func signal() -> [(String, String)] {
        [
            ("id", SignalID.new().text), ("kind", "signal"), ("channel", "phone"), ("reporter", "relative"), ("danger", "now"),
            ("told", "emergency"), ("child", "no"), ("country", "BG"), ("district", "BG-03"), ("form", "sexual"), ("count-women", "1"),
            ("note", "Проба"), ("anyway", "1"),
        ]
    }

    /// What a body's part in somebody else's format is written down with.
    public static func participation() -> [(String, String)] {
        [
            ("id", ActivityID.new().text), ("version", "1"), ("state", "done"), ("title", "Проба"), ("starts", "1.4.2026"),
            ("f-format", "emn"), ("public", "1"), ("anyway", "1"),
        ]
    }

    /// What an information session is written down with.
    public static func session() -> [(String, String)] {
        [
            ("id", ActivityID.new().text), ("version", "1"), ("state", "done"), ("title", "Проба"), ("starts", "1.4.2026"), ("anyway", "1"),
        ]
    }

    /// What a record is opened with. No page may have the name in its title.
    public static let person = [("age-group", "adult"), ("sex", "female"), ("given-name", "Небивала"), ("family-name", "Измислена")]

    init(_ house: TestHouse) async throws {
        self.house = house
        try await house.importPlan()
        try await house.amendPlan("Tests/Golden/exchanges/plan.tsv", asDraft: true) { $0.replacing("март", with: "юни") }
        // The plan that comes after it promises much the same.
        try await house.amendPlan("Tests/Golden/exchanges/plan.tsv") {
            $0.replacing("2027", with: "2029").replacing("2026", with: "2028")
        }
        let actors = try await house.actors()
        var desks: [Role: TestBrowser] = [:]
        for (place, role) in Role.allCases.enumerated() {
            desks[role] = try await house.signedIn(as: role, from: "198.51.\(place).1")
            // A page of hers has given her a token.
            _ = try await desks[role]?.get("/account")
        }
        self.desks = desks
        func desk(_ role: Role) throws -> TestBrowser {
            guard let desk = desks[role] else { throw TestHouseFault("no desk of \(role)") }
            return desk
        }
        func organisation(_ role: Role) -> String { actors[role]?.organisation.text ?? "" }
        func user(_ role: Role) -> String { actors[role]?.user.text ?? "" }
        // An indicator of the plan counts itself.
        let bound = try await desk(.coordinator).post(
            "/plans/ucheben-plan-primer-2026/measures/1.1/indicators/1/bind", ["metric": "signals.received"])
        guard bound.status == 303 else { throw TestHouseFault("binding an indicator: \(bound.status)") }
        // One of the plan's findings stays as it is, the others are open.
        let findings = try await desk(.coordinator).get("/plans/ucheben-plan-primer-2026/findings")
        guard let finding = findings.forms.first(where: { $0.action.hasSuffix("/findings/accept") }) else {
            throw TestHouseFault("no finding")
        }
        guard try await desk(.coordinator).submit(finding, ["reason": "Проба"]).status == 303 else { throw TestHouseFault("a finding") }
        // Work that it was done for: once, and once more by mistake.
        let reporter = try desk(.reporter)
        _ = try await desk(.coordinator).made(
            "/plans/ucheben-plan-primer-2026/measures/2.1/indicators/1/bind", [("metric", "participations.made")])
        let participation = try await reporter.made("/activities/new/participation", FilledHouse.participation())
        let again = try await reporter.made("/activities/new/participation", FilledHouse.participation())
        twins = [participation, again].map { String($0.dropFirst("/activities/".count)) }
        let proof = try await reporter.upload(
            participation + "/files", [("id", Identifier<FilledHouse>.new().text), ("kind", "photo"), ("title", "")],
            files: [[0xff, 0xd8, 0xff, 0xe0]])
        guard proof.status == 303 else { throw TestHouseFault("adding a file: \(proof.status)") }
        _ = try await reporter.made(participation + "/task", [("task", "Проба"), ("due", "1.5.2026")])
        let session = try await reporter.made("/activities/new/session", FilledHouse.session())
        _ = try await reporter.made(
            session + "/attendance",
            [
                ("id", Identifier<FilledHouse>.new().text), ("version", "1"), ("threshold", "80"),
                ("list", "Мария Иванова Примерова;;ж\nИван Петров Пробен;;м\n"),
            ])
        let sheet = try await reporter.made(
            "/activities/import",
            [("id", ActivityID.new().text), ("kind", "document"), ("text", "Заглавие\tДата\tВид\nПроба\t2.4.2026\tАнализ\n")])
        _ = try await reporter.made(
            sheet + "/columns", [("heading", "1"), ("col-0", "title"), ("col-1", "starts"), ("col-2", "f-document")])
        // Somebody who sits at two places, and has two posts.
        _ = try await house.signedIn(as: .coordinator, from: "203.0.113.40")
        try await house.prove()
        let administrator = try desk(.administrator)
        let ofCoordinator = "/staff/" + user(.coordinator)
        _ = try await administrator.made(ofCoordinator + "/posts", [("post", "заместник"), ("role", "validator")])
        _ = try await house.browser("203.0.113.41").signIn(login: "nobody", password: "no password", code: "000000")
        try await house.prove()

        let (worker, coordinator, line) = (try desk(.caseWorker), try desk(.coordinator), try desk(.hotlineOperator))
        persons = (
            try await worker.made("/persons/new", FilledHouse.person), try await worker.made("/persons/new", FilledHouse.person),
            try await coordinator.made("/persons/new", FilledHouse.person)
        )
        for person in [persons.open, persons.emergency, persons.national] {
            guard let id = PersonID(String(person.dropFirst("/persons/".count))), let shelter = actors[.shelterManager]?.organisation else {
                continue
            }
            try await house.share(id, with: shelter)
        }
        _ = try await desk(.supervisor).made(persons.open + "/bar", [("user", user(.localSecretary))])
        let kept = try await worker.post("/persons/new", FilledHouse.person + [("_draft", "keep")])
        let typed = try await line.post("/signals/new", FilledHouse.signal() + [("_draft", "keep")])
        guard kept.status == 204, typed.status == 204 else { throw TestHouseFault("no draft: \(kept.status), \(typed.status)") }

        let signal = try await line.made("/signals/new", FilledHouse.signal())
        let other = try await line.made("/signals/new", FilledHouse.signal())
        passed = String(other.dropFirst("/signals/".count))
        _ = try await line.made(other + "/pass", [("organisation", organisation(.caseWorker))])
        _ = try await worker.made(persons.open + "/signal", [("signal", passed)])

        let file = try await worker.made(persons.open + "/case", [("role", "victim"), ("case", "")])
        var referrals: [String] = []
        var given = ""
        for _ in 0..<2 {
            given = try await worker.made(
                persons.open + "/consents/new",
                [
                    ("id", Identifier<FilledHouse>.new().text), ("purpose", "psychological"), ("form", "signed"), ("group", "identity"),
                    ("fact", "age-group"), ("recipient", organisation(.hotlineOperator)),
                ])
            referrals.append(
                try await worker.made(
                    persons.open + "/referrals/new",
                    [
                        ("id", Identifier<FilledHouse>.new().text), ("receiver", organisation(.hotlineOperator)),
                        ("purpose", "psychological"),
                        ("standing", "citizen"), ("group", "identity"), ("fact", "age-group"), ("ground", "consent"),
                        ("consent", String(given.split(separator: "/").last ?? "")), ("step", "go"),
                    ]))
        }
        _ = try await worker.made(given + "/withdraw", [("way", "told")])

        let page = try await worker.get(persons.emergency).body
        guard let reference = page.firstMatch(of: /Л-[0-9]{4}-[0-9]{6}/)?.output else { throw TestHouseFault("no reference") }
        _ = try await desk(.identifyingOfficer).made(
            "/persons/emergency", [("reference", String(reference)), ("reason", "life-in-danger"), ("code", "")])
        for desk in [coordinator, line] { for _ in 0..<6 { _ = try await desk.get("/persons/" + PersonID.new().text) } }

        key = SoftwareKey()
        try await house.prove()
        let held = try await desk(.analyst).add(key)
        guard held.status == 303 else { throw TestHouseFault("no key: \(held.status)") }

        let home = organisation(.administrator)
        _ = try await administrator.made(
            "/organisations/new", [("institution", ""), ("name", "Сдружение „Проба“ (измислено)"), ("regime", "gdpr")])
        // A second person gives her the code; the others wait for theirs.
        _ = try await FilledHouse.addUser("new.user", in: home, administrator)
        let code = try await house.givenCode()
        newcomer = house.browser("203.0.113.42")
        _ = try await newcomer.get("/activate")
        _ = try await newcomer.made(
            "/activate", [("login", "new.user"), ("code", code), ("new-password", "верижка облак тринайсет жираф")])
        _ = try await newcomer.get("/enrol")
        let waiting = try await FilledHouse.addUser("waiting.user", in: home, administrator)
        let ended = try await FilledHouse.addUser("ended.user", in: home, administrator)
        _ = try await administrator.made("/staff/\(ended)/disable", [("reason", "left")])

        let rounds = try House.rounds(
            database: house.database, root: house.root, signing: CheckpointKey(), clock: { [clock = house.clock] in clock.now },
            logger: HouseOptions().logger)
        await rounds.round()
        doors = [
            .caseWorker: [
                file, persons.open, persons.open + "/change", "/persons/new", "/persons/search?signal=" + passed, "/signals/" + passed,
            ],
            .supervisor: [persons.open, persons.open + "/supervise", "/persons/emergencies"],
            .hotlineOperator: ["/today", "/referrals", signal, signal + "/change", "/signals/new"],
            .coordinator: [persons.national, "/persons/emergency", "/persons/emergencies", "/staff/codes"],
            .dataProtectionOfficer: [persons.national + "/supervise", "/persons/emergencies", "/alerts"],
            .administrator: [
                "/staff/" + waiting, "/staff/" + ended, "/staff/" + user(.caseWorker), ofCoordinator, "/keys", "/organisations/new",
            ],
            .reporter: [
                participation, participation + "/change", session + "/attendance", session + "/attendance/sheet",
                "/activities/new/training", sheet, sheet + "/check",
            ],
            .auditor: ["/alerts", "/ledger", "/ledger/checkpoint"],
        ]
        try await house.prove()
    }

    /// Adds a user, whose code is asked for, and gives her identifier.
    private static func addUser(_ login: String, in organisation: String, _ administrator: TestBrowser) async throws -> String {
        let page = try await administrator.made(
            "/staff/new",
            [("organisation", organisation), ("name", "Нова Примерова"), ("login", login), ("post", "експерт"), ("role", "analyst")])
        return String(page.dropFirst("/staff/".count))
    }
}

extension TestBrowser {
    /// Sends a form that makes something or changes it, and gives where it leads on to, without the query.
    public func made(_ path: String, _ fields: [(String, String)]) async throws -> String {
        let answer = try await post(path, fields)
        guard answer.status == 303, let address = answer.location?.split(separator: "?").first else {
            throw TestHouseFault("\(path): \(answer.status)")
        }
        return String(address)
    }
}

extension TestHouse {
    /// Brings in a small plan, so that there are pages of every public kind.
    ///
    /// - Parameter year: the plan as if it were of another year than the 2024 it was written for.
    public func importPlan(_ file: String = "Tests/Golden/exchanges/plan.tsv", year: Int = 2024) async throws {
        try await amendPlan(file, year: year) { $0 }
    }

    /// Brings in a plan with its text changed: as the next version where it is there already, or as a draft of it.
    public func amendPlan(_ file: String, year: Int = 2024, asDraft: Bool = false, _ change: (String) -> String) async throws {
        let text = String(decoding: try Seeds.file(file), as: UTF8.self).replacing("2024", with: String(year))
        let document = try DocumentReader(InstitutionRegister.builtIn()).read(Array(change(text).utf8))
        _ = try await ImportPlans(database: database)(document, name: "plan.tsv", options: .init(asDraft: asDraft, acceptsAmendments: true))
    }
}

/// Lends a house full of work to a test.
@discardableResult
public func withFilledHouse<T>(_ engine: Engine, _ body: (FilledHouse) async throws -> T) async throws -> T {
    try await withHouse(engine) { house in try await body(try await FilledHouse(house)) }
}
