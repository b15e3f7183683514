public import Core
public import Database
import Documents
import Ledger
public import Vault

/// Keeps the list of the erased beside the root key, away from the database's backups, and erases again whoever comes back with one (пазител на
/// заличаванията).
public struct TombstoneKeeper: Sendable {
    /// The list can't be used, or kept. Nobody may be served before somebody looked at it: who stands in it would be back.
    public enum Fault: Error, Equatable, Sendable {
        /// A line of it is none: cut off, or written by something else.
        case damaged(line: Int)
        /// There is one, or there may be, and it can't be read.
        case unreadable
        /// Who is erased from now on would not stand in it.
        case unwritable
    }

    private let path: String
    private let vault: Vault
    private let database: any Database

    /// - Parameter path: the file of the list.
    public init(_ path: String, vault: Vault, database: any Database) {
        (self.path, self.vault, self.database) = (path, vault, database)
    }

    /// The same as ``keep(now:)``, and finds out that the list can be written before somebody is erased. Throws ``Fault`` and ``DatabaseError``.
    @discardableResult
    public func start(now: Instant) async throws -> Int { try await keep(now: now, writesAnyway: true) }

    /// Erases again who is in the list and not in the database's own, then brings the list up to date. Gives the number of those who were back.
    /// Throws ``Fault`` and ``DatabaseError``.
    @discardableResult
    public func keep(now: Instant) async throws -> Int { try await keep(now: now, writesAnyway: false) }

    private func keep(now: Instant, writesAnyway: Bool) async throws -> Int {
        let listed = try read()
        let vault = vault
        let known = Set(try await database.read { connection in try vault.tombstones(connection).map(\.subject) })
        let missing = listed.filter { !known.contains($0.subject) }
        let risen = missing.isEmpty ? 0 : try await TombstoneKeeper.eraseAgain(missing, vault, at: now, database)
        let there = Set(listed.map(\.subject))
        let fresh = try await database.read { connection in try vault.tombstones(connection) }.filter { !there.contains($0.subject) }
        guard writesAnyway || !fresh.isEmpty else { return risen }
        // Whoever stands in the list stays in it, whatever the database knows.
        guard PrivateFile.replace(path, TombstoneList.text(listed + fresh)) == .made else { throw Fault.unwritable }
        return risen
    }

    /// Erases again who is in a list, in every room, with an entry where somebody was back. Gives the number of those.
    public static func eraseAgain(_ list: [Tombstone], _ vault: Vault, at now: Instant, _ database: any Database) async throws -> Int {
        let erasure = RecordErasure(vault: vault)
        return try await Ledger.write(database) { connection in
            let risen = try vault.replayTombstones(list, connection)
            for tombstone in list { try erasure.eraseAgain(tombstone, at: now, connection) }
            let entries = list.map {
                LedgerEntry(time: now, actor: "command:tombstones", act: "person.erase", object: $0.subject.text)
            }
            return (risen, risen > 0 ? entries : [])
        }
    }

    private func read() throws -> [Tombstone] {
        if PrivateFile.isAbsent(path) { return [] }
        let bytes: [UInt8]
        do {
            bytes = try DocumentFile.read(path)
        } catch .empty {
            throw Fault.damaged(line: 1)
        } catch {
            throw Fault.unreadable
        }
        do {
            return try TombstoneList.read(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Fault.damaged(line: error.line)
        }
    }
}
