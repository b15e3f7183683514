import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct CanaryTests {
    /// What was planted, in the forms in which it could have been left.
    private static let canaries: [[UInt8]] = {
        let words = [
            "Канарийка", "Плантиранова", "kanariyka", "kanariika", "plantiranova", "plantiranov", "7523169263", "0877654321",
            "+359877654321",
            "877654321", "AA7654321", "aa7654321", "канарче@example.bg", "ул. Незабравка 77", "лична-карта-канарийка.pdf",
            "application/x-canary",
            "съдържание на файла",
        ]
        return words.flatMap { word in
            [
                Array(word.utf8), Array(hexadecimal(word.utf8).utf8), word.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
                Array(Data(word.utf8).base64EncodedString().filter { $0 != "=" }.dropLast(2).utf8),
            ]
        }
    }()

    private func plant(_ database: any Database) async throws -> (vault: Vault, subject: SealedSubject) {
        let world = try await VaultWorld(database)
        let (vault, shelter) = (world.vault, world.shelter)
        let subject = try await world.subject(database, name: "Канарийка Плантиранова")
        try await database.write { connection in
            try vault.put(Array("ул. Незабравка 77".utf8), in: .address(subject), of: subject, as: shelter, connection)
            try vault.put(Array("7523169263".utf8), in: .address(subject), of: subject, as: shelter, connection)
            _ = try vault.putFile(
                Array("съдържание на файла".utf8), name: "лична-карта-канарийка.pdf", mediaType: "application/x-canary",
                in: .name(subject), of: subject, as: shelter, connection)
            let indexes = BlindIndex(vault)
            try indexes.set(["7523169263"], .personalNumber, of: subject, connection)
            try indexes.set(["0877654321"], .phone, of: subject, connection)
            try indexes.set(["AA7654321"], .documentNumber, of: subject, connection)
            try indexes.set(["канарче@example.bg"], .eMail, of: subject, connection)
            _ = try vault.claim(try .egn(typed: "7523169263"), of: subject, connection)
            var facts = LinkageFacts()
            facts.givenName = "Канарийка"
            facts.surname = "Плантиранова"
            facts.phones = ["0877654321"]
            facts.birth = Day(1975, 3, 16)
            facts.numbers = [try .egn(typed: "7523169263")]
            try vault.setLinkage(facts, of: subject, connection)
        }
        try await world.grant(subject, from: shelter, to: world.police, database)
        try await world.revoke(subject, from: world.police, database)
        try await world.rotate(database)
        return (vault, subject)
    }

    @Test(arguments: Engine.available)
    func `no row of any table shows what was planted`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let (vault, subject) = try await plant(database)
            let rows = Data(try await allRows(database).joined(separator: "\n").utf8)
            for canary in Self.canaries { #expect(rows.range(of: Data(canary)) == nil, "\(String(decoding: canary, as: UTF8.self))") }
            for secret in [vault.root.bytes, vault.root.derivedKey(for: "linkage tokens 1").bytes] {
                #expect(rows.range(of: Data(hexadecimal(secret).utf8)) == nil)
            }
            #expect(rows.range(of: Data(subject.text.utf8)) != nil)
        }
    }

    @Test func `nor does the file of SQLite, nor its log`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let database = try await openDatabase(.sqlite(path: path))
            _ = try await Migrator(Vault.migrations).migrate(database)
            let (vault, subject) = try await plant(database)
            var found = 0
            for file in [path, path + "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
                for canary in Self.canaries + [vault.root.bytes] {
                    #expect(bytes.range(of: Data(canary)) == nil, "\(file): \(String(decoding: canary, as: UTF8.self))")
                }
                if bytes.range(of: Data(subject.text.utf8)) != nil { found += 1 }
            }
            #expect(found > 0)
            await database.close()
        }
    }
}
