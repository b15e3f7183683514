import Calendar
import Core
import Foundation
import Testing

@Suite struct CalendarWordTests {
    @Test(arguments: ["bg", "en"])
    func `every day off, term, rule, event, state and duty has words, and no words are left over`(language: String) throws {
        let file = try CalendarFiles.strings().appendingPathComponent("\(language).json")
        let words = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
        let today = try date("2026-11-21")
        let days = try Holidays.builtIn().holidays.map { "holiday.\($0.id)" } + ["moved", "declared", "weekend"].map { "holiday.\($0)" }
        let terms = try Term.Unit.allCases.map { try term(1, $0).wordKey }.flatMap { [$0 + ".one", $0 + ".many"] }
        let outcomes = [RolloverOutcome.notNeeded, .notApplied, .applied(from: today)].map(\.wordKey)
        let clocks =
            try ClockRules.builtIn().versions.map(\.wordKey) + ClockEvent.allCases.map(\.wordKey) + Duty.allCases.map(\.wordKey)
            + ClockReading.State.allCases.map(\.wordKey) + ClockRule.Origin.allCases.map(\.wordKey)
            + ClockRule.Severity.allCases.map(\.wordKey) + ClockWarning.Whom.allCases.map(\.wordKey)
        #expect(Set(days + DayOff.Kind.allCases.map(\.wordKey) + terms + outcomes + clocks) == Set(words.keys))
        for (key, text) in words {
            let isCyrillic = text.unicodeScalars.contains { (0x410...0x44f).contains($0.value) }
            #expect(isCyrillic == (language == "bg"), "\(key)")
        }
    }

    @Test func `grounds are given in both languages, each in its own script`() throws {
        let rules = try ClockRules.builtIn().versions
        let grounds =
            try Holidays.builtIn().holidays.map(\.ground) + MovedDay.builtIn().map(\.ground)
            + rules.flatMap { [$0.ground, $0.rolloverNote] }
        for ground in grounds {
            #expect(ground.text(in: .bg).unicodeScalars.contains { (0x410...0x44f).contains($0.value) })
            #expect(!ground.text(in: .en).unicodeScalars.contains { (0x400...0x4ff).contains($0.value) })
        }
    }
}
