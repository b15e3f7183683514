import Core
import Documents
import Foundation
import Reference
import TestSupport
import Testing

@testable import Programmes

/// The three published documents against what a careful reader found in them.
@Suite(.enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)))
struct GoldenTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    static let plans = [
        ("000", 0, "programme-2024"), ("001", 0, "migration-2024"), ("003", 0, "plan-2020"), ("003", 1, "integration-2020"),
    ]

    private func plan(_ document: String, _ position: Int) throws -> PlanContent {
        try PlanReading(bytes: Seeds.document(document), register: register).plans[position]
    }

    @Test func `the programme has 7 sections and 73 measures`() throws {
        let plan = try plan("000", 0)
        #expect(plan.sections.count == 7)
        #expect(plan.measures.count == 73)
        #expect(plan.measures.map(\.code).contains("IV.5.1"))
        #expect(Set(plan.measures.map(\.code)).count == 73)
    }

    @Test func `the migration plan has 7 sections and 85 rows, says 84 and prints 64 twice`() throws {
        let plan = try plan("001", 0)
        #expect(plan.sections.count == 7)
        #expect(plan.measures.count == 85)
        #expect(plan.measures.filter { $0.number == "64" }.map(\.code) == ["64", "64~2"])
        #expect(plan.declaredMeasures == 84)
        #expect(plan.remarks.contains { $0.code == .countDiffers && $0.quote == "84" && $0.detail == "85" })
        #expect(plan.isProject)
    }

    @Test func `the 2020 document holds two plans, of 41 and 17 measures under 23 and 11 goals`() throws {
        let plans = try PlanReading(bytes: Seeds.document("003"), register: register).plans
        #expect(plans.map(\.measures.count) == [41, 17])
        #expect(plans.map { Set($0.measures.compactMap { $0.strategicGoal?.text }).count } == [23, 11])
    }

    @Test(arguments: plans)
    func `numbers, institutions, budgets and deadlines are those a reader found`(document: String, position: Int, list: String) throws {
        let plan = try plan(document, position)
        let golden = try GoldenMeasure.list(list)
        #expect(plan.measures.map(\.code) == golden.map(\.code))
        for (measure, facts) in zip(plan.measures, golden) {
            #expect(measure.number == facts.number, "\(measure.code)")
            #expect(Set(measure.leads.map(name)) == Set(facts.leads.map(name)), "\(measure.code) leads")
            #expect(Set(measure.partners.map(name)) == Set(facts.partners.map(name)), "\(measure.code) partners")
            let amounts = measure.budget.compactMap { line in
                line.amount.map {
                    "\($0.decimal) \($0.currency.rawValue) \(line.isCeiling) \(line.basis == .perYear) \(line.sharedWith ?? "")"
                }
            }
            let expected = facts.budget.map { line in
                let money = Money(minor: Int64((line.amount * 100).rounded()), Money.Currency(rawValue: line.currency) ?? .bgn)
                return "\(money.decimal) \(line.currency) \(line.upTo ?? false) \(line.per == "year") \(line.sharedWith ?? "")"
            }
            #expect(amounts.sorted() == expected.sorted(), "\(measure.code) budget")
            #expect(measure.deadline?.kind.rawValue ?? "none" == facts.deadline.kind, "\(measure.code) deadline")
            #expect(
                measure.deadline?.periods.map { [$0.from.iso, $0.to.iso] } ?? [] == facts.deadline.periods ?? [], "\(measure.code) deadline"
            )
            if let months = facts.deadline.months { #expect(measure.deadline?.durationMonths == months, "\(measure.code)") }
        }
    }

    @Test(arguments: plans)
    func `indicators pair baseline and target as a reader paired them`(document: String, position: Int, name: String) throws {
        let plan = try plan(document, position)
        for (measure, facts) in zip(plan.measures, try GoldenMeasure.list(name)) {
            var free = measure.indicators
            for expected in facts.indicators {
                let words = expected.key.lowercased().split(separator: " ")
                let match = free.firstIndex { found in
                    let label = "\(found.label) \(found.unit ?? "")".lowercased()
                    return words.allSatisfy { label.contains($0) } && found.baseline == expected.baseline && found.target == expected.target
                        && found.comparator?.rawValue == expected.comparator
                        && (expected.unit.map { label.contains($0.lowercased().replacingOccurrences(of: ".", with: "")) } ?? true)
                }
                #expect(match != nil, "\(measure.code): \(expected.key) \(expected.baseline as Any) → \(expected.target as Any)")
                if let match { free.remove(at: match) }
            }
            #expect(free.isEmpty, "\(measure.code): more than a reader found: \(free.map(\.label))")
        }
    }

    @Test(arguments: ["000", "001", "003"])
    func `understood, kept and not understood sum to the document`(document: String) throws {
        let reading = try PlanReading(bytes: Seeds.document(document), register: register)
        var joined: [CellPlace: String] = [:]
        for passage in reading.passages { joined[passage.place, default: ""] += passage.text }
        for (place, text) in reading.document.cells { #expect(joined[place] == text, "\(place)") }
        let characters = reading.document.cells.map { $0.text.unicodeScalars.filter { !$0.properties.isWhitespace }.count }.reduce(0, +)
        #expect(reading.account.values.reduce(0, +) == characters)
        // What is not understood is little, and each piece stands in the list of remarks.
        let lost = reading.passages.filter { $0.disposition == .notUnderstood }
        let listed = reading.plans.flatMap(\.remarks).filter { $0.code == .notUnderstood }
        for passage in lost { #expect(listed.contains { $0.place == passage.place }, "\(passage)") }
        #expect(lost.count <= 3)
    }

    @Test(arguments: ["000", "001", "003"])
    func `every value's words stand in the cells it names`(document: String) throws {
        let reading = try PlanReading(bytes: Seeds.document(document), register: register)
        let cells = Dictionary(reading.document.cells.map { ($0.place, $0.text) }, uniquingKeysWith: { first, _ in first })
        func check(_ source: SourceReference?, _ label: String) {
            guard let source else { return }
            #expect(!source.cells.isEmpty, "\(label)")
            let printed = source.cells.compactMap { cells[$0] }.joined(separator: " ").filter { !$0.isWhitespace }
            if source.cells.count == 1 { #expect(printed.contains(source.text.filter { !$0.isWhitespace }), "\(label): \(source.text)") }
        }
        for measure in reading.plans.flatMap(\.measures) {
            for text in [measure.title, measure.strategicGoal, measure.operationalGoal, measure.expectedResults] {
                check(text?.source, measure.code)
            }
            for actor in measure.leads + measure.partners { check(actor.source, "\(measure.code) \(actor.name)") }
            for line in measure.budget { check(line.source, measure.code) }
            check(measure.deadline?.source, measure.code)
            for indicator in measure.indicators {
                check(indicator.baselineSource, "\(measure.code) \(indicator.label)")
                check(indicator.targetSource, "\(measure.code) \(indicator.label)")
            }
        }
    }

    @Test func `words cut by a page break are whole again`() throws {
        let plan = try plan("000", 0)
        let labels = plan.measures.flatMap(\.indicators).map(\.label).joined(separator: "\n")
        #expect(labels.contains("междуинституционално представителство"))
        #expect(labels.contains("чрез информационните кутии"))
        #expect(!labels.contains("ционалноционално"))
    }

    @Test func `rows shifted by a merge are read in their places`() throws {
        let plan = try plan("000", 0)
        for code in ["II.7.2", "II.7.3"] {
            let measure = try #require(plan.measures.first { $0.code == code })
            #expect(measure.leads.map(\.name) == ["А21"])
            #expect(measure.operationalGoal?.text.hasPrefix("7 Ефективно") ?? false)
        }
        #expect(plan.remarks.filter { $0.code == .rowShifted }.count == 2)
    }

    @Test(arguments: ["000", "001", "003"])
    func `encodings and line ends change nothing`(document: String) throws {
        let bytes = try Seeds.document(document)
        let text = String(decoding: bytes, as: UTF8.self)
        let original = try PlanReading(bytes: bytes, register: register).plans.map(PlanIdentity.fingerprint)
        let utf16 = [0xff, 0xfe] + [UInt8](try #require(text.data(using: .utf16LittleEndian)))
        #expect(try PlanReading(bytes: utf16, register: register).plans.map(PlanIdentity.fingerprint) == original)
        let windows = [UInt8](try #require(text.replacingOccurrences(of: "❑", with: "").data(using: .windowsCP1251)))
        #expect(try PlanReading(bytes: windows, register: register).plans.map(PlanIdentity.fingerprint) == original)
        let returns = Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        #expect(try PlanReading(bytes: returns, register: register).plans.map(PlanIdentity.fingerprint) == original)
    }

    @Test(arguments: [("Demo/programa-2024.tsv", "programme-2024"), ("Demo/plan-migratsia-2024.tsv", "migration-2024")])
    func `the demo says the same facts in other words`(file: String, name: String) throws {
        let demo = try #require(try PlanReading(bytes: Seeds.file(file), register: register).plans.first)
        let golden = try GoldenMeasure.list(name)
        #expect(demo.measures.map(\.code) == golden.map(\.code))
        for (measure, facts) in zip(demo.measures, golden) {
            #expect(measure.deadline?.periods.map { [$0.from.iso, $0.to.iso] } ?? [] == facts.deadline.periods ?? [], "\(measure.code)")
            let amounts = measure.budget.compactMap { $0.basis == .total ? $0.amount?.decimal : nil }
            let expected = facts.budget.filter { $0.per == nil }.map { Money(minor: Int64(($0.amount * 100).rounded()), .bgn).decimal }
            #expect(amounts.sorted() == expected.sorted(), "\(measure.code)")
            #expect(
                Set(measure.leads.filter { $0.reading == .institution }.map(\.name))
                    == Set(facts.leads.filter { !$0.isGroup }.map(self.name)), "\(measure.code)")
        }
    }

    private func name(_ actor: Actor) -> String { actor.name }

    private func name(_ actor: GoldenMeasure.Actor) -> String {
        let index = NameIndex(register)
        guard let found = index.longest(NameIndex.keys(actor.name), from: 0)?.meaning else { return actor.name }
        switch found {
        case .institution(let code): return code
        case .group(let code): return register.group(code)?.name.bg ?? code
        case .document(let short, _): return short
        }
    }
}
