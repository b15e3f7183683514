import Foundation
import TestSupport
import Testing

/// What each module may import beside the toolchain's own.
private let arrows: [String: Set<String>] = [
    "Core": [],
    "Database": ["Core"],
    "DatabaseSQLite": ["Core", "Database", "GRDB"],
    "DatabasePostgres": ["Core", "Database", "CPostgreSQL"],
    "Policy": ["Core", "Database"],
    "Vault": ["Core", "Database", "CArgon2", "Crypto"],
    "Ledger": ["Core", "Database", "Policy", "Crypto"],
    "Counting": ["Core", "Database", "Policy"],
    "Reference": ["Core"],
    "Spelling": ["CHunspell"],
    "Calendar": ["Core"],
    "Documents": ["CArchive", "CXLSXWriter", "CXML2", "Core"],
    "Web": ["Core", "Database", "Policy", "Vault", "CQREncode", "Hummingbird", "HTTPTypes", "Mustache", "Logging"],
    "WebAuthn": ["Crypto", "CryptoExtras"],
    "Admission": ["Core", "Database", "Ledger", "Policy", "Web"],
    "Access": ["Core", "Database", "Ledger", "Policy", "Reference", "Vault", "Web", "WebAuthn"],
    "Activities": ["Calendar", "Core", "Counting", "Database", "Documents", "Ledger", "Policy", "Reference", "Vault", "Web"],
    "Cases": ["Admission", "Calendar", "Core", "Counting", "Database", "Documents", "Ledger", "Policy", "Reference", "Vault", "Web"],
    "Oversight": ["Core", "Database", "Documents", "Ledger", "Policy", "Web"],
    "Referrals": ["Admission", "Calendar", "Core", "Database", "Ledger", "Counting", "Policy", "Reference", "Vault", "Web"],
    "Signals": ["Admission", "Calendar", "Core", "Database", "Documents", "Ledger", "Counting", "Policy", "Reference", "Vault", "Web"],
    "Today": ["Calendar", "Core", "Database", "Policy", "Web"],
    "Programmes": ["Core", "Database", "Documents", "Ledger", "Counting", "Policy", "Reference", "Spelling", "Vault", "Web"],
    "Portal": ["Core", "Web"],
    "Server": [
        "Access", "Activities", "Calendar", "Cases", "Core", "Database", "DatabaseSQLite", "DatabasePostgres", "Documents", "Ledger",
        "Counting",
        "Policy",
        "Reference",
        "Vault", "Web",
        "Oversight", "Portal",
        "Programmes", "Referrals", "Signals", "Today", "Hummingbird", "Logging",
        "ServiceLifecycle",
    ],
    "zakrila": [
        "Access", "Cases", "Core", "Policy", "Database", "Documents", "Ledger", "Programmes", "Reference", "Server", "Spelling",
        "Vault", "ArgumentParser", "Logging",
    ],
    "TestSupport": [
        "Access", "CArchive", "Core", "Database", "DatabaseSQLite", "DatabasePostgres", "Ledger", "Policy", "Programmes", "Reference",
        "Server",
        "Vault",
        "Web", "WebAuthn", "Crypto", "Hummingbird", "HTTPTypes", "Logging",
    ],
]

private let toolchain: Set<String> = ["Foundation", "Synchronization", "Dispatch", "Glibc", "Darwin", "Testing"]

/// The Swift files of a folder of the project, with their texts.
func swiftFiles(_ folder: String) throws -> [(path: String, text: String)] {
    let root = Seeds.root.appendingPathComponent(folder)
    guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
    return try walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { url in
        (String(url.path.dropFirst(Seeds.root.path.count + 1)), try String(contentsOf: url, encoding: .utf8))
    }
}

/// The module a source file belongs to.
private func module(_ path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    return ["Platform", "Features"].contains(parts[1]) ? parts[2] : parts[1]
}

@Suite struct ArrowTests {
    @Test func `modules import only what their layer allows`() throws {
        let files = try swiftFiles("Sources")
        #expect(files.count > 50)
        for (path, text) in files {
            let allowed = try #require(arrows[module(path)], "\(path): a module without arrows")
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                guard let position = words.firstIndex(of: "import"), position <= 2, position + 1 < words.count else { continue }
                guard words[..<position].allSatisfy({ $0.hasPrefix("@") || ["public", "internal", "package", "private"].contains($0) })
                else { continue }
                let kinds = ["struct", "enum", "class", "protocol", "func", "typealias"]
                let named = kinds.contains(words[position + 1]) && position + 2 < words.count ? words[position + 2] : words[position + 1]
                let name = named.split(separator: ".").first.map(String.init) ?? ""
                #expect(allowed.contains(name) || toolchain.contains(name), "\(path) imports \(name)")
            }
        }
    }

    @Test func `no feature is named in another feature's sources`() throws {
        let features = arrows.keys.filter {
            ["Access", "Cases", "Oversight", "Programmes", "Portal", "Referrals", "Signals", "Today"].contains($0)
        }
        for (path, text) in try swiftFiles("Sources/Features") {
            for feature in features where module(path) != feature { #expect(!text.contains("import \(feature)"), "\(path)") }
        }
    }
}
