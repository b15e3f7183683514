import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Activities

/// Copies that are handed out of a print run are never more than were made.
@Suite struct StockTests {
    private static func run(_ copies: Int, _ changes: [(String, String)] = []) -> [(String, String)] {
        ActivityTests.fields(
            [
                ("state", "done"), ("title", "Брошура за сезонни работници"), ("starts", "2.3.2026"), ("f-material-kind", "brochure"),
                ("f-copies", String(copies)), ("f-language", "bg"), ("anyway", "1"), ("version", "1"),
            ], changes)
    }

    private static func given(_ copies: Int, of path: String, _ changes: [(String, String)] = []) -> [(String, String)] {
        ActivityTests.fields(
            [
                ("state", "done"), ("title", "Раздаване на трудова борса"), ("starts", "5.3.2026"), ("f-material", id(path)),
                ("f-copies", String(copies)), ("f-distribution", "labour-fair"), ("anyway", "1"), ("version", "1"),
            ], changes)
    }

    private static func id(_ path: String) -> String { String(path.dropFirst("/activities/".count)) }

    private func stock(_ path: String, _ house: TestHouse) async throws -> Stock? {
        guard let id = ActivityID(Self.id(path)) else { return nil }
        return try await house.database.read { try ActivityStore.stocks(of: [id], $0)[id] }
    }

    @Test(arguments: Engine.available)
    func `no more is handed out than was made, and the form says what is left`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let run = try await worker.made("/activities/new/production", Self.run(5000))
            #expect(try await worker.get(run).body.contains("Издадени 5000 · раздадени 0 · остават 5000"))
            let first = try await worker.made("/activities/new/distribution", Self.given(3800, of: run))
            let page = try await worker.get(run).body
            #expect(page.contains("Издадени 5000 · раздадени 3800 · остават 1200") && page.contains(first))
            #expect(try await worker.get("/activities/new/distribution").body.contains("остават 1200"))

            let tooMany = try await worker.post("/activities/new/distribution", Self.given(1201, of: run))
            #expect(tooMany.status == 422 && tooMany.body.contains("Остават 1200 от 5000"))
            #expect(tooMany.body.contains("href=\"#f-copies\"") && tooMany.body.contains("value=\"1201\""), "what was typed stays")
            #expect(try await stock(run, house) == Stock(produced: 5000, distributed: 3800), "nothing is half-stored")
            let last = try await worker.made("/activities/new/distribution", Self.given(1200, of: run))
            let materials = try await worker.get("/activities/materials").body
            #expect(materials.contains("Брошура за сезонни работници") && materials.contains("Изчерпан"))

            // Neither end of it can be changed so that it no longer adds up.
            func corrected(_ fields: [(String, String)], _ version: Int) -> [(String, String)] {
                fields.filter { !["id", "version"].contains($0.0) } + [("version", String(version))]
            }
            let more = try await worker.post(last + "/change", corrected(Self.given(1300, of: run), 1))
            #expect(more.status == 422 && more.body.contains("Остават 1200 от 5000"))
            let fewer = try await worker.post(run + "/change", corrected(Self.run(4999), 1))
            #expect(fewer.status == 422 && fewer.body.contains("вече са раздадени 5000"))
            #expect(try await worker.post(run + "/state", [("state", "cancelled")]).status == 422)
            let other = try await worker.made("/activities/new/production", Self.run(10))
            #expect(try await worker.post(run + "/merge", [("other", Self.id(other))]).status == 422)
            #expect(try await stock(run, house) == Stock(produced: 5000, distributed: 5000))

            // What is called off is left again.
            _ = try await worker.made(last + "/state", [("state", "cancelled")])
            #expect(try await stock(run, house)?.left == 1200)
            _ = try await worker.made("/activities/new/distribution", Self.given(500, of: run))
            #expect(try await worker.post(last + "/state", [("state", "done")]).status == 422, "taken meanwhile")
            _ = try await worker.made(run + "/change", corrected(Self.run(4300), 1))
            #expect(try await stock(run, house)?.left == 0)
        }
    }

    @Test(arguments: Engine.available)
    func `a print run is one's own, and one that was made`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let hotline = try await house.signedIn(as: .hotlineOperator, from: "198.51.100.8")
            let run = try await worker.made("/activities/new/production", Self.run(100))
            let foreign = try await hotline.post("/activities/new/distribution", Self.given(1, of: run))
            #expect(foreign.status == 422 && foreign.body.contains("#f-material"))
            #expect(!foreign.body.contains("Брошура за сезонни работници"))
            #expect(
                try await hotline.post("/activities/new/distribution", Self.given(1, of: "/activities/" + ActivityID.new().text)).status
                    == 422)
            #expect(try await !hotline.get("/activities/materials").body.contains("Брошура за сезонни работници"))

            let planned = try await worker.made(
                "/activities/new/production", Self.run(100, [("state", "planned"), ("starts", "5.6.2026")]))
            let early = try await worker.post("/activities/new/distribution", Self.given(1, of: planned))
            #expect(early.status == 422 && early.body.contains("не е отбелязан като издаден"))
            // To be handed out is nothing handed out yet.
            _ = try await worker.made(
                "/activities/new/distribution", Self.given(700, of: run, [("state", "planned"), ("starts", "5.6.2026")]))
            #expect(try await stock(run, house)?.left == 100)
        }
    }

    @Test(arguments: Engine.available)
    func `two who want the last copies do not both get them`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let run = try await worker.made("/activities/new/production", Self.run(100))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await worker.post("/activities/new/distribution", Self.given(40, of: run)).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [303, 303, 422, 422, 422, 422])
            #expect(try await stock(run, house)?.left == 20)
        }
    }

    @Test(arguments: Engine.available)
    func `whatever is added, corrected and called off in whatever order, the stock is what was made less what was given`(
        _ engine: Engine
    ) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            var random = SeededGenerator(engine == .sqlite ? 11 : 12)
            var model = Model()
            for _ in 0..<150 {
                let step = model.step(&random)
                let answer = try await send(step, model, worker)
                #expect(answer.status == (model.allows(step) ? 303 : 422), "\(step)")
                guard answer.status == 303 else { continue }
                model.take(step, path: answer.location?.prefix { $0 != "?" }.description ?? "")
                for run in model.runs {
                    let stock = try #require(try await stock(run.path, house))
                    #expect(stock == Stock(produced: run.isDone ? run.copies : 0, distributed: model.given(of: run.path)), "\(step)")
                    #expect(stock.left >= 0)
                }
            }
            #expect(model.runs.count > 2 && model.gifts.count > 10)
        }
    }

    private func send(_ step: Model.Step, _ model: Model, _ worker: TestBrowser) async throws -> TestAnswer {
        func correction(_ fields: [(String, String)], _ version: Int) -> [(String, String)] {
            fields.filter { !["id", "version"].contains($0.0) } + [("version", String(version))]
        }
        switch step {
        case .make(let copies): return try await worker.post("/activities/new/production", Self.run(copies))
        case .give(let copies, let run):
            return try await worker.post("/activities/new/distribution", Self.given(copies, of: model.runs[run].path))
        case .remake(let run, let copies):
            return try await worker.post(model.runs[run].path + "/change", correction(Self.run(copies), model.runs[run].version))
        case .regive(let gift, let copies, let run):
            let fields = Self.given(copies, of: model.runs[run].path)
            return try await worker.post(model.gifts[gift].path + "/change", correction(fields, model.gifts[gift].version))
        case .moveRun(let run, let isDone):
            return try await worker.post(model.runs[run].path + "/state", [("state", isDone ? "done" : "cancelled")])
        case .moveGift(let gift, let isDone):
            return try await worker.post(model.gifts[gift].path + "/state", [("state", isDone ? "done" : "cancelled")])
        }
    }
}

/// What was made and given, kept by hand.
private struct Model {
    struct Run {
        let path: String
        var copies: Int
        var isDone = true
        var version = 1
    }

    struct Gift {
        let path: String
        var copies: Int
        var run: String
        var isDone = true
        var version = 1
    }

    enum Step {
        case make(Int)
        case give(Int, Int)
        case remake(Int, Int)
        case regive(Int, Int, Int)
        case moveRun(Int, Bool)
        case moveGift(Int, Bool)
    }

    var runs: [Run] = []
    var gifts: [Gift] = []

    func given(of run: String) -> Int { gifts.filter { $0.isDone && $0.run == run }.reduce(0) { $0 + $1.copies } }

    func step(_ random: inout SeededGenerator) -> Step {
        let copies = Int.random(in: 0...60, using: &random)
        guard let run = runs.indices.randomElement(using: &random) else { return .make(copies) }
        guard let gift = gifts.indices.randomElement(using: &random) else { return .give(copies, run) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .make(copies + 60)
        case 1...5: return .give(copies, run)
        case 6: return .remake(run, copies * 2)
        case 7, 8: return .regive(gift, copies, run)
        case 9: return .moveRun(run, Bool.random(using: &random))
        default: return .moveGift(gift, Bool.random(using: &random))
        }
    }

    /// Whether the stock adds up afterwards.
    func allows(_ step: Step) -> Bool {
        var after = self
        after.take(step, path: "new")
        return after.runs.allSatisfy { ($0.isDone ? $0.copies : 0) >= after.given(of: $0.path) }
    }

    mutating func take(_ step: Step, path: String) {
        switch step {
        case .make(let copies): runs.append(Run(path: path, copies: copies))
        case .give(let copies, let run): gifts.append(Gift(path: path, copies: copies, run: runs[run].path))
        case .remake(let run, let copies):
            (runs[run].copies, runs[run].isDone) = (copies, true)
            runs[run].version += 1
        case .regive(let gift, let copies, let run):
            (gifts[gift].copies, gifts[gift].run, gifts[gift].isDone) = (copies, runs[run].path, true)
            gifts[gift].version += 1
        case .moveRun(let run, let isDone):
            runs[run].isDone = isDone
            runs[run].version += 1
        case .moveGift(let gift, let isDone):
            gifts[gift].isDone = isDone
            gifts[gift].version += 1
        }
    }
}
