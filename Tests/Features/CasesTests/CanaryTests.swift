import Core
import Database
import Foundation
import InMemoryLogging
import Logging
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

@Suite struct CanaryTests {
    /// Words that occur nowhere else, of this run alone.
    private struct Canaries {
        private let mark: String
        let name: String
        let alias: String
        let contact: String
        let address: String
        let draft: String
        let phone: String
        let egn: String
        let mail: String

        init() {
            let letters = Array("бвгджзклмнпрстфхц")
            mark = String((0..<10).map { _ in letters.randomElement() ?? "б" })
            name = "Канар" + mark
            alias = "Прякор" + mark
            contact = "само след осем, " + mark + "сестра"
            address = "ул. " + mark + " 77"
            draft = "Чернова" + mark
            phone = "0877" + String(Int.random(in: 100_000...999_999))
            egn = TestSupport.egn("7523169" + String(Int.random(in: 10...99)))
            mail = "kanarche\(Int.random(in: 100_000...999_999))@example.bg"
        }

        /// The forms in which they could have been left: as typed, in small or capital letters, in hexadecimal, in base64.
        var traces: [Data] {
            let words = [mark, phone, String(phone.dropFirst()), egn, mail]
            return words.flatMap { [$0, $0.lowercased(), $0.uppercased()] }.flatMap { word -> [Data] in
                let bytes = Array(word.utf8)
                let hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                let coded = (0..<3).map { shift in
                    // Wherever it begins among three bytes; what depends on its neighbours is left out.
                    let text = Data(Array(repeating: 0, count: shift) + bytes).base64EncodedString().filter { $0 != "=" }
                    return Data(text.dropFirst(shift == 0 ? 0 : shift + 1).dropLast(2).utf8)
                }
                return [
                    Data(bytes), Data(hexadecimal.utf8), Data(hexadecimal.uppercased().utf8),
                    Data(word.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
                ] + coded
            }
        }
    }

    @Test(arguments: Engine.available)
    func `nothing that tells who somebody is lies anywhere in the clear`(engine: Engine) async throws {
        let (log, canaries, start) = (InMemoryLogHandler(), Canaries(), Date())
        try await withOffice(engine, HouseOptions(logger: Logger(label: "test") { _ in log })) { office in
            let desks = try await office.desks([.caseWorker, .shelterManager])
            let (worker, shelter) = (desks[.caseWorker]!, desks[.shelterManager]!)
            let values = [
                ("given-name", canaries.name), ("family-name", canaries.name + "ова"), ("egn", canaries.egn), ("phone", canaries.phone),
                ("safe-contact", canaries.contact), ("birth", "16.3.1975"),
            ]
            _ = try await worker.find(name: canaries.name, number: canaries.egn)
            _ = try await worker.post("/persons/new", values)
            let address = try await worker.add(values)
            let more = [
                ("other-names", canaries.alias), ("address", canaries.address), ("email", canaries.mail), ("document", canaries.egn),
            ]
            #expect(try await worker.post(address + "/change", more).status == 303)
            #expect(try await worker.post(address + "/change", [("egn", canaries.egn + "1")]).status == 422)
            #expect(try await worker.unmask(address, ["identity", "contact", "address"]).body.contains(canaries.alias))
            let file = try await worker.open(String(address.dropFirst("/persons/".count)))
            #expect(try await worker.write(file, canaries.contact, "counselling", for: "team").status == 303)
            let plan = [
                ("goal-1-text", canaries.address), ("safety", canaries.contact), ("agreement", "agreed"), ("agreed-on", "1.4.2026"),
            ]
            #expect(try await worker.plan(file, plan).status == 303)
            _ = try await worker.get(file.part("files"))
            let scan = Array(("%PDF-" + canaries.alias).utf8)
            let fields = [("kind", "identity"), ("audience", "team")]
            #expect(try await worker.upload(file.part("files"), fields, files: [scan], named: canaries.name + ".pdf").status == 303)
            #expect(try await worker.post(file.part("notes/show")).body.contains(canaries.contact))
            #expect(try await worker.post(file.part("plan/print")).body.contains(canaries.address))
            #expect(try await worker.write(file, canaries.draft, "никоя").status == 422)
            let person = try #require(PersonID(String(address.dropFirst("/persons/".count))))
            try await office.house.share(person, with: try office.organisation(.shelterManager))
            #expect(try await shelter.find(name: canaries.name).count == 1)
            _ = try await shelter.post(address + "/change", ["given-name": canaries.name + "ка"])
            _ = try await worker.post(address + "/revoke", ["organisation": try office.organisation(.shelterManager).text])
            _ = try await worker.post(address + "/export")
            _ = try await worker.get("/persons/search?name=" + PercentCoding.encode(canaries.name))
            _ = try await worker.get("/persons/" + PercentCoding.encode(canaries.name))
            office.house.clock.advance(minutes: 20)
            #expect(
                try await worker.post("/persons/new", [("given-name", canaries.draft), ("egn", canaries.egn)]).location?.contains("kept=1")
                    == true)
            _ = try await worker.post(address + "/change", ["given-name": canaries.draft])
            _ = try await worker.write(file, canaries.draft)

            var places: [(String, Data)] = [("the database", Data(try await office.house.stored()))]
            places.append(("the log", Data(log.entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n").utf8)))
            places += try await files(office, since: start)
            let reference = Data(address.dropFirst(9).utf8)
            #expect(places[0].1.range(of: reference) != nil, "what is looked through is what was written")
            // The same is looked through in files as was written to them, where they may be read.
            for ending in [".sqlite-wal", "/pg_wal/"] {
                let files = places.filter { $0.0.contains(ending) && (engine == .sqlite) == (ending != "/pg_wal/") }
                #expect(
                    files.isEmpty ? engine != .sqlite || ending == "/pg_wal/" : files.contains { $0.1.range(of: reference) != nil },
                    "\(ending)")
            }
            for (place, bytes) in places {
                for trace in canaries.traces {
                    #expect(bytes.range(of: trace) == nil, "\(place): \(String(decoding: trace, as: UTF8.self))")
                }
            }
        }
    }

    /// The files that the engine and the program wrote since a moment, those of PostgreSQL where they may be read.
    private func files(_ office: Office, since start: Date) async throws -> [(String, Data)] {
        var folders = [FileManager.default.temporaryDirectory.path]
        switch office.house.location {
        case .sqlite(let path): folders.append(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        case .postgres:
            try await office.house.database.write { try $0.execute("SELECT 1") }
            let row = try await office.house.database.read { connection in
                try connection.first("SELECT current_setting('data_directory', true) AS folder, pg_current_wal_lsn()::text AS lsn")
            }
            if let folder = try row?.textOrNil("folder"), FileManager.default.isReadableFile(atPath: folder + "/PG_VERSION") {
                let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
                folders += Set(names.map { URL(fileURLWithPath: folder + "/" + $0).deletingLastPathComponent().path }).sorted()
            }
        }
        return folders.flatMap { folder -> [(String, Data)] in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.compactMap { name in
                let path = folder + "/" + name
                guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                    facts[.type] as? FileAttributeType == .typeRegular,
                    let changed = facts[.modificationDate] as? Date, changed >= start.addingTimeInterval(-1)
                else { return nil }
                return (try? Data(contentsOf: URL(fileURLWithPath: path))).map { (path, $0) }
            }
        }
    }
}
