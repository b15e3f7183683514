import Policy
import TestSupport
import Testing

@Suite struct SearchTests {
    /// Who works with persons types their names into every field that looks like a search.
    @Test(arguments: Engine.available)
    func `what a signed-in user looks for among the plans stands in no address`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            try await house.importPlan("Demo/programa-2024.tsv")
            let worker = try await house.signedIn(as: .caseWorker)
            for start in ["/", "/search"] {
                let page = try await worker.get(start)
                #expect(!page.body.contains("method=\"get\""), "\(start)")
                let found = try await worker.submit(try page.form("/search"), ["q": "обучение"])
                #expect(found.status == 200 && found.body.contains("<mark>"), "\(start)")
            }
            let first = try await worker.post("/search", ["q": "трафик"])
            let second = try await worker.post("/search", ["q": "трафик", "page": "2"])
            #expect(first.body.contains("name=\"page\" value=\"2\"") && !first.body.contains("?q="))
            #expect(second.status == 200 && second.bodyWithoutTokens != first.bodyWithoutTokens)
            #expect(try await house.browser().get("/search").body.contains("method=\"get\""), "strangers may pass an address on")
        }
    }
}
