import Core
import Database
import Foundation
import Ledger
import Server
import TestSupport
import Testing

/// Runs the command as a user does.
private struct Command {
    let status: Int32
    let output: String
    let errors: String

    init(_ arguments: [String], in folder: URL) throws {
        // Tests and command are built into one folder.
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = products.appendingPathComponent("zakrila")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "ZAKRILA_LANGUAGE": "bg", "PATH": "/usr/bin:/bin",
            "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        ]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let problems = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        (status, self.output, self.errors) = (process.terminationStatus, text, problems)
    }
}

@Suite(.serialized) struct CommandTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zakrila-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private let demo = Seeds.root.appendingPathComponent("Demo/programa-2024.tsv").path

    @Test func `import, plans, show and export work together`() throws {
        try inFolder { folder in
            #expect(try Command(["import", demo], in: folder).status == 0)
            let plans = try Command(["plans", "--json"], in: folder)
            let list = try #require(try JSONSerialization.jsonObject(with: Data(plans.output.utf8)) as? [[String: Any]])
            let id = try #require(list.first?["id"] as? String)
            #expect(list.count == 1)
            let shown = try Command(["show", id, "IV.5.1"], in: folder)
            #expect(shown.status == 0 && shown.output.contains("IV.5.1"))
            let json = try Command(["export", id, "--format", "json"], in: folder)
            let plan = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect((plan["measures"] as? [Any])?.count == 73)
            #expect(try Command(["export", id, "--format", "csv"], in: folder).output.components(separatedBy: "\r\n").count == 75)
            for format in ["docx", "xlsx"] {
                #expect(try Command(["export", id, "--format", format, "--output", "plan.\(format)"], in: folder).status == 0)
                let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("plan.\(format)")))
                #expect(bytes.prefix(4) == [0x50, 0x4b, 3, 4])
            }
            let nowhere = try Command(["export", id, "--format", "docx", "--output", "none/plan.docx"], in: folder)
            #expect(nowhere.status == 1 && nowhere.errors.contains("none/plan.docx"))
            #expect(try Command(["import", demo], in: folder).output.contains("без промяна"))
            #expect(try Command(["migrate"], in: folder).status == 0)
            #expect(try Command(["migrate", "--json"], in: folder).output.filter { !$0.isWhitespace } == #"{"applied":[]}"#)
            let fresh = try Command(["migrate", "--json", "--database", "sqlite:new/data.sqlite"], in: folder)
            #expect(fresh.status == 0 && fresh.output.contains("0001-programmes"))
        }
    }

    @Test func `a file with another title is an edition of the plan that is named`() throws {
        try inFolder { folder in
            let other = Seeds.root.appendingPathComponent("Demo/plan-migratsia-2024.tsv").path
            let retitled = folder.appendingPathComponent("edition.tsv")
            let text = try String(contentsOf: Seeds.root.appendingPathComponent("Demo/programa-2024.tsv"), encoding: .utf8)
            let end = try #require(text.firstIndex(of: "\n"))
            try ("Изменена национална програма за пробата, 2024 г.\n" + text[text.index(after: end)...]).write(
                to: retitled, atomically: true, encoding: .utf8)
            #expect(try Command(["import", demo], in: folder).status == 0)
            let unknown = try Command(["import", retitled.path, "--amends", "nyama-takav"], in: folder)
            #expect(unknown.status != 0 && unknown.output.isEmpty && unknown.errors.contains("nyama-takav"))
            #expect(try Command(["import", retitled.path, other, "--amends", "programa"], in: folder).status == 64)
            let alike = try Command(["import", retitled.path], in: folder)
            #expect(alike.status == 3 && alike.output.contains("--amends programa-sreshtu"), "nothing is stored before somebody says so")
            let waits = try Command(["import", retitled.path, "--amends", "programa", "--json"], in: folder)
            #expect(waits.status == 3 && waits.output.contains("awaitsAcceptance"))
            let stored = try Command(["import", retitled.path, "--amends", "programa", "--accept"], in: folder)
            #expect(stored.status == 0 && stored.output.contains("Изменена национална програма за пробата"))
            #expect(try Command(["import", retitled.path], in: folder).output.contains("без промяна"), "its title is known now")
            #expect(try Command(["plans", "--json"], in: folder).output.components(separatedBy: "\"slug\"").count == 2)
        }
    }

    @Test func `a file and a stored plan are checked alike, and a faulty one fails where that is asked for`() throws {
        try inFolder { folder in
            let file = try Command(["check", demo], in: folder)
            #expect(file.status == 0 && file.output.contains(" · deadlineOutsidePlan: Срокът излиза извън годините на плана."))
            #expect(try Command(["check", demo, "--strict"], in: folder).status == 1)
            let found = try Command(["check", demo, "--json"], in: folder)
            let reports = try #require(try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [[String: Any]])
            let lines = try #require(reports.first?["findings"] as? [[String: Any]])
            #expect(lines.allSatisfy { ($0["code"] as? String)?.isEmpty == false && ($0["sentence"] as? String)?.hasSuffix(".") == true })
            #expect(try Command(["import", demo], in: folder).status == 0)
            #expect(try Command(["check", "programa", "--json"], in: folder).output == found.output)
            let nothing = try Command(["check", "няма-такъв-план"], in: folder)
            #expect(nothing.status != 0 && nothing.output.isEmpty && nothing.errors.contains("няма-такъв-план"))
        }
    }

    @Test func `two plans are compared, stored or not, and it is said which goes on`() throws {
        try inFolder { folder in
            let other = Seeds.root.appendingPathComponent("Demo/plan-migratsia-2024.tsv").path
            #expect(try Command(["import", demo, other], in: folder).status == 0)
            let text = try Command(["compare", "programa-sreshtu", "plan-strategiya"], in: folder)
            #expect(text.status == 0 && text.output.contains("= II.2.2 ↔ 31  ") && text.output.contains("Само в първия план:"))
            #expect(text.output.contains("    Номер: II.2.2 ↔ 31") && !text.output.contains(" min ") && !text.output.contains(" max "))

            let json = try Command(["compare", "programa-sreshtu", "plan-strategiya", "--json"], in: folder).output
            let report = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let pair = try #require((report["pairs"] as? [[String: Any]])?.first { $0["left"] as? String == "II.2.2" })
            #expect(report["order"] as? String == "none" && (pair["reasons"] as? [String])?.isEmpty == false)

            // A file of an earlier year against the stored plan, named in either order.
            let earlier = folder.appendingPathComponent("programa-2020.tsv")
            let words = try String(contentsOf: URL(fileURLWithPath: demo), encoding: .utf8).replacing("2024", with: "2020")
            try words.write(to: earlier, atomically: true, encoding: .utf8)
            let there = try Command(["compare", earlier.path, "plan-strategiya"], in: folder).output
            let back = try Command(["compare", "plan-strategiya", earlier.path], in: folder).output
            for output in [there, back] { #expect(["Продължават: ", "\nОтпадат:\n", "\nНови:\n"].allSatisfy(output.contains)) }
            for (output, heading) in [(there, "Отпадат:"), (back, "Нови:")] {
                let headings = output.split(separator: "\n").filter { ["Отпадат:", "Нови:"].contains($0) }
                #expect(headings.first == heading[...], "of the plan named first")
            }
            #expect(try Command(["compare", "none", demo], in: folder).status == 4)
        }
    }

    @Test func `every import is in the ledger, and checkpoints tell a whole one from one set back`() throws {
        try inFolder { folder in
            let key = folder.appendingPathComponent("key").path
            let made = try Command(["checkpoint", "--new-key", key], in: folder)
            #expect(made.status == 0 && made.output.hasPrefix("zakrila/ledger+"))
            #expect(try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int == 0o600)
            #expect(try Command(["checkpoint", "--new-key", key], in: folder).status == 1)
            let known = folder.appendingPathComponent("known")
            try made.output.write(to: known, atomically: true, encoding: .utf8)

            #expect(try Command(["import", demo], in: folder).status == 0)
            #expect(try Command(["import", demo], in: folder).status == 0)
            #expect(try Command(["verify"], in: folder).output.contains("цял: 1 запис,"))
            let note = try Command(["checkpoint", "--key", key], in: folder)
            let witness = folder.appendingPathComponent("witness")
            try note.output.write(to: witness, atomically: true, encoding: .utf8)
            let against = ["verify", "--witness", witness.path, "--key", known.path]
            #expect(try Command(against, in: folder).status == 0)

            let setBack = try Command(against + ["--database", "sqlite:other.sqlite"], in: folder)
            #expect(setBack.status == 5 && setBack.errors.contains("позиция 0"))
            let report = try Command(against + ["--json", "--database", "sqlite:other.sqlite"], in: folder).output
            #expect(report.contains("\"fault\" : \"cutOff\"") && report.contains("\"isWhole\" : false"))

            try "zakrila/ledger\n1\n".write(to: witness, atomically: true, encoding: .utf8)
            #expect(try Command(against, in: folder).status == 2)
            #expect(try Command(["verify", "--witness", witness.path], in: folder).status == 64)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let open = try Command(["checkpoint", "--key", key], in: folder)
            #expect(open.status == 2 && open.errors.contains("chmod 600"))
        }
    }

    @Test func `a witness goes on from checkpoint to checkpoint and refuses another ledger`() async throws {
        try await withTemporaryFolder { path in
            let folder = URL(fileURLWithPath: path)
            func file(_ name: String, _ text: String) throws -> String {
                let url = folder.appendingPathComponent(name)
                try text.write(to: url, atomically: true, encoding: .utf8)
                return url.path
            }
            let made = try Command(["checkpoint", "--new-key", "key"], in: folder)
            let known = try file("known", made.output)
            #expect(try Command(["checkpoint", "--list"], in: folder).errors.contains("няма контролни записи"))
            #expect(try Command(["checkpoint", "--since", "0"], in: folder).status == 4)
            #expect(try Command(["import", demo], in: folder).status == 0)

            let first = try Command(["checkpoint", "--key", "key", "--since", "0"], in: folder)
            let kept = try Command(["witness", file("first", first.output), "--key", known], in: folder)
            #expect(kept.status == 0 && kept.output.hasPrefix("zakrila/ledger\n1\n"))
            let note = try file("kept", kept.output)

            #expect(
                try Command(["import", Seeds.root.appendingPathComponent("Demo/plan-migratsia-2024.tsv").path], in: folder).status == 0)
            let key = try #require(CheckpointKey(text: String(contentsOf: folder.appendingPathComponent("key"), encoding: .utf8)))
            let database = try await Databases.open(.sqlite(path: path + "/data/zakrila.sqlite"))
            try await CheckpointKeeper(database, key: key).keep(now: .now)
            await database.close()
            let list = try Command(["checkpoint", "--list", "--json"], in: folder).output
            #expect(list.contains("\"size\" : 2"))
            let second = try Command(["checkpoint", "--since", "1"], in: folder)
            let step = try file("second", second.output)
            let newer = try Command(["witness", step, "--key", known, "--kept", note], in: folder)
            #expect(newer.status == 0 && newer.output.hasPrefix("zakrila/ledger\n2\n"))
            #expect(try Command(["verify", "--key", known, "--witness", file("newer", newer.output)], in: folder).status == 0)
            #expect(try Command(["checkpoint", "--since", "3"], in: folder).status == 5)

            #expect(try Command(["witness", step, "--key", known, "--kept", file("newer", newer.output)], in: folder).status == 2)
            #expect(try Command(["witness", file("cut", "old 1\n"), "--key", known, "--kept", note], in: folder).status == 2)
            let other = ["--database", "sqlite:other.sqlite"]
            #expect(try Command(["import", demo] + other, in: folder).status == 0)
            #expect(
                try Command(["import", Seeds.root.appendingPathComponent("Demo/plan-migratsia-2024.tsv").path] + other, in: folder).status
                    == 0)
            let forked = try Command(["checkpoint", "--key", "key", "--since", "1"] + other, in: folder)
            let refused = try Command(["witness", file("forked", forked.output), "--key", known, "--kept", note], in: folder)
            #expect(refused.status == 5 && refused.output.isEmpty && refused.errors.contains("не продължава"))
        }
    }

    @Test func `an amended plan waits for acceptance with a code of its own`() throws {
        try inFolder { folder in
            #expect(try Command(["import", demo], in: folder).status == 0)
            let text = String(decoding: try Seeds.file("Demo/programa-2024.tsv"), as: UTF8.self).replacingOccurrences(
                of: "10 000 лв.", with: "11 000 лв.")
            let file = folder.appendingPathComponent("programa-2024.tsv")
            try text.write(to: file, atomically: true, encoding: .utf8)
            let waiting = try Command(["import", file.path], in: folder)
            #expect(waiting.status == 3)
            #expect(waiting.output.contains("11 000"))
            #expect(try Command(["import", file.path, "--accept"], in: folder).status == 0)
            #expect(try Command(["plans"], in: folder).output.contains("v2"))
        }
    }

    @Test func `a Word file is imported, and what is none is told by what it is, with nothing stored`() throws {
        let heading = ["Дейности", "Срок", "Индикатори", "Водеща институция"].map { OfficeFiles.cell($0) }.joined()
        let row = ["1.1 Обучение", "май 2024 г.", "обучени – 5", "МВР"].map { OfficeFiles.cell($0) }.joined()
        let body = OfficeFiles.paragraph("Програма за 2024 г.") + "<w:tbl><w:tr>\(heading)</w:tr><w:tr>\(row)</w:tr></w:tbl>"
        let whole = OfficeFiles.word(body)
        func word(_ xml: String) -> [UInt8] {
            OfficeFiles.packed(OfficeFiles.wordParts("").map { ($0.name, $0.name == "word/document.xml" ? xml : $0.text) })
        }
        let old: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] + Array(repeating: 0, count: 600)
        let bad: [(String, [UInt8], String)] = [
            ("old.doc", old, "стария формат"), ("locked.docx", old + "EncryptedPackage".utf8.flatMap { [$0, 0] }, "парола"),
            ("plan.pdf", Array("%PDF-1.7".utf8), "PDF"), ("plan.rtf", Array("{\\rtf1 План}".utf8), "RTF"),
            ("plan.zip", OfficeFiles.packed([(name: "план.txt", text: "план")]), "архив ZIP"),
            ("cut.docx", Array(whole.dropLast(30)), "повреден"), ("broken.docx", word("<w>"), "word/document.xml"),
            ("type.docx", word("<!DOCTYPE a><a/>"), "DOCTYPE"), ("deep.docx", word(String(repeating: "<a>", count: 1000)), "200 вложени"),
            ("twice.docx", OfficeFiles.packed(OfficeFiles.wordParts(body) + OfficeFiles.wordParts(body)), "повторено име"),
            (
                "wide.docx", OfficeFiles.word("<w:tbl><w:tr>\(OfficeFiles.cell("а", "<w:gridSpan w:val=\"99999999\"/>"))</w:tr></w:tbl>"),
                "200 колони"
            ),
            ("picture.docx", OfficeFiles.word("<w:p><w:r><w:drawing/></w:r></w:p>"), "снимка на таблица"),
        ]
        try inFolder { folder in
            for (name, bytes, _) in bad { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
            let refused = try Command(["import"] + bad.map(\.0), in: folder)
            #expect(refused.status == 2)
            let sentences = refused.errors.split(separator: "\n")
            #expect(sentences.count == bad.count)
            for ((name, _, words), sentence) in zip(bad, sentences) {
                #expect(sentence.hasPrefix(name + ": ") && sentence.contains(words), "\(sentence)")
            }
            try Data(whole).write(to: folder.appendingPathComponent("план.docx"))
            #expect(try !Command(["plans"], in: folder).output.contains("2024"))
            #expect(try Command(["import", "план.docx"], in: folder).status == 0)
            #expect(try Command(["plans"], in: folder).output.contains("2024"))
        }
    }

    @Test func `bad files get one sentence each and the good one beside them is imported`() throws {
        try inFolder { folder in
            let empty = folder.appendingPathComponent("empty.txt")
            try Data().write(to: empty)
            let binary = folder.appendingPathComponent("plan.doc")
            try Data([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 1]).write(to: binary)
            let prose = folder.appendingPathComponent("prose.txt")
            try "Само думи".write(to: prose, atomically: true, encoding: .utf8)
            let result = try Command(["import", empty.path, binary.path, prose.path, folder.path, folder.path + "/none", demo], in: folder)
            #expect(result.status == 2)
            #expect(result.errors.split(separator: "\n").count == 5)
            for name in ["empty.txt", "plan.doc", "prose.txt", "none"] { #expect(result.errors.contains(name)) }
            #expect(result.output.contains("73"))
            #expect(try Command(["plans"], in: folder).output.split(separator: "\n").count == 1)
        }
    }

    @Test func `wrong names and places are told from each other by the exit code`() throws {
        try inFolder { folder in
            #expect(try Command(["show", "none"], in: folder).status == 4)
            #expect(try Command(["export", "none"], in: folder).status == 4)
            #expect(try Command(["plans", "--database", "nowhere"], in: folder).status == 64)
            #expect(try Command(["plans", "--database", "sqlite:/proc/none/x"], in: folder).status == 1)
            #expect(try Command(["frobnicate"], in: folder).status == 64)
            #expect(try Command(["--help"], in: folder).output.contains("import"))
            let empty = try Command(["plans", "--json"], in: folder)
            #expect(empty.status == 0 && empty.output.trimmingCharacters(in: .whitespacesAndNewlines).hasPrefix("["))
        }
    }

    @Test func `an installation is set up and its users kept by commands, with its own key alone`() throws {
        try inFolder { folder in
            func setUp(_ institution: String, _ folder: URL) throws -> Command {
                try Command(
                    ["setup", "--institution", institution, "--regime", "gdpr", "--login", "admin.one", "--name", "Никой Измислен"],
                    in: folder)
            }
            let set = try setUp("НКБТХ", folder)
            try #require(set.status == 0, "\(set.errors)")
            let mode = try FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent("keys/root.key").path)[
                .posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(try setUp("НКБТХ", folder).status != 0, "once")
            let add = [
                "user", "add", "new.one", "--name", "Нова Измислена", "--organisation", "НКБТХ", "--post", "експерт", "--role", "analyst",
            ]
            let added = try Command(add, in: folder)
            #expect(added.status == 0 && added.output.firstMatch(of: /[0-9A-Z]{4}-[0-9A-Z]{4}/) != nil, "\(added.output) \(added.errors)")
            #expect(try Command(add, in: folder).status != 0, "the name is taken")
            let list = try Command(["user", "list"], in: folder)
            #expect(list.output.contains("new.one") && list.output.contains("admin.one"))
            let again = try Command(["user", "reset", "new.one"], in: folder)
            #expect(again.status == 0 && again.output != added.output)
            #expect(try Command(["user", "disable", "new.one"], in: folder).status == 0)
            #expect(try Command(["user", "reset", "new.one"], in: folder).status != 0, "an ended account has no code")
            #expect(try Command(["user", "disable", "nobody"], in: folder).status != 0)

            // The key of another installation opens nothing here: not for reading, not for writing, and says so.
            try inFolder { other in
                try #require(try setUp("МВР", other).status == 0)
                let foreign = ["--root-key", other.appendingPathComponent("keys/root.key").path]
                for arguments in [["user", "list"], ["user", "reset", "admin.one"], ["tombstones"], ["serve", "--port", "0"]] {
                    let refused = try Command(arguments + foreign, in: folder)
                    #expect(refused.status != 0 && refused.errors.contains("не е този"), "\(arguments): \(refused.errors)")
                }
            }
        }
    }
    @Test func `the root key is replaced, goes on where it was stopped, and backups open with the old one`() throws {
        try inFolder { folder in
            let set = try Command(
                ["setup", "--institution", "НКБТХ", "--regime", "gdpr", "--login", "admin.one", "--name", "Никой Измислен"], in: folder)
            try #require(set.status == 0)
            func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
            let old = try Data(contentsOf: file("keys/root.key"))
            let backup = file("backup.sqlite")
            try FileManager.default.copyItem(at: file("data/zakrila.sqlite"), to: backup)
            let replaced = try Command(["key", "replace"], in: folder)
            #expect(replaced.status == 0, "\(replaced.errors)")
            let new = try Data(contentsOf: file("keys/root.key"))
            #expect(new != old)
            #expect(try Command(["user", "list"], in: folder).status == 0)
            let kept = try FileManager.default.contentsOfDirectory(atPath: file("keys").path).filter { $0.hasPrefix("root.key.") }
            try #require(kept.count == 1)
            #expect(try Data(contentsOf: file("keys/" + kept[0])) == old)
            let before = ["user", "list", "--database", "sqlite:backup.sqlite"]
            #expect(try Command(before, in: folder).status != 0)
            #expect(try Command(before + ["--root-key", "keys/" + kept[0]], in: folder).status == 0)

            // Stopped after the database was changed and before the files were.
            try FileManager.default.moveItem(at: file("keys/root.key"), to: file("keys/root.key.replacing"))
            try FileManager.default.moveItem(at: file("keys/" + kept[0]), to: file("keys/root.key"))
            let stopped = try Command(["user", "list"], in: folder)
            #expect(stopped.status != 0)
            #expect(try Command(["key", "replace"], in: folder).status == 0)
            #expect(try Data(contentsOf: file("keys/root.key")) == new)
            #expect(try Command(["user", "list"], in: folder).status == 0)
            #expect(try Command(["verify"], in: folder).status == 0)
        }
    }
}
