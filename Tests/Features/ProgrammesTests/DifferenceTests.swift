import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What changed between two editions of a plan, and which measure is which.
@Suite struct DifferenceTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private static let heading = "№\tДейност\tСрок\tБюджет\tВодеща институция"
    private static let training = "Обучение на учители за разпознаване на жертви на трафик"
    private static let campaign = "Национална кампания за превенция сред младежи в риск"
    private static let shelter = "Откриване на нов подслон за жертви на трафик в Бургас"
    private static let guide = "Наръчник за консулски служители в чужбина"

    /// Sections with the titles of their measures, numbered through.
    private func plan(_ sections: [(title: String, measures: [String])], from first: Int = 1) throws -> PlanContent {
        var text = "Програма за 2024 г.\n"
        var number = first
        for (position, section) in sections.enumerated() {
            text += "РАЗДЕЛ \(["I", "II", "III"][position]) „\(section.title)“\n\(Self.heading)\n"
            for title in section.measures {
                text += "\(number)\t\(title)\tмай 2024 г.\t1 000 лв.\tМВР\n"
                number += 1
            }
        }
        return try #require(PlanReading(bytes: Array(text.utf8), register: register).plans.first)
    }

    private func difference(_ old: PlanContent, _ new: PlanContent, _ decided: [String: MeasureSuccession.Decision] = [:]) -> PlanDifference
    {
        PlanDifference(from: old, to: new, register: register, decided: decided)
    }

    @Test func `an inserted row renumbers the later ones and moves none`() throws {
        let old = try plan([("А", [Self.training, Self.campaign, Self.shelter])])
        let new = try plan([("А", [Self.guide, Self.training, Self.campaign, Self.shelter])])
        let difference = difference(old, new)
        #expect(difference.added == ["1"] && difference.removed == [])
        #expect(difference.moved == [] && difference.changes == [] && difference.proposals == [])
        #expect(difference.renumbered.map { "\($0.before)>\($0.after)" } == ["1>2", "2>3", "3>4"])
        #expect(difference.carried == [1: 0, 2: 1, 3: 2])
    }

    @Test func `a row taken elsewhere is the one that moved`() throws {
        let old = try plan([("А", [Self.training, Self.campaign, Self.shelter, Self.guide])])
        let down = difference(old, try plan([("А", [Self.campaign, Self.shelter, Self.guide, Self.training])]))
        #expect(down.moved.map(\.code) == ["4"] && down.moved.map(\.follows) == ["3"])
        let across = difference(
            try plan([("А", [Self.training, Self.campaign]), ("Б", [Self.shelter])]),
            try plan([("А", [Self.training]), ("Б", [Self.campaign, Self.shelter])]))
        #expect(across.moved.map(\.code) == ["2"] && across.moved.first?.isAcross == true)
        #expect(across.moved.first.map { "\($0.sections.before ?? "") \($0.sections.after ?? "")" } == "А Б")
    }

    @Test func `a section with another name takes its measures along`() throws {
        let old = try plan([("А", [Self.training]), ("Б", [Self.campaign, Self.shelter])])
        let new = try plan([("А", [Self.training]), ("Борба", [Self.campaign, Self.shelter])])
        #expect(difference(old, new).moved == [])
    }

    @Test func `a reworded measure goes on by itself, another action under its number does not`() throws {
        let old = try plan([("А", [Self.training, Self.campaign, Self.shelter])])
        let reworded = difference(
            old, try plan([("А", ["Обучение на учители и директори за разпознаване на жертви на трафик", Self.campaign, Self.shelter])]))
        #expect(reworded.proposals.map(\.decision) == [.continues("1")] && reworded.carried[0] == 0)
        #expect(reworded.changes.map(\.field) == [.title])
        let other = difference(old, try plan([("А", [Self.guide, Self.campaign, Self.shelter])]))
        #expect(other.proposals.map(\.decision) == [.isNew] && other.carried[0] == nil)
        #expect(other.added == ["1"] && other.removed == ["1"])
    }

    @Test func `what a person says of a measure holds, whatever is proposed`() throws {
        let old = try plan([("А", [Self.training, Self.campaign])])
        let new = try plan([("А", [Self.guide, Self.campaign])])
        let kept = difference(old, new, ["1": .continues("1")])
        #expect(kept.carried == [0: 0, 1: 1] && kept.added == [] && kept.removed == [])
        #expect(kept.changes.map(\.before) == [Self.training])
        let reworded = try plan([("А", ["Обучение на учители и директори за разпознаване на жертви на трафик", Self.campaign])])
        #expect(difference(old, reworded, ["1": .isNew]).carried == [1: 1])
        #expect(difference(old, reworded, ["1": .continues("7")]).carried[0] == 0, "no such measure: as if nothing was said")
    }

    @Test func `no measure goes on in two`() throws {
        var random = SeededGenerator(7)
        let titles = [Self.training, Self.campaign, Self.shelter, Self.guide].flatMap { [$0, $0 + " и в общините", $0 + " " + $0] }
        for _ in 0..<30 {
            let (one, other) = (titles.shuffled(using: &random).prefix(6), titles.shuffled(using: &random).prefix(7))
            let (old, new) = (try plan([("А", Array(one))]), try plan([("А", Array(other))]))
            let difference = difference(old, new)
            #expect(Set(difference.carried.values).count == difference.carried.count)
            #expect(difference.added.count + difference.carried.count == new.measures.count)
            #expect(difference.removed.count + difference.carried.count == old.measures.count)
        }
    }

    @Test func `the words of both texts stand in their difference, each once`() {
        var random = SeededGenerator(11)
        let words = ["обучение", "на", "учители", "и", "съдии", "в", "София"]
        for _ in 0..<200 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0...9, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
            }
            let difference = WordDifference(texts[0].joined(separator: " "), texts[1].joined(separator: "  "))
            func joined(_ kind: WordDifference.Kind) -> [String] {
                difference.pieces.filter { $0.kind == .same || $0.kind == kind }.flatMap { $0.text.split(separator: " ").map(String.init) }
            }
            #expect(joined(.removed) == texts[0] && joined(.added) == texts[1])
        }
        let long = Array(repeating: "дума", count: 2000).joined(separator: " ")
        #expect(WordDifference(long, "кратко").pieces.map(\.kind) == [.removed, .added])
    }

    @Test func `the longest rise is one and rises`() {
        var random = SeededGenerator(3)
        #expect(LongestRise.positions([]) == [] && LongestRise.positions([3, 1, 2]) == [1, 2])
        for _ in 0..<50 {
            let numbers = Array(0..<9).shuffled(using: &random)
            let rise = LongestRise.positions(numbers).map { numbers[$0] }
            #expect(rise == rise.sorted())
            var longest = 0
            for subset in 0..<(1 << 9) {
                let chosen = (0..<9).filter { subset >> $0 & 1 == 1 }.map { numbers[$0] }
                if chosen == chosen.sorted() { longest = max(longest, chosen.count) }
            }
            #expect(rise.count == longest)
        }
    }

    @Test(arguments: [
        ("50 000 лв.", "40 000 лв.", ["-50 000", "+40 000", "=лв."]),
        ("обхванати 1 000 ученици", "обхванати 2 000 ученици", ["=обхванати", "-1 000", "+2 000", "=ученици"]),
        ("(25 564,59 евро)", "(25 000,00 евро)", ["-(25 564,59", "+(25 000,00", "=евро)"]),
        ("през 2025 100 души", "през 2026 100 души", ["=през", "-2025", "+2026", "=100 души"]),
    ])
    func `a number with its thousands is one word`(before: String, after: String, pieces: [String]) {
        let marks: [WordDifference.Kind: String] = [.same: "=", .removed: "-", .added: "+"]
        #expect(WordDifference(before, after).pieces.map { (marks[$0.kind] ?? "") + $0.text } == pieces)
    }
}
