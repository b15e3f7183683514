import Core
import Foundation
import Policy
import TestSupport
import Testing

@testable import Web

/// Every form that a page has, sent as another site, a script or a mistake would send it.
@Suite struct ForgeryTests {
    @Test(arguments: Engine.available)
    func `no form is taken from elsewhere, with another's token, or with fields that it has not`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan()
            let nobody = house.browser("192.0.2.7")
            try await forge(
                nobody, from: ["/", "/sign-in", "/activate", "/demo", "/session/ended"], "nobody", try await foreignToken(house))
            var actions: Set<String> = []
            for (number, role) in Role.allCases.enumerated() {
                let browser = try await house.signedIn(as: role, from: "198.51.\(number).1")
                let found = try await forge(browser, from: ["/", "/account"], "\(role)", try await foreignToken(house))
                actions.formUnion(found)
            }
            #expect(actions.count >= 10, "\(actions.sorted())")
        }
    }

    @discardableResult
    private func forge(_ browser: TestBrowser, from start: [String], _ who: String, _ foreign: String) async throws -> Set<String> {
        var forms: [String: PageForm] = [:]
        for page in try await Crawler(browser: browser).pages(from: start) {
            for form in page.forms { forms[form.action] = forms[form.action] ?? form }
        }
        let before = try await browser.house.stored()
        for form in forms.values.sorted(by: { $0.action < $1.action }) { try await forge(form, browser, who, foreign) }
        #expect(try await browser.house.stored() == before, "\(who)")
        return Set(forms.keys)
    }

    private func forge(_ form: PageForm, _ browser: TestBrowser, _ who: String, _ foreign: String) async throws {
        let token = form.fields.first { $0.name == "_form" }?.value ?? ""
        #expect(token.utf8.count == 43, "\(who), \(form.action)")
        let body = encoded(form.fields)
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
            ("several parts", without("Content-Type", ["Content-Type": "multipart/form-data; boundary=a"]), body, 415),
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
