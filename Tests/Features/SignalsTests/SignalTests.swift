import Core
import Database
import Policy
import Reference
import TestSupport
import Testing
import Vault
import Web

@testable import Signals

@Suite struct SignalTests {
    @Test(arguments: Engine.available)
    func `a signal is taken, decided, corrected and passed on, each with its entry`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let address = try await line.signal([
                ("note", "Да се провери адресът"), ("place", "хотел Измислен"), ("keep-caller", "1"), ("phone", "0888 123 456"),
                ("indicator-told", "1.8"), ("indicator-observed", "1.3"),
            ])
            let id = String(address.dropFirst("/signals/".count))
            let page = try await line.get(address)
            #expect(page.status == 200 && page.body.contains("С-2026-000001") && page.body.contains("Опасност в момента"))
            for text in ["Измислен", "0888", "Да се провери"] { #expect(!page.body.contains(text), "\(text) is sealed") }
            let shown = try await line.post(address + "/unmask")
            for text in ["хотел Измислен", "0888 123 456", "Да се провери адресът"] { #expect(shown.body.contains(text)) }

            let again = try await line.post(address + "/decide", ["outcome": "redirected"])
            #expect(again.status == 422 && again.body.contains("Изберете институцията"))
            #expect(try await line.post(address + "/decide", ["outcome": "redirected", "institution": "ИА ГИТ"]).status == 303)
            #expect(try await line.post(address + "/decide", ["outcome": "at-risk"]).status == 303)
            var signal = try await house.signal(address)
            #expect(signal.outcome?.kind == .atRisk && signal.outcome?.institution == nil)
            let outcomes = try await house.database.read { try $0.query("SELECT kind FROM signal_outcomes").map { try $0.text("kind") } }
            #expect(outcomes.sorted() == ["at-risk", "redirected"], "what was said before stays")

            #expect(try await line.post(address + "/change", TestBrowser.urgent([("count-women", "2"), ("id", id)])).status == 303)
            signal = try await house.signal(address)
            #expect(signal.version == 2 && signal.facts.persons == [ConcernedPersons(group: .women, count: 2)])
            #expect(signal.facts.indicators.isEmpty && signal.sealed == [.note, .place, .phone])

            let worker = try await house.signedIn(as: .caseWorker, from: "203.0.113.5")
            #expect(try await worker.get(address).status == 404)
            #expect(try await worker.references("?state=all").isEmpty)
            let passing = try await line.get(address).form(address + "/pass")
            #expect(try await line.submit(passing).status == 422, "nobody is chosen beforehand")
            let other = try await house.organisation(of: .caseWorker).text
            #expect(try await line.post(address + "/pass", ["organisation": other]).location == address + "?done=passed")
            #expect(try await line.post(address + "/pass", ["organisation": other]).status == 422)
            #expect(try await worker.references("?state=all") == ["С-2026-000001"])
            #expect(try await worker.post(address + "/unmask").body.contains("хотел Измислен"))
            #expect(try await worker.post(address + "/change", TestBrowser.urgent([("id", id)])).status == 403)
            #expect(try await worker.post(address + "/decide", ["outcome": "case"]).status == 303)
            #expect(
                try await house.acts(on: id) == [
                    "signal.add", "signal.open", "signal.unmask", "signal.open", "signal.decide", "signal.decide", "signal.change",
                    "signal.open refused", "signal.open", "signal.open", "signal.pass", "signal.open", "signal.unmask",
                    "signal.change refused", "signal.decide",
                ])
        }
    }

    @Test(arguments: Engine.available)
    func `a form sent twice is one signal, and nobody takes another's`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let form = TestBrowser.urgent()
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<4 {
                    let browser = line.copy()
                    group.addTask { try await browser.post("/signals/new", form).location }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await line.references("?state=all") == ["С-2026-000001"])
            let worker = try await house.signedIn(as: .caseWorker, from: "203.0.113.5")
            #expect(try await worker.post("/signals/new", form + [("anyway", "1")]).status == 400)
        }
    }

    @Test func `calls about nothing are one key and a button, and are counted apart`() async throws {
        try await withHouse(.sqlite) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            for kind in ["silent", "abusive", "wrong-number", "question"] {
                let answer = try await line.post("/signals/new", [("id", SignalID.new().text), ("kind", kind)])
                let next = try #require(answer.location)
                #expect(next.hasPrefix("/signals/new?done="))
                #expect(try await line.get(next).body.contains("Може да приемете следващото обаждане"))
            }
            #expect(try await line.references().isEmpty)
            #expect(try await line.references("?state=others").count == 4)
        }
    }

    @Test func `what is wrong is said beside each field, and nothing is stored`() async throws {
        try await withHouse(.sqlite) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let faults: [([(String, String)], String)] = [
                ([("kind", "")], "kind"), ([("danger", "")], "danger"), ([("told", "")], "told"),
                ([("told", "nobody"), ("told", "police")], "told"), ([("country", "ZZ")], "country"), ([("district", "BG-99")], "district"),
                ([("count-women", "много")], "count-women"), ([("count-women", "-1")], "count-women"),
                ([("count-boys", "501")], "count-boys"), ([("keep-caller", "1"), ("phone", "няма")], "phone"),
                ([("note", String(repeating: "а", count: 401))], "note"), ([("received-day", "32.1.2026")], "received-day"),
                ([("received-day", "1.1.2999")], "received-day"),
                ([("received-day", "1.3.2026"), ("received-time", "25:00")], "received-time"),
            ]
            for (fields, field) in faults {
                let answer = try await line.post("/signals/new", TestBrowser.urgent(fields))
                #expect(answer.status == 422 && answer.body.contains("href=\"#\(field)\""), "\(fields)")
                // What was typed is still there.
                for (name, value) in fields where name == "note" || name.hasPrefix("count-") {
                    #expect(answer.body.contains(value), "\(name) \(value)")
                }
            }
            #expect(try await line.references("?state=all").isEmpty)
        }
    }

    @Test func `a late entry is counted by the day of the contact, and shown as late`() async throws {
        try await withHouse(.sqlite) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let address = try await line.signal([("received-day", "30.12.2025"), ("received-time", "21:40")])
            let signal = try await house.signal(address)
            #expect(signal.reference == "С-2025-000001" && signal.receivedAt.iso.hasPrefix("2025-12-30T19:40") && signal.isLate)
            #expect(try await line.get("/signals").body.contains("въведен по-късно"))
            #expect(try await line.references("?state=all&from=1.12.2025&to=30.12.2025") == ["С-2025-000001"])
            #expect(try await line.references("?state=all&from=31.12.2025").isEmpty)
        }
    }

    @Test(arguments: Engine.available)
    func `similar signals are shown before saving, and only those that one may see`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let first = try await line.signal()
            let id = SignalID.new().text
            let hint = try await line.post("/signals/new", TestBrowser.urgent([("id", id)]))
            #expect(hint.status == 200 && hint.body.contains("Има подобни сигнали") && hint.body.contains("С-2026-000001"))
            #expect(try await line.references("?state=all").count == 1, "nothing is stored yet")
            let same = try await line.post("/signals/new", TestBrowser.urgent([("id", id), ("same-as", String(first.dropFirst(9)))]))
            let second = try #require(same.location?.split(separator: "?").first.map(String.init))
            #expect(try await line.get(second).body.contains("С-2026-000001"))
            // A correction does not make two of what is counted once.
            let again = String(second.dropFirst("/signals/".count))
            #expect(try await line.post(second + "/change", TestBrowser.urgent([("count-women", "3"), ("id", again)])).status == 303)
            let corrected = try await house.signal(second)
            #expect(corrected.version == 2 && corrected.facts.sameAs == SignalID(String(first.dropFirst(9))))
            let unseen = TestBrowser.urgent([("same-as", SignalID.new().text)])
            #expect(try await line.post("/signals/new", unseen).status == 400, "only what was shown")
            for other in [[("district", "BG-02")], [("form", "labour")]] {
                #expect(try await line.post("/signals/new", TestBrowser.urgent(other)).status == 303)
            }
            let stranger = try await house.signedIn(as: .caseWorker, from: "203.0.113.5")
            #expect(try await stranger.post("/signals/new", TestBrowser.urgent()).status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `what is sealed stands nowhere as it was typed`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let planted = [("note", "бележкаканарче"), ("place", "мястоканарче"), ("caller", "подателканарче"), ("phone", "0877 654 321")]
            let address = try await line.signal(planted + [("keep-caller", "1")])
            _ = try await line.post(address + "/unmask")
            _ = try await line.post("/signals/new", TestBrowser.urgent(planted + [("_draft", "keep")]))
            let stored = try await house.stored()
            for word in planted.map(\.1) + ["0877654321"] { #expect(stored.firstRange(of: Array(word.utf8)) == nil, "\(word)") }
        }
    }

    @Test func `who called is kept only where somebody says so`() async throws {
        try await withHouse(.sqlite) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let address = try await line.signal([("phone", "0888 123 456"), ("caller", "Незабравка Плантиранова")])
            #expect(try await house.signal(address).sealed.isEmpty)
            #expect(try await !line.post(address + "/unmask").body.contains("0888"))
        }
    }

    @Test func `a half-filled form comes back after the session ended`() async throws {
        try await withHouse(.sqlite) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let form = TestBrowser.urgent([("note", "Половината текст")]) + [("_draft", "keep")]
            #expect(try await line.post("/signals/new", form).status < 400)
            house.clock.advance(seconds: 16 * 60)
            let again = try await house.signedIn(as: .hotlineOperator, from: "203.0.113.9")
            let page = try await again.get("/signals/new").body
            #expect(page.contains("Половината текст") && page.contains("value=\"BG-03\" selected"))
        }
    }

    @Test(arguments: Engine.available)
    func `a record is opened from a signal, or a found one tied to it, by those who have both`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let address = try await worker.signal()
            let id = String(address.dropFirst("/signals/".count))
            #expect(try await worker.get(address).links.contains("/persons/search?signal=" + id))
            let search = try await worker.get("/persons/search?signal=" + id)
            #expect(search.body.contains("С-2026-000001"))
            let asked = try await worker.submit(try search.form("/persons/search"), ["name": "Незабравка Примерова"])
            let added = try await worker.submit(try asked.form("/persons/new"), ["age-group": "adult", "sex": "female"])
            let record = try #require(added.location?.split(separator: "?").first.map(String.init))
            let page = try await worker.get(address)
            #expect(page.links.contains(record) && page.body.contains("Работи се по случай"))
            #expect(try await house.signal(address).outcome?.kind == .caseOpened)

            // A second signal about her.
            let second = try await worker.signal([("district", "BG-01")])
            let other = String(second.dropFirst("/signals/".count))
            let again = try await worker.post("/persons/search", ["name": "Незабравка", "signal": other])
            #expect(try await worker.submit(try again.form(record + "/signal")).location == record + "?done=signal")
            #expect(try await worker.get(second).links.contains(record))

            // Neither a stranger's signal nor a stranger's record.
            let line = try await house.signedIn(as: .hotlineOperator, from: "203.0.113.7")
            let foreign = try await line.signal([("district", "BG-05")])
            let theirs = String(foreign.dropFirst("/signals/".count))
            #expect(try await !worker.get("/persons/search?signal=" + theirs).body.contains("С-2026-000003"))
            let before = try await house.database.read { try $0.first("SELECT count(*) AS n FROM persons")?.integer("n") }
            let stolen = try await worker.post("/persons/new", [("age-group", "adult"), ("sex", "female"), ("signal", theirs)])
            #expect(stolen.status == 404)
            #expect(try await house.database.read { try $0.first("SELECT count(*) AS n FROM persons")?.integer("n") } == before)
            #expect(try await line.post(record + "/signal", ["signal": theirs]).status == 404)
            #expect(try await line.get(foreign).body.contains("Чака решение"))
        }
    }

    @Test(arguments: Engine.available)
    func `a signal says who can see it, by the rules that let them`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let line = try await house.signedIn(as: .hotlineOperator)
            let address = try await line.signal()
            func viewers(_ page: TestAnswer) -> String {
                page.body.split(separator: "Кой може да види този сигнал</summary>").last?.split(separator: "</details>").first.map(
                    String.init) ?? ""
            }
            let before = viewers(try await line.get(address))
            #expect(before.contains("Лора Пробна") && before.contains("Сигналът е приет от организацията"))
            #expect(!before.contains("Ива Измислена"))
            #expect(
                try await line.post(address + "/pass", ["organisation": try await house.organisation(of: .caseWorker).text]).status == 303)
            let after = viewers(try await line.get(address))
            #expect(after.contains("Лора Пробна") && after.contains("Ива Измислена") && after.contains("Сигналът е предаден"))
            // Who makes the accounts sees no signal.
            #expect(!after.contains("Ада Примерова"))
        }
    }
}
