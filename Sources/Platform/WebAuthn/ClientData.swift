import Foundation

/// What the browser says of the page on which a key was used (client data, section 5.8.1). The key signs its hash, so that no page can say
/// otherwise.
struct ClientData: Sendable {
    /// As they came: the hash is over these.
    let bytes: [UInt8]
    /// The question that was answered.
    let challenge: [UInt8]
    private let content: Content

    /// What was done with the key.
    enum Ceremony: String, Sendable {
        case adding = "webauthn.create"
        case using = "webauthn.get"
    }

    private struct Content: Decodable, Sendable {
        let type: String
        let challenge: String
        let origin: String
        let crossOrigin: Bool?
        let topOrigin: String?
    }

    /// More than any browser writes.
    private static let limit = 4096

    init(_ bytes: [UInt8]) throws(KeyRefusal) {
        guard bytes.count <= ClientData.limit, let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
            let challenge = Base64URL.bytes(content.challenge)
        else { throw .malformed }
        (self.bytes, self.content, self.challenge) = (bytes, content, challenge)
    }

    /// Looks whether it was said on a page of ours, in answer to a question of ours.
    func check(_ ceremony: Ceremony, _ party: RelyingParty, _ isOurs: ([UInt8]) -> Bool) throws(KeyRefusal) {
        guard content.type == ceremony.rawValue else { throw .wrongCeremony }
        guard party.origins.contains(content.origin), content.crossOrigin != true, content.topOrigin == nil else { throw .wrongOrigin }
        guard isOurs(challenge) else { throw .wrongChallenge }
    }
}
