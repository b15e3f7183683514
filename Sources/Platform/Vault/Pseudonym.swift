import Crypto
import Foundation

extension SealingKey {
    /// A name for something that must be found again and must not be read: a keyed hash of its parts. Equal parts give equal names; without
    /// the key nobody can try out what stands behind one.
    public func pseudonym(_ parts: [String]) -> String {
        var data = Data()
        for part in parts {
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: part.utf8)
        }
        let mac = HMAC<SHA256>.authenticationCode(for: data, using: derived(for: "pseudonyms 1"))
        return mac.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
