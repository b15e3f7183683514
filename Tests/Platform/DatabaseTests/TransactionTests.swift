import Database
import TestSupport
import Testing

private struct Oops: Error, Equatable {}

private let accounts = [
    Migration(
        "0001-accounts",
        [
            """
            CREATE TABLE accounts (
                name TEXT PRIMARY KEY, secret TEXT UNIQUE, amount INTEGER NOT NULL, CONSTRAINT amount_is_positive CHECK (amount >= 0))
            """,
            "CREATE TABLE notes (account TEXT NOT NULL REFERENCES accounts (name))",
        ])
]

@Suite struct `Transactions` {
    @Test(arguments: Engine.available)
    func `a write whose body throws leaves nothing`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            await #expect(throws: Oops()) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1)")
                    throw Oops()
                }
            }
            let left = try await names(database)
            #expect(left == [])
        }
    }

    @Test(arguments: Engine.available)
    func `a failed statement ends the write even when its error is swallowed`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1)")
                    _ = try? connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 2)")
                }
            }
            #expect(try await names(database) == [])
            try await database.write { try $0.execute("INSERT INTO accounts (name, amount) VALUES ('b', 1)") }
            #expect(try await names(database) == ["b"])
        }
    }

    @Test(arguments: Engine.available)
    func `a broken rule is named and shows no data`(engine: Engine) async throws {
        let statements: [(SQL, sqlite: String, postgres: String)] = [
            ("INSERT INTO accounts (name, secret, amount) VALUES ('b', 'Иванова', 1)", "accounts.secret", "accounts_secret_key"),
            ("INSERT INTO accounts (name, secret, amount) VALUES ('Иванова', 'b', 1)", "accounts.name", "accounts_pkey"),
            ("INSERT INTO accounts (name, secret) VALUES ('b', 'Иванова 2')", "accounts.amount", "accounts.amount"),
            ("INSERT INTO accounts (name, secret, amount) VALUES ('b', 'Иванова 2', -1)", "amount_is_positive", "amount_is_positive"),
            ("INSERT INTO notes (account) VALUES ('Иванова 2')", "foreign key", "notes_account_fkey"),
        ]
        try await withDatabase(engine, migrations: accounts) { database in
            try await database.write { try $0.execute("INSERT INTO accounts (name, secret, amount) VALUES ('Иванова', 'Иванова', 1)") }
            for (statement, sqlite, postgres) in statements {
                let error = await #expect(throws: DatabaseError.self) { try await database.write { try $0.execute(statement) } }
                #expect(error == .constraint(engine == .sqlite ? sqlite : postgres))
            }
            #expect(try await names(database) == ["Иванова"])
        }
    }

    @Test(arguments: Engine.available)
    func `the error of a wrong statement or value shows no data`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            let statements: [SQL] = ["SELECT * FROM nowhere WHERE name = \("Иванова")", "SELECT 'Иванова' FROM accounts WHERE"]
            for statement in statements {
                let error = await #expect(throws: DatabaseError.self) { _ = try await database.read { try $0.query(statement) } }
                #expect(error.map { "\($0)".contains("Иванова") } == false)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a read changes nothing`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1)") }
            }
            let left = try await names(database)
            #expect(left == [])
        }
    }

    @Test(arguments: Engine.available)
    func `the number of changed rows is told`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            let counts = try await database.write { connection in
                [
                    try connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1), ('b', 1)"),
                    try connection.execute("CREATE TABLE others (name TEXT)"),
                    try connection.execute("UPDATE accounts SET amount = 2 WHERE name = 'none'"),
                    try connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 3) ON CONFLICT DO NOTHING"),
                    try connection.execute("DELETE FROM accounts"),
                ]
            }
            #expect(counts == [2, 0, 0, 0, 2])
        }
    }

    @Test(arguments: Engine.available)
    func `a read sees one state while a write goes on beside it`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
            let written = Gate()
            async let counts = database.read { connection in
                let before = try connection.query("SELECT name FROM accounts").count
                hasBegun.finish()
                written.pass()
                return [before, try connection.query("SELECT name FROM accounts").count]
            }
            for await _ in begun {}
            defer { written.open() }
            try await database.write { try $0.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1)") }
            written.open()
            #expect(try await counts == [0, 0])
            #expect(try await names(database) == ["a"])
        }
    }

    @Test(arguments: Engine.available)
    func `writes at the same time are all counted`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            try await database.write { try $0.execute("INSERT INTO accounts (name, amount) VALUES ('a', 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await database.write { connection in
                            let amount = try connection.first("SELECT amount FROM accounts")?.integer("amount") ?? 0
                            try connection.execute("UPDATE accounts SET amount = \(amount + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let amount = try await database.read { try $0.first("SELECT amount FROM accounts")?.integer("amount") }
            #expect(amount == 50)
        }
    }

    @Test(arguments: Engine.available, [Durability.lasting, .passing])
    func `a cancelled write leaves nothing and the database goes on`(engine: Engine, durability: Durability) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await database.write(durability) { connection in
                    try connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1)")
                    hasBegun.finish()
                    // Without the cancellation this would count for hours.
                    _ = try connection.query(
                        """
                        WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000000000)
                        SELECT COUNT(*) AS count FROM numbers
                        """)
                }
            }
            for await _ in begun {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await names(database) == [])
            try await database.write { try $0.execute("INSERT INTO accounts (name, amount) VALUES ('b', 1)") }
            #expect(try await names(database) == ["b"])
        }
    }

    private static let statements: [SQL] = [
        "INSERT INTO accounts (name, amount) VALUES ('a', 1)", "INSERT INTO accounts (name, amount) VALUES ('b', 1)", "SELECT 1",
    ]

    @Test(arguments: Engine.available)
    func `after a passing write that was cancelled a lasting one is waited for`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            for point in Self.statements.indices {
                let (reached, hasReached) = AsyncStream.makeStream(of: Void.self)
                let cancelled = Gate()
                let task = Task {
                    try await database.write(.passing) { connection in
                        for (number, statement) in Self.statements.enumerated() {
                            if number == point {
                                hasReached.finish()
                                cancelled.pass()
                            }
                            try connection.execute(statement)
                        }
                    }
                }
                for await _ in reached {}
                task.cancel()
                cancelled.open()
                let result = await task.result
                // Whether the engine hears of it in time is its own matter; all is there then, or nothing.
                switch result {
                case .success: #expect(try await names(database) == ["a", "b"])
                case .failure(let error):
                    #expect(error is CancellationError)
                    #expect(try await names(database) == [])
                }
                try await database.write { try $0.execute("DELETE FROM accounts") }
                // SQLite's setting is the connection's; PostgreSQL's goes with its transaction.
                guard engine == .sqlite else { continue }
                let waits = try await database.write { try $0.first("PRAGMA synchronous")?.integer("synchronous") }
                #expect(waits == 2)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `closing waits for the work under way and then refuses`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: accounts) { database in
            let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
            async let count = database.write { connection in
                hasBegun.finish()
                return try connection.execute("INSERT INTO accounts (name, amount) VALUES ('a', 1)")
            }
            for await _ in begun {}
            await database.close()
            let changed = try await count
            #expect(changed == 1)
            await #expect(throws: DatabaseError.unavailable("the database is closed")) { try await names(database) }
        }
    }

    private func names(_ database: any Database) async throws -> [String] {
        try await database.read { try $0.query("SELECT name FROM accounts ORDER BY name").map { try $0.text("name") } }
    }
}
