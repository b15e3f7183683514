import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite struct CheckpointTests {
    private let start = Instant(milliseconds: 1_800_000_000_000)

    private func after(seconds: Int) -> Instant { Instant(milliseconds: start.milliseconds + Int64(seconds) * 1000) }

    private func fill(_ database: any Database, _ count: Int) async throws {
        let entries = (0..<count).map { LedgerEntry(time: start, actor: "a", act: "test.look", object: "\($0)") }
        try await Ledger.write(database) { _ in ((), entries) }
    }

    @Test(arguments: [
        // entries, those of the newest checkpoint, seconds since it, due
        (0, nil, 0, false), (1, nil, 0, true), (100, 100, 100_000, false), (101, 100, 299, false), (101, 100, 300, true),
        (149, 100, 0, false),
        (150, 100, 0, true), (101, 100, -1, true), (100, 100, -1, false), (90, 100, 100_000, false),
    ])
    func `a checkpoint is due after so many entries or so long, and only when something was added`(
        size: Int, newest: Int?, seconds: Int, isDue: Bool
    ) {
        let pace = CheckpointKeeper.Pace(entries: 50, seconds: 300)
        #expect(pace.isDue(size: size, newest: newest.map { ($0, start) }, now: after(seconds: seconds)) == isDue)
    }

    @Test(arguments: Engine.available)
    func `the keeper signs what was added and nothing twice`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            let key = CheckpointKey()
            let keeper = CheckpointKeeper(database, key: key, pace: CheckpointKeeper.Pace(entries: 10, seconds: 300))
            #expect(try await keeper.keep(now: start) == nil)
            try await fill(database, 3)
            #expect(try await keeper.keep(now: start)?.size == 3)
            #expect(try await keeper.keep(now: after(seconds: 1000)) == nil)
            try await fill(database, 4)
            #expect(try await keeper.keep(now: after(seconds: 299)) == nil)
            // Another server's keeper goes on from the same table.
            let other = CheckpointKeeper(database, key: key, pace: CheckpointKeeper.Pace(entries: 10, seconds: 300))
            let second = try #require(try await other.keep(now: after(seconds: 300)))
            #expect(Checkpoint(note: second.note, key: key.publicKey) == second)
            #expect(try await keeper.keep(now: after(seconds: 300)) == nil)
            try await fill(database, 10)
            #expect(try await keeper.keep(now: after(seconds: 301))?.size == 17)
            let sizes = try await database.read { connection in
                try StoredCheckpoint.page(before: 17, limit: 5, connection).map(\.checkpoint.size)
            }
            #expect(sizes == [7, 3])
            #expect(try await database.read { connection in try StoredCheckpoint.newest(connection)?.madeAt } == after(seconds: 301))
            guard
                case .whole(17, _) = try await LedgerVerifier(database, batch: 4).verify(keys: [CheckpointKey().publicKey, key.publicKey])
            else {
                Issue.record("not whole")
                return
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a ledger shorter than its own checkpoints is not signed`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            let keeper = CheckpointKeeper(database, key: CheckpointKey())
            try await fill(database, 3)
            try await keeper.keep(now: start)
            let edge = try await database.read { connection in try Ledger.edge(connection) }
            let row = try await database.read { connection in try connection.query("SELECT root FROM ledger_entries WHERE position = 0") }
            let first = try row[0].blob("root")
            try await database.write { connection in
                try connection.execute("DELETE FROM ledger_entries WHERE position > 0")
                try connection.execute("UPDATE ledger_tree SET size = 1, roots = \(first)")
            }
            #expect(edge.size == 3)
            await #expect(throws: LedgerFault.setBack) { try await keeper.keep(now: after(seconds: 900)) }
            // In itself it is right; its own checkpoint knows better.
            #expect(try await LedgerVerifier(database).verify() == .broken(position: 1, .cutOff))
        }
    }

    /// Done to a ledger of 20 entries with checkpoints at 5, 12 and 20.
    private static let tamperings: [Tampering] = [
        Tampering(
            name: "a stored root is changed", verdict: .broken(position: 11, .storedCheckpoint),
            statements: ["UPDATE ledger_checkpoints SET root = (SELECT root FROM ledger_entries WHERE position = 3) WHERE size = 12"]),
        Tampering(
            name: "a note takes the place of another", verdict: .broken(position: 4, .storedCheckpoint),
            statements: ["UPDATE ledger_checkpoints SET note = (SELECT note FROM ledger_checkpoints WHERE size = 12) WHERE size = 5"]),
        Tampering(
            name: "a checkpoint is moved", verdict: .broken(position: 5, .storedCheckpoint),
            statements: ["UPDATE ledger_checkpoints SET size = 6 WHERE size = 5"]),
        Tampering(
            name: "a checkpoint is moved beyond the end", verdict: .broken(position: 20, .cutOff),
            statements: ["UPDATE ledger_checkpoints SET size = 21 WHERE size = 20"]),
        Tampering(
            name: "a checkpoint is moved before the first entry", verdict: .broken(position: 0, .storedCheckpoint),
            statements: ["UPDATE ledger_checkpoints SET size = -4 WHERE size = 5"]),
        Tampering(
            name: "a note is no note", verdict: .broken(position: 19, .storedCheckpoint),
            statements: ["UPDATE ledger_checkpoints SET note = 'zakrila' WHERE size = 20"]),
        Tampering(
            name: "a note is signed by somebody else", verdict: .broken(position: 11, .storedCheckpoint),
            statements: ["UPDATE ledger_checkpoints SET note = replace(note, '— zakrila/ledger ', '— zakrila/ledger A') WHERE size = 12"]),
        Tampering(
            name: "the entries are wrong before a checkpoint", verdict: .broken(position: 2, .changed),
            statements: [
                "UPDATE ledger_entries SET object = 'x' WHERE position = 2", "UPDATE ledger_checkpoints SET note = '' WHERE size = 5",
            ]),
    ]

    @Test(arguments: Engine.available, tamperings)
    func `whatever is done to the checkpoints in the database, the first wrong position is named`(
        engine: Engine, tampering: Tampering
    ) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            let key = CheckpointKey()
            let keeper = CheckpointKeeper(database, key: key)
            for (count, seconds) in [(5, 0), (7, 300), (8, 600)] {
                try await fill(database, count)
                try await keeper.keep(now: after(seconds: seconds))
            }
            try await database.write { connection in
                for statement in tampering.statements { try connection.execute(statement) }
            }
            #expect(try await LedgerVerifier(database, batch: 6).verify(keys: [key.publicKey]) == tampering.verdict)
        }
    }

    @Test(arguments: Engine.available)
    func `a checkpoint of another key is refused when the key is given`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await fill(database, 4)
            try await CheckpointKeeper(database, key: CheckpointKey()).keep(now: start)
            let verifier = LedgerVerifier(database)
            #expect(try await verifier.verify(keys: [CheckpointKey().publicKey]) == .broken(position: 3, .storedCheckpoint))
            guard case .whole(4, _) = try await verifier.verify() else {
                Issue.record("not whole")
                return
            }
        }
    }

    @Test(arguments: Engine.available)
    func `an end cut off together with its checkpoints is seen by a witness`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            let keeper = CheckpointKeeper(database, key: CheckpointKey())
            try await fill(database, 2)
            let first = try #require(try await keeper.keep(now: start))
            try await fill(database, 3)
            let witnessed = try #require(try await keeper.keep(now: after(seconds: 300)))
            try await database.write { connection in
                try connection.execute("DELETE FROM ledger_entries WHERE position >= 2")
                try connection.execute("DELETE FROM ledger_checkpoints WHERE size > 2")
                try connection.execute("UPDATE ledger_tree SET size = 2, roots = \(first.root.bytes)")
            }
            let verifier = LedgerVerifier(database)
            #expect(try await verifier.verify() == .whole(size: 2, root: first.root))
            #expect(try await verifier.verify(against: [witnessed]) == .broken(position: 2, .cutOff))
        }
    }

    @Test(arguments: Engine.available)
    func `entries that come while the ledger is verified are no fault`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await fill(database, 10)
            let busy = BusyDatabase(database) { try await fill(database, 1) }
            guard case .whole(let size, _) = try await LedgerVerifier(busy, batch: 5).verify() else {
                Issue.record("not whole")
                return
            }
            #expect(size > 10)
        }
    }
}

/// A database in which something happens before every read.
private struct BusyDatabase: Database {
    private let inner: any Database
    private let event: @Sendable () async throws -> Void

    init(_ inner: any Database, event: @escaping @Sendable () async throws -> Void) {
        (self.inner, self.event) = (inner, event)
    }

    var dialect: Dialect { inner.dialect }

    func read<Result: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Result) async throws -> Result {
        try await event()
        return try await inner.read(body)
    }

    func write<Result: Sendable>(
        _ durability: Durability, _ body: @Sendable @escaping (any Connection) throws -> Result
    ) async throws -> Result {
        try await inner.write(durability, body)
    }

    func close() async {}
}
