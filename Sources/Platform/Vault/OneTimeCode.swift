public import Core
import Crypto
import Foundation

/// The secret of an authenticator app and its codes of six digits (TOTP, RFC 6238: SHA-1, 30 seconds).
public struct OneTimeSecret: Hashable, Sendable {
    /// 20 bytes.
    public let bytes: [UInt8]

    /// A new secret of 160 bits.
    public init() {
        bytes = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes(Array.init)
    }

    /// The secret that a session is setting up, always the same one: it need not be stored until it is proved.
    public init(root: SealingKey, session: String) {
        let mac = HMAC<SHA256>.authenticationCode(for: Data(session.utf8), using: root.derived(for: "second factor being set up 1"))
        bytes = Array(mac.prefix(20))
    }

    /// A secret read from where it was sealed.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// In base 32, in groups of four, for typing into an app.
    public var text: String {
        Base32.text(bytes).enumerated().map { ($0 > 0 && $0 % 4 == 0 ? " " : "") + String($1) }.joined()
    }

    /// The address that apps read from a QR code. The label is what the user sees in her app: nothing that names a person or a case.
    public func address(label: String, issuer: String) -> String {
        let allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: Unicode.Scalar(0)..<Unicode.Scalar(128)))
        func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        return "otpauth://totp/\(encoded(issuer)):\(encoded(label))?secret=\(Base32.text(bytes))&issuer=\(encoded(issuer))"
    }

    /// The steps of 30 seconds since 1970.
    static func step(at moment: Instant) -> Int64 { moment.milliseconds / 30_000 }

    /// The six digits of a step.
    func code(step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[19] & 0xf)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// A code that serves now, later than the one used last: what an app shows, or the one it shows next.
    public func code(at moment: Instant, after lastStep: Int64?) -> String {
        code(step: max(OneTimeSecret.step(at: moment), lastStep.map { $0 + 1 } ?? 0))
    }

    /// The step whose code was typed: this one, the one before or the one after, and later than the one used last; nil for a wrong code.
    ///
    /// The caller stores the step, so that no code serves twice.
    public func match(_ typed: String, at moment: Instant, after lastStep: Int64?) -> Int64? {
        let digits = Array(typed.utf8.filter { $0 != UInt8(ascii: " ") })
        let now = OneTimeSecret.step(at: moment)
        var matched: Int64?
        // All three are always compared: how long it takes says nothing.
        for step in [now, now - 1, now + 1] where isEqual(digits, Array(code(step: step).utf8)) {
            if step > lastStep ?? .min { matched = matched ?? step }
        }
        return matched
    }

    private func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Secrets that are shown once and stored only as their hash: session tokens, activation codes, recovery codes.
public struct ShownOnce: Sendable {
    /// For the user.
    public let text: String
    /// For the database.
    public let hash: String

    /// A token of 256 bits for a cookie, 43 letters.
    public static func token() -> ShownOnce {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        let text = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return ShownOnce(text: text, hash: hash(of: text))
    }

    /// A code of 80 bits for typing: four groups of four, without letters that look alike.
    public static func code() -> ShownOnce {
        let bytes = SymmetricKey(size: .init(bitCount: 80)).withUnsafeBytes(Array.init)
        let letters = Array(Base32.text(bytes))
        let groups = stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }
        let text = groups.joined(separator: "-")
        return ShownOnce(text: text, hash: hash(of: text))
    }

    /// The hash of what a user sent: of a typed code whatever its case and dashes.
    public static func hash(ofTyped code: String) -> String {
        let letters = code.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        let groups = stride(from: 0, to: letters.count, by: 4).map { start in
            String(letters.dropFirst(start).prefix(4))
        }
        return hash(of: groups.joined(separator: "-"))
    }

    /// The hash of a token as it came. Long random secrets need no slow hash.
    public static func hash(of text: String) -> String {
        Fingerprint.of(Array(text.utf8))
    }
}

/// Letters and digits that can't be taken for one another (RFC 4648, section 6).
enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// Without padding.
    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        var buffer = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[buffer >> bits & 31])
                buffer &= (1 << bits) - 1
            }
        }
        if bits > 0 { text.append(letters[buffer << (5 - bits) & 31]) }
        return text
    }
}
