import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

/// Notes and files that went to the wrong ones, that one wrote herself, or of which there are many.
@Suite struct CaseNoteTests {
    @Test(arguments: Engine.available)
    func `a note corrected is read by nobody but its author, who always reads her own`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            #expect(try await worker.write(desk, "По погрешка", for: "all").status == 303)
            let form = try await worker.get(desk.part("notes")).body
            let old = try #require(form.firstMatch(of: /<option value="([0-9a-f-]{36})"/)?.output.1)
            let better = [("kind", "work"), ("audience", "team"), ("text", "Само за нас"), ("corrects", String(old))]
            #expect(try await head.post(desk.part("notes"), better).status == 422, "it is not hers to correct")
            #expect(try await worker.post(desk.part("notes"), better).status == 303)
            #expect(try await worker.post(desk.part("notes"), better).body.contains("Този запис вече е поправен"), "once")
            let seen = try await head.post(desk.part("notes/show")).body
            #expect(!seen.contains("По погрешка") && !seen.contains("Само за нас"))
            let own = try await worker.post(desk.part("notes/show")).body
            #expect(own.contains("По погрешка") && own.contains("Само за нас"))
            // A head who works with nobody herself writes for the team.
            #expect(try await head.write(desk, "От ръководителя", for: "team").status == 303)
            #expect(try await head.post(desk.part("notes/show")).body.contains("От ръководителя"))
            #expect(try await head.get(desk.part("notes")).body.contains("Бележката от"), "and may correct it")
            #expect(try await head.get(desk.path).body.contains("Бележка: по случая"))
        }
    }

    @Test(arguments: Engine.available)
    func `many notes of others hide none that is for her, and each is on one page`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            #expect(try await worker.write(desk, "Най-старата", for: "all").status == 303)
            let (now, author) = (office.house.clock.now, try office.actor(.caseWorker))
            try await office.house.database.write { connection in
                for number in 0..<260 {
                    let note = CaseNote(
                        id: .new(), kind: .work, audience: number % 20 == 0 ? .all : .team, organisation: author.organisation,
                        author: author.user, madeAt: now, isSuperseded: false)
                    _ = try NoteStore.add(note, desk.caseID, desk.personID, correcting: nil, connection)
                }
            }
            // Thirteen later ones and the oldest are for all: all of them stand on one page.
            let all = try await head.get(desk.part("notes"))
            #expect(all.body.matches(of: /<span class="badge">/).count == 14)
            #expect(try await head.post(desk.part("notes/show")).body.contains("Най-старата"))
            var (path, seen, last) = (Optional(desk.part("notes")), 0, "")
            while let next = path, seen < 300 {
                let page = try await worker.get(next)
                seen += page.body.matches(of: /<span class="badge">/).count
                path = page.links.first { $0.hasPrefix(desk.part("notes") + "?before=") }
                if path == nil { last = try await worker.submit(try page.form(desk.part("notes/show"))).body }
            }
            #expect(seen == 261 && last.contains("Най-старата"), "the page that is shown is the one that was asked for")
        }
    }

    @Test(arguments: Engine.available)
    func `a file taken back is destroyed, and the database knows neither its length nor its kind`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor, .identifyingOfficer])
            let (worker, head, police) = (desks[.caseWorker]!, desks[.supervisor]!, desks[.identifyingOfficer]!)
            let desk = try await worker.newCase()
            try await office.share(desk, with: try office.actor(.identifyingOfficer))
            let pdf = Array("%PDF-1.7 измислен документ".utf8)
            for _ in 0..<2 { _ = try await worker.upload(desk.part("files"), [("kind", "plan"), ("audience", "all")], files: [pdf]) }
            let columns = try await office.house.database.read { connection in
                try connection.first("SELECT * FROM case_files").map { row in
                    (try? row.text("type")) == nil && (try? row.integer("size")) == nil
                }
            }
            #expect(columns == true)
            let page = try await worker.get(desk.part("files"))
            let actions = Set(page.forms.map(\.action).filter { $0.contains("/files/") && !$0.hasSuffix("/withdraw") }).sorted()
            #expect(actions.count == 2)
            let position = try await office.position()
            #expect(try await worker.post(actions[0]).body == String(decoding: pdf, as: UTF8.self))
            let name = String(actions[0].split(separator: "/").last ?? "")
            let looks = try await office.entries(from: position).filter { $0.act == "person.unmask" }.map(\.fields)
            #expect(looks == ["attachments " + name], "the ledger says which file left")
            // A wrong code is said where it was typed.
            try await office.prove(false)
            let wrong = try await worker.post(actions[1], ["code": "000000"])
            let field = "code-" + String(actions[1].split(separator: "/").last ?? "")
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#\(field)\"") && wrong.body.contains("id=\"\(field)\""))
            #expect(wrong.body.matches(of: /class="wrong"/).count == 1)
            try await office.prove()
            #expect(try await police.post(actions[0] + "/withdraw").status == 403, "it is not hers")
            #expect(try await worker.post(actions[0] + "/withdraw").status == 303)
            for one in [worker, police] { #expect(try await one.post(actions[0]).status == 404) }
            #expect(try await worker.post(actions[1]).status == 200)
            #expect(try await head.post(actions[1] + "/withdraw").status == 303, "who answers for her may, too")
            let left = try await office.house.database.read { connection in
                try connection.first(
                    "SELECT (SELECT count(*) FROM vault_files) + (SELECT count(*) FROM vault_file_chunks) AS n")?.integer("n")
            }
            #expect(left == 0)
            let after = try await worker.get(desk.part("files")).body
            #expect(after.matches(of: /Оттеглен: съдържанието/).count == 2, "that there was one stays")
        }
    }
}
