import Foundation

/// The place a value is sealed for: moved anywhere else it does not open.
public struct SealedPlace: Hashable, Sendable {
    let parts: [String]

    /// A field of a record.
    public init(table: String, record: String, field: String) {
        parts = ["field", table, record, field]
    }

    init(_ parts: String...) {
        self.parts = parts
    }

    /// Each part with its length before it, so that no two places have one text.
    func associatedData(format: UInt8, key: String) -> Data {
        var data = Data([format])
        for part in parts + [key] {
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: part.utf8)
        }
        return data
    }
}
