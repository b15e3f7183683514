import Core
import Database
import Policy
import TestSupport
import Testing

@testable import Access

@Suite struct DraftTests {
    private let written: KeyValuePairs = [
        "name": "Незабравка Плантиранова", "login": "nova.user", "post": "експерт & \"други\"", "role": "reporter",
    ]

    @Test(arguments: Engine.available)
    func `what is sent after the session ended is sealed, comes back in its form, and goes once it is sent`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let browser = try await house.signedIn(as: .administrator)
            let form = try await browser.get("/staff/new").form("/staff/new")
            house.clock.advance(minutes: 20)
            let late = try await browser.submit(form, written)
            #expect(late.location == "/sign-in?kept=1&next=%2Fstaff%2Fnew")
            #expect(try await house.count("SELECT id FROM drafts") == 1)
            #expect(try await house.stored().firstRange(of: Array("Незабравка".utf8)) == nil)
            #expect(try await house.count("SELECT id FROM users WHERE login = 'nova.user'") == 0)

            try await browser.signIn(as: .administrator)
            #expect(try await browser.get("/account").links.contains("/staff/new"))
            let kept = try await browser.get("/staff/new")
            #expect(kept.body.contains("class=\"note kept\""))
            let restored = try #require(kept.forms.first { $0.action == "/staff/new" && $0.fields.contains { $0.name == "login" } })
            for (name, value) in written { #expect(restored.fields.first { $0.name == name }?.value == value, "\(name)") }

            // A mistake keeps it; only what is taken is forgotten.
            #expect(try await browser.submit(restored, ["login": "x"]).status == 422)
            #expect(try await house.count("SELECT id FROM drafts") == 1)
            #expect(try await browser.submit(restored).status == 303)
            #expect(try await house.count("SELECT id FROM drafts") == 0)
            #expect(try await house.count("SELECT id FROM users WHERE login = 'nova.user'") == 1)
            #expect(try await !browser.get("/staff/new").body.contains("note kept"))
        }
    }

    @Test(arguments: ["", "/en"])
    func `a page that is about to end keeps what was written, and its writer can throw it away`(language: String) async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .administrator)
            let form = try await browser.get(language + "/organisations/new").form(language + "/organisations/new")
            #expect(try await browser.submit(form, ["name": "Фондация „Проба“", "_draft": "keep"]).status == 204)
            #expect(try await browser.get("/account").links.contains("/organisations/new"))
            let page = try await browser.get(language + "/organisations/new")
            #expect(page.body.contains("Фондация „Проба“"))
            let forget = try #require(page.forms.first { $0.fields.contains { $0.name == "_draft" && $0.value == "forget" } })
            #expect(try await browser.submit(forget).location == language + "/organisations/new")
            #expect(try await !browser.get(language + "/organisations/new").body.contains("Проба“"))
            #expect(try await house.count("SELECT id FROM drafts") == 0)
            #expect(try await house.count("SELECT id FROM organisations") == 8)
        }
    }

    @Test func `nothing is kept of forms that ask for no keeping, nor for anybody else`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .administrator)
            for wish in ["keep", "forget", ""] {
                let fields = ["password": "a", "new-password": "b", "code": "c", "_draft": wish]
                let answer = try await browser.post("/account/password", fields.map { ($0.key, $0.value) })
                #expect(answer.status == (wish.isEmpty ? 422 : 400))
            }
            #expect(try await browser.post("/staff/new", [("_draft", "other")]).status == 400)
            #expect(try await browser.post("/staff/new", [("_draft", "keep"), ("_draft", "forget")]).status == 400)
            #expect(try await browser.post("/staff/new", [("name", "Чужда"), ("_draft", "keep")]).status == 204)
            let analyst = try await house.signedIn(as: .analyst)
            #expect(try await analyst.post("/staff/new", [("name", "a"), ("_draft", "keep")]).status == 403)

            // Left alone, forms without a page of their own lead to one that there is, and keep nothing.
            house.clock.advance(minutes: 20)
            #expect(try await browser.post("/account/sessions/end-others").location == "/sign-in?next=%2Faccount")
            #expect(try await analyst.post("/account/recovery", ["code": "123456"]).location == "/sign-in?next=%2Faccount%2Frecovery")
            #expect(try await house.count("SELECT id FROM drafts") == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `a text nobody comes back for is gone after seven days`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let browser = try await house.signedIn(as: .administrator)
            _ = try await browser.post("/staff/new", [("name", "Стара"), ("_draft", "keep")])
            house.clock.advance(days: 7)
            house.clock.advance(seconds: -120)
            try await browser.signIn(as: .administrator)
            #expect(try await browser.get("/staff/new").body.contains("Стара"))
            house.clock.advance(minutes: 3)
            #expect(try await !browser.get("/staff/new").body.contains("Стара"))
            try await browser.signIn(as: .administrator)
            #expect(try await house.count("SELECT id FROM drafts") == 0)
        }
    }

    @Test func `a session that ended long ago keeps nothing any more`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .administrator)
            let form = try await browser.get("/staff/new").form("/staff/new")
            house.clock.advance(days: 1)
            #expect(try await browser.submit(form, written).status == 403)
            #expect(try await house.count("SELECT id FROM drafts") == 0)
        }
    }

    @Test func `a session that was ended keeps nothing`() async throws {
        try await withHouse(.sqlite) { house in
            let browser = try await house.signedIn(as: .administrator)
            let thief = browser.copy()
            let form = try await thief.get("/staff/new").form("/staff/new")
            _ = try await browser.submit(try await browser.get("/account").form("/sign-out"))
            #expect(try await thief.submit(form, written).status == 403)
            #expect(try await house.count("SELECT id FROM drafts") == 0)
        }
    }
}
