import Foundation

/// Style, script and icon, served under names that change with their content so that browsers may keep them for ever.
public struct Assets: Sendable {
    struct File: Sendable {
        let content: String
        let type: String
        let path: String
    }

    private let byName: [String: File]
    private let byPath: [String: File]

    /// Reads the files that come with the program.
    public init() throws {
        guard let folder = Bundle.module.resourceURL?.appendingPathComponent("Assets") else { throw CocoaError(.fileNoSuchFile) }
        var byName: [String: File] = [:]
        for (name, type) in [("zakrila.css", "text/css"), ("zakrila.js", "text/javascript"), ("favicon.svg", "image/svg+xml")] {
            let content = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let parts = name.split(separator: ".")
            let path = "/assets/\(parts[0])-\(Tag.of(content)).\(parts[1])"
            byName[name] = File(content: content, type: "\(type); charset=utf-8", path: path)
        }
        self.byName = byName
        byPath = Dictionary(byName.values.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The address of a file.
    func path(_ name: String) -> String { byName[name]?.path ?? "/assets/" + name }

    func response(_ path: String) -> WebResponse? {
        guard let file = byPath[path] else { return nil }
        return WebResponse(contentType: file.type, body: file.content, headers: [("Cache-Control", "public, max-age=31536000, immutable")])
    }
}

/// A short name for a content, for caches (FNV-1a, 64 bits; not a proof of anything).
enum Tag {
    static func of(_ text: String) -> String { of(text.utf8) }

    static func of(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
