import Database
import Foundation
import TestSupport
import Testing

private let things = [Migration("0001-things", ["CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)"])]
private let hasPostgres = Engine.available.contains(.postgres)

@Suite struct `Connections` {
    @Test(arguments: Engine.available)
    func `a statement can return the rows it wrote`(engine: Engine) async throws {
        let row = try await withDatabase(engine, migrations: things) { database in
            try await database.write { try $0.first("INSERT INTO things (id, name) VALUES (1, 'a') RETURNING id, name") }
        }
        #expect(try row?.integer("id") == 1)
        #expect(try row?.text("name") == "a")
    }

    @Test(arguments: Engine.available)
    func `more different statements than are kept prepared still run`(engine: Engine) async throws {
        let count = try await withDatabase(engine, migrations: things) { database in
            try await database.write { connection in
                for size in 1...300 {
                    let rows = (0..<size).map { [SQLValue.integer(Int64($0))] }
                    try connection.execute("INSERT INTO things (id) VALUES \(rows: rows) ON CONFLICT DO NOTHING")
                }
                return try connection.query("SELECT id FROM things").count
            }
        }
        #expect(count == 300)
    }

    @Test(arguments: Engine.available)
    func `a column added later is seen by statements used before`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: things) { database in
            let all: SQL = "SELECT * FROM things"
            try await database.write { try $0.execute("INSERT INTO things (id, name) VALUES (1, 'a')") }
            let before = try await database.read { try $0.first(all) }
            #expect(throws: DatabaseError.decoding(column: "colour")) { try before?.value("colour") }
            try await database.write { try $0.execute("ALTER TABLE things ADD COLUMN colour TEXT") }
            // PostgreSQL refuses the statement once; then it is prepared anew.
            _ = try? await database.read { try $0.first(all) }
            let after = try await database.read { try $0.first(all) }
            #expect(try after?.value("colour") == .null)
        }
    }

    @Test func `a SQLite write that was told is on the disk, and one that need not waits for none`() async throws {
        try await withDatabase(.sqlite) { database in
            func synchronous(_ durability: Durability) async throws -> Int? {
                try await database.write(durability) { connection in try connection.first("PRAGMA synchronous")?.integer("synchronous") }
            }
            #expect(try await synchronous(.lasting) == 2)
            #expect(try await synchronous(.passing) == 1)
            #expect(try await synchronous(.lasting) == 2)
            // Also after one that failed.
            await #expect(throws: DatabaseError.self) { try await database.write(.passing) { try $0.execute("nonsense") } }
            #expect(try await synchronous(.lasting) == 2)
            let journal = try await database.read { try $0.first("PRAGMA journal_mode")?.text("journal_mode") }
            #expect(journal == "wal")
        }
    }

    @Test(.enabled(if: hasPostgres)) func `a PostgreSQL write is waited for unless it need not be`() async throws {
        try await withDatabase(.postgres) { database in
            func commits(_ durability: Durability) async throws -> String? {
                try await database.write(durability) { try $0.first("SHOW synchronous_commit")?.text("synchronous_commit") }
            }
            // The server of the tests itself need not wait: it is told to, on the one connection that is used.
            try await database.write { try $0.execute("SET synchronous_commit = local") }
            #expect(try await commits(.passing) == "off")
            #expect(try await commits(.lasting) == "local")
        }
    }

    @Test(arguments: Engine.available)
    func `a passing write is a whole one, too`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: things) { database in
            struct Broken: Error {}
            await #expect(throws: Broken.self) {
                try await database.write(.passing) { connection in
                    try connection.execute("INSERT INTO things (id, name) VALUES (1, 'never')")
                    throw Broken()
                }
            }
            try await database.write(.passing) { try $0.execute("INSERT INTO things (id, name) VALUES (2, 'there')") }
            let names = try await database.read { try $0.query("SELECT name FROM things").map { try $0.text("name") } }
            #expect(names == ["there"])
        }
    }

    @Test func `when SQLite has no room nothing is written, reading goes on, and so does writing once there is room`() async throws {
        try await withDatabase(.sqlite, migrations: things) { database in
            try await database.write { try $0.execute("INSERT INTO things (id, name) VALUES (1, 'a')") }
            _ = try await database.write { try $0.query("PRAGMA max_page_count = 8") }
            let large = String(repeating: "x", count: 100_000)
            await #expect(throws: DatabaseError.full) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO things (id, name) VALUES (2, 'b')")
                    try connection.execute("INSERT INTO things (id, name) VALUES (3, \(large))")
                }
            }
            #expect(try await database.read { try $0.query("SELECT id FROM things").map { try $0.integer("id") } } == [1])
            _ = try await database.write { try $0.query("PRAGMA max_page_count = 100000") }
            try await database.write { try $0.execute("INSERT INTO things (id, name) VALUES (3, \(large))") }
            #expect(try await database.read { try $0.query("SELECT id FROM things").count } == 2)
        }
    }

    @Test(.enabled(if: hasPostgres)) func `when PostgreSQL has no room it is told as such`() async throws {
        try await withDatabase(.postgres) { database in
            await #expect(throws: DatabaseError.full) {
                try await database.write { try $0.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$") }
            }
        }
    }

    @Test func `after closing, the SQLite file alone holds everything`() async throws {
        try await withEmptyLocation(.sqlite) { location in
            guard case .sqlite(let path) = location else { return }
            let database = try await openDatabase(location)
            _ = try await Migrator(things).migrate(database)
            _ = try await database.read { try $0.query("SELECT * FROM things") }
            await database.close()
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            let copy = try await openDatabase(.sqlite(path: path + ".copy"))
            let done = try await Migrator(things).migrate(copy)
            await copy.close()
            #expect(done == [])
        }
    }

    @Test func `SQLite's full-text search is there`() async throws {
        let found = try await withDatabase(.sqlite) { database in
            try await database.write { connection in
                try connection.execute("CREATE VIRTUAL TABLE texts USING fts5 (words)")
                try connection.execute("INSERT INTO texts (words) VALUES (\("план за дейности")), (\("нищо"))")
                return try connection.query("SELECT words FROM texts WHERE texts MATCH \("дейност*")")
            }
        }
        #expect(try found.map { try $0.text("words") } == ["план за дейности"])
    }

    @Test(.enabled(if: hasPostgres))
    func `a connection lost between two operations is replaced unnoticed`() async throws {
        try await withDatabase(.postgres, migrations: things) { database in
            let process = try await processNumber(database)
            try await endProcess(process)
            let other = try await processNumber(database)
            #expect(process != other)
        }
    }

    @Test(.enabled(if: hasPostgres))
    func `a connection lost within a write is told, leaves nothing, and the next write works`() async throws {
        try await withDatabase(.postgres, migrations: things) { database in
            await #expect(throws: DatabaseError.unavailable("the connection to the PostgreSQL server was lost")) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO things (id) VALUES (1)")
                    _ = try connection.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            let changed = try await database.write { try $0.execute("INSERT INTO things (id) VALUES (1)") }
            #expect(changed == 1)
        }
    }

    @Test(.enabled(if: hasPostgres))
    func `a cancelled task doesn't go on waiting for a free connection`() async throws {
        try await withDatabase(.postgres) { database in
            let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
            let gate = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { gate.open() }
                for _ in 0..<8 {
                    group.addTask {
                        try await database.read { _ in
                            hasBegun.yield()
                            gate.pass()
                        }
                    }
                }
                var running = 0
                for await _ in begun {
                    running += 1
                    if running == 8 { break }
                }
                let waiting = Task { _ = try await database.read { try $0.query("SELECT 1 AS one") } }
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
                gate.open()
                try await group.waitForAll()
            }
            let row = try await database.read { try $0.first("SELECT 1 AS one") }
            #expect(try row?.integer("one") == 1)
        }
    }

    private func processNumber(_ database: any Database) async throws -> Int {
        try await database.read { try $0.first("SELECT pg_backend_pid() AS pid")?.integer("pid") ?? 0 }
    }

    private func endProcess(_ number: Int) async throws {
        try await withDatabase(.postgres) { database in
            // The second argument lets it wait until the process is gone.
            _ = try await database.read { try $0.query("SELECT pg_terminate_backend(\(number), 5000)") }
        }
    }
}
