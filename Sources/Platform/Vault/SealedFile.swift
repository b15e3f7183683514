import Foundation

/// What a file is: sealed like its content.
public struct FileDescription: Sendable, Equatable, Codable {
    /// The name it had where it came from, as the sender wrote it: not to be used as a path.
    public let name: String
    /// Its media type (RFC 6838).
    public let mediaType: String
    /// Bytes, without the padding.
    public let size: Int
}

/// The name of a sealed file: 128 random bits, which tell nothing, not even when it was made.
public struct FileID: Hashable, Sendable {
    /// 32 hexadecimal digits.
    public let text: String

    /// Nil for anything but 32 lower-case hexadecimal digits.
    public init?(_ text: String) {
        let isName = text.utf8.count == 32 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isName else { return nil }
        self.text = text
    }

    /// A new name.
    static func new() -> FileID {
        let bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        return FileID(unchecked: bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    private init(unchecked text: String) {
        self.text = text
    }
}

/// A file whose key was opened; its content is read chunk by chunk with ``Vault/chunk(_:of:_:)``.
public struct SealedFile: Sendable {
    /// Its name in the database.
    public let id: FileID
    /// What it is.
    public let description: FileDescription
    /// How many chunks the content has.
    public let chunkCount: Int
    let key: SealingKey

    /// How many bytes of the content are in a chunk; the last ones may hold fewer, or padding alone.
    static let chunkSize = 65_536

    /// The place of a chunk: its number, and whether it is the last. Chunks that were cut off, swapped or added don't open.
    static func place(_ id: FileID, chunk number: Int, of count: Int) -> SealedPlace {
        SealedPlace("chunk", id.text, String(number), number == count - 1 ? "last" : "more")
    }

    static func keyPlace(_ id: FileID, of subject: SealedSubject) -> SealedPlace { SealedPlace("file key", subject.text, id.text) }

    static func descriptionPlace(_ id: FileID, of subject: SealedSubject, in field: SealedField) -> SealedPlace {
        SealedPlace("file", subject.text, field.table, field.record, field.field, id.text)
    }
}

extension FileDescription {
    /// Padded, so that the length of a name does not show.
    var sealable: [UInt8] {
        get throws {
            let bytes = Array(try JSONEncoder().encode(self))
            return bytes + Array(repeating: UInt8(ascii: " "), count: (256 - bytes.count % 256) % 256)
        }
    }

    init(sealable bytes: [UInt8]) throws(VaultError) {
        do {
            self = try JSONDecoder().decode(FileDescription.self, from: Data(bytes))
        } catch {
            throw .damaged
        }
    }
}
