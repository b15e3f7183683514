import Core
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What two measures promise differently, however it is printed.
@Suite struct ContrastTests {
    private static func source(_ text: String) -> SourceReference { SourceReference(cells: [], text: text) }

    private static func measure(_ change: (inout Measure) -> Void = { _ in }) -> Measure {
        var measure = Measure(code: "I.1", title: SourcedText(text: "Обучение на полицаи", source: source("Обучение на полицаи")))
        change(&measure)
        return measure
    }

    private static func counted(_ label: String, _ target: Double?, _ comparator: Indicator.Comparator? = nil) -> Indicator {
        Indicator(
            kind: .count, label: label, baseline: 0, target: target, comparator: comparator,
            targetSource: source("\(label) – \(target ?? 0)"))
    }

    private static func actor(_ code: String) -> Actor {
        Actor(reading: .institution, code: code, name: code, source: source(code))
    }

    private static func line(_ kind: BudgetLine.Kind, _ text: String, payers: [String] = [], amount: Money? = nil) -> BudgetLine {
        var line = BudgetLine(kind: kind, source: source(text))
        line.payers = payers.map(actor)
        line.amount = amount
        return line
    }

    // MARK: Indicators

    @Test func `numbers of different things are not one row`() {
        let left = Self.measure { $0.indicators = [Self.counted("Брой обучени", 60)] }
        let right = Self.measure { $0.indicators = [Self.counted("Брой брошури", 10_000)] }
        let contrast = MeasureContrast(left, right)
        #expect(contrast.indicators.count == 2 && contrast.indicators.allSatisfy { $0.left == nil || $0.right == nil })
        #expect(contrast.isMaterial)
    }

    @Test(arguments: [
        ("Брой обучени полицаи", "Обучени полицаи"), ("Брой проведени обучения", "Брой обучения"), ("Брой", "Брой"),
        ("обучени служители", "обучените служители"),
    ])
    func `dull words and forms of words make no difference`(label: String, other: String) {
        let left = Self.measure { $0.indicators = [Self.counted(label, 5)] }
        let right = Self.measure { $0.indicators = [Self.counted(other, 5)] }
        #expect(MeasureContrast(left, right).differing == [])
    }

    @Test func `as many of others is something else`() {
        let left = Self.measure { $0.indicators = [Self.counted("обучени полицаи", 60)] }
        let right = Self.measure { $0.indicators = [Self.counted("обучени учители", 60)] }
        let contrast = MeasureContrast(left, right)
        #expect(contrast.indicators.count == 1 && contrast.differing == [.indicators] && contrast.indicators[0].hasOtherLabels)
        var percent = right
        percent.indicators = [Self.counted("обучени полицаи", 60)]
        percent.indicators[0].kind = .percent
        #expect(MeasureContrast(left, percent).differing == [.indicators])
    }

    @Test(arguments: [(Language.bg, "обучени: 0 → поне 15", "обучени: 0 → 15"), (.en, "обучени: 0 → at least 15", "обучени: 0 → 15")])
    func `how a target binds is said in words, after the arrow`(language: Language, left: String, right: String) throws {
        let one = Self.measure { $0.indicators = [Self.counted("обучени", 15, .atLeast)] }
        let other = Self.measure { $0.indicators = [Self.counted("обучени", 15)] }
        let lines = try ContrastLines(one, other, ComparisonSentences(language)).lines
        #expect(lines.map { [$0.left(""), $0.right("")] } == [[left, right]])
    }

    // MARK: Number

    @Test func `a number of another section is another number`() throws {
        let left = Self.measure { ($0.code, $0.number) = ("II.1.2", "1.2") }
        let right = Self.measure { ($0.code, $0.number) = ("III.1.2", "1.2") }
        let contrast = MeasureContrast(left, right)
        #expect(contrast.differing == [.number] && !contrast.isMaterial)
        let line = try #require(try ContrastLines(left, right, ComparisonSentences(.bg)).lines.first)
        #expect(line.field == .number && line.left("") == "II.1.2" && line.right("") == "III.1.2")
    }

    // MARK: Budget

    @Test func `the same line twice, another payer and other words are another budget`() {
        let amount = Money(minor: 50_000, .eur)
        let once = Self.measure { $0.budget = [Self.line(.amount, "500 €", payers: ["МВР"], amount: amount)] }
        let twice = Self.measure { $0.budget = once.budget + once.budget }
        let payer = Self.measure { $0.budget = [Self.line(.amount, "500 €", payers: ["МП"], amount: amount)] }
        var shared = once
        shared.budget[0].sharedWith = "34"
        for other in [twice, payer, shared] { #expect(MeasureContrast(once, other).differing == [.budget]) }
        let (fund, grant) = (Self.line(.external, "по фонд „Убежище“"), Self.line(.external, "по Норвежкия механизъм"))
        let (own, foreign) = (Self.measure { $0.budget = [fund] }, Self.measure { $0.budget = [grant] })
        #expect(MeasureContrast(own, foreign).differing == [.budget])
        let (inside, within) = (
            Self.line(.withinBudget, "в рамките на бюджета"), Self.line(.withinBudget, "в рамките на утвърдения бюджет")
        )
        #expect(MeasureContrast(Self.measure { $0.budget = [inside] }, Self.measure { $0.budget = [within] }).differing == [])
    }

    // MARK: Deadline

    @Test(arguments: [
        (Deadline.Kind.date, "след 31.03.2024 г.", "след 30.06.2024 г."), (.duration, "Една година след А", "Една година след Б"),
        (.text, "след избор", "след приемане"),
    ])
    func `a deadline without days is as its words say`(kind: Deadline.Kind, text: String, other: String) {
        let left = Self.measure { $0.deadline = Deadline(kind: kind, source: Self.source(text)) }
        let right = Self.measure { $0.deadline = Deadline(kind: kind, source: Self.source(other)) }
        #expect(MeasureContrast(left, right).differing == [.deadline] && MeasureContrast(left, left).differing == [])
    }

    @Test(arguments: [(2020, 12), (2023, 2), (2020, 2)])
    func `a plan of another year promises the same by its own year`(year: Int, month: Int) {
        func due(_ year: Int, _ month: Int) -> Measure {
            let due = Month(year: year, month: month)
            return Self.measure {
                $0.deadline = Deadline(
                    kind: .month, periods: [.init(from: due.firstDay, to: due.lastDay)], source: Self.source("\(month).\(year)"))
            }
        }
        let (left, right) = (due(year, month), due(2024, month))
        let contrast = MeasureContrast(left, right, years: 2024 - year)
        #expect(contrast.differing == [.deadline] && !contrast.isMaterial)
        #expect(MeasureContrast(right, left, years: year - 2024).isMaterial == false)
        #expect(MeasureContrast(left, right).isMaterial)
        #expect(MeasureContrast(left, due(2024, month - 1), years: 2024 - year).isMaterial)
    }
}
