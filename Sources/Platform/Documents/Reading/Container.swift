internal import CArchive

/// An office file: parts packed into one (ZIP, ISO/IEC 29500-2), unpacked in memory and only as far as they are asked for.
///
/// A part within a part is never opened, so that packing again and again gains nothing.
struct Container {
    /// Parts of one file: a plan has 20, one with a picture for each row some hundreds.
    static let partLimit = 4096
    /// Bytes of all parts asked for together: a plan of 100 pages has 2 MB, a sheet of 100,000 rows 40 MB.
    static let sizeLimit = 64 * 1024 * 1024

    private let bytes: [UInt8]
    /// Names as they are written, by their forms for comparing: those of parts differ in more than the case of their letters.
    private let names: [String: String]

    /// Reads the list of parts. Throws when the file is damaged, needs a password or was made to do harm.
    init(_ bytes: [UInt8]) throws(DocumentError) {
        var names: [String: String] = [:]
        var count = 0
        try Container.walk(bytes) { _, entry, name throws(DocumentError) in
            count += 1
            guard count <= Container.partLimit else { throw .tooManyParts(limit: Container.partLimit) }
            if archive_entry_is_encrypted(entry) != 0 { throw .password }
            guard Container.isTame(name), names.updateValue(name, forKey: name.lowercased()) == nil else { throw .strangePart(name) }
            return true
        }
        self.bytes = bytes
        self.names = names
    }

    /// Names of the parts as they are written.
    var partNames: [String] { Array(names.values) }

    /// Whether there is a part.
    func contains(_ name: String) -> Bool { names[name.lowercased()] != nil }

    /// Whether there are parts in a folder.
    func hasFolder(_ folder: String) -> Bool { names.keys.contains { $0.hasPrefix(folder) } }

    /// One part; nil when there is none of that name.
    func part(_ name: String) throws(DocumentError) -> [UInt8]? { try parts([name])[name] }

    /// Parts by the names asked for; those that are not there are left out.
    func parts(_ wanted: [String]) throws(DocumentError) -> [String: [UInt8]] {
        let wanted = Dictionary(wanted.filter(contains).map { ($0.lowercased(), $0) }) { first, _ in first }
        var parts: [String: [UInt8]] = [:]
        guard !wanted.isEmpty else { return parts }
        var room = Container.sizeLimit
        try Container.walk(bytes) { archive, entry, name throws(DocumentError) in
            guard let asked = wanted[name.lowercased()] else { return true }
            // What it says of itself is a reason to refuse it, never to believe it.
            guard archive_entry_size(entry) <= Int64(room) else { throw .unpacksTooLarge(limit: Container.sizeLimit) }
            let part = try Container.unpacked(archive, name, room: room)
            room -= part.count
            parts[asked] = part
            return parts.count < wanted.count
        }
        return parts
    }

    /// The tree of a part; nil when there is none of that name.
    func markUp(_ name: String) throws(DocumentError) -> MarkUp? {
        guard let xml = try part(name) else { return nil }
        return try MarkUpParser.read(xml, part: name)
    }

    // MARK: libarchive

    private static func walk(
        _ bytes: [UInt8], _ visit: (OpaquePointer, OpaquePointer, String) throws(DocumentError) -> Bool
    ) throws(DocumentError) {
        let result = bytes.withUnsafeBytes { buffer -> Result<Void, DocumentError> in
            do throws(DocumentError) { return .success(try walk(buffer, visit)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private static func walk(
        _ buffer: UnsafeRawBufferPointer, _ visit: (OpaquePointer, OpaquePointer, String) throws(DocumentError) -> Bool
    ) throws(DocumentError) {
        guard let archive = archive_read_new() else { throw .damaged(part: "") }
        defer { archive_read_free(archive) }
        // By the directory at the file's end: what stands between the parts is not looked at.
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else { throw .damaged(part: "") }
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return }
            // A warning says that a name has letters of another alphabet.
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw .damaged(part: "") }
            guard try visit(archive, entry, name(entry)) else { return }
        }
    }

    private static func name(_ entry: OpaquePointer) -> String {
        if let name = archive_entry_pathname_utf8(entry) { return String(cString: name) }
        return archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
    }

    private static func unpacked(_ archive: OpaquePointer, _ name: String, room: Int) throws(DocumentError) -> [UInt8] {
        var part: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw .damaged(part: name) }
            guard count > 0 else { return part }
            guard part.count + count <= room else { throw .unpacksTooLarge(limit: sizeLimit) }
            part += chunk[..<count]
        }
    }

    /// Whether a name stays within the container. Nothing is ever written to a disk, but who names a part so means to do harm.
    private static func isTame(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), !name.contains(":") else { return false }
        return !name.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    }
}
