import Database
import TestSupport
import Testing

private let first = Migration("0001-things", ["CREATE TABLE things (name TEXT PRIMARY KEY)", "INSERT INTO things (name) VALUES ('a')"])
private let second = Migration("0002-colours", ["ALTER TABLE things ADD COLUMN colour TEXT"])

@Suite struct `Bringing the schema up to date` {
    @Test(arguments: Engine.available)
    func `an empty database gets all steps in order, the next time none`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let atFirst = try await Migrator([second, first]).migrate(database)
            let atNext = try await Migrator([first, second]).migrate(database)
            #expect(atFirst == ["0001-things", "0002-colours"])
            #expect(atNext == [])
            #expect(try await count(database) == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `only new steps are applied`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: [first]) { database in
            let done = try await Migrator([first, second]).migrate(database)
            #expect(done == ["0002-colours"])
        }
    }

    @Test(arguments: Engine.available)
    func `a step that was changed is refused`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: [first]) { database in
            let changed = Migration(first.id, ["CREATE TABLE things (name TEXT)"])
            await #expect(throws: DatabaseError.schema("step 0001-things was changed")) { try await Migrator([changed]).migrate(database) }
        }
    }

    @Test(arguments: Engine.available)
    func `a step this program doesn't know is refused`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: [first, second]) { database in
            await #expect(throws: DatabaseError.schema("a newer program made this database (step 0002-colours)")) {
                try await Migrator([first]).migrate(database)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a step that fails leaves none of the steps`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let wrong = Migration("0002-wrong", ["INSERT INTO things (name) VALUES ('b')", "INSERT INTO things (name) VALUES ('a')"])
            await #expect(throws: DatabaseError.self) { try await Migrator([first, wrong]).migrate(database) }
            let done = try await Migrator([first, second]).migrate(database)
            #expect(done == ["0001-things", "0002-colours"])
            #expect(try await count(database) == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `two programs starting at once apply each step once`(engine: Engine) async throws {
        try await withEmptyLocation(engine) { location in
            let one = try await openDatabase(location)
            let other = try await openDatabase(location)
            async let doneByOne = Migrator([first, second]).migrate(one)
            async let doneByOther = Migrator([first, second]).migrate(other)
            let done = try await [doneByOne, doneByOther]
            #expect(done.flatMap { $0 }.sorted() == ["0001-things", "0002-colours"])
            #expect(try await count(one) == 1)
            await one.close()
            await other.close()
        }
    }

    private func count(_ database: any Database) async throws -> Int {
        try await database.read { try $0.query("SELECT name FROM things").count }
    }
}
