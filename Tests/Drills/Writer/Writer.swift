import Core
import Database
import Foundation
import Ledger
import Server

/// Writes rows together with their ledger entries, as fast as it can and until it is ended, and names each on standard output once it is
/// there. The drills end it in the middle of that, or take the room away.
///
///     LedgerWriter LOCATION [BYTES OF A ROW]
///     LedgerWriter LOCATION rotate|check-keys KEY-FILE
@main
struct Writer {
    /// Several at once, as in a server.
    private static let writers = 4

    let database: any Database
    let payload: String

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, let location = DatabaseLocation(arguments[1]) else {
            say("usage: LedgerWriter LOCATION [BYTES OF A ROW | rotate KEY-FILE | check-keys KEY-FILE]")
            exit(64)
        }
        if arguments.count == 4 { return try await replaceKeys(location, arguments[2], key: arguments[3]) }
        let size = arguments.count > 2 ? Int(arguments[2]) ?? 100 : 100
        let database = try await Databases.openMigrated(location).database
        try await database.write { connection in
            try connection.execute("CREATE TABLE IF NOT EXISTS drill_rows (id TEXT PRIMARY KEY, payload TEXT NOT NULL)")
        }
        let writer = Writer(database: database, payload: String(repeating: "x", count: size))
        say("ready")
        try await withThrowingTaskGroup { group in
            for _ in 0..<writers { group.addTask { while true { try await writer.step() } } }
            try await group.waitForAll()
        }
    }

    private static func replaceKeys(_ location: DatabaseLocation, _ what: String, key: String) async throws {
        let rotation = try await Rotation(try await Databases.openMigrated(location).database, key: key)
        if what == "rotate" { try await rotation.run() } else { try await rotation.check() }
    }

    /// One row. When there is no room it says so, reads, and lets the next step try again.
    private func step() async throws {
        do {
            let id = Identifier<Writer>.new().text
            let payload = payload
            try await Ledger.write(database) { connection in
                try connection.execute("INSERT INTO drill_rows (id, payload) VALUES (\(id), \(payload))")
                return ((), [LedgerEntry(time: .now, actor: "command:drill", act: "drill.write", object: id)])
            }
            Writer.say("written \(id)")
        } catch let error as DatabaseError {
            Writer.say("refused \(error)")
            let count = try await database.read { connection in
                try connection.first("SELECT COUNT(*) AS n FROM drill_rows")?.integer("n") ?? 0
            }
            Writer.say("read \(count)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// In one piece: what is read of it is whole lines, but for the last.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
