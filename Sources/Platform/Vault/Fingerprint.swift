import Crypto

/// The identity of a content: its SHA-256, in lower-case hexadecimal.
public enum Fingerprint {
    /// 64 hexadecimal digits for any bytes.
    public static func of(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
