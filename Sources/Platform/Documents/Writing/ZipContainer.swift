import CArchive

/// Packs parts into a ZIP container, in memory.
///
/// Without times and owners, so that the same parts give the same bytes on every machine: ZIP writes times by the machine's own time zone.
enum ZipContainer {
    /// The parts in the order given. Throws ``WritingError/container``.
    static func bytes(_ parts: [(name: String, bytes: [UInt8])]) throws(WritingError) -> [UInt8] {
        // What can't be made smaller grows by a few bytes only; each name stands twice, with its headers.
        let capacity = parts.reduce(64 * 1024) { $0 + $1.bytes.count + $1.bytes.count / 64 + 2 * $1.name.utf8.count + 1024 }
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        defer { buffer.deallocate() }
        let used = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        used.initialize(to: 0)
        defer { used.deallocate() }
        guard let archive = archive_write_new() else { throw .container }
        defer { archive_write_free(archive) }
        try check(archive_write_set_format_zip(archive))
        try check(archive_write_open_memory(archive, buffer, capacity, used))
        for part in parts { try add(part, to: archive) }
        try check(archive_write_close(archive))
        return [UInt8](UnsafeRawBufferPointer(start: buffer, count: used.pointee))
    }

    private static func add(_ part: (name: String, bytes: [UInt8]), to archive: OpaquePointer) throws(WritingError) {
        guard let entry = archive_entry_new() else { throw .container }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, part.name)
        archive_entry_set_size(entry, Int64(part.bytes.count))
        // A plain file (S_IFREG) that everybody may read.
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o644)
        try check(archive_write_header(archive, entry))
        let written = part.bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
        guard written == part.bytes.count else { throw .container }
    }

    private static func check(_ result: Int32) throws(WritingError) {
        guard result == ARCHIVE_OK else { throw .container }
    }
}
