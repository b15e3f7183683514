import Foundation

/// Bytes as letters that addresses may hold (RFC 4648, section 5), without padding.
public enum Base64URL {
    /// The only text of these bytes.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil unless the text is exactly the one that ``text(_:)`` gives: two texts of the same bytes would be two names of one thing.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), self.text(data) == text else { return nil }
        return [UInt8](data)
    }
}
