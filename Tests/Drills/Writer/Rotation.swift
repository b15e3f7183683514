import Core
import Database
import Foundation
import Ledger
import Vault

/// Replaces keys of subjects and organisations without a pause, a few pieces in each transaction, until it is ended; or looks at what those
/// before it left.
struct Rotation {
    private static let subjects = 30
    private static let fields = 4
    /// Far fewer than a server takes: so it is nearly always in the middle of something.
    private static let batch = 3

    let database: any Database
    let vault: Vault

    /// Opens the database at a location under the key in a file, which is made where there is none.
    init(_ database: any Database, key file: String) async throws {
        self.database = database
        vault = Vault(root: try FileManager.default.fileExists(atPath: file) ? RootKeyFile.read(file) : RootKeyFile.make(file))
        try await database.write { connection in
            try connection.execute("CREATE TABLE IF NOT EXISTS drill_subjects (id TEXT PRIMARY KEY)")
            try connection.execute("CREATE TABLE IF NOT EXISTS drill_organisations (id TEXT PRIMARY KEY)")
        }
    }

    /// Fills what is missing, finishes what was begun, and goes on.
    func run() async throws {
        try await fill()
        Writer.say("found \(try await database.read { try vault.openRotations($0) }) under way")
        try await finish()
        while true {
            let (persons, organisations) = try await known()
            guard let person = persons.randomElement(), let organisation = organisations.randomElement() else { return }
            let isPerson = Int.random(in: 0..<5) > 0
            try await Ledger.write(database) { connection in
                if isPerson {
                    try vault.beginRotation(SealedSubject(person), connection)
                } else {
                    try vault.replaceOrganisationKey(organisation, connection)
                }
                return ((), [Rotation.entry("drill.replace", isPerson ? person.text : organisation.text)])
            }
            try await finish()
            Writer.say("rotated \(isPerson ? person.text : organisation.text)")
        }
    }

    /// Finishes what was begun and opens everything for everybody. Ends with 1 where something is not as it was written.
    func check() async throws {
        try await finish()
        let (persons, organisations) = try await known()
        let faults = try await database.read { connection in
            var faults: [String] = []
            for person in persons {
                for organisation in organisations {
                    let wanted = Rotation.values(of: person)
                    let opened = try? vault.open(Array(wanted.keys), of: SealedSubject(person), as: organisation, connection)
                    if opened != wanted { faults.append("\(person) is lost to \(organisation)") }
                }
            }
            if try vault.openRotations(connection) > 0 { faults.append("something is still under way") }
            if try vault.stuckRotations(connection) > 0 { faults.append("something does not open") }
            let left = try connection.query(
                "SELECT person_key_id FROM vault_person_keys WHERE retired_at IS NOT NULL AND destroyed_at IS NULL")
            if !left.isEmpty { faults.append("\(left.count) replaced keys are still there") }
            return faults
        }
        for fault in faults { Writer.say(fault) }
        Writer.say(faults.isEmpty ? "whole \(persons.count * Rotation.fields) fields for \(organisations.count) organisations" : "damaged")
        exit(faults.isEmpty ? 0 : 1)
    }

    private func fill() async throws {
        if try await known().organisations.isEmpty {
            try await database.write { connection in
                for organisation in [OrganisationID.new(), .new()] {
                    try vault.makeOrganisationKey(organisation, connection)
                    try connection.execute("INSERT INTO drill_organisations (id) VALUES (\(organisation))")
                }
            }
        }
        let organisations = try await known().organisations
        guard let first = organisations.first else { return }
        while try await known().persons.count < Rotation.subjects {
            let person = PersonID.new()
            try await Ledger.write(database) { connection in
                let subject = SealedSubject(person)
                try vault.newSubject(subject, for: first, connection)
                for other in organisations.dropFirst() { try vault.grant(subject, from: first, to: other, connection) }
                try vault.put(Rotation.values(of: person), of: subject, as: first, connection)
                try connection.execute("INSERT INTO drill_subjects (id) VALUES (\(person))")
                return ((), [Rotation.entry("drill.add", person.text)])
            }
        }
    }

    private func finish() async throws {
        while try await !database.write({ try vault.continueRotation(batch: Rotation.batch, $0) }).isDone {}
    }

    private func known() async throws -> (persons: [PersonID], organisations: [OrganisationID]) {
        try await database.read { connection in
            (
                try connection.query("SELECT id FROM drill_subjects ORDER BY id").map { try $0.identifier("id") },
                try connection.query("SELECT id FROM drill_organisations ORDER BY id").map { try $0.identifier("id") }
            )
        }
    }

    private static func values(of person: PersonID) -> [SealedField: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: (0..<fields).map { number in
                (SealedField(table: "drill", record: person.text, field: "\(number)"), Array("\(person.text) \(number)".utf8))
            })
    }

    private static func entry(_ act: String, _ object: String) -> LedgerEntry {
        LedgerEntry(time: .now, actor: "command:drill", act: act, object: object)
    }
}
