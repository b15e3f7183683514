import Core
import Database
import Documents
import Foundation
import Ledger
import Policy
import Reference
import TestSupport
import Testing
import Web

@testable import Programmes

/// Plans and amendments brought in on the pages.
@Suite struct PlanImportTests {
    private static let heading = "№\tДейност\tСрок\tБюджет\tВодеща институция"
    private static let first = """
        Пробна програма за 2026 г.
        \(heading)
        1.1\tОбучение на учители за разпознаване на жертви\tмай 2026 г.\t1 000 лв.\tМОН
        1.2\tНационална кампания сред младежи\tюни 2026 г.\t2 000 лв.\tМОН
        1.3\tНов подслон в Бургас\t2026 г.\t3 000 лв.\tМТСП
        """
    private static let amended =
        first.replacing("май 2026", with: "октомври 2026").replacing(
            "Национална кампания сред младежи", with: "Кампания сред младежи и ученици")
        + "\n1.4\tНаръчник за консули\tдекември 2026 г.\t500 лв.\tМВнР"

    private func upload(_ text: String, _ browser: TestBrowser) async throws -> String {
        _ = try await browser.get("/plans/import")
        let answer = try await browser.upload("/plans/import", [], files: [Array(text.utf8)], named: "план.txt")
        #expect(answer.status == 303)
        return answer["Location"] ?? ""
    }

    /// The address of a plan brought in and put in force.
    private func published(_ text: String, _ browser: TestBrowser) async throws -> String {
        try #require(try await browser.post(try await upload(text, browser), ["base": ""])["Location"])
    }

    /// The value of a hidden field of a page.
    private func value(_ name: String, _ page: TestAnswer) -> String {
        guard let start = page.body.firstRange(of: "name=\"\(name)\" value=\"") else { return "" }
        return String(page.body[start.upperBound...].prefix { $0 != "\"" })
    }

    private func identities(_ house: TestHouse, status: String = "accepted") async throws -> [String: String] {
        try await house.database.read { connection in
            let rows = try connection.query(
                "SELECT m.code, m.identity FROM measures m JOIN plan_versions v ON v.id = m.version_id WHERE v.status = \(status)")
            return Dictionary(try rows.map { (try $0.text("code"), try $0.text("identity")) }, uniquingKeysWith: { first, _ in first })
        }
    }

    private func count(_ table: SQL, _ house: TestHouse) async throws -> Int {
        try await house.database.read { try $0.first("SELECT COUNT(*) AS n FROM \(table)")?.integer("n") ?? -1 }
    }

    @Test(arguments: Engine.available)
    func `a document becomes a draft that only editors see, and public when it is published`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let visitor = house.browser("203.0.113.9")
            let home = try await coordinator.get("/")
            #expect(home.body.contains("/plans/import"))
            #expect(try await !visitor.get("/").body.contains("/plans/import"))

            let draft = try await upload(Self.first, coordinator)
            let page = try await coordinator.get(draft)
            #expect(page.body.contains("Пробна програма за 2026 г.") && page.body.contains("Нов подслон в Бургас"))
            #expect(try await coordinator.get("/plans/import").body.contains(draft))
            #expect(try await !visitor.get("/").body.contains("Пробна програма"))
            #expect(try await visitor.get(draft).status != 200)
            #expect(try await upload(Self.first, coordinator) == draft, "the same document again is the same draft")

            let published = try await coordinator.post(draft, ["base": ""])
            #expect(published.status == 303)
            let plan = try #require(published["Location"])
            #expect(try await visitor.get(plan).body.contains("Нов подслон в Бургас"))
            #expect(try await visitor.get("/search?q=" + PercentCoding.encode("подслон")).body.contains("в Бургас"))
            #expect(try await coordinator.post(draft, ["base": ""]).status == 404, "accepted once")
            #expect(try await upload(Self.first, coordinator).contains("done=unchanged"))
            let acts = try await house.database.read { try LedgerReader.entries(from: 0, limit: 10_000, $0).map(\.entry) }
            #expect(acts.map(\.act).filter { $0.hasPrefix("plan.") } == ["plan.draft", "plan.accept"])
        }
    }

    @Test(arguments: Engine.available)
    func `an amendment shows what changes, asks which measure is which, and makes the next edition`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let plan = try await published(Self.first, coordinator)
            let before = try await identities(house)

            let draft = try await upload(Self.amended, coordinator)
            let page = try await coordinator.get(draft)
            #expect(page.body.contains("<del>май</del>") && page.body.contains("<ins>октомври</ins>"))
            #expect(page.body.contains("name=\"is\"") && page.body.contains("id=\"is-1\""))
            #expect(try await identities(house) == before, "nothing changes before she says so")
            #expect(page.body.contains(plan + "/findings?version=2"))
            let findings = try await coordinator.get(plan + "/findings?version=2")
            #expect(findings.status == 200 && findings.body.contains("href=\"\(draft)\""), "and back to the draft")
            #expect(!findings.body.contains(plan + "/history"), "which stands in no history yet")

            // Seen otherwise, and nothing kept of it.
            let base = value("base", page)
            let seen = try await coordinator.post(draft, ["base": base, "is": "1-", "preview": "1"])
            #expect(seen.status == 200 && seen.body.contains("value=\"1-\" selected"))
            #expect(seen.body.contains("Още нищо не е прието"))
            let seenTwice = try await coordinator.post(draft, ["base": base, "is": "1-1", "is": "3-1", "preview": "1"])
            #expect(seenTwice.status == 409 && !seenTwice.body.contains("Още нищо не е прието"))
            let twice = try await coordinator.post(draft, ["base": base, "is": "1-1", "is": "3-1"])
            #expect(twice.status == 409 && twice.body.contains("role=\"alert\""))
            #expect(try await identities(house) == before)

            let accepted = try await coordinator.post(draft, ["base": base, "is": "1-1", "is": "3-"])
            #expect(accepted.status == 303 && accepted["Location"] == plan + "/history")
            let after = try await identities(house)
            #expect(["1.1", "1.2", "1.3"].allSatisfy { after[$0] == before[$0] && before[$0] != nil })
            #expect(after["1.4"] != nil && !before.values.contains(after["1.4"] ?? ""))
            let history = try await house.browser("203.0.113.9").get(plan + "/history")
            #expect(history.body.contains("<ins>октомври</ins>") && history.body.contains("Наръчник за консули"))
            #expect(history.body.contains("id=\"edition-2\"") && history.body.contains("id=\"edition-1\""))
        }
    }

    @Test(arguments: Engine.available)
    func `the address of a measure leads to it under its new number`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let plan = try await published(Self.first, coordinator)
            let reader = house.browser("203.0.113.9")
            let renumbered = Self.first.replacing("1.2\tНационална", with: "1.7\tНационална")
            let draft = try await upload(renumbered, coordinator)
            let base = value("base", try await coordinator.get(draft))
            #expect(try await coordinator.post(draft, ["base": base]).status == 303)
            let led = try await reader.get(plan + "/measures/1.2")
            #expect(led.status == 303 && led["Location"] == plan + "/measures/1.7")
            #expect(try await reader.get(plan + "/measures/1.9").status == 404)
        }
    }

    @Test func `a draft's page shows what its boxes do as they stand`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await published(Self.first, coordinator)
            let reworded = Self.first.replacing("1.2\tНационална кампания сред младежи", with: "1.5\tКампания сред младежи и ученици")
            let page = try await coordinator.get(try await upload(reworded, coordinator))
            let form = try #require(page.forms.first { form in form.fields.contains { $0.name == "is" } })
            #expect(form.fields.contains { $0.name == "is" && $0.value == "1-1" }, "she is asked, and one box is ticked for her")
            let seen = try await coordinator.submit(form, ["preview": "1"])
            func changes(_ page: TestAnswer) -> Substring? {
                page.body.firstRange(of: "<h3>").flatMap { start in
                    page.body[start.lowerBound...].firstRange(of: "id=\"put\"").map { page.body[start.lowerBound..<$0.lowerBound] }
                }
            }
            #expect(changes(page) != nil && changes(page) == changes(seen))
        }
    }

    @Test(arguments: Engine.available)
    func `what was accepted of a draft's findings stays so, whichever measure she says it was`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let plan = try await published(Self.first, coordinator)
            let draft = try await upload(Self.amended, coordinator)
            let page = try await coordinator.get(plan + "/findings?version=2")
            let forms = page.forms.filter { $0.action.hasSuffix("/findings/accept") }
            try #require(forms.count >= 4, "each measure lacks an indicator")
            for form in forms { #expect(try await coordinator.submit(form, ["reason": "Остава засега"]).status == 303) }
            let proposed = try await identities(house, status: "draft")
            let base = value("base", try await coordinator.get(draft))
            #expect(try await coordinator.post(draft, ["base": base, "is": "1-", "is": "3-1"]).status == 303)
            #expect(try await identities(house) != proposed, "she says otherwise than was proposed")
            let kept = try await coordinator.get(plan + "/findings?state=accepted").body
            #expect(kept.ranges(of: "Остава засега").count == forms.count)
        }
    }

    @Test(arguments: Engine.available)
    func `when another edition was accepted meanwhile she is told and nothing is lost`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await coordinator.post(try await upload(Self.first, coordinator), ["base": ""])
            let draft = try await upload(Self.amended, coordinator)
            let base = value("base", try await coordinator.get(draft))
            let other = try await upload(Self.first.replacing("3 000", with: "4 000"), coordinator)
            #expect(try await coordinator.post(other, ["base": base]).status == 303)
            let told = try await coordinator.post(draft, ["base": base, "is": "1-1"])
            #expect(told.status == 409 && told.body.contains("Докато гледахте") && told.body.contains("<del>4 000</del>"))
            #expect(try await coordinator.post(draft, ["base": value("base", told), "is": "1-1"]).status == 303)
        }
    }

    @Test(arguments: Engine.available)
    func `a draft thrown away leaves nothing but the entry, and the accepted plan as it was`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let draft = try await upload(Self.first, coordinator)
            #expect(try await coordinator.post(draft + "/discard").status == 303)
            for table: SQL in ["plans", "plan_versions", "measures", "measure_actors", "budget_lines", "documents", "document_cells"] {
                #expect(try await count(table, house) == 0)
            }
            #expect(try await coordinator.get(draft).status == 404)
            #expect(try await coordinator.post(draft + "/discard").status == 404)
            _ = try await coordinator.post(try await upload(Self.first, coordinator), ["base": ""])
            let before = try await identities(house)
            #expect(try await coordinator.post(try await upload(Self.amended, coordinator) + "/discard").status == 303)
            #expect(try await identities(house) == before)
            let acts = try await house.database.read { try LedgerReader.entries(from: 0, limit: 10_000, $0).map(\.entry.act) }
            #expect(acts.filter { $0 == "plan.discard" }.count == 2)
        }
    }

    @Test func `what can't be read is told in a sentence, and nothing is stored`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await coordinator.get("/plans/import")
            let bad: [(bytes: [UInt8]?, said: String)] = [
                ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], "Файлът е картина"), (Array("%PDF-1.7".utf8), "PDF"),
                (Array("само думи".utf8), "Няма таблица на план"),
                (OfficeFiles.packed([("празно", "нищо")]), "архив ZIP"), ([], "Файлът е празен"),
                (nil, "Изберете файл"),
            ]
            for (bytes, said) in bad {
                let answer = try await coordinator.upload("/plans/import", [], files: bytes.map { [$0] } ?? [], named: "план.docx")
                #expect(answer.status == 422 && answer.body.contains(said) && answer.body.contains("aria-invalid"))
            }
            #expect(try await count("plan_versions", house) == 0)
            let worker = try await house.signedIn(as: .caseWorker, from: "198.51.100.9")
            #expect(try await worker.get("/plans/import").status != 200)
        }
    }

    @Test func `as many measures as a plan may have are put in force with what is said of each`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            func plan(_ word: String) -> String {
                let rows = (1...250).map { "\($0)\t\(word) номер \($0)\tмай 2026 г.\t1 000 лв.\tМОН" }
                return "Пробна програма за 2026 г.\n\(Self.heading)\n" + rows.joined(separator: "\n")
            }
            _ = try await coordinator.post(try await upload(plan("Обучение на учители"), coordinator), ["base": ""])
            let draft = try await upload(plan("Нов подслон в общината"), coordinator)
            let page = try await coordinator.get(draft)
            #expect(page.body.components(separatedBy: "name=\"is\"").count == 251)
            var fields = [("base", value("base", page))]
            fields += (0..<250).map { ("is", "\($0)-") }
            #expect(try await coordinator.post(draft, fields).status == 303)
        }
    }

    @Test func `of a document with two plans only the published one is read`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let other = "Пробен план за интеграция за 2026 г.\n\(Self.heading)\n2.1\tТайно обучение\tмай 2026 г.\t1 000 лв.\tМОН"
            let drafts = try await upload(Self.first + "\n" + other, coordinator)
            #expect(drafts.hasSuffix("#drafts"))
            let page = try await coordinator.get("/plans/import")
            let links = page.body.matches(of: /href="(\/plans\/import\/[0-9a-f-]+)"/).map { String($0.output.1) }
            #expect(links.count == 2)
            for link in links where try await coordinator.get(link).body.contains("Нов подслон") {
                let plan = try #require(try await coordinator.post(link, ["base": ""])["Location"])
                let visitor = house.browser("203.0.113.9")
                for place in ["0.1.1", "1.2.2", "1.1.1"] {
                    #expect(try await visitor.get(plan + "/source/" + place).status == 200, "\(place)")
                }
                for place in ["2.2.2", "2.1.1", "0.6.1"] {
                    #expect(try await visitor.get(plan + "/source/" + place).status == 404, "\(place)")
                }
                #expect(try await coordinator.get(plan + "/source/2.2.2").body.contains("Тайно обучение"))
            }
        }
    }

    @Test func `with more editions than are shown none of them is called the first`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            var plan = ""
            for edition in 1...(HistoryPage.limit + 1) {
                let draft = try await upload(Self.first.replacing("3 000", with: "\(edition) 000"), coordinator)
                let base = value("base", try await coordinator.get(draft))
                plan = try await coordinator.post(draft, ["base": base])["Location"] ?? ""
                if edition == HistoryPage.limit { #expect(try await coordinator.get(plan).body.contains("Първата редакция")) }
            }
            let history = try await coordinator.get(plan)
            #expect(history.body.components(separatedBy: "id=\"edition-").count == HistoryPage.limit + 1)
            #expect(!history.body.contains("Първата редакция"))
        }
    }

    private func acts(_ house: TestHouse) async throws -> [String] {
        try await house.database.read { try LedgerReader.entries(from: 0, limit: 10_000, $0).map(\.entry.act) }.filter {
            $0.hasPrefix("plan.")
        }
    }

    @Test(arguments: Engine.available)
    func `a document with another title is an edition of the plan that she chooses, and so are those after it`(engine: Engine) async throws
    {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let plan = try await published(Self.first, coordinator)
            let before = try await identities(house)
            let slug = try #require(plan.split(separator: "/").last.map(String.init))

            let retitled = Self.amended.replacing("Пробна програма", with: "Изменена пробна програма на комисията")
            let draft = try await upload(retitled, coordinator)
            let offered = try await coordinator.get(draft)
            #expect(offered.body.contains("Чете се като нов план") && !offered.body.contains("<ins>октомври</ins>"))
            let finding = try #require(offered.body.firstMatch(of: /href="(\/plans\/[^"]+\/findings\?version=1)"/)?.output.1)
            let form = try #require(
                try await coordinator.get(String(finding)).forms.first { $0.action.hasSuffix("/findings/accept") })
            #expect(try await coordinator.submit(form, ["reason": "Остава засега"]).status == 303)

            #expect(try await coordinator.post(draft + "/plan", ["plan": slug]).status == 303)
            let chosen = try await coordinator.get(draft)
            #expect(chosen.body.contains("Чете се като изменение на „Пробна програма") && chosen.body.contains("<ins>октомври</ins>"))
            #expect(try await identities(house) == before, "nothing changes before she says so")
            #expect(try await coordinator.post(draft, ["base": value("base", chosen), "is": "1-1", "is": "3-"]).status == 303)
            let after = try await identities(house)
            #expect(["1.1", "1.2", "1.3"].allSatisfy { after[$0] == before[$0] && before[$0] != nil })
            #expect(try await coordinator.get(plan + "/findings?state=accepted").body.contains("Остава засега"))
            #expect(try await count("plans", house) == 1)
            #expect(
                try await acts(house) == ["plan.draft", "plan.accept", "plan.draft", "plan.finding.accept", "plan.assign", "plan.accept"])

            let next = try await coordinator.get(try await upload(retitled.replacing("500 лв.", with: "700 лв."), coordinator))
            #expect(next.body.contains("<ins>700</ins>"), "its title is known now")
            let old = try await coordinator.get(try await upload(Self.first.replacing("3 000", with: "4 000"), coordinator))
            #expect(old.body.contains("<ins>4 000</ins>"), "and the first one still")
        }
    }

    @Test(arguments: Engine.available)
    func `a document with the same title can be made a plan of its own, which shares nothing with the other`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let plan = try await published(Self.first, coordinator)
            let before = try await identities(house)
            let draft = try await upload(Self.amended, coordinator)
            #expect(try await coordinator.post(draft + "/plan", ["plan": "-"]).status == 303)
            let page = try await coordinator.get(draft)
            #expect(page.body.contains("Ще бъде отделен нов план, макар че публикуваният „Пробна програма"))
            #expect(!page.body.contains("защото заглавието е друго") && page.body.contains("Публикувай плана"))
            #expect(try await coordinator.get(draft + "?told=plan").body.contains("Черновата вече е отделен нов план"))
            #expect(try await coordinator.post(draft + "/plan", ["plan": "-"]).status == 303, "said again")
            #expect(try await count("plans", house) == 2)
            let other = try #require(try await coordinator.post(draft, ["base": ""])["Location"])
            #expect(other != plan)
            let visitor = house.browser("203.0.113.9")
            #expect(try await visitor.get(other).body.contains("Наръчник за консули"))
            #expect(try await !visitor.get(plan).body.contains("Наръчник за консули"))
            let all = try await house.database.read { try $0.query("SELECT identity FROM measures").map { try $0.text("identity") } }
            #expect(Set(all).count == before.count + 4 && Set(before.values).isSubset(of: all))

            let back = try await upload(Self.amended.replacing("500 лв.", with: "700 лв."), coordinator)
            let slug = try #require(plan.split(separator: "/").last.map(String.init))
            #expect(try await coordinator.post(back + "/plan", ["plan": slug]).status == 303)
            #expect(try await coordinator.get(back).body.contains("<ins>октомври</ins>"), "a draft of either goes to either")
        }
    }

    @Test(arguments: Engine.available)
    func `what was accepted of a draft's findings goes with it wherever it goes, and nothing of it stays`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let plan = try await published(Self.first, coordinator)
            let slug = try #require(plan.split(separator: "/").last.map(String.init))
            func findings(_ draft: String) async throws -> String {
                let page = try await coordinator.get(draft)
                return String(try #require(page.body.firstMatch(of: /href="(\/plans\/[^"]+\/findings\?version=[0-9]+)"/)?.output.1))
            }
            func accepted(_ address: String) async throws -> Int {
                let separator = address.contains("?") ? "&" : "?"
                return try await coordinator.get(address + separator + "state=accepted").body.ranges(of: "Остава засега").count
            }
            func acceptAll(_ draft: String) async throws -> Int {
                let forms = try await coordinator.get(try await findings(draft)).forms.filter { $0.action.hasSuffix("/findings/accept") }
                    .dropLast()
                for form in forms { #expect(try await coordinator.submit(form, ["reason": "Остава засега"]).status == 303) }
                return forms.count
            }

            // A plan of its own by its title, given to another by mistake, and taken back.
            let draft = try await upload(Self.amended.replacing("Пробна програма", with: "Пробен план"), coordinator)
            let all = try await acceptAll(draft)
            try #require(all >= 3)
            #expect(try await coordinator.post(draft + "/plan", ["plan": slug]).status == 303)
            #expect(try await accepted(try await findings(draft)) == all)
            #expect(try await coordinator.post(draft + "/plan", ["plan": "-"]).status == 303)
            #expect(try await accepted(try await findings(draft)) == all)
            #expect(try await accepted(plan + "/findings") == 0, "the plan in force keeps nothing of it")
            let published = try #require(try await coordinator.post(draft, ["base": ""])["Location"])
            #expect(try await accepted(published + "/findings") == all)

            // An edition by its title, made a plan of its own: what holds in both stays in both.
            let edition = try await upload(Self.amended, coordinator)
            let most = try await acceptAll(edition)
            let shared = try await accepted(plan + "/findings")
            #expect(try await coordinator.post(edition + "/plan", ["plan": "-"]).status == 303)
            #expect(try await accepted(try await findings(edition)) == most)
            #expect(try await accepted(plan + "/findings") == shared)
            let other = try #require(try await coordinator.post(edition, ["base": ""])["Location"])
            #expect(try await accepted(other + "/findings") == most)
        }
    }

    @Test(arguments: Engine.available)
    func `of two plans with one title a document is the one that says the same, and else the one in force`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await coordinator.post(try await upload(Self.first, coordinator), ["base": ""])
            let draft = try await upload(Self.amended, coordinator)
            #expect(try await coordinator.post(draft + "/plan", ["plan": "-"]).status == 303)
            let reader = DocumentReader(try InstitutionRegister.builtIn())
            func imported(_ text: String) async throws -> ImportPlans.Outcome? {
                try await ImportPlans(database: house.database)(reader.read(Array(text.utf8)), name: "план.txt", options: .init()).first
            }
            let slug = try await imported(Self.first)?.slug
            for _ in ["a draft of the other", "the other in force"] {
                #expect(try await imported(Self.first)?.action == .unchanged)
                let changed = try await imported(Self.first.replacing("3 000", with: "5 000"))
                #expect(changed?.action == .awaitsAcceptance)
                #expect(try await upload(Self.amended, coordinator).contains("/plans/import"))
                if try await coordinator.get(draft).status == 200 {
                    #expect(changed?.slug == slug)
                    #expect(try await upload(Self.amended, coordinator) == draft, "the same document again is the same draft")
                    _ = try await coordinator.post(draft, ["base": ""])
                }
            }
            #expect(try await imported(Self.amended)?.action == .unchanged)
            #expect(try await count("plans", house) == 2)
        }
    }

    @Test func `a draft goes to no plan that is not in force, and what is in force goes nowhere`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            let first = try await upload(Self.first, coordinator)
            _ = try await coordinator.post(first, ["base": ""])
            let draft = try await upload(Self.first.replacing("Пробна програма", with: "Пробен план"), coordinator)
            #expect(try await coordinator.post(draft + "/plan", ["plan": "nyama-takav"]).status == 404)
            #expect(try await coordinator.post(first + "/plan", ["plan": "-"]).status == 404)
            #expect(try await coordinator.post(draft + "/plan").status == 400, "nothing chosen is no choice")
            let worker = try await house.signedIn(as: .caseWorker, from: "198.51.100.9")
            _ = try await worker.get("/")
            #expect(try await worker.post(draft + "/plan", ["plan": "-"]).status == 403)
            #expect(try await !acts(house).contains("plan.assign"))
        }
    }

    @Test func `a document with macros keeps the ending of its form`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try await house.signedIn(as: .coordinator)
            _ = try await coordinator.get("/plans/import")
            let heading = ["Дейност", "Срок", "Бюджет", "Водеща институция"]
            let row = ["1.1 Обучение", "май 2026 г.", "1 000 лв.", "МОН"]
            let rows = [heading, row].map { "<w:tr>" + $0.map { OfficeFiles.cell($0) }.joined() + "</w:tr>" }.joined()
            let body = OfficeFiles.paragraph("Пробна програма за 2026 г.") + "<w:tbl>\(rows)</w:tbl>"
            let parts = OfficeFiles.wordParts(body) + [("[Content_Types].xml", "<Types/>"), ("word/vbaProject.bin", "макрос")]
            let answer = try await coordinator.upload("/plans/import", [], files: [OfficeFiles.packed(parts)], named: "план.docm")
            let draft = try #require(answer["Location"])
            #expect(try await coordinator.get(draft).body.contains("2026.docm"))
        }
    }
}
