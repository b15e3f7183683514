import Core
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct RootKeyTests {
    private let place = SealedPlace(table: "t", record: "r", field: "f")

    @Test func `a locked key opens with its passphrase only`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/root.key"
            let key = try RootKeyFile.make(path, passphrase: "крехки сиви гълъби")
            let sealed = try key.seal([7], for: place)
            #expect(try RootKeyFile.read(path, passphrase: "крехки сиви гълъби").open(sealed, for: place) == [7])
            // „й“ in two code points is the same letter.
            let typed = try RootKeyFile.make(folder + "/other.key", passphrase: "тайна й")
            #expect(try RootKeyFile.read(folder + "/other.key", passphrase: "таи\u{306}на и\u{306}").id == typed.id)
            #expect(throws: VaultError.rootKey(.passphraseNeeded)) { try RootKeyFile.read(path) }
            #expect(throws: VaultError.rootKey(.passphraseNeeded)) { try RootKeyFile.read(path, passphrase: "") }
            #expect(throws: VaultError.rootKey(.wrongPassphrase)) { try RootKeyFile.read(path, passphrase: "крехки сиви гълъб") }
            #expect(throws: VaultError.rootKey(.passphraseNeeded)) { try RootKeyFile.make(folder + "/empty.key", passphrase: "") }
            let text = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(text.range(of: Data(Data(key.bytes).base64EncodedString().utf8)) == nil)
        }
    }

    @Test func `a passphrase is set, changed and taken away, and the key stays the same`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/root.key"
            let sealed = try RootKeyFile.make(path).seal([7], for: place)
            let changes: [(from: String?, to: String?)] = [(nil, "first one"), ("first one", "second one"), ("second one", nil)]
            for (from, to) in changes {
                // Left by a program that was stopped.
                try Data("x".utf8).write(to: URL(fileURLWithPath: path + ".new"))
                try RootKeyFile.change(path, from: from, to: to)
                #expect(try RootKeyFile.read(path, passphrase: to).open(sealed, for: place) == [7])
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["root.key"])
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
            }
            try RootKeyFile.change(path, from: nil, to: "third")
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(throws: VaultError.rootKey(.wrongPassphrase)) { try RootKeyFile.change(path, from: "second", to: nil) }
            #expect(throws: VaultError.rootKey(.passphraseNeeded)) { try RootKeyFile.change(path, from: "third", to: "") }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(throws: VaultError.rootKey(.missing)) { try RootKeyFile.change(folder + "/none", from: nil, to: "a") }
        }
    }

    @Test func `a file that was changed is refused, and asks for no boundless work`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/root.key"
            _ = try RootKeyFile.make(path, passphrase: "правилна фраза")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            var other = lines
            other[1] = Identifier<VaultKey>.new().text
            let changed: [(String, RootKeyFault)] = [
                (text.replacingOccurrences(of: "m=65536", with: "m=4294967295"), .noKey),
                (text.replacingOccurrences(of: "m=65536", with: "m=8"), .noKey),
                (text.replacingOccurrences(of: "t=3", with: "t=0"), .noKey),
                (text.replacingOccurrences(of: "t=3", with: "t=999"), .noKey), (text.replacingOccurrences(of: "p=4", with: "p=99"), .noKey),
                (text.replacingOccurrences(of: "argon2id", with: "argon2d"), .noKey), (String(text.dropLast()), .noKey),
                (text + "\n", .noKey),
                (text.replacingOccurrences(of: "t=3", with: "t=1"), .wrongPassphrase), (other.joined(separator: "\n"), .wrongPassphrase),
            ]
            for (text, fault) in changed {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
                #expect(throws: VaultError.rootKey(fault), "\(text)") { try RootKeyFile.read(path, passphrase: "правилна фраза") }
            }
        }
    }
}
