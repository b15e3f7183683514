/// The keys of organisations and persons, and everything sealed with them (хранилище).
///
/// Its functions take a connection and do not begin transactions: a caller joins them with its own change and the ledger's entry. They
/// throw ``VaultError`` and `DatabaseError`.
public struct Vault: Sendable {
    let root: SealingKey

    /// The vault under a root key, which wraps the organisations' keys and from which those of indexes and tokens are derived.
    public init(root: SealingKey) {
        self.root = root
    }
}
