public import Core
public import Database
import Ledger
public import Vault

extension AccessFeature {
    /// Puts another root key in the place of one: all that it sealed is under the other, or nothing is. Nobody may be served meanwhile.
    /// Gives the number of organisations. Throws `VaultError` and ``DatabaseError``.
    public static func replaceRoot(_ old: SealingKey, with new: SealingKey, at now: Instant, _ database: any Database) async throws -> Int {
        try await Ledger.write(database) { connection in
            let count = try Vault(root: old).replaceRoot(with: new, at: now, connection)
            try CredentialStore.reseal(from: old, to: new, connection)
            try SecurityKeyStore.reseal(from: old, to: new, connection)
            try DraftStore.reseal(from: old, to: new, connection)
            let entry = LedgerEntry(time: now, actor: "command:key", act: "keys.root", object: new.id.text)
            return (count, [entry])
        }
    }
}
