import Core
import Reference
import TestSupport
import Testing
import Vault
import Web

@testable import Activities

/// Who counts as a participant, and by what the same one is told apart.
@Suite struct AttendanceRuleTests {
    // MARK: The threshold

    @Test func `so many of a hundred modules must have been attended, no matter in which group`() {
        var random = SeededGenerator(11)
        for _ in 0..<2000 {
            let modules = Int.random(in: 1...6, using: &random)
            let groups = Int.random(in: 1...2, using: &random)
            let threshold = AttendanceThreshold(percent: Int.random(in: AttendanceThreshold.possible, using: &random))
            // Every group has all modules, in an order of its own.
            var parts: [(part: AttendancePart, module: Int)] = []
            for group in 0..<groups {
                for module in 0..<modules {
                    let name = groups == 1 && Bool.random(using: &random) ? nil : "Група \(group)"
                    parts.append((AttendancePart(title: "Модул \(module)", group: name), module))
                }
            }
            parts.shuffle(using: &random)
            let attended = Set(parts.indices.filter { _ in Bool.random(using: &random) })
            let own = Set(attended.map { parts[$0].module }).count
            let isReached = threshold.isReached(by: attended, of: parts.map(\.part))
            #expect(isReached == (own > 0 && Double(own) / Double(modules) >= Double(threshold.percent) / 100 - 1e-9))

            // One part more never takes it away, all of them always give it, none never does.
            if isReached {
                for part in parts.indices { #expect(threshold.isReached(by: attended.union([part]), of: parts.map(\.part))) }
            }
            #expect(threshold.isReached(by: Set(parts.indices), of: parts.map(\.part)))
            #expect(!threshold.isReached(by: [], of: parts.map(\.part)))
        }
    }

    @Test func `days of a group without names are days one by one`() {
        let parts = ["А", "А", "Б", "Б"].map { AttendancePart(group: $0) }
        let all = AttendanceThreshold(percent: 100)
        #expect(!all.isReached(by: [0], of: parts) && all.isReached(by: [0, 1], of: parts))
        // She missed the second day and made it up with the other group.
        #expect(all.isReached(by: [0, 3], of: parts) && !all.isReached(by: [0, 2], of: parts))
    }

    @Test func `those who reached the threshold are heads, each once, and those present stand by part`() throws {
        var random = SeededGenerator(12)
        let parts = (1...4).map { AttendancePart(title: "Ден \($0)") }
        for _ in 0..<200 {
            let people = try (0..<Int.random(in: 1...30, using: &random)).map { number in
                ListedPerson(
                    sign: try ParticipantSign("nr \(number)", in: "АСП"),
                    cell: HeadCell(
                        profession: ["judge", "teacher", nil].randomElement(using: &random) ?? nil,
                        sex: ["woman", "man", nil].randomElement(using: &random) ?? nil, institution: "АСП"),
                    parts: Set((0..<4).filter { _ in Bool.random(using: &random) }))
            }
            let count = AttendanceCount(people, of: parts, AttendanceThreshold(percent: 75))
            let reached = people.filter { $0.parts.count >= 3 }
            #expect(Set(count.reached) == Set(reached) && count.listed == people.count)
            #expect(count.heads.reduce(0) { $0 + $1.amount } == reached.count)
            #expect(Set(count.heads.map { [$0.profession, $0.sex] }).count == count.heads.count, "a line for each")
            #expect(count.present == (0..<4).map { part in people.count { $0.parts.contains(part) } })
        }
    }

    // MARK: The sign

    private static let (key, otherKey) = (SealingKey(), SealingKey())

    private func token(_ text: String, _ institution: String? = "МВР", _ key: SealingKey = key) throws -> String {
        try ParticipantSign(text, in: institution).token(key)
    }

    @Test func `the same person has one token however her name is written, and another one under another key`() throws {
        let own = try token("Мария Иванова Петрова")
        for text in [
            "мария иванова петрова", "ПЕТРОВА, Мария Иванова", "  Мария  Иванова\u{A0}Петрова ", "Maria Ivanova Petrova",
            // Typed with Latin letters that look alike.
            "Mapия Ивaнова Пeтрoва",
        ] { #expect(try token(text) == own, "\(text)") }
        #expect(try token("Мария Иванова Петрова", "МВР", Self.otherKey) != own)
        // Another name, another institution, a man's surname: others.
        for (text, institution) in [
            ("Мария Иванова", "МВР"), ("Мария Иванова Петрова", "АСП"), ("Мария Иванова Петрова", nil), ("Марин Иванов Петров", "МВР"),
        ] { #expect(try token(text, institution) != own, "\(text)") }
        // An e-mail is one person's wherever she works; a number is one's of an institution.
        #expect(try token("M.Ivanova@mvr.bg", "МВР") == token("m.ivanova@mvr.bg", "АСП"))
        #expect(try token("№ 1204-А") == token("1204 а") && token("1204") != token("1204", "АСП"))
        #expect(own.count == 64 && !own.contains("мария"))
    }

    @Test func `a single name, a personal number and a telephone are refused`() {
        let refused: [(String, ParticipantSign.Fault)] = [
            ("Мария", .short), ("М. Иванова", .short), ("", .short), ("7523169263", .personal), ("0888 123 456", .personal),
            ("Мария Иванова 7523169263", .personal), (String(repeating: "я", count: 121), .long),
        ]
        for (text, fault) in refused { #expect(throws: fault, "\(text)") { try ParticipantSign(text, in: nil) } }
    }

    // MARK: The list

    private func list(
        _ text: String, parts: Int = 1, profession: String? = nil, others: Bool = false, needed: Bool = true
    ) throws -> AttendanceList {
        var catalogue = Catalogue()
        try catalogue.add(folder: try ActivitiesFeature.source().strings)
        let lexicon = AttendanceLexicon(
            [catalogue.words(.bg), catalogue.words(.en)], institutions: Meanings.institutions(try InstitutionRegister.builtIn()))
        return AttendanceList(
            text,
            AttendanceList.Frame(parts: parts, profession: profession, institution: nil, takesOthers: others, needsProfession: needed),
            lexicon)
    }

    private func words(_ text: String, parts: Int = 1, profession: String? = nil) throws -> [String] {
        try list(text, parts: parts, profession: profession).problems.map { String($0.word.dropFirst("attend_wrong.".count)) }
    }

    @Test func `a list is read as it is pasted: with headings or without, with numbers, marks and words`() throws {
        let forms: [(text: String, parts: Int)] = [
            ("Мария Иванова\tУчители\tж\tАСП\t1, 2\nИван Петров\tсъдия\tм\t\tвсички", 2),
            ("1;Мария Иванова;учител;жена;АСП;1-2\n2;Иван Петров;съдия;мъж;;1,2", 2),
            (
                "№\tИнституция\tИме\tПол\tДлъжност\tДен 1\tДен 2\tПодпис\n1\tАСП\tМария Иванова\tж\tучител\t+\tх\t\n2\t\tИван Петров\tм\tсъдии\tда\t✓\t",
                2
            ),
            ("name,profession,sex,institution\nМария Иванова,teacher,f,АСП\nИван Петров,judge,m,", 1),
            ("Мария Иванова;учител;ж;АСП\n\nИван Петров;съдия;м\n", 1),
        ]
        let expected = [
            HeadCell(profession: "teacher", sex: "woman", institution: "АСП"), HeadCell(profession: "judge", sex: "man", institution: nil),
        ]
        for (text, parts) in forms {
            let list = try list(text, parts: parts)
            #expect(list.problems == [], "\(text)")
            #expect(list.people.map(\.cell) == expected, "\(text)")
            #expect(list.people.allSatisfy { $0.parts == Set(0..<parts) }, "\(text)")
            let signs = [try ParticipantSign("Мария Иванова", in: "АСП"), try ParticipantSign("Иван Петров", in: nil)]
            #expect(list.people.map(\.sign) == signs, "\(text)")
        }
        let some = try list("Мария Иванова;учител;ж;АСП;2\nИван Петров;съдия;м;;-", parts: 3)
        #expect(some.people.map(\.parts) == [[1], []])
        // Names alone, where the rest is the same for all.
        #expect(try list("Мария Иванова\nИван Петров", profession: "teacher").people.map(\.cell.profession) == ["teacher", "teacher"])
        #expect(try list("Мария Иванова;учител;ж;СУ „Проба“", others: true).people.map(\.cell.institution) == [nil])
    }

    @Test func `one of a profession is known by the word for one`() throws {
        let names = [
            ("съдия", "judge"), ("Прокурор", "prosecutor"), ("следовател", "investigator"), ("полицай", "police"), ("лекар", "medic"),
            ("социален работник", "social-worker"), ("адвокат", "lawyer"), ("психолог", "psychologist"), ("доброволец", "volunteer"),
            ("журналист", "journalist"), ("друга", "other"), ("регистратор", "registrar"), ("кондуктор", "conductor"),
        ]
        for (name, code) in names {
            #expect(try list("Мария Иванова;" + name).people.map(\.cell.profession) == [code], "\(name)")
        }
    }

    @Test func `what can't be taken is told line by line, and names are not quoted`() throws {
        let one = "Мария Иванова;учител;ж;АСП"
        let faults: [(text: String, parts: Int, words: [String])] = [
            ("", 1, ["empty"]), ("име;професия", 1, ["empty"]), ("Мария;учител;ж", 1, ["short"]),
            (one + "\nИван Петров;;м", 1, ["no-profession"]),
            ("Мария Иванова;магьосница;ж\n7523169263;учител", 1, ["profession", "personal"]), ("Мария Иванова;учител;да", 1, ["sex"]),
            ("Мария Иванова;учител;ж;СУ „Проба“", 1, ["institution"]), (one + "\n" + one, 1, ["twice"]),
            (one, 2, ["no-parts"]), (one + ";3\n" + "Иван Петров;съдия;м;;", 2, ["parts", "parts-missing"]),
            (one + ";+;+;+", 2, ["columns"]), (one + ";+;може би", 2, ["mark"]),
            ((0...500).map { "Мария Иванова nr\($0);учител" }.joined(separator: "\n"), 1, ["many"]),
        ]
        for (text, parts, expected) in faults {
            #expect(try words(text, parts: parts) == expected, "\(text.prefix(60))")
        }
        let quoted = try list("Мария;учител;ж\nИвана Иванова;магьосница").problems.flatMap { Array($0.values.values) }
        #expect(quoted.contains("магьосница") && !quoted.contains { $0.contains("Мария") || $0.contains("Ивана") })
    }
}
