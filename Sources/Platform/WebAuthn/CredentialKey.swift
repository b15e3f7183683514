import Crypto
import CryptoExtras
import Foundation

/// The public half of a security key, in the form in which the key itself writes it: a COSE key (RFC 9052, section 7) in CTAP2 canonical CBOR,
/// of which each kind has one form only. So it is compared with that form, and nothing has to be parsed.
public struct CredentialKey: Sendable, Hashable {
    /// What it signs with.
    public enum Kind: Int, Sendable, CaseIterable {
        /// ECDSA on P-256 with SHA-256 (RFC 9053, 2.1): nearly all keys.
        case es256 = -7
        /// RSASSA-PKCS1-v1_5 of 2048 bits with SHA-256 (RFC 8812, 2): Windows Hello.
        case rs256 = -257
    }

    /// What it signs with.
    public let kind: Kind
    /// The COSE key.
    public let bytes: [UInt8]

    /// What stands before, between and after its numbers.
    private struct Form {
        let kind: Kind
        let pieces: [[UInt8]]
        let number: Int

        var length: Int { pieces.reduce(0) { $0 + $1.count } + (pieces.count - 1) * number }

        /// The numbers; nil for what has another form.
        func numbers(_ bytes: ArraySlice<UInt8>) -> [[UInt8]]? {
            guard bytes.count == length else { return nil }
            var (rest, numbers): (ArraySlice<UInt8>, [[UInt8]]) = (bytes, [])
            for (place, piece) in pieces.enumerated() {
                guard rest.starts(with: piece) else { return nil }
                rest = rest.dropFirst(piece.count)
                guard place < pieces.count - 1 else { break }
                numbers.append(Array(rest.prefix(number)))
                rest = rest.dropFirst(number)
            }
            return numbers
        }
    }

    private static let forms = [
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        Form(
            kind: .es256, pieces: [[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20], [0x22, 0x58, 0x20], []], number: 32),
        // {1: 3, 3: -257, -1: n, -2: 65537}
        Form(
            kind: .rs256,
            pieces: [[0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00], [0x21, 0x43, 0x01, 0x00, 0x01]], number: 256),
    ]

    /// Reads a key that is nothing else; nil for what is none.
    public init?(bytes: [UInt8]) {
        self.init(beginning: bytes)
        guard self.bytes.count == bytes.count else { return nil }
    }

    /// Reads the key with which some bytes begin; nil where they begin otherwise, or with a point that is not on the curve.
    init?(beginning bytes: [UInt8]) {
        guard let form = CredentialKey.forms.first(where: { bytes.starts(with: $0.pieces[0]) }) else { return nil }
        kind = form.kind
        self.bytes = Array(bytes.prefix(form.length))
        guard numbers != nil else { return nil }
        switch kind {
        case .es256: guard point != nil else { return nil }
        case .rs256: guard modulus != nil else { return nil }
        }
    }

    private var numbers: [[UInt8]]? { CredentialKey.forms.first { $0.kind == kind }?.numbers(bytes[...]) }

    private var point: P256.Signing.PublicKey? {
        numbers.flatMap { try? P256.Signing.PublicKey(x963Representation: [0x04] + $0[0] + $0[1]) }
    }

    private var modulus: _RSA.Signing.PublicKey? {
        numbers.flatMap { try? _RSA.Signing.PublicKey(n: Data($0[0]), e: Data([0x01, 0x00, 0x01])) }
    }

    /// Whether a signature over some bytes was made with the private half.
    func isRight(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        switch kind {
        case .es256:
            guard let point, let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return point.isValidSignature(signature, for: Data(bytes))
        case .rs256:
            guard let modulus else { return false }
            let digest = SHA256.hash(data: Data(bytes))
            return modulus.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
        }
    }
}
