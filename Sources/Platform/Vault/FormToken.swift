import Crypto
import Foundation

/// What a form carries to prove that a page of ours made it (synchroniser token). It follows from a secret of the session and does not lead
/// back to it, so there is nothing to store and none outlives its session.
public enum FormToken {
    /// For the forms of pages made in a session.
    public static func of(secret: String) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        let mac = Data(HMAC<SHA256>.authenticationCode(for: Data("zakrila form".utf8), using: key))
        return mac.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Whether two tokens are one; takes as long for every wrong one.
    public static func isEqual(_ sent: String, _ expected: String) -> Bool {
        let (left, right) = (Array(sent.utf8), Array(expected.utf8))
        guard left.count == right.count, !right.isEmpty else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
