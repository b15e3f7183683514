import Core
import Database
import Ledger
import Logging
import Policy
import Server
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Vault

@Suite struct RoundTests {
    private struct Fault: Error {}

    @Test func `a step that fails keeps no other from being done, and is tried again`() async throws {
        let done = Mutex<[String]>([])
        let clock = MovingClock()
        let rounds = Rounds(
            [
                .init("first") { now in
                    done.withLock { $0.append("first \(now.iso)") }
                    throw Fault()
                }, .init("second") { _ in done.withLock { $0.append("second") } },
            ], clock: { clock.now }, logger: HouseOptions().logger)
        await rounds.round()
        let first = clock.now.iso
        clock.advance(minutes: 1)
        await rounds.round()
        #expect(done.withLock(\.self) == ["first \(first)", "second", "first \(clock.now.iso)", "second"])
    }

    @Test func `rounds go on until the server is told to stop, and finish what they have begun`() async throws {
        let logger = HouseOptions().logger
        let steps = Mutex(0)
        let ended = Mutex(0)
        let group = Mutex<ServiceGroup?>(nil)
        let rounds = Rounds(
            [
                .init("count") { _ in
                    let count = steps.withLock {
                        $0 += 1
                        return $0
                    }
                    guard count == 3 else { return }
                    let running = group.withLock(\.self)
                    await running?.triggerGracefulShutdown()
                    try await gracefulShutdown()
                    // It has begun, so it is finished, without being cancelled.
                    #expect(!Task.isCancelled)
                    ended.withLock { $0 += 1 }
                }, .init("after") { _ in ended.withLock { $0 += 10 } },
            ], every: .zero, logger: logger)
        let running = ServiceGroup(services: [rounds], logger: logger)
        group.withLock { $0 = running }
        try await running.run()
        #expect(steps.withLock(\.self) == 3)
        #expect(ended.withLock(\.self) == 21, "two whole rounds, and the step that was under way")
    }

    @Test(arguments: Engine.available)
    func `a damaged ledger stops no server, and is gone on with once it is mended`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let key = CheckpointKey()
            let rounds = try House.rounds(
                database: house.database, root: house.root, names: NameSearch(), signing: key, clock: { house.clock.now },
                logger: HouseOptions().logger)
            try await house.database.write { connection in try connection.execute("UPDATE ledger_tree SET id = 2") }
            await rounds.round()
            #expect(try await house.database.read { connection in try StoredCheckpoint.newest(connection) } == nil)
            try await house.database.write { connection in try connection.execute("UPDATE ledger_tree SET id = 1") }
            await rounds.round()
            #expect(try await house.database.read { connection in try StoredCheckpoint.newest(connection) } != nil)
        }
    }

    /// Searches and looks as pages write them, not as a test would: what detectors watch for must be what is written.
    @Test(arguments: Engine.available)
    func `who searches and opens too much through the pages is found`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            for number in 0..<30 { _ = try await worker.post("/persons/search", ["name": "Никоя \(number)"]) }
            for _ in 0..<5 { _ = try await worker.get("/persons/" + PersonID.new().text) }
            let rounds = try House.rounds(
                database: house.database, root: house.root, signing: nil, clock: { house.clock.now }, logger: HouseOptions().logger)
            await rounds.round()
            let found = try await house.database.read { connection in
                try connection.query("SELECT detector FROM alerts").map { try $0.text("detector") }
            }
            #expect(Set(found).isSuperset(of: ["searching", "refused"]), "\(found)")
        }
    }

    @Test func `nobody works on a public holiday, and a post may have several roles`() async throws {
        // The third of March 2026 is a Tuesday.
        let clock = MovingClock(try #require(Instant(iso: "2026-03-03T10:00:00.000Z")))
        try await withHouse(.sqlite, clock: clock) { house in
            func alerts(_ role: String) async throws -> [String] {
                let entry = LedgerEntry(
                    time: clock.now, actor: UserID.new().text, act: "person.open", object: PersonID.new().text,
                    organisation: OrganisationID.new().text, role: role, purpose: "supervision")
                try await Ledger.write(house.database) { _ in ((), [entry]) }
                try await House.rounds(
                    database: house.database, root: house.root, signing: nil, clock: { clock.now }, logger: HouseOptions().logger
                ).round()
                return try await house.database.read { connection in
                    try connection.query("SELECT detector FROM alerts WHERE actor = \(entry.actor)").map { try $0.text("detector") }
                }
            }
            let day = try await alerts("case-worker")
            #expect(day == ["night"])
            let several = try await alerts("case-worker hotline-operator")
            #expect(several.isEmpty)
        }
    }
}
