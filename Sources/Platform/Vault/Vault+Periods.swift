public import Core
public import Database

/// For what a key of a period serves, and which period: what one names by it another can't find again.
public struct KeyPeriod: Sendable, Hashable {
    /// For what its tokens are: `participants`.
    public let purpose: String
    /// Which period: `2026`.
    public let period: String

    /// Both stay readable in the database.
    public init(purpose: String, period: String) {
        self.purpose = purpose
        self.period = period
    }

    fileprivate var place: SealedPlace { SealedPlace("period key", purpose, period) }
}

extension Vault {
    /// The key of a period, for ``SealingKey/pseudonym(_:)``; made when it is first asked for.
    ///
    /// It is random, not derived: what is derived from the root key could be made again after it was destroyed. Throws
    /// ``VaultError/unknownKey`` once it is destroyed.
    public func periodKey(_ period: KeyPeriod, at now: Instant, _ connection: any Connection) throws -> SealingKey {
        if let key = try storedKey(of: period, connection) { return key }
        let new = SealingKey()
        try connection.execute(
            """
            INSERT INTO vault_period_keys (period_key_id, purpose, period, wrapped, made_at)
            VALUES (\(new.id), \(period.purpose), \(period.period), \(try root.seal(new.bytes, for: period.place)), \(now))
            ON CONFLICT (purpose, period) DO NOTHING
            """)
        // Somebody else's may have come first.
        guard let key = try storedKey(of: period, connection) else { throw VaultError.unknownKey }
        return key
    }

    /// Destroys the key of a period; another one is never made. Nothing where there was none.
    public func destroyPeriodKey(_ period: KeyPeriod, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE vault_period_keys SET wrapped = NULL, destroyed_at = \(now)
            WHERE purpose = \(period.purpose) AND period = \(period.period) AND destroyed_at IS NULL
            """)
    }

    /// The periods of a purpose whose keys are there.
    public func keyPeriods(of purpose: String, _ connection: any Connection) throws -> [KeyPeriod] {
        try connection.query(
            "SELECT period FROM vault_period_keys WHERE purpose = \(purpose) AND destroyed_at IS NULL ORDER BY period"
        ).map { KeyPeriod(purpose: purpose, period: try $0.text("period")) }
    }

    /// Nil where none was made yet.
    private func storedKey(of period: KeyPeriod, _ connection: any Connection) throws -> SealingKey? {
        let row = try connection.first(
            """
            SELECT period_key_id, wrapped, destroyed_at FROM vault_period_keys
            WHERE purpose = \(period.purpose) AND period = \(period.period)
            """)
        guard let row else { return nil }
        guard try row.textOrNil("destroyed_at") == nil else { throw VaultError.unknownKey }
        let bytes = try root.open(try row.blob("wrapped"), for: period.place)
        guard let key = SealingKey(id: try row.identifier("period_key_id"), bytes: bytes) else { throw VaultError.damaged }
        return key
    }

    /// Brings the keys of periods under another root key.
    func resealPeriodKeys(with new: SealingKey, _ connection: any Connection) throws {
        let rows = try connection.query("SELECT period_key_id, purpose, period, wrapped FROM vault_period_keys WHERE destroyed_at IS NULL")
        for row in rows {
            let period = KeyPeriod(purpose: try row.text("purpose"), period: try row.text("period"))
            let sealed = try new.seal(try root.open(try row.blob("wrapped"), for: period.place), for: period.place)
            try connection.execute(
                "UPDATE vault_period_keys SET wrapped = \(sealed) WHERE period_key_id = \(try row.text("period_key_id"))")
        }
    }
}
