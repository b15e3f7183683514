import Crypto
import Foundation
import Synchronization
import Web
import WebAuthn

/// A security key without a device: answers as a browser would send the answers of one, and as one that lies, where a test says so.
public final class SoftwareKey: Sendable {
    /// How an answer differs from that of an honest key in an honest browser on a page of ours.
    public struct Lie: Sendable {
        /// The host that the key thinks it is used for.
        public var party = "localhost"
        /// The page, as the browser says.
        public var origin = "http://localhost"
        /// What is done, as the browser says; nil for what is done.
        public var type: String?
        /// More of what the browser says: `"crossOrigin":true`.
        public var more = #""crossOrigin":false"#
        /// Present 1, verified 4, may be copied 8, is copied 16, has a key 64, has more 128.
        public var flags: UInt8 = 0x05
        /// How often it was used; nil for once more.
        public var counter: UInt32?

        /// None.
        public init() {}
    }

    /// The name by which it is asked for.
    public let id: [UInt8]
    private let secret: P256.Signing.PrivateKey
    private let uses = Mutex<UInt32>(0)

    /// One that nobody has seen before.
    public convenience init() {
        self.init(id: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }, secret: P256.Signing.PrivateKey())
    }

    private init(id: [UInt8], secret: P256.Signing.PrivateKey) {
        (self.id, self.secret) = (id, secret)
    }

    /// Another one with the same secret, that has counted nothing yet.
    public func double() -> SoftwareKey { SoftwareKey(id: id, secret: secret) }

    /// The answer to a question when it is added.
    public func added(_ challenge: String, _ lie: Lie = Lie()) -> String {
        var bytes = said(lie, more: 0x40)
        bytes += [UInt8](repeating: 0, count: 16) + [UInt8(id.count >> 8), UInt8(id.count & 255)] + id
        let point = secret.publicKey.x963Representation
        bytes += [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + point[1..<33] + [0x22, 0x58, 0x20] + point[33...]
        return [page("webauthn.create", challenge, lie), bytes].map(Base64URL.text).joined(separator: ".")
    }

    /// The answer to a question when it is used.
    public func used(_ challenge: String, _ lie: Lie = Lie()) throws -> String {
        let (page, bytes) = (page("webauthn.get", challenge, lie), said(lie, more: 0))
        let signature = try secret.signature(for: Data(bytes) + Data(SHA256.hash(data: Data(page)))).derRepresentation
        return [id, page, bytes, [UInt8](signature)].map(Base64URL.text).joined(separator: ".")
    }

    private func page(_ type: String, _ challenge: String, _ lie: Lie) -> [UInt8] {
        let challenge = Base64URL.text(challenge.utf8)
        return Array(#"{"type":"\#(lie.type ?? type)","challenge":"\#(challenge)","origin":"\#(lie.origin)",\#(lie.more)}"#.utf8)
    }

    private func said(_ lie: Lie, more: UInt8) -> [UInt8] {
        let counter = uses.withLock { uses in
            uses = lie.counter ?? uses + 1
            return uses
        }
        return Array(SHA256.hash(data: Data(lie.party.utf8))) + [lie.flags | more] + withUnsafeBytes(of: counter.bigEndian, Array.init)
    }
}

extension TestBrowser {
    /// A question for a key, as the script of a page asks for it.
    public func challenge() async throws -> String {
        let answer = try await post("/challenge")
        guard let text = answer.body.firstMatch(of: /"challenge":"([^"]+)"/)?.output.1 else {
            throw TestHouseFault("no question: \(answer.status)")
        }
        return String(text)
    }

    /// Adds a key on its owner's page, in a session with a fresh factor.
    @discardableResult
    public func add(_ key: SoftwareKey, _ lie: SoftwareKey.Lie = .init()) async throws -> TestAnswer {
        _ = try await get("/account/keys")
        return try await post("/account/keys", ["key-name": "на ключодържателя", "key": key.added(try await challenge(), lie)])
    }

    /// Signs in with a key alone.
    public func signIn(with key: SoftwareKey, _ lie: SoftwareKey.Lie = .init()) async throws -> TestAnswer {
        _ = try await get("/sign-in")
        return try await post("/sign-in/key", ["key": try key.used(try await challenge(), lie), "next": ""])
    }

    /// What a script puts into a field for a code.
    public func proof(of key: SoftwareKey, _ lie: SoftwareKey.Lie = .init()) async throws -> String {
        "key:" + (try key.used(try await challenge(), lie))
    }
}
