import Core
import Database
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// What someone who can write to the database might do to the ledger, and what the verifier says to it.
struct Tampering: Sendable, CustomTestStringConvertible {
    let name: String
    let verdict: LedgerVerifier.Verdict
    let statements: [SQL]

    var testDescription: String { name }

    /// On a ledger of 20 entries.
    static let all = [
        Tampering(
            name: "a word is changed", verdict: .broken(position: 7, .changed),
            statements: ["UPDATE ledger_entries SET decision = 'deny' WHERE position = 7"]),
        Tampering(
            name: "what was looked at is changed", verdict: .broken(position: 3, .changed),
            statements: ["UPDATE ledger_entries SET object = 'other' WHERE position = 3"]),
        Tampering(
            name: "nothing becomes an empty word", verdict: .broken(position: 6, .changed),
            statements: ["UPDATE ledger_entries SET request = '' WHERE position = 6"]),
        Tampering(
            name: "a word moves to the next column", verdict: .broken(position: 10, .changed),
            statements: ["UPDATE ledger_entries SET organisation = NULL, role = organisation || role WHERE position = 10"]),
        Tampering(
            name: "the time is changed", verdict: .broken(position: 0, .changed),
            statements: ["UPDATE ledger_entries SET at = '2020-01-01T00:00:00.000Z' WHERE position = 0"]),
        Tampering(
            name: "an entry is taken out", verdict: .broken(position: 5, .missing),
            statements: ["DELETE FROM ledger_entries WHERE position = 5"]),
        Tampering(
            name: "an entry is taken out and the others move up", verdict: .broken(position: 5, .misplaced),
            statements: [
                "DELETE FROM ledger_entries WHERE position = 5",
                "UPDATE ledger_entries SET position = -position WHERE position > 5",
                "UPDATE ledger_entries SET position = -position - 1 WHERE position < 0",
            ]),
        Tampering(
            name: "an entry is put in", verdict: .broken(position: 4, .misplaced),
            statements: [
                "UPDATE ledger_entries SET position = -position WHERE position >= 4",
                "UPDATE ledger_entries SET position = -position + 1 WHERE position < 0",
                """
                INSERT INTO ledger_entries (position, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, salt, commitment, root)
                SELECT 4, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, salt, commitment, root FROM ledger_entries WHERE position = 9
                """,
            ]),
        Tampering(
            name: "an entry is put before the first", verdict: .broken(position: 0, .added),
            statements: [
                """
                INSERT INTO ledger_entries (position, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, salt, commitment, root)
                SELECT -1, at, actor, organisation, role, act, object, purpose, rule, decision, fields, request, salt, commitment, root FROM ledger_entries WHERE position = 9
                """
            ]),
        Tampering(
            name: "two entries change places", verdict: .broken(position: 2, .misplaced),
            statements: [
                "UPDATE ledger_entries SET position = -2 WHERE position = 2", "UPDATE ledger_entries SET position = 2 WHERE position = 11",
                "UPDATE ledger_entries SET position = 11 WHERE position = -2",
            ]),
        Tampering(
            name: "the end is cut off", verdict: .broken(position: 18, .cutOff),
            statements: ["DELETE FROM ledger_entries WHERE position >= 18"]),
        Tampering(
            name: "everything is taken out", verdict: .broken(position: 0, .cutOff), statements: ["DELETE FROM ledger_entries"]),
        Tampering(
            name: "the tree is taken out", verdict: .broken(position: 20, .tree), statements: ["DELETE FROM ledger_tree"]),
        Tampering(
            name: "the tree is made shorter", verdict: .broken(position: 16, .added),
            statements: ["UPDATE ledger_tree SET size = 16, roots = (SELECT root FROM ledger_entries WHERE position = 15)"]),
        Tampering(
            name: "a root is changed", verdict: .broken(position: 12, .misplaced),
            statements: ["UPDATE ledger_entries SET root = commitment WHERE position = 12"]),
        Tampering(
            name: "a value of another kind is put in", verdict: .broken(position: 14, .changed),
            statements: ["UPDATE ledger_entries SET salt = \(sqlite: "'words'", postgres: "root") WHERE position = 14"]),
        Tampering(
            name: "the tree becomes words", verdict: .broken(position: 20, .tree),
            statements: ["UPDATE ledger_tree SET roots = \(sqlite: "'words'", postgres: "'words'::bytea")"]),
        Tampering(
            name: "a salt is changed", verdict: .broken(position: 13, .changed),
            statements: ["UPDATE ledger_entries SET salt = root WHERE position = 13"]),
    ]
}

@Suite struct LedgerTests {
    private func entry(_ number: Int, act: String = "test.look") -> LedgerEntry {
        LedgerEntry(
            time: Instant(milliseconds: 1_700_000_000_000 + Int64(number)), actor: "actor-\(number % 3)", act: act,
            object: "object-\(number)",
            organisation: "НКБТХ", role: "caseWorker", purpose: "task", rule: "r1", fields: ["name"],
            request: number == 6 ? nil : "q\(number)")
    }

    private func fill(_ database: any Database, _ numbers: Range<Int>) async throws {
        for number in numbers { try await Ledger.write(database) { _ in ((), [entry(number)]) } }
    }

    @Test(arguments: Engine.available)
    func `entries are kept as they were given, in their order`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            #expect(try await LedgerVerifier(database).verify() == .whole(size: 0, root: MerkleEdge().root))
            try await fill(database, 0..<5)
            try await Ledger.write(database) { _ in ((), [entry(5), entry(6)]) }
            let entries = try await database.read { connection in
                try connection.query("SELECT * FROM ledger_entries ORDER BY position").map { row in
                    try LedgerEntry.columns.map { try row.textOrNil($0) }
                }
            }
            #expect(entries == (0..<7).map { entry($0).values })
            guard case .whole(7, _) = try await LedgerVerifier(database, batch: 3).verify() else {
                Issue.record("not whole")
                return
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a change and its entry are both there or neither is`(engine: Engine) async throws {
        struct Refused: Error {}
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await database.write { connection in try connection.execute("CREATE TABLE things (name TEXT PRIMARY KEY)") }
            await #expect(throws: Refused.self) {
                try await Ledger.write(database) { connection -> (Void, [LedgerEntry]) in
                    try connection.execute("INSERT INTO things (name) VALUES (\("a"))")
                    throw Refused()
                }
            }
            // The ledger cannot be gone on with: the change is refused, too.
            try await database.write { connection in try connection.execute("UPDATE ledger_tree SET size = 3") }
            await #expect(throws: LedgerFault.damagedTree) {
                try await Ledger.write(database) { connection in
                    try connection.execute("INSERT INTO things (name) VALUES (\("b"))")
                    return ((), [entry(0)])
                }
            }
            #expect(try await database.read { connection in try connection.query("SELECT name FROM things") }.isEmpty)
            #expect(try await database.read { connection in try connection.query("SELECT position FROM ledger_entries") }.isEmpty)
        }
    }

    @Test(arguments: Engine.available)
    func `fifty looks at once do not abort one another`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            let runs = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let counter = Counter()
                        try await Ledger.write(database) { connection in
                            counter.add()
                            _ = try connection.query("SELECT COUNT(*) AS n FROM ledger_entries")
                            return ((), [entry(number)])
                        }
                        return counter.count
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(runs == Array(repeating: 1, count: 50))
            guard case .whole(50, _) = try await LedgerVerifier(database).verify() else {
                Issue.record("not whole")
                return
            }
        }
    }

    @Test(arguments: Engine.available, Tampering.all)
    func `whatever is done to the ledger, the first wrong position is named`(engine: Engine, tampering: Tampering) async throws {
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await fill(database, 0..<20)
            try await database.write { connection in
                for statement in tampering.statements { try connection.execute(statement) }
            }
            #expect(try await LedgerVerifier(database, batch: 6).verify() == tampering.verdict)
        }
    }

    @Test(arguments: Engine.available)
    func `a ledger rewritten whole or set back disagrees with a checkpoint kept elsewhere`(engine: Engine) async throws {
        let key = CheckpointKey()
        let kept = try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await fill(database, 0..<9)
            guard case .whole(let size, let root) = try await LedgerVerifier(database).verify() else { throw LedgerFault.damagedTree }
            let checkpoint = try Checkpoint(size: size, root: root, signedWith: key)
            try await fill(database, 9..<14)
            guard case .whole(14, _) = try await LedgerVerifier(database).verify(against: [checkpoint]) else {
                Issue.record("a longer ledger agrees with its past")
                return checkpoint
            }
            return checkpoint
        }
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            // Another history, right in itself.
            for number in 0..<12 { try await Ledger.write(database) { _ in ((), [entry(number, act: "test.other")]) } }
            #expect(try await LedgerVerifier(database).verify(against: [kept]) == .broken(position: 8, .checkpoint))
        }
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await fill(database, 0..<4)
            #expect(try await LedgerVerifier(database).verify(against: [kept]) == .broken(position: 4, .cutOff))
        }
    }

    @Test func `keys are read as they were written`() {
        // Base64 holds the sign that parts a key.
        for _ in 0..<200 {
            let key = CheckpointKey()
            #expect(CheckpointKey(text: key.text)?.publicKey.text == key.publicKey.text)
            #expect(CheckpointKey.Public(text: key.publicKey.text + "\n")?.text == key.publicKey.text)
        }
    }

    @Test func `a checkpoint is believed only whole and signed with the key`() throws {
        let key = CheckpointKey()
        var edge = MerkleEdge()
        for number in 0..<5 { edge.append([UInt8(number)]) }
        let checkpoint = try Checkpoint(size: edge.size, root: edge.root, signedWith: key)
        let stored = try #require(CheckpointKey.Public(text: key.publicKey.text))
        #expect(Checkpoint(note: checkpoint.note, key: stored) == checkpoint)
        #expect(CheckpointKey(text: key.text)?.publicKey.text == key.publicKey.text)
        #expect(Checkpoint(note: checkpoint.note, key: CheckpointKey().publicKey) == nil)
        #expect(Checkpoint(note: checkpoint.note.replacingOccurrences(of: "\n5\n", with: "\n6\n"), key: stored) == nil)
        // No single character of it can be another.
        for position in checkpoint.note.indices where checkpoint.note[position] != "\n" {
            var changed = checkpoint.note
            changed.replaceSubrange(position...position, with: checkpoint.note[position] == "A" ? "B" : "A")
            let read = Checkpoint(note: changed, key: stored)
            #expect(read == nil || read?.root == checkpoint.root && read?.size == checkpoint.size)
        }
        for broken in ["", "\n\n\n\n\n", "zakrila/ledger\n5\n", checkpoint.note + "x\u{0}", String(checkpoint.note.dropLast(9))] {
            #expect(Checkpoint(note: broken, key: stored) == nil || broken.hasPrefix(checkpoint.note))
        }
        for text in ["", "zakrila/ledger+00000000+AA==", key.publicKey.text.replacingOccurrences(of: "zakrila", with: "other"), key.text] {
            #expect(CheckpointKey.Public(text: text) == nil)
        }
    }
}

/// Counts how often the body of a write ran.
private final class Counter: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    func add() { state.withLock { $0 += 1 } }
}
