import Core
import Documents
import Reference
import Spelling
import TestSupport
import Testing

@testable import Programmes

/// Plans that give each activity a table of its own: field, value.
@Suite struct CardTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    /// Reads, and checks that every character is accounted for.
    private func reading(_ bytes: [UInt8]) throws -> PlanReading {
        let reading = try PlanReading(bytes: bytes, register: register)
        var joined: [CellPlace: String] = [:]
        for passage in reading.passages { joined[passage.place, default: ""] += passage.text }
        for (place, text) in reading.document.cells { #expect(joined[place] == text) }
        return reading
    }

    private func plan(_ text: String) throws -> PlanContent {
        let plans = try reading(Array(text.utf8)).plans
        #expect(plans.count == 1)
        return try #require(plans.first)
    }

    // MARK: The same plan

    /// What a wide table alone can have: shifts of its cells, halves of words at its page breaks.
    private let ofWideTables: Set<String> = ["rowShifted", "wordCut"]

    private func same(_ bytes: [UInt8], _ style: CardForms.Style, forms: [(CardForms) -> [UInt8]]) async throws {
        let read = try PlanReading(bytes: bytes, register: register)
        let cards = CardForms(read.document, read.plans, style)
        let wide = try await BarePlans(bytes, register, leaves: ["account"], remarks: ofWideTables).texts
        for form in forms.map({ $0(cards) }) {
            let again = try await BarePlans(form, register, leaves: ["account"], remarks: ofWideTables).texts
            let difference = BarePlans.difference(wide, again)
            #expect(difference == nil)
            #expect(try reading(form).account[.notUnderstood] ?? 0 <= read.account[.notUnderstood] ?? 0)
        }
    }

    @Test(arguments: ["programa-2024", "plan-migratsia-2024"], CardForms.Style.allCases)
    func `a plan written as cards is the same plan`(name: String, style: CardForms.Style) async throws {
        try await same(Seeds.file("Demo/\(name).tsv"), style, forms: [{ $0.word }, { $0.workbook }, { $0.text }])
    }

    @Test(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)), arguments: zip(["000", "001", "003"], CardForms.Style.allCases))
    func `a published plan written as cards is the same plan`(document: String, style: CardForms.Style) async throws {
        // Where a section has no number its heading is known by its cells; above the first row of a sheet it is a line like others.
        try await same(Seeds.document(document), style, forms: document == "003" ? [{ $0.word }] : [{ $0.word }, { $0.workbook }])
    }

    // MARK: The check

    /// A fault of a measure, wherever it stands.
    private struct Fault: Hashable {
        let code: PlanFinding.Code
        let measure: String?
    }

    /// What only columns can have: shifts, words at page breaks, a goal's number in many cells.
    private static let ofTables: Set<PlanFinding.Code> = [.columnsShifted, .wordBroken, .goalNumberRepeated, .countDiffers]

    /// A goal stands over its cards, and belongs to none of them.
    private static func isGoal(_ finding: PlanFinding, _ plan: PlanContent) -> Bool {
        let column = finding.place.column - 1
        let field = plan.columns.indices.contains(column) ? plan.columns[column].field : nil
        let goals = plan.measures.flatMap { [$0.strategicGoal, $0.operationalGoal].compactMap(\.self) }
        let isBeside = finding.measure != nil && (field == .strategicGoal || field == .operationalGoal)
        return isBeside || goals.contains { $0.source.cells.contains(finding.place) }
    }

    private func faults(_ reading: PlanReading, _ speller: Speller) -> [Fault: [PlanFinding]] {
        let found = reading.plans.flatMap { plan in
            PlanCheck(plan, cells: reading.document.cells, speller: speller).findings.filter { finding in
                !CardTests.ofTables.contains(finding.code) && !CardTests.isGoal(finding, plan)
            }
        }
        return Dictionary(grouping: found) { Fault(code: $0.code, measure: $0.measure) }
    }

    private func checked(_ bytes: [UInt8], _ style: CardForms.Style) throws {
        let speller = try CheckedTable.dictionary()
        let read = try PlanReading(bytes: bytes, register: register)
        let again = try PlanReading(bytes: CardForms(read.document, read.plans, style).word, register: register)
        let (wide, cards) = (faults(read, speller), faults(again, speller))
        for missed in Set(wide.keys).subtracting(cards.keys) { Issue.record("missed in cards: \(missed) \(wide[missed, default: []])") }
        for added in Set(cards.keys).subtracting(wide.keys) { Issue.record("only in cards: \(added) \(cards[added, default: []])") }
        #expect(!wide.isEmpty)
    }

    @Test(arguments: ["programa-2024", "plan-migratsia-2024"], CardForms.Style.allCases)
    func `a plan written as cards has the same faults`(name: String, style: CardForms.Style) throws {
        try checked(Seeds.file("Demo/\(name).tsv"), style)
    }

    @Test(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)), arguments: zip(["000", "001", "003"], CardForms.Style.allCases))
    func `a published plan written as cards has the same faults`(document: String, style: CardForms.Style) throws {
        try checked(Seeds.document(document), style)
    }

    @Test func `a label with nothing beside it is told at the blank cell, one that is not there at the card`() throws {
        let text = """
            Програма за 2016 г.
            Дейност 1.1\tОбучение на служители
            Отговорна институция\tМВР
            Срок\tмай 2016 г.
            Индикатори\tБрой обучени служители – 60

            Дейност 1.2\tКампания в училищата
            Отговорна институция\t
            Индикатори\tБрой кампании – 2

            """
        let read = try reading(Array(text.utf8))
        let findings = PlanCheck(try #require(read.plans.first), cells: read.document.cells, speller: nil).findings
        let missing = findings.filter { $0.measure == "1.2" }
        let lead = try #require(missing.first { $0.code == .leadMissing })
        let label = try #require(read.document.cells.last { $0.text.hasPrefix("Отговорна") }?.place)
        #expect(lead.place == CellPlace(table: label.table, row: label.row, column: 2))
        #expect(missing.contains { $0.code == .cellEmpty && $0.place.table == label.table })
        #expect(!findings.contains { $0.measure == "1.1" && [.leadMissing, .cellEmpty].contains($0.code) && $0.place.row == 3 })
    }

    // MARK: Forms of cards

    @Test func `each row of a card becomes a field, with its own cell`() throws {
        let plan = try plan(
            """
            Национална програма за 2016 г.
            РАЗДЕЛ I „Превенция“
            СТРАТЕГИЧЕСКА ЦЕЛ 1. По-малко уязвими
            ОПЕРАТИВНА ЦЕЛ 1.1 Информирани хора
            Дейност 1.1.2\tНационална кампания
            Отговорна институция:\tАНКБТХ
            Партниращи институции:\tМОН, МВР
            Срок за изпълнение:\tмай 2016 г.
            Източник на финансиране:\t10 000 лв. от бюджета на НКБТХ
            Очаквани резултати:\tПовече знания
            Индикатори за резултат:\tпроведени кампании – 2
            Рискове:\tМалко участници
            """)
        let measure = try #require(plan.measures.first)
        #expect(plan.measures.count == 1 && plan.title.text == "Национална програма за 2016 г.")
        #expect(measure.number == "1.1.2" && measure.title.text == "Национална кампания")
        #expect(plan.sections.map(\.title) == ["Превенция"] && measure.section == 0)
        #expect(measure.strategicGoal?.text == "1. По-малко уязвими" && measure.operationalGoal?.text == "1.1 Информирани хора")
        #expect(measure.leads.map(\.name) == ["НКБТХ"] || measure.leads.map(\.name) == ["АНКБТХ"])
        #expect(measure.partners.map(\.code) == ["МОН", "МВР"])
        #expect(measure.deadline?.dueOn?.iso == "2016-05-31")
        #expect(measure.deadline?.source.cells == [CellPlace(table: 1, row: 4, column: 2)])
        #expect(measure.budget.compactMap(\.amount?.minor) == [1_000_000])
        #expect(measure.indicators.map(\.target) == [2])
    }

    @Test func `headings over the card, numbers in labels and labels merged over rows are read`() throws {
        func row(_ cells: String...) -> String { "<w:tr>\(cells.joined())</w:tr>" }
        let cell = { (text: String) in OfficeFiles.cell(text) }
        let across = #"<w:gridSpan w:val="2"/>"#
        let table =
            row(OfficeFiles.cell("Дейност 3. Обучение на учители", across))
            + row(cell("Отговорна институция"), cell("МОН"))
            + row(cell("Срок"), cell("2016 г."))
            + row(OfficeFiles.cell("Индикатори", #"<w:vMerge w:val="restart"/>"#), cell("обучени учители – 50"))
            + row(OfficeFiles.cell("", "<w:vMerge/>"), cell("проведени обучения – 4"))
        let reading = try reading(OfficeFiles.word(OfficeFiles.paragraph("Програма за 2016 г.") + "<w:tbl>\(table)</w:tbl>"))
        let measure = try #require(reading.plans.first?.measures.first)
        #expect(measure.number == "3" && measure.title.text == "Обучение на учители")
        #expect(measure.indicators.map(\.target) == [50, 4])
        #expect(
            measure.indicators.map(\.targetSource?.cells) == [
                [CellPlace(table: 1, row: 4, column: 2)], [CellPlace(table: 1, row: 5, column: 2)],
            ])
        #expect(reading.account[.notUnderstood] ?? 0 == 0)
    }

    @Test func `baseline and target in rows of their own belong to the indicators above, line by line`() throws {
        let measure = try #require(
            plan(
                """
                Програма за 2016 г.
                Дейност 1.1\tОбучение
                Срок\tмай 2016 г.
                Индикатори\tБрой обучени служители
                Базова стойност\t0
                Целева стойност\t60
                """
            ).measures.first)
        #expect(measure.indicators.map(\.label) == ["Брой обучени служители"])
        #expect(measure.indicators.map(\.baseline) == [0] && measure.indicators.map(\.target) == [60])
        #expect(measure.indicators[0].targetSource?.cells.contains(CellPlace(table: 1, row: 5, column: 2)) == true)
    }

    @Test func `an activity beside all its rows, and goals as rows of the card`() throws {
        func cell(_ text: String, _ properties: String = "") -> String { OfficeFiles.cell(text, properties) }
        var table = ""
        for (number, rows) in [("1.1", ["Срок": "май 2016 г."]), ("1.2", ["Срок": "юни 2016 г."])] {
            let fields = [
                ("Оперативна цел", "\(number.suffix(1)). Знания"), ("Срок", rows["Срок"] ?? ""), ("Партньори", "МВР"),
                ("Бюджет", "5 000 лв."),
            ]
            for (index, field) in fields.enumerated() {
                let merge = index == 0 ? #"<w:vMerge w:val="restart"/>"# : "<w:vMerge/>"
                let first = cell(index == 0 ? "Дейност \(number) Обучение" : "", merge)
                table += "<w:tr>\(first)\(cell(field.0))\(cell(field.1))</w:tr>"
            }
        }
        let plan = try #require(
            reading(OfficeFiles.word(OfficeFiles.paragraph("Програма за 2016 г.") + "<w:tbl>\(table)</w:tbl>")).plans.first)
        #expect(plan.measures.map(\.number) == ["1.1", "1.2"])
        #expect(plan.measures.map { $0.operationalGoal?.text } == ["1. Знания", "2. Знания"])
        #expect(plan.measures.map { $0.deadline?.dueOn?.iso } == ["2016-05-31", "2016-06-30"])
        #expect(plan.measures.map { $0.budget.compactMap(\.amount?.minor) } == [[500_000], [500_000]])
    }

    @Test func `a list of goals in the introduction is nobody's goal`() throws {
        let plan = try plan(
            """
            Програма за 2016 г.
            СТРАТЕГИЧЕСКА ЦЕЛ 1. Първа
            СТРАТЕГИЧЕСКА ЦЕЛ 2. Втора
            Дейностите са описани по-долу.
            Дейност 1.1\tОбучение
            Срок\tмай 2016 г.
            Партньори\tМВР
            """)
        #expect(plan.measures.map { $0.strategicGoal == nil } == [true])
    }

    // MARK: No cards

    @Test func `abbreviations and glossaries in two columns are no cards`() throws {
        let glossary = [
            "Термин\tЗначение", "Дейност\tстъпка на програмата", "Партньори\tкойто помага", "Срок\tвреме за работа", "Индикатор\tмярка",
        ]
        #expect(throws: ImportError.noTable) { try reading(Array(glossary.joined(separator: "\n").utf8)) }
        let card = "Програма за 2016 г.\nДейност 1.1\tОбучение\nСрок\tмай 2016 г.\nПартньори\tХУЦ, МВР\n"
        let list =
            "Съкращения\nХУЦ\tХуманитарен център\nСрок\tвремето за работа\nИОМ\tОрганизация за миграция\nЦНСТ\tЦентър\nБХК\tкомитет\n"
        for text in [card + list, card + "Речник\n" + glossary.joined(separator: "\n")] {
            let plan = try plan(text)
            #expect(plan.measures.map(\.number) == ["1.1"])
            #expect(plan.measures[0].title.text == "Обучение" && plan.measures[0].deadline?.source.text == "май 2016 г.")
        }
        let plan = try plan(card + list)
        #expect(plan.abbreviations.contains(Abbreviation(short: "ХУЦ", full: "Хуманитарен център")))
        #expect(plan.measures[0].partners.map(\.name) == ["ХУЦ", "МВР"])
    }

    @Test func `damaged cards are read or refused, and every character is accounted for`() throws {
        var random = SeededGenerator(41)
        let read = try PlanReading(bytes: Seeds.file("Demo/programa-2024.tsv"), register: register)
        let whole = CardForms(read.document, read.plans, .divided).text
        for _ in 0..<60 {
            var lines = whole.split(separator: 10, omittingEmptySubsequences: false)
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let position = Int.random(in: 0..<lines.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: lines.remove(at: position)
                case 1: lines.insert(lines[position], at: Int.random(in: 0..<lines.count, using: &random))
                case 2: lines[position] = lines[position].prefix(Int.random(in: 0...lines[position].count, using: &random))
                default: lines.swapAt(position, Int.random(in: 0..<lines.count, using: &random))
                }
            }
            let bytes = Array(lines.joined(separator: [10]))
            // Cutting may end in the middle of a letter; then the text is in no encoding and is refused.
            if let plans = try? reading(bytes).plans {
                #expect(plans.allSatisfy { Set($0.measures.map(\.code)).count == $0.measures.count })
            }
        }
    }
}
