import Access
import Core
import Database
import Foundation
import Server
import Vault

/// The first house with invented users, as it was when it was new: sixteen passwords take a second to hash, so tests copy it.
struct DemoCopy: Sendable {
    /// Seals everything in it.
    let root: SealingKey
    private let source: Source

    private enum Source: Sendable {
        /// The database, whole.
        case file([UInt8])
        /// A schema of the server that tests run on.
        case schema(String)
    }

    /// Made once for each engine.
    static func of(_ engine: Engine) async throws -> DemoCopy {
        switch engine {
        case .sqlite: try await ofSQLite.value
        case .postgres: try await ofPostgres.value
        }
    }

    /// Puts the file there, before it is opened; nothing for a server.
    func lay(at location: DatabaseLocation) async throws {
        guard case .file(let bytes) = source, case .sqlite(let path) = location else { return }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// Puts the rows into the tables of a server; nothing for a file, which has them.
    func fill(_ database: any Database) async throws {
        guard case .schema(let name) = source else { return }
        // Emptied of what the migrations wrote, then filled in the order in which tables were made, so that what is referred to is there.
        try await database.write { connection in
            try connection.execute(
                """
                CREATE FUNCTION pg_temp.fill(house TEXT) RETURNS VOID LANGUAGE plpgsql AS 'DECLARE tables TEXT[]; one TEXT; BEGIN
                    SELECT array_agg(c.relname ORDER BY c.oid) INTO tables FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = house AND c.relkind = ''r'';
                    FOR place IN REVERSE array_length(tables, 1)..1 LOOP EXECUTE format(''DELETE FROM %I'', tables[place]); END LOOP;
                    FOREACH one IN ARRAY tables LOOP EXECUTE format(''INSERT INTO %I SELECT * FROM %I.%I'', one, house, one); END LOOP;
                END'
                """)
            _ = try connection.query("SELECT pg_temp.fill(\(name))")
        }
    }

    private static let ofSQLite = Task { () async throws -> DemoCopy in
        try await withTemporaryFolder { folder in
            let path = folder + "/demo.sqlite"
            let root = try await make(.sqlite(path: path))
            return DemoCopy(root: root, source: .file([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))))
        }
    }

    private static let ofPostgres = Task { () async throws -> DemoCopy in
        let (name, url) = try await keptSchema()
        return DemoCopy(root: try await make(.postgres(url: url)), source: .schema(name))
    }

    private static func make(_ location: DatabaseLocation) async throws -> SealingKey {
        let root = SealingKey()
        let database = try await openDatabase(location)
        _ = try await Migrator(Databases.migrations).migrate(database)
        _ = try await DemoUsers(database: database, root: root, desk: PasswordDesk(root: root)).make(at: MovingClock().now)
        await database.close()
        return root
    }
}
