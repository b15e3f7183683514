import Foundation

/// Reads files that people hand in, within bounds.
public enum DocumentFile {
    /// The largest file read: the real plans have 0.2 MB.
    public static let limit = 32 * 1024 * 1024

    /// The bytes of a file. Reads at most ``limit`` + 1 bytes, whatever the file claims about itself.
    public static func read(_ path: String) throws(DocumentError) -> [UInt8] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { throw .missing }
        guard !isDirectory.boolValue else { throw .directory }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable }
        defer { try? handle.close() }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let chunk: Data?
            do { chunk = try handle.read(upToCount: 1 << 20) } catch { throw .unreadable }
            guard let chunk, !chunk.isEmpty else { break }
            bytes += chunk
        }
        guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        guard !bytes.isEmpty else { throw .empty }
        return bytes
    }
}

extension DocumentFile {
    /// The name of a file without its folders.
    public static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
