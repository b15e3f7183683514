import Core
import Foundation
import TestSupport
import Testing

@testable import Calendar

@Suite struct ClockRuleTests {
    private let rules: ClockRules

    init() throws {
        rules = try ClockRules.builtIn()
    }

    /// Every built-in rule in one line: what a lawyer would check. Change a line only with its ground.
    private static let golden = """
        child-notice: 24 hours, child-identified -> child-notices-sent, identifying-body, mechanism, confirmed, none, 100 safety
        reflection-period: 30 days, person-formally-identified -> cooperation-decided, case-worker, mechanism, not confirmed, none, 95 right
        withdrawal-obligation: 1 working-days, consent-withdrawn -> withdrawal-acknowledged, receiving-organisation, own, confirmed, none, 90 right
        withdrawal-told: 1 working-days, withdrawal-told -> consent-withdrawn, case-worker, own, confirmed, none, 88 right
        foreigner-referral: 24 hours, person-formally-identified person-informally-identified -> referral-sent, identifying-body, own, confirmed, none, 85 right
        person-not-arrived: 24 hours, person-not-arrived -> person-arrived, case-worker, own, confirmed, none, 83 safety
        person-arrival: 24 hours, referral-accepted -> person-arrived, receiving-organisation, own, confirmed, none, 82 safety
        referral-unanswered-foreigner: 24 hours, referral-sent -> referral-answered, receiving-organisation, own, confirmed, none, 80 right
        referral-undone: 1 working-days, referral-undone -> referral-sent, case-worker, own, confirmed, none, 78 safety
        signal-processing: 1 working-days, signal-received -> signal-processed, hotline, own, confirmed, none, 75 safety
        referral-unanswered: 2 working-days, referral-sent -> referral-answered, receiving-organisation, own, confirmed, none, 70 right
        consent-ending: 2 days, consent-last-day -> consent-given, case-worker, own, confirmed, none, 65 right
        risk-review: 3 working-days, case-developed contact-made -> risk-reviewed, case-worker, own, confirmed, none, 60 safety
        person-visit: 10 working-days, referral-accepted -> person-arrived, receiving-organisation, own, confirmed, none, 55 right
        agreed-step: 1 days, step-agreed -> step-done, case-worker, own, confirmed, none, 50 order
        referral-feedback: 10 working-days, person-arrived -> referral-feedback, receiving-organisation, own, confirmed, none, 45 order
        agreed-task: 1 days, task-agreed -> task-done, organiser, own, confirmed, none, 40 order
        mission-report: 14 days, participation-ended -> report-delivered, organiser, own, confirmed, next-working-day, 30 order
        activity-outcome: 3 working-days, activity-day-passed -> activity-told, organiser, own, confirmed, none, 20 order
        """

    @Test func `the built-in rules are those that were read in the law and the mechanism`() {
        let lines = rules.versions.map { rule in
            let starts = rule.startsOn.map(\.rawValue).sorted().joined(separator: " ")
            let ends = rule.endsOn.map(\.rawValue).sorted().joined(separator: " ")
            let sure = rule.isConfirmed ? "confirmed" : "not confirmed"
            return "\(rule.id): \(rule.term.length) \(rule.term.unit.rawValue), \(starts) -> \(ends), \(rule.duty.rawValue), "
                + "\(rule.origin.rawValue), \(sure), \(rule.rollover.rawValue), \(rule.legalRisk) \(rule.severity.rawValue)"
        }
        #expect(lines == ClockRuleTests.golden.split(separator: "\n").map(String.init))
    }

    @Test func `a parameter of ours says so in both languages`() {
        for rule in rules.versions where rule.origin == .own {
            #expect(rule.ground.bg.contains("параметър на системата") && rule.ground.en.contains("parameter"), "\(rule.id)")
        }
    }

    @Test func `an event starts the rules for that person, the gravest first`() throws {
        let today = try date("2026-11-21")
        func started(_ event: ClockEvent, _ subject: ClockSubject) -> [String] {
            rules.rules(startedBy: event, for: subject, on: today).map(\.id)
        }
        let adult = ClockSubject(isChild: false, isForeigner: false)
        #expect(started(.personFormallyIdentified, adult) == ["reflection-period"])
        #expect(started(.personFormallyIdentified, ClockSubject(isChild: true, isForeigner: false)).isEmpty)
        #expect(started(.personFormallyIdentified, ClockSubject(isChild: true, isForeigner: true)) == ["foreigner-referral"])
        #expect(started(.referralSent, adult) == ["referral-unanswered"])
        // Who is not known to be a citizen gets both clocks, and so the stricter one.
        #expect(started(.referralSent, ClockSubject()) == ["referral-unanswered-foreigner", "referral-unanswered"])
        #expect(started(.childIdentified, ClockSubject(isChild: true)) == ["child-notice"])
        #expect(started(.signalProcessed, adult).isEmpty)
    }

    @Test func `a version holds for events of its days, the older one for older events`() throws {
        var (old, new) = try (rule("risk-review"), rule("risk-review"))
        old.validity = Validity(to: try date("2026-12-31"))
        new.validity = Validity(from: try date("2027-01-01"))
        new.term = try term(1, .workingDays)
        let rules = try ClockRules([new, old])
        #expect(rules.rule("risk-review", on: try date("2026-12-31")) == old)
        #expect(rules.rule("risk-review", on: try date("2027-01-01")) == new)
        #expect(rules.rule("no-such-rule", on: try date("2027-01-01")) == nil)
    }

    @Test func `an installation's parameters replace a rule on their days and leave it on the others`() throws {
        var own = try rule("signal-processing")
        own.term = try term(4, .hours)
        own.validity = Validity(from: try date("2027-01-01"), to: try date("2027-06-30"))
        let rules = try ClockRules.builtIn(overrides: [own])
        for (day, unit) in [
            ("2026-12-31", Term.Unit.workingDays), ("2027-01-01", .hours), ("2027-06-30", .hours), ("2027-07-01", .workingDays),
        ] {
            #expect(rules.rule("signal-processing", on: try date(day))?.term.unit == unit, "\(day)")
        }
        #expect(rules.versions.count { $0.id == "signal-processing" } == 3)
        own.validity = Validity()
        #expect(try ClockRules.builtIn(overrides: [own]).versions.count { $0.id == "signal-processing" } == 1)
    }

    @Test func `after any overrides there is one version for every day, the installation's on its days`() throws {
        var random = SeededGenerator(26)
        let rule = try rule("signal-processing")
        for _ in 0..<500 {
            let days = try (0..<4).map { _ in try random.day(2024...2028) }.sorted()
            var (one, two) = (rule, rule)
            one.validity = Validity(from: Bool.random(using: &random) ? days[0] : nil, to: days[1])
            two.validity = Validity(from: Day(ordinal: days[2].ordinal + 1), to: Bool.random(using: &random) ? days[3] : nil)
            (one.legalRisk, two.legalRisk) = (1, 2)
            guard days[2] < days[3] else { continue }
            let rules = try ClockRules([rule], overrides: [one, two])
            for _ in 0..<20 {
                let day = try random.day(2023...2029)
                let found = rules.versions.filter { $0.validity.contains(day) }
                #expect(found.count == 1)
                #expect(found.first?.legalRisk == (one.validity.contains(day) ? 1 : two.validity.contains(day) ? 2 : rule.legalRisk))
            }
        }
    }

    @Test func `two versions of a rule on one day are refused, among the built-in and among the overrides`() throws {
        let rule = try rule("child-notice")
        let error = ClockRuleError(rule: "child-notice", fault: .overlap)
        #expect(throws: error) { try ClockRules([rule, rule]) }
        #expect(throws: error) { try ClockRules([], overrides: [rule, rule]) }
    }

    @Test func `a faulty rule is refused with its name and its fault`() throws {
        let nothing = try term(0, .days)
        let steps = try (before: ClockWarning(.head, .before(term(2, .days))), after: ClockWarning(.responsible, .after(term(1, .days))))
        let faults: [(ClockRuleError.Fault, (inout ClockRule) -> Void)] = try [
            (.noTerm, { $0.term = nothing }), (.events, { $0.startsOn = [] }), (.events, { $0.endsOn = [] }),
            (.events, { $0.endsOn.insert(.childIdentified) }), (.hoursRolledOver, { $0.rollover = .nextWorkingDay }),
            (.noGround, { $0.ground = Ground(bg: "чл. 26", en: "") }), (.noGround, { $0.rolloverNote = Ground(bg: "", en: "Hours") }),
            (.legalRisk, { $0.legalRisk = 0 }), (.legalRisk, { $0.legalRisk = 101 }), (.warnings, { $0.warnings = [] }),
            (.warnings, { $0.warnings = [steps.after] }), (.warnings, { $0.warnings = [steps.before, steps.after] }),
            (.warnings, { $0.warnings = [steps.before, steps.before] }),
            (.validity, { [from = date("2027-01-02"), to = date("2027-01-01")] in $0.validity = Validity(from: from, to: to) }),
        ]
        for (fault, spoil) in faults {
            var rule = try rule("child-notice")
            spoil(&rule)
            #expect(throws: ClockRuleError(rule: "child-notice", fault: fault)) { try ClockRules([rule]) }
        }
        var rule = try rule("child-notice")
        rule.id = "Child notice"
        #expect(throws: ClockRuleError(rule: "Child notice", fault: .notKebabCase)) { try ClockRules([rule]) }
    }

    @Test(arguments: [
        ("\"unit\": \"hours\"", "\"unit\": \"fortnights\"", ClockRuleError.Fault.unknown(field: "term.unit", value: "fortnights")),
        ("\"length\": 24", "\"length\": 240000", .unknown(field: "term.length", value: "240000")),
        ("\"duty\": \"identifying-body\"", "\"duty\": \"nobody\"", .unknown(field: "duty", value: "nobody")),
        ("child-notices-sent", "notices-lost", .unknown(field: "endsOn", value: "notices-lost")),
        ("\"kind\"", "\"kinds\"", .missing("kind")), ("\"term\"", "\"terms\"", .missing("term.length")),
        ("\"severity\"", "\"validTo\": \"2027-02-29\", \"severity\"", .unknown(field: "validTo", value: "2027-02-29")),
        ("\"isConfirmed\"", "\"isSure\"", .missing("isConfirmed")), ("\"before\"", "\"sometime\"", .missing("warnings.after.length")),
    ])
    func `a rule that cannot be read names itself and the field`(part: String, other: String, fault: ClockRuleError.Fault) throws {
        let sound = """
            [{"id": "child-notice", "kind": "deadline", "startsOn": ["child-identified"], "endsOn": ["child-notices-sent"],
              "term": {"length": 24, "unit": "hours"}, "rollover": "none", "rolloverNote": {"bg": "Часове", "en": "Hours"},
              "duty": "identifying-body", "origin": "mechanism", "ground": {"bg": "мярка 1.1", "en": "measure 1.1"}, "isConfirmed": true,
              "warnings": [{"whom": "head", "before": {"length": 4, "unit": "hours"}}], "legalRisk": 100, "severity": "safety"}]
            """
        #expect(try ClockRules.read(Data(sound.utf8)).map(\.id) == ["child-notice"])
        let start = try #require(sound.range(of: part))
        let spoilt = sound.replacingCharacters(in: start, with: other)
        #expect(throws: ClockRuleError(rule: "child-notice", fault: fault)) { try ClockRules.read(Data(spoilt.utf8)) }
    }

    @Test func `a text that is no list of rules is refused`() {
        for text in ["", "{}", "[1]", "[{\"id\": 5}]"] {
            #expect(throws: ClockRuleError(rule: "", fault: .unreadable)) { try ClockRules.read(Data(text.utf8)) }
        }
    }

    private func rule(_ id: String) throws -> ClockRule {
        try #require(rules.rule(id, on: date("2026-11-21")))
    }
}
