import Core
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Logging
import Programmes
import Reference
import Server
import TestSupport
import Testing
import Web

private let silent: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
}()

/// The site with the demo programme, asked through the server's own door.
private func withSite(
    _ engine: Engine = .sqlite, logger: Logger = silent, _ body: @escaping @Sendable (any TestClientProtocol, String) async throws -> Void
) async throws {
    let register = try InstitutionRegister.builtIn()
    try await withDatabase(engine, migrations: Databases.migrations) { database in
        let outcomes = try await ImportPlans(database: database)(
            DocumentReader(register).read(Seeds.file("Demo/programa-2024.tsv")), name: "programa-2024.tsv", options: .init())
        let moment = Instant(milliseconds: 1_731_000_000_000)
        let site = try House.site(database: database, register: register, isDevelopment: true, logger: logger, clock: { moment })
        let server = WebServer(site, ServerConfiguration(logger: logger))
        let slug = outcomes[0].slug
        try await server.application().test(.router) { client in try await body(client, slug) }
    }
}

@Suite struct SiteTests {
    @Test(arguments: Engine.available)
    func `every page of the house answers in both languages`(engine: Engine) async throws {
        try await withSite(engine) { client, slug in
            let plan = "/plans/\(slug)"
            let pages = [
                "", plan, "\(plan)/document", "\(plan)/budget", "\(plan)/calendar", "\(plan)/institutions", "\(plan)/remarks",
                "\(plan)/measures/II.1.2", "\(plan)/source/2.3.5", "/institutions", "/institutions/\(PercentCoding.encode("НКБТХ"))",
                "/search?q=traffic", "/search", "/about", "/data", "/accessibility", "/components",
            ]
            for page in pages {
                for prefix in ["", "/en"] where !(prefix + page).isEmpty || page.isEmpty {
                    let address = prefix + page
                    try await client.execute(uri: address.isEmpty ? "/" : address, method: .get) { response in
                        #expect(response.status == .ok, "\(address)")
                        let text = String(buffer: response.body)
                        #expect(text.contains("lang=\"\(prefix.isEmpty ? "bg" : "en")\""), "\(address)")
                        #expect(!text.contains("⟨"), "\(address)")
                        #expect(text.components(separatedBy: "<h1").count == 2, "\(address)")
                    }
                }
            }
        }
    }

    @Test func `every answer carries the security headers, errors and redirects too`() async throws {
        try await withSite { client, slug in
            let cases: [(String, HTTPRequest.Method, Int)] = [
                ("/", .get, 200), ("/plans/\(slug).csv", .get, 200), ("/nope", .get, 404), ("/%zz", .get, 400), ("/", .post, 405),
                ("/about/", .get, 308), ("/institutions/J%2FTIP", .get, 200),
                ("/plans", .get, 303), ("/healthz", .get, 200), ("/search?q=%00", .get, 400), ("/plans/\(slug)/measures/none", .get, 404),
            ]
            for (address, method, status) in cases {
                try await client.execute(uri: address, method: method) { response in
                    #expect(response.status.code == status, "\(address)")
                    for (name, _) in SecurityHeaders.all(isPublic: status < 400, isFile: address.hasSuffix(".csv")) {
                        let field = try #require(HTTPField.Name(name))
                        #expect(response.headers[field] != nil, "\(address): \(name)")
                    }
                    #expect(response.headers[.server] == nil)
                    if status == 405 { #expect(response.headers[.allow] == "GET, HEAD") }
                    if status >= 400 { #expect(String(buffer: response.body).contains("<h1>"), "\(address)") }
                }
            }
        }
    }

    @Test func `reports of a broken policy are taken, and only rules are kept of them`() async throws {
        let report = #"[{"type":"csp-violation","body":{"effectiveDirective":"script-src-elem","documentURL":"http://x/secret"}}]"#
        let cases: [(String, HTTPRequest.Method, Int)] = [
            (report, .post, 204), ("[]", .post, 204), (#"[{"type":"csp-violation","body":{"effectiveDirective":"\nsecret"}}]"#, .post, 204),
            ("", .post, 400), ("{}", .post, 400), (String(repeating: "[", count: 10_000), .post, 400),
            (String(repeating: " ", count: 20_000), .post, 413), ("", .get, 405), ("", .put, 405),
        ]
        let log = InMemoryLogHandler()
        try await withSite(logger: Logger(label: "test") { _ in log }) { client, _ in
            for (body, method, status) in cases {
                try await client.execute(uri: "/reports/csp", method: method, body: ByteBuffer(string: body)) { response in
                    #expect(response.status.code == status, "\(method) \(body.prefix(80))")
                    #expect(response.headers[.contentSecurityPolicy]?.hasSuffix("report-to csp") == true)
                    if status == 405 { #expect(response.headers[.allow] == "POST") }
                }
            }
            for _ in 0..<100 {
                try await client.execute(uri: "/reports/csp", method: .post, body: ByteBuffer(string: report)) {
                    #expect($0.status == .noContent)
                }
            }
        }
        let kept = log.entries.filter { $0.message == "policy broken" }
        #expect(kept.count == 20)
        #expect(kept.allSatisfy { $0.metadata == ["directive": "script-src-elem"] })
    }

    @Test func `hostile queries are shown, not run`() async throws {
        try await withSite { client, _ in
            for attack in [
                "\"><script>alert(1)</script>", "\u{301}\" onfocus=alert(1) autofocus x=\"\u{301}", "{{t.service}}", "' OR 1=1 --",
                "<planted onmouseover=alert(1)",
            ] {
                try await client.execute(uri: "/search?q=\(PercentCoding.encode(attack))", method: .get) { response in
                    #expect(response.status == .ok)
                    let text = String(buffer: response.body)
                    #expect(!text.contains("<script>alert") && !text.contains("<planted"))
                    #expect(!text.unicodeScalars.elementsEqual("".unicodeScalars))
                    #expect(!text.contains("\" onfocus"))
                }
            }
        }
    }

    @Test func `a page unchanged is not sent again`() async throws {
        try await withSite { client, slug in
            let tag = try await client.execute(uri: "/plans/\(slug)", method: .get) { $0.headers[.eTag] ?? "" }
            var headers = HTTPFields()
            headers[.ifNoneMatch] = tag
            try await client.execute(uri: "/plans/\(slug)", method: .get, headers: headers) { response in
                #expect(response.status == .notModified)
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test func `downloads hold what the filter chose`() async throws {
        try await withSite { client, slug in
            let query = "?section=2&q=\(PercentCoding.encode("трафик"))"
            let shown = try await client.execute(uri: "/plans/\(slug)\(query)", method: .get) {
                String(buffer: $0.body).components(separatedBy: "class=\"code\"><a ").count - 1
            }
            let rows = try await client.execute(uri: "/plans/\(slug).csv\(query)", method: .get) {
                String(buffer: $0.body).components(separatedBy: "\r\n").count - 2
            }
            let json = try await client.execute(uri: "/plans/\(slug).json\(query)", method: .get) { response in
                let object = try JSONSerialization.jsonObject(with: Data(String(buffer: response.body).utf8)) as? [String: Any]
                return (object?["measures"] as? [Any])?.count ?? 0
            }
            #expect(shown > 0)
            #expect(rows == shown)
            #expect(json == shown)
        }
    }

    @Test(arguments: [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ])
    func `files of an office are files to save, the same each time, and of the reader's choice`(ending: String, type: String) async throws {
        try await withSite { client, slug in
            let address = "/plans/\(slug).\(ending)"
            let first = try await client.execute(uri: address, method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == type)
                #expect(response.headers[.contentDisposition] == "attachment; filename=\"\(slug).\(ending)\"")
                #expect(Array(buffer: response.body).prefix(4) == [0x50, 0x4b, 3, 4])
                return (tag: response.headers[.eTag] ?? "", bytes: Array(buffer: response.body))
            }
            #expect(!first.tag.isEmpty)
            var headers = HTTPFields()
            headers[.ifNoneMatch] = first.tag
            try await client.execute(uri: address, method: .get, headers: headers) { #expect($0.status == .notModified) }
            let again = try await client.execute(uri: address + "?q=", method: .get) { Array(buffer: $0.body) }
            #expect(again == first.bytes)
            let part = try await client.execute(uri: address + "?section=7", method: .get) { response in
                #expect(response.headers[.eTag] != first.tag)
                return Array(buffer: response.body)
            }
            #expect(part.prefix(4) == [0x50, 0x4b, 3, 4] && part.count < first.bytes.count)
            let page = try await client.execute(uri: "/plans/\(slug)?section=2", method: .get) { String(buffer: $0.body) }
            #expect(page.contains("href=\"\(address)?section=2\" download"))
            try await client.execute(uri: "/plans/none.\(ending)", method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test func `an empty house says what to do next`() async throws {
        try await withDatabase(.sqlite, migrations: Databases.migrations) { database in
            let site = try House.site(
                database: database, register: try InstitutionRegister.builtIn(), isDevelopment: false, logger: Logger(label: "test"))
            try await WebServer(site, ServerConfiguration(logger: Logger(label: "test"))).application().test(.router) { client in
                try await client.execute(uri: "/", method: .get) { response in
                    #expect(response.status == .ok)
                    #expect(String(buffer: response.body).contains("zakrila import"))
                }
                try await client.execute(uri: "/components", method: .get) { #expect($0.status == .notFound) }
            }
        }
    }
}
