import Core
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Programmes
import Reference
import Server
import TestSupport
import Testing
import Vault
import Web

/// One question to the site and the file that holds its whole answer.
struct Exchange: Sendable, CustomTestStringConvertible {
    let name: String
    let address: String
    var method = HTTPRequest.Method.get

    var testDescription: String { "\(method) \(address)" }
    var file: URL { Seeds.root.appendingPathComponent("Tests/Golden/exchanges/\(name).txt") }

    private static let plan = "/plans/ucheben-plan-primer-2026"

    static let all = [
        Exchange(name: "home", address: "/"), Exchange(name: "home-en", address: "/en"),
        Exchange(name: "plan", address: plan), Exchange(name: "plan-en", address: "/en" + plan),
        Exchange(name: "plan-filtered", address: plan + "?section=2&q=podslon"),
        Exchange(name: "plan-nothing", address: plan + "?q=%3Cb%3E"),
        Exchange(name: "document", address: plan + "/document"), Exchange(name: "budget", address: plan + "/budget"),
        Exchange(name: "calendar", address: plan + "/calendar"), Exchange(name: "institutions-of-plan", address: plan + "/institutions"),
        Exchange(name: "remarks", address: plan + "/remarks"), Exchange(name: "measure", address: plan + "/measures/1.1"),
        Exchange(name: "measure-en", address: "/en" + plan + "/measures/2.1"), Exchange(name: "source", address: plan + "/source/1.6.5"),
        Exchange(name: "json", address: plan + ".json"), Exchange(name: "csv", address: plan + ".csv"),
        Exchange(name: "ics", address: plan + ".ics"), Exchange(name: "measure-json", address: plan + "/measures/1.2.json"),
        Exchange(name: "institutions", address: "/institutions"), Exchange(name: "institution", address: "/institutions/J%2FTIP"),
        Exchange(name: "institution-busy", address: "/institutions/\(PercentCoding.encode("НКБТХ"))"),
        Exchange(name: "search", address: "/search?q=obuchenie"), Exchange(name: "search-empty", address: "/search"),
        Exchange(name: "about", address: "/about"), Exchange(name: "data", address: "/data"),
        Exchange(name: "accessibility", address: "/accessibility"), Exchange(name: "plans", address: "/plans"),
        Exchange(name: "trailing-slash", address: "/about/"), Exchange(name: "not-found", address: "/nope"),
        Exchange(name: "broken-address", address: "/%zz"), Exchange(name: "not-allowed", address: "/", method: .post),
        Exchange(name: "sign-in", address: "/sign-in?next=/account"), Exchange(name: "activate", address: "/en/activate"),
        Exchange(name: "ended", address: "/session/ended?left=1"), Exchange(name: "sign-in-first", address: "/en/staff"),
        Exchange(name: "head", address: "/about", method: .head), Exchange(name: "health", address: "/healthz"),
    ]
}

@Suite struct ExchangeTests {
    @Test(arguments: Engine.available)
    func `every exchange is as it was written down`(engine: Engine) async throws {
        let register = try InstitutionRegister.builtIn()
        try await withDatabase(engine, migrations: Databases.migrations) { database in
            let document = try DocumentReader(register).read(Seeds.file("Tests/Golden/exchanges/plan.tsv"))
            _ = try await ImportPlans(database: database)(document, name: "plan.tsv", options: .init())
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            // 14 April 2026, noon in Sofia.
            let site = try House.site(
                database: database, register: register, root: SealingKey(), isDevelopment: false, logger: logger,
                clock: { Instant(milliseconds: 1_776_157_200_000) })
            try await WebServer(site, ServerConfiguration(logger: logger)).application().test(.router) { client in
                for exchange in Exchange.all {
                    try await client.execute(uri: exchange.address, method: exchange.method) { response in
                        try compare(exchange, written(exchange, response), engine)
                    }
                }
            }
        }
    }

    private func compare(_ exchange: Exchange, _ now: String, _ engine: Engine) throws {
        if ProcessInfo.processInfo.environment["ZAKRILA_WRITE_EXCHANGES"] != nil, engine == .sqlite {
            try now.write(to: exchange.file, atomically: true, encoding: .utf8)
        }
        let then = String(decoding: try Data(contentsOf: exchange.file), as: UTF8.self)
        guard now != then else { return }
        let lines = zip(now.components(separatedBy: "\n"), then.components(separatedBy: "\n")).enumerated()
        let first = lines.first { $0.element.0 != $0.element.1 }
        Issue.record(
            "\(exchange.testDescription) on \(engine): line \(first.map { $0.offset + 1 } ?? 0) is \(first?.element.0 ?? "missing"), was \(first?.element.1 ?? "missing")"
        )
    }

    private func written(_ exchange: Exchange, _ response: TestResponse) -> String {
        let headers = response.headers.map { "\($0.name): \($0.value)" }.sorted()
        let text = ["\(exchange.method) \(exchange.address)", "\(response.status.code)"] + headers + ["", String(buffer: response.body)]
        return Exchange.masked(text.joined(separator: "\n"))
    }
}

extension Exchange {
    /// The text without what differs from run to run.
    static func masked(_ text: String) -> String {
        text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "UUID")
            .replacing(/\/assets\/([a-z]+)-[0-9a-z]+\./) { "/assets/\($0.output.1)-HASH." }
            .replacing(/(?i)(x-request-id: |заявка |request )[0-9a-z]{10,14}/) { "\($0.output.1)REQUEST" }
            .replacing(/(?i)(etag: ").+"/) { "\($0.output.1)TAG\"" }
            .replacing(/(?i)(content-length: )[0-9]+/) { "\($0.output.1)LENGTH" }
            .replacing(/(__Host-zakrila-form=|name="_form" value=")[0-9A-Za-z_-]{43}/) { "\($0.output.1)TOKEN" }
            .replacing(/DTSTAMP:[0-9TZ]+/, with: "DTSTAMP:MOMENT")
            .replacing(/"importedAt" : "[^"]+"/, with: "\"importedAt\" : \"MOMENT\"")
    }
}
