public import Core
public import Database
import Documents
import Ledger
public import Vault

/// Keeps the list of the erased beside the root key, away from the database's backups, and erases again whoever comes back with one (пазител на
/// заличаванията).
public struct TombstoneKeeper: Sendable {
    /// The list can't be used.
    public enum Fault: Error, Equatable, Sendable {
        /// A line of it is none: cut off, or written by something else. Nobody may be served before somebody looked at it.
        case damaged(line: Int)
        case unwritable
    }

    private let path: String
    private let vault: Vault
    private let database: any Database

    /// - Parameter path: the file of the list.
    public init(_ path: String, vault: Vault, database: any Database) {
        (self.path, self.vault, self.database) = (path, vault, database)
    }

    /// Erases again who is in the list and not in the database's own, then brings the list up to date. Gives the number of those who were back.
    /// Throws ``Fault`` and ``DatabaseError``.
    @discardableResult
    public func keep(now: Instant) async throws -> Int {
        let listed = try read()
        let vault = vault
        let known = Set(try await database.read { connection in try vault.tombstones(connection).map(\.subject) })
        let missing = listed.filter { !known.contains($0.subject) }
        let risen = missing.isEmpty ? 0 : try await TombstoneKeeper.eraseAgain(missing, vault, at: now, database)
        let all = try await database.read { connection in try vault.tombstones(connection) }
        guard all.count != listed.count else { return risen }
        guard PrivateFile.replace(path, TombstoneList.text(all)) == .made else { throw Fault.unwritable }
        return risen
    }

    /// Erases again who is in a list, with an entry where somebody was back. Gives the number of those.
    public static func eraseAgain(_ list: [Tombstone], _ vault: Vault, at now: Instant, _ database: any Database) async throws -> Int {
        try await Ledger.write(database) { connection in
            let risen = try vault.replayTombstones(list, connection)
            let entries = list.map {
                LedgerEntry(time: now, actor: "command:tombstones", act: "person.erase", object: $0.subject.text)
            }
            return (risen, risen > 0 ? entries : [])
        }
    }

    private func read() throws -> [Tombstone] {
        guard let bytes = try? DocumentFile.read(path) else { return [] }
        do {
            return try TombstoneList.read(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Fault.damaged(line: error.line)
        }
    }
}
