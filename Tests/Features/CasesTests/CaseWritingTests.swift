import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

/// Two who write at once, and one who writes twice.
@Suite struct CaseWritingTests {
    private static let overtaken = "Междувременно колега записа по-нова версия"

    @Test(arguments: Engine.available)
    func `who writes over a newer version sees both before anything is lost`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            let contact = "/persons/\(desk.person)/contact"
            // The facts of the trafficking, and how she may be reached, are replaced as a whole.
            let forms: [(path: String, first: [(String, String)], second: [(String, String)], newer: String)] = [
                (desk.part("trafficking"), [("principal", "labour")], [("principal", "begging")], "<dd>Принудителен труд</dd>"),
                (
                    contact, [("way", "phone"), ("hours", "any")], [("way", "message"), ("hours", "any")],
                    "по телефон."
                ),
            ]
            for (path, first, second, newer) in forms {
                let base = try await head.version(path)
                #expect(try await worker.post(path, first + [("version", base)]).status == 303)
                let late = try await head.post(path, second + [("version", base)])
                #expect(late.status == 422 && late.body.contains(CaseWritingTests.overtaken) && late.body.contains(newer), "\(path)")
                let typed = try #require(second.first)
                let isKept =
                    late.body.contains("name=\"\(typed.0)\" value=\"\(typed.1)\" checked")
                    || late.body.contains("<option value=\"\(typed.1)\" selected>")
                #expect(isKept, "what was typed is still there")
                let next = late.forms.first { $0.action == path }?.fields.first { $0.name == "version" }?.value
                #expect(next != base)
                #expect(try await head.post(path, second + [("version", next ?? "")]).status == 303)
                #expect(try await worker.post(path, first + [("version", base)]).status == 422, "an old tab is no way around")
            }
        }
    }

    @Test(arguments: Engine.available)
    func `goals that two add at once to a plan are both there in the end`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            #expect(try await worker.plan(desk).status == 303)
            let base = try await head.version(desk.part("plan"))
            func second(_ area: String, _ text: String) -> [(String, String)] {
                [("goal-2-area", area), ("goal-2-text", text), ("goal-2-who", "self"), ("goal-2-state", "open"), ("version", base)]
            }
            #expect(try await worker.plan(desk, second("legal", "Адвокат")).status == 303)
            let late = try await head.plan(desk, second("documents", "Лична карта"))
            #expect(late.status == 422 && late.body.contains(CaseWritingTests.overtaken))
            func chosen(_ number: Int) -> String? {
                let list = late.body.split(separator: "name=\"goal-\(number)-area\"").dropFirst().first?.split(separator: "</select>").first
                return list?.firstMatch(of: /<option value="([a-z]+)" selected>/).map { String($0.output.1) }
            }
            #expect(chosen(2) == "legal" && chosen(3) == "documents" && late.body.contains("Лична карта"))
            let merged = [
                ("goal-2-area", "legal"), ("goal-2-text", ""), ("goal-2-who", "self"), ("goal-2-state", "open"),
                ("goal-3-area", "documents"), ("goal-3-text", "Лична карта"), ("goal-3-who", "us"), ("goal-3-state", "open"),
            ]
            #expect(try await head.plan(desk, merged).status == 303)
            let shown = try await worker.post(desk.part("plan/show")).body
            for text in ["Подслон", "Адвокат", "Лична карта"] { #expect(shown.contains(">\(text)<"), "\(text)") }
        }
    }

    @Test(arguments: Engine.available)
    func `a form sent twice is there once, and one with other answers is another`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            func count(_ rows: SQL) async throws -> Int {
                try await office.house.database.read { try $0.first("SELECT count(*) AS n FROM \(rows)")?.integer("n") ?? 0 }
            }
            func twice(_ path: String, _ fields: [(String, String)], _ table: SQL, other: (String, String)) async throws {
                let id = [("id", Identifier<CaseNote>.new().text)]
                let before = try await count(table)
                let answers = [try await worker.post(path, fields + id), try await worker.post(path, fields + id)]
                #expect(answers.map(\.status) == [303, 303] && answers[0].location == answers[1].location, "\(path)")
                #expect(try await count(table) == before + 1, "\(path)")
                let changed = fields.filter { $0.0 != other.0 } + [other] + id
                #expect(try await worker.post(path, changed).status == 303)
                #expect(try await count(table) == before + 2, "\(path): what was changed is not dropped")
            }
            try await twice(
                "/persons/new", [("age-group", "adult"), ("sex", "female"), ("given-name", "Една")], "persons",
                other: ("given-name", "Друга"))
            let desk = try await worker.newCase()
            try await twice("/persons/\(desk.person)/case", [("role", "victim"), ("case", "")], "cases", other: ("role", "relative"))
            try await twice(
                desk.part("notes"), [("kind", "work"), ("audience", "all"), ("text", "Едно")], "case_notes", other: ("text", "Друго"))
            try await twice(
                desk.part("identification"), [("level", "informal"), ("on-day", "1.4.2026"), ("ground", "indicators")], "identifications",
                other: ("on-day", "2.4.2026"))
            let user = try office.user(.caseWorker).text
            try await twice(
                desk.part("step"), [("step", "court"), ("due", "16.4.2026"), ("user", user)], "next_steps", other: ("due", "17.4.2026"))
            try await twice(
                desk.part("event"), [("event", "contact-person"), ("on-day", "14.4.2026")], "timeline", other: ("on-day", "13.4.2026"))
            let id = ("id", Identifier<CaseNote>.new().text)
            for content in ["%PDF-1", "%PDF-1", "%PDF-2"] {
                _ = try await worker.upload(desk.part("files"), [("kind", "plan"), ("audience", "all"), id], files: [Array(content.utf8)])
            }
            #expect(try await count("case_files") == 2)
        }
    }
}
