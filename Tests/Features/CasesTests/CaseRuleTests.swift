import Core
import Policy
import Reference
import TestSupport
import Testing
import Web

@testable import Cases

@Suite struct CaseRuleTests {
    @Test(arguments: [
        ("3.11.2023", "2023-11-03", "2023-11-03", "day"), ("11.2023", "2023-11-01", "2023-11-30", "month"),
        ("февруари 2024 г.", "2024-02-01", "2024-02-29", "month"), ("Лято 2024", "2024-06-01", "2024-08-31", "season"),
        ("зимата 2024", "2023-12-01", "2024-02-29", "season"), ("2024", "2024-01-01", "2024-12-31", "year"),
        ("summer 2024", "2024-06-01", "2024-08-31", "season"),
    ])
    func `a date is read as well as somebody remembers it`(text: String, from: String, to: String, precision: String) throws {
        let date = try #require(ApproximateDate(typed: text))
        #expect(date.from.iso == from && date.to.iso == to && date.precision.rawValue == precision)
    }

    @Test(arguments: ["", "13.2024", "вчера", "2024 или 2025", "31.2.2024", "24", "лято", "0 2024"])
    func `what could mean two things is no date`(text: String) {
        #expect(ApproximateDate(typed: text) == nil)
    }

    @Test func `an interval never ends before it begins`() throws {
        var generator = SeededGenerator(5)
        let pieces = ["1", "12", "31", "2024", "1999", "лято", "зима", "май", ".", " ", "г.", "-", "0"]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 1...5, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let date = ApproximateDate(typed: text) else { continue }
            #expect(date.from <= date.to, "\(text)")
        }
    }

    @Test func `only pre-trial bodies identify formally`() throws {
        let register = try InstitutionRegister.builtIn()
        for code in ["МВР", "ГДБОП", "ГДГП", "ПРБ", "НСлС"] { #expect(Identification.isPreTrial(code, in: register), "\(code)") }
        for code in ["МП", "НКБТХ", "ДАЗД", "ВКС", "никоя"] { #expect(!Identification.isPreTrial(code, in: register), "\(code)") }
    }

    @Test func `what holds is the latest by day, in whatever order it was written`() throws {
        var generator = SeededGenerator(11)
        for _ in 0..<200 {
            let rows = (0..<6).map { number in
                Identification(
                    id: .new(), level: Identification.Level.allCases.randomElement(using: &generator) ?? .formal, body: nil,
                    day: Day(ordinal: 20_000 + Int.random(in: 0..<4, using: &generator)), ground: .indicators, organisation: .new(),
                    madeAt: Instant(milliseconds: Int64(number)))
            }
            let current = Identification.current(rows)
            #expect(Identification.current(rows.shuffled(using: &generator)) == current)
            #expect(rows.allSatisfy { $0.day <= current?.day ?? $0.day })
        }
    }

    @Test func `every audience is part of the next`() throws {
        var generator = SeededGenerator(3)
        for _ in 0..<500 {
            let organisations = [OrganisationID.new(), .new()]
            let actor = Actor(
                user: .new(), organisation: organisations.randomElement(using: &generator) ?? .new(), regime: .gdpr, roles: [.caseWorker])
            let held = Bool.random(using: &generator) ? [HeldRelation(.worker, actor.user.text)] : []
            let facts = ObjectFacts(id: "", relations: held)
            let included = Audience.allCases.map { $0.includes(actor, facts, writtenBy: .new(), for: organisations[0]) }
            #expect(included[2] && (!included[0] || included[1]))
        }
    }

    @Test func `no form makes an assessment that is not whole`() {
        var generator = SeededGenerator(23)
        let names =
            RiskQuestion.allCases.map { "risk-" + $0.rawValue } + Need.allCases.map { "need-" + $0.rawValue } + [
                "level", "own-view", "manner",
            ]
        let values = [
            "yes", "no", "declined", "observation", "observation", "interpreter", "urgent", "low", "imminent", "afraid", "", "нещо",
        ]
        for _ in 0..<500 {
            let form = FormData(
                names.filter { _ in Bool.random(using: &generator) }.map { ($0, values.randomElement(using: &generator) ?? "") })
            let groups: Set<FieldGroup> = Bool.random(using: &generator) ? [.health] : []
            let draft = AssessmentDraft(form, writable: groups)
            let isAnswered = RiskQuestion.allCases.filter(\.isRequired).allSatisfy {
                Assessment.Answer(rawValue: form["risk-" + $0.rawValue] ?? "") != nil
            }
            let level = Assessment.Level(rawValue: form["level"] ?? "")
            let isSlip = level == .low && form["risk-threat-now"] == "yes"
            let isTold = Assessment.Manner(rawValue: form["manner"] ?? "") != nil
            #expect(draft.wrong.isEmpty == (isAnswered && level != nil && !isSlip && isTold), "how it was made is never guessed")
            #expect(Set(draft.answers.keys.compactMap(\.self)).isSubset(of: groups), "what may not be written was not asked")
        }
    }
}
