import Core
import Database
import InMemoryLogging
import Logging
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

@Suite struct LookTests {
    private let known: [PersonField: String] = [
        .givenName: "Незабравка", .familyName: "Плантиранова", .phone: "0877654321", .address: "ул. Незабравка 77",
        .investigation: "ДП-777/2026",
    ]

    @Test(arguments: Engine.available)
    func `every look and every refusal is remembered with who, as what, for what, by which rule and of which fields`(engine: Engine)
        async throws
    {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor, .hotlineOperator, .dataProtectionOfficer])
            let (worker, stranger) = (desks[.caseWorker]!, desks[.hotlineOperator]!)
            let person = try await office.record(
                lead: try office.organisation(.caseWorker), [HeldRelation(.worker, try office.user(.caseWorker).text)], values: known)
            let address = "/persons/" + person.id.text
            func remembers(_ expected: String, _ status: Int? = nil, _ body: () async throws -> TestAnswer) async throws {
                let before = try await office.position()
                let answer = try await body()
                #expect(status == nil || answer.status == status, "\(answer.path)")
                let entries = try await office.entries(from: before)
                let told = entries.map { entry in
                    let who = office.actors.first { $0.value.user.text == entry.actor }?.key.rawValue ?? "?"
                    #expect(entry.role == who && (entry.object == person.id.text || entry.act == "person.search"))
                    return [who, entry.act, entry.purpose ?? "-", entry.rule ?? "-", entry.decision, entry.fields].joined(separator: " ")
                }
                #expect(told == [expected], "\(answer.path)")
            }
            let group = ("group", "contact")
            try await remembers("case-worker person.open help worker allow ") { try await worker.get(address) }
            try await remembers("case-worker person.open protection worker allow ") {
                try await worker.get(address + "?purpose=protection")
            }
            try await remembers("case-worker person.open investigation purpose deny ") {
                try await worker.get(address + "?purpose=investigation")
            }
            try await remembers("case-worker person.looks help worker allow ") { try await worker.get(address + "/supervise") }
            try await remembers("case-worker person.unmask rights-of-the-person worker allow phone email safe-contact") {
                try await worker.post(address + "/unmask", [group, ("purpose", "rights-of-the-person")])
            }
            try await remembers(
                "case-worker person.export help lead-team allow given-name middle-name family-name other-names egn lnch birth citizenship document phone email safe-contact address"
            ) { try await worker.post(address + "/export", []) }
            try await remembers("case-worker person.change help worker allow phone") {
                try await worker.post(address + "/change", ["phone": "0877 000 111"])
            }
            // A form sent in vain shows the record, and so is a look.
            let fields = [
                ("/unmask", []),
                ("/revoke", [("organisation", try office.organisation(.analyst).text)]),
            ]
            for (part, form) in fields {
                try await remembers("case-worker person.open help worker allow ") { try await worker.post(address + part, form) }
            }
            try await office.prove(false)
            for part in ["/unmask", "/export", "/revoke"] {
                try await remembers("case-worker person.open help worker allow ", 422) { try await worker.post(address + part, []) }
            }
            try await office.prove()
            try await remembers("case-worker person.search help worker allow ") {
                try await worker.post("/persons/search", ["name": "Незабравка"])
            }
            try await remembers("hotline-operator person.open help none deny ") { try await stranger.get(address) }
            try await remembers("hotline-operator person.unmask help none deny ") { try await stranger.post(address + "/unmask", [group]) }
            try await office.relate(.referred, try office.organisation(.hotlineOperator).text, to: person.id)
            try await remembers("hotline-operator person.looks help none deny ") { try await stranger.get(address + "/supervise") }
            let all = try await office.entries().map { "\($0)" }.joined()
            for secret in known.values { #expect(!all.contains(secret)) }
        }
    }

    @Test(arguments: Engine.available)
    func `where the ledger cannot be written nothing is shown, and afterwards it goes on`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let address = try await worker.add([("given-name", "Незабравка"), ("phone", "0877654321")])
            let tree = try await office.house.database.read { connection in
                try #require(try connection.first("SELECT size, roots FROM ledger_tree WHERE id = 1"))
            }
            let (size, roots) = (try tree.integer("size"), try tree.blob("roots"))
            try await office.house.database.write { try $0.execute("DELETE FROM ledger_tree") }
            let gone = try await office.house.stored()
            let asked: [(String, [(String, String)]?)] = [
                ("", nil), ("/supervise", nil), ("/unmask", [("group", "identity")]), ("/export", []),
                ("/change", [("given-name", "Друга")]),
                ("/revoke", [("organisation", try office.organisation(.analyst).text)]), ("/unmask", []),
            ]
            for (part, form) in asked {
                let answer = if let form { try await worker.post(address + part, form) } else { try await worker.get(address + part) }
                #expect(answer.status == 500, "\(part)")
                for word in ["Незабравка", "0877654321", "Л-2026"] { #expect(!answer.body.contains(word), "\(part)") }
            }
            for (path, form) in [
                ("/persons/search", [("name", "Незабравка")]), ("/persons/new", [("age-group", "adult"), ("sex", "male")]),
                ("/persons/emergency", [("reference", "Л-2026-000001"), ("reason", "missing")]),
            ] {
                let answer = try await worker.post(path, form)
                #expect(answer.status == 500 && !answer.body.contains("Л-2026-000001\""), "\(path)")
            }
            // Nobody learns from it whether a record is there.
            #expect(try await worker.get("/persons/" + PersonID.new().text).status == 500)
            #expect(try await office.house.stored() == gone)
            try await office.house.database.write { connection in
                try connection.execute("INSERT INTO ledger_tree (id, size, roots) VALUES (1, \(size), \(roots))")
            }
            #expect(try await worker.get(address).status == 200)
            #expect(try await worker.unmask(address).body.contains("Незабравка"))
            #expect(try await worker.find(name: "Незабравка").count == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `fifty looks at once are fifty entries`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let address = try await worker.add([("given-name", "Незабравка")])
            let before = try await office.position()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let answer = number % 2 == 0 ? try await worker.get(address) : try await worker.unmask(address)
                        return answer.status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 50))
            let acts = try await office.entries(from: before).map(\.act)
            #expect(acts.count == 50 && acts.filter { $0 == "person.unmask" }.count == 25)
            #expect(try await LedgerWhole.check(office.house.database))
        }
    }

    @Test(arguments: Engine.available)
    func `a role sees the groups that are hers, on the page, in the copy and in what it may change`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let roles: [Role] = [.caseWorker, .identifyingOfficer, .supervisor, .childProtectionWorker]
            let desks = try await office.desks(roles)
            for role in roles {
                let (desk, actor) = (desks[role]!, try office.actor(role))
                let person = try await office.record(
                    lead: actor.organisation, [HeldRelation(.worker, actor.user.text)], values: known)
                let address = "/persons/" + person.id.text
                let context = Context(now: office.house.clock.now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
                let facts = try await office.facts(person.id)
                let mask = Policy.decide(actor, .personUnmask, on: facts, in: context).mask
                #expect(mask.contains(.investigation) == (role == .identifyingOfficer))
                #expect(!mask.contains(.counselling) || role != .identifyingOfficer)
                let shown = try await desk.unmask(address, FieldGroup.allCases.map(\.rawValue)).body
                let copy = try await desk.post(address + "/export").body
                let (page, form) = (try await desk.get(address).body, try await desk.get(address + "/change").body)
                for (field, value) in known {
                    #expect(shown.contains(value) == mask.contains(field.group), "\(role) \(field)")
                    #expect(copy.contains(value) == mask.contains(field.group), "\(role) \(field)")
                    #expect(!page.contains(value) && !form.contains(value))
                    #expect(form.contains("name=\"\(field.rawValue)\"") == mask.contains(field.group))
                    #expect(shown.contains("value=\"\(field.group.rawValue)\"") == false, "what is shown is not asked for again")
                }
                // Nor can it be written by who may not see it.
                let before = try await office.position()
                let answer = try await desk.post(address + "/change", ["investigation": "ДП-1/2026"])
                #expect(answer.status == (mask.contains(.investigation) ? 303 : 422))
                let acts = try await office.entries(from: before).map(\.act)
                #expect(acts == (mask.contains(.investigation) ? ["person.change"] : []))
            }
        }
    }

    @Test func `titles, addresses, headers, names of files and the log name nobody`() async throws {
        let log = InMemoryLogHandler()
        try await withOffice(.sqlite, HouseOptions(logger: Logger(label: "test") { _ in log })) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let secrets = ["Незабравка", "Плантиранова", "7523169263", "0877654321", "nezabravka"]
            var answers = [try await worker.post("/persons/search", ["name": "Незабравка Плантиранова", "number": "7523169263"])]
            let form = [
                ("age-group", "adult"), ("sex", "female"), ("given-name", "Незабравка"), ("family-name", "Плантиранова"),
                ("egn", "7523169263"),
                ("phone", "0877654321"),
            ]
            answers.append(try await worker.post("/persons/new", form.filter { $0.0 != "sex" }))
            let added = try await worker.post("/persons/new", form)
            let address = try #require(added.location?.split(separator: "?").first.map(String.init))
            answers += [added, try await worker.unmask(address), try await worker.post(address + "/export")]
            answers.append(try await worker.post(address + "/change", ["egn": "7523169264", "given-name": "nezabravka"]))
            answers.append(try await worker.post(address + "/change", ["given-name": "nezabravka"]))
            answers.append(try await worker.get("/persons/search?name=Незабравка"))
            #expect(answers[4]["Content-Disposition"] == "attachment; filename=\"zakrila-record.json\"")
            for answer in answers {
                let title = answer.body.firstMatch(of: /<title>[^<]*<\/title>/).map { String($0.output) } ?? ""
                let outside = ([title] + answer.headers.map { $0.value } + answer.links).joined(separator: "\n")
                for secret in secrets where !answer.path.contains("?name=") { #expect(!outside.contains(secret), "\(answer.path)") }
                #expect(answer["Cache-Control"] == "no-store")
            }
            let lines = log.entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n")
            #expect(lines.contains("/persons/:person/unmask"))
            for secret in secrets + [String(address.dropFirst(9))] { #expect(!lines.contains(secret)) }
        }
    }
}
