import Core
import Foundation
import Policy
import TestSupport
import Testing

@testable import Web

/// Every form that a page has, sent as another site, a script or a mistake would send it: on objects that the one who is signed in may really
/// change, as is proved in the end by sending it as our own page does.
@Suite struct ForgeryTests {
    @Test(arguments: Engine.available)
    func `no form is taken from elsewhere, with another's token, or with fields that it has not`(engine: Engine) async throws {
        try await withFilledHouse(engine) { filled in
            let house = filled.house
            let foreign = try await foreignToken(house)
            // What is refused is refused before any database is asked: on the second engine each form once is enough.
            var forms = Forms(house, isOncePerForm: engine != .sqlite)
            try await forms.collect(house.browser("192.0.2.7"), from: ["/", "/sign-in", "/activate", "/demo"], as: "nobody")
            try await forms.collect(filled.newcomer, from: ["/enrol"], as: "newcomer")
            for role in Role.allCases {
                let desk = try #require(filled.desks[role])
                try await forms.collect(desk, from: filled.doors[role, default: []] + ["/", "/account"], as: "\(role)")
            }
            // What pages send without a form of their own, or only in answer to another form.
            let worker = try #require(filled.desks[.caseWorker])
            forms.add(worker, "/session/stay", [], as: "caseWorker")
            forms.add(worker, "/challenge", [], as: "caseWorker")
            forms.add(worker, "/search", [("q", "обучение")], as: "caseWorker")
            forms.add(worker, filled.persons.emergency + "/signal", [("signal", filled.passed)], as: "caseWorker")
            let actors = try await house.actors()
            for route in house.site.routes where route.isUnsafe && ForgeryTests.isMidway(route.pattern) {
                guard !forms.all.contains(where: { $0.pattern == route.pattern }), case .allowed(let act) = route.audience else { continue }
                let role = try #require(Role.allCases.first { actors[$0].map { Policy.mayEver($0, act) } ?? false })
                let path = route.pattern.replacing(/:[a-z]+/, with: PersonID.new().text)
                forms.add(try #require(filled.desks[role]), path, route.fields.single.sorted().map { ($0, "x") }, as: "\(role)")
            }
            let patterns = Set(house.site.routes.filter(\.isUnsafe).map(\.pattern))
            #expect(patterns.subtracting(forms.all.map(\.pattern)) == [], "routes that no form was found for")

            let before = try await house.stored()
            for one in forms.all { try await forge(one.form, one.browser, one.who, foreign) }
            #expect(try await house.stored() == before)
            try await take(forms, patterns, filled)
        }
    }

    /// Forms by who has them, one of each kind.
    private struct Forms {
        let house: TestHouse
        /// Whoever has it first, instead of everybody.
        let isOncePerForm: Bool
        private(set) var all: [(pattern: String, form: PageForm, browser: TestBrowser, who: String)] = []
        private var kinds: Set<String> = []

        init(_ house: TestHouse, isOncePerForm: Bool) {
            self.house = house
            self.isOncePerForm = isOncePerForm
        }

        mutating func collect(_ browser: TestBrowser, from start: [String], as who: String) async throws {
            for page in try await Crawler(browser: browser).pages(from: start) { for form in page.forms { add(form, browser, who) } }
        }

        mutating func add(_ browser: TestBrowser, _ path: String, _ fields: [(String, String)], as who: String) {
            let named = fields.map { (name: $0.0, value: $0.1) } + [(name: "_form", value: browser.token)]
            add(PageForm(action: path, fields: named), browser, who)
        }

        private mutating func add(_ form: PageForm, _ browser: TestBrowser, _ who: String) {
            guard let pattern = house.pattern(of: form.action, isUnsafe: true) else { return }
            let names = form.fields.map(\.name).sorted().joined(separator: " ")
            if kinds.insert("\(isOncePerForm ? "" : who) \(pattern) \(names)").inserted { all.append((pattern, form, browser, who)) }
        }
    }

    // MARK: As our own pages send them

    /// What is typed into a form before it is sent, in an order in which none ends what a later one needs.
    private static let typed: KeyValuePairs<String, [(String, String)]> = [
        "/demo": [], "/session/stay": [], "/search": [], "/persons/search": [("name", "Небивала")],
        "/persons/:person/unmask": [], "/persons/:person/export": [], "/persons/:person/change": [("given-name", "Друга")],
        "/persons/:person/signal": [],
        "/persons/:person/revoke": [("organisation", "SHELTER")], "/persons/:person/review": [],
        "/persons/emergency": [("reference", "Л-2026-000001")], "/persons/:person/bar": [], "/persons/:person/assign": [],
        "/plans/:plan/figures/accept": [], "/plans/:plan/findings/accept": [("reason", "Проба")], "/plans/:plan/findings/reopen": [],
        "/plans/:plan/findings/public": [("sure", "1")],
        "/plans/:plan/compare/:other/decide": [("ruling", "same")],
        "/plans/:plan/measures/:code/indicators/:indicator/bind": [("metric", "signals.processed"), ("preview", "")],
        "/plans/:plan/measures/:code/indicators/:indicator/unbind": [],
        "/plans/:plan/measures/:code/indicators/:indicator/report": [
            ("institution", "НКБТХ"), ("value", "12"), ("day", "1.3.2026"), ("evidence", "Присъствени списъци"),
        ],
        "/persons/new": FilledHouse.person, "/signals/new": FilledHouse.signal(), "/signals/:signal/change": FilledHouse.signal(),
        "/activities/new/:kind": [("title", "Проба"), ("starts", "3.3.2026"), ("f-training-form", "seminar")],
        "/activities/import": [("kind", "distribution"), ("text", "Заглавие;Дата\nБрошура;3.3.2026")],
        "/activities/:activity/attendance": [("list", "Мария Друга Примерова;;ж")], "/activities/:activity/attendance/end": [],
        "/activities/:activity/change": [("title", "Друга проба"), ("f-format", "emn")],
        "/activities/:activity/stage": [("day", "10.4.2026")], "/activities/:activity/task": [("task", "Втора проба")],
        "/activities/:activity/task/:task": [], "/activities/:activity/measures": [],
        "/activities/:activity/merge": [("other", "OTHER")], "/activities/:activity/state": [("state", "cancelled")],
        "/activities/:activity/files/:file/withdraw": [],
        "/signals/:signal/unmask": [], "/signals/:signal/decide": [("outcome", "at-risk")],
        "/signals/:signal/pass": [("organisation", "ORGANISATION")], "/signals/file": [], "/alerts/:alert": [], "/ledger/file": [],
        "/keys": [],
        "/organisations/new": [("institution", ""), ("name", "Друго сдружение (измислено)")],
        "/staff/new": [("name", "Друга Примерова"), ("login", "other.user"), ("post", "експерт")], "/staff/codes/:request": [],
        "/staff/:user/confirm": [], "/staff/:user/posts": [("post", "втора длъжност")],
        "/staff/:user/hand-over": [("colleague", "COLLEAGUE")], "/staff/:user/enable": [], "/staff/:user/reset": [],
        "/staff/:user/disable": [],
        "/persons/:person/erase": [("decision", "РД-12/2026")], "/account/post": [],
        "/account/sessions/end": [],
        "/account/sessions/end-others": [], "/challenge": [], "/sign-in/key": [("key", "USED")],
        "/account/keys": [("key-name", "втори"), ("key", "ADDED")], "/account/keys/remove": [], "/account/recovery": [("code", "CODE")],
        "/account/password": [("password", "PASSWORD"), ("new-password", "верижка облак тринайсет жираф"), ("code", "CODE")],
        "/sign-out": [], "/staff/:user/posts/end": [],
    ]
    /// With these the house was filled and its users signed in. The last one is sent on from `/activate`: its code is a new app's.
    private static let proved: Set = ["/sign-in", "/activate", "/enrol"]
    /// They give something to read.
    private static let reading: Set = ["/challenge", "/demo", "/session/stay", "/search"]

    /// What is sent in the midst of a case or a referral. That it is taken where it may be is shown in the tests of those rooms.
    private static func isMidway(_ pattern: String) -> Bool {
        let rooms = ["/cases/", "/referrals/", "/consents", "/obligations/", "/activities/import/", "/plans/import/"]
        let ofRecords = ["/case", "/contact", "/facts", "/consents", "/referrals"].map { "/persons/:person" + $0 }
        // A file goes in a part of its own, which these forms do not have.
        if ["/activities/:activity/files", "/plans/import"].contains(pattern) { return true }
        return rooms.contains { pattern.hasPrefix($0) } || ofRecords.contains { pattern == $0 || pattern.hasPrefix($0 + "/") }
    }

    private func take(_ forms: Forms, _ patterns: Set<String>, _ filled: FilledHouse) async throws {
        let taken = patterns.filter { !ForgeryTests.isMidway($0) }
        #expect(Set(ForgeryTests.typed.map(\.key)).union(ForgeryTests.proved) == taken)
        let (house, actors) = (filled.house, try await filled.house.actors())
        var words = [
            "ORGANISATION": actors[.childProtectionWorker]?.organisation.text ?? "",
            "SHELTER": actors[.shelterManager]?.organisation.text ?? "", "COLLEAGUE": actors[.supervisor]?.user.text ?? "",
        ]
        for (pattern, typed) in ForgeryTests.typed {
            try await house.prove()
            let found = forms.all.filter { $0.pattern == pattern }.max { $0.form.fields.count < $1.form.fields.count }
            let one = try #require(found, "\(pattern)")
            if typed.contains(where: { $0.1 == "CODE" }), let role = Role.allCases.first(where: { "\($0)" == one.who }) {
                // A code serves once.
                house.clock.advance(seconds: 30)
                let form = try await house.browser("203.0.113.99").demoForm(role)
                for field in form.fields { words[field.name.uppercased()] = field.value }
            }
            if typed.contains(where: { ["USED", "ADDED"].contains($0.1) }) {
                words["USED"] = try filled.key.used(try await one.browser.challenge())
                words["ADDED"] = SoftwareKey().added(try await one.browser.challenge())
            }
            words["OTHER"] = filled.twins.first { !one.form.action.contains($0) }
            let kept = one.form.fields.filter { field in field.name == "id" || !typed.contains { $0.0 == field.name } }
            let more = typed.filter { field in field.0 != "id" || !one.form.fields.contains { $0.name == "id" } }
            let fields = kept.map { ($0.name, $0.value) } + more.map { ($0.0, words[$0.1] ?? $0.1) }
            let before = try await house.stored()
            let answer = try await one.browser.send(
                "POST", one.form.action, headers: TestBrowser.ownForm, body: encoded(fields.map { (name: $0.0, value: $0.1) }))
            #expect([200, 204, 303].contains(answer.status), "\(one.who), \(one.form.action): \(answer.status)")
            let isElsewhere = pattern != "/sign-out" && answer.location?.hasPrefix("/sign-in") == true
            #expect(!isElsewhere, "\(one.who), \(pattern)")
            if !ForgeryTests.reading.contains(pattern) {
                #expect(try await house.stored() != before, "\(one.who), \(pattern): it would have changed nothing")
            }
        }
    }

    private func forge(_ form: PageForm, _ browser: TestBrowser, _ who: String, _ foreign: String) async throws {
        let token = form.fields.first { $0.name == "_form" }?.value ?? ""
        #expect(token.utf8.count == 43, "\(who), \(form.action)")
        let body = encoded(form.fields)
        // A form with a file comes in parts; these are none.
        let pattern = browser.house.pattern(of: form.action, isUnsafe: true)
        let isUpload = browser.house.site.routes.contains { $0.pattern == pattern && $0.isUnsafe && $0.fileLimit != nil }
        let own = TestBrowser.ownForm
        func without(_ name: String, _ more: [String: String] = [:]) -> [String: String] {
            own.filter { $0.key != name }.merging(more) { $1 }
        }
        let cases: [(what: String, headers: [String: String], body: String, status: Int)] = [
            ("no token", own, encoded(form.with(["_form": nil]).fields), 403),
            ("an empty token", own, encoded(form.with(["_form": ""]).fields), 403),
            ("another's token", own, encoded(form.with(["_form": foreign]).fields), 403),
            ("two tokens", own, body + "&_form=" + token, 400),
            ("another site", without("Sec-Fetch-Site", ["Sec-Fetch-Site": "cross-site"]), body, 403),
            ("a sister site", without("Sec-Fetch-Site", ["Sec-Fetch-Site": "same-site"]), body, 403),
            ("a bookmark", without("Sec-Fetch-Site", ["Sec-Fetch-Site": "none"]), body, 403),
            ("nowhere", without("Sec-Fetch-Site"), body, 403),
            ("a foreign origin", without("Sec-Fetch-Site", ["Origin": "https://evil.example"]), body, 403),
            ("a hidden origin", without("Sec-Fetch-Site", ["Origin": "null"]), body, 403),
            ("an origin like ours", without("Sec-Fetch-Site", ["Origin": "https://localhost.evil.example"]), body, 403),
            (
                "another site that claims our origin",
                without("Sec-Fetch-Site", ["Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"]), body, 403
            ),
            ("a field that it has not", own, body + "&is_administrator=1", 400),
            ("bad signs", own, body + "&x=%zz", 400),
            ("plain text", without("Content-Type", ["Content-Type": "text/plain"]), body, 415),
            ("several parts", without("Content-Type", ["Content-Type": "multipart/form-data; boundary=a"]), body, isUpload ? 400 : 415),
            ("no type", without("Content-Type"), body, 415),
            ("too much", own, body + "&x=" + String(repeating: "a", count: 400_000), 413),
        ]
        for one in cases {
            let answer = try await browser.copy().send("POST", form.action, headers: one.headers, body: one.body)
            #expect(answer.status == one.status, "\(who), \(form.action), \(one.what): \(answer.status)")
            #expect(answer.all("Set-Cookie").isEmpty, "\(who), \(form.action), \(one.what)")
        }
        // Check boxes may come several times.
        let lists = Set(browser.house.site.routes.flatMap(\.fields.lists))
        for field in form.fields where field.name != "_form" && !lists.contains(field.name) {
            let twice = try await browser.copy().send("POST", form.action, headers: own, body: body + "&\(field.name)=2")
            #expect(twice.status == 400, "\(who), \(form.action), \(field.name) twice")
        }
        // Without the cookie the token is worth nothing.
        let bare = browser.house.browser("192.0.2.99")
        #expect(try await bare.send("POST", form.action, headers: own, body: body).status == 403, "\(who), \(form.action), no cookie")
    }

    private func encoded(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\($0.name)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
    }

    private func foreignToken(_ house: TestHouse) async throws -> String {
        let browser = house.browser("192.0.2.200")
        _ = try await browser.get("/sign-in")
        return browser.token
    }

    @Test func `an older browser that only names the origin is served`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .analyst)
            for origin in ["http://localhost", "https://localhost"] {
                let headers = ["Origin": origin, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"]
                let answer = try await browser.send("POST", "/session/stay", headers: headers, body: "_form=\(browser.token)")
                #expect(answer.status == 204)
            }
        }
    }

    @Test func `what was typed and the name of the user are in no log`() async throws {
        let log = Recorder()
        try await withHouse(.sqlite, HouseOptions(logger: log.logger)) { house in
            let browser = try await house.signedIn(as: .administrator)
            _ = try await browser.post("/staff/new", [("name", "Плантиранова"), ("login", "kanarche"), ("post", "p"), ("role", "analyst")])
            _ = try await browser.get("/search?q=kanarche")
            _ = try await house.browser().signIn(login: "kanarche", password: "plantirana", code: "000000")
        }
        let lines = log.lines
        #expect(lines.contains { $0.contains("/staff/new") })
        for text in ["Плантиранова", "kanarche", "plantirana", "198.51.100"] { #expect(!lines.contains { $0.contains(text) }, "\(text)") }
    }
}
