import Core
import Vault
import Web

/// What a key is asked to sign (challenge): random, of this moment, for the browser or session that asked. Nothing is stored when it is asked,
/// so that strangers can fill no table; that it was answered is (``SecurityKeyStore/spend(_:at:_:)``).
struct KeyChallenge: Sendable {
    /// Longer than it takes to find the key; no longer than a fresh code counts.
    static let lifeMilliseconds: Int64 = 5 * 60_000

    private let root: SealingKey
    private let session: String
    private let now: Instant

    /// The token of forms stands for the session, or for the browser of somebody who is not signed in.
    init(_ request: WebRequest, _ root: SealingKey) {
        self.root = root
        session = request.formToken
        now = request.now
    }

    /// When, 256 random bits, and a keyed hash of both and the session.
    func make() -> String {
        let (time, random) = (String(now.milliseconds), ShownOnce.token().text)
        return [time, random, proof(time, random)].joined(separator: ".")
    }

    /// Whether it was asked here, in this session, in the last minutes.
    func isOurs(_ challenge: [UInt8]) -> Bool {
        guard let text = String(validating: challenge, as: UTF8.self) else { return false }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let made = Int64(parts[0]), FormToken.isEqual(parts[2], proof(parts[0], parts[1])) else { return false }
        return (0...KeyChallenge.lifeMilliseconds).contains(now.milliseconds - made)
    }

    private func proof(_ time: String, _ random: String) -> String { root.pseudonym(["challenge of a key", session, time, random]) }
}
