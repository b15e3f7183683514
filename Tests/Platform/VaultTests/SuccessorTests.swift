import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct SuccessorTests {
    private static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("zakrila-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test(arguments: [nil, "верижка облак тринайсет"])
    func `a key that takes another's place derives the same and seals otherwise, also from its file`(passphrase: String?) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let old = SealingKey()
        let new = try RootKeyFile.makeSuccessor(of: old, folder + "/key", passphrase: passphrase)
        let read = try RootKeyFile.read(folder + "/key", passphrase: passphrase)
        let next = try RootKeyFile.makeSuccessor(of: read, folder + "/next", passphrase: passphrase)
        let place = SealedPlace("test", "1")
        for key in [new, read, next] {
            #expect(key.derived(for: "a") == old.derived(for: "a") && key.derived(for: "a") != key.derived(for: "b"))
            #expect(throws: VaultError.unknownKey) { try key.open(try old.seal([1, 2, 3], for: place), for: place) }
        }
        #expect(try read.open(try new.seal([1, 2, 3], for: place), for: place) == [1, 2, 3])
        let text = try String(contentsOfFile: folder + "/key", encoding: .utf8)
        #expect(!text.contains(Data(old.bytes).base64EncodedString()), "the old key does not live on in the new one's file")
    }

    @Test(arguments: Engine.available)
    func `after the root key was replaced everything opens with the new one and nothing with the old`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let subject = try await world.subject(database)
            let (old, new) = (world.vault, Vault(root: world.vault.root.successor()))
            let count = try await database.write { connection in try old.replaceRoot(with: new.root, at: .now, connection) }
            #expect(count == world.organisations.count)
            #expect(try await new.isOwn(database))
            #expect(try await !old.isOwn(database))
            func name(_ vault: Vault) async throws -> String? {
                let shelter = world.shelter
                return try await database.read { connection in
                    try vault.open(.name(subject), of: subject, as: shelter, connection).map { String(decoding: $0, as: UTF8.self) }
                }
            }
            #expect(try await name(new) == "Мария Примерова")
            await #expect(throws: VaultError.unknownKey) { _ = try await name(old) }
            while try await !database.write({ connection in try new.continueRotation(batch: 10, at: .now, connection) }).isDone {}
            #expect(try await name(new) == "Мария Примерова")
        }
    }
}
