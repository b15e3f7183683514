import Core
import Foundation
import Reference
import TestSupport
import Testing

@testable import Activities
@testable import Web

/// What is pasted from a spreadsheet is read as it was meant, and nothing that can be pasted does harm.
@Suite struct SheetTests {
    private let words: [Words]
    private let places: PlaceRegister
    private let register: InstitutionRegister
    private let today = Day(ordinal: 20_600)

    init() throws {
        var catalogue = Catalogue()
        try catalogue.add(folder: try ActivitiesFeature.source().strings)
        words = [catalogue.words(.bg), catalogue.words(.en)]
        places = try PlaceRegister.builtIn()
        register = try InstitutionRegister.builtIn()
    }

    private func lexicon(_ kind: ActivityKind) -> SheetLexicon { SheetLexicon(kind, words, places, register, acts: [:]) }

    @Test func `rows are read with tabs, semicolons and commas, quotes and lines inside them`() throws {
        let cases: [(String, [[String]])] = [
            ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]), ("a;b\nc;\"d;e\"", [["a", "b"], ["c", "d;e"]]),
            ("a,b\n\"c\"\"x\"\"\",\"d\ne\"\n", [["a", "b"], ["c\"x\"", "d e"]]),
            ("\"Слово\" към всички\tb\n", [["\"Слово\" към всички", "b"]]),
            ("\"незавършено\tb\n c \td", [["\"незавършено", "b"], ["c", "d"]]),
            ("a\t\t\n\t\t\n\tb", [["a"], ["", "b"]]), ("един\nдва", [["един"], ["два"]]), ("a\rb", [["a"], ["b"]]),
        ]
        for (text, rows) in cases { #expect(try SheetText(text).rows.map(\.cells) == rows, "\(text)") }
        #expect(try SheetText("a\tb\n\n\nc\td").rows.map(\.number) == [1, 4])
        #expect(throws: SheetFault.empty) { try SheetText(" \n\t\n") }
        #expect(throws: SheetFault.tooManyColumns) { try SheetText(String(repeating: "a\t", count: 10_000)) }
        #expect(throws: SheetFault.tooManyRows) { try SheetText(String(repeating: "a\n", count: 10_002)) }
        #expect(try SheetText("a" + String(repeating: "\t", count: 10_000)).width == 1)
    }

    @Test func `days and numbers are read as people write them, and not guessed`() {
        let april = Day(2026, 4, 3).map(SheetCell.DayReading.day)
        for text in ["3.4.2026", "03.04.2026 г.", "2026-04-03", "46115", "2026-04-03 00:00:00", "2026-04-03T00:00:00"] {
            #expect(SheetCell.day(text) == april, "\(text)")
        }
        #expect(SheetCell.day("4/3/2026") == .ambiguous)
        #expect(SheetCell.day("31/12/2026") == Day(2026, 12, 31).map(SheetCell.DayReading.day))
        for text in ["утре", "12", "1/2/3", "", "99999999999999999999"] { #expect(SheetCell.day(text) == .none, "\(text)") }
        for (text, number) in [("1 200", "1200"), ("1\u{A0}200", "1200"), ("12,00", "12"), ("12.0", "12"), ("007", "007")] {
            #expect(SheetCell.amount(text) == number)
        }
        for text in ["1,200", "1.200", "-3", "много", "", "１２"] { #expect(SheetCell.amount(text) == nil, "\(text)") }
    }

    @Test func `every label of every kind is proposed for its own field, and every term read by its words`() throws {
        for kind in ActivityKind.allCases {
            let lexicon = lexicon(kind)
            for language in words {
                let fields = kind.importFields
                let text =
                    fields.map { language($0.label) }.joined(separator: "\t") + "\n" + fields.map { _ in "x" }.joined(separator: "\t")
                let mapping = ColumnMapping(proposedFor: try SheetText(text), lexicon)
                #expect(mapping.hasHeading)
                for (field, name) in zip(fields, mapping.fields)
                where fields.filter({ language($0.label) == language(field.label) }).count == 1 {
                    #expect(name == field.name, "\(kind): \(language(field.label))")
                }
                for field in fields {
                    guard case .term(let list) = field.reading else { continue }
                    for code in list.codes {
                        #expect(lexicon.code(language(list.words + code), field.reading) == code, "\(list.name).\(code)")
                        #expect(lexicon.code(code, field.reading) == code)
                    }
                }
            }
            #expect(Set(kind.importFields.map(\.name)).count == kind.importFields.count)
        }
        let lexicon = lexicon(.distribution)
        for place in places.countries { #expect(lexicon.code(place.bg, .country) == place.code, "\(place.bg)") }
        for place in places.districts { #expect(lexicon.code("обл. " + place.bg, .district) == place.code, "\(place.bg)") }
    }

    @Test func `random acts written as a table and read back are the same acts`() throws {
        let acts = RandomActs(seed: 5, count: 600, organisations: [.new()], by: .new())
        var (random, seen) = (SeededGenerator(11), 0)
        for activity in acts.acts {
            var facts = activity.facts
            facts.sameAs = nil
            // A sheet has one line of heads an act, each sex once.
            facts.heads = Dictionary(grouping: facts.heads) { $0.sex ?? "" }.compactMap { $0.value.first }.map { head in
                var head = head
                let first = facts.heads.first
                (head.profession, head.institution) = (first?.profession, first?.institution)
                return head
            }.sorted { order($0) < order($1) }
            // Districts are Bulgaria's.
            if let country = facts.country, country != "BG" { facts.district = nil }
            if facts.country == nil, facts.district != nil { facts.country = "BG" }
            (facts.town, facts.evidence, facts.note) = ("гр. „Девня“\n2", "Протокол\t12", "=HYPERLINK(\"x\")")
            let kind = activity.kind
            let fields = kind.importFields.shuffled(using: &random)
            let language = words[Int.random(in: 0...1, using: &random)]
            let cells = fields.map { cell($0, facts, language, &random) }
            let text =
                fields.map { quoted(language($0.label)) }.joined(separator: "\t") + "\r\n" + cells.map(quoted).joined(separator: "\t")
                + "\r\n"
            var mapping = ColumnMapping(proposedFor: try SheetText(text), lexicon(kind))
            (mapping.hasHeading, mapping.constants) = (true, [:])
            mapping.fields = fields.map(\.name)
            let sheet = try SheetText(text)
            let draft = try #require(SheetReader(mapping, lexicon(kind), places, register, today: Day(ordinal: 40_000)).drafts(sheet).first)
            // What chance left out and the act needs is told, and nothing else is.
            for problem in draft.problems { #expect(problem.reason == .missing || problem.reason == .profession, "\(kind) \(problem)") }
            guard draft.isRight else { continue }
            seen += 1
            (facts.town, facts.evidence) = ("гр. „Девня“ 2", "Протокол 12")
            if kind.heads != .list {
                facts.heads = facts.heads.map { HeadCount(profession: nil, sex: $0.sex, institution: nil, amount: $0.amount) }
            }
            #expect(draft.facts == facts, "\(kind): \(text)")
        }
        #expect(seen > 200)
    }

    private func order(_ head: HeadCount) -> Int { ActivityDraft.sexes.firstIndex { $0.code == head.sex } ?? 0 }

    private func quoted(_ cell: String) -> String {
        cell.contains { $0 == "\t" || $0.isNewline || $0 == "\"" } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }

    private func cell(_ field: ImportField, _ facts: ActivityFacts, _ language: Words, _ random: inout SeededGenerator) -> String {
        func written(_ day: Day) -> String {
            [day.iso, "\(day.day).\(day.month).\(day.year)", String(day.ordinal + 25_569)].randomElement(using: &random) ?? ""
        }
        func place(_ code: String?, _ place: Place?) -> String {
            place.map { [$0.bg, $0.en, $0.code].randomElement(using: &random) ?? "" } ?? ""
        }
        func head(_ sex: String?) -> String { facts.heads.first { $0.sex == sex }.map { String($0.amount) } ?? "" }
        let code = field.name.hasPrefix("f-") ? String(field.name.dropFirst(2)) : ""
        switch field.name {
        case "title": return facts.title
        case "starts": return written(facts.startsOn)
        case "ends": return facts.isOpenEnded ? "" : written(facts.endsOn)
        case "state": return language("act_state." + facts.state.rawValue)
        case "town": return facts.town ?? ""
        case "evidence": return facts.evidence ?? ""
        case "note": return facts.note ?? ""
        case "district": return place(facts.district, facts.district.flatMap(places.district))
        case "country": return place(facts.country, facts.country.flatMap(places.country))
        case "heads-women", "head-women-1": return head("woman")
        case "heads-men", "head-men-1": return head("man")
        case "heads-unknown", "head-unknown-1": return head(nil)
        case "head-profession-1": return facts.heads.first?.profession.map { language(TermList.profession.words + $0) } ?? ""
        case "head-institution-1": return facts.heads.first?.institution ?? ""
        default: break
        }
        let codes = facts.codes[code, default: []].sorted()
        switch field.reading {
        case .amount: return facts.amounts[code].map { $0 > 999 ? "\($0 / 1000) \($0 % 1000)" : String($0) } ?? ""
        case .term(let list), .terms(let list): return codes.map { language(list.words + $0) }.joined(separator: "; ")
        case .country: return codes.map { places.country($0)?.bg ?? $0 }.joined()
        default: return codes.joined(separator: "; ")
        }
    }

    @Test func `whatever is pasted is read or refused`() throws {
        var random = SeededGenerator(3)
        let pieces = [
            "\t", "\n", "\r\n", "\"", "\"\"", ";", ",", "=HYPERLINK(\"http://x\";\"y\")", "\u{0}", "\u{202E}", "а", "12", "3.4.2026",
            "\u{FEFF}",
            "e\u{301}", "👩‍👩‍👧", String(repeating: "я", count: 3000), "Дата", "Заглавие", "-1", "99999999999999999999", "'", "{{{x}}}", "<b>",
        ]
        for _ in 0..<600 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let cleaned = SheetText.cleaned(text)
            #expect(!cleaned.unicodeScalars.contains("\u{0}"))
            guard let sheet = try? SheetText(cleaned) else { continue }
            let kind = ActivityKind.allCases.randomElement(using: &random) ?? .training
            let lexicon = lexicon(kind)
            var mapping = ColumnMapping(proposedFor: sheet, lexicon)
            mapping.fields = (0..<sheet.width).map { _ in kind.importFields.randomElement(using: &random)?.name }
            let drafts = SheetReader(mapping, lexicon, places, register, today: today).drafts(sheet)
            #expect(drafts.count == mapping.rows(sheet).count)
            for draft in drafts where draft.isRight {
                #expect(!draft.facts.title.isEmpty && draft.facts.title.unicodeScalars.count <= ActivityDraft.longestTitle)
            }
        }
        for bytes in [[UInt8]]([[0x50, 0x4b, 3, 4, 0], [0xff, 0xd8, 0xff, 0, 1], [0], [0xc3, 0x28, 0x41], []]) {
            #expect(throws: ImportActs.Problem.self) { try ImportActs.text(nil, bytes) }
        }
        #expect(throws: ImportActs.Problem.large) { try ImportActs.text(String(repeating: "а\n", count: 1_500_000), nil) }
    }

    @Test func `files in the encodings of Excel give the same text`() throws {
        let text = "Заглавие;Дата\nСреща на екипа;3.4.2026\n"
        let utf16 = [UInt8]([0xff, 0xfe]) + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let windows = [UInt8](try #require(text.data(using: .windowsCP1251)))
        for bytes in [[UInt8](text.utf8), [0xef, 0xbb, 0xbf] + [UInt8](text.utf8), utf16, windows] {
            #expect(try ImportActs.text("", bytes) == text)
        }
    }
}
