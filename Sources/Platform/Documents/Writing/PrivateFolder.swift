import Foundation

/// A folder that nobody else may look into (mode 0700), for files that are gone when the work is done.
struct PrivateFolder {
    let path: String

    /// Throws ``WritingError/temporaryFolder``.
    init() throws(WritingError) {
        var template = Array((FileManager.default.temporaryDirectory.path + "/zakrila-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw .temporaryFolder }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What can't be removed is of no use to anybody else: it can be read by this user only.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
