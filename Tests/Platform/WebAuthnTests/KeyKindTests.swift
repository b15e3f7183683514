import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import WebAuthn

@Suite struct KeyKindTests {
    /// The form in which Windows Hello writes its keys.
    private func form(_ key: _RSA.Signing.PublicKey) throws -> [UInt8] {
        let numbers = try key.getKeyPrimitives()
        return [0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00] + numbers.modulus + [0x21, 0x43, 0x01, 0x00, 0x01]
    }

    @Test func `keys of Windows Hello are checked, too`() throws {
        let secret = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let key = try #require(CredentialKey(bytes: try form(secret.publicKey)))
        #expect(key.kind == .rs256)
        let said = Array("какво да е".utf8)
        let signature = try secret.signature(for: SHA256.hash(data: Data(said)), padding: .insecurePKCS1v1_5)
        #expect(key.isRight(Array(signature.rawRepresentation), over: said))
        #expect(!key.isRight(Array(signature.rawRepresentation), over: said + [0]))
        var turned = Array(signature.rawRepresentation)
        turned[100] ^= 1
        #expect(!key.isRight(turned, over: said) && !key.isRight([], over: said))
        let padded = try secret.signature(for: SHA256.hash(data: Data(said)), padding: .PSS)
        #expect(!key.isRight(Array(padded.rawRepresentation), over: said))
    }

    @Test func `a signature written down elsewhere is right`() throws {
        // RFC 6979, A.2.5: P-256 with SHA-256 over "sample".
        let key = try #require(
            CredentialKey(
                bytes: bytes(
                    "a5010203262001215820 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
                        + "225820 7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299")))
        #expect(key.kind == .es256)
        let signature = bytes(
            "3046 022100 EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                + "022100 F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")
        #expect(key.isRight(signature, over: Array("sample".utf8)))
        #expect(!key.isRight(signature, over: Array("Sample".utf8)))
    }

    @Test func `other forms of a key, and points that are on no curve, are none`() throws {
        let point = P256.Signing.PrivateKey().publicKey.x963Representation
        let good = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + point[1..<33] + [0x22, 0x58, 0x20] + point[33...]
        #expect(CredentialKey(bytes: good) != nil)
        #expect(CredentialKey(bytes: good + [0]) == nil && CredentialKey(bytes: good.dropLast()) == nil && CredentialKey(bytes: []) == nil)
        var off = good
        off[76] ^= 1
        #expect(CredentialKey(bytes: off) == nil)
        #expect(
            CredentialKey(
                bytes: Array(good.prefix(10)) + [UInt8](repeating: 0, count: 32) + [0x22, 0x58, 0x20] + [UInt8](repeating: 0, count: 32))
                == nil)
        // Ed25519 (-8) is not asked for.
        #expect(
            CredentialKey(bytes: [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20] + [UInt8](repeating: 1, count: 32)) == nil)
        let rsa = try form(_RSA.Signing.PrivateKey(keySize: .bits2048).publicKey)
        var small = rsa
        small.replaceSubrange(11..<139, with: [UInt8](repeating: 0, count: 128))
        #expect(CredentialKey(bytes: rsa) != nil && CredentialKey(bytes: small) == nil)
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter { $0 != " " }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

@Suite struct RelyingPartyTests {
    @Test(arguments: [
        ("https://zakrila.example", "zakrila.example", "https://zakrila.example"),
        // Behind a server that ends TLS the scheme is not known.
        ("http://zakrila.example", "zakrila.example", "https://zakrila.example"),
        ("http://ZAKRILA.example:8443", "zakrila.example", "https://zakrila.example:8443"),
        ("http://localhost:8080", "localhost", "http://localhost:8080"),
    ])
    func `a site is known by its host`(address: String, id: String, origin: String) throws {
        let party = try #require(RelyingParty(address: address))
        #expect(party.id == id && party.origins.contains(origin))
        #expect(party.origins.contains { $0.hasPrefix("http:") } == (id == "localhost"))
    }

    @Test(arguments: [
        "", "http://", "http://127.0.0.1:8080", "http://[::1]:8080", "https://a b", "https://a..b", "https://a:b", "https://a:1:2",
        "https://evil.example/x",
    ])
    func `where no key can be used there is none`(address: String) {
        #expect(RelyingParty(address: address) == nil)
    }
}
