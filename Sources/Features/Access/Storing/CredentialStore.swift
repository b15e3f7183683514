import Core
import Database
import Vault

/// Reads and writes what users sign in with, inside a transaction that the caller holds.
enum CredentialStore {
    // MARK: Password

    static func password(of user: UserID, _ connection: any Connection) throws -> PasswordHash? {
        try connection.first("SELECT hash FROM passwords WHERE user_id = \(user)").map { PasswordHash(text: try $0.text("hash")) }
    }

    static func set(_ hash: PasswordHash, of user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM passwords WHERE user_id = \(user)")
        try connection.execute("INSERT INTO passwords (user_id, hash, made_at) VALUES (\(user), \(hash.text), \(now))")
    }

    // MARK: Second factor

    static func factor(of user: UserID, root: SealingKey, _ connection: any Connection) throws -> (secret: OneTimeSecret, lastStep: Int64?)?
    {
        guard let row = try connection.first("SELECT secret, last_step FROM second_factors WHERE user_id = \(user)") else { return nil }
        return (
            OneTimeSecret(bytes: try root.open(row.blob("secret"), for: place(user))), try row.integerOrNil("last_step").map(Int64.init)
        )
    }

    static func set(_ secret: OneTimeSecret, of user: UserID, root: SealingKey, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM second_factors WHERE user_id = \(user)")
        try connection.execute(
            """
            INSERT INTO second_factors (user_id, secret, made_at) VALUES (\(user), \(try root.seal(secret.bytes, for: place(user))), \(now))
            """)
    }

    /// Seals all second factors anew.
    static func reseal(from old: SealingKey, to new: SealingKey, _ connection: any Connection) throws {
        for row in try connection.query("SELECT user_id, secret FROM second_factors") {
            let user: UserID = try row.identifier("user_id")
            let secret = try old.open(row.blob("secret"), for: place(user))
            try connection.execute("UPDATE second_factors SET secret = \(try new.seal(secret, for: place(user))) WHERE user_id = \(user)")
        }
    }

    /// Remembers that the code of a step was used. False when that step or a later one was used already, as by a request at the same time.
    static func use(step: Int64, of user: UserID, _ connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE second_factors SET last_step = \(Int(step)) WHERE user_id = \(user) AND (last_step IS NULL OR last_step < \(Int(step)))
            """) == 1
    }

    private static func place(_ user: UserID) -> SealedPlace {
        SealedPlace(table: "second_factors", record: user.text, field: "secret")
    }

    static func forget(_ user: UserID, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM passwords WHERE user_id = \(user)")
        try connection.execute("DELETE FROM second_factors WHERE user_id = \(user)")
        try connection.execute("DELETE FROM recovery_codes WHERE user_id = \(user)")
        try connection.execute("DELETE FROM demo_passwords WHERE user_id = \(user)")
        try SecurityKeyStore.removeAll(of: user, connection)
    }

    // MARK: Recovery codes

    static func setRecoveryCodes(_ hashes: [String], of user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM recovery_codes WHERE user_id = \(user)")
        for hash in hashes { try add(recoveryCode: hash, of: user, at: now, connection) }
    }

    static func add(recoveryCode hash: String, of user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("INSERT INTO recovery_codes (hash, user_id, made_at) VALUES (\(hash), \(user), \(now))")
    }

    /// Uses up a recovery code. False for a wrong or used one.
    static func use(recoveryCode hash: String, of user: UserID, at now: Instant, _ connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE recovery_codes SET used_at = \(now) WHERE hash = \(hash) AND user_id = \(user) AND used_at IS NULL") == 1
    }

    static func recoveryCodesLeft(_ user: UserID, _ connection: any Connection) throws -> Int {
        try connection.first("SELECT COUNT(*) AS n FROM recovery_codes WHERE user_id = \(user) AND used_at IS NULL")?.integer("n") ?? 0
    }

    // MARK: Activation

    static func add(activation hash: String, of user: UserID, by actor: String, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE activations SET ended_at = \(now) WHERE user_id = \(user) AND ended_at IS NULL")
        let expires = Instant(milliseconds: now.milliseconds + Activation.lifeMilliseconds)
        try connection.execute(
            """
            INSERT INTO activations (hash, user_id, made_at, made_by, expires_at)
            VALUES (\(hash), \(user), \(now), \(actor), \(expires))
            """)
    }

    /// Whether a code opens an account now.
    static func isValid(activation hash: String, of user: UserID, at now: Instant, _ connection: any Connection) throws -> Bool {
        try connection.first(
            """
            SELECT hash FROM activations WHERE hash = \(hash) AND user_id = \(user) AND ended_at IS NULL AND expires_at > \(now)
            """) != nil
    }

    static func endActivations(of user: UserID, at now: Instant, _ connection: any Connection) throws {
        try connection.execute("UPDATE activations SET ended_at = \(now) WHERE user_id = \(user) AND ended_at IS NULL")
    }

    // MARK: Demonstration

    static func setDemo(password: String, of user: UserID, _ connection: any Connection) throws {
        try connection.execute("INSERT INTO demo_passwords (user_id, password) VALUES (\(user), \(password))")
    }

    static func demoPasswords(_ connection: any Connection) throws -> [(user: UserID, password: String)] {
        try connection.query("SELECT user_id, password FROM demo_passwords").map { (try $0.identifier("user_id"), try $0.text("password")) }
    }
}
