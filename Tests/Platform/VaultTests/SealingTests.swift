import Core
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite struct SealingTests {
    private let place = SealedPlace(table: "persons", record: "r1", field: "name")

    @Test func `what is sealed opens in its place and nowhere else`() throws {
        let key = SealingKey()
        for text in ["", "Ж", "Мария Примерова", String(repeating: "дълъг ", count: 5000)] {
            let sealed = try key.seal(Array(text.utf8), for: place)
            #expect(try key.open(sealed, for: place) == Array(text.utf8))
            for other in [
                SealedPlace(table: "person", record: "sr1", field: "name"), SealedPlace(table: "persons", record: "r2", field: "name"),
                SealedPlace(table: "persons", record: "r1", field: "alias"), SealedPlace(table: "persons", record: "r1n", field: "ame"),
            ] {
                #expect(throws: VaultError.damaged) { try key.open(sealed, for: other) }
            }
        }
    }

    @Test func `the same words are sealed in ever other bytes, and none of them shows`() throws {
        let key = SealingKey()
        let words = Array("Мария Примерова".utf8)
        var seen: Set<[UInt8]> = []
        for _ in 0..<20_000 { seen.insert(Array(try key.seal(words, for: place)[37..<49])) }
        #expect(seen.count == 20_000)
        let sealed = try key.seal(words, for: place)
        #expect(Data(sealed).range(of: Data("Мария".utf8)) == nil)
    }

    @Test func `no bit can be another and no byte missing`() throws {
        let key = SealingKey()
        let sealed = try key.seal(Array("тайна".utf8), for: place)
        for position in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[position] ^= 1 << bit
                #expect(throws: VaultError.self) { try key.open(changed, for: place) }
            }
            #expect(throws: VaultError.self) { try key.open(Array(sealed[..<position]), for: place) }
        }
        #expect(throws: VaultError.self) { try key.open(sealed + [0], for: place) }
    }

    @Test func `what another key or another form sealed says so`() throws {
        let sealed = try SealingKey().seal([1, 2, 3], for: place)
        #expect(throws: VaultError.unknownKey) { try SealingKey().open(sealed, for: place) }
        #expect(throws: VaultError.unknownFormat) { try SealingKey().open([9] + sealed.dropFirst(), for: place) }
        #expect(throws: VaultError.unknownFormat) { try SealingKey().open([], for: place) }
        #expect(throws: VaultError.damaged) { try SealingKey().open([1], for: place) }
        #expect(throws: VaultError.damaged) { try SealingKey().open([1] + Array(repeating: 65, count: 90), for: place) }
    }

    @Test func `a seal opens for its organisation only`() throws {
        let person = SealingKey()
        let (shelter, police) = (OrganisationKey(organisation: "shelter"), OrganisationKey(organisation: "police"))
        let seal = try Seal(person, of: "p1", to: shelter.id, publicKey: shelter.publicKey)
        let sealed = try person.seal(Array("адрес".utf8), for: place)
        #expect(try shelter.open(seal).open(sealed, for: place) == Array("адрес".utf8))
        #expect(throws: VaultError.unknownKey) { try police.open(seal) }
        // Relabelled, it opens for nobody: not as another's, not as another person's, not as another key.
        for (key, subject, organisation) in [(person.id, "p1", police.id), (person.id, "p2", shelter.id), (.new(), "p1", shelter.id)] {
            let relabelled = Seal(
                key: key, subject: subject, organisationKey: organisation, encapsulated: seal.encapsulated, ciphertext: seal.ciphertext)
            for organisation in [shelter, police] { #expect(throws: VaultError.self) { try organisation.open(relabelled) } }
        }
        #expect(throws: VaultError.damaged) { try Seal(person, of: "p1", to: shelter.id, publicKey: [1, 2, 3]) }
    }

    @Test func `after a change of the person's key an old seal opens nothing new`() throws {
        let shelter = OrganisationKey(organisation: "shelter")
        let (old, new) = (SealingKey(), SealingKey())
        let kept = try Seal(old, of: "p1", to: shelter.id, publicKey: shelter.publicKey)
        let written = try new.seal(Array("нов адрес".utf8), for: place)
        #expect(throws: VaultError.unknownKey) { try shelter.open(kept).open(written, for: place) }
    }

    @Test func `an organisation's key is read only with the root key, as its own`() throws {
        let (root, organisation) = (SealingKey(), OrganisationKey(organisation: "shelter"))
        let wrapped = try organisation.wrapped(with: root)
        let again = try OrganisationKey(organisation: "shelter", id: organisation.id, wrapped: wrapped, root: root)
        #expect(again.publicKey == organisation.publicKey)
        #expect(throws: VaultError.unknownKey) {
            try OrganisationKey(organisation: "shelter", id: organisation.id, wrapped: wrapped, root: SealingKey())
        }
        #expect(throws: VaultError.damaged) {
            try OrganisationKey(organisation: "police", id: organisation.id, wrapped: wrapped, root: root)
        }
        #expect(throws: VaultError.damaged) { try OrganisationKey(organisation: "shelter", id: .new(), wrapped: wrapped, root: root) }
    }

    @Test func `the root key is kept in a file that nobody else reads`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/root.key"
            #expect(throws: VaultError.rootKey(.missing)) { try RootKeyFile.read(path) }
            let made = try RootKeyFile.make(path)
            let sealed = try made.seal([7], for: place)
            #expect(try RootKeyFile.read(path).open(sealed, for: place) == [7])
            #expect(throws: VaultError.rootKey(.exists)) { try RootKeyFile.make(path) }
            #expect(try RootKeyFile.read(path).open(sealed, for: place) == [7])
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect(throws: VaultError.rootKey(.readableByOthers)) { try RootKeyFile.read(path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for broken in ["", "x", String(text.dropLast(9)), text.replacingOccurrences(of: "key 1", with: "key 2"), text + "\n"] {
                try broken.write(toFile: path, atomically: false, encoding: .utf8)
                #expect(throws: VaultError.rootKey(.noKey)) { try RootKeyFile.read(path) }
            }
            #expect(throws: VaultError.rootKey(.missing)) { try RootKeyFile.read(folder) }
            #expect(throws: VaultError.rootKey(.unwritable)) { try RootKeyFile.make(folder + "/none/root.key") }
        }
    }
}
