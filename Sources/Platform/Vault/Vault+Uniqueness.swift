public import Core
import Crypto
public import Database
import Foundation

extension Vault {
    /// Notes that a subject has a personal number, unless another one has it: then gives that one, and notes nothing. Her former number of
    /// the same kind is free again.
    ///
    /// The whole keyed hash is compared, under a key of its own. It answers „the same as X“ or „none“, and is for telling that a person is
    /// known already; whether the one who asks may learn more of X is not decided here. Throws ``VaultError/unknownKey`` for a subject
    /// without a key.
    public func claim(
        _ number: PersonalNumber, of subject: SealedSubject, _ connection: any Connection
    ) throws -> SealedSubject? {
        try subject.requireKey(connection)
        if let holder = try holder(of: number, connection) { return holder == subject ? nil : holder }
        let (kind, digest) = uniqueDigest(number)
        try connection.execute("DELETE FROM vault_unique_values WHERE index_name = \(kind) AND subject = \(subject)")
        try connection.execute(
            "INSERT INTO vault_unique_values (index_name, digest, subject) VALUES (\(kind), \(digest), \(subject))")
        return nil
    }

    /// Frees all numbers of a subject: those that were taken away from her record must not be known any longer.
    public func releaseNumbers(of subject: SealedSubject, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM vault_unique_values WHERE subject = \(subject)")
    }

    /// Who has a personal number; nil when nobody has.
    public func holder(of number: PersonalNumber, _ connection: any Connection) throws -> SealedSubject? {
        let (kind, digest) = uniqueDigest(number)
        return try connection.first("SELECT subject FROM vault_unique_values WHERE index_name = \(kind) AND digest = \(digest)")?
            .subject("subject")
    }

    private func uniqueDigest(_ number: PersonalNumber) -> (kind: String, digest: [UInt8]) {
        let (kind, digits) =
            switch number {
            case .egn(let digits): ("egn", digits)
            case .lnch(let digits): ("lnch", digits)
            }
        return (kind, Array(HMAC<SHA256>.authenticationCode(for: Data(digits.utf8), using: root.derived(for: "unique values 1 \(kind)"))))
    }
}
