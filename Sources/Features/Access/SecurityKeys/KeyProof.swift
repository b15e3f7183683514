import Core
import Database
import Policy
import Vault
import Web
import WebAuthn

/// Whether the answer of a key is one: to a question of this session, not used before, by a key that is known here.
struct KeyProof: Sendable {
    let root: SealingKey

    /// What stands before the answer of a key in a field for a code.
    private static let mark = "key:"

    enum Outcome: Sendable {
        /// What the key says must still be noted, once it is sure that its owner may.
        case right(SecurityKey, KeyAnswer.Use)
        case wrong
        /// Signed with the key, which counts less than it did: somebody has another of it.
        case doubled(SecurityKey)

        /// The key that signed, whatever came of it.
        var key: SecurityKey? {
            switch self {
            case .right(let key, _), .doubled(let key): key
            case .wrong: nil
            }
        }
    }

    /// The answer of a key that was given for a code; nil for what is none.
    static func answer(in given: String) -> String? { given.hasPrefix(mark) ? String(given.dropFirst(mark.count)) : nil }

    /// The name of the key that answered, for counting failures; empty for no answer.
    static func name(in text: String) -> String { String(text.prefix { $0 != "." }.prefix(1400)) }

    /// Looks at an answer and uses up the question. Of unknown keys and of nonsense the same is asked as of others.
    func callAsFunction(_ text: String, _ request: WebRequest, _ connection: any Connection) throws -> Outcome {
        let answer = try? KeyAnswer(text)
        let known = try SecurityKeyStore.find(credential: Base64URL.text(answer?.id ?? []), root: root, connection)
        let question = answer.map { Base64URL.text($0.challenge) } ?? text
        let isFirst = try SecurityKeyStore.spend(ShownOnce.hash(of: question), at: request.now, connection)
        guard let answer, let party = RelyingParty(address: request.origin), let key = known?.key ?? KeyProof.nobody else { return .wrong }
        do {
            let use = try answer.check(by: key, after: known?.counter ?? 0, for: party, isOurs: KeyChallenge(request, root).isOurs)
            guard let known, known.party == party.id, isFirst else { return .wrong }
            return .right(known, use)
        } catch KeyRefusal.counterBehind {
            guard let known, known.party == party.id, isFirst else { return .wrong }
            return .doubled(known)
        } catch {
            return .wrong
        }
    }

    /// In the place of a key that is unknown, so that the same is computed: the base point of P-256 (FIPS 186-5).
    private static let nobody: CredentialKey? = {
        let form = "pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
        return Base64URL.bytes(form).flatMap { CredentialKey(bytes: $0) }
    }()
}
