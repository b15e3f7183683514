import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

@Suite struct InputTests {
    private static let today = Instant(milliseconds: 1_776_157_200_000).dayInSofia

    @Test(arguments: [
        ("egn", "752316926", "number_digits"), ("egn", "75231692634", "number_digits"), ("egn", "75 23 1692 6x", "number_digits"),
        ("egn", "7513169263", "number_date"), ("egn", "7523169264", "number_check"), ("egn", "7523169263", ""), ("egn", "752316 9263", ""),
        ("egn", "٧٥٢٣١٦٩٢٦٣", "number_digits"), ("lnch", "1234567890", "number_check"), ("lnch", "12345", "number_digits"),
        ("birth", "3.11.1998", ""), ("birth", "03.11.1998 г.", ""), ("birth", "1998-11-03", ""), ("birth", "31.2.1998", "birth_bad"),
        ("birth", "3.11.98", "birth_bad"), ("birth", "3-1.11.1998", "birth_bad"), ("birth", "3..1998", "birth_bad"),
        ("birth", "3.11", "birth_bad"),
        ("birth", "15.4.2026", "birth_bad"), ("birth", "14.4.2026", ""), ("birth", "1.1.1899", "birth_bad"),
        ("birth", "3.11.1998.1", "birth_bad"),
        ("phone", "0888 123 456", ""), ("phone", "няма", "phone_bad"), ("email", "a@b.bg", ""), ("email", "a b", "email_bad"),
    ])
    func `each mistake has a sentence of its own`(field: String, value: String, problem: String) throws {
        let field = try #require(PersonField(rawValue: field))
        #expect(field.problem(value, today: InputTests.today) ?? "" == problem)
    }

    @Test func `what is normal is what was meant`() {
        #expect(PersonField.birth.normal("03.11.1998 г.") == "1998-11-03")
        #expect(PersonField.egn.normal("752316 9263") == "7523169263")
        #expect(PersonField.givenName.normal("Ана  Мария") == "Ана  Мария")
    }

    @Test func `mistakes are said at their fields, in both forms, and nothing is stored`() async throws {
        try await withOffice(.sqlite) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let address = try await worker.add([("given-name", "Незабравка")])
            let before = try await office.house.stored().count
            let cases = [
                ("egn", "752316926", "точно десет цифри"), ("egn", "7513169263", "Първите шест цифри"),
                ("egn", "7523169264", "Последната цифра"),
                ("birth", "31.2.1998", "Въведете дата"), ("phone", "няма", "телефон"),
            ]
            for (field, value, words) in cases {
                for (path, more) in [("/persons/new", [("age-group", "adult"), ("sex", "female")]), (address + "/change", [])] {
                    let answer = try await worker.post(path, more + [("given-name", "Друга"), (field, value)])
                    #expect(answer.status == 422 && answer.body.contains(words), "\(path) \(value)")
                    #expect(answer.body.contains("href=\"#\(field)\"") && answer.body.contains("value=\"\(value)\""))
                }
            }
            let persons = try await office.house.database.read { try $0.query("SELECT * FROM persons").count }
            #expect(persons == 1 && before > 0)
            #expect(try await worker.unmask(address).body.contains("Незабравка"))
        }
    }

    private static let hostile = [
        "\"><script>alert(1)</script>", "\u{301}\" onfocus=alert(1) autofocus x=\"\u{301}", "{{t.service}}{{{x}}}",
        "' OR 1=1 --; DROP TABLE persons", "<planted onmouseover=alert(1)",
        "\u{202E}обратно\u{202C}", "a\u{200B}b\u{FEFF}c", "&lt;b&gt;&amp;", "<!--", "🏳️‍🌈", String(repeating: "я", count: 10_000),
        "e" + String(repeating: "\u{301}", count: 10_000), "a\u{0}b", "ред\nред", "%00%zz", "; ; ;", "</textarea></select></dd>",
    ]

    @Test(arguments: Engine.available)
    func `hostile text comes back as text or is refused, and nothing is half stored`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let fields = PersonListPages.firstFields.map(\.rawValue)
            var count = 0
            for text in InputTests.hostile {
                for field in fields {
                    let answer = try await worker.post("/persons/new", [("age-group", "child"), ("sex", "other"), (field, text)])
                    #expect([303, 422, 400].contains(answer.status), "\(field) \(text.prefix(20)): \(answer.status)")
                    check(answer, text)
                    if answer.status == 303 {
                        count += 1
                        let address = try #require(answer.location?.split(separator: "?").first.map(String.init))
                        let shown = try await worker.unmask(address, FieldGroup.allCases.map(\.rawValue))
                        #expect(shown.status == 200)
                        check(shown, text)
                        let copy = try await worker.post(address + "/export")
                        #expect(copy.status == 200 && copy["Content-Disposition"]?.hasPrefix("attachment") == true)
                    }
                }
                let answer = try await worker.post("/persons/search", ["name": text, "number": text])
                #expect([200, 400, 422].contains(answer.status), "\(text.prefix(20)): \(answer.status)")
                check(answer, text)
                let door = try await worker.post("/persons/emergency", ["reference": text, "reason": text])
                #expect([400, 422].contains(door.status))
                check(door, text)
            }
            let stored = try await office.house.database.read { connection in
                (
                    try connection.query("SELECT * FROM persons").count,
                    try connection.query("SELECT DISTINCT subject FROM vault_person_keys").count
                )
            }
            #expect(stored == (count, count) && count > 20)
            #expect(try await LedgerWhole.check(office.house.database))
        }
    }

    private func check(_ answer: TestAnswer, _ text: String) {
        for tag in ["<script>alert", "<planted", "<!--"] { #expect(!answer.body.contains(tag), "\(text.prefix(20))") }
        let attribute = Array("\" onfocus".utf8)
        #expect(Array(answer.body.utf8).firstRange(of: attribute) == nil, "\(text.prefix(20))")
    }

    @Test(arguments: Engine.available)
    func `a cleared number finds nobody and may be another's`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let first = try await worker.add([("egn", "7523169263"), ("given-name", "Първа")])
            #expect(try await worker.post(first + "/change", ["clear-egn": "1"]).status == 303)
            #expect(try await worker.find(number: "7523169263").isEmpty)
            let second = try await worker.add([("egn", "7523169263"), ("given-name", "Втора")])
            let vault = Vault(root: office.house.root)
            let holder = try await office.house.database.read { try vault.holder(of: .egn(typed: "7523169263"), $0) }
            #expect(holder?.text == String(second.dropFirst(9)))
        }
    }

    @Test func `her own records are found however many there are of others`() async throws {
        try await withOffice(.sqlite) { office in
            let worker = try await office.house.signedIn(as: .caseWorker)
            let lead = try office.organisation(.caseWorker)
            for _ in 0..<230 { _ = try await office.record(lead: lead, values: [.givenName: "Мария", .familyName: "Еднаква"]) }
            _ = try await worker.add([("given-name", "Мария"), ("family-name", "Еднаква")])
            #expect(try await worker.find(name: "Мария Еднаква") == ["Л-2026-000231"])
            let head = try await office.house.signedIn(as: .supervisor)
            #expect(try await head.find(name: "Мария Еднаква").count == 20)
        }
    }
}
