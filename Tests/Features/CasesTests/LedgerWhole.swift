import Database
import Ledger

/// Whether the ledger of a database is as it was written.
enum LedgerWhole {
    static func check(_ database: any Database) async throws -> Bool {
        guard case .whole = try await LedgerVerifier(database).verify() else { return false }
        return true
    }
}
