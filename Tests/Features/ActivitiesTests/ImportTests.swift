import Core
import Database
import Ledger
import Policy
import TestSupport
import Testing
import Web

@testable import Activities

/// A sheet through the pages: pasted, its columns told, looked through, stored, taken back.
@Suite struct ImportTests {
    private static let posts = [
        "Берлин\tГермания", "Мюнхен\tГермания", "Франкфурт\tГермания", "Париж\tФранция", "Лондон\tВеликобритания", "Мадрид\tИспания",
        "Валенсия\tИспания", "Рим\tИталия", "Милано\tИталия", "Хага\tХоландия", "Виена\tАвстрия", "Атина\tГърция",
    ]

    /// What a consulate's clerk copies for twelve posts.
    private static let sheet =
        "Наименование\tДата\tПост\tДържава\tБройки\tЕзик\r\n"
        + posts.enumerated().map { "Брошура за трудова експлоатация\t\($0 + 1).4.2026\t\($1)\t\(($0 + 1) * 100)\tБългарски; английски\r\n" }
        .joined()

    /// Sends a sheet and gives the address of the import.
    private func sent(_ browser: TestBrowser, _ text: String, _ kind: ActivityKind, id: ImportID = .new()) async throws -> String {
        _ = try await browser.get("/activities/import")
        let answer = try await browser.post("/activities/import", [("id", id.text), ("kind", kind.rawValue), ("text", text)])
        return try #require(answer.location, "\(answer.status)")
    }

    /// Takes the proposal of the columns, with some constants.
    private func told(_ browser: TestBrowser, _ path: String, _ constants: KeyValuePairs<String, String>) async throws -> TestAnswer {
        let page = try await browser.get(path)
        var fields = page.body.contains("name=\"heading\" value=\"1\" checked") ? [("heading", "1")] : []
        for select in page.body.matches(of: /<select id="([^"]+)"[^>]*>(.*?)<\/select>/) {
            guard let chosen = select.output.2.firstMatch(of: /value="([^"]*)" selected/) else { continue }
            fields.append((String(select.output.1), String(chosen.output.1)))
        }
        let known = Set(constants.map(\.key))
        let answer = try await browser.post(
            path + "/columns", fields.filter { !known.contains($0.0) } + constants.map { ($0.key, $0.value) })
        guard answer.status == 303, let next = answer.location else { return answer }
        return try await browser.get(next)
    }

    private func stored(_ browser: TestBrowser, _ path: String, known: Bool = false) async throws -> TestAnswer {
        let answer = try await browser.post(path + "/store", known ? [("known", "1")] : [])
        #expect(answer.status == 303)
        while try await browser.get(path)["Refresh"] != nil { try await Task.sleep(for: .milliseconds(50)) }
        return answer
    }

    private func count(_ house: TestHouse, _ state: String? = nil) async throws -> Int {
        try await house.database.read { connection in
            let all = try connection.query(
                "SELECT f.state FROM activities a JOIN activity_facts f ON f.activity_id = a.activity_id AND f.superseded_at IS NULL")
            return try all.count { try state == nil || $0.text("state") == state }
        }
    }

    @Test(arguments: Engine.available)
    func `a clerk pastes what twelve posts gave out, and takes it back`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let clerk = try await house.signedIn(as: .reporter)
            #expect(try await clerk.get("/activities").links.contains("/activities/import"))
            #expect(try await clerk.get("/activities/new").links.contains("/activities/import"))
            let path = try await sent(clerk, Self.sheet, .distribution)
            let columns = try await clerk.get(path).body
            for field in ["title", "starts", "town", "country", "f-copies", "f-language"] {
                #expect(columns.contains("value=\"\(field)\" selected"), "\(field)")
            }
            // The channel is in no column: it is asked for, and filled in for all.
            #expect(try await told(clerk, path, [:]).status == 422)
            let check = try await told(clerk, path, ["c-f-distribution": "consular-box"])
            #expect(check.body.contains("12 реда са верни") && check.body.contains("Брошура за трудова експлоатация"))
            #expect(try await count(house) == 0, "nothing yet")
            let entries = try await house.database.read { try LedgerReader.count(LedgerFilter(), $0) }
            let answer = try await stored(clerk, path)
            let list = try #require(answer.location)
            #expect(list.hasPrefix("/activities?import=") && list.hasSuffix("done=imported"))
            let page = try await clerk.get(list).body
            for text in ["Берлин", "Атина", "Д-2026-000012"] { #expect(page.contains(text), "\(text)") }
            #expect(try await count(house) == 12)
            #expect(try await house.database.read { try LedgerReader.count(LedgerFilter(), $0) } == entries + 1, "one entry for all")

            // Sent again it is stored once; the pasted text is gone.
            #expect(try await clerk.post(path + "/store").location == path)
            #expect(try await count(house) == 12)
            #expect(try await house.database.read { try $0.query("SELECT 1 AS n FROM activity_sheets").count } == 0)

            // The same again: all known, nothing to store unless asked for.
            let again = try await sent(clerk, Self.sheet, .distribution)
            #expect(try await told(clerk, again, ["c-f-distribution": "consular-box"]).body.contains("12 реда изглеждат вече записани"))
            #expect(try await clerk.post(again + "/store").status == 422)
            _ = try await stored(clerk, again, known: true)
            #expect(try await count(house) == 24)

            // One is corrected since: it stays when the rest is taken back.
            let first = try #require(try await clerk.get(list).links.first { $0.hasPrefix("/activities/0") })
            #expect(try await clerk.post(first + "/state", [("state", "planned")]).status == 303)
            #expect(try await clerk.get("/activities/imports").links.contains(path))
            _ = try await clerk.get(path)
            #expect(try await clerk.post(path + "/undo").location == path)
            #expect(try await count(house, "cancelled") == 11)
            let undone = try await clerk.get(path).body
            #expect(undone.contains("11 дейности вече не се броят") && undone.contains(first))
            #expect(try await clerk.post(path + "/undo").status == 422)
            #expect(try await clerk.get(first).body.contains("Брошура"))
            // A month later it can't be undone any more.
            house.clock.advance(days: 31)
            let later = try await house.signedIn(as: .reporter)
            #expect(try await !later.get(again).body.contains(again + "/undo"))
            #expect(try await later.post(again + "/undo").status == 422)
        }
    }

    @Test(arguments: Engine.available)
    func `wrong rows are told with their number, column and reason, and left out`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let text = """
                Тема;Дата;Област;Жени;Мъже;Професия;Форма на обучението
                Първо;3.3.2026;Варна;12;7;Съдии;Семинар
                Второ;4/3/2026;Варна;1;;Съдии;Семинар
                Трето;46115;Варна;много;;Съдии;Семинар
                ;3.3.2026;Атлантида;1;;Съдии;Танци
                Пето;1.1.2099;;;;;Семинар
                Първо;3.3.2026;Варна;12;7;Съдии;Семинар
                """
            let path = try await sent(worker, text, .training)
            let check = try await told(worker, path, [:]).body
            for told in [
                "Ред 3, колона „Дата“: „4/3/2026“ може", "Ред 4, колона „Жени“: „много“ не е число", "Ред 5, колона „Област“: „Атлантида“",
                "„Танци“", "Ред 5, колона „Тема“: липсва", "Ред 6, колона „Дата“: „1.1.2099“", "Ред 7: Първо, като ред 2", "1 ред е верен",
            ] { #expect(check.contains(told), "\(told)") }
            _ = try await stored(worker, path)
            #expect(try await count(house) == 1)
            #expect(try await worker.get("/activities").body.contains("19 участници"))
        }
    }

    @Test(arguments: Engine.available)
    func `a sheet is for who sent it alone, and an import for her organisation`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let other = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let path = try await sent(worker, Self.sheet, .distribution)
            for at in ["", "/check"] { #expect(try await other.get(path + at).status == 404) }
            for act in ["columns", "store", "undo"] { #expect(try await other.post(path + "/" + act).status == 404, "\(act)") }
            _ = try await told(worker, path, ["c-f-distribution": "consular-box"])
            _ = try await stored(worker, path)
            #expect(try await other.get(path).status == 404)
            #expect(try await other.post(path + "/undo").status == 404)
            #expect(try await !other.get("/activities/imports").links.contains(path))
            #expect(try await !other.get("/activities?import=" + path.dropFirst("/activities/import/".count)).body.contains("Берлин"))
            #expect(try await count(house, "done") == 12)
            // What was pasted and not stored is gone after a day.
            let late = try await sent(worker, Self.sheet, .distribution)
            let sealed = try await house.database.read { try $0.query("SELECT sealed FROM activity_sheets").map { try $0.blob("sealed") } }
            let plain = Array("Берлин".utf8)
            #expect(sealed.count == 1 && Self.sheet.contains("Берлин") && sealed.allSatisfy { $0.firstRange(of: plain) == nil })
            house.clock.advance(days: 2)
            #expect(try await house.signedIn(as: .caseWorker).get(late).status == 404)
            let now = house.clock.now
            try await house.database.write { try ActivitiesFeature.forgetSheets(at: now, $0) }
            let kept = try await house.database.read { try $0.query("SELECT import_id FROM activity_sheets").count }
            #expect(kept == 0, "not even where nobody sees it")
        }
    }

    @Test func `what can't be a sheet is told in one sentence`() async throws {
        try await withHouse(.sqlite) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            _ = try await worker.get("/activities/import")
            for text in ["", String(repeating: "a;", count: 100) + "b", String(repeating: "a\n", count: 10_050)] {
                let answer = try await worker.post(
                    "/activities/import", [("id", ImportID.new().text), ("kind", "training"), ("text", text)])
                #expect(answer.status == 422 && answer.body.contains("class=\"errors\""))
            }
        }
    }

    private func chosen(_ browser: TestBrowser, _ file: [UInt8]) async throws -> TestAnswer {
        _ = try await browser.get("/activities/import")
        return try await browser.upload(
            "/activities/import", [("id", ImportID.new().text), ("kind", "distribution"), ("text", "")], files: [file])
    }

    @Test(arguments: Engine.available)
    func `an Excel file is taken as its first sheet with anything in it`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let clerk = try await house.signedIn(as: .reporter)
            let styles = #"<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>"#
            func words(_ column: String, _ row: Int, _ text: String) -> String {
                "<c r=\"\(column)\(row)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
            }
            let heading = zip(["A", "B", "C", "D"], ["Наименование", "Дата", "Пост", "Бройки"]).map { words($0, 1, $1) }.joined()
            let rows = ["Берлин", "Рим\nЦентър"].enumerated().map { index, town in
                let row = index + 2
                return "<row r=\"\(row)\">\(words("A", row, "Брошура „Пътувай“"))<c r=\"B\(row)\" s=\"1\"><v>4611\(index)</v></c>"
                    + "\(words("C", row, town))<c r=\"D\(row)\"><v>100</v></c></row>"
            }
            let sheet = "<sheetData><row r=\"1\">\(heading)</row>\(rows.joined())</sheetData>"
            let file = OfficeFiles.workbook(
                ["Празен": "<sheetData/>", "Скрит": OfficeFiles.sheet([["тайна"]]), "Раздадени": sheet], styles: styles,
                states: ["Скрит": "hidden"])
            let path = try #require(try await chosen(clerk, file).location)
            let columns = try await clerk.get(path).body
            for field in ["title", "starts", "f-copies"] { #expect(columns.contains("value=\"\(field)\" selected"), "\(field)") }
            #expect(columns.contains("29.03.2026") && columns.contains("Рим Център") && !columns.contains("тайна"))
            let check = try await told(clerk, path, ["c-f-distribution": "consular-box", "c-country": "Германия"]).body
            #expect(check.contains("2 реда са верни"))
            _ = try await stored(clerk, path)
            #expect(try await count(house) == 2)
        }
    }

    @Test func `a file that is no table is told by what it is`() async throws {
        try await withHouse(.sqlite) { house in
            let clerk = try await house.signedIn(as: .reporter)
            let old: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] + Array(repeating: 0, count: 600)
            let whole = OfficeFiles.workbook(["Л": OfficeFiles.sheet([["а", "б"]])])
            let empty = OfficeFiles.workbook(["Л": "<sheetData/>"])
            let cases: [([UInt8], String)] = [
                (old, "в стария формат на Excel"), (Array(whole.dropLast(40)), "Файлът е повреден"), (empty, "Поставете поне един ред"),
                (old + "EncryptedPackage".utf8.flatMap { [$0, 0] }, "заключен с парола"), (OfficeFiles.word(""), "нито таблица на Excel"),
                (OfficeFiles.workbook(["Л": OfficeFiles.sheet([Array(repeating: "а", count: 61)])]), "повече от 60 колони"),
            ]
            for (file, words) in cases {
                let answer = try await chosen(clerk, file)
                #expect(answer.status == 422 && answer.body.contains(words), "\(words)")
            }
        }
    }

    @Test(arguments: Engine.available)
    func `thousands of rows are stored at once`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let size = 1500
            let rows = (0..<size).map { "Листовка \($0);\($0 % 28 + 1).3.2026;Варна;\($0 + 1);Училище\n" }.joined()
            let text = "Заглавие;Дата;Област;Брой;Къде са раздадени\n" + rows
            _ = try await worker.get("/activities/import")
            let id = ImportID.new()
            let mark = "----zakrila"
            var body = [("id", id.text), ("kind", "distribution"), ("text", text), ("_form", worker.token)].map {
                "--\(mark)\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
            }.joined()
            body += "--\(mark)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--\(mark)--\r\n"
            var headers = TestBrowser.ownForm
            headers["Content-Type"] = "multipart/form-data; boundary=" + mark
            let answer = try await worker.send("POST", "/activities/import", headers: headers, body: body)
            let path = try #require(answer.location, "\(answer.status)")
            #expect(try await told(worker, path, [:]).body.contains("верни"))
            let begun = try await worker.post(path + "/store")
            #expect(begun.status == 303)
            while try await worker.get(path)["Refresh"] != nil { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await count(house) == size)
            _ = try await worker.get(path)
            #expect(try await worker.post(path + "/undo").status == 303)
            #expect(try await count(house, "cancelled") == size)
        }
    }
}
