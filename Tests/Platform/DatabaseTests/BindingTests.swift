import Core
import Database
import TestSupport
import Testing

/// A table with a column of each kind, to see what comes back of what was bound.
private let kinds = [
    Migration(
        "0001-kinds",
        [
            """
            CREATE TABLE kinds (
                id TEXT PRIMARY KEY, whole BIGINT, number DOUBLE PRECISION, words TEXT, flag BOOLEAN,
                bytes \(sqlite: "BLOB", postgres: "BYTEA"))
            """
        ])
]

private let letters = [Migration("0001-letters", ["CREATE TABLE letters (name TEXT PRIMARY KEY, place INTEGER NOT NULL)"])]

@Suite struct `Binding of values` {
    @Test(arguments: Engine.available)
    func `a value of every kind comes back as it was bound`(engine: Engine) async throws {
        let bytes = (0...255).map { UInt8($0) }
        let row = try await withDatabase(engine, migrations: kinds) { database in
            try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO kinds (id, whole, number, words, flag, bytes)
                    VALUES (\("a"), \(Int.min), \(-0.1), \("Ж 'quoted' \\ $1 ?2 😀"), \(true), \(bytes))
                    """)
                return try #require(try connection.first("SELECT * FROM kinds WHERE flag = \(true)"))
            }
        }
        #expect(try row.integer("whole") == Int.min)
        #expect(try row.realOrNil("number") == -0.1)
        #expect(try row.text("words") == "Ж 'quoted' \\ $1 ?2 😀")
        #expect(try row.boolean("flag"))
        #expect(try row.blob("bytes") == bytes)
    }

    @Test(arguments: Engine.available)
    func `rows inserted together come back as they were given`(engine: Engine) async throws {
        let texts = ["", "\\N", "\\", "\\.", "tab\tline\nreturn\r\\t", "Ж 'quoted' \\ $1 ?2 😀", "NULL"]
        var rows: [[SQLValue]] = texts.enumerated().map { index, text in
            [.text("\(index)"), .integer(.min), .real(-0.1), .text(text), .boolean(index % 2 == 0), .blob([0, 9, 10, 92, 255])]
        }
        rows.append([.text("none"), .null, .null, .null, .null, .null])
        let (given, back) = (rows, "SELECT whole, number, words, flag, bytes FROM kinds ORDER BY id" as SQL)
        let found = try await withDatabase(engine, migrations: kinds) { database in
            try await database.write { connection in
                try connection.insert(into: "kinds (id, whole, number, words, flag, bytes)", [])
                try connection.insert(into: "kinds (id, whole, number, words, flag, bytes)", given)
                return try connection.query(back)
            }
        }
        #expect(found.count == rows.count)
        for (row, text) in zip(found, texts) {
            #expect(try row.integer("whole") == .min)
            #expect(try row.realOrNil("number") == -0.1)
            #expect(try row.text("words") == text)
            #expect(try row.blob("bytes") == [0, 9, 10, 92, 255])
        }
        #expect(try found.prefix(texts.count).map { try $0.boolean("flag") } == texts.indices.map { $0 % 2 == 0 })
        for column in ["whole", "number", "words", "flag", "bytes"] { #expect(try found.last?.value(column) == .null) }
    }

    @Test(arguments: Engine.available)
    func `rows inserted together are stored all or not at all`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: letters) { database in
            for (rows, error) in [
                ([[.text("a"), .integer(1)], [.text("a"), .integer(2)]], DatabaseError?.none),
                ([[.text("a"), .integer(1)], [.text("b\0"), .integer(2)]], .unstorable),
            ] as [([[SQLValue]], DatabaseError?)] {
                let thrown = await #expect(throws: DatabaseError.self) {
                    try await database.write { connection in try connection.insert(into: "letters (name, place)", rows) }
                }
                if let error { #expect(thrown == error) }
            }
            #expect(try await database.read { connection in try connection.query("SELECT * FROM letters") }.isEmpty)
            try await database.write { connection in try connection.insert(into: "letters (name, place)", [[.text("a"), .integer(1)]]) }
            #expect(try await database.read { connection in try connection.query("SELECT * FROM letters") }.count == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `a missing value of every kind comes back as NULL`(engine: Engine) async throws {
        let row = try await withDatabase(engine, migrations: kinds) { database in
            try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO kinds (id, whole, number, words, flag, bytes)
                    VALUES (\("a"), \(Int?.none), \(Double?.none), \(String?.none), \(Bool?.none), \([UInt8]?.none))
                    """)
                return try #require(try connection.first("SELECT * FROM kinds"))
            }
        }
        for column in ["whole", "number", "words", "flag", "bytes"] { #expect(try row.value(column) == .null) }
    }

    @Test(arguments: Engine.available)
    func `empty text and empty bytes are not NULL`(engine: Engine) async throws {
        let row = try await withDatabase(engine, migrations: kinds) { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO kinds (id, words, bytes) VALUES (\("a"), \(""), \([UInt8]()))")
                return try #require(try connection.first("SELECT * FROM kinds"))
            }
        }
        #expect(try row.value("words") == .text(""))
        #expect(try row.value("bytes") == .blob([]))
    }

    @Test(arguments: Engine.available)
    func `identifier, day and moment are stored as sortable text`(engine: Engine) async throws {
        let id = Identifier<Migration>.new()
        let day = try #require(Day(2024, 2, 29))
        let moment = Instant(milliseconds: 1_709_164_800_005)
        let (row, text) = try await withDatabase(engine, migrations: kinds) { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO kinds (id, words) VALUES (\(id), \(day))")
                let row = try #require(try connection.first("SELECT * FROM kinds WHERE id = \(id)"))
                try connection.execute("UPDATE kinds SET words = \(moment)")
                return (row, try connection.first("SELECT words FROM kinds")?.text("words"))
            }
        }
        let found: Identifier<Migration> = try row.identifier("id")
        #expect(found == id)
        #expect(try row.dayOrNil("words") == day)
        #expect(text == "2024-02-29T00:00:00.005Z")
    }

    @Test(arguments: Engine.available, [[], ["b"], ["a", "b", "d"]])
    func `a list matches its own values only`(engine: Engine, wanted: [String]) async throws {
        let found = try await withDatabase(engine, migrations: letters) { database in
            try await database.write { connection in
                let rows = ["a", "b", "c", "d"].enumerated().map { [SQLValue.text($1), .integer(Int64($0))] }
                #expect(try connection.execute("INSERT INTO letters (name, place) VALUES \(rows: rows)") == 4)
                return try connection.query("SELECT name FROM letters WHERE name IN (\(list: wanted)) ORDER BY name")
            }
        }
        #expect(try found.map { try $0.text("name") } == wanted)
    }

    @Test(arguments: Engine.available)
    func `values keep their order beyond nine and in appended statements`(engine: Engine) async throws {
        // In SQLite `$n` would be a name and bind by first appearance; here the tenth and the first must not be confused either.
        let found = try await withDatabase(engine, migrations: letters) { database in
            try await database.write { connection in
                let names = (0..<12).map { "name \($0)" }
                let rows = names.enumerated().map { [SQLValue.text($1), .integer(Int64($0))] }
                try connection.execute("INSERT INTO letters (place, name) SELECT place, name FROM letters WHERE name = \("none")")
                try connection.execute("INSERT INTO letters (name, place) VALUES \(rows: rows)")
                let condition: SQL = "place > \(9) AND name <> \("name 11")"
                return try connection.query("SELECT name FROM letters WHERE \(condition)" + " AND place < \(11)")
            }
        }
        #expect(try found.map { try $0.text("name") } == ["name 10"])
    }

    @Test(arguments: Engine.available)
    func `text with a NUL is refused and the transaction can go on`(engine: Engine) async throws {
        let count = try await withDatabase(engine, migrations: letters) { database in
            try await database.write { connection in
                #expect(throws: DatabaseError.unstorable) {
                    try connection.execute("INSERT INTO letters (name, place) VALUES (\("a\0b"), \(1))")
                }
                try connection.execute("INSERT INTO letters (name, place) VALUES (\("a"), \(1))")
                return try connection.query("SELECT name FROM letters").count
            }
        }
        #expect(count == 1)
    }

    @Test(arguments: Engine.available)
    func `text sorts by its bytes`(engine: Engine) async throws {
        let names = ["я", "Б", "б", "a", "B", "ё", "Z", "é", "😀", "", " ", "10", "9"]
        let found = try await withDatabase(engine, migrations: letters) { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO letters (name, place) VALUES \(rows: names.map { [.text($0), .integer(0)] })")
                return try connection.query("SELECT name FROM letters ORDER BY name").map { try $0.text("name") }
            }
        }
        #expect(found == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test(arguments: Engine.available)
    func `counts, sums and averages are numbers`(engine: Engine) async throws {
        let row = try await withDatabase(engine, migrations: letters) { database in
            try await database.write { connection in
                let rows: [[SQLValue]] = [[.text("a"), .integer(1)], [.text("b"), .integer(2)]]
                try connection.execute("INSERT INTO letters (name, place) VALUES \(rows: rows)")
                return try connection.first(
                    "SELECT COUNT(*) AS count, SUM(place) AS sum, SUM(CAST(place AS BIGINT)) AS big, AVG(place) AS average FROM letters")
            }
        }
        #expect(try row?.integer("count") == 2)
        #expect(try row?.integer("sum") == 3)
        #expect(try row?.integer("big") == 3)
        #expect(try row?.realOrNil("average") == 1.5)
    }

    @Test(arguments: Engine.available)
    func `a column that is not there is a decoding error`(engine: Engine) async throws {
        let row = try await withDatabase(engine) { try await $0.read { try $0.first("SELECT 1 AS one") } }
        #expect(throws: DatabaseError.decoding(column: "two")) { try row?.value("two") }
        #expect(throws: DatabaseError.decoding(column: "one")) { try row?.text("one") }
    }
}
