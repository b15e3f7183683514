import Core
import Database
import Documents
import Ledger
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Activities

/// Files that prove an act, through its page: sealed, opened by whoever may see it, taken back.
@Suite struct EvidenceTests {
    private static let picture: [UInt8] = [0xff, 0xd8, 0xff, 0xe0] + (0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private static let paper: [UInt8] = Array("%PDF-1.7\nКанарийка в протокола".utf8)

    /// A training that took place and is proved by nothing.
    private func training(_ desk: TestBrowser) async throws -> String {
        let fields = [
            ("state", "done"), ("title", "Обучение за разпознаване"), ("starts", "3.3.2026"), ("f-training-form", "seminar"),
            ("anyway", "1"), ("version", "1"),
        ]
        return try await desk.made("/activities/new/training", ActivityTests.fields(fields))
    }

    private func form(_ kind: String = "photo", _ title: String = "") -> [(String, String)] {
        [("id", Identifier<SentEvidence>.new().text), ("kind", kind), ("title", title)]
    }

    private func links(_ page: TestAnswer) -> [String] { page.links.filter { $0.contains("/files/") } }

    private func entries(_ path: String, _ house: TestHouse) async throws -> [String] {
        let object = String(path.dropFirst("/activities/".count))
        return try await house.database.read { connection in
            try connection.query("SELECT act, fields FROM ledger_entries WHERE object = \(object) ORDER BY position").map {
                [try $0.text("act"), try $0.text("fields").split(separator: " ").first.map(String.init)].compactMap(\.self)
                    .joined(separator: " ")
            }
        }
    }

    @Test(arguments: Engine.available)
    func `files are sealed, opened as they were and taken back, and each of it is in the ledger`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await training(worker)
            let empty = try await worker.get(path + "?done=added")
            #expect(empty.body.contains("Няма доказателство") && empty.body.contains("href=\"#evidence\""))
            let form = form("protocol", "Заседание, канарийка")
            for _ in 0..<2 {
                let sent = try await worker.upload(path + "/files", form, files: [Self.paper, Self.picture], named: "Мария Примерова.pdf")
                #expect(sent.location == path + "?done=file", "a double click, too")
            }
            let page = try await worker.get(path)
            #expect(links(page).count == 2)
            // Back, and another file: that is no double click.
            let back = try await training(worker)
            for file in [Self.paper, Self.picture] { _ = try await worker.upload(back + "/files", form, files: [file]) }
            #expect(links(try await worker.get(back)).count == 2)
            for text in ["Заседание, канарийка", "Заседание, канарийка (2)", "Протокол", "PDF", "JPG", "9\u{a0}KB"] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(!page.body.contains("Няма доказателство"), "a file counts as evidence")
            #expect(try await worker.get("/activities.csv").body.contains("2 файла"))
            let stored = String(decoding: try await house.stored(), as: UTF8.self)
            #expect(stored.contains("activity.change"), "the store was read")
            for secret in ["канарийка", "Канарийка", "Мария Примерова"] { #expect(!stored.contains(secret), "\(secret)") }

            let files = try await [worker.get(links(page)[0]), worker.get(links(page)[1])]
            #expect(files.map(\.bytes) == [Self.paper, Self.picture])
            #expect(files.map { $0["Content-Type"] } == ["application/pdf", "image/jpeg"])
            #expect(files.map { $0["Content-Disposition"] } == ["pdf", "jpg"].map { "attachment; filename=\"zakrila-protocol.\($0)\"" })
            for file in files { #expect(file["X-Content-Type-Options"] == "nosniff" && file["Cache-Control"] == "no-store") }

            #expect(try await worker.post(links(page)[0] + "/withdraw").location == path + "?done=file-withdrawn")
            #expect(try await worker.post(links(page)[0] + "/withdraw").status == 303, "twice it is taken back once")
            #expect(try await worker.get(links(page)[0]).status == 404)
            #expect(
                try await house.database.read { try $0.query("SELECT 1 AS n FROM vault_files").count } == 3, "one is gone, with its content"
            )
            let left = try await worker.get(path)
            #expect(links(left) == [links(page)[1]] && left.body.contains("Оттеглен от"))
            // Nobody takes a file by the address of another act.
            let other = try await training(worker)
            #expect(try await worker.get(links(left)[0].replacing(path, with: other)).status == 404)
            #expect(try await worker.post(links(left)[0].replacing(path, with: other) + "/withdraw").status == 404)
            #expect(
                try await entries(path, house) == [
                    "activity.add", "activity.change file", "activity.change file", "activity.evidence file", "activity.evidence file",
                    "activity.change file.withdrawn",
                ])
        }
    }

    @Test(arguments: Engine.available)
    func `what can't be kept is refused whole, and it is said which file and why`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await training(worker)
            let large = Self.picture + Array(repeating: 0, count: EvidenceFile.mostBytes)
            let wrong: [([(String, String)], [[UInt8]], String)] = [
                (form(), [], "Изберете поне един файл"), (form(), [[]], "Изберете поне един файл"),
                (form(""), [Self.paper], "Изберете какво е"), (form("party"), [Self.paper], "Изберете какво е"),
                (form("photo", String(repeating: "я", count: 101)), [Self.paper], "Съкратете го"),
                (form(), [Self.paper, Array("<html>".utf8)], "Файл 2 не е PDF"), (form(), [[1, 2, 0, 255]], "Файлът не е PDF"),
                (form(), [Self.paper, []], "Файл 2 е празен"), (form(), [large], "Файлът е над 10 MB"),
                (form(), Array(repeating: Self.paper, count: 21), "още 20"),
            ]
            for (fields, files, text) in wrong {
                let answer = try await worker.upload(path + "/files", fields, files: files)
                #expect(answer.status == 422 && answer.body.contains("class=\"errors\"") && answer.body.contains(text), "\(text)")
            }
            let much = Array(repeating: Self.picture + Array(repeating: 0, count: 9_000_000), count: 3)
            #expect(try await worker.upload(path + "/files", form(), files: much).status == 413)
            #expect(try await worker.upload(path + "/files", [("id", "none"), ("kind", "photo")], files: [Self.paper]).status == 400)
            #expect(try await house.database.read { try $0.query("SELECT 1 AS n FROM activity_files").count } == 0)
            #expect(try await house.database.read { try $0.query("SELECT 1 AS n FROM vault_files").count } == 0)

            // Twenty, and after one was taken back one more.
            #expect(try await worker.upload(path + "/files", form(), files: Array(repeating: Self.paper, count: 20)).status == 303)
            let full = try await worker.get(path)
            #expect(!full.body.contains("enctype=\"multipart/form-data\""))
            #expect(try await worker.upload(path + "/files", form(), files: [Self.paper]).status == 422)
            _ = try await worker.made(links(full)[0] + "/withdraw", [])
            #expect(try await worker.upload(path + "/files", form(), files: [Self.paper]).status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `whoever may see the act opens its files, and only who may change it adds and takes back`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await training(worker)
            #expect(try await worker.upload(path + "/files", form(), files: [Self.picture]).status == 303)
            let link = try #require(links(try await worker.get(path)).first)
            for (number, role) in Role.allCases.enumerated() where role != .caseWorker {
                let desk = try await house.signedIn(as: role, from: "198.51.\(number).9")
                let (page, file) = (try await desk.get(path).status, try await desk.get(link))
                #expect(file.status == page, "\(role)")
                #expect(page == 200 ? file.bytes == Self.picture : file.bytes != Self.picture, "\(role)")
                let mayChange = try await desk.get(path).body.contains(path + "/change")
                let added = try await desk.upload(path + "/files", form(), files: [Self.paper]).status
                #expect(mayChange ? added == 303 : [403, 404].contains(added), "\(role)")
                if !mayChange { #expect([403, 404].contains(try await desk.post(link + "/withdraw").status), "\(role)") }
            }
            let stranger = house.browser("192.0.2.77")
            _ = try await stranger.get("/sign-in")
            #expect(try await stranger.get(link).location?.hasPrefix("/sign-in") == true)
            #expect(try await stranger.upload(path + "/files", form(), files: [Self.paper]).location?.hasPrefix("/sign-in") == true)

            // Who joined sees the act, and so what proves it.
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let alike = ActivityTests.fields([
                ("state", "done"), ("title", "Наше обучение"), ("starts", "3.3.2026"), ("f-training-form", "seminar"), ("version", "1"),
                ("same-as", String(path.dropFirst("/activities/".count))),
            ])
            #expect(try await hotline.post("/activities/new/training", alike).status == 303)
            #expect(try await hotline.get(link).bytes == Self.picture)
            #expect(try await hotline.post(link + "/withdraw").status == 403)
            // Cancelled or merged it keeps what it has.
            let twin = try await training(worker)
            _ = try await worker.made(path + "/merge", [("other", String(twin.dropFirst("/activities/".count)))])
            #expect(try await worker.get(path).body.contains(link))
            #expect(try await worker.get(link).bytes == Self.picture)
            #expect(try await !worker.get(twin).body.contains("/files/"))
        }
    }

    @Test(arguments: Engine.available)
    func `files open under new keys of the organisation and of the house`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let path = try await training(worker)
            #expect(try await worker.upload(path + "/files", form(), files: [Self.picture]).status == 303)
            let link = try #require(links(try await worker.get(path)).first)
            let organisation = try #require(try await house.actors()[.caseWorker]?.organisation)
            let (vault, fresh) = (Vault(root: house.root), SealingKey())
            func rotate(_ vault: Vault) async throws {
                while try await !house.database.write({ try vault.continueRotation(batch: 5, $0).isDone }) {}
            }
            try await house.database.write { try vault.replaceOrganisationKey(organisation, at: house.clock.now, $0) }
            #expect(try await worker.get(link).bytes == Self.picture, "before it is sealed anew")
            try await rotate(vault)
            #expect(try await worker.get(link).bytes == Self.picture)
            // What comes afterwards goes under the same key of the act.
            #expect(try await worker.upload(path + "/files", form(), files: [Self.paper]).status == 303)

            let id = try #require(ActivityID(String(path.dropFirst("/activities/".count))))
            func contents(_ vault: Vault) async throws -> Set<[UInt8]> {
                try await house.database.read { connection in
                    let field = SealedField(table: "activity_files", record: id.text, field: "file")
                    let files = try vault.files(in: field, of: SealedSubject(id), as: organisation, connection)
                    return try Set(files.values.map { try vault.content(of: $0, connection) })
                }
            }
            _ = try await house.database.write { try vault.replaceRoot(with: fresh, at: house.clock.now, $0) }
            #expect(try await contents(Vault(root: fresh)) == [Self.picture, Self.paper])
            try await rotate(Vault(root: fresh))
            #expect(try await contents(Vault(root: fresh)) == [Self.picture, Self.paper])
            await #expect(throws: VaultError.self) { try await contents(vault) }
        }
    }
}
