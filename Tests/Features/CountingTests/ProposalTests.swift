import Foundation
import Reference
import Server
import TestSupport
import Testing

@testable import Counting
@testable import Programmes

/// What is proposed for each indicator of the plans at hand, as a careful reader agreed to it (`Tests/Golden/proposals`).
@Suite struct ProposalTests {
    /// To accept a change: `ZAKRILA_WRITE_PROPOSALS=1 swift test --filter ProposalTests`, and read every line that differs.
    private func expect(_ plan: PlanContent, as name: String) throws {
        let lines = PlanCounts(plan, metrics: House.metrics).lines.map { line in
            "\(line.measure)/\(line.number)\t" + (line.metric == nil ? "–" : line.basis)
        }
        let golden = Seeds.root.appendingPathComponent("Tests/Golden/proposals/\(name).tsv")
        if ProcessInfo.processInfo.environment["ZAKRILA_WRITE_PROPOSALS"] != nil {
            try (lines.joined(separator: "\n") + "\n").write(to: golden, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Set(lines).subtracting(written) == [], "new")
        #expect(Set(written).subtracting(lines) == [], "gone")
    }

    @Test(
        .enabled(if: Seeds.areThere, Comment(rawValue: Seeds.notice)),
        arguments: [("000", 0, "programme-2024"), ("001", 0, "migration-2024"), ("003", 0, "plan-2020"), ("003", 1, "integration-2020")])
    func `indicators of the published plans`(document: String, position: Int, name: String) throws {
        let plans = try PlanReading(bytes: Seeds.document(document), register: InstitutionRegister.builtIn()).plans
        try expect(plans[position], as: name)
    }

    @Test(arguments: ["programa-2024", "plan-migratsia-2024"])
    func `indicators of the demonstration`(name: String) throws {
        let plans = try PlanReading(bytes: Seeds.file("Demo/\(name).tsv"), register: InstitutionRegister.builtIn()).plans
        try expect(try #require(plans.first), as: "demo-" + name)
    }

    @Test func `nine of ten indicators of the programme need no report by hand`() throws {
        let plans = try PlanReading(bytes: Seeds.file("Demo/programa-2024.tsv"), register: InstitutionRegister.builtIn()).plans
        let counts = PlanCounts(try #require(plans.first), metrics: House.metrics)
        #expect(counts.share >= 90)
        #expect(counts.count(.counted) + counts.count(.fed) + counts.count(.neither) == counts.lines.count)
    }

    @Test func `a cue names no unit, dimension or code that its metric lacks`() {
        for metric in House.metrics {
            for cue in metric.cues {
                if let unit = cue.unit { #expect(metric.unit(unit) != nil, "\(metric.name): \(unit)") }
                let named = cue.filters.map { ($0.key, $0.value) } + cue.terms.map { ($0.dimension, $0.codes) }
                for (name, asked) in named {
                    let known = metric.dimension(name).map(codes) ?? []
                    #expect(asked.isSubset(of: known), "\(metric.name): \(name) \(asked)")
                }
            }
        }
    }

    private func codes(_ dimension: MetricDimension) -> Set<String> {
        guard case .closed(let codes, _) = dimension.codes else { return [] }
        return Set(codes)
    }

    @Test func `a word is known by its beginning, a whole word by its end`() throws {
        let words = CueText("Брой „обучени“ съдии, прокурори; трудовата борса")
        let metric = try #require(House.metrics.first { $0.name == "trainings.participants" })
        func fits(_ stems: CueStem...) -> Bool { MetricCue(stems).score(words, CueText("")) != nil }
        #expect(fits("обуч") && fits("обучени.") && fits("съди", "прокурор") && fits("учители|съдии") && fits("трудовата борс"))
        #expect(!fits("обуче.") && !fits("борса трудовата") && !fits("учители") && !fits("съдии", "учители"))
        let proposal = MetricProposal.best(of: [metric], for: words, titled: CueText("За учители"), in: CueText("За учители"))
        #expect(proposal?.filters == ["profession": ["judge", "prosecutor"]], "the indicator's own words before those of its measure")
        let other = MetricProposal.best(of: [metric], for: CueText("обучени"), titled: CueText("За учители"), in: CueText("За учители"))
        #expect(other?.filters == ["profession": ["teacher"]])
    }
}
