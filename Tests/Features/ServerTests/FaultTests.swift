import Core
import Hummingbird
import HummingbirdTesting
import Server
import TestSupport
import Testing
import Web

/// A fault that says what somebody typed, as an engine's own might.
private struct TellingFault: Error, CustomStringConvertible {
    let description: String
}

@Suite struct FaultTests {
    @Test func `a fault tells neither its page nor the log what was typed`() async throws {
        let log = Recorder()
        let assets = try Assets()
        let route = Route.get("/faults/:name", for: .everyone, cached: false) { _ in
            throw TellingFault(description: "no such column: nezabravka")
        }
        let site = Site(
            routes: [route], pages: Pages(try PageTemplates([]), assets: assets), assets: assets, logger: log.logger, revision: { 0 })
        let server = WebServer(site, ServerConfiguration(logger: log.logger))
        try await server.application().test(.router) { client in
            try await client.execute(uri: "/faults/one", method: .get) { response in
                #expect(response.status == .internalServerError)
                let page = String(buffer: response.body)
                #expect(page.contains("<h1"))
                for word in ["nezabravka", "no such column", "TellingFault"] { #expect(!page.contains(word), "\(word)") }
            }
        }
        #expect(log.lines.contains { $0.contains("kind=TellingFault") && $0.contains("route=/faults/:name") })
        for word in ["nezabravka", "no such column", "/faults/one"] { #expect(!log.lines.contains { $0.contains(word) }, "\(word)") }
    }
}
