import CQREncode

/// A QR code (ISO/IEC 18004) as the path of an SVG, one unit a module.
public struct QRCode: Sendable, Encodable {
    /// `d` of the path: each dark module a square.
    public let path: String
    /// Modules of a side with the quiet zone of four around it.
    public let size: Int

    private static let quietZone = 4

    /// Nil for a text too long for any code.
    public init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        var path = ""
        for row in 0..<width {
            for column in 0..<width where modules[row * width + column] & 1 == 1 {
                path += "M\(column + QRCode.quietZone) \(row + QRCode.quietZone)h1v1h-1z"
            }
        }
        self.path = path
        size = width + 2 * QRCode.quietZone
    }
}
